package records_test

import (
	"context"
	"errors"
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/core/records"
)

func TestPrivateFieldsAreAbsent(t *testing.T) {
	c := openTable(t)
	rep := as("rep", "sales")
	made := c.call(c.ctx, "records.create", `{"entity":"customer","record":{"name":"甲","secret":"赖账","ownerId":"rep"}}`)
	if made["secret"] != "赖账" {
		t.Fatalf("the owner reads it: %v", made)
	}
	for name, got := range map[string]answer{
		"get":    c.call(rep, "records.get", `{"entity":"customer","id":%q}`, made.id()),
		"list":   c.call(rep, "records.list", `{"entity":"customer"}`),
		"past":   c.call(rep, "records.history", `{"entity":"customer","id":%q}`, made.id()),
		"update": c.call(rep, "records.update", `{"entity":"customer","id":%q,"rev":1,"set":{"level":"A"}}`, made.id()),
	} {
		if text := mustJSON(t, got); contains(text, "secret") || contains(text, "赖账") {
			t.Errorf("%s tells: %s", name, text)
		}
	}
	if ahead := c.call(c.ctx, "records.get", `{"entity":"customer","id":%q,"ahead":true}`, made.id()); ahead["secret"] != nil || ahead["name"] == nil {
		t.Errorf("read ahead: %v", ahead)
	}
	if now := c.call(c.ctx, "records.get", `{"entity":"customer","id":%q}`, made.id()); now["secret"] != "赖账" {
		t.Errorf("an update by somebody who cannot read it lost it: %v", now)
	}
	for operation, raw := range map[string]string{
		"records.list":       `{"entity":"customer","columns":["secret"]}`,
		"records.bulkUpdate": `{"entity":"customer","ids":["x"],"set":{"secret":"y"}}`,
		"records.create":     `{"entity":"customer","record":{"name":"乙","secret":"y"}}`,
		"records.aggregate":  `{"entity":"customer","groups":[{"field":"secret"}],"measures":[{"op":"count"}]}`,
	} {
		c.refused(fault.Forbidden, rep, operation, "%s", raw)
	}
	for _, raw := range []string{
		`{"entity":"customer","where":{"field":"secret","op":"notEmpty"}}`,
		`{"entity":"customer","where":{"and":[{"not":{"field":"secret","op":"notEmpty"}}]}}`,
		`{"entity":"customer","where":{"or":[{"field":"secret","op":"notEmpty"}]}}`,
		`{"entity":"customer","sort":[{"field":"secret"}]}`,
		`{"entity":"order","where":{"field":"buyerId.secret","op":"notEmpty"}}`,
	} {
		c.refused(fault.Forbidden, rep, "records.list", "%s", raw)
	}
}

func TestPrivateFieldsBehindLines(t *testing.T) {
	c := openTable(t)
	c.refused(fault.Forbidden, as("rep", "sales"), "records.aggregate", `{"entity":"order.lines","where":{"field":"orderId.buyerId.secret","op":"notEmpty"},"measures":[{"op":"count"}]}`)
	c.refused(fault.NotFound, c.ctx, "records.aggregate", `{"entity":"order.nothing","measures":[{"op":"count"}]}`)
	c.refused(fault.NotFound, c.ctx, "records.list", `{"entity":"order.lines"}`)
}

