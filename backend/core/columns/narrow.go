package columns

import "bytes"

// test is a compiled condition on the rows of one table.
type test interface {
	// narrow takes the rows that do not pass out of sel, the marked rows of a block.
	narrow(block int, sel *words)
	// cost orders tests that must all pass: cheap ones first.
	cost() int
}

type always bool

func (a always) cost() int { return 0 }
func (a always) narrow(_ int, sel *words) {
	if !a {
		*sel = words{}
	}
}

type all []test

func (a all) cost() int { return sumCost(a) }
func (a all) narrow(block int, sel *words) {
	for _, t := range a {
		if t.narrow(block, sel); sel.none() {
			return
		}
	}
}

func sumCost(tests []test) int {
	n := 1
	for _, t := range tests {
		n += t.cost()
	}
	return n
}

type either []test

func (e either) cost() int { return sumCost(e) }
func (e either) narrow(block int, sel *words) {
	var found words
	for _, t := range e {
		rest := *sel
		for k := range rest {
			rest[k] &^= found[k]
		}
		if rest.none() {
			break
		}
		t.narrow(block, &rest)
		for k := range found {
			found[k] |= rest[k]
		}
	}
	*sel = found
}

type inverse struct{ test }

func (n inverse) narrow(block int, sel *words) {
	passed := *sel
	n.test.narrow(block, &passed)
	for k := range sel {
		sel[k] &^= passed[k]
	}
}

// span passes numbers from lo to hi, and empty ones if so told.
type span struct {
	of     *columnView
	lo, hi int64
	empty  bool
}

func (s span) cost() int { return 2 }

func (s span) narrow(block int, sel *words) {
	b := s.of.slot(block)
	switch {
	case b.block == nil || b.lo > b.hi || b.hi < s.lo || b.lo > s.hi:
		if !s.empty {
			*sel = words{}
			return
		}
		if b.block == nil {
			return
		}
	case b.lo >= s.lo && b.hi <= s.hi && s.empty:
		return
	}
	var hit words
	n := s.of.seen(block)
	switch {
	case b.u8 != nil:
		inSpan(first(b.u8, n), b.base, s, &hit)
	case b.u16 != nil:
		inSpan(first(b.u16, n), b.base, s, &hit)
	case b.u32 != nil:
		inSpan(first(b.u32, n), b.base, s, &hit)
	default:
		wide := first(b.i64, n)
		if lo := max(s.lo, least); lo <= s.hi {
			mark(&hit, wide, uint64(lo), uint64(s.hi)-uint64(lo))
		}
		if s.empty {
			mark(&hit, wide, 1<<63, 0) // null
		}
	}
	finish(sel, &hit, min(b.rows(), n), s.empty)
}

// finish keeps what was hit; rows beyond the end of a block's data are empty.
func finish(sel, hit *words, rows int, empty bool) {
	if empty {
		for i := rows; i < blockRows && i&63 != 0; i++ {
			hit.set(i)
		}
		for k := (rows + 63) >> 6; k < len(hit); k++ {
			hit[k] = ^uint64(0)
		}
	}
	for k := range sel {
		sel[k] &= hit[k]
	}
}

// first is what a view sees of a block's data: rows beyond may be written at this moment.
func first[T any](data []T, n int) []T { return data[:min(n, len(data))] }

func inSpan[T uint8 | uint16 | uint32](data []T, base int64, s span, hit *words) {
	top := int64(^T(0))
	lo, hi := min(max(s.lo, base+1), base+top+1)-base, max(min(s.hi, base+top), base)-base
	if lo > hi && !s.empty {
		return
	}
	from, width := T(lo), T(hi-lo)
	if lo > hi {
		for i, v := range data {
			if v == 0 {
				hit.set(i)
			}
		}
		return
	}
	for k := 0; k<<6 < len(data); k++ {
		var acc uint64
		for i, v := range data[k<<6 : min(k<<6+64, len(data))] {
			var bit uint64
			if v-from <= width {
				bit = 1
			}
			acc |= bit << i
		}
		hit[k] = acc
	}
	if s.empty {
		for i, v := range data {
			if v == 0 {
				hit.set(i)
			}
		}
	}
}

// among passes codes (or rows, or numbers of lists) of a set, and empty ones if so told.
type among struct {
	of    *columnView
	set   codeset
	empty bool
}

func (a among) cost() int { return 3 }

