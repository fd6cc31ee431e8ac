package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
)

// Rebuild makes the view anew from the journal and puts it in the place of the present one.
// Readers go on meanwhile, writers wait. progress may be nil.
func (db *DB) Rebuild(ctx context.Context, progress func(done, total uint64)) error {
	if progress == nil {
		progress = func(uint64, uint64) {}
	}
	select {
	case <-db.writer:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { db.writer <- struct{}{} }()
	if db.closed.Load() {
		return closed()
	}
	next, err := db.freshView()
	if err != nil {
		return err
	}
	if err := db.catchUp(ctx, next.engine, progress); err != nil {
		logged("close a view", next.retire())
		if next.name != "" {
			logged("remove a view", os.RemoveAll(filepath.Join(db.cfg.Dir, next.name)))
		}
		if errors.Is(err, ErrDamaged) {
			db.distrust()
		}
		return err
	}
	if err := db.loadView(next.engine); err != nil {
		return err
	}
	old := db.view.Swap(next)
	err = db.saveSentinel()
	db.feed.running.Go(func() { // when the last reader has let go
		logged("close a view", old.retire())
		if old.name != "" {
			logged("remove a view", os.RemoveAll(filepath.Join(db.cfg.Dir, old.name)))
		}
	})
	return err
}
