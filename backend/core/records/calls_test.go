package records_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/core/access"
	"xingke/backend/core/records"
	"xingke/backend/core/rpc"
)

// caller calls operations as pages do: JSON in, JSON out.
type caller struct {
	*book
	table *rpc.Table
}

type answer map[string]interface{}

func openTable(t testing.TB) *caller {
	t.Helper()
	b := openBook(t)
	table := rpc.New(access.New(b.db.Types(), map[string]access.Rule{"user": {Shared: true}, "product": {Shared: true}, "customField": {Shared: true}}, nil).Allow)
	b.s.Expose(table)
	return &caller{b, table}
}

func (c *caller) try(ctx context.Context, name, format string, args ...interface{}) (answer, error) {
	c.Helper()
	raw, err := c.table.Call(ctx, name, json.RawMessage(fmt.Sprintf(format, args...)))
	if err != nil {
		return nil, err
	}
	var out answer
	if err := json.Unmarshal(raw, &out); err != nil {
		c.Fatalf("%s answers %s: %v", name, raw, err)
	}
	if job, ok := out["job"].(map[string]interface{}); ok && job["state"] == string(records.Running) && !strings.HasPrefix(name, "jobs.") {
		return c.try(ctx, "jobs.wait", `{"id":%q}`, job["id"])
	}
	return out, nil
}

func (c *caller) call(ctx context.Context, name, format string, args ...interface{}) answer {
	c.Helper()
	out, err := c.try(ctx, name, format, args...)
	if err != nil {
		c.Fatalf("%s: %v", name, err)
	}
	return out
}

func (c *caller) refused(kind fault.Kind, ctx context.Context, name, format string, args ...interface{}) *fault.Error {
	c.Helper()
	out, err := c.try(ctx, name, format, args...)
	if !fault.Is(err, kind) {
		c.Fatalf("%s %s: want %s, got %v, %v", name, fmt.Sprintf(format, args...), kind, out, err)
	}
	return fault.From(err)
}

// at follows names and places: at("rows", 0, "name").
func (a answer) at(path ...interface{}) interface{} {
	var now interface{} = map[string]interface{}(a)
	for _, step := range path {
		switch v := now.(type) {
		case map[string]interface{}:
			now = v[fmt.Sprint(step)]
		case []interface{}:
			i, _ := step.(int)
			if i >= len(v) {
				return nil
			}
			now = v[i]
		default:
			return nil
		}
	}
	return now
}

func (a answer) id() string { s, _ := a["id"].(string); return s }

func (a answer) size(path ...interface{}) int {
	list, _ := a.at(path...).([]interface{})
	return len(list)
}

func TestFlatRecords(t *testing.T) {
	c := openTable(t)
	made := c.call(c.ctx, "records.create", `{"entity":"customer","record":{"name":"  华为 <技术>  ","revenue":"1234.5","level":"A","code":null}}`)
	if made["name"] != "华为 <技术>" || made["revenue"] != "1234.50" || made["level"] != "A" || made["rev"] != 1.0 {
		t.Errorf("created: %v", made)
	}
	for _, absent := range []string{"code", "phone", "secret", "deletedAt", "tags"} {
		if _, there := made[absent]; there {
			t.Errorf("%s is empty and there: %v", absent, made[absent])
		}
	}
	if made["ownerId"] != "boss" || made.at("titles", "boss") != "boss" {
		t.Errorf("owner: %v %v", made["ownerId"], made["titles"])
	}
	got := c.call(c.ctx, "records.get", `{"entity":"customer","id":%q}`, made.id())
	if made["change"] == "" {
		t.Error("a save does not say by which change it is taken back")
	}
	delete(made, "change")
	if fmt.Sprint(got) != fmt.Sprint(made) {
		t.Errorf("got %v, made %v", got, made)
	}
	list := c.call(c.ctx, "records.list", `{"entity":"customer","columns":["name","revenue"],"where":{"field":"level","op":"eq","value":"A"}}`)
	if list["total"] != 1.0 || len(list.at("rows", 0).(map[string]interface{})) != 4 {
		t.Errorf("list: %v", list)
	}
	if out := c.call(c.ctx, "records.list", `{"entity":"customer","where":{"field":"level","op":"eq","value":"B"}}`); out.size("rows") != 0 || out["rows"] == nil {
		t.Errorf("nothing is an empty list, not null: %v", out)
	}
}

func TestWritesAreChecked(t *testing.T) {
	c := openTable(t)
	for raw, field := range map[string]string{
		`{"name":"a","nothing":1}`:                        "nothing",
		`{"name":"a","createdAt":"2026-01-01T00:00:00Z"}`: "createdAt",
		`{"phone":"1"}`:                                   "name",
		`{"name":"a","level":"Z"}`:                        "level",
		`{"name":"a","revenue":"much"}`:                   "revenue",
		`{"name":7}`:                                      "name",
		`{"name":"a","Name":"b"}`:                         "Name",
	} {
		if f := c.refused(fault.Invalid, c.ctx, "records.create", `{"entity":"customer","record":%s}`, raw); f.Fields[field].Empty() {
			t.Errorf("%s: the fault does not name %s: %v", raw, field, f.Fields)
		}
	}
	c.refused(fault.NotFound, c.ctx, "records.create", `{"entity":"nothing","record":{}}`)
	f := c.refused(fault.Invalid, c.ctx, "records.create", `{"entity":"order","record":{"number":"1","customerId":"x","lines":[{"quantity":"1"}]}}`)
	if f.Fields["customerId"].Empty() { // it is called buyerId here
		t.Errorf("an unknown field: %v", f.Fields)
	}
	f = c.refused(fault.Invalid, c.ctx, "records.create", `{"entity":"order","record":{"number":"1","buyerId":"nobody","lines":[{"itemId":"nothing","quantity":"1"}]}}`)
	if f.Fields["buyerId"].Empty() || f.Fields["lines.0.itemId"].Empty() {
		t.Errorf("references to nothing: %v", f.Fields)
	}
}

