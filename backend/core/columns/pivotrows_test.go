package columns

import (
	"slices"
	"testing"
)

// TestRowsComeInTheOrderOfTheirKeys walks along the axes and sorts the cells: both give the same.
func TestRowsComeInTheOrderOfTheirKeys(t *testing.T) {
	w := newWide(t, 1_500, 300)
	walked := 0
	for _, groups := range [][]Group{
		{{"level", ""}}, {{"region", "province"}, {"level", ""}}, {{"foundedOn", "quarter"}, {"region", "city"}, {"active", ""}}, {{"ownerId", ""}, {"seenAt", "month"}},
		{{"tags", ""}, {"level", ""}}, {{"parentId", ""}}, {{"chance", ""}, {"size", ""}}, {{"parentId.level", ""}, {"region", ""}},
	} {
		for _, limit := range []int{0, 1, 5} {
			q := Aggregate{Entity: "firm", Groups: groups, Measures: []Measure{{"count", ""}, {"sum", "size"}}, Limit: limit}
			view := w.cols.view()
			p := &pivot{a: w.cols.asker(w.ctx, view), t: view.tables["firm"]}
			must(t, p.prepare(q))
			must(t, p.run(w.ctx, always(true), false))
			whole := p.parts[0]
			got, done := p.inOrder(whole, limit)
			want, err := p.sorted(whole, q)
			must(t, err)
			if !done {
				continue
			}
			walked++
			if !slices.Equal(got, want) {
				t.Errorf("by %v, the first %d: %d and %d cells differ", groups, limit, len(got), len(want))
			}
		}
	}
	if walked < 12 {
		t.Errorf("only %d were found by walking", walked)
	}
}
