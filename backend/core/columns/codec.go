package columns

import (
	"encoding/binary"
	"errors"
	"io"
	"slices"
)

// errSnapshot tells that a snapshot is not what Save writes. Nobody reads it: the columns are filled anew.
var errSnapshot = errors.New("columns: snapshot does not fit")

// longestPart is the longest slice a snapshot may hold; a greater length is damage.
const longestPart = 1 << 31

// packer writes numbers and slices one after the other. The first error stays.
type packer struct {
	w   io.Writer
	buf []byte
	err error
}

func (p *packer) flush(least int) {
	if p.err == nil && len(p.buf) >= least {
		_, p.err = p.w.Write(p.buf)
		p.buf = p.buf[:0]
	}
}

func (p *packer) uint(n uint64) {
	p.buf = binary.AppendUvarint(p.buf, n)
	p.flush(1 << 16)
}

func (p *packer) int(n int64) {
	p.buf = binary.AppendVarint(p.buf, n)
	p.flush(1 << 16)
}

func (p *packer) bytes(b []byte) {
	p.uint(uint64(len(b)))
	p.flush(0)
	if p.err == nil {
		_, p.err = p.w.Write(b)
	}
}

func (p *packer) text(s string) { p.bytes([]byte(s)) }

func (p *packer) words(list []uint64) {
	p.uint(uint64(len(list)))
	for _, n := range list {
		p.buf = binary.LittleEndian.AppendUint64(p.buf, n)
	}
	p.flush(1 << 16)
}

// unpacker reads what a packer wrote. After the first error it reads nothing.
type unpacker struct {
	r    io.ByteReader
	full io.Reader
	err  error
	buf  []byte
}

func (u *unpacker) fail(err error) {
	if u.err == nil {
		if err == nil {
			err = errSnapshot
		}
		u.err = err
	}
}

func (u *unpacker) uint() uint64 {
	if u.err != nil {
		return 0
	}
	n, err := binary.ReadUvarint(u.r)
	if err != nil {
		u.fail(err)
		return 0
	}
	return n
}

func (u *unpacker) int() int64 {
	if u.err != nil {
		return 0
	}
	n, err := binary.ReadVarint(u.r)
	if err != nil {
		u.fail(err)
		return 0
	}
	return n
}

// size reads a length of at most limit.
func (u *unpacker) size(limit int) int {
	n := u.uint()
	if n > uint64(limit) {
		u.fail(nil)
		return 0
	}
	return int(n)
}

// bytes reads a slice that is valid until the next one is read.
func (u *unpacker) bytes() []byte {
	n := u.size(longestPart)
	if u.err != nil {
		return nil
	}
	for have := 0; have < n; { // grow as bytes come, not as a damaged length says
		more := min(n-have, 1<<20)
		u.buf = slices.Grow(u.buf[:have], more)[:have+more]
		if _, err := io.ReadFull(u.full, u.buf[have:]); err != nil {
			u.fail(err)
			return nil
		}
		have += more
	}
	return u.buf[:n]
}

func (u *unpacker) text() string { return string(u.bytes()) }

func (u *unpacker) words(limit int) []uint64 {
	n := u.size(limit)
	list := make([]uint64, n)
	var raw [8]byte
	for i := range list {
		if u.err != nil {
			return nil
		}
		if _, err := io.ReadFull(u.full, raw[:]); err != nil {
			u.fail(err)
		}
		list[i] = binary.LittleEndian.Uint64(raw[:])
	}
	return list
}

// The widths of a block in a snapshot.
const (
	width0 = iota
	width8
	width16
	width32
	width64
)

func (p *packer) slot(s slot, rows int) {
	switch {
	case s.block == nil || s.rows() == 0:
		p.uint(width0)
		return
	case s.u8 != nil:
		p.uint(width8)
	case s.u16 != nil:
		p.uint(width16)
	case s.u32 != nil:
		p.uint(width32)
	default:
		p.uint(width64)
	}
	p.int(s.base)
	p.int(s.lo)
	p.int(s.hi)
	rows = min(rows, s.rows())
	raw := make([]byte, 0, rows*8)
	switch {
	case s.u8 != nil:
		raw = append(raw, s.u8[:rows]...)
	case s.u16 != nil:
		for _, v := range s.u16[:rows] {
			raw = binary.LittleEndian.AppendUint16(raw, v)
		}
	case s.u32 != nil:
		for _, v := range s.u32[:rows] {
			raw = binary.LittleEndian.AppendUint32(raw, v)
		}
	default:
		for _, v := range s.i64[:rows] {
			raw = binary.LittleEndian.AppendUint64(raw, uint64(v))
		}
	}
	p.bytes(raw)
}

func (u *unpacker) slot(epoch uint64) slot {
	s := slot{&block{epoch: epoch}, 1, 0}
	width := u.uint()
	if width == width0 || u.err != nil {
		s.lo, s.hi = int64(^uint64(0)>>1), null
		return s
	}
	s.base, s.lo, s.hi = u.int(), u.int(), u.int()
	raw := u.bytes()
	size := map[uint64]int{width8: 1, width16: 2, width32: 4, width64: 8}[width]
	if u.err != nil || size == 0 || len(raw)%size != 0 || len(raw)/size > blockRows {
		u.fail(nil)
		return s
	}
	rows := len(raw) / size
	room := roomFor(max(rows-1, 0))
	switch width {
	case width8:
		s.u8 = make([]uint8, room)
		copy(s.u8, raw)
	case width16:
		s.u16 = make([]uint16, room)
		for i := range rows {
			s.u16[i] = binary.LittleEndian.Uint16(raw[2*i:])
		}
	case width32:
		s.u32 = make([]uint32, room)
		for i := range rows {
			s.u32[i] = binary.LittleEndian.Uint32(raw[4*i:])
		}
	default:
		s.i64 = make([]int64, room)
		fill(s.i64[rows:], null)
		for i := range rows {
			s.i64[i] = int64(binary.LittleEndian.Uint64(raw[8*i:]))
		}
	}
	return s
}

func (p *packer) textSlot(s textSlot, rows int) {
	entries := s.entries[:min(rows, len(s.entries))]
	raw := make([]byte, 0, 8*len(entries))
	for _, e := range entries {
		raw = binary.LittleEndian.AppendUint32(raw, e.off)
		raw = binary.LittleEndian.AppendUint16(raw, e.n)
		raw = binary.LittleEndian.AppendUint16(raw, e.f)
	}
	p.bytes(raw)
	p.bytes(s.bytes)
	p.uint(uint64(s.dead))
	p.uint(uint64(s.last + 1))
	p.uint(uint64(boolInt(s.ordered)))
}

func (u *unpacker) textSlot(epoch uint64) textSlot {
	raw := u.bytes()
	if len(raw)%8 != 0 || len(raw)/8 > blockRows {
		u.fail(nil)
		return textSlot{}
	}
	rows := len(raw) / 8
	s := textSlot{entries: make([]entry, roomFor(max(rows-1, 0))), made: epoch}
	for i := range rows {
		b := raw[8*i:]
		s.entries[i] = entry{binary.LittleEndian.Uint32(b), binary.LittleEndian.Uint16(b[4:]), binary.LittleEndian.Uint16(b[6:])}
	}
	s.bytes = slices.Clone(u.bytes())
	for _, e := range s.entries {
		if int(e.off)+e.size() > len(s.bytes) {
			u.fail(nil)
			return textSlot{}
		}
	}
	s.dead, s.last = u.size(longestPart), u.size(blockRows)-1
	s.ordered = u.uint() == 1
	return s
}
