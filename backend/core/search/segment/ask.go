package segment

import (
	"github.com/RoaringBitmap/roaring/v2"
	api "github.com/blevesearch/scorch_segment_api/v2"
)

// A Segment is what a query asks: which documents have a term. Documents are told by their numbers in the segment,
// those in drop are left out; none is nil. The answer belongs to who asked.
type Segment interface {
	// Having is the documents that have a term.
	Having(field, term string, drop *roaring.Bitmap) (*roaring.Bitmap, error)
	// HavingAny is the documents that have any term not less than from and less than before, "" being no end, as far
	// as the first most such terms.
	HavingAny(field, from, before string, most int, drop *roaring.Bitmap) (*roaring.Bitmap, error)
	// HavingTaken is the documents that have any term that an automaton takes, as far as the first most such terms.
	HavingTaken(field string, takes api.Automaton, most int, drop *roaring.Bitmap) (*roaring.Bitmap, error)
	// DocID is the id of a document.
	DocID(num uint64) ([]byte, error)
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
	found, few := roaring.New(), []uint32(nil)
	for w.begin(s, s.fieldNamed(field)); most > 0; most-- {
		ok, err := w.advance()
		if err != nil {
			return nil, err
		}
		if !ok {
			break
		}
		l, err := w.postings()
		if err != nil {
			return nil, err
		}
		if l.bits != nil {
			found.Or(l.bitmap())
			continue
		}
		few = l.docs(few[:0])
		found.AddMany(few)
	}
	return without(found, drop), nil
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
