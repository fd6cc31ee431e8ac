package columns

import "math/bits"

// words marks rows of one block.
type words [blockRows / 64]uint64

func (w *words) has(i int) bool { return w[i>>6]>>(i&63)&1 != 0 }
func (w *words) set(i int)      { w[i>>6] |= 1 << (i & 63) }
func (w *words) clear(i int)    { w[i>>6] &^= 1 << (i & 63) }

func (w *words) count() int {
	n := 0
	for _, x := range w {
		n += bits.OnesCount64(x)
	}
	return n
}

func (w *words) none() bool {
	var any uint64
	for _, x := range w {
		any |= x
	}
	return any == 0
}

// firstRows marks the first n rows.
func firstRows(n int) words {
	var w words
	for k := range n >> 6 {
		w[k] = ^uint64(0)
	}
	if n&63 != 0 {
		w[n>>6] = 1<<(n&63) - 1
	}
	return w
}

// each calls fn with every marked row.
func (w *words) each(fn func(i int)) {
	for k, x := range w {
		for x != 0 {
			fn(k<<6 + bits.TrailingZeros64(x))
			x &= x - 1
		}
	}
}

// list appends the marked rows to dst.
func (w *words) list(dst []uint16) []uint16 {
	for k, x := range w {
		for x != 0 {
			dst = append(dst, uint16(k<<6+bits.TrailingZeros64(x)))
			x &= x - 1
		}
	}
	return dst
}

// everyIndex is the rows of a block, in order.
var everyIndex = func() (all [blockRows]uint16) {
	for i := range all {
		all[i] = uint16(i)
	}
	return all
}()

// rowsOf lists the marked ones of the first n rows, in buf unless they are all marked.
func (w *words) rowsOf(n int, buf *[]uint16) []uint16 {
	if w.count() == n {
		return everyIndex[:n]
	}
	*buf = w.list((*buf)[:0])
	return *buf
}

// marks is a column of marks that a view shares with its writer.
type marks struct {
	blocks []*words
	made   []uint64 // epoch in which each block was copied
	epoch  uint64
	total  int
}

func (m *marks) has(row int) bool {
	bi := row >> blockBits
	return bi < len(m.blocks) && m.blocks[bi].has(row&blockMask)
}

// set marks a row, or no longer, and tells whether that is a change.
func (m *marks) set(row int, on bool, now tick) bool {
	if m.has(row) == on {
		return false
	}
	if m.epoch != now.epoch {
		m.blocks, m.epoch = append(make([]*words, 0, len(m.blocks)+1+len(m.blocks)/4), m.blocks...), now.epoch
	}
	bi, i := row>>blockBits, row&blockMask
	for bi >= len(m.blocks) {
		m.blocks, m.made = append(m.blocks, &words{}), append(m.made, now.epoch)
	}
	if m.made[bi] != now.epoch {
		twin := *m.blocks[bi]
		m.blocks[bi], m.made[bi] = &twin, now.epoch
	}
	if on {
		m.blocks[bi].set(i)
		m.total++
	} else {
		m.blocks[bi].clear(i)
		m.total--
	}
	return true
}

// codeset marks codes, or rows of a whole table.
type codeset []uint64

func newCodeset(n int) codeset { return make(codeset, (n+63)/64) }

func (s codeset) add(code int) { s[code>>6] |= 1 << (code & 63) }

func (s codeset) has(code int64) bool {
	at := int(code >> 6)
	return at < len(s) && s[at]>>(code&63)&1 != 0
}

// bit is 1 for a marked code, 0 for others and what is no code.
func (s codeset) bit(code uint64) uint64 {
	if at := code >> 6; at < uint64(len(s)) {
		return s[at] >> (code & 63) & 1
	}
	return 0
}

// marksOf is a column of marks with the rows of a set.
func marksOf(set codeset) marks {
	var m marks
	for from := 0; from < len(set); from += len(words{}) {
		var block words
		copy(block[:], set[from:])
		m.blocks, m.made, m.total = append(m.blocks, &block), append(m.made, 0), m.total+block.count()
	}
	return m
}
