package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"xingke/backend/base/fault"
	"xingke/backend/core/entity"
	"xingke/backend/core/store/engine"
)

// How Many reads: by windows of about so many bytes, opened into pieces of memory that the records share.
// Fewer than fewMany are read one by one; the size of the others is guessed from the first window.
const (
	manyBytes = 20 << 20
	perID     = 32 // bytes that an id takes besides
	manyFirst = 1000
	manyPiece = 256 << 10
	fewMany   = 64
)

// Many yields the live records with these ids which the one who acts may read, in the order of the
// ids, until yield fails. The others are passed over. It is for lists in an order of their own that are too
// long to be read one by one: a window of them is read in the order in which they lie on disk, and
// the next one while they are yielded. A record is as it was when its window was read, and its texts
// share memory with those of many others: clone what is kept.
func (db *DB) Many(ctx context.Context, t *entity.Type, ids []string, yield func(at int, rec entity.Record) error) error {
	if len(ids) <= fewMany || db.txIn(ctx) != nil {
		return db.oneByOne(ctx, t, ids, yield)
	}
	p := db.plan(t)
	return db.windows(ctx, p, ids, nil, func(w *window, at int) error { return db.yieldWindow(ctx, p, w, at, yield) })
}

// windows reads one window after the other, the next one while do has the one before; fields are those of which the
// texts are kept, nil for whole records.
func (db *DB) windows(ctx context.Context, p *plan, ids, fields []string, do func(w *window, at int) error) error {
	reading, stop := context.WithCancel(ctx)
	windows := make(chan *window)
	var reader sync.WaitGroup
	reader.Go(func() {
		defer close(windows)
		for rest, next := ids, manyFirst; len(rest) > 0; {
			w := db.window(reading, p, rest[:min(next, len(rest))], fields)
			select {
			case windows <- w:
			case <-reading.Done():
				return
			}
			if w.err != nil {
				return
			}
			rest = rest[len(w.ids):]
			next = w.most()/(w.size/max(1, len(w.ids))+perID) + 1
		}
	})
	defer reader.Wait()
	defer stop()
	at := 0
	for w := range windows {
		if w.err != nil {
			return w.err
		}
		if err := do(w, at); err != nil {
			return err
		}
		at += len(w.ids)
	}
	return ctx.Err()
}

func (db *DB) oneByOne(ctx context.Context, t *entity.Type, ids []string, yield func(at int, rec entity.Record) error) error {
	for at, id := range ids {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := db.yieldOne(ctx, t, id, at, yield); err != nil {
			return err
		}
	}
	return nil
}

func (db *DB) yieldOne(ctx context.Context, t *entity.Type, id string, at int, yield func(at int, rec entity.Record) error) error {
	rec, err := db.Get(ctx, t, id)
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden) {
		return nil
	}
	if err != nil {
		return err
	}
	return yield(at, rec)
}

// window is a number of records that were read together: nil stands for one that is not there, no bytes
// for one that found no room and is read by itself.
type window struct {
	ids   []string
	plain [][]byte
	size  int
	piece []byte // what is left of the memory taken last
	err   error

	texts *texts // cuts out of each record what is wanted; nil: all of it
}

// most is about how many bytes it may hold.
func (w *window) most() int {
	if w.texts != nil {
		return textBytes
	}
	return manyBytes
}

// window reads records in the order of their keys.
func (db *DB) window(ctx context.Context, p *plan, ids, fields []string) *window {
	w := &window{ids: ids, plain: make([][]byte, len(ids))}
	if fields != nil {
		w.texts = &texts{fields: fields, found: make([][]byte, len(fields))}
	}
	order := make([]int32, len(ids))
	for i := range order {
		order[i] = int32(i)
	}
	slices.SortFunc(order, func(a, b int32) int { return strings.Compare(ids[a], ids[b]) })
	s, err := db.source(ctx)
	if err != nil {
		w.err = err
		return w
	}
	defer s.done()
	order = db.sweep(ctx, s, p, w, order)
	key := entityKey(spaceRecord, p.t.Name)
	prefix := len(key)
	for n, i := range order {
		if n&255 == 0 && ctx.Err() != nil {
			w.err = ctx.Err()
		}
		if w.err != nil {
			return w
		}
		key = append(key[:prefix], ids[i]...)
		if _, err := s.snap.Get(key, func(sealed []byte) error { return db.take(w, i, key, sealed) }); err != nil {
			w.err = viewFault(fmt.Errorf("%s %s: %w", p.t.Name, ids[i], err))
		}
	}
	return w
}

