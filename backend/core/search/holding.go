package search

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/RoaringBitmap/roaring/v2"

	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/search/segment"
)

// Holding tells the living records of a type that have a line of folded letters in a long text, or begin with it, as
// they were at some moment since a change: sure ones, and others that may. Of those last changed at or before upTo no
// other has it. They are told by the bytes of their ids, or by ids of another form, many at a time, never two at once.
// It is not ok where the index cannot tell: it does not hold everything, or the field has no terms of its own; what
// was told then is worth nothing.
func (x *Index) Holding(ctx context.Context, t *entity.Type, s *field.Spec, line string, begins bool, tell func(ids [][16]byte, others []string, sure bool)) (upTo uint64, ok bool) {
	own := longOf(t, s)
	if own == "" || line == "" || x.lacking() {
		return 0, false
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
		return 0, false
	}
	r, err := read(ctx, x.bleve)
	if err != nil {
		return 0, false
	}
	defer r.close()
	h := holding{ctx: ctx, entity: keyEntity + t.Name, field: own, tell: tell}
	h.needs, h.exact = needsOf(line, begins)
	errs := make([]error, len(r.segments))
	sideBySide(min(readers, len(r.segments)), len(r.segments), func(i int) {
		defer func() {
			if p := recover(); p != nil {
				errs[i] = fmt.Errorf("search: read segment: %v", p)
			}
		}()
		errs[i] = h.of(r.segments[i])
	})
	if err := errors.Join(errs...); err != nil {
		if ctx.Err() == nil {
			x.state.broken()
		}
		return 0, false
	}
	return upTo, ctx.Err() == nil
}

// A holding asks the segments of the index for what long texts need.
type holding struct {
	ctx    context.Context
	entity string // its key
	field  string
	needs  []need
	exact  bool
	tell   func(ids [][16]byte, others []string, sure bool)
	mu     sync.Mutex // of tell
}

// of asks one segment.
func (h *holding) of(s asked) error {
	found, err := s.Having(keyField, h.entity, s.deleted)
	var far *roaring.Bitmap // texts with words that are no terms
	if h.letters() && err == nil {
		far, err = s.Having(h.field, endless, nil)
	}
	for _, n := range h.needs {
		if err == nil {
			err = h.ctx.Err()
		}
		if err != nil || found == nil || found.IsEmpty() {
			return err
		}
		var have *roaring.Bitmap
		if have, err = h.having(s, n); have == nil {
			have = roaring.New()
		}
		if n.letters() && far != nil {
			have.Or(far)
		}
		found.And(have)
	}
	if err != nil || found == nil || found.IsEmpty() {
		return err
	}
	if !h.exact {
		return h.each(s, found, false)
	}
	if far != nil {
		far.And(found)
		found.AndNot(far)
		if err := h.each(s, far, false); err != nil {
			return err
		}
	}
	return h.each(s, found, true)
}

// letters tells whether it is a word that is needed, or a part of one.
func (n need) letters() bool { return sortOf([]rune(n.term)[0]) == aLetter }

func (h *holding) letters() bool { return slices.ContainsFunc(h.needs, need.letters) }

// wordStretches are the terms that may be words: most Chinese characters lie between.
var wordStretches = [][2]string{{"0", "\xe4"}, {"\xea", ""}}

func (h *holding) having(s asked, n need) (*roaring.Bitmap, error) {
	letters := []byte(n.term)
	switch n.how {
	case needTerm:
		return s.Having(h.field, n.term, nil)
	case needBegin:
		return s.HavingAny(h.field, n.term, behind(n.term), math.MaxInt, nil)
	case needEnd:
		return s.HavingWord(h.field, wordStretches, func(term []byte) bool { return bytes.HasSuffix(term, letters) })
	}
	return s.HavingWord(h.field, wordStretches, func(term []byte) bool { return bytes.Contains(term, letters) })
}

// toldAtOnce is how many ids are told at a time.
const toldAtOnce = 4096

// each tells what documents are called.
func (h *holding) each(s segment.Segment, docs *roaring.Bitmap, sure bool) error {
	var ids [][16]byte
	var others []string
	flush := func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		h.tell(ids, others, sure)
		ids, others = ids[:0], others[:0]
	}
	err := s.EachID(docs, func(key *[16]byte, name string) {
		if key != nil {
			ids = append(ids, *key)
		} else {
			_, other := splitDocID(name)
			others = append(others, other)
		}
		if len(ids)+len(others) >= toldAtOnce {
			flush()
		}
	})
	flush()
	return err
}
