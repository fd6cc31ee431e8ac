package columns

import (
	"context"
	"strings"
	"sync"
)

// nearer answers by the records that the rows refer to, where that gives the same: which different
// customers the lines of orders belong to is known from the orders that have such a line, and those
// are fewer. It goes on so as long as all groups and measures lie behind one reference, and the
// measures do not count how often a record is referred to.
func (p *pivot) nearer(ctx context.Context, q *Aggregate, pass test) (*pivot, test, error) {
	for {
		hop, shorter := p.shorter(*q)
		if hop == nil {
			return p, pass, nil
		}
		set, orphans, err := referred(ctx, p.t, pass, q.Deleted, hop, p.a.w.tables[hop.target].n)
		if err != nil {
			return nil, nil, err
		}
		next := &pivot{a: p.a, t: p.a.w.tables[hop.target].only(set), orphans: p.orphans || orphans}
		if err := next.prepare(shorter); err != nil {
			return nil, nil, err
		}
		*q, p, pass = shorter, next, always(true)
	}
}

// nearFrom is how many times as many rows there must be. Only tests change it.
var nearFrom = 2

// shorter is what to ask of the table that a reference points to, which all groups and measures go
// through; nil where there is none such, or it would not be less work.
func (p *pivot) shorter(q Aggregate) (*columnView, Aggregate) {
	if len(q.Measures) == 0 || p.cells == 0 || q.Sort != nil && (q.Sort.Measure < 0 || q.Sort.Measure >= len(q.Measures)) {
		return nil, q
	}
	name, _, _ := strings.Cut(q.Measures[0].Field, ".")
	hop := p.t.column(name)
	if name == "" || hop == nil || hop.form != rows || nearFrom*p.a.w.tables[hop.target].n > p.t.n {
		return nil, q
	}
	near := q
	near.Groups, near.Measures, near.Deleted = nil, nil, false
	for i, g := range q.Groups {
		rest, goes := strings.CutPrefix(g.Field, name+".")
		x := p.axes[i]
		if !goes || rest == "id" || x.listed || x.place.leaf != nil && x.place.leaf.form == strung || x.place.veilAt(0) != nil {
			return nil, q
		}
		near.Groups = append(near.Groups, Group{rest, g.By})
	}
	for i, m := range q.Measures {
		if m.Field == name && m.Op == "distinct" { // as many as there are records referred to
			near.Measures = append(near.Measures, Measure{Op: "count"})
			continue
		}
		rest, goes := strings.CutPrefix(m.Field, name+".")
		if m.Op != "distinct" && m.Op != "min" && m.Op != "max" || !goes || p.measures[i].place.veilAt(0) != nil {
			return nil, q
		}
		near.Measures = append(near.Measures, Measure{m.Op, rest})
	}
	return hop, near
}

// referred marks the rows that those who pass refer to; orphans tells that some refer to none.
func referred(ctx context.Context, t *tableView, pass test, deleted bool, hop *columnView, rows int) (set codeset, orphans bool, err error) {
	var mu sync.Mutex
	var sets []codeset
	var alone []*bool
	err = scan(ctx, t, pass, deleted, func() func(int, *words) {
		own, none, buf := newCodeset((rows+blockRows)&^blockMask), new(bool), []uint16{}
		mu.Lock()
		sets, alone = append(sets, own), append(alone, none)
		mu.Unlock()
		return func(block int, sel *words) {
			n := t.inBlock(block)
			s, rows := hop.slot(block), sel.rowsOf(n, &buf)
			if len(rows) == n && s.block != nil {
				if all := s.refers(n); all != nil {
					own.take(all)
					*none = *none || all.none
					return
				}
			}
			if own.refer(s, rows) {
				*none = true
			}
		}
	})
	for i, own := range sets {
		if orphans = orphans || *alone[i]; i == 0 {
			set = own
			continue
		}
		for k, word := range own {
			set[k] |= word
		}
	}
	return set, orphans, err
}

// refer marks what the rows of a block refer to, and tells whether some refer to nothing.
func (s codeset) refer(b slot, rows []uint16) (none bool) {
	switch {
	case b.block == nil:
		return len(rows) > 0
	case b.u8 != nil:
		return referIn(s, b.u8, b.base, rows)
	case b.u16 != nil:
		return referIn(s, b.u16, b.base, rows)
	case b.u32 != nil:
		return referIn(s, b.u32, b.base, rows)
	}
	for _, i := range rows {
		if int(i) < len(b.i64) && b.i64[i] != null {
			s.add(int(b.i64[i]))
		} else {
			none = true
		}
	}
	return none
}

func referIn[T uint8 | uint16 | uint32](s codeset, data []T, base int64, rows []uint16) (none bool) {
	if n := len(rows); n > 0 && int(rows[n-1]) == n-1 && n <= len(data) { // all of them
		last, word := 0, s[0] // rows that stand together often refer to records that do
		for _, v := range data[:n] {
			if v == 0 {
				none = true
				continue
			}
			at := int(base + int64(v))
			if at>>6 != last {
				s[last], last = word, at>>6
				word = s[last]
			}
			word |= 1 << (at & 63)
		}
		s[last] = word
		return none
	}
	for _, i := range rows {
		if int(i) >= len(data) || data[i] == 0 {
			none = true
			continue
		}
		s.add(int(base + int64(data[i])))
	}
	return none
}

// only is the table as if no other rows lived.
func (v *tableView) only(set codeset) *tableView {
	twin := *v
	live := marksOf(set)
	twin.live, twin.lived = live.blocks, live.total
	return &twin
}
