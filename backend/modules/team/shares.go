package team

import (
	"context"
	"slices"
	"strings"

	"xingke/backend/base/day"
	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/access"
	"xingke/backend/core/entity"
	"xingke/backend/core/store"
)

// ShareAnswer is one share as pages see it.
type ShareAnswer struct {
	ID           string  `json:"id"`
	Entity       string  `json:"entity"`
	RecordID     string  `json:"recordId"`
	Title        string  `json:"title"` // of the record
	UserID       string  `json:"userId,omitempty"`
	DepartmentID string  `json:"departmentId,omitempty"`
	Name         string  `json:"name"` // of whom it is shared with
	Right        string  `json:"right"`
	UntilOn      day.Day `json:"untilOn,omitzero"`
	Ended        bool    `json:"ended"`
	Note         string  `json:"note,omitempty"`
	By           string  `json:"by"`  // the name of who shared
	May          bool    `json:"may"` // the caller may change or end it
}

// SharesInput names a record.
type SharesInput struct {
	Entity string `json:"entity"`
	ID     string `json:"id"`
}

// SharesOutput is whom a record is shared with. Goes are the entities whose records go with it.
type SharesOutput struct {
	Shares []ShareAnswer `json:"shares"`
	May    bool          `json:"may"` // the caller may share it
	Goes   []lang.Text   `json:"goes"`
}

// ShareInput shares a record; with share it changes that one.
type ShareInput struct {
	Entity       string  `json:"entity"`
	ID           string  `json:"id"`
	Share        string  `json:"share,omitempty"`
	UserID       string  `json:"userId,omitempty"`
	DepartmentID string  `json:"departmentId,omitempty"`
	Right        string  `json:"right"` // read, write
	UntilOn      day.Day `json:"untilOn,omitzero"`
	Note         string  `json:"note,omitempty"`
}

// ShareRef names a share.
type ShareRef struct {
	Share string `json:"share"`
}

// Shared is the change a share was made or ended with.
type Shared struct {
	Change string `json:"change"`
	Share  string `json:"share"`
}

// ListShares tells whom a record is shared with, to who may read it.
func (d *Desk) ListShares(ctx context.Context, in SharesInput) (SharesOutput, error) {
	out := SharesOutput{Shares: []ShareAnswer{}, Goes: []lang.Text{}}
	t, rec, err := d.shareable(ctx, in.Entity, in.ID)
	if err != nil {
		return out, err
	}
	out.May = d.Policy.May(ctx, access.Share, t, rec) == nil
	shares, err := d.shares(ctx, func(s *Share) bool { return s.Record.Entity == t.Name && s.Record.ID == in.ID })
	for _, s := range shares {
		one := d.answer(ctx, s, t.Title(rec))
		one.May = out.May
		out.Shares = append(out.Shares, one)
	}
	for _, other := range d.Types.All() {
		goes := slices.ContainsFunc(d.Policy.Rule(other.Name).Under, func(name string) bool {
			spec := other.Spec(name)
			return spec != nil && (spec.Target == t.Name || spec.Target == "") // a link may lead there
		})
		if goes && other != t {
			out.Goes = append(out.Goes, other.Label)
		}
	}
	return out, err
}

// shareable reads a record of a kind that can be shared.
func (d *Desk) shareable(ctx context.Context, name, of string) (*entity.Type, entity.Record, error) {
	t, err := d.Types.Need(name)
	if err != nil {
		return nil, nil, err
	}
	if rule := d.Policy.Rule(t.Name); rule.Private || rule.Shared || rule.Inner {
		return nil, nil, fault.New(fault.Invalid, "%s不需要共享", "A %s cannot be shared individually.", t.Label)
	}
	rec, err := d.DB.Get(ctx, t, of)
	return t, rec, err
}

