package columns

import "math/bits"

// among passes codes (or rows, or numbers of lists) of a set, and empty ones if so told.
type among struct {
	of    *columnView
	set   codeset
	empty bool
}

func (a among) cost() int { return 3 }

func (a among) narrow(block int, sel *words) {
	b := a.of.slot(block)
	n := a.of.seen(block)
	switch {
	case b.block == nil:
		beyond(sel, 0, a.empty)
		return
	case b.u8 != nil:
		inSmallSet(first(b.u8, n), b.base, a, sel)
	case b.u16 != nil:
		inSet(first(b.u16, n), b.base, a, sel)
	case b.u32 != nil:
		inSet(first(b.u32, n), b.base, a, sel)
	default:
		for i, v := range first(b.i64, n) {
			if v != null && !a.set.has(v) || v == null && !a.empty {
				sel.clear(i)
			}
		}
	}
	beyond(sel, min(b.rows(), n), a.empty)
}

func inSet[T uint16 | uint32](data []T, base int64, a among, sel *words) {
	set := a.set
	for k := 0; k<<6 < len(data); k++ {
		all := sel[k]
		if all == 0 {
			continue
		}
		chunk, acc := data[k<<6:min(k<<6+64, len(data))], uint64(0)
		if bits.OnesCount64(all) <= fewBits {
			for x := all; x != 0; x &= x - 1 {
				i := bits.TrailingZeros64(x)
				if i >= len(chunk) || chunk[i] == 0 && a.empty || chunk[i] != 0 && set.has(base+int64(chunk[i])) {
					acc |= 1 << i
				}
			}
			sel[k] = acc
			continue
		}
		if len(chunk) == 64 {
			sel[k] &= marksIn((*[64]T)(chunk), base, set, a.empty)
			continue
		}
		acc = ^acc // rows beyond the data stay
		for i := len(chunk) - 1; i >= 0; i-- {
			bit := set.bit(uint64(base + int64(chunk[i])))
			if chunk[i] == 0 {
				bit = uint64(boolInt(a.empty))
			}
			acc = acc<<1 | bit
		}
		sel[k] &= acc
	}
}

// marksIn tells which of 64 numbers above a base a set marks; 0 is none.
func marksIn[T uint16 | uint32](chunk *[64]T, base int64, set codeset, empty bool) (marks uint64) {
	next, none := uint64(base+1), int64(0) // less than 0 once a 0 was met
	for i := 0; i < len(chunk); i += 4 {
		a, b, c, d := int64(chunk[i])-1, int64(chunk[i+1])-1, int64(chunk[i+2])-1, int64(chunk[i+3])-1
		none |= a | b | c | d
		four := set.bit(next+uint64(a)) | set.bit(next+uint64(b))<<1 | set.bit(next+uint64(c))<<2 | set.bit(next+uint64(d))<<3
		marks |= four << (i & 63)
	}
	if none >= 0 {
		return marks
	}
	for i, v := range chunk {
		if v == 0 {
			marks = marks&^(1<<i) | uint64(boolInt(empty))<<i
		}
	}
	return marks
}

// inSmallSet does so by a table of all 256 numbers a block can store.
func inSmallSet(data []uint8, base int64, a among, sel *words) {
	var table [256]uint8
	for v := range table {
		if v == 0 && a.empty || v > 0 && base+int64(v) >= 0 && a.set.has(base+int64(v)) {
			table[v] = 1
		}
	}
	byTable(data, &table, sel)
}

// byTable keeps the rows for which a table says 1, not 0.
func byTable(data []uint8, table *[256]uint8, sel *words) {
	hits, last := 0, 0
	for v, hit := range table {
		if hits += int(hit); hit > 0 {
			last = v
		}
	}
	switch hits {
	case 0:
		sel.without(len(data))
		return
	case 1:
		sameBytes(data, uint8(last), sel)
		return
	}
	for k := 0; k<<6 < len(data); k++ {
		all := sel[k]
		if all == 0 {
			continue
		}
		chunk, acc := data[k<<6:min(k<<6+64, len(data))], uint64(0)
		if bits.OnesCount64(all) <= fewBits {
			for x := all; x != 0; x &= x - 1 {
				if i := bits.TrailingZeros64(x); i >= len(chunk) || table[chunk[i]] > 0 {
					acc |= 1 << i
				}
			}
			sel[k] = acc
			continue
		}
		acc = ^acc
		for i := len(chunk) - 1; i >= 0; i-- {
			acc = acc<<1 | uint64(table[chunk[i]])
		}
		sel[k] &= acc
	}
}
