package columns

import (
	"slices"
	"testing"
	"time"

	"xingke/backend/base/day"
	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/core/entity"
)

// opsBook has three firms, a, b and c; c is almost empty.
func opsBook(t *testing.T) (*book, map[string]string) {
	b := newBook(t)
	c := b.put(&firm{Name: "丙"})
	a := &firm{Name: "华为 Tech", Code: "X-1", Phone: "13800138000", Place: "浙江省/杭州市/西湖区", Level: "A", Traits: []string{"fast", "big"}, Size: 10, Chance: 30,
		Revenue: 123_450, Weight: 15_000, Founded: day.Of(2026, 3, 18), SeenAt: noon, Active: true, Note: "长"}
	a.Tags = []string{"VIP"}
	setOwner(a, b.me)
	b.put(a)
	two := &firm{Name: "Ｈｕａ　ｗｅｉ", Code: "x-1", Place: "浙江省/宁波市", Level: "B", Traits: []string{"far"}, Size: 20, Revenue: 200_000, Weight: 25_000,
		Founded: day.Of(2026, 2, 28), SeenAt: noon.AddDate(0, 0, -20), ParentID: id.Of[firm](a.ID), Partners: []id.Of[firm]{id.Of[firm](a.ID)}, Subject: id.Link{Entity: "firm", ID: a.ID}}
	two.Tags = []string{"老客户", "vip2"}
	b.put(two)
	return b, map[string]string{a.ID: "a", two.ID: "b", c: "c"}
}

func (b *book) letters(t *testing.T, names map[string]string, where string) string {
	t.Helper()
	f, err := ParseFilter([]byte(where))
	must(t, err)
	page, err := b.cols.List(b.ctx, Query{Entity: "firm", Where: f})
	if err != nil {
		t.Errorf("%s: %v", where, err)
		return "fault"
	}
	var found []byte
	for _, id := range page.IDs {
		found = append(found, names[id]...)
	}
	slices.Sort(found)
	return string(found)
}

