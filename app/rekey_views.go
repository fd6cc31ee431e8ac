package app

import (
	"context"
	"errors"
	"path/filepath"

	"xingke/backend/core/columns"
	"xingke/backend/core/store"
)

// readOff makes records, indexes and columns of the copy from its journal, while people still work: when it takes the place
// of the book, only what came in since is left to be read. What an earlier try left is made anew: its journal may be another.
// The search index is filled afterwards, as always beside the work.
func (r *recasting) readOff(ctx context.Context, progress func(done, total int)) (err error) {
	for _, view := range views {
		if err := removeAll(filepath.Join(r.next, view)); err != nil {
			return unresealed(err)
		}
	}
	clk := r.book.app.config.Clock
	db, err := store.Open(store.Config{
		Dir: r.next, Keys: r.keys, Types: r.book.types, Clock: clk, Until: ctx,
		Progress: func(done, total uint64) { progress(int(total+done), int(2*total)) },
	})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ctx.Err(), db.Close()) }()
	if db.Mended() != nil { // it was proved whole just now
		return errors.New("the journal of the copy was damaged while it was read")
	}
	read, err := columns.Open(db, r.book.types, r.keys, r.next, clk)
	if err != nil {
		return err
	}
	if err := read.Close(); err != nil {
		return unresealed(err)
	}
	rekeyStep("read off")
	return nil
}
