package search

import (
	"context"
	"fmt"

	"github.com/RoaringBitmap/roaring/v2"

	"xingke/backend/core/entity"
)

// A roll is the documents of a segment that are of one type.
type roll struct {
	asked
	of  *Index
	all *roaring.Bitmap
}

// Key is the segment's.
func (r roll) Key() uint64 { return r.Number() }

// Span is where its documents are.
func (r roll) Span() (from, to uint32) { return r.all.Minimum(), r.all.Maximum() + 1 }

// Names tells what documents are called.

func (r roll) Names(nums []uint32, yield func(num uint32, id *[16]byte, other string)) (err error) {
	defer func() {
		if broken := recover(); broken != nil {
			err = fmt.Errorf("search: read segment: %v", broken)
		}
		if err != nil {
			r.of.state.broken()
		}
	}()
	docs := r.all
	if nums != nil {
		docs = roaring.BitmapOf(nums...)
	}
	return r.EachID(docs, func(num uint32, id *[16]byte, name string) {
		if id == nil {
			_, name = splitDocID(name)
		}
		yield(num, id, name)
	})
}

// Rolls tells all rolls of records of a type that Holding may tell of now.
func (x *Index) Rolls(ctx context.Context, t *entity.Type, tell func(entity.Roll)) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if x.bleve == nil || !x.built || x.made != x.shape() {
		return
	}
	r, err := read(ctx, x.bleve)
	if err != nil {
		return
	}
	defer r.close()
	for _, s := range r.segments {
		if all, err := s.Having(keyField, keyEntity+t.Name, s.deleted); err == nil && all != nil {
			tell(roll{s, x, all})
		}
	}
}