func TestEveryOpOfEveryKind(t *testing.T) {
	b, names := opsBook(t)
	var a string
	for id, name := range names {
		if name == "a" {
			a = id
		}
	}
	cases := []struct{ field, op, value, want string }{
		{"name", "eq", `"华为 Tech"`, "a"}, {"name", "eq", `"华为 tech"`, ""}, {"name", "ne", `"丙"`, "ab"}, {"name", "in", `["丙","华为 Tech"]`, "ac"}, {"name", "notIn", `["丙"]`, "ab"},
		{"name", "contains", `"TECH"`, "a"}, {"name", "contains", `"wei"`, "b"}, {"name", "contains", `"ＷＥＩ"`, "b"}, {"name", "startsWith", `"hua wei"`, "b"}, {"name", "startsWith", `"为"`, ""},
		{"code", "empty", ``, "c"}, {"code", "notEmpty", ``, "ab"}, {"code", "eq", `null`, "c"}, {"code", "ne", `null`, "ab"}, {"code", "in", `[null,"X-1"]`, "ac"}, {"name", "contains", `""`, "abc"},
		{"phone", "eq", `"138 0013 8000"`, "a"}, {"phone", "contains", `"8001"`, "a"}, {"phone", "empty", ``, "bc"},
		{"region", "eq", `"浙江省/宁波市"`, "b"}, {"region", "eq", `"浙江/宁波"`, "b"}, {"region", "startsWith", `"浙江省"`, "ab"}, {"region", "startsWith", `"浙江/杭州"`, "a"}, {"region", "startsWith", `"浙"`, "ab"},
		{"region", "contains", `"西湖"`, "a"}, {"region", "in", `["浙江省/宁波市"]`, "b"}, {"region", "notIn", `["浙江省/宁波市"]`, "ac"}, {"region", "empty", ``, "c"},
		{"level", "eq", `"A"`, "a"}, {"level", "ne", `"A"`, "bc"}, {"level", "in", `["A","B"]`, "ab"}, {"level", "notIn", `["A","B"]`, "c"}, {"level", "in", `[]`, ""}, {"level", "empty", ``, "c"},
		{"traits", "eq", `"fast"`, "a"}, {"traits", "in", `["far","big"]`, "ab"}, {"traits", "notIn", `["far"]`, "ac"}, {"traits", "contains", `"big"`, "a"}, {"traits", "empty", ``, "c"},
		{"tags", "eq", `"VIP"`, "a"}, {"tags", "contains", `"vip"`, "ab"}, {"tags", "startsWith", `"老"`, "b"}, {"tags", "in", `["VIP","老客户"]`, "ab"}, {"tags", "ne", `"VIP"`, "bc"}, {"tags", "notEmpty", ``, "ab"},
		{"size", "eq", `10`, "a"}, {"size", "ne", `10`, "bc"}, {"size", "lt", `20`, "a"}, {"size", "le", `20`, "ab"}, {"size", "gt", `10`, "b"}, {"size", "ge", `10`, "ab"}, {"size", "between", `[10,15]`, "a"},
		{"size", "between", `[null,15]`, "a"}, {"size", "between", `[15,null]`, "b"}, {"size", "in", `[10,20]`, "ab"}, {"size", "notIn", `[20]`, "ac"}, {"size", "empty", ``, "c"}, {"size", "in", `[null]`, "c"},
		{"chance", "eq", `30`, "a"}, {"chance", "empty", ``, ""}, {"chance", "lt", `1`, "bc"},
		{"revenue", "eq", `"1234.50"`, "a"}, {"revenue", "gt", `1234.5`, "b"}, {"revenue", "between", `["1234.50","2000"]`, "ab"}, {"revenue", "empty", ``, "c"},
		{"weight", "eq", `"1.5"`, "a"}, {"weight", "ge", `2.5`, "b"},
		{"foundedOn", "eq", `"2026-03-18"`, "a"}, {"foundedOn", "lt", `"2026-03-18"`, "b"}, {"foundedOn", "between", `["2026-02-01","2026-02-28"]`, "b"}, {"foundedOn", "empty", ``, "c"},
		{"foundedOn", "eq", `{"this":"month"}`, "a"}, {"foundedOn", "eq", `{"previous":"month"}`, "b"}, {"foundedOn", "in", `[{"this":"month"},{"previous":"month"}]`, "ab"}, {"foundedOn", "ne", `{"this":"month"}`, "bc"},
		{"foundedOn", "lt", `{"this":"month"}`, "b"}, {"foundedOn", "le", `{"this":"month"}`, "ab"}, {"foundedOn", "gt", `{"previous":"month"}`, "a"}, {"foundedOn", "ge", `{"previous":"month"}`, "ab"},
		{"foundedOn", "eq", `{"today":true}`, "a"}, {"foundedOn", "between", `[{"last":{"days":30}},{"today":true}]`, "ab"}, {"foundedOn", "between", `{"this":"year"}`, "ab"},
		{"seenAt", "eq", `"2026-03-18"`, "a"}, {"seenAt", "eq", `{"last":{"days":7}}`, "a"}, {"seenAt", "lt", `"2026-03-18T04:00:00Z"`, "b"}, {"seenAt", "ge", `"2026-03-18T04:00:00Z"`, "a"}, {"seenAt", "gt", `"2026-03-18"`, ""}, {"seenAt", "le", `"2026-03-18"`, "ab"}, {"seenAt", "empty", ``, "c"},
		{"active", "eq", `true`, "a"}, {"active", "eq", `false`, "bc"}, {"active", "ne", `true`, "bc"}, {"active", "empty", ``, ""},
		{"parentId", "eq", `"` + a + `"`, "b"}, {"parentId", "ne", `"` + a + `"`, "ac"}, {"parentId", "in", `["` + a + `","nobody"]`, "b"}, {"parentId", "empty", ``, "ac"}, {"parentId", "contains", `"华为"`, "b"}, {"parentId", "startsWith", `"tech"`, ""},
		{"partnerIds", "eq", `"` + a + `"`, "b"}, {"partnerIds", "contains", `"tech"`, "b"}, {"partnerIds", "empty", ``, "ac"},
		{"subject", "eq", `{"entity":"firm","id":"` + a + `"}`, "b"}, {"subject", "contains", `"华为"`, "b"}, {"subject", "empty", ``, "ac"},
		{"note", "contains", `"长"`, "a"}, {"note", "startsWith", `"长"`, "a"}, {"note", "contains", `"短"`, ""}, {"note", "contains", `""`, "abc"}, {"parentId.note", "contains", `"长"`, "b"}, {"note", "notEmpty", ``, "a"}, {"note", "empty", ``, "bc"},
		{"ownerId", "eq", `{"me":true}`, "a"}, {"ownerId", "eq", `"me"`, "a"}, {"ownerId", "in", `[{"me":true},"nobody"]`, "a"}, {"ownerId", "ne", `{"me":true}`, "bc"}, {"createdBy", "eq", `{"me":true}`, "abc"}, {"createdAt", "eq", `{"today":true}`, "abc"},
		{"id", "eq", `"` + a + `"`, "a"}, {"id", "in", `["` + a + `","x"]`, "a"}, {"id", "ne", `"` + a + `"`, "bc"},
		{"parentId.level", "eq", `"A"`, "b"}, {"revenue", "eq", `{"amount":"5","currency":"CNY"}`, ""}, {"parentId.level", "ne", `"A"`, "ac"}, {"parentId.level", "empty", ``, "ac"}, {"parentId.ownerId", "eq", `{"me":true}`, "b"}, {"parentId.ownerId.name", "contains", `"小明"`, "b"}, {"parentId.id", "eq", `"` + a + `"`, "b"},
		{"parentId.size", "lt", `11`, "b"}, {"parentId.tags", "contains", `"vip"`, "b"}, {"ownerId.name", "eq", `"王小明"`, "a"},
	}
	for _, c := range cases {
		where := `{"field":"` + c.field + `","op":"` + c.op + `"}`
		if c.value != "" {
			where = `{"field":"` + c.field + `","op":"` + c.op + `","value":` + c.value + `}`
		}
		if got := b.letters(t, names, where); got != c.want {
			t.Errorf("%s finds %q, want %q", where, got, c.want)
		}
	}
}

