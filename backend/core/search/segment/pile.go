package segment

import (
	"bytes"
	"cmp"
	"slices"
	"unsafe"
)

// A pile gathers the terms of a field. Terms of up to seven bytes, nearly all there are, are kept as numbers: they are
// found more quickly so, and stand in the same order.
type pile struct {
	short []cell // each at its number's place or behind it, where there was room; a power of two, at most half is used
	count int    // of short
	long  map[string]*tally

	text  []byte // of new long terms
	slab  []tally
	small []byte // the beginnings of lists

	placed    bool
	standings []standing
	roomy     []byte // the beginnings of places
}

// A cell is a short term, 0 being none.
type cell struct {
	term uint64
	of   *tally
}

// mostShort is how many bytes a short term has; the last byte of its number is how many.
const mostShort = 7

func newPile(placed bool) *pile {
	return &pile{short: make([]cell, 256), long: map[string]*tally{}, placed: placed}
}

func (p *pile) add(term []byte, doc uint32, place int) {
	if len(term) == 0 {
		return
	}
	t := p.tally(term)
	fresh := t.count == 0 || t.last != doc
	t.add(doc)
	if p.placed {
		t.standing.add(place, fresh)
	}
}

// tally finds the list of a term, or begins it.
func (p *pile) tally(term []byte) *tally {
	if len(term) <= mostShort {
		c := p.cell(numberOf(term))
		if c.of == nil {
			c.of = p.fresh()
		}
		return c.of
	}
	t := p.long[string(term)]
	if t == nil {
		t = p.fresh()
		p.long[p.keep(term)] = t
	}
	return t
}

// numberOf is a short term as a number.
func numberOf(term []byte) (n uint64) {
	for i, b := range term {
		n |= uint64(b) << (56 - 8*i)
	}
	return n | uint64(len(term))
}

// bytesOf is the term of a number; into is room for it.
func bytesOf(n uint64, into *[mostShort]byte) []byte {
	for i := range into {
		into[i] = byte(n >> (56 - 8*i))
	}
	return into[:n&0xff]
}

// cell is where a short term is kept.
func (p *pile) cell(term uint64) *cell {
	if 2*p.count >= len(p.short) {
		before := p.short
		p.short = make([]cell, 2*len(before))
		for _, c := range before {
			if c.term != 0 {
				*p.free(c.term) = c
			}
		}
	}
	c := p.free(term)
	if c.term == 0 {
		c.term = term
		p.count++
	}
	return c
}

// free is the cell of a short term, or the one where there is room for it.
func (p *pile) free(term uint64) *cell {
	mask := uint64(len(p.short) - 1)
	for at := term * 0x9e3779b97f4a7c15 >> 32; ; at++ {
		if c := &p.short[at&mask]; c.term == term || c.term == 0 {
			return c
		}
	}
}

// fresh begins a list. Lists lie in slabs: there are thousands of a few bytes.
func (p *pile) fresh() *tally {
	if len(p.slab) == 0 {
		p.slab = make([]tally, 512)
		p.small = make([]byte, 8*512)
	}
	t := &p.slab[0]
	p.slab = p.slab[1:]
	t.gaps = p.small[:0:8]
	p.small = p.small[8:]
	if p.placed {
		if len(p.standings) == 0 {
			p.standings = make([]standing, 512)
			p.roomy = make([]byte, 8*512)
		}
		t.standing = &p.standings[0]
		p.standings = p.standings[1:]
		t.standing.places = p.roomy[:0:8]
		p.roomy = p.roomy[8:]
	}
	return t
}

// keep copies a long term to where it is never written again.
func (p *pile) keep(term []byte) string {
	if cap(p.text)-len(p.text) < len(term) {
		p.text = make([]byte, 0, max(1<<14, len(term)))
	}
	start := len(p.text)
	p.text = append(p.text, term...)
	own := p.text[start:]
	return unsafe.String(&own[0], len(own))
}

// each gives the terms in ascending order.
func (p *pile) each(yield func(term []byte, t *tally) error) error {
	short := slices.DeleteFunc(p.short, func(c cell) bool { return c.term == 0 })
	slices.SortFunc(short, func(a, b cell) int { return cmp.Compare(a.term, b.term) })
	long := make([]string, 0, len(p.long))
	for term := range p.long {
		long = append(long, term)
	}
	slices.Sort(long)
	var room [mostShort]byte
	for len(short) > 0 || len(long) > 0 {
		var term []byte
		if len(short) > 0 {
			term = bytesOf(short[0].term, &room)
		}
		var of *tally
		if len(long) > 0 && (term == nil || bytes.Compare([]byte(long[0]), term) < 0) {
			term, of, long = []byte(long[0]), p.long[long[0]], long[1:]
		} else {
			of, short = short[0].of, short[1:]
		}
		if err := yield(term, of); err != nil {
			return err
		}
	}
	return nil
}
