package columns

import (
	"math"
	"sync/atomic"
	"time"

	"xingke/backend/base/day"
)

// beside is what a block keeps beside its numbers, made by the first question that needs it. A block
// that a view sees changes only in rows that the view does not see: what was made of its first rows
// stays right, and a commit makes nothing anew but of the blocks that it changes.
type beside struct {
	days atomic.Pointer[dayCodes]
	refs atomic.Pointer[refersTo]
}

// dayCodes is the calendar days, in one place, of the moments in the first rows of a block.
type dayCodes struct {
	zone  *time.Location
	first day.Day  // that 1 stands for
	codes []uint16 // 0 is none
}

// turns finds the calendar days of moments: it has for each day of universal time the day that it
// begins in and the moment from which on the next one is right.
type turns struct {
	zone  *time.Location
	from  int64 // the beginning of the first day of universal time
	days  []day.Day
	at    []int64
	first day.Day
	index []uint32 // of an axis: that of each day, from the first on
}

func (t *turns) day(ms int64) day.Day {
	i := uint64(ms-t.from) / dayMillis
	d := t.days[i]
	if ms >= t.at[i] {
		d++
	}
	return d
}

// add adds the indexes of a block's moments, times stride, to out; false where the block holds
// more days than codes can tell apart.
func (t *turns) add(out []uint32, s slot, stride uint32) bool {
	if s.block == nil || s.lo > s.hi {
		return true
	}
	d := t.daysOf(s, len(out))
	if d != nil {
		gather(out, d.codes, t.index, int64(d.first-t.first)-1, stride)
	}
	return d != nil
}

// daysOf is the days of the first rows of a block, and perhaps of more.
func (t *turns) daysOf(s slot, rows int) *dayCodes {
	if d := s.beside.days.Load(); d != nil && d.zone == t.zone && len(d.codes) >= rows {
		return d
	}
	first, last := t.day(s.lo), t.day(s.hi)
	if last-first >= math.MaxUint16 {
		return nil
	}
	moments, d := make([]int64, rows), &dayCodes{t.zone, first, make([]uint16, rows)}
	s.load(moments)
	for i, ms := range moments {
		if ms != null {
			d.codes[i] = uint16(t.day(ms)-first) + 1
		}
	}
	s.beside.days.Store(d)
	return d
}

// refersTo marks the rows that the first rows of a block refer to; none tells that one refers to nothing.
type refersTo struct {
	rows int
	none bool
	from int // word of the first mark
	set  codeset
}

// refers marks what so many rows of a block refer to, nil where the marks would take more than the block.
func (s slot) refers(rows int) *refersTo {
	if r := s.beside.refs.Load(); r != nil && r.rows == rows {
		return r
	}
	from, to := int(s.lo>>6), int(s.hi>>6)
	if s.lo < 0 || s.lo > s.hi || s.i64 != nil || (to-from)*64 > 32*rows {
		return nil
	}
	r := &refersTo{rows: rows, from: from, set: make(codeset, to-from+1)}
	near := slot{block: &block{base: s.base - int64(from)<<6, u8: s.u8, u16: s.u16, u32: s.u32}}
	r.none = r.set.refer(near, everyIndex[:rows])
	s.beside.refs.Store(r)
	return r
}

// take adds the marks of a block.
func (s codeset) take(r *refersTo) {
	into := s[r.from:][:len(r.set)]
	for i, word := range r.set {
		into[i] |= word
	}
}
