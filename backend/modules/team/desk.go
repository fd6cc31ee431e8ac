package team

import (
	"context"

	"xingke/backend/base/clock"
	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/access"
	"xingke/backend/core/audit"
	"xingke/backend/core/columns"
	"xingke/backend/core/entity"
	"xingke/backend/core/files"
	"xingke/backend/core/records"
	"xingke/backend/core/rpc"
	"xingke/backend/core/store"
)

// Desk is where people's rights are looked at and changed: who sees what and why, shares, roles,
// handovers. It is safe for concurrent use.
type Desk struct{ Deps }

// Deps is what the desk rests on.
type Deps struct {
	Team    *Service
	DB      *store.DB
	Types   *entity.Set
	Policy  *access.Policy
	Columns *columns.Columns
	Jobs    *records.Jobs
	Files   *files.Store
	Clock   clock.Clock
}

// NewDesk makes the desk.
func NewDesk(d Deps) *Desk {
	if d.Clock == nil {
		d.Clock = clock.System{}
	}
	return &Desk{d}
}

// Expose puts the operations of this house into the table.
func (d *Desk) Expose(t *rpc.Table) {
	rpc.Handle(t, "people.reach", rpc.SignedIn, d.Reach).
		Says("一个人能看到和修改什么，以及为什么", "What somebody may see and do, and what gives it; about one record, too.")
	rpc.Handle(t, "shares.list", rpc.EntityVerb("read"), d.ListShares).
		Says("一条记录共享给了谁", "Whom a record is shared with.")
	rpc.Handle(t, "shares.save", rpc.EntityVerb("share"), d.SaveShare).
		Says("把一条记录共享给同事或部门，可设截止日期", "Shares a record with a colleague or a department, to read or to change, until a day.")
	rpc.Handle(t, "shares.remove", rpc.SignedIn, d.RemoveShare).
		Says("取消共享", "Ends a share.")
	rpc.Handle(t, "roles.list", rpc.Needs("read", Roles.Name), d.ListRoles).
		Says("角色和它们的权限", "The roles and what they grant.")
	rpc.Handle(t, "roles.save", rpc.Needs("update", Roles.Name), d.SaveRole).
		Says("新建或修改角色的权限", "Makes a role, or changes what it grants.")
	rpc.Handle(t, "handover.preview", rpc.Needs("assign", Users.Name), d.PreviewHandover).
		Says("离职交接前：一个人名下有什么", "What somebody owns, before it is handed over.")
	rpc.Handle(t, "handover.run", rpc.Needs("assign", Users.Name), d.RunHandover).
		Says("把一个人名下的全部记录交给另一个人", "Hands all that somebody owns to somebody else, as one change that can be undone.")
}

// user reads a person whom everybody may know.
func (d *Desk) user(ctx context.Context, id string) (*User, error) {
	rec, err := d.DB.Get(ctx, Users.Type, id)
	if err != nil {
		return nil, err
	}
	return rec.(*User), nil
}

// program acts for what belongs to nobody, in the caller's language.
func program(ctx context.Context) context.Context {
	u := who.System
	u.Lang = who.Lang(ctx)
	return who.With(ctx, u)
}

// note writes into the journal what was done about rights.
func (d *Desk) note(ctx context.Context, t *entity.Type, rec entity.Record, what lang.Text) error {
	return audit.Note(ctx, d.DB, audit.Event{Kind: audit.Rights}.About(t, rec).Say(what))
}

// kept are the entities that people keep records of, in the order of the menu.
func (d *Desk) kept() []*entity.Type {
	var list []*entity.Type
	for _, t := range d.Types.All() {
		if rule := d.Policy.Rule(t.Name); !rule.Inner && !rule.Private && !t.Quiet {
			list = append(list, t)
		}
	}
	return list
}

// owned are those whose records have an owner. What is private stays with who made it, but for what they made for
// everybody: else nobody could change it any more.
func (d *Desk) owned() []*entity.Type {
	var list []*entity.Type
	for _, t := range d.Types.All() {
		owner, rule := t.Spec("ownerId"), d.Policy.Rule(t.Name)
		if owner != nil && !owner.Unlisted && !rule.Inner && (!rule.Private || t.Spec(forEverybody) != nil) {
			list = append(list, t)
		}
	}
	return list
}

// forEverybody is the field of a private record that everybody may use.
const forEverybody = "shared"

func (d *Desk) name(ctx context.Context, entityName, id string) string {
	if id == "" {
		return ""
	}
	title, _ := d.Columns.Title(entityName, id) // users and departments: everybody knows them
	if title == "" && id == who.System.ID {
		return lang.Of("系统", "System").In(who.Lang(ctx))
	}
	return title
}

func missing(field string) error {
	return fault.Field(field, lang.Sayf("请填写 %s", "%s is missing.", lang.S(field)))
}
