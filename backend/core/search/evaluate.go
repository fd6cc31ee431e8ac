package search

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"

	"xingke/backend/core/search/segment"
)

// maxExpand bounds how many terms of a segment one beginning may stand for.
const maxExpand = 5000

var errFormat = errors.New("search: the index is of another format")

// docs are documents, by segments: nil for none. They are never changed.
type docs []*roaring.Bitmap

// A docNum is the number of a document in a snapshot: of its segment, and of it there.
type docNum uint64

func numberOf(segment int, doc uint32) docNum { return docNum(segment)<<32 | docNum(doc) }

func (d docs) none() bool {
	return !slices.ContainsFunc(d, func(b *roaring.Bitmap) bool { return b != nil })
}

func (d docs) count() int {
	n := uint64(0)
	for _, b := range d {
		if b != nil {
			n += b.GetCardinality()
		}
	}
	return int(n)
}

// first gives the first documents, up to most.
func (d docs) first(most int) []docNum {
	list := make([]docNum, 0, min(most, d.count()))
	for i, b := range d {
		if b == nil {
			continue
		}
		for it := b.Iterator(); it.HasNext(); {
			if len(list) >= most {
				return list
			}
			list = append(list, numberOf(i, it.Next()))
		}
	}
	return list
}

// and gives the documents of both.
func (d docs) and(other docs) docs {
	return d.join(other, func(a, b *roaring.Bitmap) *roaring.Bitmap {
		if a == nil || b == nil {
			return nil
		}
		return unlessEmpty(roaring.And(a, b))
	})
}

// butNot gives the documents that are not of the other.
func (d docs) butNot(other docs) docs {
	return d.join(other, func(a, b *roaring.Bitmap) *roaring.Bitmap {
		if a == nil || b == nil {
			return a
		}
		return unlessEmpty(roaring.AndNot(a, b))
	})
}

func unlessEmpty(b *roaring.Bitmap) *roaring.Bitmap {
	if b.IsEmpty() {
		return nil
	}
	return b
}

func (d docs) join(other docs, how func(a, b *roaring.Bitmap) *roaring.Bitmap) docs {
	joined := make(docs, len(d))
	for i := range d {
		joined[i] = how(d[i], other[i])
	}
	return joined
}

// A reading evaluates nodes on one snapshot of the index.
type reading struct {
	ctx      context.Context
	snapshot *scorch.IndexSnapshot
	segments []asked
}

// asked is a segment of a snapshot.
type asked struct {
	segment.Segment
	deleted *roaring.Bitmap
}

// read begins a reading of the index as it is now, which must be closed.
func read(ctx context.Context, b bleve.Index) (*reading, error) {
	adv, err := b.Advanced()
	if err != nil {
		return nil, err
	}
	reader, err := adv.Reader()
	if err != nil {
		return nil, err
	}
	r := &reading{ctx: ctx}
	var ok bool
	if r.snapshot, ok = reader.(*scorch.IndexSnapshot); !ok {
		return nil, errors.Join(errFormat, reader.Close())
	}
	for _, s := range r.snapshot.Segments() {
		one, ok := segment.Of(s.Segment())
		if !ok {
			return nil, errors.Join(errFormat, reader.Close())
		}
		r.segments = append(r.segments, asked{one, s.Deleted()})
	}
	return r, nil
}

func (r *reading) close() { _ = r.snapshot.Close() }

// name is what a document is called.
func (r *reading) name(doc docNum) (string, error) {
	name, err := r.segments[doc>>32].DocID(uint64(uint32(doc)))
	return string(name), err
}

// docs gives the documents that a node means.
func (r *reading) docs(n node) (docs, error) { return r.among(n, nil) }

// among gives the documents that a node means, of those given; nil: of all. Segments are asked side by side.
func (r *reading) among(n node, of docs) (docs, error) {
	found, errs := make(docs, len(r.segments)), make([]error, len(r.segments))
	ask := func(i int) {
		defer func() {
			if p := recover(); p != nil { // a page that is not as it was written
				errs[i] = fmt.Errorf("search: read segment: %v", p)
			}
		}()
		if of != nil && of[i] == nil {
			return
		}
		if errs[i] = r.ctx.Err(); errs[i] != nil {
			return
		}
		if found[i], errs[i] = r.segments[i].evaluate(n); of != nil && found[i] != nil {
			found[i] = unlessEmpty(roaring.And(found[i], of[i]))
		}
	}
	sideBySide(min(readers, len(r.segments)), len(r.segments), ask)
	return found, errors.Join(errs...)
}

// sideBySide does n things, as many at once as there are workers.
func sideBySide(workers, n int, do func(i int)) {
	var next atomic.Int64
	var wait sync.WaitGroup
	work := func() {
		for i := int(next.Add(1)) - 1; i < n; i = int(next.Add(1)) - 1 {
			do(i)
		}
	}
	for range workers - 1 {
		wait.Go(work)
	}
	work()
	wait.Wait()
}

// evaluate gives the documents of a segment that a node means, for the caller to change.
func (s asked) evaluate(n node) (*roaring.Bitmap, error) {
	switch n.op {
	case opTerm:
		return s.Having(n.field, n.term, s.deleted)
	case opPrefix:
		return s.HavingAny(n.field, n.term, behind(n.term), maxExpand, s.deleted)
	case opRange:
		if n.term > n.end {
			return nil, nil
		}
		return s.HavingAny(n.field, n.term, n.end+"\x00", maxExpand, s.deleted)
	case opNear:
		return s.HavingTaken(n.field, n.near, maxExpand, s.deleted)
	case opAll:
		if field, terms, ok := sameField(n.children); ok {
			return s.HavingAll(field, terms, s.deleted)
		}
		return s.all(n.children)
	}
	return s.any(n.children)
}

// sameField are the terms of nodes that are terms of one field, and at least two.
func sameField(nodes []node) (field string, terms []string, ok bool) {
	for _, n := range nodes {
		if n.op != opTerm || n.field != nodes[0].field {
			return "", nil, false
		}
		terms = append(terms, n.term)
	}
	if len(nodes) < 2 {
		return "", nil, false
	}
	return nodes[0].field, terms, true
}

func (s asked) all(children []node) (found *roaring.Bitmap, err error) {
	for i, c := range children {
		docs, err := s.evaluate(c)
		if err != nil || docs == nil {
			return nil, err
		}
		if i == 0 {
			found = docs
		} else if found.And(docs); found.IsEmpty() {
			return nil, nil
		}
	}
	return found, nil
}

func (s asked) any(children []node) (found *roaring.Bitmap, err error) {
	for _, c := range children {
		docs, err := s.evaluate(c)
		switch {
		case err != nil:
			return nil, err
		case found == nil:
			found = docs
		case docs != nil:
			found.Or(docs)
		}
	}
	return found, nil
}

// behind is the first text after all that begin so, "" when there is none.
func behind(beginning string) string {
	for i := len(beginning) - 1; i >= 0; i-- {
		if beginning[i] < 0xff {
			return beginning[:i] + string([]byte{beginning[i] + 1})
		}
	}
	return ""
}
