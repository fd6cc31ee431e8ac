package store

import (
	"context"
	"errors"

	"xingke/backend/core/entity"
)

// Law is what a module says about every write of an entity's records, whoever writes: what must
// hold that one record cannot know by itself, and what follows for other records. Both parts run
// inside the transaction. before is nil on creation; a record that lies in the recycle bin tells
// so by Deleted.
type Law struct {
	// Allow refuses a write. It runs before anything is changed, may read, and must not write.
	Allow func(ctx context.Context, before, after entity.Record) error
	// Then writes what follows from a write, in the same transaction and change set. It must come
	// to rest: what it writes is written under the laws of its own entity.
	Then func(ctx context.Context, before, after entity.Record) error
}

// Enact puts a law on an entity into force. It is called while the program is put together, before
// the first write.
func (db *DB) Enact(entity string, law Law) { db.laws[entity] = append(db.laws[entity], law) }

// laws holds the laws by entity. It is filled before the first write.
type laws map[string][]Law

func (l laws) allow(ctx context.Context, t *entity.Type, before, after entity.Record) error {
	for _, law := range l[t.Name] {
		if law.Allow != nil {
			if err := law.Allow(ctx, before, after); err != nil {
				return err
			}
		}
	}
	return nil
}

func (l laws) then(ctx context.Context, t *entity.Type, before, after entity.Record) error {
	for _, law := range l[t.Name] {
		if law.Then != nil {
			if err := law.Then(ctx, before, after); err != nil {
				return err
			}
		}
	}
	return nil
}

// errNothingNew ends a save that had nothing to save, so that no law follows.
var errNothingNew = errors.New("store: nothing new")

// lawfully runs a save and then what the laws let follow from it; if that fails, the save is taken back.
func (x *tx) lawfully(ctx context.Context, t *entity.Type, before, after entity.Record, save func() error) error {
	if len(x.db.laws[t.Name]) == 0 {
		return something(save())
	}
	return something(x.nested(ctx, func(ctx context.Context) error {
		if err := save(); err != nil {
			return err
		}
		return x.db.laws.then(ctx, t, before, after)
	}))
}

func something(err error) error {
	if errors.Is(err, errNothingNew) {
		return nil
	}
	return err
}
