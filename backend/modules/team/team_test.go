package team_test

import (
	"context"
	"slices"
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/entity"
	"xingke/backend/core/store"
	"xingke/backend/modules/team"
)

func open(t *testing.T) (*store.DB, *team.Service, context.Context) {
	t.Helper()
	db, err := store.Open(store.Config{Types: entity.NewSet(team.Entities())})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	return db, team.New(db), who.With(context.Background(), who.System)
}

func put(t *testing.T, ctx context.Context, db *store.DB, rec entity.Record) {
	t.Helper()
	if err := db.Put(ctx, rec); err != nil {
		t.Fatal(err)
	}
}

func TestANewBookIsSeededOnce(t *testing.T) {
	db, s, ctx := open(t)
	for range 2 {
		if err := s.Seed(ctx, team.Standard{Owner: "陈启明", Company: "启衡自动化"}); err != nil {
			t.Fatal(err)
		}
	}
	owner, err := s.Owner(ctx)
	if err != nil || owner.Name != "陈启明" || !slices.Contains(owner.Roles, team.Owner) || owner.Lang != lang.ZH || owner.DepartmentID == "" {
		t.Fatalf("%+v %v", owner, err)
	}
	count := 0
	_ = db.Each(ctx, team.Roles.Type, func(entity.Record) bool { count++; return true })
	if count != len(team.Standards) {
		t.Fatalf("%d roles", count)
	}
}

func TestWhoIsNotActiveStaysOut(t *testing.T) {
	db, s, ctx := open(t)
	u := team.Users.New().(*team.User)
	u.Name, u.Login = "王芳", " WangFang "
	put(t, ctx, db, u)
	if u.Login != "wangfang" {
		t.Fatalf("login %q", u.Login)
	}
	if p, err := s.Person(ctx, u.ID); err != nil || p.Name != "王芳" || len(p.Roles) != 0 {
		t.Fatalf("%+v %v", p, err)
	}
	twin := &team.User{Name: "另一个", Login: "WANGFANG", Active: true}
	if err := db.Put(ctx, twin); !fault.Is(err, fault.Conflict) {
		t.Fatalf("two users of one login: %v", err)
	}
	u.Active = false
	put(t, ctx, db, u)
	if _, err := s.Person(ctx, u.ID); !fault.Is(err, fault.Forbidden) {
		t.Fatalf("got %v", err)
	}
	if _, err := s.Owner(ctx); !fault.Is(err, fault.NotFound) {
		t.Fatalf("an owner out of nowhere: %v", err)
	}
}

func TestDepartmentsAreATree(t *testing.T) {
	db, s, ctx := open(t)
	dept := func(name, parent string) *team.Department {
		d := &team.Department{Name: name, ParentID: id.Of[team.Department](parent)}
		put(t, ctx, db, d)
		return d
	}
	root := dept("公司", "")
	east := dept("华东", root.ID)
	suzhou := dept("苏州", east.ID)
	south := dept("华南", root.ID)
	below := func(departmentID string) []string {
		u := &team.User{Name: "某人", Active: true}
		u.DepartmentID = departmentID
		put(t, ctx, db, u)
		return s.Standing(u.ID).Departments
	}
	if got := below(east.ID); !slices.Equal(got, []string{east.ID, suzhou.ID}) {
		t.Fatalf("below 华东: %v", got)
	}
	if got := below(root.ID); len(got) != 4 {
		t.Fatalf("below the root: %v", got)
	}
	root.ParentID = id.Of[team.Department](suzhou.ID)
	if err := db.Put(ctx, root); fault.From(err).Fields["parentId"].Empty() {
		t.Fatalf("a circle: %v", err)
	}
	suzhou.ParentID = id.Of[team.Department](south.ID)
	put(t, ctx, db, suzhou)
	if got := below(east.ID); len(got) != 1 {
		t.Fatalf("after the move below 华东: %v", got)
	}
}

func TestNobodyManagesTheirManager(t *testing.T) {
	db, _, ctx := open(t)
	a, b := &team.User{Name: "甲"}, &team.User{Name: "乙"}
	put(t, ctx, db, a)
	b.ManagerID = id.Of[team.User](a.ID)
	put(t, ctx, db, b)
	a.ManagerID = id.Of[team.User](b.ID)
	if err := db.Put(ctx, a); fault.From(err).Fields["managerId"].Empty() {
		t.Fatalf("got %v", err)
	}
}
