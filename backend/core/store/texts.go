package store

import (
	"context"
	"fmt"

	"xingke/backend/core/entity"
	"xingke/backend/core/seal"
	"xingke/backend/core/store/engine"
)

// Texts yields the texts of one field of the records of a type, those in the recycle bin too, with an id from from
// until before to ("" is open). Records that wants refuses are passed over unread; nil wants all. Neither the rest of
// a record is read nor a transaction looked into, so it is several times as quick as Each. The bytes are valid only
// within the call, and the guard is not asked. It returns the last change among the records read: who observes
// commits may not have been told of it yet.
func (db *DB) Texts(ctx context.Context, t *entity.Type, name, from, to string, wants func(id []byte) bool, yield func(id, text []byte)) (seq uint64, err error) {
	v, err := db.hold()
	if err != nil {
		return 0, err
	}
	defer v.release()
	snap := v.engine.Snapshot()
	defer snap.Release()
	prefix := entityKey(spaceRecord, t.Name)
	stretch := engine.Prefix(prefix)
	stretch.From = recordKey(t.Name, from)
	if to != "" {
		stretch.To = recordKey(t.Name, to)
	}
	var plain, bound []byte // used again for every record
	var bad error
	err = snap.Scan(stretch, func(key, sealed []byte) bool {
		id := key[len(prefix):]
		if wants != nil && !wants(id) {
			return ctx.Err() == nil
		}
		bound = append(append(bound[:0], key...), recordVersion)
		if len(sealed) == 0 || sealed[0] != recordVersion {
			bad = seal.ErrTampered
		} else if plain, bad = db.box.Open(plain[:0], sealed[1:], bound); bad == nil {
			var text []byte
			var at uint64
			if text, at, bad = textIn(plain, name); len(text) > 0 && bad == nil {
				yield(id, text)
			}
			seq = max(seq, at)
		}
		if bad != nil {
			bad = fmt.Errorf("%s %s: %w", t.Name, id, bad)
			return false
		}
		return ctx.Err() == nil
	})
	if err == nil {
		err = bad
	}
	if err != nil {
		return 0, viewFault(err)
	}
	return seq, ctx.Err()
}

// textIn finds the text of one field in a stored record, and the sequence of its latest change.
func textIn(raw []byte, name string) (text []byte, seq uint64, err error) {
	d := decoder{b: raw}
	d.uint()
	seq = d.uint()
	for n := d.items(cborMap); n > 0 && d.err == nil; n-- {
		if string(d.raw()) != name {
			d.skip()
			continue
		}
		if len(d.b) > 0 && d.b[0]&0xe0 == cborText {
			text = d.raw()
		}
		break
	}
	return text, seq, d.err
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
