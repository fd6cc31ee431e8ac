package records

import (
	"context"
	"time"

	"xingke/backend/base/day"
	"xingke/backend/core/rpc"
	"xingke/backend/core/search"
)

// SearchInput is what a person looks for in all entities, or in those named.
type SearchInput struct {
	Text     string   `json:"text"`
	Entities []string `json:"entities,omitempty"`
	OwnerID  string   `json:"ownerId,omitempty"`
	From     day.Day  `json:"from,omitempty"`
	To       day.Day  `json:"to,omitempty"` // the last day
	Limit    int      `json:"limit,omitempty"`
	Order    string   `json:"order,omitempty"` // "newest", or the best first
}

// SearchOutput is what was found, by entity, the best first.
type SearchOutput struct {
	Groups   []SearchGroup `json:"groups"`
	Building bool          `json:"building,omitempty"` // the index is being filled: more may be found later
}

// SearchGroup is what was found of one entity.
type SearchGroup struct {
	Entity string      `json:"entity"`
	Total  int         `json:"total"`
	About  bool        `json:"about,omitempty"` // the total is an estimate
	Hits   []SearchHit `json:"hits"`
}

// SearchHit is a record that was found. Matches in the snippet stand between \u0001 and \u0002.
type SearchHit struct {
	ID      string `json:"id"`
	Title   string `json:"title"`
	Snippet string `json:"snippet,omitempty"`
}

// SuggestInput is the beginning of a name, as it is typed.
type SuggestInput struct {
	Text   string `json:"text"`
	Entity string `json:"entity,omitempty"`
	Limit  int    `json:"limit,omitempty"`
}

// SuggestOutput is records whose names fit.
type SuggestOutput struct {
	Hits []Suggestion `json:"hits"`
}

// Suggestion is a record whose name fits.
type Suggestion struct {
	Entity string `json:"entity"`
	ID     string `json:"id"`
	Title  string `json:"title"`
	Detail string `json:"detail,omitempty"`
}

func (s *Service) exposeSearch(t *rpc.Table) {
	rpc.Handle(t, "search.query", rpc.SignedIn, s.Find).Says("全文搜索：文字、拼音、首字母、号码片段", "Finds records by words, pinyin, initials and pieces of numbers.")
	rpc.Handle(t, "search.suggest", rpc.SignedIn, s.Suggest).Says("输入时的名称提示", "Records whose names fit what is being typed.")
}

// Find finds records of every entity.
func (s *Service) Find(ctx context.Context, in SearchInput) (SearchOutput, error) {
	out := SearchOutput{Groups: []SearchGroup{}}
	if s.search == nil {
		return out, nil
	}
	query := search.Query{
		Text: in.Text, Entities: in.Entities, OwnerID: in.OwnerID, From: s.midnight(in.From), Limit: in.Limit,
		Order: search.Order(in.Order), After: s.db.Seq(),
	}
	if in.To != 0 {
		query.To = s.midnight(in.To + 1)
	}
	for _, name := range in.Entities {
		if err := s.policy.Allow(ctx, "read", name); err != nil {
			return out, err
		}
	}
	found, err := s.search.Query(ctx, query)
	if err != nil {
		return out, err
	}
	out.Building = found.Building
	for _, g := range found.Groups {
		group := SearchGroup{Entity: g.Entity, Total: g.Total, About: !g.Exact, Hits: make([]SearchHit, len(g.Hits))}
		for i, h := range g.Hits {
			group.Hits[i] = SearchHit{h.ID, h.Title, h.Snippet}
		}
		out.Groups = append(out.Groups, group)
	}
	return out, nil
}

// midnight is the instant at which a day begins where the book is kept; no day is no instant.
func (s *Service) midnight(d day.Day) time.Time {
	if d == 0 {
		return time.Time{}
	}
	y, m, dom := d.Date()
	return time.Date(y, m, dom, 0, 0, 0, 0, s.zone)
}

// Suggest finds records by their names.
func (s *Service) Suggest(ctx context.Context, in SuggestInput) (SuggestOutput, error) {
	out := SuggestOutput{Hits: []Suggestion{}}
	if s.search == nil {
		return out, nil
	}
	query := search.SuggestQuery{Text: in.Text, Limit: in.Limit}
	if in.Entity != "" {
		if err := s.policy.Allow(ctx, "read", in.Entity); err != nil {
			return out, err
		}
		query.Entities = []string{in.Entity}
	}
	found, err := s.search.Suggest(ctx, query)
	for _, one := range found {
		out.Hits = append(out.Hits, Suggestion(one))
	}
	return out, err
}
