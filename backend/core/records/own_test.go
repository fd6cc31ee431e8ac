package records_test

import (
	"encoding/json"
	"strings"
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/core/records"
)

func mustJSON(t *testing.T, v interface{}) string {
	t.Helper()
	raw, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

func contains(text, part string) bool { return strings.Contains(text, part) }

func TestViews(t *testing.T) {
	c := openTable(t)
	rep := as("rep", "sales")
	mine := c.call(c.ctx, "views.save", `{"entity":"customer","name":"重点","query":{"where":{"field":"level","op":"eq","value":"A"}}}`)
	shared := c.call(c.ctx, "views.save", `{"entity":"customer","name":"大家的","shared":true,"query":{}}`)
	c.call(rep, "views.save", `{"entity":"customer","name":"销售的","query":{}}`)
	if list := c.call(rep, "views.list", `{"entity":"customer"}`); list.size("views") != 2 || contains(mustJSON(t, list), "重点") {
		t.Errorf("one's own and the shared ones: %v", list)
	}
	if list := c.call(c.ctx, "views.list", `{"entity":"customer"}`); list.size("views") != 2 || list.at("views", 1, "query", "where", "field") != "level" && list.at("views", 0, "query", "where", "field") != "level" {
		t.Errorf("as it was saved: %v", list)
	}
	if list := c.call(rep, "views.list", `{}`); list.size("views") != 2 {
		t.Errorf("the views of all entities: %s", mustJSON(t, list))
	}
	c.refused(fault.Forbidden, rep, "views.save", `{"id":%q,"entity":"customer","name":"x","query":{}}`, shared.id())
	c.refused(fault.Forbidden, rep, "views.delete", `{"id":%q}`, shared.id())
	c.refused(fault.Invalid, c.ctx, "views.save", `{"entity":"customer","name":"x","query":[]}`)
	renamed := c.call(c.ctx, "views.save", `{"id":%q,"entity":"customer","name":"最重点","query":{}}`, mine.id())
	if renamed["name"] != "最重点" || renamed.id() != mine.id() {
		t.Errorf("saved again: %v", renamed)
	}
	c.call(c.ctx, "views.delete", `{"id":%q}`, mine.id())
	if list := c.call(c.ctx, "views.list", `{"entity":"customer"}`); list.size("views") != 1 {
		t.Errorf("deleted: %v", list)
	}
	for _, name := range []string{"view", "setting"} { // the generic operations do not reach what others keep
		if list := c.call(rep, "records.list", `{"entity":%q}`, name); contains(mustJSON(t, list), "大家的") {
			t.Errorf("%s: %v", name, list)
		}
	}
}

func TestSettings(t *testing.T) {
	c := openTable(t)
	rep := as("rep", "sales")
	c.call(c.ctx, "settings.set", `{"theme":"dark","lang":"en","bookName":"华东"}`)
	got := c.call(c.ctx, "settings.set", `{"density":"compact"}`)
	if got["theme"] != "dark" || got["lang"] != "en" || got["density"] != "compact" || got["bookName"] != "华东" {
		t.Errorf("what is not given stays: %v", got)
	}
	if got := c.call(rep, "settings.get", `{}`); got["theme"] != nil || got["bookName"] != "华东" {
		t.Errorf("another person: %v", got)
	}
	c.refused(fault.Forbidden, rep, "settings.set", `{"bookName":"西北"}`)
	c.call(rep, "settings.set", `{"bookName":"华东","theme":"light"}`) // a page may send all it knows
	if f := c.refused(fault.Invalid, c.ctx, "settings.set", `{"theme":"pink","lang":"fr"}`); len(f.Fields) != 2 {
		t.Errorf("both are named: %v", f.Fields)
	}
}

func TestCustomFields(t *testing.T) {
	c := openTable(t)
	c.refused(fault.Forbidden, as("rep", "sales"), "fields.define", `{"entity":"customer","name":"brand","kind":"text","label":{"zh":"品牌","en":""}}`)
	for raw, kind := range map[string]fault.Kind{
		`{"entity":"customer","name":"Brand","kind":"text","label":{"zh":"品牌","en":""}}`:  fault.Invalid,
		`{"entity":"customer","name":"name","kind":"text","label":{"zh":"品牌","en":""}}`:   fault.Invalid,
		`{"entity":"customer","name":"brand","kind":"magic","label":{"zh":"品牌","en":""}}`: fault.Invalid,
		`{"entity":"nothing","name":"brand","kind":"text","label":{"zh":"品牌","en":""}}`:   fault.Invalid,
	} {
		c.refused(kind, c.ctx, "fields.define", "%s", raw)
	}
	before := c.call(c.ctx, "records.create", `{"entity":"customer","record":{"name":"旧"}}`)
	c.call(c.ctx, "fields.define", `{"entity":"customer","name":"brand","kind":"choice","label":{"zh":"品牌","en":"Brand"},"indexed":true,"options":[{"value":"x","label":{"zh":"甲","en":"X"}},{"value":"y","label":{"zh":"乙","en":"Y"}}]}`)
	made := c.call(c.ctx, "records.create", `{"entity":"customer","record":{"name":"新","brand":"x"}}`)
	if made["brand"] != "x" {
		t.Fatalf("created: %v", made)
	}
	c.refused(fault.Invalid, c.ctx, "records.create", `{"entity":"customer","record":{"name":"错","brand":"z"}}`)
	c.call(c.ctx, "records.update", `{"entity":"customer","id":%q,"rev":1,"set":{"brand":"y"}}`, before.id())
	if list := c.call(c.ctx, "records.list", `{"entity":"customer","where":{"field":"brand","op":"eq","value":"y"},"sort":[{"field":"brand"}]}`); list["total"] != 1.0 || list.at("rows", 0, "name") != "旧" {
		t.Errorf("filtered: %v", list)
	}
	if sum := c.call(c.ctx, "records.aggregate", `{"entity":"customer","groups":[{"field":"brand"}],"measures":[{"op":"count"}]}`); sum.size("rows") != 2 {
		t.Errorf("grouped: %v", sum)
	}
	c.refused(fault.Invalid, c.ctx, "fields.define", `{"entity":"customer","name":"brand","kind":"text","label":{"zh":"品牌","en":""}}`)
	if list := c.call(c.ctx, "fields.list", `{"entity":"customer"}`); list.size("fields") != 1 || list.at("fields", 0, "kind") != "choice" {
		t.Errorf("a refused change changes nothing: %v", list)
	}
	c.call(c.ctx, "fields.delete", `{"entity":"customer","name":"brand"}`)
	if now := c.call(c.ctx, "records.get", `{"entity":"customer","id":%q}`, made.id()); now["brand"] != nil {
		t.Errorf("the field is gone: %v", now)
	}
	c.call(c.ctx, "fields.define", `{"entity":"customer","name":"brand","kind":"text","label":{"zh":"品牌","en":""}}`)
	if now := c.call(c.ctx, "records.get", `{"entity":"customer","id":%q}`, made.id()); now["brand"] != "x" {
		t.Errorf("its values return with it: %v", now)
	}
}

func TestHealthIsForOwners(t *testing.T) {
	c := openTable(t)
	c.refused(fault.Forbidden, as("rep", "sales"), "health.get", `{}`)
	if h := c.call(c.ctx, "health.get", `{}`); h.at("journal", "writable") != true || h.size("records") == 0 {
		t.Errorf("health: %v", h)
	}
}

// A definition that fits no more must not keep the book from opening, nor others from changing.
func TestCustomFieldsThatDoNotFit(t *testing.T) {
	c := openTable(t)
	for _, d := range []records.CustomField{
		{Of: "customer", Name: "name", Kind: "text", LabelZH: "名"},
		{Of: "customer", Name: "spell", Kind: "magic", LabelZH: "咒"},
		{Of: "nothing", Name: "lost", Kind: "text", LabelZH: "失"},
		{Of: "customer", Name: "torn", Kind: "choice", LabelZH: "残", Options: "["},
		{Of: "customer", Name: "fits", Kind: "text", LabelZH: "合"},
	} {
		if err := c.db.Put(c.ctx, &d); err != nil {
			t.Fatal(err)
		}
	}
	if err := records.Customize(c.ctx, c.db, c.db.Types()); err != nil {
		t.Fatal(err)
	}
	if made := c.call(c.ctx, "records.create", `{"entity":"customer","record":{"name":"甲","fits":"好"}}`); made["fits"] != "好" {
		t.Errorf("the others stay: %v", made)
	}
	c.call(c.ctx, "fields.define", `{"entity":"customer","name":"brand","kind":"text","label":{"zh":"品牌","en":""}}`)
	c.refused(fault.Invalid, c.ctx, "fields.define", `{"entity":"customer","name":"spell","kind":"magic","label":{"zh":"咒","en":""}}`)
	c.call(c.ctx, "fields.delete", `{"entity":"customer","name":"spell"}`)
	c.call(c.ctx, "fields.define", `{"entity":"customer","name":"spell","kind":"text","label":{"zh":"咒","en":""}}`)
}

// What only its own operations know how to write is not written by the general ones.
func TestCustomFieldsAndSettingsAreNotWrittenRaw(t *testing.T) {
	c := openTable(t)
	for operation, raw := range map[string]string{
		"records.create":     `{"entity":"customField","record":{"labelZh":"坏","of":"customer","name":"name","kind":"magic"}}`,
		"records.update":     `{"entity":"setting","id":"x","rev":1,"set":{"value":"{}"}}`,
		"records.delete":     `{"entity":"customField","id":"x"}`,
		"records.bulkDelete": `{"entity":"setting","where":{}}`,
		"records.duplicate":  `{"entity":"customField","id":"x"}`,
	} {
		c.refused(fault.Forbidden, c.ctx, operation, "%s", raw)
	}
}
