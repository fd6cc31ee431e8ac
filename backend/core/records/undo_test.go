package records_test

import (
	"context"
	"strings"
	"testing"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/records"
	"xingke/backend/core/rpc"
)

// labels of what may be undone and redone.
func (c *caller) last() (undo, redo string) {
	c.Helper()
	out, err := c.s.LastChanges(c.ctx, rpc.Nothing{})
	if err != nil {
		c.Fatal(err)
	}
	if out.Undo != nil {
		undo = out.Undo.Label
	}
	if out.Redo != nil {
		redo = out.Redo.Label
	}
	return undo, redo
}

func (c *caller) takeBack(again bool) {
	c.Helper()
	out, err := c.s.LastChanges(c.ctx, rpc.Nothing{})
	if err != nil {
		c.Fatal(err)
	}
	set := out.Undo
	if again {
		set = out.Redo
	}
	c.call(c.ctx, "changes.undo", `{"change":%q}`, set.Set)
}

func (c *caller) expect(step, undo, redo string) {
	c.Helper()
	if gotUndo, gotRedo := c.last(); gotUndo != undo || gotRedo != redo {
		c.Errorf("%s: undo %q, want %q; redo %q, want %q", step, gotUndo, undo, gotRedo, redo)
	}
}

func TestUndoAndRedoFollowEachOther(t *testing.T) {
	c := openTable(t)
	c.expect("nothing done", "", "")
	a := c.call(c.ctx, "records.create", `{"entity":"customer","record":{"name":"甲"}}`)
	if a["change"] == nil {
		t.Error("a save does not say its change")
	}
	c.call(c.ctx, "records.update", `{"entity":"customer","id":%q,"rev":1,"set":{"phone":"13800000000"}}`, a["id"])
	c.call(c.ctx, "settings.set", `{"theme":"dark"}`)
	c.expect("two deeds", "修改客户“甲”", "")
	c.takeBack(false)
	c.expect("one undone", "新建客户“甲”", "撤销：修改客户“甲”")
	c.takeBack(false)
	c.expect("both undone", "", "撤销：新建客户“甲”")
	c.takeBack(true)
	c.expect("one redone", "新建客户“甲”", "撤销：修改客户“甲”")
	c.takeBack(true)
	c.expect("both redone", "修改客户“甲”", "")
	if got := all(c.book, buyers)["甲"]; got == nil || got.Phone != "13800000000" {
		t.Errorf("%+v", got)
	}
	c.takeBack(false)
	c.call(c.ctx, "records.create", `{"entity":"customer","record":{"name":"乙"}}`)
	c.expect("something new ends the redoing", "新建客户“乙”", "")
	c.expect("others", "新建客户“乙”", "")
	if out, err := c.s.LastChanges(as("rep", "sales"), rpc.Nothing{}); err != nil || out.Undo != nil {
		t.Errorf("what others did: %+v %v", out, err)
	}
}

func TestTheHistoryIsReadInEitherLanguageAndNarrowed(t *testing.T) {
	c := openTable(t)
	a := c.call(c.ctx, "records.create", `{"entity":"customer","record":{"name":"甲 (重庆)"}}`)
	c.call(c.ctx, "records.update", `{"entity":"customer","id":%q,"rev":1,"set":{"phone":"13800000000"}}`, a["id"])
	c.run(records.ImportInput{Entity: "product", File: c.upload("p.csv", "产品名称\n笔\n")})
	c.call(c.ctx, "records.bulkUpdate", `{"entity":"customer","ids":[%q],"set":{"level":"A"}}`, a["id"])
	c.takeBack(false)
	english := func(in records.ChangesInput) string {
		user, _ := who.From(c.ctx)
		user.Lang = lang.EN
		out, err := c.s.Changes(who.With(context.Background(), user), in)
		if err != nil {
			t.Fatal(err)
		}
		var labels []string
		for _, set := range out.Sets {
			labels = append(labels, set.Label)
		}
		return strings.Join(labels, " | ")
	}
	if got := english(records.ChangesInput{Actor: "boss"}); got != "Undo: Bulk change of Customers (1) | Bulk change of Customers (1) | Import of Products (p.csv) | Changed Customer 甲 (重庆) | Created Customer 甲 (重庆)" {
		t.Error(got)
	}
	for want, in := range map[string]records.ChangesInput{
		"Import of Products (p.csv)":         {Kind: "import"},
		"Undo: Bulk change of Customers (1)": {Kind: "undo"},
		"":                                   {Actor: "rep"},
		"Import of Products (p.csv) ":        {Entity: "product"},
		"Changed Customer 甲 (重庆)":            {Kind: "updated"},
	} {
		if got := english(in); got != strings.TrimSpace(want) {
			t.Errorf("%+v: %q, want %q", in, got, want)
		}
	}
}

