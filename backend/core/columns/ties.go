package columns

import (
	"encoding/binary"
	"math"
	"slices"
	"strings"
)

// tie turns the ids of rows into numbers that compare as the ids do: the last key of every order.
// That of a record is odd; even ones stand between two records. That of a line is its record's and
// behind it its number.
type tie struct {
	rank   []int32     // by row, of ids; of lines by the row of their record. nil: rows stand in the order of their ids
	spans  []rankSpan  // of the ranks, block by block
	of     *columnView // of lines: their record
	number *columnView
	rows   int // that have ids
}

// lineBits is the room for the number of a line within its record.
const lineBits = 24

func (a *asker) tie(t *tableView) *tie {
	k := &tie{rows: t.n}
	if t.parent != "" {
		t, k.of, k.number = a.w.tables[t.parent], &t.columns[0], &t.columns[1]
		k.rows = t.n
	}
	if r := a.c.idRanks(t); r != nil {
		k.rank, k.spans = r.rank, r.spans
	}
	return k
}

func (k *tie) record(row int64) int64 {
	if k.rank != nil {
		row = int64(k.rank[row])
	}
	return 2*row + 1
}

func (k *tie) at(row int) int64 {
	if k.of == nil {
		return k.record(int64(row))
	}
	of := k.of.at(row)
	if of == null {
		return 0
	}
	return k.record(of)<<lineBits + k.number.at(row)
}

// load writes those of a block's rows into out.
func (k *tie) load(block int, out []int64) {
	from := block << blockBits
	switch {
	case k.of != nil:
		k.of.slot(block).load(out)
		if k.rank != nil {
			for i, of := range out {
				if of != null {
					out[i] = int64(k.rank[of])
				}
			}
		}
		k.addNumbers(block, out)
	case k.rank != nil:
		for i, rank := range k.rank[from:][:len(out)] {
			out[i] = 2*int64(rank) + 1
		}
	default:
		for i := range out {
			out[i] = 2*int64(from+i) + 1
		}
	}
}

// bounds hold all of them.
func (k *tie) bounds() (lo, hi int64) {
	if k.of != nil {
		return 0, int64(2*k.rows+1)<<lineBits - 1
	}
	return 0, int64(2 * k.rows)
}

// addNumbers makes the ties of lines from the places of their records.
func (k *tie) addNumbers(block int, out []int64) {
	s := k.number.slot(block)
	small := s.block != nil && len(s.u8) >= len(out)
	for i, place := range out {
		switch {
		case place == null:
			out[i] = 0
		case small:
			out[i] = (2*place+1)<<lineBits + s.base + int64(s.u8[i])
		default:
			out[i] = (2*place+1)<<lineBits + s.at(i)
		}
	}
}

// around holds all of a block, as far as that is known without reading it.
func (k *tie) around(block int) (lo, hi int64) {
	first := int64(block << blockBits)
	last := min(first+blockRows, int64(k.rows)) - 1
	if k.of != nil {
		s := k.of.slot(block)
		if s.block == nil || s.lo > s.hi {
			return k.bounds()
		}
		first, last = max(0, s.lo), min(s.hi, int64(k.rows)-1)
	}
	if k.rank != nil {
		span := rankSpan{k.spans[first>>blockBits].lo, 0}
		for _, s := range k.spans[first>>blockBits : last>>blockBits+1] {
			span = rankSpan{min(span.lo, s.lo), max(span.hi, s.hi)}
		}
		first, last = int64(span.lo), int64(span.hi)
	}
	lo, hi = 2*first+1, 2*last+1
	if k.of != nil {
		return lo << lineBits, (hi+1)<<lineBits - 1
	}
	return lo, hi
}

// seek is a number that compares with the others as an id does that no row need have.
func (w *view) seek(k *tie, t *tableView, id string) int64 {
	number := int64(0)
	if t.parent != "" {
		var line string
		id, line = splitLine(id)
		for _, digit := range line {
			number = min(number*10+int64(digit-'0'), 1<<lineBits-1)
		}
		t = w.tables[t.parent]
	}
	place, known := int64(0), false
	for row := range t.n {
		switch d := strings.Compare(t.ids.at(row), id); {
		case d == 0:
			place, known = k.record(int64(row)), true
		case d < 0 && !known:
			place = max(place, k.record(int64(row))+1)
		}
	}
	if k.of != nil {
		return place<<lineBits + number
	}
	return place
}

// splitLine divides the id of a line into that of its record and its number.
func splitLine(id string) (record, number string) {
	dot := strings.LastIndexByte(id, '.')
	if dot < 0 || dot+1 == len(id) || strings.Trim(id[dot+1:], "0123456789") != "" {
		return id, ""
	}
	return id[:dot], id[dot+1:]
}

