package columns

import (
	"slices"

	"xingke/backend/base/fault"
)

// foundCell is one cell of the result.
type foundCell struct {
	at    int // of its tallies
	keys  [mostGroups]int64
	order [mostGroups]int64 // of the keys
	value Number            // of the measure sorted by
}

// rows merges what the goroutines gathered, orders it and says the keys.
func (p *pivot) rows(q Aggregate) (*Rows, error) {
	whole := p.parts[0]
	for _, part := range p.parts[1:] {
		whole.merge(part)
	}
	if p.orphans {
		whole.cells[0]++
		whole.orphan = 1
	}
	whole.settle()
	defer func() {
		for _, part := range p.parts {
			part.done()
		}
	}()
	cells, err := p.cellsOf(whole, q)
	if err != nil {
		return nil, err
	}
	return p.say(whole, cells)
}

// mostPicked is the limit up to which the first rows are picked out instead of sorting all.
const mostPicked = 1000

// cellsOf lists the cells with records in them, in the order of the result and at most its limit.
func (p *pivot) cellsOf(whole *part, q Aggregate) ([]int32, error) {
	if q.Sort != nil && (q.Sort.Measure < 0 || q.Sort.Measure >= len(p.measures)) {
		return nil, fault.New(fault.Invalid, "排序所用的统计项不存在", "There is no such measure to sort by.")
	}
	if q.Sort == nil && whole.far == nil {
		if cells, done := p.inOrder(whole, q.Limit); done {
			return cells, nil
		}
	}
	return p.sorted(whole, q)
}

// sorted lists the cells by looking at each.
func (p *pivot) sorted(whole *part, q Aggregate) ([]int32, error) {
	pick := q.Limit > 0 && q.Limit <= mostPicked
	var cells []foundCell
	for at := range whole.size() {
		if whole.live(at) == 0 && len(p.axes) > 0 {
			continue
		}
		if pick && q.Sort != nil && len(cells) == q.Limit && whole.behind(at, q.Sort.Measure, cells[q.Limit-1].value, q.Sort.Desc) {
			continue
		}
		c := foundCell{at: at}
		if q.Sort != nil {
			var err error
			if c.value, err = whole.result(at, q.Sort.Measure); err != nil {
				return nil, err
			}
			if pick && len(cells) == q.Limit && c.value.compare(cells[q.Limit-1].value, q.Sort.Desc) > 0 {
				continue // the rest need not even be known by their keys
			}
		}
		c.keys = whole.keysOf(at)
		for j, x := range p.axes {
			c.order[j] = x.rank(c.keys[j])
		}
		if !pick {
			cells = append(cells, c)
			continue
		}
		if place, _ := slices.BinarySearchFunc(cells, c, q.compare); place < q.Limit {
			cells = slices.Insert(cells, place, c)
			cells = cells[:min(q.Limit, len(cells))]
		}
	}
	if !pick {
		slices.SortFunc(cells, q.compare)
		if q.Limit > 0 {
			cells = cells[:min(q.Limit, len(cells))]
		}
	}
	order := make([]int32, len(cells))
	for i, c := range cells {
		order[i] = int32(c.at)
	}
	return order, nil
}

// inOrder lists the cells of a dense pivot in the order of their keys by walking along its axes in
// theirs; false where so few cells hold anything that sorting them is less work.
func (p *pivot) inOrder(whole *part, limit int) ([]int32, bool) {
	live, indexes := 0, 0
	for at := range whole.size() {
		live += boolInt(whole.live(at) > 0)
	}
	for _, x := range p.axes {
		indexes += x.size
	}
	if len(p.axes) == 0 || indexes > 2*live+64 {
		return nil, false
	}
	if limit <= 0 || limit > live {
		limit = live
	}
	cells := make([]int32, 0, limit)
	orders, strides := make([][]int32, len(p.axes)), make([]int, len(p.axes))
	for j, x := range p.axes {
		orders[j], strides[j] = x.inOrder(), int(x.stride)
	}
	var walk func(j, from int)
	walk = func(j, from int) {
		for _, index := range orders[j] {
			at := from + int(index)*strides[j]
			switch {
			case len(cells) == limit:
				return
			case j+1 < len(p.axes):
				walk(j+1, at)
			case whole.live(at) > 0:
				cells = append(cells, int32(at))
			}
		}
	}
	walk(0, 0)
	return cells, true
}

// compare orders cells by the measure asked for, then by their keys.
func (q Aggregate) compare(a, b foundCell) int {
	if q.Sort != nil {
		if d := a.value.compare(b.value, q.Sort.Desc); d != 0 {
			return d
		}
	}
	return slices.Compare(a.order[:], b.order[:])
}
