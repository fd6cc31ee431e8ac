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
