package store

import (
	"context"
	"encoding/binary"
	"unsafe"

	"xingke/backend/core/entity"
)

// textBytes is about how much a window of texts holds.
const textBytes = 8 << 20

// texts cuts texts out of records that are open.
type texts struct {
	fields []string
	found  [][]byte // by field, of the record at hand
	room   []byte   // in which records are opened
}

// ManyTexts yields texts of the records with these ids, in the order of the ids, until yield fails: of each record
// those of the fields named, "" where there is none, nor such a record. It is for what the columns do not hold: nothing
// else of a record is made, the guard is not asked, and no transaction is looked into. The texts share memory: clone
// what is kept; the slice is used again.
func (db *DB) ManyTexts(ctx context.Context, t *entity.Type, ids, fields []string, yield func(at int, texts []string) error) error {
	p, all := db.plan(t), make([]string, len(fields))
	return db.windows(ctx, p, ids, fields, func(w *window, at int) error {
		for i := range w.ids {
			if i&63 == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			packed := w.plain[i]
			if packed != nil && len(packed) == 0 {
				alone := db.window(ctx, p, w.ids[i:i+1], fields)
				if alone.err != nil {
					return alone.err
				}
				packed = alone.plain[0]
			}
			unpackTexts(packed, all)
			if err := yield(at+i, all); err != nil {
				return err
			}
		}
		return nil
	})
}

// takeTexts keeps texts of a record in the window.
func (db *DB) takeTexts(w *window, i int32, key, sealed []byte) error {
	room, err := db.openInto(w.texts.room[:0], key, sealed)
	if err != nil {
		return err
	}
	w.texts.room = room
	size, err := w.texts.find(room)
	if err != nil {
		return err
	}
	if cap(w.piece)-len(w.piece) < size {
		w.piece = make([]byte, 0, max(manyPiece, size))
	}
	from := len(w.piece)
	for _, text := range w.texts.found {
		w.piece = append(binary.AppendUvarint(w.piece, uint64(len(text))), text...)
	}
	w.plain[i] = w.piece[from:len(w.piece):len(w.piece)]
	w.size += len(w.piece) - from
	return nil
}

// find finds the texts in a record and tells how much room they need at most.
func (t *texts) find(plain []byte) (size int, err error) {
	clear(t.found)
	d := decoder{b: plain}
	d.uint()
	d.uint()
	for n := d.items(cborMap); n > 0 && d.err == nil; n-- {
		name, at := d.raw(), -1
		for i, field := range t.fields {
			if string(name) == field {
				at = i
			}
		}
		if at < 0 || len(d.b) == 0 || d.b[0]&0xe0 != cborText {
			d.skip()
			continue
		}
		t.found[at] = d.raw()
		size += len(t.found[at])
	}
	return size + len(t.fields)*binary.MaxVarintLen64, d.err
}

// unpackTexts reads what takeTexts kept.
func unpackTexts(packed []byte, into []string) {
	for i := range into {
		n, size := binary.Uvarint(packed)
		if size <= 0 {
			into[i] = ""
			continue
		}
		text := packed[size:][:n]
		into[i], packed = unsafe.String(unsafe.SliceData(text), len(text)), packed[size+int(n):]
	}
}
