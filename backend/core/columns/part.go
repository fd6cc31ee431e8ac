package columns

import "sync"

// part is what one goroutine has gathered of a pivot.
type part struct {
	p      *pivot
	mu     sync.Mutex // where several goroutines share one part
	cells  []int64    // cell by cell: how many records, and the safe sums
	width  int        // of a cell in them
	orphan int64      // 1 where rows that refer to nothing make a cell live; see nearer
	accs   []acc      // by measure
	far    map[[mostGroups]int64]int32
	keys   [][mostGroups]int64 // of far cells
	room   *room
	rows   []uint16  // marked ones of the block being visited
	loads  [][]int64 // of axes, where they are needed
	late   late
}

// acc is what has been gathered of one measure.
type acc struct {
	*measure
	at      int     // place of its sum in a cell
	void    []int64 // records of each cell without a value to add, nil while there are none
	tallies []tally // of each cell, where neither sums nor marks do
	seen    *distinct
	load    []int64
}

// room is the memory that one goroutine works in; it is used again.
type room struct {
	index []uint32
	buf   []uint16
	loads [][]int64
	lent  int
	cells []int64
}

var rooms = sync.Pool{New: func() any { return &room{index: make([]uint32, blockRows)} }}

// mostRoom is how many numbers in cells are kept for another pivot.
const mostRoom = 1 << 19

// lend gives room for the numbers of a block.
func (r *room) lend() []int64 {
	if r.lent == len(r.loads) {
		r.loads = append(r.loads, make([]int64, blockRows))
	}
	r.lent++
	return r.loads[r.lent-1]
}

func newPart(p *pivot) *part {
	one := &part{p: p, room: rooms.Get().(*room), accs: make([]acc, len(p.measures)), width: 1, loads: make([][]int64, len(p.axes))}
	one.room.lent = 0
	for i, m := range p.measures {
		a := &one.accs[i]
		if a.measure = m; m.way == addSafely {
			a.at, one.width = one.width, one.width+1
		}
	}
	n := p.cells * one.width
	if one.cells = one.room.cells; cap(one.cells) < n || p.cells == 0 {
		one.cells = make([]int64, n)
	} else {
		one.cells = one.cells[:n]
		clear(one.cells)
	}
	if p.cells == 0 {
		one.far = map[[mostGroups]int64]int32{}
	}
	for i := range one.accs {
		switch a := &one.accs[i]; a.way {
		case markValues, keepValues:
			a.seen = newDistinct(p, a.measure)
			fallthrough
		case countValues, addWidely, keepExtreme:
			a.tallies = make([]tally, p.cells)
		}
	}
	return one
}

// done gives the room back.
func (o *part) done() {
	if o.far == nil && cap(o.cells) <= mostRoom {
		o.room.cells = o.cells
	}
	rooms.Put(o.room)
}

func (o *part) guarded(block int, sel *words) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.visit(block, sel)
}

// visit adds the marked rows of a block.
func (o *part) visit(block int, sel *words) {
	n := o.p.t.inBlock(block)
	o.rows = sel.rowsOf(n, &o.room.buf)
	index := o.room.index[:n]
	clear(index)
	switch {
	case o.far != nil:
		for i, x := range o.p.axes {
			x.lookup.load(block, o.axis(i)[:n])
		}
		o.loadAll(block, n)
		if listed := o.p.listed; listed >= 0 {
			o.addLists(listed, index)
			return
		}
		for _, i := range o.rows {
			o.addTo(o.cell(o.farKey(i)), i)
		}
	default:
		last := o.late.take(o, block, n)
		for _, x := range o.p.dense {
			if x != last {
				x.add(block, index, o.axis(0)[:n])
			}
		}
		if listed := o.p.listed; listed >= 0 {
			o.p.axes[listed].lookup.load(block, o.axis(listed)[:n])
			o.loadAll(block, n)
			o.addLists(listed, index)
			return
		}
		o.addDense(block, index)
	}
}

// axis is room for the numbers of an axis.
func (o *part) axis(i int) []int64 {
	if o.loads[i] == nil {
		o.loads[i] = o.room.lend()
	}
	return o.loads[i]
}

// values loads the values of a measure.
func (o *part) values(a *acc, block, n int) []int64 {
	if a.load == nil {
		a.load = o.room.lend()
	}
	a.lookup.load(block, a.load[:n])
	return a.load[:n]
}

func (o *part) loadAll(block, n int) {
	for i := range o.accs {
		if a := &o.accs[i]; a.place != nil {
			o.values(a, block, n)
		}
	}
}

// addDense adds rows to the cells of their indexes, one measure after the other.
func (o *part) addDense(block int, index []uint32) {
	counted := int64(1) // until a sum has counted the rows along
	for j := range o.accs {
		a := &o.accs[j]
		switch a.way {
		case countRows:
		case addSafely:
			o.addSums(a, block, index, counted)
			counted = 0
		case markValues:
			a.seen.mark(index, o.rows, o.values(a, block, len(index)))
		default:
			o.values(a, block, len(index))
			for _, i := range o.rows {
				o.measure(int(index[i]), a, i)
			}
		}
	}
	switch {
	case counted == 0:
	case o.width == 1 && len(o.rows) == len(index):
		o.late.count(o.cells, index)
	default:
		for _, i := range o.rows {
			o.cells[int(index[i])*o.width]++
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
		if !x.listed {
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
		o.cells = append(o.cells, 0)
		for j := range o.accs {
			if a := &o.accs[j]; a.way != countRows {
				a.tallies = append(a.tallies, tally{})
			}
		}
	}
	return int(at)
}

func (o *part) addTo(cell int, i uint16) {
	o.cells[cell*o.width]++
	for j := range o.accs {
		o.measure(cell, &o.accs[j], i)
	}
}

// measure adds one row to one measure of a cell.
func (o *part) measure(cell int, a *acc, i uint16) {
	if a.way == countRows {
		return
	}
	v := a.load[i]
	if a.way == addSafely {
		if v == null {
			o.miss(a, cell)
		} else {
			o.cells[cell*o.width+a.at] += v
		}
		return
	}
	if v == null {
		return
	}
	t := &a.tallies[cell]
	switch a.way {
	case countValues:
		t.count++
	case addWidely:
		t.add(v)
	case keepExtreme:
		t.merge(tally{count: 1, value: v}, a.op)
	default:
		if a.seen.add(cell, v, a.place.leaf) {
			t.count++
		}
	}
}