// shares reads the shares that pass, by the program: who may know of them is asked before.
func (d *Desk) shares(ctx context.Context, pass func(*Share) bool) ([]*Share, error) {
	var list []*Share
	err := d.DB.Each(program(ctx), Shares.Type, func(rec entity.Record) bool {
		if s := rec.(*Share); !s.Deleted() && pass(s) {
			list = append(list, s)
		}
		return true
	})
	return list, err
}

func (d *Desk) answer(ctx context.Context, s *Share, title string) ShareAnswer {
	name := d.name(ctx, Users.Name, string(s.ToUserID))
	if s.ToDepartmentID != "" {
		name = d.name(ctx, Departments.Name, string(s.ToDepartmentID))
	}
	opened := access.Opened{Until: s.UntilOn}
	return ShareAnswer{
		ID: s.ID, Entity: s.Record.Entity, RecordID: s.Record.ID, Title: title, UserID: string(s.ToUserID), DepartmentID: string(s.ToDepartmentID),
		Name: name, Right: s.Right, UntilOn: s.UntilOn, Ended: !opened.InForce(d.today()), Note: s.Note, By: d.name(ctx, Users.Name, string(s.OwnerID)),
	}
}

func (d *Desk) today() day.Day { return d.Policy.Today() }

// openedTo are the records opened to somebody, named as far as the caller may read them.
func (d *Desk) openedTo(ctx context.Context, s access.Subject) ([]ShareAnswer, error) {
	list := []ShareAnswer{}
	if s.Person == nil || len(s.Opened) == 0 {
		return list, nil
	}
	shares, err := d.shares(ctx, func(one *Share) bool {
		return slices.ContainsFunc(s.Opened, func(o access.Opened) bool { return o.ID == one.ID })
	})
	for _, one := range shares {
		title := lang.Of("（无权查看）", "(not visible to you)").In(who.Lang(ctx))
		if t := d.Types.Type(one.Record.Entity); t != nil {
			if rec, err := d.DB.Find(ctx, t, one.Record.ID); err == nil {
				title = t.Title(rec)
			}
		}
		list = append(list, d.answer(ctx, one, title))
	}
	return list, err
}

// SaveShare shares a record, or changes how. Sharing again with the same one changes the share there is.
func (d *Desk) SaveShare(ctx context.Context, in ShareInput) (Shared, error) {
	t, rec, err := d.shareable(ctx, in.Entity, in.ID)
	if err != nil {
		return Shared{}, err
	}
	if err := d.Policy.May(ctx, access.Share, t, rec); err != nil {
		return Shared{}, err
	}
	if in.Right == ShareWrite && d.Policy.May(ctx, access.Update, t, rec) != nil {
		return Shared{}, fault.Field("right", lang.Of("您自己不能修改这条记录，只能共享为可查看", "You cannot change this record yourself, so you can share it only for viewing"))
	}
	if err := d.welcome(ctx, t, in); err != nil {
		return Shared{}, err
	}
	old, err := d.shares(ctx, func(s *Share) bool {
		same := string(s.ToUserID) == in.UserID && string(s.ToDepartmentID) == in.DepartmentID
		return s.Record == (id.Link{Entity: t.Name, ID: in.ID}) && (s.ID == in.Share || same)
	})
	if err != nil {
		return Shared{}, err
	}
	s := Shares.New().(*Share)
	if len(old) > 0 {
		s = old[0]
	}
	u, _ := who.From(ctx)
	s.Title, s.Record, s.OwnerID = t.Title(rec), id.Link{Entity: t.Name, ID: in.ID}, id.Of[who.User](u.ID)
	s.ToUserID, s.ToDepartmentID = id.Of[User](in.UserID), id.Of[Department](in.DepartmentID)
	s.Right, s.UntilOn, s.Note = in.Right, in.UntilOn, strings.TrimSpace(in.Note)
	set := id.New()
	label := lang.Sayf("共享%s“%s”", "Shared %s %s", t.Label, lang.S(t.Title(rec))).In(who.Lang(ctx))
	if err := d.DB.Put(store.WithSet(who.Elevate(ctx), set, label), s); err != nil {
		return Shared{}, err
	}
	to := lang.S(d.answer(ctx, s, s.Title).Name)
	return Shared{Change: set, Share: s.ID}, d.note(ctx, t, rec, lang.Sayf("共享给%s：%s", "Shared with %s: %s", to, rightWord(s.Right)))
}

