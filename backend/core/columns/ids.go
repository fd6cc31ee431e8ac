package columns

import (
	"bytes"
	"encoding/binary"
	"strings"
	"sync/atomic"

	"xingke/backend/base/id"
)

// ids gives every record of a table its row number, for ever. It takes 16 bytes a row and
// about 7 for finding a row by its id. Ids of another form than a UUID's are kept aside.
type ids struct {
	chunks []*[blockRows][16]byte
	n      int
	slots  []int32 // open addressing: row + 1, 0 is free
	odd    []string
	oddAt  map[string]int32
	sorted bool // rows stand in the order of their ids
	late   *linking
}

// linking is the work of making slots, beside everything else, after ids came from a snapshot: who
// finds a row by its id waits for it.
type linking struct {
	ready atomic.Bool
	done  chan struct{}
}

func (t *ids) wait() {
	if l := t.late; l != nil && !l.ready.Load() {
		<-l.done
	}
}

func (l *linking) end() {
	l.ready.Store(true)
	close(l.done)
}

func newIDs() ids { return ids{sorted: true} }

// packed is the 16-byte form of an id, and false for an id of another form.
func packed(s string) ([16]byte, bool) {
	b, ok := id.Bytes(s)
	if !ok || b[0] == 0xff && b[1] == 0xff || strings.ContainsAny(s, "ABCDEF") {
		return b, false
	}
	return b, true
}

func hash(b *[16]byte) uint64 {
	h := binary.LittleEndian.Uint64(b[8:]) ^ binary.LittleEndian.Uint64(b[:8])*0x9e3779b97f4a7c15
	h ^= h >> 32
	h *= 0xd6e8feb86659fd93
	return h ^ h>>32
}

func (t *ids) key(row int) *[16]byte { return &t.chunks[row>>blockBits][row&blockMask] }

// find returns the row of an id.
func (t *ids) find(s string) (int, bool) {
	t.wait()
	b, ok := packed(s)
	if !ok {
		row, known := t.oddAt[s]
		return int(row), known
	}
	return t.findKey(&b)
}

// findKey returns the row of an id by its bytes.
func (t *ids) findKey(b *[16]byte) (int, bool) {
	t.wait()
	if len(t.slots) == 0 {
		return 0, false
	}
	mask := uint64(len(t.slots) - 1)
	for i := hash(b) & mask; t.slots[i] != 0; i = (i + 1) & mask {
		if row := int(t.slots[i] - 1); *t.key(row) == *b {
			return row, true
		}
	}
	return 0, false
}

// register returns the row of an id and gives it one if it has none.
func (t *ids) register(s string) int {
	if row, known := t.find(s); known {
		return row
	}
	b, ok := packed(s)
	if !ok {
		b = [16]byte{0xff, 0xff}
		binary.BigEndian.PutUint32(b[8:], uint32(len(t.odd)))
		t.odd = append(t.odd, s)
		if t.oddAt == nil {
			t.oddAt = map[string]int32{}
		}
		t.oddAt[s] = int32(t.n)
	}
	row := t.add(b)
	if row > 0 && t.sorted {
		t.sorted = ok && bytes.Compare(t.key(row - 1)[:], b[:]) < 0
	}
	return row
}

// add appends a row. Views hold the list of chunks; they do not look beyond their own rows.
func (t *ids) add(b [16]byte) int {
	row := t.n
	if row>>blockBits >= len(t.chunks) {
		t.chunks = append(t.chunks, new([blockRows][16]byte))
	}
	*t.key(row) = b
	t.n++
	if b[0] == 0xff && b[1] == 0xff {
		return row
	}
	if (t.n+1)*5 > len(t.slots)*3 {
		t.grow()
	} else {
		t.link(row)
	}
	return row
}

func (t *ids) grow() { t.reserve(2 * (t.n + 1)) }

// reserve makes room for so many ids, so that they are not sorted in again while they come.
func (t *ids) reserve(n int) {
	size := 64
	for size*3 < n*5 {
		size *= 2
	}
	if size <= len(t.slots) {
		return
	}
	t.slots = make([]int32, size)
	for row := range t.n {
		if k := t.key(row); k[0] != 0xff || k[1] != 0xff {
			t.link(row)
		}
	}
}

func (t *ids) link(row int) {
	mask := uint64(len(t.slots) - 1)
	i := hash(t.key(row)) & mask
	for t.slots[i] != 0 {
		i = (i + 1) & mask
	}
	t.slots[i] = int32(row + 1)
}

// idView is what a view sees of the ids of a table.
type idView struct {
	chunks []*[blockRows][16]byte
	odd    []string
	sorted bool
}

func (t *ids) view() idView { return idView{t.chunks, t.odd, t.sorted && len(t.odd) == 0} }

func (v idView) at(row int) string {
	b := &v.chunks[row>>blockBits][row&blockMask]
	if b[0] == 0xff && b[1] == 0xff {
		return v.odd[binary.BigEndian.Uint32(b[8:])]
	}
	return id.FromBytes(*b)
}

// compare orders rows by their ids.
func (v idView) compare(a, b int) int {
	if v.sorted || a == b {
		return a - b
	}
	x, y := &v.chunks[a>>blockBits][a&blockMask], &v.chunks[b>>blockBits][b&blockMask]
	if len(v.odd) > 0 && (x[0] == 0xff && x[1] == 0xff || y[0] == 0xff && y[1] == 0xff) {
		return strings.Compare(v.at(a), v.at(b))
	}
	return bytes.Compare(x[:], y[:])
}

// linkOdd finds the rows of ids of other forms again, after a snapshot was read.
func (t *ids) linkOdd() error {
	if len(t.odd) == 0 {
		return nil
	}
	t.oddAt = make(map[string]int32, len(t.odd))
	for row := range t.n {
		if k := t.key(row); k[0] == 0xff && k[1] == 0xff {
			at := binary.BigEndian.Uint32(k[8:])
			if int(at) >= len(t.odd) {
				return errSnapshot
			}
			t.oddAt[t.odd[at]] = int32(row)
		}
	}
	return nil
}

// room is how many slots there are.
func (t *ids) room() int {
	t.wait()
	return len(t.slots)
}
