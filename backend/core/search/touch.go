package search

import (
	"context"
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"github.com/blevesearch/bleve/v2"

	"xingke/backend/base/fault"
	"xingke/backend/core/entity"
)

const (
	touchBatch     = 500     // records a batch while following
	maxDependants  = 100_000 // records that are indexed again when the one they point to is renamed
	pendingDivider = "\n"
)

// A touch says that a record changed; renamed, that its name did.
type touch struct {
	entity  string
	id      string
	renamed bool
}

// touched brings the index up to date with records as they are now, and moves the cursor with the last batch.
func (x *Index) touched(ctx context.Context, list []touch, cursor uint64) error {
	x.writing.Lock()
	defer x.writing.Unlock()
	if x.bleve == nil {
		return errClosed
	}
	if x.missed != nil && x.state.damaged.Load() { // it is told to the new one; this one may not even take it
		x.missed.note(list)
		x.moveTo(cursor)
		return nil
	}
	renamed := x.pending()
	seen := map[string]bool{}
	once := list[:0:0]
	for _, t := range list {
		if t.renamed && !slices.Contains(renamed, t.id) {
			renamed = append(renamed, t.id)
		}
		if name := docID(t.entity, t.id); !seen[name] {
			seen[name] = true
			once = append(once, t)
			x.titles.forget(t.id)
			if t.renamed {
				x.missed.rename(t.id)
			}
		}
	}
	for len(once) > touchBatch {
		if err := x.again(ctx, once[:touchBatch], nil); err != nil {
			return err
		}
		once = once[touchBatch:]
	}
	err := x.again(ctx, once, func(b *bleve.Batch) {
		b.SetInternal(internalCursor, binary.BigEndian.AppendUint64(nil, cursor))
		b.SetInternal(internalPending, []byte(strings.Join(renamed, pendingDivider)))
	})
	if err != nil {
		return err
	}
	if len(renamed) > 0 {
		x.followRenames() // before anybody hears that we are here: they may wait for it
	}
	x.moveTo(cursor)
	if x.missed == nil && x.shape() != x.made { // somebody defined a field that is searched
		x.mu.Lock()
		x.old, x.wary = true, true
		x.mu.Unlock()
		x.state.askRepair()
	}
	return nil
}

// again indexes records anew, or takes them out when they no longer live, in one batch. A new index that is filled
// meanwhile is told later.
func (x *Index) again(ctx context.Context, list []touch, also func(*bleve.Batch)) error {
	x.missed.note(list)
	return x.bring(ctx, x.bleve, list, also)
}

// bring brings records in an index up to date, in one batch.
func (x *Index) bring(ctx context.Context, into bleve.Index, list []touch, also func(*bleve.Batch)) error {
	b := into.NewBatch()
	for _, one := range list {
		t := x.types.Type(one.entity)
		if t == nil {
			continue
		}
		rec, err := x.store.Find(ctx, t, one.id)
		switch {
		case fault.Is(err, fault.NotFound):
			b.Delete(docID(one.entity, one.id))
		case err != nil:
			return err
		case rec.Meta().Deleted():
			b.Delete(docID(one.entity, one.id))
		default:
			if err := b.IndexAdvanced(x.document(ctx, t, rec)); err != nil {
				return fmt.Errorf("%w: %w", errBatch, err)
			}
		}
	}
	if also != nil {
		also(b)
	}
	if err := into.Batch(b); err != nil {
		return fmt.Errorf("%w: %w", errBatch, err)
	}
	return nil
}

// pending is the ids of renamed records whose dependants are still to be indexed anew.
func (x *Index) pending() []string {
	list, err := x.bleve.GetInternal(internalPending)
	if err != nil || len(list) == 0 {
		return nil
	}
	return strings.Split(string(list), pendingDivider)
}

// followRenames indexes in the background what points to renamed records.
func (x *Index) followRenames() {
	x.renames.Lock()
	defer x.renames.Unlock()
	if x.renaming != nil {
		x.renameAgain = true
		return
	}
	ctx, end, ok := x.state.begin(context.Background())
	if !ok {
		return
	}
	done := make(chan struct{})
	x.renaming = done
	go func() {
		defer end()
		for {
			x.rename(ctx)
			x.renames.Lock()
			if !x.renameAgain || ctx.Err() != nil {
				x.renaming = nil
				close(done)
				x.renames.Unlock()
				return
			}
			x.renameAgain = false
			x.renames.Unlock()
		}
	}()
}

// Settle waits until the records that point to renamed ones are indexed anew.
func (x *Index) Settle(ctx context.Context) error {
	x.renames.Lock()
	done := x.renaming
	x.renames.Unlock()
	if done == nil {
		return ctx.Err()
	}
	select {
	case <-done:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// rename works off the pending renames. It takes turns with the follower, a batch at a time.
func (x *Index) rename(ctx context.Context) {
	for ctx.Err() == nil {
		x.writing.Lock()
		if x.bleve == nil {
			x.writing.Unlock()
			return
		}
		waiting := x.pending()
		if len(waiting) == 0 {
			x.writing.Unlock()
			return
		}
		to := waiting[0]
		list, err := x.dependants(ctx, to)
		x.writing.Unlock()
		for len(list) > 0 && err == nil && ctx.Err() == nil {
			n := min(len(list), touchBatch)
			x.writing.Lock()
			if x.bleve == nil {
				x.writing.Unlock()
				return
			}
			err = x.again(ctx, list[:n], nil)
			x.writing.Unlock()
			list = list[n:]
		}
		if err != nil || ctx.Err() != nil {
			return // they stay pending: the next change, or the next start, tries again
		}
		x.writing.Lock()
		if x.bleve != nil {
			rest := slices.DeleteFunc(x.pending(), func(id string) bool { return id == to })
			err = x.bleve.SetInternal(internalPending, []byte(strings.Join(rest, pendingDivider)))
		}
		x.writing.Unlock()
		if err != nil {
			return
		}
	}
}

// dependants lists the records that point to one.
func (x *Index) dependants(ctx context.Context, to string) ([]touch, error) {
	r, err := read(ctx, x.bleve)
	if err != nil {
		return nil, err
	}
	defer r.close()
	found, err := r.docs(termNode(keyField, referenceKey(to)))
	if err != nil {
		return nil, err
	}
	docs := found.first(maxDependants)
	list := make([]touch, 0, len(docs))
	for _, doc := range docs {
		name, err := r.name(doc)
		if err != nil {
			return nil, err
		}
		entityName, id := splitDocID(name)
		list = append(list, touch{entity: entityName, id: id})
	}
	return list, nil
}

// isTitle tells whether a field names its records.
func isTitle(t *entity.Type, field string) bool {
	s := t.Spec(field)
	return s != nil && (s.Title || s == t.TitleSpec())
}
