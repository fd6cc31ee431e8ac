package columns

import (
	"iter"

	"xingke/backend/core/field"
)

// Rows is what an aggregate answered, in its order. There may be tens of thousands of groups: they
// are held as plain numbers, column by column, and a row is made of them when it is looked at.
// None is a nil *Rows as well.
type Rows struct {
	n       int
	groups  []keyColumn
	figures []figureColumn
}

// keyColumn is the keys of one group field.
type keyColumn struct {
	spec *field.Spec   // nil where the keys are text made by By
	said []field.Value // the different ones
	at   []uint32      // which of them, row by row
}

// figureColumn is the results of one measure.
type figureColumn struct {
	spec      *field.Spec // nil for counts
	whole     []int64
	fractions []float64 // of averages that may have them; nil for others
	empty     []bool    // where there was nothing to measure; nil: nowhere
}

// AggregateRow is one group. The key of a group with By is text ("2026-03", "2026-Q1", "2026-W10",
// "2026", "2026-03-08", "浙江省/杭州市"); otherwise it is a value of the field; empty values make a
// group with an empty key. A record with several tags counts in the group of each.
type AggregateRow struct {
	of *Rows
	at int
}

// Len is the number of rows.
func (r *Rows) Len() int {
	if r == nil {
		return 0
	}
	return r.n
}

// At is the i-th row.
func (r *Rows) At(i int) AggregateRow { return AggregateRow{r, i} }

// All goes through the rows.
func (r *Rows) All() iter.Seq[AggregateRow] {
	return func(yield func(AggregateRow) bool) {
		for i := range r.Len() {
			if !yield(AggregateRow{r, i}) {
				return
			}
		}
	}
}

// Key is the key of the i-th group. Rows share their keys: they are not to be changed.
func (r AggregateRow) Key(i int) *field.Value {
	c := &r.of.groups[i]
	return &c.said[c.at[r.at]]
}

// KeyJSON appends the i-th key as JSON.
func (r AggregateRow) KeyJSON(dst []byte, i int) []byte {
	text, _ := field.ByName("text")
	switch s, key := r.of.groups[i].spec, r.Key(i); {
	case key.Empty():
		return append(dst, "null"...)
	case s == nil || key.Form == field.Str && s.Kind.Form() == field.List:
		return text.JSON(dst, &field.Spec{}, *key)
	default:
		return s.Kind.JSON(dst, s, *key)
	}
}

// Value is the result of the i-th measure.
func (r AggregateRow) Value(i int) Number {
	c := &r.of.figures[i]
	n := Number{Int: c.whole[r.at], Spec: c.spec}
	if n.Empty = c.empty != nil && c.empty[r.at]; !n.Empty && c.fractions != nil {
		n.Fraction, n.split = c.fractions[r.at], true
	}
	return n
}
