package app

import (
	"context"
	"encoding/json"
	"fmt"
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/base/who"
	"xingke/backend/core/records"
)

// seat is somebody who looks at lists.
type seat struct {
	*testing.T
	app *App
	ctx context.Context
}

func (s seat) ask(into any, name, form string, args ...any) error {
	out, err := s.app.Call(s.ctx, name, fmt.Appendf(nil, form, args...))
	if err == nil && into != nil {
		if err := json.Unmarshal(out, into); err != nil {
			s.Fatal(err)
		}
	}
	return err
}

func (s seat) must(into any, name, form string, args ...any) {
	s.Helper()
	if err := s.ask(into, name, form, args...); err != nil {
		s.Fatalf("%s: %v", name, err)
	}
}

// opens is what the list of customers opens with.
func (s seat) opens() records.DefaultView {
	s.Helper()
	var found, every records.ViewsOutput
	s.must(&found, "views.list", `{"entity":"customer"}`)
	s.must(&every, "views.list", `{}`)
	for _, one := range every.Defaults {
		if one.Entity == "customer" && one != found.Defaults[0] {
			s.Fatalf("one list says %+v, all say %+v", found.Defaults[0], one)
		}
	}
	return found.Defaults[0]
}

func (s seat) wants(what, view string, chosen bool) {
	s.Helper()
	if got := s.opens(); got.View != view || got.Chosen != chosen {
		s.Errorf("%s: %+v, not %q", what, got, view)
	}
}

// undo takes a change set back.
func (s seat) undo(set string) (result records.UndoneResult) {
	s.Helper()
	var started struct{ Job records.Job }
	s.must(&started, "changes.undo", `{"change":%q}`, set)
	var done struct{ Job records.Job }
	s.must(&done, "jobs.wait", `{"id":%q}`, started.Job.ID)
	if done.Job.State != records.Done {
		s.Fatalf("undo: %+v", done.Job)
	}
	if err := json.Unmarshal(done.Job.Result, &result); err != nil {
		s.Fatal(err)
	}
	return result
}

func TestAListOpensWithTheViewOfOnesRole(t *testing.T) {
	a := open(t, Config{})
	boss := seat{t, a, context.Background()}
	var roles struct {
		Roles []struct{ ID, Key string }
	}
	boss.must(&roles, "roles.list", `{}`)
	role := map[string]string{}
	for _, one := range roles.Roles {
		role[one.Key] = one.ID
	}
	hire := func(name string, keys ...string) seat {
		ids := []string{}
		for _, key := range keys {
			ids = append(ids, role[key])
		}
		list, _ := json.Marshal(ids)
		var made struct{ ID string }
		boss.must(&made, "records.create", `{"entity":"user","record":{"name":%q,"login":%q,"roleIds":%s}}`, name, name, list)
		return seat{t, a, who.With(context.Background(), who.User{ID: made.ID, Name: name})}
	}
	rep, lead, admin := hire("rep", "sales"), hire("lead", "service", "sales"), hire("admin", "admin")
	save := func(by seat, name string, shared bool) (view records.ViewAnswer) {
		by.must(&view, "views.save", `{"entity":"customer","name":%q,"shared":%t,"query":{}}`, name, shared)
		return view
	}
	own, first, second := save(rep, "自己的", false), save(rep, "甲", true), save(boss, "乙", true)
	var set records.ViewChange
	setDefault := func(by seat, view, roles string, everybody bool) {
		t.Helper()
		set = records.ViewChange{}
		by.must(&set, "views.default", `{"id":%q,"roles":%s,"everybody":%t}`, view, roles, everybody)
	}
	rep.wants("nobody has set anything", "", false)

	if err := rep.ask(nil, "views.default", `{"id":%q,"everybody":true}`, first.ID); !fault.Is(err, fault.Forbidden) {
		t.Errorf("who does not look after roles: %v", err)
	}
	if err := admin.ask(nil, "views.default", `{"id":%q,"everybody":true}`, own.ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("a view that is not theirs to see: %v", err)
	}
	if err := boss.ask(nil, "views.default", `{"id":%q,"roles":["nobody"]}`, second.ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("a role that is not there: %v", err)
	}
	setDefault(boss, second.ID, `[]`, true)
	rep.wants("for everybody", second.ID, false)
	setDefault(admin, first.ID, `["`+role["sales"]+`"]`, false) // a view of somebody else
	rep.wants("the role goes before everybody", first.ID, false)
	lead.wants("the first role that has one", first.ID, false)
	admin.wants("another role", second.ID, false)
	setDefault(admin, second.ID, `["`+role["sales"]+`"]`, true)
	rep.wants("a role has one default", second.ID, false)
	if got := admin.undo(set.Change); got.Reverted != 2 || len(got.Conflicts) > 0 {
		t.Errorf("undone: %+v", got)
	}
	rep.wants("taken back, of both views", first.ID, false)

	var chosen records.ViewChange
	choose := func(in string) {
		t.Helper()
		chosen = records.ViewChange{}
		rep.must(&chosen, "views.choose", `{"entity":"customer"%s}`, in)
	}
	choose(`,"view":"` + own.ID + `"`)
	rep.wants("one's own choice", own.ID, true)
	lead.wants("not somebody else's", first.ID, false)
	rep.undo(chosen.Change)
	rep.wants("the choice taken back", first.ID, false)
	choose(`,"whole":true`)
	rep.wants("the whole list", "", true)
	choose(`,"whole":true`)
	if chosen.Change != "" {
		t.Errorf("nothing changed: %+v", chosen)
	}
	choose(`,"view":"` + own.ID + `"`)
	var last records.LastChanges
	rep.must(&last, "changes.last", `{}`)
	if last.Undo == nil || last.Undo.Set != chosen.Change || last.Undo.Label != "设置客户列表的默认视图“自己的”" {
		t.Errorf("by the key, too: %+v", last.Undo)
	}
	if err := lead.ask(nil, "views.choose", `{"entity":"customer","view":%q}`, own.ID); !fault.Is(err, fault.NotFound) {
		t.Errorf("a view that is not theirs to see: %v", err)
	}

	var gone records.ViewChange
	rep.must(&gone, "views.delete", `{"id":%q}`, own.ID)
	rep.wants("what was chosen is gone", first.ID, false)
	rep.undo(gone.Change)
	rep.wants("and back", own.ID, true)
	choose(``)
	rep.wants("without a choice", first.ID, false)
	rep.must(nil, "views.save", `{"id":%q,"entity":"customer","name":"甲","query":{}}`, first.ID)
	lead.wants("what is not shared any more is nobody's default", second.ID, false)
	boss.must(nil, "views.delete", `{"id":%q}`, second.ID)
	lead.wants("all are gone", "", false)
}
