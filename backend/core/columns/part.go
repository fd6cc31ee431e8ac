package columns

import (
	"strings"
	"sync"
)

// part is what one goroutine has gathered of a pivot.
type part struct {
	p     *pivot
	mu    sync.Mutex // where several goroutines share one part
	live  []int64    // records in each cell of a dense pivot
	cells []tally    // cell by cell, measure by measure
	far   map[[mostGroups]int64]int32
	keys  [][mostGroups]int64 // of far cells
	seen  []map[distinctKey]struct{}

	index []uint32
	rows  []uint16
	loads [][]int64 // of axes (where cells are far) and then measures
}

// distinctKey is one value seen in one cell.
type distinctKey struct {
	cell int32
	n    int64
	text string
}

// found is one cell of the result.
type foundCell struct {
	keys    [mostGroups]int64
	tallies []tally
}

func newPart(p *pivot) *part {
	one := &part{p: p, index: make([]uint32, blockRows), loads: make([][]int64, len(p.axes)+len(p.measures)), seen: make([]map[distinctKey]struct{}, len(p.measures))}
	for i := range one.loads {
		one.loads[i] = make([]int64, blockRows)
	}
	for i, m := range p.measures {
		if m.op == "distinct" {
			one.seen[i] = map[distinctKey]struct{}{}
		}
	}
	if p.cells == 0 {
		one.far = map[[mostGroups]int64]int32{}
		return one
	}
	one.live, one.cells = make([]int64, p.cells), make([]tally, p.cells*len(p.measures))
	if len(p.axes) > 0 && p.axes[0].stride == 0 {
		stride := uint32(1)
		for _, x := range p.axes {
			x.dense(p.t, stride)
			stride *= uint32(x.size)
		}
	}
	return one
}

func (o *part) guarded(block int, sel *words) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.visit(block, sel)
}

// visit adds the marked rows of a block.
func (o *part) visit(block int, sel *words) {
	n := o.p.t.inBlock(block)
	o.rows = sel.list(o.rows[:0])
	for i, m := range o.p.measures {
		if m.place != nil {
			m.lookup.load(block, o.loads[len(o.p.axes)+i][:n])
		}
	}
	index := o.index[:n]
	clear(index)
	listed := -1
	for i, x := range o.p.axes {
		switch {
		case x.items != nil:
			listed = i
			x.lookup.load(block, o.loads[i][:n])
		case o.far != nil:
			x.lookup.load(block, o.loads[i][:n])
		default:
			x.add(block, index, o.loads[i][:n])
		}
	}
	switch {
	case listed >= 0:
		o.addLists(listed, index)
	case o.far != nil:
		for _, i := range o.rows {
			o.addTo(o.cell(o.farKey(i)), i)
		}
	default:
		o.addDense(index)
	}
}

// addDense adds rows to the cells of their indexes, one measure after the other.
func (o *part) addDense(index []uint32) {
	for _, i := range o.rows {
		o.live[index[i]]++
	}
	width := len(o.p.measures)
	for j, m := range o.p.measures {
		load := o.loads[len(o.p.axes)+j]
		switch m.op {
		case "sum", "avg":
			for _, i := range o.rows {
				if v := load[i]; v != null {
					o.cells[int(index[i])*width+j].add(v)
				}
			}
		default:
			for _, i := range o.rows {
				o.measure(int(index[i]), j, i)
			}
		}
	}
}

// addLists adds a row to the cell of each item of its list.
func (o *part) addLists(axis int, index []uint32) {
	x := o.p.axes[axis]
	for _, i := range o.rows {
		list := o.loads[axis][i]
		if list == null {
			o.addItem(axis, null, i, index)
			continue
		}
		for _, item := range x.items[list] {
			o.addItem(axis, int64(item), i, index)
		}
	}
}

func (o *part) addItem(axis int, item int64, i uint16, index []uint32) {
	if o.far != nil {
		key := o.farKey(i)
		key[axis] = item
		o.addTo(o.cell(key), i)
		return
	}
	at := index[i]
	if item != null {
		at += (uint32(item-o.p.axes[axis].lo) + 1) * o.p.axes[axis].stride
	}
	o.addTo(int(at), i)
}

// farKey is the key of a row's cell where cells are found by keys.
func (o *part) farKey(i uint16) [mostGroups]int64 {
	var key [mostGroups]int64
	for j, x := range o.p.axes {
		if x.items == nil {
			key[j] = x.key(o.loads[j][i])
		}
	}
	return key
}

func (o *part) cell(key [mostGroups]int64) int {
	at, known := o.far[key]
	if !known {
		at = int32(len(o.keys))
		o.far[key] = at
		o.keys = append(o.keys, key)
		o.live = append(o.live, 0)
		o.cells = append(o.cells, make([]tally, len(o.p.measures))...)
	}
	return int(at)
}

func (o *part) addTo(cell int, i uint16) {
	o.live[cell]++
	for j := range o.p.measures {
		o.measure(cell, j, i)
	}
}

// measure adds one row to one measure of a cell.
func (o *part) measure(cell, j int, i uint16) {
	m := o.p.measures[j]
	t := &o.cells[cell*len(o.p.measures)+j]
	if m.place == nil {
		t.count++
		return
	}
	v := o.loads[len(o.p.axes)+j][i]
	if v == null {
		return
	}
	switch m.op {
	case "count":
		t.count++
	case "sum", "avg":
		t.add(v)
	case "min", "max":
		t.merge(tally{count: 1, value: v}, m.op)
	case "distinct":
		k := distinctKey{cell: int32(cell), n: v}
		if leaf := m.place.leaf; leaf != nil && leaf.form == strung {
			k.n, k.text = 0, strings.Clone(textAt(leaf.texts, int(v)))
		}
		if _, known := o.seen[j][k]; !known {
			o.seen[j][k] = struct{}{}
			t.count++
		}
	}
}

// merge adds what another goroutine gathered; both are dense.
func (o *part) merge(other *part) {
	for i, n := range other.live {
		o.live[i] += n
	}
	for i := range other.cells {
		o.cells[i].merge(other.cells[i], o.p.measures[i%len(o.p.measures)].op)
	}
}

// found lists the cells with records in them.
func (o *part) found() []foundCell {
	var cells []foundCell
	for at, n := range o.live {
		if n > 0 {
			cells = append(cells, o.at(at))
		}
	}
	return cells
}

func (o *part) at(cell int) foundCell {
	width := len(o.p.measures)
	f := foundCell{tallies: make([]tally, width)}
	if cell < len(o.live) {
		copy(f.tallies, o.cells[cell*width:])
	}
	if o.far != nil {
		if cell < len(o.keys) {
			f.keys = o.keys[cell]
		}
		return f
	}
	for i, x := range o.p.axes {
		f.keys[i] = null
		if index := int64(cell % x.size); index > 0 {
			f.keys[i] = x.lo + index - 1
		}
		cell /= x.size
	}
	return f
}
