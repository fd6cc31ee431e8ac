package columns

import "slices"

// miss notes a record without a value to add.
func (o *part) miss(a *acc, cell int) {
	if a.void == nil {
		a.void = make([]int64, o.p.cells)
	}
	a.void[cell]++
}

// addSums adds the values of a measure to the cells of the rows, and live to the number of records there.
func (o *part) addSums(a *acc, block int, index []uint32, live int64) {
	s, direct := a.lookup.direct(block)
	full := len(o.rows) == len(index) && live > 0 && a.at == 1
	switch {
	case !direct:
		o.late.add(index)
		addWide(o, a, index, o.values(a, block, len(index)), live)
	case s.block == nil:
		o.late.add(index)
		addWide(o, a, index, nil, live)
	case s.u8 != nil:
		addNarrow(o, a, index, s.u8, s.base, live, full)
	case s.u16 != nil:
		addNarrow(o, a, index, s.u16, s.base, live, full)
	case s.u32 != nil:
		addNarrow(o, a, index, s.u32, s.base, live, full)
	default:
		o.late.add(index)
		addWide(o, a, index, s.i64, live)
	}
}

// addNarrow does so with numbers above a base, 0 is none; full means all rows, the first sum.
func addNarrow[T uint8 | uint16 | uint32](o *part, a *acc, index []uint32, data []T, base, live int64, full bool) {
	cells, width := o.cells, o.width
	if full && len(data) >= len(index) {
		if data = data[:len(index)]; o.late.data != nil {
			addLate(o, a, index, data, base)
		} else {
			addAll(o, a, index, data, base)
		}
		return
	}
	o.late.add(index)
	for _, i := range o.rows {
		at := int(index[i])
		cells[at*width] += live
		v := T(0)
		if int(i) < len(data) {
			v = data[i]
		}
		if v != 0 {
			cells[at*width+a.at] += base + int64(v)
		} else {
			o.miss(a, at)
		}
	}
}

// addAll does so with all rows of a block, and counts them; this is the first sum.
func addAll[T uint8 | uint16 | uint32](o *part, a *acc, index []uint32, data []T, base int64) {
	cells, width := o.cells, o.width
	for i, at := range index {
		cell := int(at) * width
		cells[cell]++
		if v := data[i]; v != 0 {
			cells[cell+1] += base + int64(v)
		} else {
			o.miss(a, int(at))
		}
	}
}

// addLate does so where the index of an axis is still missing.
func addLate[T uint8 | uint16 | uint32](o *part, a *acc, index []uint32, data []T, base int64) {
	cells, late, bytes := o.cells, &o.late.index, o.late.data[:len(index)]
	for i, at := range index {
		at += late[bytes[i]]
		cell := int(at) * 2 // there is no other sum
		if v := data[i]; v != 0 {
			sum := cells[cell+1] + base + int64(v)
			cells[cell]++
			cells[cell+1] = sum
		} else {
			cells[cell]++
			o.miss(a, int(at))
		}
	}
}

// addWide does so with numbers as they are.
func addWide(o *part, a *acc, index []uint32, data []int64, live int64) {
	cells, width := o.cells, o.width
	for _, i := range o.rows {
		at := int(index[i])
		cells[at*width] += live
		v := null
		if int(i) < len(data) {
			v = data[i]
		}
		if v != null {
			cells[at*width+a.at] += v
		} else {
			o.miss(a, at)
		}
	}
}

// merge adds what another goroutine gathered; both are dense.
func (o *part) merge(other *part) {
	for i, n := range other.cells {
		o.cells[i] += n
	}
	for j := range o.accs {
		a, b := &o.accs[j], &other.accs[j]
		for i := range b.tallies {
			a.tallies[i].merge(b.tallies[i], a.op)
		}
		if a.void == nil {
			a.void = b.void
		} else {
			for i, n := range b.void {
				a.void[i] += n
			}
		}
		if b.seen != nil {
			a.seen.merge(b.seen)
		}
	}
}

// settle counts what is only known when all is gathered.
func (o *part) settle() {
	for j := range o.accs {
		a := &o.accs[j]
		if a.way != markValues {
			continue
		}
		for cell := range a.tallies {
			if o.live(cell) > 0 {
				a.tallies[cell].count = a.seen.count(cell)
			}
		}
	}
}

// size is the number of cells.
func (o *part) size() int { return len(o.cells) / o.width }

// live is the number of records in a cell.
func (o *part) live(cell int) int64 { return o.cells[cell*o.width] }

// records is how many of them there are in a cell for those who count them.
func (o *part) records(cell int) int64 {
	if cell == 0 {
		return o.live(0) - o.orphan
	}
	return o.live(cell)
}

// result is a measure of a cell.
func (o *part) result(cell, j int) (Number, error) {
	a := &o.accs[j]
	switch a.way {
	case countRows:
		return Number{Int: o.records(cell)}, nil
	case addSafely:
		sum := o.cells[cell*o.width+a.at]
		t := tally{count: o.live(cell), value: sum, hi: sum >> 63}
		if a.void != nil {
			t.count -= a.void[cell]
		}
		return a.measure.result(&t)
	}
	return a.measure.result(&a.tallies[cell])
}

// behind tells that a cell need not be looked at any closer: the measure j puts it behind a number.
func (o *part) behind(cell, j int, last Number, desc bool) bool {
	a := &o.accs[j]
	if a.way != addSafely || a.op != "sum" || a.void != nil || last.Empty {
		return false
	}
	sum := o.cells[cell*o.width+a.at]
	return desc && sum < last.Int || !desc && sum > last.Int
}

// keysOf are the keys of a cell.
func (o *part) keysOf(cell int) [mostGroups]int64 {
	if o.far != nil {
		return o.keys[cell]
	}
	var keys [mostGroups]int64
	for i, x := range slices.Backward(o.p.axes) {
		keys[i] = null
		if index := int64(cell % x.size); index > 0 {
			keys[i] = x.lo + index - 1
		}
		cell /= x.size
	}
	return keys
}
