package columns

import "math"

const (
	blockBits = 12
	blockRows = 1 << blockBits
	blockMask = blockRows - 1
)

// null is the number that stands for no value.
const null int64 = math.MinInt64

// block holds the numbers of up to 4,096 rows in the narrowest width that fits: a value is
// base plus what is stored, 0 stored is none. Wide blocks hold the numbers as they are.
// A block without any slice holds nothing but empty values.
type block struct {
	epoch uint64 // when it was made; a view made later may be looking at it
	base  int64
	u8    []uint8
	u16   []uint16
	u32   []uint32
	i64   []int64
	beside
}

func narrow[T uint8 | uint16 | uint32](data []T, i int, base int64) int64 {
	if i < len(data) && data[i] != 0 {
		return base + int64(data[i])
	}
	return null
}

func (b *block) at(i int) int64 {
	switch {
	case b.u8 != nil:
		return narrow(b.u8, i, b.base)
	case b.u16 != nil:
		return narrow(b.u16, i, b.base)
	case b.u32 != nil:
		return narrow(b.u32, i, b.base)
	case i < len(b.i64):
		return b.i64[i]
	}
	return null
}

func (b *block) rows() int { return max(len(b.u8), len(b.u16), len(b.u32), len(b.i64)) }

// limit is how far above base the block's width reaches; 0 for wide and empty blocks.
func (b *block) limit() int64 {
	switch {
	case b.u8 != nil:
		return math.MaxUint8
	case b.u16 != nil:
		return math.MaxUint16
	case b.u32 != nil:
		return math.MaxUint32
	}
	return 0
}

// fits tells whether v can be put at i without rebuilding the block.
func (b *block) fits(i int, v int64) bool {
	if i >= b.rows() {
		return v == null
	}
	return v == null || b.i64 != nil || v > b.base && v-b.base <= b.limit()
}

func (b *block) put(i int, v int64) {
	if i >= b.rows() {
		return // an empty value beyond the end
	}
	stored := int64(0)
	if v != null {
		stored = v - b.base
	}
	switch {
	case b.u8 != nil:
		b.u8[i] = uint8(stored)
	case b.u16 != nil:
		b.u16[i] = uint16(stored)
	case b.u32 != nil:
		b.u32[i] = uint32(stored)
	default:
		b.i64[i] = v
	}
}

func clone[T any](data []T) []T {
	if data == nil {
		return nil
	}
	twin := make([]T, len(data))
	copy(twin, data)
	return twin
}

func (b *block) clone(epoch uint64) *block {
	return &block{epoch: epoch, base: b.base, u8: clone(b.u8), u16: clone(b.u16), u32: clone(b.u32), i64: clone(b.i64)}
}

// roomFor is the number of rows a block is made for: small tables stay small.
func roomFor(i int) int {
	switch {
	case i < 64:
		return 64
	case i < 512:
		return 512
	case i < 1024:
		return 1024
	case i < 2048:
		return 2048
	}
	return blockRows
}

// widened is a copy in which v fits at i.
func (b *block) widened(i int, v int64, epoch uint64) *block {
	all := make([]int64, max(b.rows(), roomFor(i)))
	slot{block: b}.load(all)
	lo, hi := v, v
	for _, w := range all {
		if w != null {
			lo, hi = min(lo, w), max(hi, w)
		}
	}
	wide := newBlock(lo, hi, epoch)
	switch {
	case wide.u8 != nil:
		wide.u8 = stored[uint8](all, wide.base)
	case wide.u16 != nil:
		wide.u16 = stored[uint16](all, wide.base)
	case wide.u32 != nil:
		wide.u32 = stored[uint32](all, wide.base)
	default:
		wide.i64 = all
	}
	return wide
}

// stored is numbers above a base, 0 for none.
func stored[T uint8 | uint16 | uint32](all []int64, base int64) []T {
	data := make([]T, len(all))
	for i, v := range all {
		if v != null {
			data[i] = T(v - base)
		}
	}
	return data
}

// newBlock is a block without rows, wide enough for values from lo to hi. What the width leaves over
// is shared between both ends, unless the values can be counted from zero, as codes are.
func newBlock(lo, hi int64, epoch uint64) *block {
	b := &block{epoch: epoch}
	span := uint64(hi) - uint64(lo) + 1 // of unsigned numbers: cannot overflow but to 0
	var reach uint64
	switch {
	case span-1 < math.MaxUint8:
		reach, b.u8 = math.MaxUint8, []uint8{}
	case span-1 < math.MaxUint16:
		reach, b.u16 = math.MaxUint16, []uint16{}
	case span-1 < math.MaxUint32:
		reach, b.u32 = math.MaxUint32, []uint32{}
	default:
		b.i64 = []int64{}
		return b
	}
	switch spare := int64(reach-span) / 2; {
	case lo >= 0 && uint64(hi)+1 <= reach:
		b.base = -1
	case lo < math.MinInt64/2 || lo-1-spare > math.MaxInt64/2:
		b.base = lo - 1
	default:
		b.base = lo - 1 - spare
	}
	return b
}

// slot is one block in its column with bounds that hold all its values (and perhaps more).
type slot struct {
	*block
	lo, hi int64
}

// ints is a column of numbers or codes.
type ints struct {
	slots []slot
	epoch uint64 // in which the list of slots was copied
}

// tick is the moment in which a writer works.
type tick struct {
	epoch uint64 // what was made in it, no view has seen
	seen  int    // rows of the table that a view may have seen
}

func (c *ints) at(row int) int64 {
	if bi := row >> blockBits; bi < len(c.slots) {
		return c.slots[bi].at(row & blockMask)
	}
	return null
}

// set puts a value and tells whether it changed.
func (c *ints) set(row int, v int64, now tick) bool {
	if c.at(row) == v {
		return false
	}
	if c.epoch != now.epoch {
		c.slots, c.epoch = append(make([]slot, 0, len(c.slots)+1+len(c.slots)/4), c.slots...), now.epoch
	}
	bi, i := row>>blockBits, row&blockMask
	for bi >= len(c.slots) {
		c.slots = append(c.slots, slot{&block{epoch: now.epoch}, math.MaxInt64, math.MinInt64})
	}
	s := &c.slots[bi]
	switch {
	case !s.fits(i, v):
		s.block = s.widened(i, v, now.epoch)
	case s.epoch != now.epoch && row < now.seen:
		s.block = s.clone(now.epoch)
	}
	s.put(i, v)
	if v != null {
		s.lo, s.hi = min(s.lo, v), max(s.hi, v)
	}
	return true
}

// load writes the numbers of a block's first rows into out.
func (s slot) load(out []int64) {
	switch {
	case s.block == nil:
		fill(out, null)
	case s.u8 != nil:
		spread(out, s.u8, s.base)
	case s.u16 != nil:
		spread(out, s.u16, s.base)
	case s.u32 != nil:
		spread(out, s.u32, s.base)
	default:
		n := copy(out, s.i64)
		fill(out[n:], null)
	}
}

func fill(out []int64, v int64) {
	for i := range out {
		out[i] = v
	}
}

func spread[T uint8 | uint16 | uint32](out []int64, data []T, base int64) {
	n := min(len(out), len(data))
	for i, s := range data[:n] {
		v := null
		if s != 0 {
			v = base + int64(s)
		}
		out[i] = v
	}
	fill(out[n:], null)
}
