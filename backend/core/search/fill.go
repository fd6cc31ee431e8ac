package search

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"sync"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/document"

	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/search/segment"
)

const (
	portionSize = 1000     // records that are handed to a worker at a time
	fillWorkers = 2        //
	fillMemory  = 32 << 20 // bytes of terms that a worker gathers before it makes a segment of them
)

// A portion is records of one type in the order of their ids.
type portion struct {
	t       *entity.Type
	recs    []entity.Record
	turn    int  // of the names, when they were read
	pointed bool // others point to them
}

// pointing tells whether records of a type may point to any other: few point to them.
func pointing(t *entity.Type) bool {
	return slices.ContainsFunc(t.Specs, func(s *field.Spec) bool { return s.Kind.Name() == "link" })
}

// pointedFirst puts types that may point to anything behind the others: by then the names of the others are known.
// Otherwise they come as their records are named in the index, so that those of many types make one segment.
func pointedFirst(types []*entity.Type) []*entity.Type {
	types = slices.Clone(types)
	slices.SortFunc(types, func(a, b *entity.Type) int { return strings.Compare(docID(a.Name, ""), docID(b.Name, "")) })
	last := slices.DeleteFunc(slices.Clone(types), func(t *entity.Type) bool { return !pointing(t) })
	return append(slices.DeleteFunc(types, pointing), last...)
}

// fill puts all records into an empty index. They are read once; each worker gathers the terms of those it is handed
// and makes a segment of them when they are many, so that nothing has to be merged.
func (x *Index) fill(ctx context.Context, into bleve.Index, progress func(done int)) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	portions := make(chan portion)
	var wait sync.WaitGroup
	var report, adding sync.Mutex
	for range fillWorkers {
		wait.Go(func() {
			g := gathering{x: x, into: into, adding: &adding, fail: cancel}
			defer g.wait.Wait()
			for p := range portions {
				if ctx.Err() != nil {
					continue
				}
				if err := g.take(ctx, p); err != nil {
					cancel(err)
					continue
				}
				n := x.state.done.Add(int64(len(p.recs)))
				if progress != nil {
					report.Lock()
					progress(int(n))
					report.Unlock()
				}
			}
			if ctx.Err() == nil {
				if err := g.hand(); err != nil {
					cancel(err)
				}
			}
		})
	}
	err := x.stream(ctx, portions)
	close(portions)
	wait.Wait()
	if cause := context.Cause(ctx); cause != nil {
		return cause
	}
	return err
}

func (x *Index) stream(ctx context.Context, portions chan<- portion) error {
	send := func(p portion) bool {
		select {
		case portions <- p:
			return true
		case <-ctx.Done():
			return false
		}
	}
	defer x.titles.empty()
	for _, t := range pointedFirst(x.types.All()) {
		p := portion{t: t, turn: x.titles.turn(), pointed: !pointing(t)}
		err := x.store.Each(ctx, t, func(rec entity.Record) bool {
			runtime.Gosched() // or whoever saves meanwhile waits ten milliseconds each time it needs a processor
			if rec.Meta().Deleted() {
				return ctx.Err() == nil
			}
			p.recs = append(p.recs, rec)
			if len(p.recs) < portionSize {
				return true
			}
			full := p
			p.recs = make([]entity.Record, 0, portionSize)
			return send(full)
		})
		if err != nil {
			return err
		}
		if len(p.recs) > 0 && !send(p) {
			return context.Cause(ctx)
		}
	}
	return nil
}

// A gathering is what one worker makes segments of.
type gathering struct {
	x      *Index
	into   bleve.Index
	maker  *segment.Maker // nil: nothing is gathered
	adding *sync.Mutex    // one segment at a time comes to the index: two at once would be merged
	wait   sync.WaitGroup // for the segment before to be on disk
	fail   context.CancelCauseFunc
}

// take gathers the terms of records.
func (g *gathering) take(ctx context.Context, p portion) error {
	for _, rec := range p.recs {
		runtime.Gosched() // as in stream
		if p.pointed {
			g.x.titles.offer(strings.Clone(rec.Meta().ID), strings.Clone(p.t.Title(rec)), p.turn)
		}
		doc := g.x.document(ctx, p.t, rec)
		if g.maker != nil && !g.maker.Takes(doc.ID()) {
			if err := g.hand(); err != nil {
				return err
			}
		}
		if g.maker == nil {
			g.maker = segment.NewMaker()
		}
		if err := g.maker.Add(doc); err != nil {
			return fmt.Errorf("%w: %w", errBatch, err)
		}
	}
	if g.maker != nil && g.maker.Size() > fillMemory {
		return g.hand()
	}
	return nil
}

// hand makes a segment of what was gathered and gives it to the index, which writes it to disk meanwhile.
func (g *gathering) hand() error {
	if g.maker == nil {
		return nil
	}
	made, err := g.maker.Done()
	g.maker = nil
	if err != nil {
		return fmt.Errorf("%w: %w", errBatch, err)
	}
	g.wait.Wait()
	g.wait.Go(func() {
		g.adding.Lock()
		defer g.adding.Unlock()
		doc := document.NewDocument(wholeID)
		doc.AddField(&wholeField{made: made})
		b := g.into.NewBatch()
		err := b.IndexAdvanced(doc)
		if err == nil {
			err = g.into.Batch(b)
		}
		if err != nil {
			g.fail(fmt.Errorf("%w: %w", errBatch, err))
		}
	})
	return nil
}

// wholeID is the id of a document that stands for a segment; no record is called so.
const wholeID = "\x00"

// wholeField brings a segment into the index.
type wholeField struct {
	termField
	made *segment.Made
}

// Segment is what Bleve is given in place of the document.
func (f *wholeField) Segment() *segment.Made { return f.made }
