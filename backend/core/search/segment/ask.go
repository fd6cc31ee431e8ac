package segment

import (
	"cmp"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	api "github.com/blevesearch/scorch_segment_api/v2"
)

// A Segment is what a query asks: which documents have a term. Documents are told by their numbers in the segment,
// those in drop are left out; none is nil. The answer belongs to who asked.
type Segment interface {
	// Having is the documents that have a term.
	Having(field, term string, drop *roaring.Bitmap) (*roaring.Bitmap, error)
	// HavingAll is the documents that have all of some terms.
	HavingAll(field string, terms []string, drop *roaring.Bitmap) (*roaring.Bitmap, error)
	// HavingAny is the documents that have any term not less than from and less than before, "" being no end, as far
	// as the first most such terms.
	HavingAny(field, from, before string, most int, drop *roaring.Bitmap) (*roaring.Bitmap, error)
	// HavingWord is the documents that have any term of some stretches, each from a term to before another ("" being no
	// end), that takes takes.
	HavingWord(field string, stretches [][2]string, takes func(term []byte) bool) (*roaring.Bitmap, error)
	// HavingTaken is the documents that have any term that an automaton takes, as far as the first most such terms.
	HavingTaken(field string, takes api.Automaton, most int, drop *roaring.Bitmap) (*roaring.Bitmap, error)
	// DocID is the id of a document.
	DocID(num uint64) ([]byte, error)
	// Lined is those of some documents in which pieces stand in one line, as far apart as they are said to be; if first,
	// at the beginning of the text. The terms of the field must have places.
	Lined(field string, pieces []Piece, first bool, docs *roaring.Bitmap) (*roaring.Bitmap, error)
	// EachID tells what some documents are called: by the bytes of their ids, or by their whole names where those are
	// of another form.
	EachID(docs *roaring.Bitmap, yield func(num uint32, id *[16]byte, name string)) error
	// Number tells segments apart, as long as the program runs.
	Number() uint64
}

// Of is a segment of Bleve's, as a query asks it; false for one of another format.
func Of(s api.Segment) (Segment, bool) {
	asked, ok := s.(Segment)
	return asked, ok
}

// Having is the documents that have a term.
func (s *body) Having(field, term string, drop *roaring.Bitmap) (*roaring.Bitmap, error) {
	d := dictionary{s: s, field: s.fieldNamed(field), ids: field == idField}
	l, err := d.lookUp([]byte(term))
	if err != nil || l.count == 0 {
		return nil, err
	}
	return without(l.bitmap(), drop), nil
}

// HavingAll is the documents that have all of some terms: it begins with the rarest.
func (s *body) HavingAll(field string, list []string, drop *roaring.Bitmap) (*roaring.Bitmap, error) {
	d := dictionary{s: s, field: s.fieldNamed(field), ids: field == idField}
	found := make([]*terms, len(list))
	for i, term := range list {
		t, err := d.find([]byte(term))
		if t == nil || err != nil {
			return nil, err
		}
		t.again = true
		found[i] = t
	}
	slices.SortFunc(found, func(a, b *terms) int { return cmp.Compare(a.list.count, b.list.count) })
	var docs *roaring.Bitmap
	for _, t := range found {
		l, err := t.postings()
		if err != nil {
			return nil, err
		}
		if docs == nil {
			docs = l.bitmap()
			if drop != nil {
				docs.AndNot(drop)
			}
		} else {
			docs = l.among(docs)
		}
		if docs.IsEmpty() {
			return nil, nil
		}
	}
	return docs, nil
}

// HavingAny is the documents that have any term of a range.
func (s *body) HavingAny(field, from, before string, most int, drop *roaring.Bitmap) (*roaring.Bitmap, error) {
	return s.gather(field, &walk{from: []byte(from), before: []byte(before)}, most, drop)
}

// HavingTaken is the documents that have any term that an automaton takes.
func (s *body) HavingTaken(field string, takes api.Automaton, most int, drop *roaring.Bitmap) (*roaring.Bitmap, error) {
	return s.gather(field, &walk{automaton: takes}, most, drop)
}

// gather joins the documents of the terms of a walk.
func (s *body) gather(field string, w *walk, most int, drop *roaring.Bitmap) (*roaring.Bitmap, error) {
	g := gathering{docs: s.docs}
	for w.begin(s, s.fieldNamed(field)); most > 0; most-- {
		ok, err := w.advance()
		if err != nil {
			return nil, err
		}
		if !ok {
			break
		}
		if err := g.add(w); err != nil {
			return nil, err
		}
	}
	return without(g.found(), drop), nil
}

// HavingWord is the documents that have any term of some stretches that is taken.
func (s *body) HavingWord(field string, stretches [][2]string, takes func(term []byte) bool) (*roaring.Bitmap, error) {
	g := gathering{docs: s.docs}
	err := s.eachTerm(s.fieldNamed(field), stretches, true, func(w *walk) error {
		if !takes(w.term) {
			return nil
		}
		return g.add(w)
	})
	if err != nil {
		return nil, err
	}
	return without(g.found(), nil), nil
}

// eachTerm walks the terms of some stretches; once: their pages are not likely to be asked for again.
func (s *body) eachTerm(f *fieldPlan, stretches [][2]string, once bool, yield func(w *walk) error) error {
	for _, from := range stretches {
		w := &walk{from: []byte(from[0]), before: []byte(from[1])}
		w.begin(s, f)
		w.once = once
		for {
			ok, err := w.advance()
			if err != nil {
				return err
			}
			if !ok {
				break
			}
			if err := yield(w); err != nil {
				return err
			}
		}
	}
	return nil
}

// A gathering joins the documents of terms: of a few terms in a bitmap, of many in a bit for each document.
type gathering struct {
	docs  int // of the segment
	terms int
	few   *roaring.Bitmap
	many  []uint64
	list  []uint32
}

// fewTerms is of how many terms documents are joined one by one.
const fewTerms = 16

func (g *gathering) add(w *walk) error {
	l, err := w.postings()
	if err != nil {
		return err
	}
	if g.few == nil {
		g.few = roaring.New()
	}
	if g.terms++; g.terms == fewTerms {
		g.many = make([]uint64, (g.docs+63)/64)
		g.few.WriteDenseTo(g.many)
	}
	if g.many == nil && l.bits != nil {
		g.few.Or(l.bitmap())
		return nil
	}
	g.list = l.docs(g.list[:0])
	if g.many == nil {
		g.few.AddMany(g.list)
		return nil
	}
	for _, doc := range g.list {
		g.many[doc>>6] |= 1 << (doc & 63)
	}
	return nil
}

// found is the documents; the gathering ends.
func (g *gathering) found() *roaring.Bitmap {
	switch {
	case g.many != nil:
		return roaring.FromDense(g.many, false)
	case g.few == nil:
		return roaring.New()
	}
	return g.few
}

// without takes documents out; nil if none is left.
func without(docs, drop *roaring.Bitmap) *roaring.Bitmap {
	if drop != nil {
		docs.AndNot(drop)
	}
	if docs.IsEmpty() {
		return nil
	}
	return docs
}
