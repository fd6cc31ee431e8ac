package columns

// late is an axis that a block stores in one byte a row: its indexes are added to those of the others
// only where rows are counted and summed, which saves a pass over them.
type late struct {
	data  []uint8     // of every row of the block; nil where there is no such axis
	index [256]uint32 // by what is stored, times the stride; 0 is the empty value
}

// take chooses such an axis for a block, nil where there is none: all rows must be wanted, by nothing
// but a count and one sum.
func (l *late) take(o *part, block, rows int) *axis {
	l.data = nil
	if !o.p.counted || len(o.rows) < rows {
		return nil
	}
	for _, x := range o.p.dense {
		if s, from := x.stored(block); s.block != nil && len(s.u8) >= rows {
			l.data = s.u8
			for v := 1; v < len(l.index); v++ {
				l.index[v] = 0
				if n := s.base + int64(v) - from; n >= 0 && n < int64(len(x.table)) {
					l.index[v] = x.table[n] * x.stride
				}
			}
			return x
		}
	}
	return nil
}

// add adds the indexes to the others.
func (l *late) add(index []uint32) {
	for i, v := range l.data[:min(len(index), len(l.data))] {
		index[i] += l.index[v]
	}
	l.data = nil
}

// count counts the rows in their cells.
func (l *late) count(cells []int64, index []uint32) {
	if l.data == nil {
		for _, at := range index {
			cells[at]++
		}
		return
	}
	for i, v := range l.data[:len(index)] {
		cells[index[i]+l.index[v]]++
	}
}

// stored is what a block stores of what the table of an axis is looked up by, and what the table begins with.
func (x *axis) stored(block int) (s slot, from int64) {
	switch {
	case x.table == nil:
		return slot{}, 0
	case len(x.place.hops) > 0:
		return x.place.hops[0].slot(block), 0
	}
	return x.place.leaf.slot(block), x.from
}

// onlyCounts tells that a pivot does nothing but count records and make one sum of them.
func (p *pivot) onlyCounts() bool {
	sums := 0
	for _, m := range p.measures {
		if m.way != countRows && m.way != addSafely {
			return false
		}
		sums += boolInt(m.way == addSafely)
	}
	return sums <= 1 && p.cells > 0 && p.listed < 0
}
