package modules_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"testing"
	"time"

	"xingke/backend/base/clock"
	"xingke/backend/base/who"
	"xingke/backend/core/access"
	"xingke/backend/core/columns"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/files"
	"xingke/backend/core/records"
	"xingke/backend/core/rpc"
	"xingke/backend/core/seal"
	"xingke/backend/core/search"
	"xingke/backend/core/store"
	"xingke/backend/modules/customers"
	"xingke/backend/modules/reports"
	"xingke/backend/modules/sales"
	"xingke/backend/modules/team"
)

// parade is a program without doors, through which every entity marches.
type parade struct {
	*testing.T
	ctx    context.Context
	db     *store.DB
	files  *files.Store
	types  *entity.Set
	table  *rpc.Table
	people *team.Service
	first  map[string]string // a record of each entity, for others to refer to
}

var paradeDay = time.Date(2026, 11, 20, 10, 0, 0, 0, time.Local)

func newParade(t *testing.T) *parade { return newParadeAt(t, clock.At(paradeDay)) }

// newParadeAt opens the program at a clock.
func newParadeAt(t *testing.T, clk clock.Clock) *parade {
	t.Helper()
	types := entity.NewSet(team.Entities(), customers.Entities(), sales.Entities(), reports.Entities(), records.Entities())
	keys := seal.New()
	var people *team.Service
	policy := access.New(types, team.Rules, func(userID string) *access.Person { return people.Standing(userID) }).At(clk)
	db, err := store.Open(store.Config{Types: types, Keys: keys, Clock: clk, Guard: policy})
	check(t, err)
	cols, err := columns.Open(db, types, keys, "", clk)
	check(t, err)
	index, err := search.Open(search.Config{Keys: keys, Types: types, Store: db, Clock: clk, Patient: true})
	check(t, err)
	index.Start(db)
	kept, err := files.Open(t.TempDir(), keys)
	check(t, err)
	jobs := records.NewJobs(clk, nil)
	t.Cleanup(func() {
		jobs.Close()
		_ = index.Close()
		_ = kept.Close()
		_ = db.Close()
	})
	people = team.New(db)
	house := customers.New(db, cols, clk)
	deals := sales.New(db, cols, clk, house)
	all := records.New(records.Deps{DB: db, Types: types, Policy: policy, Columns: cols, Search: index, Files: kept, Jobs: jobs, Clock: clk})
	made := reports.New(reports.Deps{DB: db, Types: types, Columns: cols, Policy: policy, Records: all, Files: kept, Jobs: jobs, Clock: clk})
	p := &parade{T: t, db: db, files: kept, types: types, table: rpc.New(policy.Allow), people: people, first: map[string]string{}}
	for _, one := range []interface{ Expose(*rpc.Table) }{all, house, deals, made} {
		one.Expose(p.table)
	}
	ctx := context.Background()
	check(t, people.Seed(ctx, team.Standard{}))
	owner, err := people.Owner(ctx)
	check(t, err)
	p.ctx = who.With(ctx, owner)
	return p
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// call runs an operation; a job is waited for, and its result is the answer.
func (p *parade) call(name, in string) json.RawMessage {
	p.Helper()
	raw, err := p.table.Call(p.ctx, name, json.RawMessage(in))
	if err != nil {
		p.Fatalf("%s %s: %v", name, in, err)
	}
	var begun struct{ Job *struct{ ID string } }
	if json.Unmarshal(raw, &begun) != nil || begun.Job == nil || name == "jobs.wait" {
		return raw
	}
	var done struct {
		Job struct {
			State         string
			Error, Result json.RawMessage
		}
	}
	check(p.T, json.Unmarshal(p.call("jobs.wait", `{"id":"`+begun.Job.ID+`"}`), &done))
	if done.Job.State != "done" {
		p.Fatalf("%s %s is %s: %s", name, in, done.Job.State, done.Job.Error)
	}
	return done.Job.Result
}

func read[T any](p *parade, raw json.RawMessage) (out T) {
	p.Helper()
	if err := json.Unmarshal(raw, &out); err != nil {
		p.Fatalf("%s: %v", raw, err)
	}
	return out
}

// special are values a sample cannot know: rules that join fields.
var special = map[string]func(n int) field.Value{
	"customer.creditCode": func(n int) field.Value {
		return field.OfText(customers.CompleteCreditCode(fmt.Sprintf("91330100MA%07d", n)))
	},
	"followUp.nextOn": func(int) field.Value { return field.None },
	"pipeline.stages": func(int) field.Value { return entity.Get(sales.Pipelines.New(), sales.Pipelines.Spec("stages")) },
	"report.where":    func(int) field.Value { return field.OfText(`{"field":"name","op":"notEmpty"}`) },
	"report.sort":     func(int) field.Value { return field.OfText(`[]`) },
	"report.columns":  func(int) field.Value { return field.OfText(`["name"]`) },
	"report.groups":   func(int) field.Value { return field.OfText(`[]`) },
	"report.entity":   func(int) field.Value { return field.OfText("customer") },
}

// follows are fields that the record sets from others, whatever is put in.
var follows = map[string]bool{
	"followUpPlan.dueOn": true, "opportunity.chance": true, "opportunity.stage": true, "order.total": true, "order.lines": true,
	"user.login": true, "pipeline.stages": true,
}

// sample is the n-th sample record of a type, as JSON and by field.
func (p *parade) sample(t *entity.Type, n int) (string, map[string]field.Value) {
	values, out := map[string]field.Value{}, []byte("{")
	for _, s := range t.Specs {
		if s.ReadOnly || s.System && s.Name != "tags" {
			continue
		}
		v := s.Kind.Sample(s, n)
		if make := special[t.Name+"."+s.Name]; make != nil {
			v = make(n)
		}
		if id := p.first[s.Target]; s.Target != "" && id != "" {
			v = field.OfText(id)
			if s.Kind.Form() == field.List {
				v = field.OfList([]string{id})
			}
		}
		if v.Empty() {
			continue
		}
		values[s.Name] = v
		if len(out) > 1 {
			out = append(out, ',')
		}
		name, _ := json.Marshal(s.Name)
		out = s.Kind.JSON(append(append(out, name...), ':'), s, v)
	}
	return string(append(out, '}')), values
}

func TestParade(t *testing.T) {
	p := newParade(t)
	p.settleLinks()
	for _, typ := range p.types.All() {
		if typ.Module == "core" || typ.Module == "" || typ.Quiet && typ.Name != "report" {
			continue
		}
		t.Run(typ.Name, func(t *testing.T) {
			q := *p
			q.T = t
			q.march(typ)
		})
	}
}

// settleLinks makes the record that sample links point to.
func (p *parade) settleLinks() {
	for n := range 12 {
		link := customers.FollowUps.Spec("subject")
		at := link.Kind.Sample(link, n).Link()
		c := &customers.Customer{Base: entity.Base{ID: at.ID}, Name: fmt.Sprintf("样本客户 %d", n)}
		check(p.T, p.db.Put(p.ctx, c))
		p.first["customer"] = at.ID
	}
}

// march leads one entity past every facility.
func (p *parade) march(t *entity.Type) {
	var ids []string
	for n := 1; n <= 3; n++ {
		in, values := p.sample(t, n)
		made := read[map[string]json.RawMessage](p, p.call("records.create", `{"entity":"`+t.Name+`","record":`+in+`}`))
		id := read[string](p, made["id"])
		p.keeps(t, id, values, made)
		ids = append(ids, id)
		if p.first[t.Name] == "" {
			p.first[t.Name] = id
		}
	}
	p.listed(t, ids)
	p.found(t, ids[0])
	p.changed(t, ids[1])
	p.travels(t, ids)
}

// keeps asks that what was put in is what comes out, in the store and in JSON.
func (p *parade) keeps(t *entity.Type, id string, values map[string]field.Value, made map[string]json.RawMessage) {
	rec, err := p.db.Get(p.ctx, t, id)
	check(p.T, err)
	got := read[map[string]json.RawMessage](p, p.call("records.get", `{"entity":"`+t.Name+`","id":"`+id+`"}`))
	for _, s := range t.Specs {
		v := entity.Get(rec, s)
		if want, given := values[s.Name]; given && !follows[t.Name+"."+s.Name] && !v.Equal(s.Kind.Clean(s, want)) {
			p.Errorf("%s: put in %v, kept %v", s.Name, want, v)
		}
		if v.Empty() {
			continue
		}
		raw := s.Kind.JSON(nil, s, v)
		if !same(got[s.Name], raw) || !same(made[s.Name], raw) {
			p.Errorf("%s: kept %s, created answers %s, get answers %s", s.Name, raw, made[s.Name], got[s.Name])
		}
		if back, err := s.Kind.FromJSON(s, raw); err != nil || !back.Equal(v) {
			p.Errorf("%s: %s reads back as %v, %v", s.Name, raw, back, err)
		}
	}
}

// same compares JSON, the order of members aside.
func same(a, b json.RawMessage) bool {
	var x, y interface{}
	if json.Unmarshal(a, &x) != nil || json.Unmarshal(b, &y) != nil {
		return false
	}
	one, _ := json.Marshal(x)
	two, _ := json.Marshal(y)
	return bytes.Equal(one, two)
}

type listing struct {
	Rows  []struct{ ID string }
	Total int
}

func (l listing) has(id string) bool {
	for _, row := range l.Rows {
		if row.ID == id {
			return true
		}
	}
	return false
}

// listed sorts and filters by every column.
func (p *parade) listed(t *entity.Type, ids []string) {
	all := read[listing](p, p.call("records.list", `{"entity":"`+t.Name+`","limit":500}`))
	for _, s := range t.Specs {
		if s.Kind.Column() == field.NoColumn || s.Unlisted {
			continue
		}
		for _, desc := range []string{"false", "true"} {
			sorted := read[listing](p, p.call("records.list", `{"entity":"`+t.Name+`","limit":500,"sort":[{"field":"`+s.Name+`","desc":`+desc+`}]}`))
			if sorted.Total != all.Total || len(sorted.Rows) != len(all.Rows) {
				p.Errorf("sorted by %s there are %d of %d", s.Name, sorted.Total, all.Total)
			}
		}
		rec, err := p.db.Get(p.ctx, t, ids[0])
		check(p.T, err)
		v, test := entity.Get(rec, s), "empty"
		if !v.Empty() {
			test = "notEmpty"
			raw := s.Kind.JSON(nil, s, v)
			if v.Form == field.List {
				raw, _ = json.Marshal(v.List[0])
			}
			if s.Kind.Name() != "link" {
				equal := read[listing](p, p.call("records.list", `{"entity":"`+t.Name+`","limit":500,"where":{"field":"`+s.Name+`","op":"eq","value":`+string(raw)+`}}`))
				if !equal.has(ids[0]) {
					p.Errorf("%s eq %s does not list the record", s.Name, raw)
				}
			}
		}
		if got := read[listing](p, p.call("records.list", `{"entity":"`+t.Name+`","limit":500,"where":{"field":"`+s.Name+`","op":"`+test+`"}}`)); !got.has(ids[0]) {
			p.Errorf("%s %s does not list the record", s.Name, test)
		}
	}
}

// found asks that search knows the record by its title.
func (p *parade) found(t *entity.Type, id string) {
	searched := false
	for _, s := range t.Specs {
		searched = searched || s.Title && s.Weight > 0
	}
	if !searched || t.Quiet {
		return
	}
	rec, err := p.db.Get(p.ctx, t, id)
	check(p.T, err)
	text, _ := json.Marshal(t.Title(rec))
	hits := read[struct {
		Groups []struct {
			Entity string
			Hits   []struct{ ID string }
		}
	}](p, p.call("search.query", `{"text":`+string(text)+`,"entities":["`+t.Name+`"],"limit":50}`))
	for _, g := range hits.Groups {
		for _, hit := range g.Hits {
			if hit.ID == id {
				return
			}
		}
	}
	p.Errorf("search for %s does not find it", text)
}

// changed updates, reads the history, undoes, deletes, restores.
func (p *parade) changed(t *entity.Type, id string) {
	of := `"entity":"` + t.Name + `","id":"` + id + `"`
	before := read[struct{ Rev uint64 }](p, p.call("records.get", "{"+of+"}"))
	updated := read[struct {
		Rev  uint64
		Tags []string
	}](p, p.call("records.update", fmt.Sprintf(`{%s,"rev":%d,"set":{"tags":["改过"]}}`, of, before.Rev)))
	if updated.Rev != before.Rev+1 || len(updated.Tags) != 1 {
		p.Fatalf("updated to %+v", updated)
	}
	if _, err := p.table.Call(p.ctx, "records.update", json.RawMessage(fmt.Sprintf(`{%s,"rev":%d,"set":{"tags":[]}}`, of, before.Rev))); err == nil {
		p.Error("a change over an old revision went through")
	}
	history := read[struct {
		Changes []struct{ Set, Verb string }
	}](p, p.call("records.history", "{"+of+"}"))
	if len(history.Changes) < 2 || history.Changes[0].Verb != "updated" || history.Changes[len(history.Changes)-1].Verb != "created" {
		p.Fatalf("history %+v", history)
	}
	p.call("changes.undo", `{"change":"`+history.Changes[0].Set+`"}`)
	if undone := read[struct{ Tags []string }](p, p.call("records.get", "{"+of+"}")); len(undone.Tags) == 1 && undone.Tags[0] == "改过" {
		p.Error("the undo left the change")
	}
	p.call("records.delete", "{"+of+"}")
	if list := read[listing](p, p.call("records.list", `{"entity":"`+t.Name+`","limit":500}`)); list.has(id) {
		p.Error("deleted, it is still listed")
	}
	if bin := read[listing](p, p.call("records.list", `{"entity":"`+t.Name+`","limit":500,"deleted":true}`)); !bin.has(id) {
		p.Error("deleted, it does not lie in the recycle bin")
	}
	p.call("records.restore", "{"+of+"}")
	if list := read[listing](p, p.call("records.list", `{"entity":"`+t.Name+`","limit":500}`)); !list.has(id) {
		p.Error("restored, it is not listed")
	}
}

// travels exports to a workbook and imports it again: the file says nothing new.
func (p *parade) travels(t *entity.Type, ids []string) {
	list, _ := json.Marshal(ids)
	out := read[struct {
		File string
		Rows int
	}](p, p.call("export.run", `{"entity":"`+t.Name+`","ids":`+string(list)+`}`))
	if out.Rows != len(ids) {
		p.Fatalf("%d rows of %d", out.Rows, len(ids))
	}
	if f, err := p.files.Open(out.File); err != nil {
		p.Fatal(err)
	} else if n, err := io.Copy(io.Discard, f); err != nil || n == 0 || f.Close() != nil {
		p.Fatalf("the file has %d bytes, %v", n, err)
	}
	back := read[struct {
		Read, Created, Updated, Skipped, Rejected int
		Reasons                                   []struct{ Reason string }
		Preview                                   json.RawMessage
	}](p, p.call("import.run", `{"entity":"`+t.Name+`","file":"`+out.File+`","dryRun":true}`))
	if back.Read != len(ids) || back.Skipped != len(ids) {
		p.Errorf("the export comes back as news: %+v %s", back, back.Preview)
	}
}
