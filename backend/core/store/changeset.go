package store

import (
	"context"
	"errors"

	"xingke/backend/core/store/journal"
)

// EachOf yields the changes of a set, in their order, until yield returns false. The guard is not asked: ask it
// for the records.
func (db *DB) EachOf(ctx context.Context, info SetInfo, yield func(*Change) bool) error {
	var bad error
	err := db.log.Frames(info.First-1, func(f journal.Frame) bool {
		if f.First > info.Last {
			return false
		}
		var changes frame
		if changes, bad = decodeFrame(f.First, f.Payload); bad != nil {
			return false
		}
		if changes[0].Set != info.ID {
			return ctx.Err() == nil
		}
		for i := range changes {
			if !yield(&changes[i]) {
				return false
			}
		}
		return ctx.Err() == nil
	})
	return errors.Join(err, bad, ctx.Err())
}
