package columns

import (
	"context"
	"slices"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
)

// Group is one field that an aggregate groups by. By cuts days and moments into "day", "week",
// "month", "quarter" or "year", and places into "province", "city" or "district"; "" takes values as they are.
type Group struct {
	Field string `json:"field"`
	By    string `json:"by,omitempty"`
}

// Measure is what an aggregate computes for each group: "count" (of records; with a field, of those
// that have a value), "sum", "avg", "min", "max" or "distinct" (how many different values).
type Measure struct {
	Op    string `json:"op"`
	Field string `json:"field,omitempty"`
}

// By orders the rows of an aggregate by one of its measures.
type By struct {
	Measure int  `json:"measure"` // its place among the measures
	Desc    bool `json:"desc,omitempty"`
}

// Aggregate asks for measures of the records that Where and Scope want, grouped by up to three fields.
type Aggregate struct {
	Entity   string
	Where    *Filter
	Scope    *Filter
	Groups   []Group
	Measures []Measure
	Sort     *By // by keys where nil
	Limit    int // of rows; 0 is all
	Deleted  bool
}

const (
	mostGroups = 3
	mostCells  = 4 << 20
	sharedFrom = 256 << 10 // cells from which goroutines do not each have their own
	smallSet   = 4 << 20   // marks of a distinct up to which they do
)

// Aggregate computes measures by group. Rows come ordered by their keys as lists are, empty keys
// last, or by a measure. Without groups there is exactly one row.
func (c *Columns) Aggregate(ctx context.Context, q Aggregate) (*Rows, error) {
	defer c.answering()()
	a, t, pass, err := c.compiled(ctx, q.Entity, q.Where, q.Scope)
	if err != nil {
		return nil, err
	}
	p := &pivot{a: a, t: t}
	if err := p.prepare(q); err != nil {
		return nil, err
	}
	if p, pass, err = p.nearer(ctx, &q, pass); err != nil {
		return nil, err
	}
	if err := p.run(ctx, pass, q.Deleted); err != nil {
		return nil, err
	}
	return p.rows(q)
}

// pivot is an aggregate at work.
type pivot struct {
	a        *asker
	t        *tableView
	axes     []*axis
	measures []*measure
	cells    int // of a dense pivot; 0: too many, cells are found by their keys
	parts    []*part
	listed   int     // which axis has several values in a row; -1: none
	dense    []*axis // what the index of a row is added up from
	counted  bool    // and nothing but one sum; see late
	orphans  bool    // see nearer
}

func (p *pivot) prepare(q Aggregate) error {
	if len(q.Groups) > mostGroups {
		return fault.New(fault.Invalid, "最多按 %s 个字段分组", "Group by at most %s fields.", lang.N(mostGroups))
	}
	lists := 0
	p.listed = -1
	for i, g := range q.Groups {
		x, err := p.a.axis(p.t, g)
		if err != nil {
			return err
		}
		if x.listed {
			lists++
			p.listed = i
		}
		p.axes = append(p.axes, x)
	}
	if lists > 1 {
		return fault.New(fault.Invalid, "一次只能按一个多值字段（如标签）分组", "Only one field with several values, such as tags, can be grouped by at a time.")
	}
	for _, m := range q.Measures {
		one, err := p.a.measure(p.t, m)
		if err != nil {
			return err
		}
		p.measures = append(p.measures, one)
	}
	p.cells = 1
	for _, x := range p.axes {
		if p.cells *= x.size; p.cells > mostCells {
			p.cells = 0
			break
		}
	}
	if p.cells*max(1, len(p.measures)) > mostCells {
		p.cells = 0
	}
	for _, m := range p.measures {
		if m.choose(p.cells > 0); m.op == "distinct" && m.marks(p.cells) {
			m.way = markValues
		}
	}
	return nil
}

// lay prepares how rows find their cells.
func (p *pivot) lay() {
	if p.cells == 0 {
		for _, x := range p.axes {
			if x.lookup == nil {
				x.lookup = p.a.lookup(x.place)
			}
		}
		return
	}
	stride := uint32(1)
	for i, x := range slices.Backward(p.axes) { // cells lie in the order of their keys, more or less
		x.dense(p.a.w, stride)
		if stride *= uint32(x.size); i != p.listed {
			p.dense = append(p.dense, x)
		}
	}
	p.dense = together(p.a.w, p.dense)
	p.counted = p.onlyCounts()
}

func (p *pivot) run(ctx context.Context, pass test, deleted bool) error {
	p.lay()
	alone := p.cells >= sharedFrom || p.cells == 0
	for _, m := range p.measures {
		if m.op == "distinct" {
			lo, hi := m.place.span()
			alone = alone || lo > hi || hi-lo > smallSet/int64(max(1, p.cells))
		}
	}
	if alone {
		one := newPart(p)
		p.parts = append(p.parts, one)
		return scan(ctx, p.t, pass, deleted, func() func(int, *words) { return one.guarded })
	}
	return scan(ctx, p.t, pass, deleted, func() func(int, *words) {
		one := newPart(p)
		p.parts = append(p.parts, one) // begin is called by one goroutine
		return one.visit
	})
}