func TestUpdateFromAnOldVersion(t *testing.T) {
	c := openTable(t)
	made := c.call(c.ctx, "records.create", `{"entity":"customer","record":{"name":"甲","phone":"13800138000","ownerId":"rep"}}`)
	c.call(as("rep", "sales"), "records.update", `{"entity":"customer","id":%q,"rev":1,"set":{"phone":"13900139000"}}`, made.id())
	f := c.refused(fault.Conflict, c.ctx, "records.update", `{"entity":"customer","id":%q,"rev":1,"set":{"level":"A"}}`, made.id())
	if !strings.Contains(f.Text.EN, "rep") || f.Fields["phone"].Empty() || !f.Fields["level"].Empty() {
		t.Errorf("who changed what: %v %v", f.Text, f.Fields)
	}
	now := c.call(c.ctx, "records.update", `{"entity":"customer","id":%q,"rev":2,"set":{"phone":null}}`, made.id())
	if _, there := now["phone"]; there || now["rev"] != 3.0 {
		t.Errorf("null empties: %v", now)
	}
	c.refused(fault.Invalid, c.ctx, "records.update", `{"entity":"customer","id":%q,"rev":3,"set":{"name":null}}`, made.id())
	c.refused(fault.Invalid, c.ctx, "records.update", `{"entity":"customer","id":%q,"set":{"name":"乙"}}`, made.id())
	c.refused(fault.NotFound, c.ctx, "records.update", `{"entity":"customer","id":"none","rev":1,"set":{"name":"乙"}}`)
}

func TestDeleteRestoreDuplicate(t *testing.T) {
	c := openTable(t)
	buyer := c.call(c.ctx, "records.create", `{"entity":"customer","record":{"name":"甲","code":"C1","level":"B"}}`)
	item := c.call(c.ctx, "records.create", `{"entity":"product","record":{"name":"灯"}}`)
	order := c.call(c.ctx, "records.create", `{"entity":"order","record":{"number":"1","buyerId":%q,"lines":[{"itemId":%q,"quantity":"1.5","amount":"9.99"}]}}`, buyer.id(), item.id())
	if order.at("lines", 0, "quantity") != "1.5" || order.at("titles", item.id()) != "灯" {
		t.Errorf("lines: %v", order)
	}
	c.refused(fault.Conflict, c.ctx, "records.delete", `{"entity":"customer","id":%q,"rev":9}`, buyer.id())
	gone := c.call(c.ctx, "records.delete", `{"entity":"customer","id":%q,"rev":1}`, buyer.id())
	if gone["change"] == "" {
		t.Error("no change to undo")
	}
	if order = c.call(c.ctx, "records.get", `{"entity":"order","id":%q}`, order.id()); order.at("titles", buyer.id()) != "甲（已删除）" {
		t.Errorf("the title of a deleted record: %v", order["titles"])
	}
	if bin := c.call(c.ctx, "records.list", `{"entity":"customer","deleted":true}`); bin["total"] != 1.0 || bin.at("rows", 0, "deletedAt") == nil {
		t.Errorf("recycle bin: %v", bin)
	}
	c.call(c.ctx, "records.restore", `{"entity":"customer","id":%q}`, buyer.id())
	twin := c.call(c.ctx, "records.duplicate", `{"entity":"customer","id":%q}`, buyer.id())
	if twin["name"] != "甲（副本）" || twin["level"] != "B" || twin["code"] != nil || twin.id() == buyer.id() {
		t.Errorf("copy: %v", twin)
	}
}

func TestHistoryAndUndo(t *testing.T) {
	c := openTable(t)
	made := c.call(c.ctx, "records.create", `{"entity":"customer","record":{"name":"甲","level":"A"}}`)
	c.call(c.ctx, "records.update", `{"entity":"customer","id":%q,"rev":1,"set":{"level":"B"}}`, made.id())
	past := c.call(c.ctx, "records.history", `{"entity":"customer","id":%q}`, made.id())
	if past.size("changes") != 2 || past.at("changes", 0, "verb") != "updated" || past.at("changes", 0, "actorName") != "boss" {
		t.Fatalf("history: %v", past)
	}
	if f := past.at("changes", 0, "fields", 0).(map[string]interface{}); f["field"] != "level" || f["old"] != "A" || f["new"] != "B" {
		t.Errorf("what changed: %v", f)
	}
	set := past.at("changes", 0, "set")
	sets := c.call(c.ctx, "changes.list", `{}`)
	if sets.at("sets", 0, "set") != set || sets.at("sets", 0, "undone") != false || sets.at("sets", 0, "label") == "" {
		t.Errorf("sets: %v", sets.at("sets", 0))
	}
	c.refused(fault.Forbidden, as("rep", "sales"), "changes.undo", `{"change":%q}`, set)
	if others := c.call(as("rep", "sales"), "changes.list", `{}`); others.size("sets") != 0 {
		t.Errorf("what others did: %v", others)
	}
	undone := c.call(c.ctx, "changes.undo", `{"change":%q}`, set)
	if undone.at("job", "result", "reverted") != 1.0 {
		t.Errorf("undone: %v", undone)
	}
	if now := c.call(c.ctx, "records.get", `{"entity":"customer","id":%q}`, made.id()); now["level"] != "A" {
		t.Errorf("after undo: %v", now)
	}
	c.refused(fault.Conflict, c.ctx, "changes.undo", `{"change":%q}`, set)
	c.refused(fault.NotFound, c.ctx, "changes.undo", `{"change":"none"}`)
}