func TestScope(t *testing.T) {
	c := openTable(t)
	rep := as("rep", "sales")
	theirs := c.call(c.ctx, "records.create", `{"entity":"customer","record":{"name":"老板的"}}`)
	own := c.call(rep, "records.create", `{"entity":"customer","record":{"name":"自己的"}}`)
	if own["ownerId"] != "rep" {
		t.Errorf("a new record without an owner is one's own: %v", own)
	}
	if list := c.call(rep, "records.list", `{"entity":"customer"}`); list["total"] != 1.0 || list.at("rows", 0, "name") != "自己的" {
		t.Errorf("list: %v", list)
	}
	if sum := c.call(rep, "records.aggregate", `{"entity":"customer","measures":[{"op":"count"}]}`); sum.at("rows", 0, "values", 0) != 1.0 {
		t.Errorf("count: %v", sum)
	}
	for _, operation := range []string{"records.get", "records.delete", "records.duplicate", "records.history", "records.restore"} {
		c.refused(fault.Forbidden, rep, operation, `{"entity":"customer","id":%q}`, theirs.id())
	}
	c.refused(fault.Forbidden, rep, "records.update", `{"entity":"customer","id":%q,"rev":1,"set":{"name":"x"}}`, theirs.id())
	changed := c.call(rep, "records.bulkUpdate", `{"entity":"customer","where":{"and":[]},"set":{"level":"A"}}`)
	if changed.at("job", "result", "done") != 1.0 {
		t.Errorf("everything of one's own: %v", changed)
	}
	named := c.call(rep, "records.bulkDelete", `{"entity":"customer","ids":[%q,%q]}`, theirs.id(), own.id())
	if named.at("job", "result", "done") != 1.0 || named.at("job", "result", "failed", 0, "id") != theirs.id() || named.at("job", "result", "failed", 0, "title") != "" {
		t.Errorf("what is not one's own stays, and its title is not told: %v", named)
	}
	order := c.call(c.ctx, "records.create", `{"entity":"order","record":{"number":"1","buyerId":%q,"ownerId":"rep","lines":[{"quantity":"1"}]}}`, theirs.id())
	if got := c.call(rep, "records.get", `{"entity":"order","id":%q}`, order.id()); got.at("titles", theirs.id()) != "（无权查看）" {
		t.Errorf("the title of a record one may not read: %v", got["titles"])
	}
	if lines := c.call(rep, "records.aggregate", `{"entity":"order.lines","measures":[{"op":"count"}]}`); lines.at("rows", 0, "values", 0) != 1.0 {
		t.Errorf("lines go with their record: %v", lines)
	}
	c.refused(fault.Forbidden, context.Background(), "records.list", `{"entity":"customer"}`)
}

func TestHandingOver(t *testing.T) {
	c := openTable(t)
	rep := as("rep", "sales")
	own := c.call(rep, "records.create", `{"entity":"customer","record":{"name":"甲"}}`)
	handed := c.call(rep, "records.update", `{"entity":"customer","id":%q,"rev":1,"set":{"ownerId":"boss"}}`, own.id())
	if handed.id() != own.id() || handed["rev"] != 2.0 || handed["name"] != nil {
		t.Errorf("it is saved, and no longer theirs to read: %v", handed)
	}
	c.refused(fault.Forbidden, rep, "records.get", `{"entity":"customer","id":%q}`, own.id())
}

