package columns

import "sync"

// part is what one goroutine has gathered of a pivot.
type part struct {
	p     *pivot
	mu    sync.Mutex // where several goroutines share one part
	live  []int64    // records in each cell of a dense pivot
	cells []tally    // cell by cell, measure by measure
	far   map[[mostGroups]int64]int32
	keys  [][mostGroups]int64 // of far cells
	seen  []*distinct

	index []uint32
	rows  []uint16 // marked ones of the block being visited
	buf   []uint16
	loads [][]int64 // of axes (where cells are far) and then measures
}

func newPart(p *pivot) *part {
	one := &part{p: p, index: make([]uint32, blockRows), loads: make([][]int64, len(p.axes)+len(p.measures)), seen: make([]*distinct, len(p.measures))}
	for i := range one.loads {
		one.loads[i] = make([]int64, blockRows)
	}
	for i, m := range p.measures {
		if m.op == "distinct" {
			one.seen[i] = newDistinct(p, m)
		}
	}
	if p.cells == 0 {
		one.far = map[[mostGroups]int64]int32{}
		for _, x := range p.axes {
			if x.lookup == nil {
				x.lookup = p.a.lookup(x.place)
			}
		}
		return one
	}
	one.live, one.cells = make([]int64, p.cells), make([]tally, p.cells*len(p.measures))
	if len(p.axes) > 0 && p.axes[0].stride == 0 {
		stride := uint32(1)
		for _, x := range p.axes {
			x.dense(p.a.w, stride)
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
	o.rows = sel.rowsOf(n, &o.buf)
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
		case x.listed:
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
	full := len(o.rows) == len(index)
	if full {
		for _, at := range index {
			o.live[at]++
		}
	} else {
		for _, i := range o.rows {
			o.live[index[i]]++
		}
	}
	width := len(o.p.measures)
	for j, m := range o.p.measures {
		load := o.loads[len(o.p.axes)+j]
		cells := o.cells[j:]
		switch {
		case m.place == nil:
		case m.safe && full && (m.op == "sum" || m.op == "avg"):
			for i, v := range load[:len(index)] {
				if v != null {
					cells[int(index[i])*width].addSafe(v)
				}
			}
		case m.safe && (m.op == "sum" || m.op == "avg"):
			for _, i := range o.rows {
				if v := load[i]; v != null {
					cells[int(index[i])*width].addSafe(v)
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
		return // live counts records
	}
	v := o.loads[len(o.p.axes)+j][i]
	if v == null {
		return
	}
	switch m.op {
	case "count":
		t.count++
	case "sum", "avg":
		if m.safe {
			t.addSafe(v)
		} else {
			t.add(v)
		}
	case "min", "max":
		t.merge(tally{count: 1, value: v}, m.op)
	case "distinct":
		if o.seen[j].add(cell, v, m.place.leaf) {
			t.count++
		}
	}
}

// finish completes sums that were added within 64 bits.
func (o *part) finish() {
	width := len(o.p.measures)
	for j, m := range o.p.measures {
		if !m.safe || m.op != "sum" && m.op != "avg" {
			continue
		}
		for at := j; at < len(o.cells); at += width {
			o.cells[at].hi = o.cells[at].value >> 63
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
	for j, d := range other.seen {
		if d != nil {
			o.seen[j].merge(d)
		}
	}
}

// settle counts what is only known when all is gathered.
func (o *part) settle() {
	width := len(o.p.measures)
	for j, d := range o.seen {
		if d == nil || d.width == 0 {
			continue
		}
		for cell, n := range o.live {
			if n > 0 {
				o.cells[cell*width+j].count = d.count(cell)
			}
		}
	}
}

// result is a measure of a cell.
func (o *part) result(cell, j int) (Number, error) {
	m := o.p.measures[j]
	if m.place == nil {
		return Number{Int: o.live[cell]}, nil
	}
	return m.result(&o.cells[cell*len(o.p.measures)+j])
}

// keysOf are the keys of a cell.
func (o *part) keysOf(cell int) [mostGroups]int64 {
	if o.far != nil {
		return o.keys[cell]
	}
	var keys [mostGroups]int64
	for i, x := range o.p.axes {
		keys[i] = null
		if index := int64(cell % x.size); index > 0 {
			keys[i] = x.lo + index - 1
		}
		cell /= x.size
	}
	return keys
}
