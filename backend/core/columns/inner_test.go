package columns

import (
	"slices"
	"testing"

	"xingke/backend/base/money"
)

// TestRecordsByTheirLines finds records by what stands in the lines inside them.
func TestRecordsByTheirLines(t *testing.T) {
	b := newBook(t)
	names := map[string]string{}
	put := func(name string, lines ...line) *order {
		o := &order{Number: name, Lines: lines}
		names[b.put(o)] = name
		return o
	}
	goods, service := line{What: "甲", Sort: "goods", Amount: money.Amount(100_00)}, line{What: "乙", Sort: "service"}
	put("a", goods, service)
	two := put("b", service)
	put("c")
	three := put("d", goods, goods)
	three.Lines = three.Lines[:1] // a line that was there is no longer
	b.put(three)
	for where, want := range map[string]string{
		`{"field":"lines.sort","op":"eq","value":"goods"}`:                                                              "ad",
		`{"field":"lines.sort","op":"in","value":["goods","service"]}`:                                                  "abd",
		`{"field":"lines.sort","op":"ne","value":"goods"}`:                                                              "bc",
		`{"field":"lines.sort","op":"notIn","value":["service"]}`:                                                       "cd",
		`{"field":"lines.what","op":"contains","value":"乙"}`:                                                            "ab",
		`{"field":"lines.amount","op":"ge","value":"100"}`:                                                              "ad",
		`{"field":"lines.amount","op":"notEmpty"}`:                                                                      "abd",
		`{"field":"lines.sort","op":"empty"}`:                                                                           "c",
		`{"and":[{"field":"lines.sort","op":"eq","value":"goods"},{"field":"lines.sort","op":"eq","value":"service"}]}`: "a",
		`{"not":{"field":"lines.sort","op":"eq","value":"service"}}`:                                                    "cd",
		`{"field":"lines.firmId.name","op":"eq","value":"x"}`:                                                           "fault",
		`{"and":[{"field":"number","op":"in","value":["a","b"]},{"field":"lines.sort","op":"in","value":["goods"]}]}`:   "a",
	} {
		if got := foundOrders(t, b, names, where, false); got != want {
			t.Errorf("%s finds %q, wants %q", where, got, want)
		}
	}
	must(t, b.db.Delete(b.ctx, b.types.Type("order"), two.ID, two.Rev))
	if got := foundOrders(t, b, names, `{"field":"lines.sort","op":"eq","value":"service"}`, false); got != "a" {
		t.Errorf("a deleted record is found by its lines: %q", got)
	}
	if got := foundOrders(t, b, names, `{"field":"lines.sort","op":"eq","value":"service"}`, true); got != "b" {
		t.Errorf("the recycle bin is not searched by lines: %q", got)
	}
}

func foundOrders(t *testing.T, b *book, names map[string]string, where string, deleted bool) string {
	t.Helper()
	page, err := b.cols.List(b.ctx, Query{Entity: "order", Where: b.where(t, where), Deleted: deleted})
	if err != nil {
		return "fault"
	}
	var found []string
	for _, id := range page.IDs {
		found = append(found, names[id])
	}
	slices.Sort(found)
	all := ""
	for _, one := range found {
		all += one
	}
	return all
}
