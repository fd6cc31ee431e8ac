package columns

import (
	"slices"

	"xingke/backend/base/fault"
	"xingke/backend/core/field"
)

// foundCell is one cell of the result.
type foundCell struct {
	at    int // of its tallies
	keys  [mostGroups]int64
	order [mostGroups]int64 // of the keys
	value Number            // of the measure sorted by
}

// rows merges what the goroutines gathered, orders it and says the keys.
func (p *pivot) rows(q Aggregate) ([]AggregateRow, error) {
	for _, part := range p.parts {
		part.finish()
	}
	whole := p.parts[0]
	for _, part := range p.parts[1:] {
		whole.merge(part)
	}
	whole.settle()
	cells, err := p.cellsOf(whole, q)
	if err != nil {
		return nil, err
	}
	compare := func(a, b foundCell) int {
		if q.Sort != nil {
			if d := a.value.compare(b.value, q.Sort.Desc); d != 0 {
				return d
			}
		}
		return slices.Compare(a.order[:], b.order[:])
	}
	if q.Limit > 0 && q.Limit < len(cells)/16 {
		cells = firstOf(cells, q.Limit, compare)
	} else {
		slices.SortFunc(cells, compare)
	}
	if q.Limit > 0 && q.Limit < len(cells) {
		cells = cells[:q.Limit]
	}
	return p.say(whole, cells)
}

// cellsOf lists the cells with records in them.
func (p *pivot) cellsOf(whole *part, q Aggregate) ([]foundCell, error) {
	if q.Sort != nil && (q.Sort.Measure < 0 || q.Sort.Measure >= len(p.measures)) {
		return nil, fault.New(fault.Invalid, "排序所用的统计项不存在", "There is no such measure to sort by.")
	}
	var cells []foundCell
	for at, n := range whole.live {
		if n > 0 || len(p.axes) == 0 {
			cells = append(cells, foundCell{at: at, keys: whole.keysOf(at)})
		}
	}
	for i := range cells {
		c := &cells[i]
		for j, x := range p.axes {
			c.order[j] = x.rank(c.keys[j])
		}
		if q.Sort != nil {
			n, err := whole.result(c.at, q.Sort.Measure)
			if err != nil {
				return nil, err
			}
			c.value = n
		}
	}
	return cells, nil
}

// firstOf is the first k of many in an order.
func firstOf(cells []foundCell, k int, compare func(a, b foundCell) int) []foundCell {
	best := make([]foundCell, 0, k+1)
	for _, c := range cells {
		if len(best) == k && compare(c, best[k-1]) >= 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(best, c, compare)
		best = slices.Insert(best, at, c)
		best = best[:min(k, len(best))]
	}
	return best
}

// say writes the rows of the result.
func (p *pivot) say(whole *part, cells []foundCell) ([]AggregateRow, error) {
	specs := make([]*field.Spec, len(p.axes))
	for i, x := range p.axes {
		specs[i] = x.spec
	}
	rows := make([]AggregateRow, len(cells))
	keys, values := make([]field.Value, len(cells)*len(p.axes)), make([]Number, len(cells)*len(p.measures))
	for i, c := range cells {
		r := &rows[i]
		r.specs = specs
		r.Keys, keys = keys[:len(p.axes):len(p.axes)], keys[len(p.axes):]
		r.Values, values = values[:len(p.measures):len(p.measures)], values[len(p.measures):]
		for j, x := range p.axes {
			r.Keys[j] = x.say(c.keys[j])
		}
		for j := range p.measures {
			n, err := whole.result(c.at, j)
			if err != nil {
				return nil, err
			}
			r.Values[j] = n
		}
	}
	return rows, nil
}
