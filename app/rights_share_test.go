package app

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"xingke/backend/base/clock"
	"xingke/backend/base/fault"
)

// estate is a customer of 王芳 with everything that belongs to it.
type estate struct {
	*crew
	clk *clock.Settable
	of  map[string]string // ids of the records, by their names
}

func newEstate(t *testing.T) *estate {
	clk := clock.At(time.Date(2026, 11, 20, 4, 0, 0, 0, time.UTC))
	a, err := Open(Config{Clock: clk, Patient: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	e := &estate{crew: newCrewOf(t, a), clk: clk, of: map[string]string{}}
	fang := e.is("王芳")
	add := func(name, entity, format string, of ...string) {
		t.Helper()
		args := make([]interface{}, len(of))
		for i, one := range of {
			args[i] = e.of[one]
		}
		var got struct{ ID string }
		out := e.must(fang, "records.create", `{"entity":%q,"record":%s}`, entity, fmt.Sprintf(format, args...))
		if err := json.Unmarshal([]byte(out), &got); err != nil {
			t.Fatal(err)
		}
		e.of[name] = got.ID
	}
	add("customer", "customer", `{"name":"杉木客户"}`)
	add("contact", "contact", `{"name":"杉木联系人","customerId":%q}`, "customer")
	add("opportunity", "opportunity", `{"name":"杉木商机","customerId":%q}`, "customer")
	add("order", "order", `{"number":"杉木1","customerId":%q,"opportunityId":%q}`, "customer", "opportunity")
	add("followUp", "followUp", `{"content":"杉木电话","customerId":%q,"contactId":%q}`, "customer", "contact")
	add("about", "followUp", `{"content":"杉木报价","customerId":%q,"subject":{"entity":"opportunity","id":%q}}`, "customer", "opportunity")
	add("followUpPlan", "followUpPlan", `{"goal":"杉木回访","customerId":%q,"dueOn":"2026-11-25"}`, "customer")
	return e
}

var entityOf = map[string]string{"about": "followUp"}

// reads holds what somebody reaches against what they should: by number, in lists and counts, in a search, with what is attached.
func (e *estate) reads(when, name string, want ...string) {
	e.Helper()
	ctx, open := e.is(name), map[string]bool{}
	for _, one := range want {
		open[one] = true
	}
	counts := map[string]int{}
	found := e.must(ctx, "search.query", `{"text":"杉木","limit":50}`)
	for one, id := range e.of {
		entity := one
		if entityOf[one] != "" {
			entity = entityOf[one]
		}
		if counts[entity] += 0; open[one] {
			counts[entity]++
		}
		for _, op := range []string{"records.get", "records.history", "attachments.list"} {
			if _, err := e.ask(ctx, op, `{"entity":%q,"id":%q}`, entity, id); (err == nil) != open[one] || err != nil && !fault.Is(err, fault.Forbidden) {
				e.Errorf("%s, %s, %s of %s: %v", when, name, op, one, err)
			}
		}
		if strings.Contains(found, `"id":"`+id) != open[one] {
			e.Errorf("%s, %s finds %s: %v", when, name, one, !open[one])
		}
	}
	for entity, want := range counts {
		for op, in := range map[string]string{"records.list": `{"entity":%q}`, "records.aggregate": `{"entity":%q,"measures":[{"op":"count"}]}`} {
			out, part := e.must(ctx, op, in, entity), fmt.Sprintf(`"total":%d,`, want)
			if op == "records.aggregate" {
				part = fmt.Sprintf(`"values":[%d]`, want)
			}
			if !strings.Contains(out, part) {
				e.Errorf("%s, %s, %s of %s: %.300s, want %s", when, name, op, entity, out, part)
			}
		}
	}
}

// changes tells whether somebody may change a record; it is changed then.
func (e *estate) changes(name, one, entity, field string) bool {
	e.Helper()
	var now struct{ Rev int }
	if err := json.Unmarshal([]byte(e.must(context.Background(), "records.get", `{"entity":%q,"id":%q}`, entity, e.of[one])), &now); err != nil {
		e.Fatal(err)
	}
	_, err := e.ask(e.is(name), "records.update", `{"entity":%q,"id":%q,"rev":%d,"set":{%q:"%s %d"}}`, entity, e.of[one], now.Rev, field, name, now.Rev)
	if err != nil && !fault.Is(err, fault.Forbidden) {
		e.Errorf("%s changes %s: %v", name, one, err)
	}
	return err == nil
}

// What is shared is open with all that belongs to it, to read or to write, to its last day, and not a day longer.
func TestWhatIsSharedGoesWithItsChildrenAndEnds(t *testing.T) {
	e := newEstate(t)
	all := []string{"customer", "contact", "opportunity", "order", "followUp", "about", "followUpPlan"}
	fang := e.is("王芳")
	e.reads("before", "李娜")
	e.must(fang, "shares.save", `{"entity":"customer","id":%q,"userId":%q,"right":"read","untilOn":"2026-11-21"}`, e.of["customer"], e.ids["李娜"])
	e.reads("shared", "李娜", all...)
	if e.changes("李娜", "customer", "customer", "note") || e.changes("李娜", "contact", "contact", "note") {
		t.Error("to read is not to write")
	}
	e.clk.Move(24 * time.Hour)
	e.reads("on the last day", "李娜", all...)
	e.clk.Move(24 * time.Hour)
	e.reads("the day after", "李娜")
	if out := e.must(fang, "shares.list", `{"entity":"customer","id":%q}`, e.of["customer"]); !strings.Contains(out, `"ended":true`) {
		t.Errorf("it is told that it ended: %s", out)
	}
	// A collaborator, for a while: the share there was is changed.
	e.must(fang, "shares.save", `{"entity":"customer","id":%q,"userId":%q,"right":"write","untilOn":"2026-11-23"}`, e.of["customer"], e.ids["李娜"])
	e.reads("as a collaborator", "李娜", all...)
	if !e.changes("李娜", "customer", "customer", "note") || !e.changes("李娜", "order", "order", "note") || !e.changes("李娜", "about", "followUp", "content") {
		t.Error("a collaborator works on what belongs to the customer")
	}
	for one, entity := range map[string]string{"customer": "customer", "contact": "contact"} {
		e.refused(fault.Forbidden, e.is("李娜"), "records.delete", `{"entity":%q,"id":%q}`, entity, e.of[one])
	}
	if out := e.must(fang, "shares.list", `{"entity":"customer","id":%q}`, e.of["customer"]); strings.Count(out, `"share`) > 1 || strings.Count(out, `"untilOn"`) != 1 {
		t.Errorf("one share: %s", out)
	}
	e.clk.Move(48 * time.Hour)
	e.reads("when that ended", "李娜")
	if e.changes("李娜", "customer", "customer", "note") || e.changes("李娜", "order", "order", "note") {
		t.Error("a collaborator whose time is over changes something")
	}
}

// One opportunity or one contact brings its own children and nothing of the customer's others.
func TestASharedChildBringsItsOwn(t *testing.T) {
	e := newEstate(t)
	fang := e.is("王芳")
	out := e.must(fang, "shares.save", `{"entity":"opportunity","id":%q,"userId":%q,"right":"write"}`, e.of["opportunity"], e.ids["李娜"])
	e.reads("an opportunity", "李娜", "opportunity", "order", "about")
	if !e.changes("李娜", "about", "followUp", "content") || e.changes("李娜", "followUp", "followUp", "content") {
		t.Error("what is written about the opportunity goes with it, and nothing else")
	}
	var made struct{ Share string }
	if err := json.Unmarshal([]byte(out), &made); err != nil {
		t.Fatal(err)
	}
	e.must(fang, "shares.remove", `{"share":%q}`, made.Share)
	e.reads("taken back", "李娜")
	e.must(fang, "shares.save", `{"entity":"contact","id":%q,"userId":%q,"right":"read"}`, e.of["contact"], e.ids["李娜"])
	e.reads("a contact", "李娜", "contact", "followUp")
}

// What is shared with a department is open to it and those below it, as long as one belongs there.
func TestADepartmentSharesTogether(t *testing.T) {
	e := newEstate(t)
	east := e.make("department", `{"name":"华东"}`)
	below := e.make("department", fmt.Sprintf(`{"name":"杭州","parentId":%q}`, east))
	move := func(rev int, to string) {
		t.Helper()
		e.must(context.Background(), "records.update", `{"entity":"user","id":%q,"rev":%d,"set":{"departmentId":%q}}`, e.ids["李娜"], rev, to)
	}
	move(1, below)
	e.must(e.is("王芳"), "shares.save", `{"entity":"order","id":%q,"departmentId":%q,"right":"read","untilOn":"2026-11-20"}`, e.of["order"], east)
	e.reads("in the department below", "李娜", "order")
	move(2, "")
	e.reads("elsewhere", "李娜")
	move(3, east)
	e.reads("back", "李娜", "order")
	e.clk.Move(24 * time.Hour)
	e.reads("after the last day", "李娜")
}
