package search

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"

	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

// Holding tells the living records of a type that have a line of folded letters in a long text, or begin with it, as
// they were at some moment since a change: sure ones, and others that may. Of those last changed at or before upTo no
// other has it. They are told by their numbers in rolls of the index, in ascending order, many at a time, never two at
// once; a roll may be asked what its records are called until tell returns. If most have it, but is true: then those
// told as sure are the ones that have it not, and all others have it. It is not ok where the index cannot tell: it does
// not hold everything, or the field has no terms of its own; what was told then is worth nothing.
func (x *Index) Holding(ctx context.Context, t *entity.Type, s *field.Spec, line string, begins bool, tell func(of entity.Roll, nums []uint32, sure bool)) (upTo uint64, but, ok bool) {
	own := longOf(t, s)
	if own == "" || line == "" || x.lacking() {
		return 0, false, false
	}
	upTo = x.cursor.Load() // before the index is looked at: it may hold more
	x.mu.RLock()
	defer x.mu.RUnlock()
	defer func() {
		if recover() != nil { // as in find: of a damaged file
			x.state.broken()
			ok = false
		}
	}()
	if x.bleve == nil || !x.built || x.made != x.shape() {
		return 0, false, false
	}
	r, err := read(ctx, x.bleve)
	if err != nil {
		return 0, false, false
	}
	defer r.close()
	h := holding{ctx: ctx, of: x, entity: keyEntity + t.Name, field: own, want: wantOf(line, begins), begins: begins, tell: tell}
	if but, err = h.ask(r.segments); err != nil {
		if ctx.Err() == nil {
			x.state.broken()
		}
		return 0, false, false
	}
	return upTo, but, ctx.Err() == nil
}

// A holding asks the segments of the index for what long texts need.
type holding struct {
	ctx    context.Context
	of     *Index
	entity string // its key
	field  string
	want
	begins bool
	tell   func(of entity.Roll, nums []uint32, sure bool)
	mu     sync.Mutex // of tell
}

// A holder is the documents of a segment that are of the type; of these, those that have the line, and those that may.
type holder struct{ all, sure, doubt *roaring.Bitmap }

// ask asks the segments and tells what they know: of most of all documents, by those that are not among them.
func (h *holding) ask(segments []asked) (but bool, err error) {
	found := make([]holder, len(segments))
	err = inSegments(segments, func(i int) (err error) {
		found[i], err = h.among(segments[i])
		return err
	})
	if err != nil {
		return false, err
	}
	var all, sure uint64
	for _, f := range found {
		all += f.all.GetCardinality()
		sure += f.sure.GetCardinality()
	}
	but = sure > all/2
	return but, inSegments(segments, func(i int) error {
		f := found[i]
		told := f.sure
		if but {
			told = roaring.AndNot(f.all, f.sure)
			told.AndNot(f.doubt)
		}
		of := roll{segments[i], h.of, f.all}
		h.each(of, f.doubt, false)
		h.each(of, told, true)
		return nil
	})
}

// inSegments does something for all segments, several at a time.
func inSegments(segments []asked, do func(i int) error) error {
	errs := make([]error, len(segments))
	sideBySide(min(readers, len(segments)), len(segments), func(i int) {
		defer func() {
			if p := recover(); p != nil {
				errs[i] = fmt.Errorf("search: read segment: %v", p)
			}
		}()
		errs[i] = do(i)
	})
	return errors.Join(errs...)
}

// among asks one segment.
func (h *holding) among(s asked) (holder, error) {
	found := holder{roaring.New(), roaring.New(), roaring.New()}
	all, err := s.Having(keyField, h.entity, s.deleted)
	if err != nil || all == nil {
		return found, err
	}
	found.all = all
	have := all.Clone()
	var far *roaring.Bitmap // texts with words that are no terms
	if h.letters {
		if far, err = s.Having(h.field, endless, nil); err != nil {
			return found, err
		}
	}
	for _, n := range h.needs {
		if err := h.ctx.Err(); err != nil {
			return found, err
		}
		one, err := h.having(s, n)
		if err != nil {
			return found, err
		}
		if n.letters() && far != nil {
			one.Or(far)
		}
		if have.And(one); have.IsEmpty() {
			return found, nil
		}
	}
	if far != nil {
		far.And(have)
		have.AndNot(far)
		found.doubt = far
	}
	if !h.exact {
		if have, err = s.Lined(h.field, h.pieces, h.begins, have); err != nil || have == nil {
			return found, err
		}
	}
	found.sure = have
	return found, nil
}

// letters tells whether it is a word that is needed, or a part of one.
func (n need) letters() bool { return sortOf([]rune(n.term)[0]) == aLetter }

// wordStretches are the terms that may be words: most Chinese characters lie between.
var wordStretches = [][2]string{{"0", "\xe4"}, {"\xea", ""}}

// having is the documents that have what is needed; the caller may change what is given.
func (h *holding) having(s asked, n need) (have *roaring.Bitmap, err error) {
	letters := []byte(n.term)
	switch n.how {
	case needTerm:
		have, err = s.Having(h.field, n.term, nil)
	case needBegin:
		have, err = s.HavingAny(h.field, n.term, behind(n.term), math.MaxInt, nil)
	default:
		have, err = s.HavingWord(h.field, wordStretches, func(term []byte) bool { return bytes.Contains(term, letters) })
	}
	if have == nil {
		have = roaring.New()
	}
	return have, err
}

// toldAtOnce is how many documents are told at a time.
const toldAtOnce = 4096

// each tells of documents.
func (h *holding) each(of roll, docs *roaring.Bitmap, sure bool) {
	var nums [toldAtOnce]uint32
	for it := docs.ManyIterator(); ; {
		n := it.NextMany(nums[:])
		if n == 0 {
			return
		}
		h.mu.Lock()
		h.tell(of, nums[:n], sure)
		h.mu.Unlock()
	}
}
