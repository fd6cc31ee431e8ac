package columns

import (
	"bytes"
	"unsafe"

	"xingke/backend/base/id"
)

// A rower finds the rows of records, of those that were known when a reading began: of later ones the columns are
// told. Whoever asks for ids in ascending order is answered most quickly. One at a time uses it.
type rower struct {
	r    *reading
	last int // behind which the row found last lies
}

func (r *reading) rower() *rower { return &rower{r, -1} }

// row is the row of a record.
func (w *rower) row(name []byte) (int, bool) {
	text := unsafe.String(unsafe.SliceData(name), len(name))
	if w.r.of.ids.sorted {
		if key, ok := id.Bytes(text); ok {
			return w.of(&key)
		}
	}
	return w.r.row(text)
}

// of is the row of a record by the bytes of its id.
func (w *rower) of(key *[16]byte) (int, bool) {
	ids, n := w.r.of.ids, w.r.of.n
	if !ids.sorted {
		return w.r.row(id.FromBytes(*key))
	}
	before := func(row int) bool { return bytes.Compare(ids.chunks[row>>blockBits][row&blockMask][:], key[:]) < 0 }
	from, step := w.last, 1 // the row lies behind from
	if from >= 0 && !before(from) {
		from = -1
	}
	for from+step < n && before(from+step) {
		from, step = from+step, 2*step
	}
	for to := min(from+step, n); to-from > 1; { // and not behind to
		if middle := (from + to) / 2; before(middle) {
			from = middle
		} else {
			to = middle
		}
	}
	w.last = from
	if row := from + 1; row < n && ids.chunks[row>>blockBits][row&blockMask] == *key {
		return row, true
	}
	return 0, false
}

// row is the row of a record as the columns look it up.
func (r *reading) row(id string) (int, bool) {
	row, known := r.c.rowOf(r.of.name, id)
	return row, known && row < r.of.n
}
