package columns

import "slices"

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
	for i, v := range keys {
		if v >= lo && v <= hi {
			set.add(i)
		}
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
	if t.codes != nil {
		for _, i := range rows {
			at := uint16(stretches - 1)
			if v := data[i]; v != 0 {
				at = t.codes[base+int64(v)]
			}
			counts[at]++
		}
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
