package segment

import (
	"encoding/binary"
	"slices"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"
)

// A list is the documents that have a term, ascending. It is written as the gaps between them or, where that is
// shorter, as a bitmap.
type list struct {
	count int
	one   uint32 // when there is one
	gaps  []byte
	bits  []byte
}

// How a list is written beside its term, or in a page of its own.
const (
	nearList = iota
	farGaps
	farBits
	listForms
)

// near is how many bytes of a list stand beside its term.
const near = 512

// docs appends the documents.
func (l *list) docs(into []uint32) []uint32 {
	switch {
	case l.count == 1:
		return append(into, l.one)
	case l.bits != nil:
		start := len(into)
		into = slices.Grow(into, l.count)[:start+l.count]
		b := l.bitmap()
		it := b.ManyIterator()
		for at := start; at < len(into); {
			n := it.NextMany(into[at:])
			if n == 0 {
				return into[:at]
			}
			at += n
		}
		return into
	}
	doc, rest := uint32(0), l.gaps
	for range l.count {
		gap, n := uint32(rest[0]), 1
		if gap >= 0x80 {
			long, m := binary.Uvarint(rest)
			gap, n = uint32(long), m
		}
		rest = rest[n:]
		doc += gap
		into = append(into, doc)
	}
	return into
}

var rooms = sync.Pool{New: func() any { return new([]uint32) }}

// bitmap gives the documents as a bitmap that the caller may change.
func (l *list) bitmap() *roaring.Bitmap {
	b := roaring.New()
	if l.bits != nil {
		if _, err := b.FromBuffer(l.bits); err != nil {
			panic(err) // a page that opens is as it was written
		}
		return b
	}
	room := rooms.Get().(*[]uint32)
	defer rooms.Put(room)
	*room = l.docs((*room)[:0])
	if docs := *room; len(docs) > 256 && len(docs) > int(docs[len(docs)-1]>>6) { // adding them one by one takes longer
		bits := make([]uint64, docs[len(docs)-1]>>6+1)
		for _, doc := range docs {
			bits[doc>>6] |= 1 << (doc & 63)
		}
		return roaring.FromDense(bits, false)
	}
	b.AddMany(*room)
	return b
}

// fewDocs is how many documents are looked for one by one among those of a list that is written as gaps.
const fewDocs = 4096

// among gives those of some documents that are in the list; what is given changes.
func (l *list) among(docs *roaring.Bitmap) *roaring.Bitmap {
	if l.count == 1 || l.bits != nil || docs.GetCardinality() > fewDocs {
		docs.And(l.bitmap())
		return docs
	}
	have, kept := docs.ToArray(), docs.ToArray()[:0]
	doc, rest := uint32(0), l.gaps
	for range l.count {
		gap, n := uint32(rest[0]), 1
		if gap >= 0x80 {
			long, m := binary.Uvarint(rest)
			gap, n = uint32(long), m
		}
		rest = rest[n:]
		doc += gap
		for len(have) > 0 && have[0] < doc {
			have = have[1:]
		}
		if len(have) == 0 {
			break
		}
		if have[0] == doc {
			kept = append(kept, doc)
		}
	}
	return roaring.BitmapOf(kept...)
}

// A tally gathers the documents of a term, given in ascending order.
type tally struct {
	gaps  []byte
	last  uint32
	count uint32
	runs  uint32
}

// add adds a document; again is no harm.
func (t *tally) add(doc uint32) {
	gap := doc
	if t.count > 0 {
		if gap = doc - t.last; gap == 0 {
			return
		}
	}
	if gap != 1 || t.count == 0 {
		t.runs++
	}
	if gap < 0x80 {
		t.gaps = append(t.gaps, byte(gap))
	} else {
		t.gaps = binary.AppendUvarint(t.gaps, uint64(gap))
	}
	t.last = doc
	t.count++
}

// list is what is written.
func (t *tally) list(docs int) list {
	l := list{count: int(t.count), one: t.last, gaps: t.gaps}
	if l.count < 64 || l.count*8 < docs && int(t.runs)*8 > len(t.gaps) {
		return l
	}
	b := l.bitmap()
	b.RunOptimize()
	if b.GetSerializedSizeInBytes() < uint64(len(l.gaps)) {
		if bits, err := b.ToBytes(); err == nil {
			l.bits = bits
		}
	}
	return l
}
