package segment

import (
	"cmp"
	"encoding/binary"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
)

// A Piece is a part of a line that is looked for: a term, or what stands within terms.
type Piece struct {
	At        int         // characters behind the beginning of the line
	Stretches [][2]string // the terms, each stretch from a term to before another
	// Within appends where in a term the piece stands, in characters; nothing if it does not.
	Within func(term []byte, into []int) []int
}

// Term is a piece that is a term.
func Term(term string, at int) Piece {
	return Piece{At: at, Stretches: [][2]string{{term, term + "\x00"}}, Within: func(_ []byte, into []int) []int { return append(into, 0) }}
}

// Lined is those of some documents in which pieces stand in one line, as far apart as they are said to be; if first, at
// the beginning of the text. The field must be one whose terms have places. nil is none.
func (s *body) Lined(field string, pieces []Piece, first bool, docs *roaring.Bitmap) (*roaring.Bitmap, error) {
	f := s.fieldNamed(field)
	if f == nil || docs == nil {
		return nil, nil
	}
	if !f.placed {
		return nil, errBroken
	}
	l := lining{s: s, f: f, first: first, among: docs.ToArray()}
	pieces = slices.Clone(pieces)
	slices.SortStableFunc(pieces, func(a, b Piece) int { return cmp.Compare(a.width(), b.width()) })
	var begins []spot
	for i, p := range pieces {
		spots, err := l.spots(p)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			spots = common(begins, spots)
		}
		if begins = spots; len(begins) == 0 {
			return nil, nil
		}
		l.among = l.among[:0]
		for _, b := range begins {
			if doc := b.doc(); len(l.among) == 0 || l.among[len(l.among)-1] != doc {
				l.among = append(l.among, doc)
			}
		}
	}
	return roaring.BitmapOf(l.among...), nil
}

// width tells pieces that are one term from those that may be many.
func (p Piece) width() int {
	if len(p.Stretches) == 1 && p.Stretches[0][1] == p.Stretches[0][0]+"\x00" {
		return 0
	}
	return len(p.Stretches)
}

// A spot is a place in a document where the line may begin.
type spot uint64

func (s spot) doc() uint32 { return uint32(s >> 32) }

// A lining looks for the spots of one piece after the other.
type lining struct {
	s      *body
	f      *fieldPlan
	first  bool
	among  []uint32 // documents, ascending
	docs   []uint32
	places []byte
	within []int
	found  []spot
}

// spots is where the line may begin by one piece, ascending.
func (l *lining) spots(p Piece) ([]spot, error) {
	l.found = nil
	parts := 0
	err := l.s.eachTerm(l.f, p.Stretches, false, func(w *walk) error {
		if l.within = p.Within(w.term, l.within[:0]); len(l.within) == 0 || w.placesSize == 0 {
			return nil
		}
		parts += len(l.within)
		w.again = p.width() == 0
		return l.take(w, p.At)
	})
	if err != nil {
		return nil, err
	}
	if parts > 1 {
		slices.Sort(l.found)
		l.found = slices.Compact(l.found)
	}
	return l.found, nil
}

// take adds the spots of a term.
func (l *lining) take(w *walk, at int) error {
	list, err := w.postings()
	if err != nil {
		return err
	}
	l.docs = list.docs(l.docs[:0])
	if l.places, err = w.terms.places(l.places); err != nil {
		return err
	}
	rest, among := l.places, l.among
	for _, doc := range l.docs {
		for len(among) > 0 && among[0] < doc {
			among = among[1:]
		}
		if len(among) == 0 {
			break
		}
		if among[0] != doc {
			rest = pass(rest)
			continue
		}
		rest = l.here(rest, doc, at)
	}
	return nil
}

// pass goes over the places of a document.
func pass(rest []byte) []byte {
	n := 1
	for rest[n-1] >= 0x80 {
		n++
	}
	if n < len(rest) && rest[n]&1 == 1 {
		_, rest = nextPlaces(rest)
		return rest
	}
	return rest[n:]
}

// here adds the spots of a document, whose places come first; the rest is of those behind it.
func (l *lining) here(rest []byte, doc uint32, at int) []byte {
	v, n := binary.Uvarint(rest)
	rest = rest[n:]
	place := int(v>>1) - 1
	for {
		for _, within := range l.within {
			if begin := place + within - at; place >= 0 && begin >= 0 && (begin == 0 || !l.first) {
				l.found = append(l.found, spot(doc)<<32|spot(begin))
			}
		}
		if len(rest) == 0 || rest[0]&1 == 0 {
			return rest
		}
		v, n = binary.Uvarint(rest)
		rest = rest[n:]
		place += int(v >> 1)
	}
}

// common is what two lists have in common.
func common(a, b []spot) []spot {
	kept := a[:0]
	for len(a) > 0 && len(b) > 0 {
		switch {
		case a[0] < b[0]:
			a = a[1:]
		case b[0] < a[0]:
			b = b[1:]
		default:
			kept = append(kept, a[0])
			a, b = a[1:], b[1:]
		}
	}
	return kept
}
