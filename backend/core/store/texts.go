package store

import (
	"context"
	"fmt"

	"xingke/backend/core/entity"
	"xingke/backend/core/seal"
	"xingke/backend/core/store/engine"
)

// A Reading is texts of one field of the records of a type, those in the recycle bin too: of the records named, or of
// all with an id from From until before To ("" is open) that Wants does not refuse; nil refuses none.
type Reading struct {
	Type     *entity.Type
	Field    string
	IDs      []string
	From, To string
	Wants    func(id []byte) bool
}

// Texts yields texts that are not empty; the bytes are valid only within the call. Nothing else of a record is read
// and no transaction is looked into, so it is several times as quick as Each; the guard is not asked. It returns the
// latest change of the records read: who observes commits may not have been told of it yet.
func (db *DB) Texts(ctx context.Context, r Reading, yield func(id, text []byte)) (seq uint64, err error) {
	v, err := db.hold()
	if err != nil {
		return 0, err
	}
	defer v.release()
	snap := v.engine.Snapshot()
	defer snap.Release()
	prefix := entityKey(spaceRecord, r.Type.Name)
	one := textReader{db: db, field: r.Field}
	visit := func(key, sealed []byte) error {
		id := key[len(prefix):]
		text, err := one.text(key, sealed)
		if err != nil {
			return fmt.Errorf("%s %s: %w", r.Type.Name, id, err)
		}
		if len(text) > 0 {
			yield(id, text)
		}
		return nil
	}
	if r.IDs != nil {
		err = eachKey(ctx, snap, prefix, r.IDs, visit)
	} else {
		err = eachIn(ctx, snap, prefix, r, visit)
	}
	if err != nil {
		return 0, viewFault(err)
	}
	return one.seq, ctx.Err()
}

func eachKey(ctx context.Context, snap engine.Snapshot, prefix []byte, ids []string, visit func(key, sealed []byte) error) error {
	key := prefix
	for _, id := range ids {
		if ctx.Err() != nil {
			return nil
		}
		key = append(key[:len(prefix)], id...)
		if _, err := snap.Get(key, func(sealed []byte) error { return visit(key, sealed) }); err != nil {
			return err
		}
	}
	return nil
}

func eachIn(ctx context.Context, snap engine.Snapshot, prefix []byte, r Reading, visit func(key, sealed []byte) error) error {
	stretch := engine.Prefix(prefix)
	stretch.From = append(prefix[:len(prefix):len(prefix)], r.From...)
	if r.To != "" {
		stretch.To = append(prefix[:len(prefix):len(prefix)], r.To...)
	}
	var bad error
	err := snap.Scan(stretch, func(key, sealed []byte) bool {
		if r.Wants == nil || r.Wants(key[len(prefix):]) {
			bad = visit(key, sealed)
		}
		return bad == nil && ctx.Err() == nil
	})
	if err == nil {
		err = bad
	}
	return err
}

// A textReader reads a text of one record after another into the same memory.
type textReader struct {
	db           *DB
	field        string
	plain, bound []byte
	seq          uint64 // the latest change of the records read
}

func (t *textReader) text(key, sealed []byte) (text []byte, err error) {
	if len(sealed) == 0 || sealed[0] != recordVersion {
		return nil, seal.ErrTampered
	}
	t.bound = append(append(t.bound[:0], key...), recordVersion)
	if t.plain, err = t.db.box.Open(t.plain[:0], sealed[1:], t.bound); err != nil {
		return nil, err
	}
	d := decoder{b: t.plain}
	d.uint()
	t.seq = max(t.seq, d.uint())
	for n := d.items(cborMap); n > 0 && d.err == nil; n-- {
		if string(d.raw()) != t.field {
			d.skip()
			continue
		}
		if len(d.b) > 0 && d.b[0]&0xe0 == cborText {
			text = d.raw()
		}
		break
	}
	return text, d.err
}

// skip passes over a value.
func (d *decoder) skip() {
	if len(d.b) == 0 {
		d.fail()
		return
	}
	switch d.b[0] & 0xe0 {
	case cborUint, cborNeg:
		d.head()
	case cborText:
		d.raw()
	case cborArray:
		for n := d.items(cborArray); n > 0 && d.err == nil; n-- {
			d.skip()
		}
	case cborMap:
		for n := d.items(cborMap); n > 0 && d.err == nil; n-- {
			d.raw()
			d.skip()
		}
	default:
		if d.b[0] != cborNull {
			d.fail()
			return
		}
		d.b = d.b[1:]
	}
}
