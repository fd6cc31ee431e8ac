package app

import (
	"cmp"
	"context"
	"time"

	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/access"
	"xingke/backend/core/audit"
	"xingke/backend/core/columns"
	"xingke/backend/core/entity"
	"xingke/backend/core/files"
	"xingke/backend/core/records"
	"xingke/backend/core/rpc"
	"xingke/backend/core/search"
	"xingke/backend/modules/customers"
	"xingke/backend/modules/reports"
	"xingke/backend/modules/sales"
	"xingke/backend/modules/team"
)

// exposer is a service that puts its operations into the table.
type exposer interface{ Expose(t *rpc.Table) }

// openModules makes the services, street by street.
func (b *book) openModules() error {
	c := b.app.config
	b.team = team.New(b.db)
	house := customers.New(b.db, b.columns, c.Clock)
	house.Heed(b.policy)
	b.columns.Heed(func(ctx context.Context, entity string) *columns.Filter {
		return records.Within(ctx, b.policy, access.Read, entity)
	})
	deals := sales.New(b.db, b.columns, c.Clock, house)
	b.watch = audit.NewWatch(b.db)
	b.closes = append(b.closes, b.watch.Close)
	b.records = records.New(records.Deps{
		DB: b.db, Types: b.types, Policy: b.policy, Columns: b.columns, Search: b.search, Files: b.files,
		Jobs: b.app.jobs, Watch: b.watch, Clock: c.Clock, Zone: c.Zone,
		Key: b.keyHealth,
	})
	workbooks := reports.New(reports.Deps{
		DB: b.db, Types: b.types, Columns: b.columns, Policy: b.policy, Records: b.records, Files: b.files,
		Jobs: b.app.jobs, Clock: c.Clock, Zone: c.Zone, Chances: sales.UsualChances(),
	})
	desk := team.NewDesk(team.Deps{Team: b.team, DB: b.db, Types: b.types, Policy: b.policy, Columns: b.columns, Jobs: b.app.jobs, Files: b.files, Clock: c.Clock})
	b.records.TakesBack(team.Shares.Name, desk.MayTakeBack)
	b.services = []exposer{b.records, house, deals, desk, workbooks}
	return nil
}

// seed gives a new book what its modules need to begin with.
func (b *book) seed(ctx context.Context) error {
	return b.team.Seed(ctx, team.Standard{Owner: b.app.config.ownerName(), Lang: cmp.Or(b.state.Lang, b.app.config.Lang)})
}

func reportsEntities() entity.Group { return reports.Entities() }

// expose fills the table of operations.
func (b *book) expose() error {
	b.table = rpc.New(b.policy.Allow)
	for _, service := range b.services {
		service.Expose(b.table)
	}
	rpc.Handle(b.table, "app.describe", rpc.SignedIn, b.describe).
		Says("程序的全部说明：实体、字段、模块、当前用户、账套", "What the program is: entities, fields, modules, the caller, the book.")
	rpc.Handle(b.table, "practice.reset", rpc.SignedIn, b.resetPractice).
		Says("把练习账套恢复到最初的样子", "Begins a practice book anew. No other book is ever emptied.")
	b.exposeStart()
	b.exposeSecret()
	b.exposeKeychain()
	b.exposeRekey()
	b.exposeErase()
	b.exposeLock()
	b.exposeAccounts()
	b.app.handleDoors(b.table) // for the generated client; they are answered without a book as well
	b.exposeRestore()
	b.exposeAudit()
	b.exposeBackup()
	b.handler = &files.Handler{Store: b.files, Fail: b.app.fail, May: b.records.MayOpen}
	return nil
}

// seeker tells the search index who may find what.
type seeker struct {
	policy  *access.Policy
	columns *columns.Columns
}

// mostChildren is how many records that go with shared ones are offered by name.
const mostChildren = 5_000

// Scope implements search.Access.
func (s seeker) Scope(ctx context.Context, t *entity.Type) search.Scope {
	scope := s.policy.Scope(ctx, t.Name)
	found := search.Scope{All: scope.All, Owners: scope.OwnerIDs, Departments: scope.DepartmentIDs, IDs: scope.IDs}
	for _, under := range scope.Under {
		found.Under = append(found.Under, under.IDs...)
	}
	if len(found.Under) > 0 {
		found.Children = func() (ids []string) {
			where := records.Filter(access.Scope{Under: scope.Under}, "")
			_ = s.columns.IDs(ctx, columns.Query{Entity: t.Name, Where: where}, func(id string) bool { // without them fewer names are offered
				ids = append(ids, id)
				return len(ids) < mostChildren
			})
			return ids
		}
	}
	return found
}

// Groups implements search.Access.
func (s seeker) Groups(ctx context.Context, t *entity.Type) []string {
	may := s.policy.Fields(ctx)
	seen := map[string]bool{}
	var list []string
	for _, f := range t.Specs {
		if f.Private != "" && !seen[f.Private] && may(f) {
			seen[f.Private] = true
			list = append(list, f.Private)
		}
	}
	return list
}

// Description is what pages need to know of the program and the open book.
type Description struct {
	Entities []records.EntityDescription `json:"entities"`
	Modules  []ModuleDescription         `json:"modules"`
	User     UserDescription             `json:"user"`
	Book     BookDescription             `json:"book"`
	Version  string                      `json:"version"`
}

// ModuleDescription names a module.
type ModuleDescription struct {
	Name  string    `json:"name"`
	Label lang.Text `json:"label"`
}

// UserDescription is the one who asks.
type UserDescription struct {
	ID    string   `json:"id"`
	Name  string   `json:"name"`
	Lang  lang.Tag `json:"lang"`
	Roles []string `json:"roles"`
	Admin bool     `json:"admin"` // looks after the book: health, audit, backups
}

// BookDescription is the open book.
type BookDescription struct {
	Name     string `json:"name"`
	Practice bool   `json:"practice"`
	Sealed   bool   `json:"sealed"` // with a passphrase
	Noted    string `json:"noted"`  // when something was last put right, for those who look after the book; "" if nothing was
}

// modules names the houses in the order of the menu.
var modules = []ModuleDescription{
	{"customers", customers.Label}, {"sales", sales.Label}, {"reports", reports.Label}, {"team", team.Label},
}

func (b *book) describe(ctx context.Context, _ rpc.Nothing) (Description, error) {
	user, _ := who.From(ctx)
	d := Description{
		Entities: b.records.Describe(ctx), Modules: modules, Version: Version,
		User: UserDescription{ID: user.ID, Name: user.Name, Lang: who.Lang(ctx), Roles: append([]string{}, user.Roles...), Admin: b.policy.Administers(ctx)},
		Book: BookDescription{Name: b.records.BookName(ctx), Practice: b.state.Practice, Sealed: b.sealed.Load()},
	}
	if notes := b.db.Notes(); d.User.Admin && len(notes) > 0 {
		d.Book.Noted = notes[len(notes)-1].At.UTC().Format(time.RFC3339Nano)
	}
	return d, nil
}
