package records

import (
	"context"
	"sync"
	"time"

	"xingke/backend/base/clock"
	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/access"
	"xingke/backend/core/audit"
	"xingke/backend/core/columns"
	"xingke/backend/core/entity"
	"xingke/backend/core/files"
	"xingke/backend/core/rpc"
	"xingke/backend/core/search"
	"xingke/backend/core/store"
)

// Deps is what the records of a book rest on.
type Deps struct {
	DB      *store.DB
	Types   *entity.Set
	Policy  *access.Policy
	Columns *columns.Columns
	Search  *search.Index // nil: nothing is found
	Files   *files.Store
	Jobs    *Jobs
	Watch   *audit.Watch // nil: nobody is told of private reads
	Clock   clock.Clock
	Zone    *time.Location                  // of the days people speak of; nil is the machine's
	Key     func(context.Context) KeyHealth // how the book's key is kept; nil: not told
}

// Service does what can be done with the records of every entity.
type Service struct {
	db      *store.DB
	types   *entity.Set
	policy  *access.Policy
	columns *columns.Columns
	search  *search.Index
	files   *files.Store
	jobs    *Jobs
	watch   *audit.Watch
	clock   clock.Clock
	zone    *time.Location
	key     func(context.Context) KeyHealth

	fields sync.Mutex // of whoever changes the definitions of custom fields
	notes  sync.Mutex // of whoever changes the notes of imports
	going  sync.Map   // imports that are running, by their change set
	said   sayings    // how change sets are called

	counted lastCount // rows of a file whose records are there already

	takeBack map[string]func(ctx context.Context, id string) error // by entity
}

// New makes the service. Call Customize once before anybody else reads the set of types.
func New(d Deps) *Service {
	s := &Service{db: d.DB, types: d.Types, policy: d.Policy, columns: d.Columns, search: d.Search, files: d.Files, jobs: d.Jobs, watch: d.Watch, clock: d.Clock, zone: d.Zone, key: d.Key}
	if s.zone == nil {
		s.zone = time.Local
	}
	if s.clock == nil {
		s.clock = clock.System{}
	}
	return s
}

// Expose puts the operations into the table.
func (s *Service) Expose(t *rpc.Table) {
	s.exposeRecords(t)
	s.exposeBulk(t)
	s.exposeHistory(t)
	s.exposeChanges(t)
	s.exposeBin(t)
	s.exposeViews(t)
	s.exposeSettings(t)
	s.exposeLetterhead(t)
	s.exposeFields(t)
	s.exposeSearch(t)
	s.exposeImport(t)
	s.exposeRegions(t)
	s.exposeHealth(t)
	s.exposePrinted(t)
	s.exposeAttachments(t)
	s.jobs.expose(t)
}

func (s *Service) exposeRecords(t *rpc.Table) {
	rpc.Handle(t, "records.get", rpc.EntityVerb("read"), s.Get).Says("读取一条记录", "One record with the titles of what it refers to.")
	rpc.Handle(t, "records.list", rpc.EntityVerb("read"), s.List).Says("按条件列出记录", "Records by filter and order, a page at a time.")
	rpc.Handle(t, "records.create", rpc.EntityVerb("create"), s.Create).Says("新建一条记录", "Creates a record.")
	rpc.Handle(t, "records.update", rpc.EntityVerb("update"), s.Update).Says("修改一条记录", "Changes fields of a record; rev is the version the change was made from.")
	rpc.Handle(t, "records.delete", rpc.EntityVerb("delete"), s.Delete).Says("把一条记录放进回收站", "Puts a record into the recycle bin.")
	rpc.Handle(t, "records.restore", rpc.EntityVerb("restore"), s.Restore).Says("从回收站恢复一条记录", "Takes a record out of the recycle bin.")
	rpc.Handle(t, "records.duplicate", rpc.EntityVerb("create"), s.Duplicate).Says("复制一条记录", "Creates a copy of a record.")
	rpc.Handle(t, "records.aggregate", rpc.EntityVerb("read"), s.Aggregate).Says("按组合计、平均、计数", "Counts, sums and averages by group.")
}

// system is a context in which the program itself acts, for what belongs to nobody.
func system(ctx context.Context) context.Context {
	u := who.System
	u.Lang = who.Lang(ctx)
	return who.With(ctx, u)
}

// me is the id of the one who acts.
func me(ctx context.Context) string {
	user, _ := who.From(ctx)
	return user.ID
}

// label says a change set's name in the language of the one who acts.
func label(ctx context.Context, zh, en string, t *entity.Type, title string) string {
	return lang.Sayf(zh, en, t.Label, lang.S(title)).In(who.Lang(ctx))
}

func noField(t *entity.Type, name string) error {
	return fault.Field(name, lang.Sayf("%s没有名为“%s”的字段", "%s has no field named %s.", t.Label, lang.S(name)))
}
