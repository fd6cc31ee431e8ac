package columns

import (
	"bytes"
	"unsafe"
)

// A rower finds the rows of records, of those that were known when a reading began: of later ones the columns are
// told. Whoever asks for ids in ascending order is answered most quickly. One at a time uses it.
type rower struct {
	r    *reading
	last int // place in the order of ids behind which the row found last lies
}

func (r *reading) rower() *rower { return &rower{r, -1} }

// arrange puts the rows in the order of their ids, for whoever asks for so many of them.
func (r *reading) arrange(most int) {
	if r.of.ids.sorted || len(r.of.ids.odd) > 0 || r.order != nil || most < shareFrom {
		return
	}
	ranks := r.c.idRanks(r.of)
	order := make([]int32, len(ranks.rank))
	for row, rank := range ranks.rank {
		order[rank] = int32(row)
	}
	r.order = order
}

// row is the row of a record.
func (w *rower) row(name []byte) (int, bool) {
	text := unsafe.String(unsafe.SliceData(name), len(name))
	if key, ok := packed(text); ok {
		return w.of(&key)
	}
	return w.r.row(text)
}

// of is the row of a record by the bytes of its id.
func (w *rower) of(key *[16]byte) (int, bool) {
	ids, n := w.r.of.ids, w.r.of.n
	at := func(i int) int { return i }
	if !ids.sorted {
		order := w.r.order
		if order == nil {
			row, known := w.r.c.rowOfKey(w.r.of.name, key)
			return row, known && row < n
		}
		n, at = len(order), func(i int) int { return int(order[i]) }
	}
	keyAt := func(i int) *[16]byte { row := at(i); return &ids.chunks[row>>blockBits][row&blockMask] }
	before := func(i int) bool { return bytes.Compare(keyAt(i)[:], key[:]) < 0 }
	from, step := w.last, 1 // it lies behind from
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
	if from+1 < n && *keyAt(from + 1) == *key {
		row := at(from + 1)
		return row, row < w.r.of.n
	}
	return 0, false
}

// row is the row of a record as the columns look it up.
func (r *reading) row(id string) (int, bool) {
	row, known := r.c.rowOf(r.of.name, id)
	return row, known && row < r.of.n
}
