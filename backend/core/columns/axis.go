package columns

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/field"
)

// axis is one group field of a pivot. Every number at its place has an ordinal; those from lo on
// are counted as indexes from 1, index 0 is the empty value. Too many ordinals: size is 0 and
// cells are found by the ordinals themselves.
type axis struct {
	spec    *field.Spec // of keys; nil where By makes them
	place   *place
	lookup  *lookup // of lists, and where cells are found by ordinals
	size    int
	lo      int64
	ordinal func(n int64) int64 // nil: the number itself
	value   func(ordinal int64) field.Value
	order   func(ordinal int64) int64 // nil: the ordinal itself
	listed  bool                      // a row has several values
	items   [][]int32                 // of lists: the ordinals of each list number

	from   int64    // raw number of the first entry
	table  []uint32 // index by raw number of the first column of the path
	stride uint32
	cut    string // how places and days are cut, and where days begin
	turns  *turns // of moments, instead of a table
}

const widestAxis = 1 << 20

func (a *asker) axis(t *tableView, g Group) (*axis, error) {
	p, err := a.find(t, g.Field)
	if err != nil {
		return nil, err
	}
	x := &axis{spec: p.spec(), place: p, cut: g.By + " " + a.zone.String()}
	if err := a.ordinals(x, p, g); err != nil {
		return nil, err
	}
	if x.listed {
		x.lookup = a.lookup(p)
	}
	return x, nil
}

// ordinals sets how numbers become ordinals and ordinals keys, and their range.
func (a *asker) ordinals(x *axis, p *place, g Group) error {
	kind := x.spec.Kind.Name()
	switch {
	case g.By != "" && (kind == "day" || kind == "instant"):
		return a.calendar(x, p, g)
	case g.By != "" && kind == "region":
		return a.divisions(x, p, g)
	case g.By != "":
		return wrongBy(x, g)
	case p.leaf == nil:
		ids := p.table
		x.span(0, int64(ids.n)-1)
		x.value = func(row int64) field.Value { return field.OfText(a.w.id(ids, int(row))) }
		return nil
	}
	leaf := p.leaf
	x.value = func(n int64) field.Value { return leaf.valueOf(a.w, n) }
	switch leaf.form {
	case numbers:
		if lo, hi := leaf.bounds(); lo <= hi && uint64(hi)-uint64(lo) < widestAxis {
			x.span(lo, hi)
		} else if lo > hi {
			x.span(0, 0)
		}
	case codes:
		x.span(0, int64(len(leaf.names))-1)
		rank := a.coding(leaf).rank
		x.order = func(code int64) int64 { return rank[code] }
	case rows:
		x.span(0, int64(a.w.tables[leaf.target].n)-1)
		x.order = a.titleOrder(leaf.target)
	case codeList, rowList:
		a.each(x, leaf)
	case strung:
		a.spelling(x, p)
	default:
		return fault.New(fault.Invalid, "不能按字段“%s”分组", "Lists cannot be grouped by the field %s.", x.spec.Label)
	}
	return nil
}

func wrongBy(x *axis, g Group) error {
	return fault.New(fault.Invalid,
		"字段“%s”不能按“%s”分组；日期可按 day week month quarter year，地区可按 province city district",
		"The field %s cannot be grouped by %s; days go by day, week, month, quarter, year, places by province, city, district.", x.spec.Label, lang.S(g.By))
}

// span sets the ordinals there are.
func (x *axis) span(lo, hi int64) {
	x.lo = lo
	x.size = int(max(hi-lo, -1)) + 2
}

// titleOrder orders rows of an entity by their titles.
func (a *asker) titleOrder(entity string) func(int64) int64 {
	t := a.w.tables[entity]
	titles := t.titles()
	if titles == nil {
		return nil
	}
	r := a.c.ranksOf(t, titles)
	return func(row int64) int64 {
		if rank := r.at(int(row)); rank != null {
			return rank
		}
		return math.MaxInt64 - 1
	}
}

