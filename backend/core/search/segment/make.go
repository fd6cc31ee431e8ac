package segment

import (
	"cmp"
	"slices"
	"unsafe"

	index "github.com/blevesearch/bleve_index_api"
)

// A Field is a field of a document that gives its terms, in any order, again and again as they come.
type Field interface {
	Name() string
	EachTerm(add func(term []byte))
}

// a pile gathers the terms of a field.
type pile struct {
	of    map[string]*tally
	text  []byte // of new terms
	slab  []tally
	small []byte // the beginnings of lists

	placed    bool
	standings []standing
	roomy     []byte // the beginnings of places
}

func (p *pile) add(term []byte, doc uint32, place int) {
	if len(term) == 0 {
		return
	}
	t := p.of[string(term)]
	if t == nil {
		t = p.fresh(term)
	}
	fresh := t.count == 0 || t.last != doc
	t.add(doc)
	if p.placed {
		t.standing.add(place, fresh)
	}
}

// fresh begins the list of a new term. Terms and lists lie in slabs: there are thousands of a few bytes.
func (p *pile) fresh(term []byte) *tally {
	if cap(p.text)-len(p.text) < len(term) {
		p.text = make([]byte, 0, max(1<<14, len(term)))
	}
	start := len(p.text)
	p.text = append(p.text, term...)
	own := p.text[start:]
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
	p.of[unsafe.String(&own[0], len(own))] = t // it is never written again
	return t
}

// make makes a segment in memory.
func makeSegment(given []index.Document, version uint32) (*inMemory, error) {
	docs := slices.Clone(given)
	slices.SortFunc(docs, func(a, b index.Document) int { return cmp.Compare(a.ID(), b.ID()) })
	out := &memory{}
	w := newWriter(out, version)
	piles := map[string]*pile{}
	for n, doc := range docs {
		if err := w.doc([]byte(doc.ID())); err != nil {
			return nil, err
		}
		doc.VisitFields(func(field index.Field) {
			f, ok := field.(Field)
			if !ok {
				return // the id, which has been taken
			}
			placed, stands := f.(Placed)
			p := piles[f.Name()]
			if p == nil {
				p = &pile{of: map[string]*tally{}, placed: stands && version >= withPlaces}
				piles[f.Name()] = p
			}
			if p.placed && stands {
				placed.EachPlace(func(term []byte, place int) { p.add(term, uint32(n), place) })
			} else {
				f.EachTerm(func(term []byte) { p.add(term, uint32(n), Nowhere) })
			}
		})
	}
	if err := w.piles(piles); err != nil {
		return nil, err
	}
	s := &inMemory{newBody(w.plan)}
	s.mem = out.data
	return s, nil
}

// piles writes all fields.
func (w *writer) piles(piles map[string]*pile) error {
	names := make([]string, 0, len(piles))
	for name := range piles {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if err := w.field(name, piles[name].placed); err != nil {
			return err
		}
		of := piles[name].of
		sorted := make([]string, 0, len(of))
		for term := range of {
			sorted = append(sorted, term)
		}
		slices.Sort(sorted)
		for _, term := range sorted {
			t := of[term]
			if err := w.term([]byte(term), t.list(w.docs), t.standing.written(int(t.count))); err != nil {
				return err
			}
		}
	}
	return w.end()
}
