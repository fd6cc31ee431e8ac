package team

import (
	"cmp"
	"context"

	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/store"
)

// Standard names what a new book begins with.
type Standard struct {
	Company string // of the first department; "" is 公司
	Owner   string // name of the first user; "" is 老板
	Lang    lang.Tag
}

// Seed gives the book of this service what a new one begins with.
func (s *Service) Seed(ctx context.Context, begin Standard) error { return Seed(ctx, s.db, begin) }

// Seed gives a book without roles the standard ones, a department and an owner. In a book that has
// them it adds only roles that it never had, so it may run at every start.
func Seed(ctx context.Context, db *store.DB, begin Standard) error {
	ctx = who.With(ctx, who.System)
	known, err := RoleID(ctx, db, Owner)
	if err != nil {
		return err
	}
	if known != "" {
		return addRoles(ctx, db, cmp.Or(begin.Lang, lang.ZH))
	}
	if begin.Company == "" {
		begin.Company = lang.Of("公司", "Company").In(begin.Lang)
	}
	if begin.Owner == "" {
		begin.Owner = lang.Of("老板", "Owner").In(begin.Lang)
	}
	if begin.Lang == "" {
		begin.Lang = lang.ZH
	}
	label := lang.Of("建立账套", "Begin the book").In(begin.Lang)
	return db.Write(store.WithSet(ctx, id.New(), label), func(ctx context.Context) error {
		var owner string
		for _, r := range standardRoles(begin.Lang) {
			if err := db.Put(ctx, r); err != nil {
				return err
			}
			if r.Key == Owner {
				owner = r.ID
			}
		}
		company := Departments.New().(*Department)
		company.Name = begin.Company
		if err := db.Put(ctx, company); err != nil {
			return err
		}
		boss := Users.New().(*User)
		boss.Name, boss.Login, boss.Lang = begin.Owner, "owner", begin.Lang
		boss.DepartmentID, boss.RoleIDs = company.ID, []id.Of[Role]{id.Of[Role](owner)}
		return db.Put(ctx, boss)
	})
}

// Speak says what a new book began with in another language: the roles of the program, the first
// department, the language of who begins. What somebody has named otherwise stays as they named it.
func (s *Service) Speak(ctx context.Context, tag lang.Tag) error {
	other := lang.ZH
	if tag == lang.ZH {
		other = lang.EN
	}
	me, _ := who.From(ctx)
	ctx = store.WithSet(who.With(ctx, who.System), id.New(), lang.Of("建立账套", "Begin the book").In(tag))
	return s.db.Write(ctx, func(ctx context.Context) error {
		if err := s.speakRoles(ctx, standardRoles(other), standardRoles(tag)); err != nil {
			return err
		}
		company := lang.Of("公司", "Company")
		for _, d := range all[*Department](ctx, s.db, Departments.Type) {
			if d.Name != company.In(other) {
				continue
			}
			d.Name = company.In(tag)
			if err := s.db.Put(ctx, d); err != nil {
				return err
			}
		}
		rec, err := s.db.Get(ctx, Users.Type, me.ID)
		if err != nil {
			return err
		}
		u := rec.(*User)
		if u.Lang == tag {
			return nil
		}
		u.Lang = tag
		return s.db.Put(ctx, u)
	})
}

// speakRoles renames the roles that are still called as they were at first.
func (s *Service) speakRoles(ctx context.Context, from, to []*Role) error {
	for _, r := range all[*Role](ctx, s.db, Roles.Type) {
		for i, was := range from {
			if r.Key != was.Key || (r.Name != was.Name && r.Description != was.Description) {
				continue
			}
			if r.Name == was.Name {
				r.Name = to[i].Name
			}
			if r.Description == was.Description {
				r.Description = to[i].Description
			}
			if err := s.db.Put(ctx, r); err != nil {
				return err
			}
		}
	}
	return nil
}

// all are the live records of a type that holds few.
func all[T entity.Record](ctx context.Context, db *store.DB, t *entity.Type) (found []T) {
	_ = db.Each(ctx, t, func(rec entity.Record) bool { // what cannot be read is not renamed
		if one := rec.(T); !one.Meta().Deleted() {
			found = append(found, one)
		}
		return true
	})
	return found
}

// standardRoles are the roles the program comes with. What they grant is not written into them:
// see Standards.
func standardRoles(tag lang.Tag) []*Role {
	one := func(key, zh, en, zhNote, enNote string) *Role {
		return &Role{Key: key, Name: lang.Of(zh, en).In(tag), Description: lang.Of(zhNote, enNote).In(tag)}
	}
	return []*Role{
		one(Owner, "老板", "Owner", "可以看到和修改全部内容，并管理用户、角色和设置", "Sees and changes everything; manages people, roles and settings"),
		one(General, "总经理", "General manager", "可以看到和修改全部业务内容，包括成本和利润", "Sees and changes all business records, including costs and margins"),
		one(Manager, "销售经理", "Sales manager", "可以看到和修改本部门及下级部门的内容", "Sees and changes the records of their department and those below it"),
		one(Sales, "销售", "Sales", "可以看到和修改自己负责的内容", "Sees and changes their own records"),
		one(Support, "客服", "Customer service", "可以看到全部客户、联系人和订单，写跟进；看不到商机和成本", "Sees all customers, contacts and orders and records follow-ups; no opportunities, no costs"),
		one(Projects, "项目经理", "Project manager", "可以看到全部客户、商机和订单，管理自己负责的内容；看不到成本", "Sees all customers, opportunities and orders; changes their own; no costs"),
		one(Engineer, "工程师", "Engineer", "可以看到本部门的客户和订单，写跟进；看不到商机和成本", "Sees the customers and orders of their department and records follow-ups; no opportunities, no costs"),
		one(Finance, "财务", "Finance", "可以看到全部客户、商机和订单，修改客户资料和开户信息，审核订单，维护成本", "Sees all customers, opportunities and orders; changes customers and their bank details, approves orders, maintains costs"),
		one(Marketing, "市场", "Marketing", "可以看到全部客户和联系人，新增和导入，修改自己负责的；看不到成本", "Sees all customers and contacts; adds and imports them; changes their own; no costs"),
		one(Admin, "管理员", "Administrator", "管理用户、角色、字段和设置，分配和恢复记录；看不到成本，不改业务内容", "Manages people, roles, fields and settings; assigns and restores records; no costs, no changes to business records"),
	}
}

// addRoles gives a book that was begun by an earlier version the roles it has never had. One that
// somebody deleted stays away.
func addRoles(ctx context.Context, db *store.DB, tag lang.Tag) error {
	had := map[string]bool{}
	err := db.Each(ctx, Roles.Type, func(rec entity.Record) bool {
		had[rec.(*Role).Key] = true
		return true
	})
	if err != nil {
		return err
	}
	var missing []*Role
	for _, r := range standardRoles(tag) {
		if !had[r.Key] {
			missing = append(missing, r)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	label := lang.Of("补充预置角色", "Add the roles of this version").In(tag)
	return db.Write(store.WithSet(ctx, id.New(), label), func(ctx context.Context) error {
		for _, r := range missing {
			if err := db.Put(ctx, r); err != nil {
				return err
			}
		}
		return nil
	})
}

// RoleID is the id of the live role with a key, "" if there is none.
func RoleID(ctx context.Context, db *store.DB, key string) (string, error) {
	ids, err := db.Lookup(ctx, Roles.Type, "key", field.OfText(key))
	if err != nil || len(ids) == 0 {
		return "", err
	}
	return ids[0], nil
}
