package columns

import (
	"slices"
	"sync"
)

// count tells how many of the chosen rows lie in each stretch. Of a whole list that is kept for the
// pages that are asked next.
func (c *chooser) count(m *chosen, k numbered, s stretch) ([]int, error) {
	by, is := k.(*key)
	if !is || m != c.list || by.ids != nil {
		return c.countOnce(m, k, s)
	}
	name := keptFor(by.place, "counts "+by.way(), by.ranks)
	if old, known := c.q.w.lifted.Load(name); known {
		return old.([]int), nil
	}
	counts, err := c.countOnce(m, k, s)
	if err == nil {
		c.q.w.lifted.Store(name, counts)
	}
	return counts, err
}

func (c *chooser) countOnce(m *chosen, k numbered, s stretch) ([]int, error) {
	var mu sync.Mutex
	if by, is := k.(*key); is {
		s.codes = by.stretchOf(s)
	}
	sums := make([]int, stretches)
	err := c.each(m, func() (func(int), func()) {
		counts, keys, rows := make([]int32, stretches), make([]int64, blockRows), []uint16{}
		visit := func(block int) {
			n := c.q.t.inBlock(block)
			if k == c.q.tie {
				if lo, hi := k.around(block); lo >= s.lo && s.of(lo) == s.of(hi) {
					counts[s.of(lo)] += int32(m.counts[block])
					return
				}
			}
			if k.tally(block, m.blocks[block].rowsOf(n, &rows), s, counts) {
				return
			}
			if c.values(m, k, block, keys, &rows) {
				for _, v := range keys[:n] {
					counts[s.of(v)]++
				}
				return
			}
			for _, i := range rows {
				counts[s.of(keys[i])]++
			}
		}
		return visit, func() {
			mu.Lock()
			defer mu.Unlock()
			for i, n := range counts {
				sums[i] += int(n)
			}
		}
	})
	return sums, err
}

// coarse makes stretches of ids wider where the ids of most blocks lie close together: such a block
// is counted without reading it.
func (c *chooser) coarse(m *chosen, s stretch) int {
	wide := s
	for uint64(s.hi-s.lo)>>wide.shift > uint64(len(m.counts)/8+1) {
		wide.shift++
	}
	some, whole := 0, 0
	for b, n := range m.counts {
		if n > 0 {
			some++
			if lo, hi := c.q.tie.around(b); lo >= s.lo && wide.of(lo) == wide.of(hi) {
				whole++
			}
		}
	}
	if some < 8 || whole*2 < some {
		return s.shift
	}
	return wide.shift
}

// stretchOf is the stretch of every key in a table of keys, nil where they lie in none.
func (k *key) stretchOf(s stretch) []uint16 {
	col, keys := k.table()
	if col == nil {
		return nil
	}
	of := make([]uint16, len(keys))
	for i, v := range keys {
		if v == noKey || v >= s.lo && v <= s.hi { // the rows of others were not chosen
			of[i] = uint16(s.of(v))
		}
	}
	return of
}

// keeping is within for many blocks.
func (k *key) keeping(lo, hi int64) func(block int, lo, hi int64, sel *words) bool {
	col, keys := k.table()
	if col == nil {
		return k.within
	}
	some := k.among(col, keys, lo, hi)
	return func(block int, _, _ int64, sel *words) bool {
		some.narrow(block, sel)
		return true
	}
}

// among tests whether the keys in a table lie in lo…hi.
func (k *key) among(col *columnView, keys []int64, lo, hi int64) among {
	set := newCodeset(len(keys))
	from, width := uint64(lo), uint64(hi)-uint64(lo)
	for k := range set[:boolInt(lo <= hi)*len(set)] {
		chunk, acc := keys[k<<6:min(k<<6+64, len(keys))], uint64(0)
		for i := len(chunk) - 1; i >= 0; i-- {
			var bit uint64
			if uint64(chunk[i])-from <= width {
				bit = 1
			}
			acc = acc<<1 | bit
		}
		set[k] = acc
	}
	return among{of: col, set: set, empty: hi == noKey}
}