func TestFiltersCombine(t *testing.T) {
	b, names := opsBook(t)
	isA, isB := `{"field":"level","op":"eq","value":"A"}`, `{"field":"level","op":"eq","value":"B"}`
	for where, want := range map[string]string{
		``: "abc", `null`: "abc", `{}`: "abc", `{"and":[]}`: "abc", `{"or":[]}`: "", `{"not":{}}`: "",
		`{"and":[` + isA + `,` + isB + `]}`:                              "",
		`{"or":[` + isA + `,` + isB + `]}`:                               "ab",
		`{"not":{"or":[` + isA + `,` + isB + `]}}`:                       "c",
		`{"and":[{"not":` + isA + `},{"field":"size","op":"notEmpty"}]}`: "b",
		`{"or":[{"and":[` + isA + `]},{"not":{"not":` + isB + `}}]}`:     "ab",
	} {
		if got := b.letters(t, names, where); got != want {
			t.Errorf("%s finds %q, want %q", where, got, want)
		}
	}
	for name, f := range map[string]Filter{
		"a":  Where("level", "eq", "A"),
		"ab": Where("level", "in", "A", "B"),
		"c":  None(Any(Where("level", "in", "A"), Where("level", "eq", "B"))),
		"":   Nothing(),
		"b":  All(Where("size", "between", "15", "30"), Where("region", "startsWith", "浙江省")),
	} {
		raw, err := f.MarshalJSON()
		must(t, err)
		if got := b.letters(t, names, string(raw)); got != name {
			t.Errorf("%s finds %q, want %q", raw, got, name)
		}
	}
	scope := Where("ownerId", "empty")
	page, err := b.cols.List(b.ctx, Query{Entity: "firm", Where: b.where(t, `{"field":"size","op":"gt","value":1}`), Scope: &scope})
	must(t, err)
	if page.Total != 1 || names[page.IDs[0]] != "b" {
		t.Errorf("with scope %+v", page)
	}
}

