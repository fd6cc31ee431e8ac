package segment

import (
	"cmp"
	"runtime"
	"slices"

	index "github.com/blevesearch/bleve_index_api"
)

// A Field is a field of a document that gives its terms, in any order, again and again as they come.
type Field interface {
	Name() string
	EachTerm(add func(term []byte))
}

// A Maker makes a segment in memory of documents that are added one after the other, in ascending order of their ids.
// However many they are, each term is gathered and written once.
type Maker struct {
	w     *writer
	out   *memory
	piles map[string]*pile
	docs  uint32
	added func(field index.Field) // of the document that is being added
}

// NewMaker begins a segment of the present version.
func NewMaker() *Maker { return newMaker(Version) }

func newMaker(version uint32) *Maker {
	m := &Maker{out: &memory{}, piles: map[string]*pile{}}
	m.w = newWriter(m.out, version)
	m.added = m.add
	return m
}

// Takes tells whether a document of this id may be added: it must come behind those that were.
func (m *Maker) Takes(id string) bool { return m.docs == 0 || id > string(m.w.last) }

// Docs is how many documents were added.
func (m *Maker) Docs() int { return int(m.docs) }

// Size is about how much memory their terms take.
func (m *Maker) Size() (n int) {
	for _, p := range m.piles {
		n += p.size()
	}
	return n
}

// Add adds a document.
func (m *Maker) Add(doc index.Document) error {
	if err := m.w.doc([]byte(doc.ID())); err != nil {
		return err
	}
	doc.VisitFields(m.added)
	m.docs++
	return nil
}

func (m *Maker) add(field index.Field) {
	f, ok := field.(Field)
	if !ok {
		return // the id, which has been taken
	}
	placed, stands := f.(Placed)
	name := f.Name()
	p := m.piles[name]
	if p == nil {
		p = newPile(stands && m.w.version >= withPlaces)
		m.piles[name] = p
	}
	if p.doc = m.docs; p.placed && stands {
		placed.EachPlace(p.foundAt)
	} else {
		f.EachTerm(p.found)
	}
}

// Done is the segment.
func (m *Maker) Done() (*Made, error) {
	m.out.data = slices.Grow(m.out.data, m.Size()/2)
	if err := m.w.piles(m.piles); err != nil {
		return nil, err
	}
	s := &inMemory{newBody(m.w.plan)}
	s.mem = m.out.data
	return s, nil
}

// A Made is a segment in memory.
type Made = inMemory

// A Whole is the one field of a document that stands for all those of a segment: where an index is given such a
// document it takes the segment as it is. None of these may be in the index.
type Whole interface{ Segment() *Made }

// wholeOf is the segment that a batch stands for, nil if it is a usual one.
func wholeOf(docs []index.Document) (s *Made) {
	if len(docs) == 1 {
		docs[0].VisitFields(func(f index.Field) {
			if whole, ok := f.(Whole); ok {
				s = whole.Segment()
			}
		})
	}
	return s
}

// makeSegment makes a segment in memory of documents in any order.
func makeSegment(given []index.Document, version uint32) (*inMemory, error) {
	docs := slices.Clone(given)
	slices.SortFunc(docs, func(a, b index.Document) int { return cmp.Compare(a.ID(), b.ID()) })
	m := newMaker(version)
	for _, doc := range docs {
		if err := m.Add(doc); err != nil {
			return nil, err
		}
	}
	return m.Done()
}

// termsAtOnce is how many terms are written before others get their turn: about half a millisecond.
const termsAtOnce = 1024

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
		terms := 0
		err := piles[name].each(func(term []byte, docs *tally, places []byte) error {
			if terms++; terms%termsAtOnce == 0 {
				runtime.Gosched()
			}
			return w.term(term, docs.list(w.docs), places)
		})
		if err != nil {
			return err
		}
		delete(piles, name) // it is not needed any more, and may be large
	}
	return w.end()
}
