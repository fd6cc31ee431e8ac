package store

import (
	"bytes"
	"context"
	"fmt"
	"slices"

	"xingke/backend/core/entity"
	"xingke/backend/core/store/engine"
)

// source is where a read looks: the transaction of its context, or the view as it is now.
type source struct {
	db   *DB
	tx   *tx // nil outside of a Write
	snap engine.Snapshot
	done func()
}

func (db *DB) source(ctx context.Context) (source, error) {
	if t := db.txIn(ctx); t != nil {
		return source{db: db, tx: t, snap: t.snap, done: func() {}}, nil
	}
	v, err := db.hold()
	if err != nil {
		return source{}, err
	}
	snap := v.engine.Snapshot()
	return source{db: db, snap: snap, done: func() { snap.Release(); v.release() }}, nil
}

// record returns a copy of a record, nil if there is none.
func (s source) record(p *plan, id string) (rec entity.Record, err error) {
	key := recordKey(p.t.Name, id)
	if s.tx != nil {
		if st, ok := s.tx.states[string(key)]; ok {
			return p.record(id, st), nil
		}
	}
	found, err := s.snap.Get(key, func(sealed []byte) error {
		plain, err := s.db.openRecord(key, sealed)
		if err == nil {
			rec, err = p.decode(id, plain)
		}
		return err
	})
	if err != nil {
		return nil, viewFault(fmt.Errorf("%s %s: %w", p.t.Name, id, err))
	}
	if !found {
		return nil, nil
	}
	return rec, nil
}

// Get returns a copy of a live record, or a NotFound fault. The guard is asked.
func (db *DB) Get(ctx context.Context, t *entity.Type, id string) (entity.Record, error) {
	rec, err := db.Find(ctx, t, id)
	if err == nil && rec.Meta().Deleted() {
		return nil, notFound(t.Label)
	}
	return rec, err
}

// Find returns a copy of a record, be it in the recycle bin, or a NotFound fault. The guard is asked.
func (db *DB) Find(ctx context.Context, t *entity.Type, id string) (entity.Record, error) {
	s, err := db.source(ctx)
	if err != nil {
		return nil, err
	}
	defer s.done()
	p := db.plan(t)
	rec, err := s.record(p, id)
	if err != nil {
		return nil, err
	}
	if rec == nil {
		return nil, notFound(t.Label)
	}
	if db.cfg.Guard != nil {
		if err := db.cfg.Guard.Read(ctx, p.t, rec); err != nil {
			return nil, err
		}
	}
	return rec, nil
}

// Get returns a copy of a live record by its typed handle, or a NotFound fault.
func Get[T any, ID ~string](ctx context.Context, db *DB, of *entity.Of[T], id ID) (*T, error) {
	rec, err := db.Get(ctx, of.Type, string(id))
	if err != nil {
		return nil, err
	}
	typed, ok := rec.(interface{}).(*T)
	if !ok {
		return nil, fmt.Errorf("store: %s is a %T", of.Name, rec)
	}
	return typed, nil
}

// Each yields a copy of every record of a type, those in the recycle bin too, in the order of
// ids, until yield returns false. The guard is not asked: it is for what is built from all records.
func (db *DB) Each(ctx context.Context, t *entity.Type, yield func(entity.Record) bool) error {
	s, err := db.source(ctx)
	if err != nil {
		return err
	}
	defer s.done()
	p := db.plan(t)
	prefix := entityKey(spaceRecord, t.Name)
	written := s.written(prefix)
	more := true
	err = db.ahead(ctx, s.snap, p, func(key string, rec entity.Record) bool {
		for more && len(written) > 0 && written[0] < key {
			more = yield(p.record(written[0][len(prefix):], s.tx.states[written[0]]))
			written = written[1:]
		}
		if !more {
			return false
		}
		if len(written) > 0 && written[0] == key {
			return true // comes from the transaction, in the next turn
		}
		more = yield(rec) && ctx.Err() == nil
		return more
	})
	if err != nil {
		return err
	}
	for _, key := range written {
		if !more {
			break
		}
		more = yield(p.record(key[len(prefix):], s.tx.states[key]))
	}
	return ctx.Err()
}

// written lists, in order, the keys with a prefix that the transaction wrote.
func (s source) written(prefix []byte) []string {
	if s.tx == nil {
		return nil
	}
	var keys []string
	for key := range s.tx.states {
		if bytes.HasPrefix([]byte(key), prefix) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// scan yields index keys, those the transaction wrote or took away included.
func (s source) scan(r engine.Range, yield func(key, value []byte) bool) error {
	if s.tx == nil {
		return s.snap.Scan(r, yield)
	}
	type entry struct{ key, value []byte }
	var own []entry
	s.tx.overlay.Scan(r, func(key, value []byte) bool { own = append(own, entry{key, value}); return true })
	before := func(a, b []byte) bool {
		if r.Desc {
			a, b = b, a
		}
		return bytes.Compare(a, b) < 0
	}
	more := true
	emit := func() {
		if own[0].value[0] == 1 {
			more = yield(own[0].key, own[0].value[1:])
		}
		own = own[1:]
	}
	err := s.snap.Scan(r, func(key, value []byte) bool {
		for more && len(own) > 0 && before(own[0].key, key) {
			emit()
		}
		if more && len(own) > 0 && bytes.Equal(own[0].key, key) {
			emit()
			return more
		}
		if more {
			more = yield(key, value)
		}
		return more
	})
	for err == nil && more && len(own) > 0 {
		emit()
	}
	return err
}
