package records

import (
	"strconv"
	"testing"

	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/sheet"
)

type namedThing struct {
	entity.Base
	Name string `json:"name"`
}

var namedThings = entity.Define("namedThing", "东西", func(n *namedThing) []field.Field {
	return []field.Field{field.Text(&n.Name, "名称").Required().Title().Index()}
})

// TestLongFilesAreKnownAgainByTheirNames: a profile does not count more than so many values.
func TestLongFilesAreKnownAgainByTheirNames(t *testing.T) {
	for different, want := range map[int]string{1000: "name", 500: matchNone} {
		table := &sheet.Table{}
		for i := range 1000 {
			table.Rows = append(table.Rows, sheet.Row{Cells: []sheet.Cell{{Text: strconv.Itoa(i % different)}}})
		}
		spec := namedThings.Spec("name")
		p := &importPlan{t: namedThings.Type, id: -1, table: table, columns: []importColumn{
			{target: sheet.Target{Path: "name", Spec: spec}, profile: &sheet.Profile{Filled: 1000, Values: []string{"0"}}},
		}}
		if got := p.bestMatch(); got != want {
			t.Errorf("%d different names in 1000 rows: matched by %s, want %s", different, got, want)
		}
	}
}
