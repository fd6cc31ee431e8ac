package access

import (
	"context"
	"slices"
	"testing"

	"xingke/backend/base/day"
	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/money"
	"xingke/backend/base/who"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/store"
)

func TestMatrix(t *testing.T) {
	role := func(key string) []Role { return []Role{{Key: key, Name: key, Grants: basic[key]}} }
	person := func(id string, roles []Role, more ...func(*Person)) Subject {
		p := &Person{UserID: id, Roles: roles}
		for _, add := range more {
			add(p)
		}
		return Subject{Person: p.Seen(), On: 100}
	}
	custom := func(verbs Verbs, groups map[string]Right) []Role {
		return []Role{{Key: "own", Grants: &Grants{Entities: map[string]Verbs{"deal": verbs}, Groups: groups}}}
	}
	departments := func(p *Person) { p.Department, p.Departments = "east", []string{"east", "east1"} }
	team := func(p *Person) { p.Below = []string{"ann"} }
	opened := func(write bool, until int) func(*Person) {
		return func(p *Person) {
			p.Opened = append(p.Opened, Opened{ID: "s1", Entity: "customer", RecordID: "c1", Write: write, Until: day.Day(until)})
		}
	}
	var (
		owner    = person("boss", role("owner"))
		manager  = person("mia", role("manager"), departments)
		sales    = person("sam", role("sales"))
		roleless = person("nil", nil)
		leader   = person("lea", custom(To(Below), nil), team)
		section  = person("sec", custom(To(Section), nil), departments)
		both     = person("two", append(custom(To(Below), nil), custom(To(Section), nil)...), departments, team)
		bank     = person("ban", custom(To(All), map[string]Right{"bank": Reads}))
		none     = person("non", custom(To(All).But(None, Delete), nil))
		reads    = person("rea", role("sales"), opened(false, 100))
		writes   = person("wri", role("sales"), opened(true, 0))
		ended    = person("end", role("sales"), opened(true, 99))
		shared   = Rule{Shared: true}
		personal = Rule{Private: true}
		open     = Rule{Open: true}
		inner    = Rule{Inner: true}
		own      = Facts{OwnerID: "sam", DepartmentID: "west"}
		below    = Facts{OwnerID: "ann", DepartmentID: "east1"}
		here     = Facts{OwnerID: "bob", DepartmentID: "east"}
		others   = Facts{OwnerID: "ann", DepartmentID: "west"}
		orphan   = Facts{}
		child    = Facts{OwnerID: "ann", DepartmentID: "west", Under: []Link{{"customer", "c1"}}}
		niece    = Facts{OwnerID: "ann", DepartmentID: "west", Under: []Link{{"customer", "c2"}}}
		program  = Subject{Person: &Person{}, Program: true}
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
		{"sales reads own", sales, Read, Rule{}, &own, "", true},
		{"sales deletes own", sales, Delete, Rule{}, &own, "", true},
		{"sales does not read others", sales, Read, Rule{}, &others, "", false},
		{"sales does not delete others", sales, Delete, Rule{}, &others, "", false},
		{"sales exports", sales, Export, Rule{}, nil, "", true},
		{"sales does not read finance", sales, Read, Rule{}, &own, "finance", false},
		{"sales creates", sales, Create, Rule{}, nil, "", true},
		{"sales hands out what is new", sales, Create, Rule{}, &others, "", true},
		{"nobody reads nothing", Subject{}, Read, open, &own, "", false},
		{"nobody may ask for nothing", Subject{}, Read, Rule{}, nil, "", false},
		{"without a role nothing", roleless, Read, open, &own, "", false},
		{"a leader reads the team", leader, Read, Rule{}, &others, "", true},
		{"a leader does not read the next desk", leader, Read, Rule{}, &here, "", false},
		{"a section is read", section, Read, Rule{}, &here, "", true},
		{"not what is below it", section, Read, Rule{}, &below, "", false},
		{"two roles add up", both, Read, Rule{}, &here, "", true},
		{"and the other one", both, Read, Rule{}, &others, "", true},
		{"a group to read", bank, Read, Rule{}, &others, "bank", true},
		{"is not one to write", bank, Update, Rule{}, &others, "bank", false},
		{"none is none, whatever the reach of others", none, Delete, Rule{}, &orphan, "", false},
		{"what only the program keeps", owner, Read, inner, &own, "", false},
		{"the program keeps it", program, Update, inner, &own, "", true},
		{"open to all", section, Read, open, &others, "", true},
		{"open is not to change", section, Update, open, &others, "", false},
		{"a shared record's child is read", reads, Read, Rule{}, &child, "", true},
		{"until its last day", ended, Read, Rule{}, &child, "", false},
		{"read is not write", reads, Update, Rule{}, &child, "", false},
		{"write is", writes, Update, Rule{}, &child, "", true},
		{"but not delete", writes, Delete, Rule{}, &child, "", false},
		{"nor what hangs elsewhere", writes, Read, Rule{}, &niece, "", false},
	} {
		d := Can(c.subject, c.action, "deal", c.rule, c.record, c.group)
		if d.Allow != c.allow {
			t.Errorf("%s: %v", c.name, d)
		}
		if !d.Allow && (d.Reason.ZH == "" || d.Reason.EN == "") || d.Allow && d.By.Kind == "" {
			t.Errorf("%s: no reason", c.name)
		}
	}
	if d := Can(reads, Read, "customer", Rule{}, &Facts{ID: "c1"}, ""); !d.Allow || d.By.Share.ID != "s1" {
		t.Errorf("the record itself: %+v", d)
	}
	if s := scopeOf(reads, Read, "deal", Rule{Under: []string{"customerId"}}, func(string) string { return "customer" }); len(s.Under) != 1 || s.Under[0].IDs[0] != "c1" || len(s.IDs) != 0 {
		t.Errorf("as a filter: %+v", s)
	}
}

func TestGrantsAreReadAndWritten(t *testing.T) {
	for _, g := range basic {
		back, err := ParseGrants(g.Text())
		if err != nil || back.Text() != g.Text() {
			t.Errorf("%s: %v", g.Text(), err)
		}
	}
	for _, bad := range []string{`{`, `{"entities":{"deal":{"steal":"all"}}}`, `{"entities":{"deal":{"read":"most"}}}`, `{"groups":{"bank":"maybe"}}`} {
		if _, err := ParseGrants(bad); err == nil {
			t.Errorf("%s is read", bad)
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
	return New(entity.NewSet(entity.Group{Module: "test", Types: []*entity.Type{deals.Type}}), nil, nil)
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
	d.OwnerID, d.DepartmentID = id.Of[who.User]("sam"), "east"
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
	if s := p.Scope(as("mia", "manager", "sales"), "deal"); s.All || !slices.Equal(s.OwnerIDs, []string{"mia"}) || !slices.Equal(s.DepartmentIDs, []string{"east"}) {
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
