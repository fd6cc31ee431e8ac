package columns

import (
	"encoding/binary"
	"math/bits"
)

// span passes numbers from lo to hi, and empty ones if so told.
type span struct {
	of     *columnView
	lo, hi int64
	empty  bool
}

func (s span) cost() int { return 2 }

func (s span) narrow(block int, sel *words) {
	b := s.of.slot(block)
	switch {
	case b.block == nil || b.lo > b.hi || b.hi < s.lo || b.lo > s.hi:
		if !s.empty {
			*sel = words{}
			return
		}
		if b.block == nil {
			return
		}
	case b.lo >= s.lo && b.hi <= s.hi && s.empty:
		return
	}
	n := s.of.seen(block)
	switch {
	case b.u8 != nil:
		inSpan(first(b.u8, n), b.base, s, sel)
	case b.u16 != nil:
		inSpan(first(b.u16, n), b.base, s, sel)
	case b.u32 != nil:
		inSpan(first(b.u32, n), b.base, s, sel)
	default:
		inWideSpan(first(b.i64, n), s, sel)
	}
	beyond(sel, min(b.rows(), n), s.empty)
}

// beyond says whether the rows beyond the end of a block's data pass: they are empty.
func beyond(sel *words, rows int, empty bool) {
	if empty || rows >= blockRows {
		return
	}
	sel[rows>>6] &= 1<<(rows&63) - 1
	clear(sel[rows>>6+1:])
}

// first is what a view sees of a block's data: rows beyond may be written at this moment.
func first[T any](data []T, n int) []T { return data[:min(n, len(data))] }

// fewBits is how many marked rows of a word are looked at one by one rather than with all others.
const fewBits = 12

// inWideSpan keeps rows by numbers that are stored as they are.
func inWideSpan(data []int64, s span, sel *words) {
	switch lo := max(s.lo, least); {
	case lo <= s.hi:
		inRange(data, lo, s.hi, s.empty, sel)
	case s.empty:
		inRange(data, null, null, false, sel)
	default:
		sel.without(len(data))
	}
}

// without takes the first rows out.
func (w *words) without(rows int) {
	clear(w[:rows>>6])
	if rows&63 != 0 {
		w[rows>>6] &^= 1<<(rows&63) - 1
	}
}

// inRange keeps the rows of numbers from lo to hi, and of null if so told; lo is not null, or both are.
func inRange(data []int64, lo, hi int64, empty bool, sel *words) {
	from, width := uint64(lo), uint64(hi)-uint64(lo)
	for k := 0; k<<6 < len(data); k++ {
		all := sel[k]
		if all == 0 {
			continue
		}
		chunk, acc := data[k<<6:min(k<<6+64, len(data))], uint64(0)
		if bits.OnesCount64(all) <= fewBits {
			for x := all; x != 0; x &= x - 1 {
				i := bits.TrailingZeros64(x)
				if i >= len(chunk) || uint64(chunk[i])-from <= width || empty && chunk[i] == null {
					acc |= 1 << i
				}
			}
			sel[k] = acc
			continue
		}
		acc = ^acc // rows beyond the data stay
		for i := len(chunk) - 1; i >= 0; i-- {
			var bit uint64
			if uint64(chunk[i])-from <= width {
				bit = 1
			}
			acc = acc<<1 | bit
		}
		if empty {
			for i, v := range chunk {
				if v == null {
					acc |= 1 << i
				}
			}
		}
		sel[k] &= acc
	}
}

// inSpan keeps rows by numbers above a base, 0 is none.
func inSpan[T uint8 | uint16 | uint32](data []T, base int64, s span, sel *words) {
	top := int64(^T(0))
	lo, hi := min(max(s.lo, base+1), base+top+1)-base, max(min(s.hi, base+top), base)-base
	switch {
	case lo <= hi && s.empty && lo == 1: // 0 comes just before them
		withinBits(data, 0, T(hi), sel)
	case lo <= hi && s.empty:
		spanOrNone(data, T(lo), T(hi-lo), sel)
	case lo <= hi:
		withinBits(data, T(lo), T(hi-lo), sel)
	case s.empty:
		withinBits(data, 0, 0, sel)
	default:
		sel.without(len(data))
	}
}

// withinBits keeps the rows of what is stored from a number on, so many wide.
func withinBits[T uint8 | uint16 | uint32](data []T, from, width T, sel *words) {
	if small, ok := any(data).([]uint8); ok && width == 0 {
		sameBytes(small, uint8(from), sel)
		return
	}
	for k := 0; k<<6 < len(data); k++ {
		all := sel[k]
		if all == 0 {
			continue
		}
		chunk, acc := data[k<<6:min(k<<6+64, len(data))], uint64(0)
		if bits.OnesCount64(all) <= fewBits {
			for x := all; x != 0; x &= x - 1 {
				if i := bits.TrailingZeros64(x); i >= len(chunk) || chunk[i]-from <= width {
					acc |= 1 << i
				}
			}
			sel[k] = acc
			continue
		}
		acc = ^acc
		for i := len(chunk) - 1; i >= 0; i-- {
			var bit uint64
			if chunk[i]-from <= width {
				bit = 1
			}
			acc = acc<<1 | bit
		}
		sel[k] &= acc
	}
}

// spanOrNone does so and keeps the empty ones too.
func spanOrNone[T uint8 | uint16 | uint32](data []T, from, width T, sel *words) {
	full, none := *sel, *sel
	withinBits(data, from, width, &full)
	withinBits(data, 0, 0, &none)
	for k := range sel {
		sel[k] = full[k] | none[k]
	}
}

const (
	lowBits  = 0x7f7f7f7f7f7f7f7f
	eachByte = 0x0101010101010101
	gathers  = 0x0102040810204080 // brings the lowest bits of eight bytes together in the highest one
)

// sameBytes keeps the rows that store one number, eight at a time.
func sameBytes(data []uint8, what uint8, sel *words) {
	pattern := uint64(what) * eachByte
	for k := 0; k<<6 < len(data); k++ {
		if sel[k] == 0 {
			continue
		}
		acc := ^uint64(0)
		if k<<6+64 <= len(data) {
			chunk := data[k<<6 : k<<6+64 : k<<6+64]
			for i := 56; i >= 0; i -= 8 {
				x := binary.LittleEndian.Uint64(chunk[i:i+8]) ^ pattern
				differ := (x&lowBits + lowBits | x) >> 7 & eachByte // 1 in each byte that is not 0
				acc = acc<<8 | (differ^eachByte)*gathers>>56
			}
		} else {
			chunk := data[k<<6:]
			for i := len(chunk) - 1; i >= 0; i-- {
				var bit uint64
				if chunk[i] == what {
					bit = 1
				}
				acc = acc<<1 | bit
			}
		}
		sel[k] &= acc
	}
}