func TestWhatAChangeDidIsTold(t *testing.T) {
	c := openTable(t)
	a := c.call(c.ctx, "records.create", `{"entity":"customer","record":{"name":"甲","level":"A"}}`)
	b := c.call(c.ctx, "records.update", `{"entity":"customer","id":%q,"rev":1,"set":{"level":"B","phone":"13800000000"}}`, a["id"])
	out, err := c.s.ChangeDetail(c.ctx, records.ChangeDetailInput{Change: b["change"].(string)})
	if err != nil || out.Total != 1 || len(out.Records) != 1 || out.Records[0].Title != "甲" || len(out.Records[0].Fields) != 2 {
		t.Fatalf("%+v %v", out, err)
	}
	c.refused(fault.Forbidden, as("rep", "sales"), "changes.get", `{"change":%q}`, b["change"])
	c.refused(fault.NotFound, c.ctx, "changes.get", `{"change":"nothing"}`)
}

func TestARecordAsItWas(t *testing.T) {
	c := openTable(t)
	before := time.Date(2026, 3, 7, 0, 0, 0, 0, time.UTC)
	a := c.call(c.ctx, "records.create", `{"entity":"customer","record":{"name":"甲","level":"A"}}`)
	c.call(c.ctx, "records.update", `{"entity":"customer","id":%q,"rev":1,"set":{"level":"B"}}`, a["id"])
	c.call(c.ctx, "records.update", `{"entity":"customer","id":%q,"rev":2,"set":{"name":"乙","level":null}}`, a["id"])
	history := c.call(c.ctx, "records.history", `{"entity":"customer","id":%q}`, a["id"])["changes"].([]interface{})
	at := history[1].(map[string]interface{})["at"]
	then := c.call(c.ctx, "records.asOf", `{"entity":"customer","id":%q,"at":%q}`, a["id"], at)
	rec := then["record"].(map[string]interface{})
	if rec["name"] != "甲" || rec["level"] != "B" || then["later"] != 1.0 || then["rev"] != 2.0 || len(then["differs"].([]interface{})) != 2 {
		t.Errorf("%+v", then)
	}
	if then = c.call(c.ctx, "records.asOf", `{"entity":"customer","id":%q,"at":%q}`, a["id"], before.Format(time.RFC3339)); then["existed"] != false {
		t.Errorf("%+v", then)
	}
}

func TestWhatHangsOnARecordGoesAndComesWithIt(t *testing.T) {
	c := openTable(t)
	a := c.call(c.ctx, "records.create", `{"entity":"customer","record":{"name":"甲"}}`)
	other := c.call(c.ctx, "records.create", `{"entity":"customer","record":{"name":"乙"}}`)
	for _, name := range []string{"王一", "李二"} {
		c.call(c.ctx, "records.create", `{"entity":"contact","record":{"name":%q,"buyerId":%q}}`, name, a["id"])
	}
	c.call(c.ctx, "records.create", `{"entity":"contact","record":{"name":"别人","buyerId":%q}}`, other["id"])
	hanging := c.call(c.ctx, "records.hanging", `{"entity":"customer","id":%q}`, a["id"])
	if hanging["total"] != 2.0 {
		t.Fatalf("%+v", hanging)
	}
	c.call(c.ctx, "records.delete", `{"entity":"customer","id":%q,"with":true}`, a["id"])
	if c.count(buyers.Type) != 1 || c.count(persons.Type) != 1 {
		t.Fatalf("%d customers, %d contacts", c.count(buyers.Type), c.count(persons.Type))
	}
	bin := c.call(c.ctx, "bin.list", `{}`)
	row := bin["rows"].([]interface{})[0].(map[string]interface{})
	for _, each := range bin["rows"].([]interface{})[1:] {
		if each.(map[string]interface{})["with"] != a["id"] {
			t.Errorf("%+v does not tell what took it along", each)
		}
	}
	if bin["total"] != 3.0 || row["with"] != nil || row["together"] != 2.0 || row["actorName"] != "boss" {
		t.Errorf("%+v", bin)
	}
	if narrow := c.call(c.ctx, "bin.list", `{"entity":"contact","from":"2026-03-08","to":"2026-03-08","actor":"boss"}`); narrow["total"] != 2.0 {
		t.Errorf("%+v", narrow)
	}
	if narrow := c.call(c.ctx, "bin.list", `{"from":"2026-03-09"}`); narrow["total"] != 0.0 {
		t.Errorf("%+v", narrow)
	}
	job := c.call(c.ctx, "bin.restore", `{"records":[{"entity":"customer","id":%q}]}`, a["id"])["job"].(map[string]interface{})
	result := job["result"].(map[string]interface{})
	if result["done"] != 3.0 || c.count(buyers.Type) != 2 || c.count(persons.Type) != 3 {
		t.Fatalf("%+v", result)
	}
	c.call(c.ctx, "changes.undo", `{"change":%q}`, result["change"])
	if c.count(buyers.Type) != 1 || c.count(persons.Type) != 1 {
		t.Errorf("%d customers, %d contacts", c.count(buyers.Type), c.count(persons.Type))
	}
}
