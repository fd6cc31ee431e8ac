package team

import (
	"context"

	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
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

// Seed gives a book without roles the three standard ones, a department and an owner. It does
// nothing in a book that has them, so it may run at every start.
func Seed(ctx context.Context, db *store.DB, begin Standard) error {
	ctx = who.With(ctx, who.System)
	known, err := RoleID(ctx, db, Owner)
	if err != nil || known != "" {
		return err
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

func standardRoles(tag lang.Tag) []*Role {
	one := func(key, zh, en, zhNote, enNote string) *Role {
		return &Role{Key: key, Name: lang.Of(zh, en).In(tag), Description: lang.Of(zhNote, enNote).In(tag)}
	}
	return []*Role{
		one(Owner, "老板", "Owner", "可以看到和修改全部内容", "Sees and changes everything"),
		one(Manager, "销售经理", "Sales manager", "可以看到和修改本部门及下级部门的内容", "Sees and changes what belongs to the own department and those below it"),
		one(Sales, "销售", "Sales", "可以看到和修改自己负责的内容", "Sees and changes what is their own"),
	}
}

// RoleID is the id of the live role with a key, "" if there is none.
func RoleID(ctx context.Context, db *store.DB, key string) (string, error) {
	ids, err := db.Lookup(ctx, Roles.Type, "key", field.OfText(key))
	if err != nil || len(ids) == 0 {
		return "", err
	}
	return ids[0], nil
}