// welcome refuses to share with who could not use it.
func (d *Desk) welcome(ctx context.Context, t *entity.Type, in ShareInput) error {
	if in.UntilOn != 0 && in.UntilOn < d.today() {
		return fault.Field("untilOn", lang.Of("请选择今天或以后的日期", "Choose today or a later day"))
	}
	if (in.UserID == "") == (in.DepartmentID == "") {
		return fault.Field("userId", lang.Of("请选择一位同事或一个部门", "Choose one colleague or one department"))
	}
	if in.DepartmentID != "" {
		_, err := d.DB.Get(ctx, Departments.Type, in.DepartmentID)
		return err
	}
	u, err := d.user(ctx, in.UserID)
	if err != nil {
		return err
	}
	s := d.Policy.Of(who.User{ID: u.ID})
	action := access.Read
	if in.Right == ShareWrite {
		action = access.Update
	}
	if access.Can(s, action, t.Name, d.Policy.Rule(t.Name), nil, "").Allow {
		return nil
	}
	if !u.Active {
		return fault.Field("userId", lang.Sayf("%s已停用，不能共享", "%s is deactivated", lang.S(u.Name)))
	}
	return fault.Field("userId", lang.Sayf("%s的角色不能使用%s，共享了也打不开；请先调整角色", "The role of %s does not use records of this kind (%s); change the role first", lang.S(u.Name), t.Label))
}

// RemoveShare ends a share: by who may share the record, and by who made it.
func (d *Desk) RemoveShare(ctx context.Context, in ShareRef) (Shared, error) {
	if in.Share == "" {
		return Shared{}, missing("share")
	}
	rec, err := d.DB.Get(program(ctx), Shares.Type, in.Share)
	if err != nil {
		return Shared{}, err
	}
	s := rec.(*Share)
	t, err := d.Types.Need(s.Record.Entity)
	if err != nil {
		return Shared{}, err
	}
	u, _ := who.From(ctx)
	of, err := d.DB.Find(program(ctx), t, s.Record.ID)
	if err != nil {
		return Shared{}, err
	}
	if string(s.OwnerID) != u.ID {
		if err := d.Policy.May(ctx, access.Share, t, of); err != nil {
			return Shared{}, err
		}
	}
	set := id.New()
	label := lang.Sayf("取消共享%s“%s”", "Ended the share of %s %s", t.Label, lang.S(s.Title)).In(who.Lang(ctx))
	if err := d.DB.Delete(store.WithSet(who.Elevate(ctx), set, label), Shares.Type, s.ID, 0); err != nil {
		return Shared{}, err
	}
	to := lang.S(d.answer(ctx, s, s.Title).Name)
	return Shared{Change: set, Share: s.ID}, d.note(ctx, t, of, lang.Sayf("取消对%s的共享", "Ended the share with %s", to))
}

// MayTakeBack refuses to undo a share, or the end of one, to who may not share the record any more.
func (d *Desk) MayTakeBack(ctx context.Context, share string) error {
	rec, err := d.DB.Find(program(ctx), Shares.Type, share)
	if err != nil {
		return err
	}
	about := rec.(*Share).Record
	t, err := d.Types.Need(about.Entity)
	if err != nil {
		return err
	}
	of, err := d.DB.Find(program(ctx), t, about.ID)
	if err != nil {
		return err
	}
	return d.Policy.May(ctx, access.Share, t, of)
}

// rightWord is a right as people say it.
func rightWord(right string) lang.Text {
	if o, ok := Shares.Spec("right").Option(right); ok {
		return o.Label
	}
	return lang.Of(right, right)
}
