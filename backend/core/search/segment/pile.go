package segment

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"slices"
	"unsafe"
)

// A pile gathers the terms of a field. Terms of up to seven bytes, nearly all there are, are kept as numbers: they are
// found more quickly so, and stand in the same order. It may have millions of lists that grow side by side: they lie in
// one arena, and nothing of them points anywhere, so that whoever collects garbage passes them over.
type pile struct {
	short []uint32 // one more than the number of an entry, at its term's place or behind it; a power of two, half is used
	shift int      // of a product to a place in short
	count int      // of short
	long  map[string]uint32
	text  []byte // of new long terms
	bytes int    // of all long terms

	entries [][]entry
	stands  [][]stand // of the entries, if it is known where terms stand
	next    uint32    // entry
	arena   arena
	placed  bool

	doc     uint32 // that is being added
	found   func(term []byte)
	foundAt func(term []byte, place int)
}

// An entry is a term with the documents that have it.
type entry struct {
	term  uint64 // if it is short
	docs  strand
	last  uint32
	count uint32
	runs  uint32
}

// A stand is where a term stands.
type stand struct {
	places strand
	last   int32 // in the present document
	none   uint32
}

// mostShort is how many bytes a short term has; the last byte of its number is how many.
const mostShort = 7

// entriesAtOnce is for how many entries room is made.
const (
	entriesBits   = 10
	entriesAtOnce = 1 << entriesBits
	longTakes     = 64 // bytes, about, besides the term
)

func newPile(placed bool) *pile {
	p := &pile{short: make([]uint32, 256), shift: 64 - 8, long: map[string]uint32{}, placed: placed}
	p.found = func(term []byte) { p.add(term, p.doc, Nowhere) }
	p.foundAt = func(term []byte, place int) { p.add(term, p.doc, place) }
	return p
}

// size is about how many bytes it takes.
func (p *pile) size() int {
	each := int(unsafe.Sizeof(entry{}))
	if p.placed {
		each += int(unsafe.Sizeof(stand{}))
	}
	return len(p.entries)*entriesAtOnce*each + len(p.arena.chunks)*chunkSize + 4*len(p.short) + p.bytes + longTakes*len(p.long)
}

func (p *pile) add(term []byte, doc uint32, place int) {
	if len(term) == 0 {
		return
	}
	n := p.find(term)
	e := p.entry(n)
	fresh := e.count == 0 || e.last != doc
	if fresh {
		gap := doc
		if e.count > 0 {
			gap = doc - e.last
		}
		if gap != 1 || e.count == 0 {
			e.runs++
		}
		p.arena.number(&e.docs, gap)
		e.last = doc
		e.count++
	}
	if p.placed {
		p.stand(n).add(&p.arena, int32(place), fresh)
	}
}

func (p *pile) entry(n uint32) *entry { return &p.entries[n>>entriesBits][n%entriesAtOnce] }
func (p *pile) stand(n uint32) *stand { return &p.stands[n>>entriesBits][n%entriesAtOnce] }

// add adds a place in the present document, or in a fresh one.
func (s *stand) add(a *arena, place int32, fresh bool) {
	switch {
	case fresh:
	case place <= s.last:
		return
	case s.last >= 0:
		a.number(&s.places, uint32(place-s.last)<<1|1)
		s.last = place
		return
	default: // it was only to be found until now
		s.places.at--
		s.none--
	}
	if place < 0 {
		s.none++
	}
	a.number(&s.places, uint32(place+1)<<1)
	s.last = place
}