// idRanks is the place of each row in the order of ids. It is kept and grows with the table: rows
// keep their ids, so what was made for more rows orders fewer as well.
type idRanks struct {
	rank  []int32
	spans []rankSpan // of each block
	last  int        // the row with the greatest id
}

// rankSpan holds the ranks of a block.
type rankSpan struct{ lo, hi int32 }

// idRanks gives those of a table's rows and perhaps of more, nil where they stand in the order of their ids.
func (c *Columns) idRanks(t *tableView) *idRanks {
	if t.ids.sorted {
		return nil
	}
	c.tying.Lock()
	defer c.tying.Unlock()
	r := c.tied[t.name]
	if r == nil || len(r.rank) < t.n {
		r = r.grown(t)
		if c.tied == nil {
			c.tied = map[string]*idRanks{}
		}
		c.tied[t.name] = r
	}
	return r
}

// measure finds the spans of all blocks that did not stand before.
func (r *idRanks) measure(known []rankSpan) *idRanks {
	r.spans = make([]rankSpan, (len(r.rank)+blockMask)>>blockBits)
	for b := copy(r.spans, known); b < len(r.spans); b++ {
		ranks := r.rank[b<<blockBits : min(len(r.rank), (b+1)<<blockBits)]
		r.spans[b] = rankSpan{slices.Min(ranks), slices.Max(ranks)}
	}
	return r
}

// grown is the ranks with those of the rows that came since: mostly they come last.
func (r *idRanks) grown(t *tableView) *idRanks {
	if r == nil {
		r = &idRanks{}
	}
	fresh := &idRanks{rank: r.rank, last: r.last}
	known := len(r.rank)
	for row := known; row < t.n; row++ {
		if row > 0 && t.ids.compare(fresh.last, row) > 0 {
			return r.merged(t)
		}
		fresh.rank, fresh.last = append(fresh.rank, int32(row)), row
	}
	return fresh.measure(r.spans[:known>>blockBits]) // the last block of those may have been half full
}

// merged sorts the rows that came since in between the others.
func (r *idRanks) merged(t *tableView) *idRanks {
	known := len(r.rank)
	old, late := make([]int32, known), idOrder(t, known)
	for row, rank := range r.rank {
		old[rank] = int32(row)
	}
	fresh := &idRanks{rank: make([]int32, t.n)}
	for at := range fresh.rank {
		from := &old
		if len(old) == 0 || len(late) > 0 && t.ids.compare(int(late[0]), int(old[0])) < 0 {
			from = &late
		}
		row := (*from)[0]
		*from = (*from)[1:]
		fresh.rank[row], fresh.last = int32(at), int(row)
	}
	return fresh.measure(nil)
}

// idOrder is the rows from a first one on in the order of their ids.
func idOrder(t *tableView, first int) []int32 {
	keys := make([]headed, t.n-first)
	for i := range keys {
		row := first + i
		keys[i] = headed{binary.BigEndian.Uint64(t.ids.chunks[row>>blockBits][row&blockMask][:]), int32(row)}
	}
	if len(t.ids.odd) == 0 {
		keys = sortHeads(keys)
	}
	order := make([]int32, len(keys))
	for i, k := range keys {
		order[i] = k.row
	}
	if len(t.ids.odd) > 0 {
		slices.SortFunc(order, func(a, b int32) int { return t.ids.compare(int(a), int(b)) })
		return order
	}
	eachRun(keys, func(from, to int) {
		slices.SortFunc(order[from:to], func(a, b int32) int { return t.ids.compare(int(a), int(b)) })
	})
	return order
}

// headed is a row with the first bytes of what it is ordered by.
type headed struct {
	head uint64
	row  int32
}

// eachRun calls fn for every stretch of more than one key whose heads are equal.
func eachRun(keys []headed, fn func(from, to int)) {
	for from := 0; from < len(keys); {
		to := from + 1
		for to < len(keys) && keys[to].head == keys[from].head {
			to++
		}
		if to-from > 1 {
			fn(from, to)
		}
		from = to
	}
}

// sortHeads orders keys by their heads, equal ones as they stood, digit by digit from the last.
func sortHeads(keys []headed) []headed {
	const digit, radix = 11, 1 << 11
	var any, every uint64 = 0, math.MaxUint64
	for _, k := range keys {
		any, every = any|k.head, every&k.head
	}
	twin := make([]headed, len(keys))
	for shift := 0; shift < 64; shift += digit {
		if (any^every)>>shift&(radix-1) == 0 {
			continue // all have the same one
		}
		var starts [radix]int
		for _, k := range keys {
			starts[k.head>>shift&(radix-1)]++
		}
		sum := 0
		for i, n := range starts {
			starts[i], sum = sum, sum+n
		}
		for _, k := range keys {
			at := &starts[k.head>>shift&(radix-1)]
			twin[*at] = k
			*at++
		}
		keys, twin = twin, keys
	}
	return keys
}