// each makes the items of lists the ordinals.
func (a *asker) each(x *axis, leaf *columnView) {
	x.listed, x.items = true, leaf.items
	x.value = func(item int64) field.Value { return field.OfText(leaf.item(a.w, int32(item))) }
	if leaf.form == rowList {
		x.span(0, int64(a.w.tables[leaf.target].n)-1)
		x.order = a.titleOrder(leaf.target)
		return
	}
	x.span(0, int64(len(leaf.names))-1)
	rank := a.codingOf(&columnView{spec: leaf.spec, form: codes, names: leaf.names}).rank
	x.order = func(item int64) int64 { return rank[item] }
}

// spelling gives the texts of a column numbers for this one pivot.
func (a *asker) spelling(x *axis, p *place) {
	t, leaf := p.table, p.leaf
	numbers := map[string]int32{}
	code := make([]int32, t.n)
	var examples []int32
	for row := range code {
		slot := leaf.text(row >> blockBits)
		raw := slot.raw(row & blockMask)
		n, known := numbers[string(raw)]
		if !known {
			n = int32(len(examples))
			numbers[string(raw)] = n
			examples = append(examples, int32(row))
		}
		code[row] = n
	}
	ranks := a.c.ranksOf(t, leaf)
	x.span(0, int64(len(examples))-1)
	x.ordinal = func(row int64) int64 { return int64(code[row]) }
	x.value = func(n int64) field.Value { return field.OfText(textAt(leaf.texts, int(examples[n]))) }
	x.order = func(n int64) int64 { return ranks.at(int(examples[n])) }
}

// divisions cuts places to their province, city or district.
func (a *asker) divisions(x *axis, p *place, g Group) error {
	parts := map[string]int{"province": 1, "city": 2, "district": 3}[g.By]
	if parts == 0 {
		return wrongBy(x, g)
	}
	cut := keptAt(a.w, keptAs{from: p.leaf.source, what: g.By}, func() *cutting { return a.cutting(p.leaf, parts) })
	x.spec = nil
	x.span(0, int64(len(cut.names))-1)
	x.ordinal = func(code int64) int64 { return cut.of[code] }
	x.value = func(n int64) field.Value { return field.OfText(cut.names[n]) }
	x.order = func(n int64) int64 { return cut.rank[n] }
	return nil
}

// cutting is the first parts of places: their names, the order of these, and which of them a code has.
type cutting struct {
	of    []int64
	names []string
	rank  []int64
}

func (a *asker) cutting(leaf *columnView, parts int) *cutting {
	dict, of := newDict(), make([]int64, len(leaf.names))
	for code, name := range leaf.names {
		split := strings.Split(name, "/")
		of[code] = int64(dict.code(strings.Join(split[:min(parts, len(split))], "/")))
	}
	return &cutting{of, dict.names, a.codingOf(&columnView{spec: leaf.spec, form: codes, names: dict.names}).rank}
}

// index is the index of a number at the place.
func (x *axis) index(n int64) uint32 {
	if n == null {
		return 0
	}
	if x.ordinal != nil {
		n = x.ordinal(n)
	}
	return uint32(n-x.lo) + 1
}

// key is the ordinal of a number at the place.
func (x *axis) key(n int64) int64 {
	if n == null || x.ordinal == nil {
		return n
	}
	return x.ordinal(n)
}

// say is the key for people and programs.
func (x *axis) say(ordinal int64) field.Value {
	if ordinal == null {
		return field.None
	}
	return x.value(ordinal)
}

// inOrder is the indexes of a dense axis in the order of its keys, that of the empty one last.
func (x *axis) inOrder() []int32 {
	ranks, order := make([]int64, x.size), make([]int32, x.size)
	for i := range order {
		order[i] = int32(i)
		if ranks[i] = math.MaxInt64; i > 0 {
			ranks[i] = x.rank(x.lo + int64(i) - 1)
		}
	}
	slices.SortFunc(order, func(a, b int32) int {
		if d := cmp.Compare(ranks[a], ranks[b]); d != 0 {
			return d
		}
		return int(a - b)
	})
	return order
}

// rank orders keys; the empty one is last.
func (x *axis) rank(ordinal int64) int64 {
	switch {
	case ordinal == null:
		return math.MaxInt64
	case x.order == nil:
		return ordinal
	}
	return x.order(ordinal)
}
