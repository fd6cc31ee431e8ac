package columns

import (
	"encoding/binary"
	"errors"
	"io"
	"os"
	"slices"
	"unsafe"

	"xingke/backend/core/seal"
)

// A file of a snapshot is a mark, sections, the directory and the length of the directory in four
// bytes. A section is sealed by itself, bound to its file, its snapshot and its place, so that several
// are opened at once. What columns hold lies in it as it lies in memory, in this machine's order of
// bytes, and is used where it lies: a section stays in memory until its last block has changed.
const (
	snapshotMark = "XKCOLS3\n"
	olderMark    = "XKSTRM1\n" // of snapshots that were one sealed stream
	sectionBytes = 128 << 10
	lengthBytes  = 4
)

// errSnapshot tells that a snapshot is not what Save writes. Nobody reads it: the columns are filled anew.
var errSnapshot = errors.New("columns: snapshot does not fit")

// errOlder tells that a snapshot is whole as far as one can tell, but another program's.
var errOlder = errors.New("columns: a snapshot of an older program")

// The kinds of sections.
const (
	partIDs = iota
	partOdd
	partLive
	partGone
	partNumbers
	partTexts
	partNames
	partLists
	partOrder
)

// piece says what a section holds: n things of a column from one on.
type piece struct {
	kind, column, from, n int
	number                int   // of the section in its file
	at                    int64 // where it lies
	size                  int   // sealed
}

// plain makes room for a section; whatever lies at a multiple of 8 in it may be read as numbers.
func plain(size int) []byte { return rawOf(make([]uint64, (size+7)/8))[:size] }

// fixed is what lies in memory as it lies in a snapshot.
type fixed interface {
	uint8 | uint16 | uint32 | uint64 | int32 | int64 | entry | words | [16]byte
}

// rawOf is the bytes of a slice.
func rawOf[T fixed](list []T) []byte {
	if len(list) == 0 {
		return nil
	}
	return unsafe.Slice((*byte)(unsafe.Pointer(&list[0])), len(list)*int(unsafe.Sizeof(list[0])))
}

// listOf is bytes read as what they hold. Who appends to it gets a copy.
func listOf[T fixed](raw []byte) []T {
	var one T
	n := len(raw) / int(unsafe.Sizeof(one))
	if n == 0 {
		return nil
	}
	return unsafe.Slice((*T)(unsafe.Pointer(&raw[0])), n)[:n:n]
}

func sectionPlace(name string, h heading, number int) []byte {
	place := append([]byte(name), 0)
	place = append(place, h.generation[:]...)
	return binary.LittleEndian.AppendUint32(place, uint32(number))
}

func directoryPlace(name string) []byte { return append([]byte(name), "\x00directory"...) }

// packer writes the file of a table. The first error stays.
type packer struct {
	w          io.Writer
	box        seal.Box
	name       string
	head       heading
	meta, data []byte // of the section under way
	whole      []byte // room for one
	sealed     []byte
	parts      []piece
	err        error
}

func newPacker(w io.Writer, box seal.Box, name string, h heading) *packer {
	p := &packer{w: w, box: box, name: name, head: h}
	_, p.err = io.WriteString(w, snapshotMark)
	return p
}

func (p *packer) uint(n int)  { p.meta = binary.AppendUvarint(p.meta, uint64(n)) }
func (p *packer) int(n int64) { p.meta = binary.AppendVarint(p.meta, n) }

func (p *packer) text(s string) {
	p.uint(len(s))
	p.meta = append(p.meta, s...)
}

// put adds bytes that are used where they lie.
func (p *packer) put(raw []byte) {
	p.data = append(p.data, raw...)
	p.data = append(p.data, make([]byte, -len(p.data)&7)...)
}

// each packs n things one after the other and ends a section where one is full.
func (p *packer) each(kind, column, n int, one func(i int)) {
	from := 0
	for i := range n {
		one(i)
		if i == n-1 || len(p.data)+len(p.meta) >= sectionBytes {
			p.parts = append(p.parts, piece{kind: kind, column: column, from: from, n: i + 1 - from, size: p.section(sectionPlace(p.name, p.head, len(p.parts)))})
			from = i + 1
		}
	}
}

// section seals and writes what was packed, and tells its length.
func (p *packer) section(place []byte) int {
	begin := (lengthBytes + len(p.meta) + 7) &^ 7
	p.whole = binary.LittleEndian.AppendUint32(p.whole[:0], uint32(begin))
	p.whole = append(p.whole, p.meta...)
	p.whole = append(p.whole, make([]byte, begin-len(p.whole))...)
	p.whole = append(p.whole, p.data...)
	p.sealed = p.box.Seal(p.sealed[:0], p.whole, place)
	if p.err == nil {
		_, p.err = p.w.Write(p.sealed)
	}
	p.meta, p.data = p.meta[:0], p.data[:0]
	return len(p.sealed)
}

// close writes the directory.
func (p *packer) close(t *tableView) error {
	p.heading(p.head)
	p.uint(t.n)
	p.uint(boolInt(t.ids.sorted))
	p.uint(len(t.columns))
	p.uint(len(p.parts))
	for _, one := range p.parts {
		for _, n := range []int{one.kind, one.column, one.from, one.n, one.size} {
			p.uint(n)
		}
	}
	p.put(rawOf([]uint64{1})) // tells this machine's order of bytes
	length := p.section(directoryPlace(p.name))
	if p.err == nil {
		_, p.err = p.w.Write(binary.LittleEndian.AppendUint32(nil, uint32(length)))
	}
	return p.err
}

