package search

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"sync/atomic"

	"xingke/backend/base/fault"
	"xingke/backend/core/entity"
)

var errClosed = errors.New("search: the index is closed")

// A storeError is a failure of the store, for which the index is not to blame.
type storeError struct{ error }

func (e *storeError) Unwrap() error { return e.error }

// readers is how many records of a group, and how many segments, are read at once: another one for each so many records.
const (
	readers   = 2
	forReader = 12
)

// A candidate is a hit with its record, to cut the snippet from.
type candidate struct {
	Hit
	parts []folded
}

// check reads the records of documents and keeps those that the person may read and that have what is asked for.
func (s *session) check(t *entity.Type, m *matcher, docs []docNum) (kept []candidate, refused int, err error) {
	found := make([]candidate, len(docs))
	var failed atomic.Pointer[error]
	sideBySide(min(readers, 1+len(docs)/forReader), len(docs), func(i int) {
		if failed.Load() == nil && s.ctx.Err() == nil {
			if err := s.read(t, m, docs[i], &found[i]); err != nil {
				failed.Store(&err)
			}
		}
	})
	if p := failed.Load(); p != nil {
		return nil, 0, *p
	}
	if err := s.ctx.Err(); err != nil {
		return nil, 0, err
	}
	kept = slices.DeleteFunc(found, func(c candidate) bool { return c.score == 0 })
	return kept, len(docs) - len(kept), nil
}

// read fills a candidate; its score stays 0 if it is no hit. A failure to read the index is an error, a record that
// is gone or not for this person is not.
func (s *session) read(t *entity.Type, m *matcher, doc docNum, c *candidate) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = errors.New("search: a stored name cannot be read")
		}
	}()
	name, err := s.name(doc)
	if err != nil {
		return err
	}
	_, id := splitDocID(name)
	rec, err := s.x.store.Get(s.ctx, t, id)
	if err != nil {
		if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden) {
			return nil
		}
		return &storeError{err}
	}
	at := dateOf(t, rec)
	if !s.q.From.IsZero() && at.Before(s.q.From) || !s.q.To.IsZero() && !at.Before(s.q.To) {
		return nil
	}
	parts := s.folded(t, m, rec)
	if c.score = m.score(parts); c.score == 0 {
		return nil
	}
	c.ID, c.Title, c.At, c.parts = id, t.Title(rec), at, parts
	return nil
}

// folded is what the person may read of a record, ready to be compared.
func (s *session) folded(t *entity.Type, m *matcher, rec entity.Record) []folded {
	list := lists.Get().(*[]part)
	*list = s.x.parts(s.ctx, t, rec, (*list)[:0])
	parts := foldParts(s.x.open(s.ctx, m.readable(*list)))
	clear(*list)
	lists.Put(list)
	return parts
}

// rank orders the candidates and cuts the snippets of those that are shown.
func (s *session) rank(list []candidate, m *matcher, t *entity.Type) []Hit {
	slices.SortStableFunc(list, func(a, b candidate) int {
		if s.q.Order == ByRelevance && a.score != b.score {
			return cmp.Compare(b.score, a.score)
		}
		return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.ID, b.ID))
	})
	list = list[:min(len(list), s.limit)]
	hits := make([]Hit, len(list))
	for i := range list {
		hits[i] = list[i].Hit
		hits[i].Snippet = m.snippet(list[i].parts)
	}
	return hits
}

// WaitFor waits until the index has followed the store up to a sequence number, but no longer than a moment: it
// tells whether it has. It lets people find what they have just saved.
func (x *Index) WaitFor(ctx context.Context, seq uint64) bool {
	if x.cursor.Load() >= seq {
		return true
	}
	ctx, cancel := context.WithTimeout(ctx, longestWait)
	defer cancel()
	for {
		moved := x.nextMove()
		if x.cursor.Load() >= seq {
			return true
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return false
		}
	}
}

// nextMove is closed when the cursor moves next.
func (x *Index) nextMove() <-chan struct{} {
	x.movedMu.Lock()
	defer x.movedMu.Unlock()
	return x.moved
}
