package records

import (
	"context"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/columns"
	"xingke/backend/core/rpc"
	"xingke/backend/core/store"
)

// Health is how the book and its views stand, for the Health page.
type Health struct {
	Journal   JournalHealth    `json:"journal"`
	Followers []FollowerHealth `json:"followers"`
	Notes     []HealthNote     `json:"notes"` // what was put right since the book was opened
	Search    SearchHealth     `json:"search"`
	Files     FilesHealth      `json:"files"`
	Key       KeyHealth        `json:"key"`
	Records   []RecordsOfOne   `json:"records"`
	Jobs      map[JobState]int `json:"jobs"`
}

// JournalHealth is how the journal and the store's view of it stand. Bytes.
type JournalHealth struct {
	Book     string `json:"book"`
	Seq      uint64 `json:"seq"`     // last change that readers see
	Durable  uint64 `json:"durable"` // last change known to be on disk
	Segments int    `json:"segments"`
	Size     int64  `json:"size"`
	View     int64  `json:"view"`
	Free     uint64 `json:"free"`
	Writable bool   `json:"writable"`
	Reason   string `json:"reason,omitempty"` // why nothing can be saved now
}

// FollowerHealth is how far a view has followed the journal.
type FollowerHealth struct {
	Name    string `json:"name"`
	Cursor  uint64 `json:"cursor"`
	Behind  uint64 `json:"behind"`
	Error   string `json:"error,omitempty"`
	SetAway int    `json:"setAway"` // changes that could not be worked through and were set aside
}

// HealthNote is something that was put right.
type HealthNote struct {
	At   time.Time `json:"at"`
	Text string    `json:"text"`
}

// SearchHealth is how the search index stands.
type SearchHealth struct {
	Built    bool   `json:"built"`
	Building bool   `json:"building"`
	Damaged  bool   `json:"damaged"`
	Cursor   uint64 `json:"cursor"`
	Records  uint64 `json:"records"`
	Names    int    `json:"names"`
}

// FilesHealth is what the attachments take.
type FilesHealth struct {
	Count int   `json:"count"`
	Bytes int64 `json:"bytes"`
}

// KeyHealth is how the key of the book is kept.
type KeyHealth struct {
	Kept    string `json:"kept"`              // passphrase; keyfile: beside the book, without one; memory: nowhere
	Folder  string `json:"folder,omitempty"`  // where the key file lies
	Copies  int    `json:"copies"`            // of the key file that can be read
	Problem string `json:"problem,omitempty"` // why it could not be mended

	Keychain string `json:"keychain,omitempty"` // whether this computer opens the book by itself: off, on, later, elsewhere
}

// RecordsOfOne counts the live records of an entity.
type RecordsOfOne struct {
	Entity string `json:"entity"`
	Count  int    `json:"count"`
}

func (s *Service) exposeHealth(t *rpc.Table) {
	rpc.Handle(t, "health.get", rpc.SignedIn, s.Health).Says("账套的健康状况：日志、视图、索引、大小", "How the book stands: journal, views, index, sizes.")
}

// Health tells how the book stands. It is for owners.
func (s *Service) Health(ctx context.Context, _ rpc.Nothing) (Health, error) {
	if !s.policy.Administers(ctx) {
		return Health{}, fault.New(fault.Forbidden, "只有管理员可以查看健康状况", "Only an owner can see the state of the book.")
	}
	h := Health{Records: []RecordsOfOne{}, Jobs: s.jobs.count()}
	if s.key != nil { // first: what it mends stands among the notes
		h.Key = s.key(ctx)
	}
	h.store(s.db.Status(), who.Lang(ctx))
	if s.search != nil {
		x := s.search.Status()
		h.Search = SearchHealth{x.Built, x.Building, x.Damaged, x.Cursor, x.Records, x.Names}
	}
	h.Files.Count, h.Files.Bytes = s.files.Used()
	for _, t := range s.types.All() {
		count, err := s.columns.Count(ctx, columns.Query{Entity: t.Name})
		if err != nil {
			return Health{}, err
		}
		h.Records = append(h.Records, RecordsOfOne{t.Name, count})
	}
	return h, nil
}

func (h *Health) store(st store.Status, tag lang.Tag) {
	h.Journal = JournalHealth{
		Book: st.Book, Seq: st.Seq, Durable: st.Durable, Segments: st.Segments, Size: st.Journal, View: st.View,
		Free: st.Free, Writable: st.Writable == nil,
	}
	if st.Writable != nil {
		h.Journal.Reason = fault.From(st.Writable).Text.In(tag)
	}
	h.Followers, h.Notes = []FollowerHealth{}, []HealthNote{}
	for _, f := range st.Followers {
		one := FollowerHealth{Name: f.Name, Cursor: f.Cursor, Behind: f.Behind, SetAway: len(f.Poison)}
		if f.Err != nil {
			one.Error = fault.From(f.Err).Text.In(tag)
		}
		h.Followers = append(h.Followers, one)
	}
	for _, note := range st.Notes {
		h.Notes = append(h.Notes, HealthNote{note.At, note.Text.In(tag)})
	}
}