// unpacker reads a section. After the first error it gives nothing.
type unpacker struct {
	meta, data []byte
	err        error
}

func newUnpacker(whole []byte) *unpacker {
	u := &unpacker{}
	if len(whole) < lengthBytes {
		u.fail()
		return u
	}
	begin := int(binary.LittleEndian.Uint32(whole))
	if begin < lengthBytes || begin > len(whole) || begin&7 != 0 {
		u.fail()
		return u
	}
	u.meta, u.data = whole[lengthBytes:begin], whole[begin:]
	return u
}

func (u *unpacker) fail() {
	if u.err == nil {
		u.err = errSnapshot
	}
	u.meta, u.data = nil, nil
}

// uint reads a number of at most limit.
func (u *unpacker) uint(limit int) int {
	n, size := binary.Uvarint(u.meta)
	if size <= 0 || n > uint64(limit) {
		u.fail()
		return 0
	}
	u.meta = u.meta[size:]
	return int(n)
}

func (u *unpacker) int() int64 {
	n, size := binary.Varint(u.meta)
	if size <= 0 {
		u.fail()
		return 0
	}
	u.meta = u.meta[size:]
	return n
}

func (u *unpacker) text() string {
	n := u.uint(len(u.meta))
	if n > len(u.meta) {
		u.fail()
		return ""
	}
	s := string(u.meta[:n])
	u.meta = u.meta[n:]
	return s
}

// take is the next bytes as put was given them.
func (u *unpacker) take(n int) []byte {
	padded := (n + 7) &^ 7
	if n < 0 || padded > len(u.data) {
		u.fail()
		return nil
	}
	raw := u.data[:n:n]
	u.data = u.data[padded:]
	return raw
}

// snapFile is a file of a snapshot that is being read.
type snapFile struct {
	f       *os.File
	box     seal.Box
	name    string
	head    heading
	rows    int
	sorted  bool
	columns int
	parts   []piece
	stale   bool // its columns are not those of the table
}

// openSnap opens a file and reads its directory.
func openSnap(path string, box seal.Box, name string) (s *snapFile, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, f.Close())
		}
	}()
	info, err := f.Stat()
	if err != nil {
		return nil, err
	}
	mark, tail, rest := make([]byte, len(snapshotMark)), make([]byte, lengthBytes), info.Size()-int64(len(snapshotMark)+lengthBytes)
	if rest < 0 {
		return nil, errSnapshot
	}
	if _, err := f.ReadAt(mark, 0); err != nil {
		return nil, err
	}
	if string(mark) == olderMark {
		return nil, errOlder
	}
	if _, err := f.ReadAt(tail, info.Size()-lengthBytes); err != nil {
		return nil, err
	}
	length := int64(binary.LittleEndian.Uint32(tail))
	if string(mark) != snapshotMark || length > rest {
		return nil, errSnapshot
	}
	s = &snapFile{f: f, box: box, name: name}
	u, err := s.open(info.Size()-lengthBytes-length, int(length), directoryPlace(name), nil)
	if err != nil {
		return nil, err
	}
	return s, s.directory(u, rest-length)
}

// directory reads what the sections are; they must take so many bytes together.
func (s *snapFile) directory(u *unpacker, bytes int64) error {
	s.head = u.heading()
	s.rows, s.sorted, s.columns = u.uint(mostRows), u.uint(1) == 1, u.uint(mostRows)
	at := int64(len(snapshotMark))
	n := u.uint(mostRows)
	for number := 0; number < n && u.err == nil; number++ {
		one := piece{kind: u.uint(partOrder), column: u.uint(mostRows), from: u.uint(mostRows), n: u.uint(mostRows), size: u.uint(longestSection), number: number, at: at}
		at += int64(one.size)
		s.parts = append(s.parts, one)
	}
	if order := listOf[uint64](u.take(8)); u.err == nil && (order[0] != 1 || at != int64(len(snapshotMark))+bytes) {
		u.fail()
	}
	return u.err
}

// longestSection is more than any order of names takes.
const longestSection = 4*mostRows + 1<<20

// open reads a section. buf is room for it while it is sealed.
func (s *snapFile) open(at int64, size int, place []byte, buf *[]byte) (*unpacker, error) {
	if size < seal.Overhead {
		return nil, errSnapshot
	}
	if buf == nil {
		buf = new([]byte)
	}
	*buf = slices.Grow((*buf)[:0], size)[:size]
	if _, err := s.f.ReadAt(*buf, at); err != nil {
		return nil, err
	}
	whole, err := s.box.Open(plain(size - seal.Overhead)[:0], *buf, place)
	if err != nil {
		return nil, err
	}
	u := newUnpacker(whole)
	return u, u.err
}

// section reads a section that the directory names.
func (s *snapFile) section(p piece, buf *[]byte) (*unpacker, error) {
	return s.open(p.at, p.size, sectionPlace(s.name, s.head, p.number), buf)
}
