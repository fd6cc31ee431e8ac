package columns

import (
	"math"
	"math/bits"
)

// coded tells that the keys of the leaf are held in a table by what the leaf stores: by codes, and by
// rows where it refers to few records.
func (k *key) coded() bool {
	leaf := k.place.leaf
	switch {
	case leaf == nil:
		return false
	case leaf.form == rows:
		return k.ranks != nil && k.w.tables[leaf.target].n <= k.place.table.n/4
	}
	return k.codes != nil
}

// ofCodes is that table.
func (k *key) ofCodes() []int64 {
	k.met.Do(func() {
		if k.codes == nil {
			k.near = kept(k.w, k.place, "titles "+k.way(), k.ranks, k.ofTitles)
			return
		}
		k.near = make([]int64, len(k.codes.rank))
		for code, n := range k.codes.rank {
			k.near[code] = k.turned(n)
		}
	})
	return k.near
}

// ofTitles is the keys of all records that the leaf may refer to.
func (k *key) ofTitles() []int64 {
	keys := make([]int64, k.w.tables[k.place.leaf.target].n)
	for row := range keys {
		n := null
		if !k.place.beyond.hides(int64(row)) {
			n = k.ranks.at(row)
		}
		keys[row] = k.turned(n)
	}
	return keys
}

// way says which values come first.
func (k *key) way() string {
	if k.desc {
		return "falling"
	}
	return "rising"
}

// table gives the column that keys are looked up by and the keys, nil where they lie in no table.
func (k *key) table() (*columnView, []int64) {
	switch {
	case len(k.place.hops) > 0:
		k.once.Do(func() {
			k.far = kept(k.w, k.place, k.way(), k.ranks, func() []int64 { return lift(k.w, k.place, noKey, k.loadLeaf) })
		})
		return k.place.hops[0], k.far
	case k.coded():
		return k.place.leaf, k.ofCodes()
	}
	return nil, nil
}

// plain tells that the keys are the numbers stored, turned round where the greatest come first.
func (k *key) plain() bool {
	return len(k.place.hops) == 0 && k.ids == nil && k.ranks == nil && k.codes == nil && k.place.leaf.form != strung && k.place.beyond == nil
}

// within takes the rows out of sel whose keys do not lie in lo…hi, which holds empty ones if it ends
// with noKey; false means that the keys of the block would have to be made one by one.
func (k *key) within(block int, lo, hi int64, sel *words) bool {
	if col, keys := k.table(); col != nil {
		keysWithin(col, block, keys, lo, hi, sel)
		return true
	}
	switch {
	case k.ids != nil:
		return false
	case k.plain():
		s := span{of: k.place.leaf, lo: lo, hi: hi, empty: hi == noKey}
		if k.desc {
			s.lo, s.hi = ^hi, ^lo
		}
		s.lo = max(s.lo, least)
		s.narrow(block, sel)
		return true
	case k.place.leaf.form != strung:
		return false
	case block >= len(k.ranks.blocks):
		beyond(sel, 0, hi == noKey)
		return true
	}
	empty := hi == noKey
	if k.desc {
		lo, hi = ^hi, ^lo
	}
	inWideSpan(k.ranks.blocks[block][:], span{lo: lo, hi: hi, empty: empty}, sel)
	return true
}

// keysWithin keeps the rows whose keys in a table lie in lo…hi.
func keysWithin(col *columnView, block int, keys []int64, lo, hi int64, sel *words) {
	s, n := col.slot(block), col.seen(block)
	if lo > hi {
		*sel = words{}
		return
	}
	switch {
	case s.block == nil:
		beyond(sel, 0, hi == noKey)
		return
	case s.u8 != nil:
		keysIn(first(s.u8, n), s.base, keys, lo, hi, sel)
	case s.u16 != nil:
		keysIn(first(s.u16, n), s.base, keys, lo, hi, sel)
	case s.u32 != nil:
		keysIn(first(s.u32, n), s.base, keys, lo, hi, sel)
	default:
		for i, v := range first(s.i64, n) {
			at := int64(noKey)
			if v != null {
				at = keys[v]
			}
			if at < lo || at > hi {
				sel.clear(i)
			}
		}
	}
	beyond(sel, min(s.rows(), n), hi == noKey)
}

func keysIn[T uint8 | uint16 | uint32](data []T, base int64, keys []int64, lo, hi int64, sel *words) {
	from, width := uint64(lo), uint64(hi)-uint64(lo)
	if small, ok := any(data).([]uint8); ok && len(data) > 256 {
		var table [256]uint8
		for v := range table {
			at := int64(noKey)
			if code := base + int64(v); v > 0 && uint64(code) < uint64(len(keys)) {
				at = keys[code]
			}
			if uint64(at)-from <= width {
				table[v] = 1
			}
		}
		byTable(small, &table, sel)
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
				i := bits.TrailingZeros64(x)
				at := uint64(noKey)
				if i < len(chunk) && chunk[i] != 0 {
					at = uint64(keys[base+int64(chunk[i])])
				}
				if at-from <= width {
					acc |= 1 << i
				}
			}
			sel[k] = acc
			continue
		}
		acc = ^acc
		for i := len(chunk) - 1; i >= 0; i-- {
			var bit uint64
			at := uint64(noKey)
			if v := chunk[i]; v != 0 {
				at = uint64(keys[base+int64(v)])
			}
			if at-from <= width {
				bit = 1
			}
			acc = acc<<1 | bit
		}
		sel[k] &= acc
	}
}

// within keeps the rows whose ids lie in lo…hi.
func (k *tie) within(block int, lo, hi int64, sel *words) bool {
	if least, most := k.around(block); lo > hi || most < lo || least > hi {
		*sel = words{}
		return true
	} else if least >= lo && most <= hi {
		return true
	}
	if k.of != nil {
		return false
	}
	from, to := max(0, lo>>1), (hi-1)>>1 // that of a record is 2 × rank + 1
	first := int64(block << blockBits)
	if k.rank == nil {
		sel.without(int(max(0, from-first)))
		beyond(sel, int(min(to-first+1, blockRows)), false)
		return true
	}
	if from > to {
		*sel = words{}
		return true
	}
	ranksIn(k.rank[first:min(int(first)+blockRows, len(k.rank))], uint32(from), uint32(min(to, math.MaxInt32)-from), sel)
	return true
}

func ranksIn(ranks []int32, from, width uint32, sel *words) {
	for k := 0; k<<6 < len(ranks); k++ {
		if sel[k] == 0 {
			continue
		}
		chunk, acc := ranks[k<<6:min(k<<6+64, len(ranks))], ^uint64(0)
		for i := len(chunk) - 1; i >= 0; i-- {
			var bit uint64
			if uint32(chunk[i])-from <= width {
				bit = 1
			}
			acc = acc<<1 | bit
		}
		sel[k] &= acc
	}
}