func TestFiltersThatAreRefused(t *testing.T) {
	b, _ := opsBook(t)
	for _, where := range []string{
		`{`, `[]`, `"x"`, `1`, `{"fields":"x"}`, `{"field":"level"}`, `{"op":"eq"}`, `{"field":"level","op":"eq","value":"A","and":[]}`, `{"and":{}}`, `{"not":[]}`, `{"value":1}`,
		`{"field":"nothing","op":"eq","value":1}`, `{"field":"name.x","op":"eq","value":1}`, `{"field":"parentId.nothing","op":"eq","value":1}`, `{"field":"parentId.parentId.parentId.parentId.name","op":"eq","value":"x"}`,
		`{"field":"level","op":"like","value":"A"}`, `{"field":"level","op":"lt","value":"A"}`, `{"field":"level","op":"contains","value":"A"}`, `{"field":"level","op":"eq","value":"Z"}`, `{"field":"level","op":"eq","value":["A"]}`, `{"field":"level","op":"in","value":"A"}`,
		`{"field":"level","op":"eq","value":1}`, `{"field":"size","op":"contains","value":"1"}`, `{"field":"size","op":"eq","value":"many"}`, `{"field":"size","op":"lt","value":null}`, `{"field":"size","op":"between","value":[1]}`, `{"field":"size","op":"between","value":1}`,
		`{"field":"size","op":"eq","value":{"this":"month"}}`, `{"field":"size","op":"eq","value":{"me":true}}`, `{"field":"parentId","op":"eq","value":{"me":true}}`, `{"field":"ownerId","op":"eq","value":{"me":false}}`,
		`{"field":"foundedOn","op":"eq","value":"yesterday"}`, `{"field":"foundedOn","op":"eq","value":{"last":7}}`, `{"field":"foundedOn","op":"eq","value":{"last":{"days":0}}}`, `{"field":"foundedOn","op":"eq","value":{"this":"decade"}}`, `{"field":"foundedOn","op":"eq","value":{"last":{"days":1},"this":"month"}}`,
		`{"field":"active","op":"eq","value":"yes"}`, `{"field":"active","op":"lt","value":true}`, `{"field":"note","op":"eq","value":"x"}`, `{"field":"name","op":"contains","value":1}`, `{"field":"name","op":"between","value":["a","b"]}`, `{"field":"id","op":"lt","value":"x"}`,
		`{"field":"subject","op":"eq","value":"x"}`, `{"field":"traits","op":"eq","value":"slow"}`, `{"field":"revenue","op":"eq","value":"12,50 €"}`,
	} {
		f, err := ParseFilter([]byte(where))
		if err == nil {
			_, err = b.cols.Count(b.ctx, Query{Entity: "firm", Where: f})
		}
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", where, err)
		} else if text := fault.From(err).Text; text.ZH == "" || text.EN == "" || text.ZH == text.EN {
			t.Errorf("%s: not said in both languages: %+v", where, text)
		}
	}
	if _, err := b.cols.List(b.ctx, Query{Entity: "nothing"}); !fault.Is(err, fault.NotFound) {
		t.Errorf("entity that is not there: %v", err)
	}
	if _, err := b.cols.Count(t.Context(), Query{Entity: "firm", Where: b.where(t, `{"field":"ownerId","op":"eq","value":{"me":true}}`)}); !fault.Is(err, fault.Invalid) {
		t.Errorf("me without a user: %v", err)
	}
	deep := `{}`
	for range 200 {
		deep = `{"not":` + deep + `}`
	}
	if _, err := ParseFilter([]byte(deep)); !fault.Is(err, fault.Invalid) {
		t.Errorf("nested too deeply: %v", err)
	}
}

func TestCustomFieldsTakePart(t *testing.T) {
	b, _ := opsBook(t)
	define := func(defined ...entity.Custom) {
		must(t, b.types.Customize(defined))
		must(t, b.cols.Refresh("firm"))
	}
	count := func(where string) int {
		n, err := b.cols.Count(b.ctx, Query{Entity: "firm", Where: b.where(t, where)})
		if err != nil {
			return -1
		}
		return n
	}
	define(entity.Custom{Entity: "firm", Name: "color", Kind: "text"}, entity.Custom{Entity: "firm", Name: "score", Kind: "number"})
	typ := b.types.Type("firm")
	f := &firm{Name: "新"}
	entity.Put(f, typ.Spec("color"), textValue("红色"))
	b.put(f)
	if n := count(`{"field":"color","op":"contains","value":"红"}`); n != 1 {
		t.Errorf("%d by the new field", n)
	}
	if n := count(`{"field":"score","op":"empty"}`); n != 4 {
		t.Errorf("%d without the other", n)
	}
	define(entity.Custom{Entity: "firm", Name: "color", Kind: "text"}, entity.Custom{Entity: "firm", Name: "score", Kind: "text"})
	if n := count(`{"field":"score","op":"startsWith","value":"x"}`); n != 0 {
		t.Errorf("%d by the changed kind", n)
	}
	if n := count(`{"field":"color","op":"notEmpty"}`); n != 1 {
		t.Errorf("%d after another field changed", n)
	}
	define()
	if n := count(`{"field":"color","op":"notEmpty"}`); n != -1 {
		t.Error("a field that is gone can be asked for")
	}
}

