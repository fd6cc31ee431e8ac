package access

import (
	"context"
	"slices"
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/money"
	"xingke/backend/base/who"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/store"
)

func TestMatrix(t *testing.T) {
	var (
		owner    = Subject{UserID: "boss", Rank: Owner}
		manager  = Subject{UserID: "mia", Rank: Manager, Departments: []string{"east", "east1"}}
		sales    = Subject{UserID: "sam", Rank: Sales}
		nobody   = Subject{}
		shared   = Rule{Shared: true, Create: Manager, Update: Manager, Delete: Owner}
		personal = Rule{Private: true}
		own      = Facts{OwnerID: "sam", DepartmentID: "west"}
		below    = Facts{OwnerID: "ann", DepartmentID: "east1"}
		others   = Facts{OwnerID: "ann", DepartmentID: "west"}
		orphan   = Facts{}
	)
	for _, c := range []struct {
		name    string
		subject Subject
		action  Action
		rule    Rule
		record  *Facts
		group   string
		allow   bool
	}{
		{"owner reads all", owner, Read, Rule{}, &others, "", true},
		{"owner deletes orphans", owner, Delete, Rule{}, &orphan, "", true},
		{"owner reads finance", owner, Read, Rule{}, &others, "finance", true},
		{"owner does not read what is personal", owner, Read, personal, &others, "", false},
		{"manager reads below", manager, Read, Rule{}, &below, "", true},
		{"manager deletes below", manager, Delete, Rule{}, &below, "", true},
		{"manager does not read elsewhere", manager, Read, Rule{}, &others, "", false},
		{"manager does not read orphans", manager, Read, Rule{}, &orphan, "", false},
		{"manager reads finance", manager, Read, Rule{}, &below, "finance", true},
		{"manager does not read unknown groups", manager, Read, Rule{}, &below, "secret", false},
		{"manager changes what is shared", manager, Update, shared, &others, "", true},
		{"manager does not delete what only owners delete", manager, Delete, shared, &others, "", false},
		{"sales reads own", sales, Read, Rule{}, &own, "", true},
		{"sales deletes own", sales, Delete, Rule{}, &own, "", true},
		{"sales does not read others", sales, Read, Rule{}, &others, "", false},
		{"sales does not delete others", sales, Delete, Rule{}, &others, "", false},
		{"sales exports", sales, Export, Rule{}, nil, "", true},
		{"sales reads what is shared", sales, Read, shared, &others, "", true},
		{"sales does not change what is shared", sales, Update, shared, &own, "", false},
		{"sales does not read finance", sales, Read, Rule{}, &own, "finance", false},
		{"sales creates", sales, Create, Rule{}, nil, "", true},
		{"sales does not import what managers create", sales, Import, shared, nil, "", false},
		{"nobody reads nothing", nobody, Read, shared, &own, "", false},
		{"nobody may ask for nothing", nobody, Read, Rule{}, nil, "", false},
	} {
		d := Can(c.subject, c.action, c.rule, c.record, c.group)
		if d.Allow != c.allow {
			t.Errorf("%s: %v", c.name, d)
		}
		if !d.Allow && (d.Reason.ZH == "" || d.Reason.EN == "") {
			t.Errorf("%s: no reason", c.name)
		}
	}
}

type deal struct {
	entity.Base
	Name string       `json:"name"`
	Cost money.Amount `json:"cost"`
}

var deals = entity.Define("deal", "商机", func(d *deal) []field.Field {
	return []field.Field{field.Text(&d.Name, "名称").Required().Title(), field.Money(&d.Cost, "成本").Private("finance")}
})

func policy() *Policy {
	return New(entity.NewSet(entity.Group{Module: "test", Types: []*entity.Type{deals.Type}}), nil,
		func(departmentID string) []string { return []string{departmentID, departmentID + "1"} })
}

func as(userID string, roles ...string) context.Context {
	return who.With(context.Background(), who.User{ID: userID, Roles: roles, DepartmentID: "east"})
}

func TestGuardOfTheStore(t *testing.T) {
	db, err := store.Open(store.Config{Types: policy().types, Guard: policy()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	d := &deal{Name: "一号", Cost: 500}
	d.OwnerID, d.DepartmentID = id.Of[who.User]("sam"), "east1"
	if err := db.Put(as("sam", "sales"), d); !fault.Is(err, fault.Forbidden) {
		t.Errorf("sales sets a finance field: %v", err)
	}
	if err := db.Put(as("mia", "manager"), d); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		ctx  context.Context
		name string
		ok   bool
	}{
		{as("sam", "sales"), "its owner", true},
		{as("mia", "manager"), "the manager above", true},
		{as("boss", "owner"), "the owner of the book", true},
		{as("eve", "sales"), "another seller", false},
		{as("eve"), "somebody without a role", false},
		{context.Background(), "nobody", false},
	} {
		_, err := db.Get(c.ctx, deals.Type, d.ID)
		if c.ok != (err == nil) || !c.ok && !fault.Is(err, fault.Forbidden) {
			t.Errorf("%s reads: %v", c.name, err)
		}
		copied := *d
		copied.Name += "."
		if err := db.Put(c.ctx, &copied); c.ok != (err == nil) {
			t.Errorf("%s writes: %v", c.name, err)
		} else if err == nil {
			*d = copied
		}
	}
	changed := *d
	changed.Cost = 900
	if err := db.Put(as("sam", "sales"), &changed); !fault.Is(err, fault.Forbidden) {
		t.Errorf("sales changes a finance field: %v", err)
	}
	if err := db.Delete(as("eve", "sales"), deals.Type, d.ID, 0); !fault.Is(err, fault.Forbidden) {
		t.Errorf("another seller deletes: %v", err)
	}
}

func TestScopeAndVerbs(t *testing.T) {
	p := policy()
	if s := p.Scope(as("boss", "owner"), "deal"); !s.All {
		t.Errorf("owner: %+v", s)
	}
	if s := p.Scope(as("mia", "manager", "sales"), "deal"); s.All || !slices.Equal(s.OwnerIDs, []string{"mia"}) || !slices.Equal(s.DepartmentIDs, []string{"east", "east1"}) {
		t.Errorf("manager: %+v", s)
	}
	if s := p.Scope(as("sam", "sales"), "deal"); s.All || !slices.Equal(s.OwnerIDs, []string{"sam"}) || len(s.DepartmentIDs) > 0 {
		t.Errorf("sales: %+v", s)
	}
	if s := p.Scope(context.Background(), "deal"); s.All || len(s.OwnerIDs)+len(s.DepartmentIDs) > 0 {
		t.Errorf("nobody: %+v", s)
	}
	if err := p.Allow(as("sam", "sales"), "read", "nothing"); !fault.Is(err, fault.NotFound) {
		t.Errorf("an entity that is not there: %v", err)
	}
	if verbs := p.Verbs(context.Background(), "deal"); len(verbs) > 0 {
		t.Errorf("nobody may %v", verbs)
	}
}