// A sweep goes over all records between those wanted. It ends when it meets more than sparse others for each
// wanted one: then it is quicker to look each up.
const (
	sparse   = 8
	sparseAt = 500 // records are met before that is said
)

// sweep reads what lies close together, and returns what is left to be read. order is that of the keys.
func (db *DB) sweep(ctx context.Context, s source, p *plan, w *window, order []int32) []int32 {
	if len(order) == 0 {
		return nil
	}
	prefix := entityKey(spaceRecord, p.t.Name)
	met, took := 0, 0
	from := slices.Concat(prefix, []byte(w.ids[order[0]]))
	to := slices.Concat(prefix, []byte(w.ids[order[len(order)-1]]), []byte{0})
	err := s.snap.Scan(engine.Range{From: from, To: to}, func(key, sealed []byte) bool {
		id := key[len(prefix):]
		for len(order) > 0 && w.ids[order[0]] < string(id) {
			order = order[1:] // it is not there
		}
		for len(order) > 0 && w.ids[order[0]] == string(id) {
			if err := db.take(w, order[0], key, sealed); err != nil {
				w.err = viewFault(fmt.Errorf("%s %s: %w", p.t.Name, id, err))
				return false
			}
			order = order[1:]
			took++
		}
		met++
		if met&255 == 0 && ctx.Err() != nil {
			w.err = ctx.Err()
			return false
		}
		return len(order) > 0 && (met < sparseAt || met < sparse*took)
	})
	if err != nil && w.err == nil {
		w.err = viewFault(err)
	}
	if w.err != nil || len(order) > 0 && met >= sparseAt {
		return order
	}
	return nil
}

// take keeps a record in the window, opened.
func (db *DB) take(w *window, i int32, key, sealed []byte) (err error) {
	if w.size > w.most()*3/2 {
		w.plain[i] = []byte{}
		return nil
	}
	if w.texts != nil {
		return db.takeTexts(w, i, key, sealed)
	}
	if cap(w.piece)-len(w.piece) < len(sealed) {
		w.piece = make([]byte, 0, max(manyPiece, len(sealed)))
	}
	from := len(w.piece)
	piece, err := db.openInto(w.piece, key, sealed)
	if err != nil {
		return err
	}
	w.piece, w.plain[i] = piece, piece[from:len(piece):len(piece)]
	w.size += len(piece) - from
	return nil
}

func (db *DB) yieldWindow(ctx context.Context, p *plan, w *window, at int, yield func(at int, rec entity.Record) error) error {
	for i, id := range w.ids {
		if i&63 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		plain := w.plain[i]
		if plain == nil {
			continue
		}
		if len(plain) == 0 {
			if err := db.yieldOne(ctx, p.t, id, at+i, yield); err != nil {
				return err
			}
			continue
		}
		rec, err := p.decodeFrom(decoder{b: plain, lends: true}, id)
		if err != nil {
			return viewFault(fmt.Errorf("%s %s: %w", p.t.Name, id, err))
		}
		if rec.Meta().Deleted() {
			continue
		}
		if db.cfg.Guard != nil {
			err := db.cfg.Guard.Read(ctx, p.t, rec)
			if fault.Is(err, fault.Forbidden) || fault.Is(err, fault.NotFound) {
				continue
			}
			if err != nil {
				return err
			}
		}
		if err := yield(at+i, rec); err != nil {
			return err
		}
	}
	return nil
}
