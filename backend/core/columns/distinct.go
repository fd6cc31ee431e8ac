package columns

import (
	"math/bits"
	"strings"
)

// distinct remembers which values were seen in which cell.
type distinct struct {
	lo, width int64 // numbers from lo on, width of them for each cell; 0: too many, see keys
	seen      []uint64
	keys      map[distinctKey]struct{}
}

// distinctKey is one value seen in one cell.
type distinctKey struct {
	cell int32
	n    int64
	text string
}

// mostBits is how many marks a distinct may take; with more it keeps the values themselves.
const mostBits = 1 << 26

// newDistinct makes room for a measure of a pivot.
func newDistinct(p *pivot, m *measure) *distinct {
	d := &distinct{}
	lo, hi := m.place.span()
	if m.marks(p.cells) {
		d.lo, d.width = lo, hi-lo+1
		d.seen = make([]uint64, (d.width*int64(p.cells)+63)/64)
		return d
	}
	d.keys = map[distinctKey]struct{}{}
	return d
}

// marks tells whether the values of a distinct are marked for each of so many cells.
func (m *measure) marks(cells int) bool {
	lo, hi := m.place.span()
	return cells > 0 && lo <= hi && hi-lo < mostBits && (hi-lo+1)*int64(cells) <= mostBits
}

// mark notes the values of rows in their cells.
func (d *distinct) mark(index []uint32, rows []uint16, load []int64) {
	for _, i := range rows {
		if v := load[i]; v != null {
			at := int64(index[i])*d.width + v - d.lo
			d.seen[at>>6] |= 1 << (at & 63)
		}
	}
}

// span holds all numbers at a place; lo > hi if there is none, or it is not known.
func (p *place) span() (lo, hi int64) {
	switch {
	case p.leaf == nil:
		return 0, int64(p.table.n) - 1
	case p.leaf.form == strung:
		return 1, 0
	}
	return p.leaf.bounds()
}

// add notes a value and tells whether it is new; where marks are kept, count tells at the end.
func (d *distinct) add(cell int, v int64, leaf *columnView) bool {
	if d.width > 0 {
		at := int64(cell)*d.width + v - d.lo
		d.seen[at>>6] |= 1 << (at & 63)
		return false
	}
	k := distinctKey{cell: int32(cell), n: v}
	if leaf != nil && leaf.form == strung {
		k.n, k.text = 0, strings.Clone(textAt(leaf.texts, int(v)))
	}
	if _, known := d.keys[k]; known {
		return false
	}
	d.keys[k] = struct{}{}
	return true
}

func (d *distinct) merge(o *distinct) {
	for i, word := range o.seen {
		d.seen[i] |= word
	}
}

// count is the number of values marked in a cell.
func (d *distinct) count(cell int) int64 {
	from, to := int64(cell)*d.width, int64(cell+1)*d.width
	n := 0
	for at := from; at < to; {
		word := d.seen[at>>6] >> (at & 63)
		if left := to - at; left < 64 {
			word &= 1<<left - 1
		}
		n += bits.OnesCount64(word)
		at += 64 - at&63
	}
	return int64(n)
}
