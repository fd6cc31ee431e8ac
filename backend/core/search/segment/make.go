package segment

import (
	"cmp"
	"slices"

	index "github.com/blevesearch/bleve_index_api"
)

// A Field is a field of a document that gives its terms, in any order, again and again as they come.
type Field interface {
	Name() string
	EachTerm(add func(term []byte))
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
				p = newPile(stands && version >= withPlaces)
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
		err := piles[name].each(func(term []byte, t *tally) error {
			return w.term(term, t.list(w.docs), t.standing.written(int(t.count)))
		})
		if err != nil {
			return err
		}
	}
	return w.end()
}