func (a among) narrow(block int, sel *words) {
	b := a.of.slot(block)
	var hit words
	n := a.of.seen(block)
	switch {
	case b.block == nil:
	case b.u8 != nil:
		inSet(first(b.u8, n), b.base, a, &hit)
	case b.u16 != nil:
		inSet(first(b.u16, n), b.base, a, &hit)
	case b.u32 != nil:
		inSet(first(b.u32, n), b.base, a, &hit)
	default:
		for i, v := range first(b.i64, n) {
			if v != null && a.set.has(v) || v == null && a.empty {
				hit.set(i)
			}
		}
	}
	rows := 0
	if b.block != nil {
		rows = min(b.rows(), n)
	}
	finish(sel, &hit, rows, a.empty)
}

func inSet[T uint8 | uint16 | uint32](data []T, base int64, a among, hit *words) {
	set := a.set
	if small, ok := any(data).([]uint8); ok {
		inSmallSet(small, base, a, hit)
		return
	}
	for k := 0; k<<6 < len(data); k++ {
		var acc uint64
		for i, v := range data[k<<6 : min(k<<6+64, len(data))] {
			at := base + int64(v)
			if v == 0 {
				if a.empty {
					acc |= 1 << i
				}
			} else if word := uint64(at) >> 6; word < uint64(len(set)) {
				acc |= set[word] >> (uint64(at) & 63) & 1 << i
			}
		}
		hit[k] = acc
	}
}

// inSmallSet does so by a table of all 256 numbers a block can store.
func inSmallSet(data []uint8, base int64, a among, hit *words) {
	var table [256]uint64
	for v := range table {
		if v == 0 && a.empty || v > 0 && base+int64(v) >= 0 && a.set.has(base+int64(v)) {
			table[v] = 1
		}
	}
	for k := 0; k<<6 < len(data); k++ {
		var acc uint64
		for i, v := range data[k<<6 : min(k<<6+64, len(data))] {
			acc |= table[v] << i
		}
		hit[k] = acc
	}
}

// listed passes numbers of a few scattered values.
type listed struct {
	of     *columnView
	values map[int64]bool
	empty  bool
}

func (l listed) cost() int { return 6 }
func (l listed) narrow(block int, sel *words) {
	b := l.of.slot(block)
	sel.each(func(i int) {
		v := null
		if b.block != nil {
			v = b.at(i)
		}
		if v == null && !l.empty || v != null && !l.values[v] {
			sel.clear(i)
		}
	})
}

// containing passes texts that contain a word.
type containing struct {
	of   *columnView
	word []byte
	rare int // place of the byte of the word to look for first
}

func newContaining(of *columnView, word string) containing {
	c := containing{of: of, word: []byte(word)}
	if n := len(of.texts); n > 0 && word != "" {
		sample := of.texts[n/2].bytes
		c.rare = rarest(c.word, sample[:min(len(sample), 4096)])
	}
	return c
}

func (c containing) cost() int { return 50 }

func (c containing) narrow(block int, sel *words) {
	if block >= len(c.of.texts) {
		*sel = words{}
		return
	}
	c.of.texts[block].containing(c.word, c.rare, sel)
}

// starting passes texts that start with a word.
type starting struct {
	of   *columnView
	word []byte
}

func (s starting) cost() int { return 20 }
func (s starting) narrow(block int, sel *words) {
	s.of.text(block).keep(sel, func(text []byte) bool { return bytes.HasPrefix(text, s.word) })
}

// spelled passes texts that are one of several, letter for letter.
type spelled struct {
	of    *columnView
	texts map[string]bool
	empty bool
}

func (s spelled) cost() int { return 20 }
func (s spelled) narrow(block int, sel *words) {
	slot := s.of.text(block)
	sel.each(func(i int) {
		if raw := slot.raw(i); len(raw) == 0 && !s.empty || len(raw) > 0 && !s.texts[string(raw)] {
			sel.clear(i)
		}
	})
}

// blankText passes rows without a text.
type blankText struct{ of *columnView }

func (b blankText) cost() int { return 5 }
func (b blankText) narrow(block int, sel *words) {
	slot := b.of.text(block)
	sel.each(func(i int) {
		if slot.entry(i).n > 0 {
			sel.clear(i)
		}
	})
}

// pick passes single rows of the table itself.
type pick struct{ set codeset }

func (p pick) cost() int { return 1 }
func (p pick) narrow(block int, sel *words) {
	from := block * len(sel)
	for k := range sel {
		if from+k < len(p.set) {
			sel[k] &= p.set[from+k]
		} else {
			sel[k] = 0
		}
	}
}

// everyRow marks all rows of a table that pass a test, deleted and unknown ones too.
func everyRow(t test, table *tableView) codeset {
	set := newCodeset(table.blocks() * blockRows)
	for b := range table.blocks() {
		sel := firstRows(table.inBlock(b))
		t.narrow(b, &sel)
		copy(set[b*len(sel):], sel[:])
	}
	return set
}
