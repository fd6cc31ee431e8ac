package columns

import (
	"math"
	"unsafe"
)

// The widths of a block in a snapshot.
const (
	width0 = iota
	width8
	width16
	width32
	width64
)

func (p *packer) slot(s slot, rows int) {
	if s.block == nil || s.rows() == 0 {
		p.uint(width0)
		return
	}
	rows = min(rows, s.rows())
	switch {
	case s.u8 != nil:
		p.uint(width8)
		p.put(s.u8[:rows])
	case s.u16 != nil:
		p.uint(width16)
		p.put(rawOf(s.u16[:rows]))
	case s.u32 != nil:
		p.uint(width32)
		p.put(rawOf(s.u32[:rows]))
	default:
		p.uint(width64)
		p.put(rawOf(s.i64[:rows]))
	}
	p.uint(rows)
	p.int(s.base)
	p.int(s.lo)
	p.int(s.hi)
}

func (u *unpacker) slot(into *slot, b *block, epoch uint64) {
	b.epoch = epoch
	*into = slot{b, math.MaxInt64, math.MinInt64}
	width := u.uint(width64)
	if width == width0 || u.err != nil {
		return
	}
	rows := u.uint(blockRows)
	b.base, into.lo, into.hi = u.int(), u.int(), u.int()
	switch width {
	case width8:
		b.u8 = roomy(u.take(rows), 0)
	case width16:
		b.u16 = roomy(listOf[uint16](u.take(2*rows)), 0)
	case width32:
		b.u32 = roomy(listOf[uint32](u.take(4*rows)), 0)
	default:
		b.i64 = roomy(listOf[int64](u.take(8*rows)), null)
	}
}

// roomy is a list that has as many places as a block is made for; the ones it did not have are empty.
func roomy[T fixed](list []T, empty T) []T {
	room := roomFor(max(len(list)-1, 0))
	if len(list) == room {
		return list
	}
	whole := make([]T, room)
	for i := copy(whole, list); i < room; i++ {
		whole[i] = empty
	}
	return whole
}

func (p *packer) textSlot(s textSlot, rows int) {
	entries := s.entries[:min(rows, len(s.entries))]
	p.uint(len(entries))
	p.uint(len(s.bytes))
	p.uint(s.dead)
	p.uint(s.last + 1)
	p.uint(boolInt(s.ordered))
	p.put(rawOf(entries))
	p.put(s.bytes)
}

func (u *unpacker) textSlot(into *textSlot, epoch uint64) {
	rows, bytes := u.uint(blockRows), u.uint(math.MaxUint32)
	*into = textSlot{made: epoch, dead: u.uint(math.MaxUint32), last: u.uint(blockRows) - 1, ordered: u.uint(1) == 1}
	into.entries = roomy(listOf[entry](u.take(int(unsafe.Sizeof(entry{}))*rows)), entry{})
	into.bytes = u.take(bytes)
}

// names are texts one after the other.
func (p *packer) names(kind, column int, list []string) {
	p.each(kind, column, len(list), func(i int) {
		p.uint(len(list[i]))
		p.data = append(p.data, list[i]...)
	})
}

func (u *unpacker) names(into []string) {
	for i := range into {
		n := u.uint(len(u.data))
		if n > len(u.data) || u.err != nil {
			u.fail()
			return
		}
		if n > 0 {
			into[i] = unsafe.String(&u.data[0], n)
		}
		u.data = u.data[n:]
	}
}
