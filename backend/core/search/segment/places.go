package segment

import (
	"encoding/binary"
	"math"
	"slices"
)

// Of fields that are asked for a line as it stands, a segment knows the places of terms: how many characters are before
// them. The places of a term are written document by document, as its list goes: numbers of variable length, the first
// of a document even (twice the place and one; 0 where no place is known), those behind it odd (twice how much further
// on). They follow each other in the order of the terms, in pages of one size.

// A Placed is a Field that knows where its terms stand: so many characters from the beginning, or Nowhere. A document's
// places of a term come in ascending order.
type Placed interface {
	Field
	EachPlace(add func(term []byte, place int))
}

// Nowhere is the place of a term that is only to be found.
const Nowhere = -1

// placesPage is the size of a page of places.
const placesPage = 16 << 10

// nextPlaces cuts off the places of the next document.
func nextPlaces(places []byte) (these, rest []byte) {
	n := 0
	for {
		for places[n] >= 0x80 {
			n++
		}
		if n++; n == len(places) || places[n]&1 == 0 {
			return places[:n], places[n:]
		}
	}
}

// place writes the places of the term that was written last.
func (w *writer) place(places []byte) error {
	w.buf = binary.AppendUvarint(w.buf, uint64(len(places)))
	w.placed += len(places)
	w.places = append(w.places, places...)
	if len(w.places) < placesPage {
		return nil
	}
	rest := w.places
	for len(rest) >= placesPage {
		if err := w.placePage(rest[:placesPage]); err != nil {
			return err
		}
		rest = rest[placesPage:]
	}
	w.places = append(w.places[:0], rest...)
	return nil
}

func (w *writer) placePage(places []byte) error {
	n, err := w.page(places)
	f := &w.fields[len(w.fields)-1]
	f.places = append(f.places, n)
	return err
}

// places reads the places of the present term: as many as it has documents, or nothing.
func (t *terms) places(into []byte) ([]byte, error) {
	from, to := t.placesAt, t.placesAt+t.placesSize
	into = into[:0]
	for from < to {
		n := from / placesPage
		if n >= len(t.f.places) {
			return nil, errBroken
		}
		if t.placesData == nil || t.placesPage != n {
			data, err := t.s.page(t.f.places[n], false)
			if err != nil {
				return nil, err
			}
			t.placesPage, t.placesData = n, data
		}
		within := from - n*placesPage
		upTo := min(within+to-from, len(t.placesData))
		if within >= upTo {
			return nil, errBroken
		}
		into = append(into, t.placesData[within:upTo]...)
		from += upTo - within
	}
	return into, nil
}

// A gathered is the documents of a term, with their places, from several parts.
type gathered struct {
	docs   []uint32 // leftOut where it is not taken
	places []byte
	whole  bool // all are taken, in ascending order
	any    bool // some document has a place
}

const leftOut = math.MaxUint32

// begin begins the next term.
func (g *gathered) begin() {
	g.docs, g.places, g.whole, g.any = g.docs[:0], g.places[:0], true, false
}

// settle leaves out what is not taken and puts the others in order.
func (g *gathered) settle(placed bool) {
	if g.whole && slices.IsSorted(g.docs) {
		return
	}
	if !placed || !g.any {
		g.docs = slices.DeleteFunc(g.docs, func(doc uint32) bool { return doc == leftOut })
		slices.Sort(g.docs)
		g.places = g.places[:0]
		return
	}
	type entry struct {
		doc    uint32
		places []byte
	}
	list := make([]entry, 0, len(g.docs))
	rest := g.places
	for _, doc := range g.docs {
		var these []byte
		if these, rest = nextPlaces(rest); doc != leftOut {
			list = append(list, entry{doc, these})
		}
	}
	slices.SortFunc(list, func(a, b entry) int { return int(a.doc) - int(b.doc) })
	all := make([]byte, 0, len(g.places))
	g.docs = g.docs[:0]
	for _, e := range list {
		g.docs = append(g.docs, e.doc)
		all = append(all, e.places...)
	}
	g.places = all
}