// find finds the entry of a term, or begins it.
func (p *pile) find(term []byte) uint32 {
	if len(term) <= mostShort {
		return p.findShort(numberOf(term))
	}
	n, known := p.long[string(term)]
	if !known {
		n = p.fresh(0)
		p.long[p.keep(term)] = n
	}
	return n
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

func (p *pile) findShort(term uint64) uint32 {
	slot := p.slot(term)
	if *slot > 0 {
		return *slot - 1
	}
	if 2*p.count >= len(p.short) {
		before := p.short
		p.short = make([]uint32, 2*len(before))
		p.shift--
		for _, n := range before {
			if n > 0 {
				*p.slot(p.entry(n - 1).term) = n
			}
		}
		slot = p.slot(term)
	}
	p.count++
	n := p.fresh(term)
	*slot = n + 1
	return n
}

// slot is where the number of a short term's entry is, or where there is room for it.
func (p *pile) slot(term uint64) *uint32 {
	mask := uint64(len(p.short) - 1)
	for at := term * 0x9e3779b97f4a7c15 >> p.shift; ; at++ { // only the highest bits depend on all of the term
		if n := &p.short[at&mask]; *n == 0 || p.entry(*n-1).term == term {
			return n
		}
	}
}

// fresh begins an entry.
func (p *pile) fresh(term uint64) uint32 {
	n := p.next
	p.next++
	if n%entriesAtOnce == 0 {
		p.entries = append(p.entries, make([]entry, entriesAtOnce))
		if p.placed {
			p.stands = append(p.stands, make([]stand, entriesAtOnce))
		}
	}
	p.entry(n).term = term
	return n
}

// keep copies a long term to where it is never written again.
func (p *pile) keep(term []byte) string {
	if cap(p.text)-len(p.text) < len(term) {
		p.text = make([]byte, 0, max(1<<14, len(term)))
	}
	start := len(p.text)
	p.text = append(p.text, term...)
	p.bytes += len(term)
	own := p.text[start:]
	return unsafe.String(&own[0], len(own))
}

// each gives the terms in ascending order; what is given is valid until the next.
func (p *pile) each(yield func(term []byte, docs *tally, places []byte) error) error {
	short := p.short[:0]
	for _, n := range p.short {
		if n > 0 {
			short = append(short, n-1)
		}
	}
	slices.SortFunc(short, func(a, b uint32) int { return cmp.Compare(p.entry(a).term, p.entry(b).term) })
	long := make([]string, 0, len(p.long))
	for term := range p.long {
		long = append(long, term)
	}
	slices.Sort(long)
	var room [mostShort]byte
	var docs tally
	var places []byte
	for len(short) > 0 || len(long) > 0 {
		var term []byte
		if len(short) > 0 {
			term = bytesOf(p.entry(short[0]).term, &room)
		}
		var of uint32
		if len(long) > 0 && (term == nil || bytes.Compare([]byte(long[0]), term) < 0) {
			term, of, long = []byte(long[0]), p.long[long[0]], long[1:]
		} else {
			of, short = short[0], short[1:]
		}
		e := p.entry(of)
		docs = tally{gaps: p.arena.read(e.docs, docs.gaps[:0]), last: e.last, count: e.count, runs: e.runs}
		places = places[:0]
		if p.placed {
			if s := p.stand(of); s.none < e.count { // some document has a place
				places = p.arena.read(s.places, places)
			}
		}
		if err := yield(term, &docs, places); err != nil {
			return err
		}
	}
	return nil
}

// An arena holds bytes of many strands that grow side by side, in blocks: the first of a strand is small, each that
// follows twice as large up to a bound. The last four bytes of a full block say where the next is.
type arena struct {
	chunks [][]byte
	used   uint32 // of the last chunk
}

const (
	chunkBits  = 16
	chunkSize  = 1 << chunkBits
	smallBlock = 8
	mostTwice  = 7
	linkSize   = 4
)

// A strand is bytes in an arena.
type strand struct {
	first, at, end uint32 // of the first block; in the last block; end of what it holds, 0 before the first
	blocks         uint32
}

func blockSize(n uint32) uint32 { return smallBlock << min(n, mostTwice) }

// number appends a number of variable length.
func (a *arena) number(s *strand, n uint32) {
	for n >= 0x80 {
		a.put(s, byte(n)|0x80)
		n >>= 7
	}
	a.put(s, byte(n))
}

func (a *arena) put(s *strand, b byte) {
	if s.at == s.end {
		a.grow(s)
	}
	a.chunks[s.at>>chunkBits][s.at%chunkSize] = b
	s.at++
}

func (a *arena) grow(s *strand) {
	size := blockSize(s.blocks)
	if len(a.chunks) == 0 || a.used+size > chunkSize {
		a.chunks = append(a.chunks, make([]byte, chunkSize))
		a.used = 0
	}
	at := uint32(len(a.chunks)-1)<<chunkBits | a.used
	a.used += size
	if s.blocks == 0 {
		s.first = at
	} else {
		binary.LittleEndian.PutUint32(a.chunks[s.end>>chunkBits][s.end%chunkSize:], at)
	}
	s.at, s.end = at, at+size-linkSize
	s.blocks++
}

// read appends what a strand holds.
func (a *arena) read(s strand, into []byte) []byte {
	at := s.first
	for n := range s.blocks {
		chunk, from := a.chunks[at>>chunkBits], at%chunkSize
		end := from + blockSize(n) - linkSize
		if n == s.blocks-1 {
			return append(into, chunk[from:s.at%chunkSize]...)
		}
		into = append(into, chunk[from:end]...)
		at = binary.LittleEndian.Uint32(chunk[end:])
	}
	return into
}