func TestBulk(t *testing.T) {
	c := openTable(t)
	var ids []string
	for _, name := range []string{"甲", "乙", "丙"} {
		ids = append(ids, c.call(c.ctx, "records.create", `{"entity":"customer","record":{"name":%q}}`, name).id())
	}
	got := c.call(c.ctx, "records.bulkUpdate", `{"entity":"customer","ids":[%q,%q,%q,%q,"none"],"set":{"code":"C1"}}`, ids[0], ids[1], ids[2], ids[0])
	result := answer(got.at("job", "result").(map[string]interface{}))
	if result["done"] != 1.0 || result.size("failed") != 3 || result.at("failed", 0, "title") != "乙" || result.at("failed", 0, "reason") == "" {
		t.Errorf("a unique field goes to the first: %v", result)
	}
	c.call(c.ctx, "records.update", `{"entity":"customer","id":%q,"rev":2,"set":{"level":"A"}}`, ids[0])
	c.call(c.ctx, "changes.undo", `{"change":%q}`, result["change"])
	if now := c.call(c.ctx, "records.get", `{"entity":"customer","id":%q}`, ids[0]); now["code"] != nil || now["level"] != "A" {
		t.Errorf("undo keeps what was done since: %v", now)
	}
	handed := c.call(c.ctx, "records.assign", `{"entity":"customer","where":{"field":"name","op":"in","value":["乙","丙"]},"ownerId":"rep"}`)
	if handed.at("job", "result", "done") != 2.0 {
		t.Errorf("assigned: %v", handed)
	}
	again := c.call(c.ctx, "records.assign", `{"entity":"customer","ids":[%q,%q,%q],"ownerId":"rep"}`, ids[0], ids[1], ids[2])
	if again.at("job", "result", "done") != 1.0 || again.at("job", "result", "same") != 2.0 {
		t.Errorf("only one was not theirs yet: %v", again)
	}
	nothing := c.call(c.ctx, "records.bulkUpdate", `{"entity":"customer","ids":[%q],"set":{"level":"A"}}`, ids[0])
	if nothing.at("job", "result", "done") != 0.0 || nothing.at("job", "result", "same") != 1.0 || nothing.at("job", "result", "change") != nil {
		t.Errorf("nothing was new, and there is nothing to undo: %v", nothing)
	}
	if list := c.call(as("rep", "sales"), "records.list", `{"entity":"customer"}`); list["total"] != 3.0 {
		t.Errorf("they are the other's now: %v", list)
	}
	c.refused(fault.Invalid, c.ctx, "records.assign", `{"entity":"customer","ids":[%q],"ownerId":"nobody"}`, ids[0])
	c.refused(fault.Invalid, c.ctx, "records.bulkDelete", `{"entity":"customer"}`)
	c.refused(fault.Invalid, c.ctx, "records.bulkUpdate", `{"entity":"customer","ids":[%q],"set":{}}`, ids[0])
	c.refused(fault.Invalid, c.ctx, "records.bulkUpdate", `{"entity":"customer","ids":[%q],"where":{"and":[]},"set":{"level":"A"}}`, ids[0])
}

func TestPaste(t *testing.T) {
	c := openTable(t)
	var ids []string
	for _, name := range []string{"甲", "乙"} {
		ids = append(ids, c.call(c.ctx, "records.create", `{"entity":"customer","record":{"name":%q,"code":%q}}`, name, "K"+name).id())
	}
	got := c.call(c.ctx, "records.paste", `{"entity":"customer","rows":[
		{"id":%q,"cells":{"revenue":"¥1,234.5","level":"a","code":"K乙"}},
		{"id":%q,"cells":{"revenue":"很多","name":"","phone":"13800000001"}},
		{"id":"none","cells":{"name":"丁"}}]}`, ids[0], ids[1])
	result := answer(got.at("job", "result").(map[string]interface{}))
	if result["cells"] != 3.0 || result["records"] != 2.0 || result.size("faults") != 4 {
		t.Fatalf("what fits is taken, the rest is named: %v", result)
	}
	if result.at("faults", 0, "field") != "code" || result.at("faults", 0, "text") != "K乙" || result.at("faults", 0, "reason") == "" {
		t.Errorf("a cell that is refused keeps its text: %v", result)
	}
	if now := c.call(c.ctx, "records.get", `{"entity":"customer","id":%q}`, ids[0]); now["revenue"] != "1234.50" || now["level"] != "A" || now["code"] != "K甲" {
		t.Errorf("the first: %v", now)
	}
	if now := c.call(c.ctx, "records.get", `{"entity":"customer","id":%q}`, ids[1]); now["phone"] != "13800000001" || now["name"] != "乙" {
		t.Errorf("the second: %v", now)
	}
	c.call(c.ctx, "changes.undo", `{"change":%q}`, result["change"])
	if now := c.call(c.ctx, "records.get", `{"entity":"customer","id":%q}`, ids[1]); now["phone"] != nil {
		t.Errorf("one undo takes all of it back: %v", now)
	}
	met := c.call(c.ctx, "records.create", `{"entity":"contact","record":{"name":"张","buyerId":%q}}`, ids[0]).id()
	named := c.call(c.ctx, "records.paste", `{"entity":"contact","rows":[{"id":%q,"cells":{"buyerId":"乙"}}]}`, met)
	if now := c.call(c.ctx, "records.get", `{"entity":"contact","id":%q}`, met); now["buyerId"] != ids[1] {
		t.Errorf("a reference by its name: %v, %v", now, named)
	}
	c.refused(fault.Invalid, c.ctx, "records.paste", `{"entity":"customer","rows":[]}`)
}