// tally counts rows of a block by the stretches their keys lie in; false means that the keys would
// have to be made one by one.
func (k *key) tally(block int, rows []uint16, s stretch, counts []int32) bool {
	switch {
	case s.codes != nil:
		col, _ := k.table()
		tallySlot(col.slot(block), rows, tallied{s, k.desc, counts})
	case len(k.place.hops) > 0 || k.ids != nil || s.hi == noKey: // a number that counts as empty
		return false
	case k.plain():
		tallySlot(k.place.leaf.slot(block), rows, tallied{s, k.desc, counts})
	case k.place.leaf.form == strung && block < len(k.ranks.blocks):
		tallyWide(k.ranks.blocks[block][:], rows, tallied{s, k.desc, counts})
	default:
		return false
	}
	return true
}

// tallied is where rows are counted.
type tallied struct {
	stretch
	desc   bool
	counts []int32
}

func tallySlot(s slot, rows []uint16, t tallied) {
	switch {
	case s.block == nil:
		t.counts[stretches-1] += int32(len(rows))
	case s.u8 != nil:
		tallyIn(s.u8, s.base, rows, t)
	case s.u16 != nil:
		tallyIn(s.u16, s.base, rows, t)
	case s.u32 != nil:
		tallyIn(s.u32, s.base, rows, t)
	default:
		tallyWide(s.i64, rows, t)
	}
}

func tallyIn[T uint8 | uint16 | uint32](data []T, base int64, rows []uint16, t tallied) {
	counts := t.counts
	if len(rows) > 0 && int(rows[len(rows)-1]) >= len(data) { // rows beyond the data are empty
		at, _ := slices.BinarySearch(rows, uint16(len(data)))
		counts[stretches-1] += int32(len(rows) - at)
		rows = rows[:at]
	}
	if small, ok := any(data).([]uint8); ok && len(rows) > 256 {
		tallyBytes(small, base, rows, t)
		return
	}
	if t.codes != nil {
		tallyCodes(data, base, rows, t)
		return
	}
	from, shift := uint64(t.lo), t.shift&63
	turn := -int64(boolInt(t.desc)) // ^n where the greatest come first
	for _, i := range rows {
		at := uint64(stretches - 1)
		if v := data[i]; v != 0 {
			at = (uint64((base+int64(v))^turn) - from) >> shift
		}
		counts[at]++
	}
}

// tallyCodes does so by the stretch of each code.
func tallyCodes[T uint8 | uint16 | uint32](data []T, base int64, rows []uint16, t tallied) {
	counts, codes := t.counts, t.codes
	if n := len(rows); n > 0 && int(rows[n-1]) == n-1 { // all of them
		for _, v := range data[:n] {
			at := uint16(stretches - 1)
			if v != 0 {
				at = codes[base+int64(v)]
			}
			counts[at]++
		}
		return
	}
	for _, i := range rows {
		at := uint16(stretches - 1)
		if v := data[i]; v != 0 {
			at = codes[base+int64(v)]
		}
		counts[at]++
	}
}

// tallyBytes does so by first counting what is stored: in four places by turns, for rows that follow
// each other often store the same.
func tallyBytes(data []uint8, base int64, rows []uint16, t tallied) {
	var seen [4][256]int32
	for len(rows) >= 4 {
		seen[0][data[rows[0]]]++
		seen[1][data[rows[1]]]++
		seen[2][data[rows[2]]]++
		seen[3][data[rows[3]]]++
		rows = rows[4:]
	}
	for _, i := range rows {
		seen[0][data[i]]++
	}
	for v := range 256 {
		n := seen[0][v] + seen[1][v] + seen[2][v] + seen[3][v]
		switch code := base + int64(v); {
		case n == 0:
		case v == 0:
			t.counts[stretches-1] += n
		case t.codes != nil:
			t.counts[t.codes[code]] += n
		default:
			t.counts[(uint64(code^-int64(boolInt(t.desc)))-uint64(t.lo))>>(t.shift&63)] += n
		}
	}
}

func tallyWide(data []int64, rows []uint16, t tallied) {
	counts := t.counts
	from, shift := uint64(t.lo), t.shift&63
	turn := -int64(boolInt(t.desc))
	for _, i := range rows {
		v := null
		if int(i) < len(data) {
			v = data[i]
		}
		switch {
		case v == null:
			counts[stretches-1]++
		case t.codes != nil:
			counts[t.codes[v]]++
		default:
			counts[(uint64(v^turn)-from)>>shift]++
		}
	}
}

func (k *tie) tally(block int, rows []uint16, s stretch, counts []int32) bool {
	if k.of != nil {
		return false
	}
	from := block << blockBits
	for _, i := range rows {
		counts[s.of(k.record(int64(from)+int64(i)))]++
	}
	return true
}
