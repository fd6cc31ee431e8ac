package store

import (
	"context"
	"fmt"
	"slices"

	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/store/engine"
)

// Lookup returns the ids of the live records whose indexed field has this value; in a list it
// is enough that one item is it. The guard is not asked.
func (db *DB) Lookup(ctx context.Context, t *entity.Type, name string, v field.Value) ([]string, error) {
	if v.Empty() {
		return nil, nil
	}
	s, x, err := db.indexed(ctx, t, name)
	if err != nil {
		return nil, err
	}
	defer s.done()
	prefix := appendKey(x.prefix(), x.kind, v)
	var ids []string
	r := engine.Prefix(prefix)
	r.KeysOnly = !x.unique
	err = s.scan(r, func(key, value []byte) bool {
		ids = append(ids, x.id(key, value))
		return true
	})
	if err != nil {
		return nil, viewFault(err)
	}
	return ids, nil
}

// Scan yields the ids of the live records whose indexed field lies between two values, both
// included, in the order of the values, until yield returns false. An empty bound is open;
// records without a value do not come. A list comes once for each of its items. The guard is not asked.
func (db *DB) Scan(ctx context.Context, t *entity.Type, name string, from, to field.Value, desc bool, yield func(id string) bool) error {
	s, x, err := db.indexed(ctx, t, name)
	if err != nil {
		return err
	}
	defer s.done()
	r := engine.Prefix(x.prefix())
	if !from.Empty() {
		r.From = appendKey(x.prefix(), x.kind, from)
	}
	if !to.Empty() {
		r.To = append(appendKey(x.prefix(), x.kind, to), 0xff)
	}
	r.Desc, r.KeysOnly = desc, !x.unique
	err = s.scan(r, func(key, value []byte) bool { return yield(x.id(key, value)) && ctx.Err() == nil })
	if err != nil {
		return viewFault(err)
	}
	return ctx.Err()
}

func (x index) id(key, value []byte) string {
	if x.unique {
		return string(value)
	}
	return idIn(key)
}

// indexed finds the index of a field, building it if the type asks for one that is not there
// yet. To look in a field that is not indexed is a mistake of the programmer.
func (db *DB) indexed(ctx context.Context, t *entity.Type, name string) (source, index, error) {
	t = db.plan(t).t
	if inside := db.txIn(ctx); inside != nil {
		if err := db.ensureInside(inside, t); err != nil {
			return source{}, index{}, err
		}
	} else if !db.ready(t) {
		if err := db.Reindex(ctx); err != nil {
			return source{}, index{}, err
		}
	}
	for _, x := range db.indexesOf(t.Name) {
		if x.name == name {
			s, err := db.source(ctx)
			return s, x, err
		}
	}
	return source{}, index{}, fmt.Errorf("store: %s.%s is not indexed", t.Name, name)
}

// ready tells whether every index that a type asks for is kept.
func (db *DB) ready(t *entity.Type) bool { return len(db.missing(t)) == 0 }

func (db *DB) missing(t *entity.Type) []index {
	p := db.plan(t)
	if p.indexed.Load() == db.indexes.Load() {
		return nil // looked at since the indexes last changed
	}
	all := db.indexes.Load()
	var missing []index
	for _, want := range wanted(p.t) {
		if !slices.ContainsFunc((*all)[p.t.Name], func(x index) bool { return same(x, want) }) {
			missing = append(missing, want)
		}
	}
	if len(missing) == 0 {
		p.indexed.Store(all)
	}
	return missing
}

// Reindex builds the indexes that types ask for and the view does not keep yet, as after a
// customer defined a field. The store does it by itself when such an index is first needed.
func (db *DB) Reindex(ctx context.Context) error {
	select {
	case <-db.writer:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { db.writer <- struct{}{} }()
	return db.ensureIndexes(ctx, db.cfg.Types.All())
}

// ensureInside does the same for one type within a transaction.
func (db *DB) ensureInside(x *tx, t *entity.Type) error {
	if db.ready(t) {
		return nil
	}
	if err := db.ensureIndexes(context.Background(), []*entity.Type{t}); err != nil {
		return err
	}
	x.snap.Release()
	x.snap = x.view.engine.Snapshot() // we are the writer: only the index is new
	return nil
}

// ensureIndexes is for the one who writes.
func (db *DB) ensureIndexes(ctx context.Context, types []*entity.Type) error {
	v, err := db.hold()
	if err != nil {
		return err
	}
	defer v.release()
	for _, t := range types {
		for _, x := range db.missing(t) {
			if err := db.build(ctx, v.engine, x); err != nil {
				return err
			}
		}
	}
	return nil
}

const buildBatch = 2_000

// build fills an index from the records, after taking away what may be left of an older one
// of the same name. The catalog is written last: an index that a crash left half built is
// built again. Two records with one value of a new unique field both stay; the later id is
// the one found, and neither can be saved before they differ.
func (db *DB) build(ctx context.Context, e engine.Engine, x index) error {
	for _, space := range []byte{spaceIndex, spaceUnique} {
		if err := clearRange(e, engine.Prefix(fieldKey(space, x.entity, x.name))); err != nil {
			return viewFault(err)
		}
	}
	snap := e.Snapshot()
	defer snap.Release()
	p := db.planOf(x.entity)
	prefix := entityKey(spaceRecord, x.entity)
	var ops []op
	var bad error
	err := snap.Scan(engine.Prefix(prefix), func(key, sealed []byte) bool {
		var s state
		plain, err := db.openRecord(key, sealed)
		if err == nil {
			s, err = decodeRecord(plain, p)
		}
		if err == nil {
			ops = indexOps(ops, []index{x}, string(key[len(prefix):]), state{}, s)
			if len(ops) >= buildBatch {
				err = applyOps(e, nil, ops)
				ops = nil
			}
		}
		if err == nil {
			err = ctx.Err()
		}
		bad = err
		return err == nil
	})
	if err == nil {
		err = bad
	}
	if err == nil {
		err = applyOps(e, nil, append(ops, op{key: x.catalogKey(), value: x.catalogValue()}))
	}
	if err != nil {
		return viewFault(err)
	}
	db.addIndex(x)
	return nil
}

func (db *DB) addIndex(x index) {
	old := *db.indexes.Load()
	all := make(map[string][]index, len(old)+1)
	for entity, list := range old {
		all[entity] = list
	}
	kept := slices.DeleteFunc(slices.Clone(all[x.entity]), func(y index) bool { return y.name == x.name })
	all[x.entity] = append(kept, x)
	db.indexes.Store(&all)
}

func clearRange(e engine.Engine, r engine.Range) error {
	r.KeysOnly = true
	for {
		var ops []op
		snap := e.Snapshot()
		err := snap.Scan(r, func(key, _ []byte) bool {
			ops = append(ops, op{key: slices.Clone(key), gone: true})
			return len(ops) < buildBatch
		})
		snap.Release()
		if err != nil || len(ops) == 0 {
			return err
		}
		if err := applyOps(e, nil, ops); err != nil {
			return err
		}
	}
}