func TestListFromTheMiddle(t *testing.T) {
	c := openTable(t)
	for i := range 7 {
		c.call(c.ctx, "records.create", `{"entity":"customer","record":{"name":"客户%d"}}`, i)
	}
	page := c.call(c.ctx, "records.list", `{"entity":"customer","sort":[{"field":"name"}],"skip":3,"limit":2}`)
	if page["total"] != 7.0 || page.size("rows") != 2 || page.at("rows", 0, "name") != "客户3" {
		t.Errorf("rows 3 and 4 of 7: %v", page)
	}
	if past := c.call(c.ctx, "records.list", `{"entity":"customer","skip":99}`); past["total"] != 7.0 || past.size("rows") != 0 {
		t.Errorf("nothing beyond the end: %v", past)
	}
	top := c.call(c.ctx, "records.aggregate", `{"entity":"customer","groups":[{"field":"name"}],"measures":[{"op":"count"}],"sort":{"measure":0,"desc":true},"limit":3}`)
	if top.size("rows") != 3 {
		t.Errorf("the three most frequent: %v", top)
	}
}

func TestJobs(t *testing.T) {
	c := openTable(t)
	begun := make(chan struct{})
	started, err := records.StartJob(c.ctx, c.j, "test.wait", func(ctx context.Context, p *records.Progress) (int, error) {
		p.Set(1, 3)
		close(begun)
		<-ctx.Done()
		return 1, ctx.Err()
	})
	if err != nil {
		t.Fatal(err)
	}
	<-begun
	if got := c.call(c.ctx, "jobs.get", `{"id":%q}`, started.Job.ID); got.at("job", "state") != "running" || got.at("job", "done") != 1.0 || got.at("job", "total") != 3.0 {
		t.Errorf("running: %v", got)
	}
	for _, operation := range []string{"jobs.get", "jobs.cancel", "jobs.wait"} {
		c.refused(fault.NotFound, as("rep", "sales"), operation, `{"id":%q}`, started.Job.ID)
	}
	c.call(c.ctx, "jobs.cancel", `{"id":%q}`, started.Job.ID)
	if got := c.call(c.ctx, "jobs.wait", `{"id":%q}`, started.Job.ID); got.at("job", "state") != "cancelled" || got.at("job", "result") != 1.0 {
		t.Errorf("cancelled: %v", got)
	}
	for name, work := range map[string]func(context.Context, *records.Progress) (int, error){
		"invalid": func(context.Context, *records.Progress) (int, error) {
			return 0, fault.New(fault.Invalid, "不行", "No.")
		},
		"internal": func(context.Context, *records.Progress) (int, error) { return 0, errors.New("secret") },
	} {
		failed, err := records.StartJob(c.ctx, c.j, "test."+name, work)
		if err != nil {
			t.Fatal(err)
		}
		got := c.call(c.ctx, "jobs.wait", `{"id":%q}`, failed.Job.ID)
		if got.at("job", "state") != "failed" || got.at("job", "error", "kind") != name || contains(mustJSON(t, got), "secret") {
			t.Errorf("%s: %v", name, got)
		}
	}
	panicked, err := records.StartJob(c.ctx, c.j, "test.panic", func(context.Context, *records.Progress) (int, error) { panic("defect") })
	if err != nil {
		t.Fatal(err)
	}
	if got := c.call(c.ctx, "jobs.wait", `{"id":%q}`, panicked.Job.ID); got.at("job", "error", "kind") != "internal" {
		t.Errorf("panic: %v", got)
	}
	if list := c.call(c.ctx, "jobs.list", `{}`); list.size("jobs") != 4 || list.at("jobs", 0, "kind") != "test.panic" {
		t.Errorf("list: %v", list)
	}
}