func TestPeriods(t *testing.T) {
	today := day.Of(2026, time.March, 31) // a Tuesday
	for raw, want := range map[string][2]string{
		`{"today":true}`: {"2026-03-31", "2026-04-01"}, `{"this":"day"}`: {"2026-03-31", "2026-04-01"}, `{"this":"week"}`: {"2026-03-30", "2026-04-06"}, `{"this":"month"}`: {"2026-03-01", "2026-04-01"},
		`{"this":"quarter"}`: {"2026-01-01", "2026-04-01"}, `{"this":"year"}`: {"2026-01-01", "2027-01-01"}, `{"previous":"day"}`: {"2026-03-30", "2026-03-31"}, `{"previous":"week"}`: {"2026-03-23", "2026-03-30"},
		`{"previous":"month"}`: {"2026-02-01", "2026-03-01"}, `{"last":"month"}`: {"2026-02-01", "2026-03-01"}, `{"previous":"quarter"}`: {"2025-10-01", "2026-01-01"}, `{"previous":"year"}`: {"2025-01-01", "2026-01-01"},
		`{"next":"month"}`: {"2026-04-01", "2026-05-01"}, `{"next":"quarter"}`: {"2026-04-01", "2026-07-01"}, `{"next":"week"}`: {"2026-04-06", "2026-04-13"}, `{"next":"year"}`: {"2027-01-01", "2028-01-01"},
		`{"last":{"days":7}}`: {"2026-03-25", "2026-04-01"}, `{"last":{"days":1}}`: {"2026-03-31", "2026-04-01"}, `{"next":{"days":30}}`: {"2026-03-31", "2026-04-30"}, `{"last":{"weeks":2}}`: {"2026-03-18", "2026-04-01"},
		`{"last":{"months":3}}`: {"2026-01-01", "2026-04-01"}, `{"last":{"month":1}}`: {"2026-03-01", "2026-04-01"}, `{"next":{"months":1}}`: {"2026-03-31", "2026-04-30"}, `{"last":{"quarters":1}}`: {"2026-01-01", "2026-04-01"}, `{"last":{"years":1}}`: {"2025-04-01", "2026-04-01"},
	} {
		p := Period{}
		must(t, p.UnmarshalJSON([]byte(raw)))
		from, to := p.Days(today)
		if from.String() != want[0] || to.String() != want[1] {
			t.Errorf("%s is %s to %s, want %v", raw, from, to, want)
		}
		again, err := p.MarshalJSON()
		must(t, err)
		q := Period{}
		must(t, q.UnmarshalJSON(again))
		if q != p {
			t.Errorf("%s came back as %s", raw, again)
		}
	}
}

func FuzzFilter(f *testing.F) {
	for _, raw := range []string{`{}`, `{"field":"level","op":"eq","value":"A"}`, `{"and":[{"not":{"or":[]}},{"field":"foundedOn","op":"in","value":[{"last":{"days":7}},null]}]}`, `{"field":"subject","op":"eq","value":{"entity":"firm","id":"x"}}`, `{"field":"ownerId","op":"eq","value":{"me":true}}`} {
		f.Add([]byte(raw))
	}
	b := newBook(f)
	b.put(&firm{Name: "华为", Level: "A", Size: 3, Founded: day.Of(2026, 3, 1)})
	f.Fuzz(func(t *testing.T, raw []byte) {
		one, err := ParseFilter(raw)
		if err != nil {
			if !fault.Is(err, fault.Invalid) {
				t.Fatalf("%q: %v", raw, err)
			}
			return
		}
		n, err := b.cols.Count(b.ctx, Query{Entity: "firm", Where: one})
		if err != nil && !fault.Is(err, fault.Invalid) {
			t.Fatalf("%q: %v", raw, err)
		}
		if one == nil {
			return
		}
		again, failed := one.MarshalJSON()
		if failed != nil {
			t.Fatalf("%q cannot be written: %v", raw, failed)
		}
		two, failed := ParseFilter(again)
		if failed != nil {
			t.Fatalf("%q was written as %q: %v", raw, again, failed)
		}
		m, second := b.cols.Count(b.ctx, Query{Entity: "firm", Where: two})
		if m != n || (err == nil) != (second == nil) {
			t.Fatalf("%q finds %d (%v), written as %q it finds %d (%v)", raw, n, err, again, m, second)
		}
	})
}
