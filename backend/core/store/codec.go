package store

import (
	"encoding/binary"
	"errors"
	"slices"
	"strings"
	"unsafe"

	"xingke/backend/core/field"
)

// Records and frames are written as CBOR (RFC 8949) in its deterministic form: shortest
// heads, map keys in the order of their encodings. Numbers are integers, texts are texts, a
// list is an array of texts, lines are an array of maps. Any CBOR reader can read them.
const (
	cborUint  = 0 << 5
	cborNeg   = 1 << 5
	cborText  = 3 << 5
	cborArray = 4 << 5
	cborMap   = 5 << 5
	cborNull  = 0xf6
)

var errCodec = errors.New("store: stored bytes are no record of ours")

// pair is one field of a stored record. Pairs are kept in canonical order of their names and
// never hold an empty value.
type pair struct {
	name string
	v    field.Value
}

// nameOrder is the deterministic order of CBOR map keys: shorter first, then by bytes.
func nameOrder(a, b string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}

func head(dst []byte, major byte, n uint64) []byte {
	switch {
	case n < 24:
		return append(dst, major|byte(n))
	case n < 1<<8:
		return append(dst, major|24, byte(n))
	case n < 1<<16:
		return binary.BigEndian.AppendUint16(append(dst, major|25), uint16(n))
	case n < 1<<32:
		return binary.BigEndian.AppendUint32(append(dst, major|26), uint32(n))
	}
	return binary.BigEndian.AppendUint64(append(dst, major|27), n)
}

func appendInt(dst []byte, n int64) []byte {
	if n < 0 {
		return head(dst, cborNeg, uint64(^n))
	}
	return head(dst, cborUint, uint64(n))
}

func appendText(dst []byte, s string) []byte {
	return append(head(dst, cborText, uint64(len(s))), s...)
}

func appendValue(dst []byte, v field.Value) []byte {
	switch v.Form {
	case field.Int:
		return appendInt(dst, v.Int)
	case field.Str:
		return appendText(dst, v.Text)
	case field.List:
		dst = head(dst, cborArray, uint64(len(v.List)))
		for _, s := range v.List {
			dst = appendText(dst, s)
		}
		return dst
	case field.Table:
		dst = head(dst, cborArray, uint64(len(v.Rows)))
		for _, row := range v.Rows {
			dst = appendRow(dst, row)
		}
		return dst
	}
	return append(dst, cborNull)
}

func appendRow(dst []byte, row field.Row) []byte {
	names := make([]string, 0, len(row))
	for name, v := range row {
		if !v.Empty() {
			names = append(names, name)
		}
	}
	slices.SortFunc(names, nameOrder)
	dst = head(dst, cborMap, uint64(len(names)))
	for _, name := range names {
		dst = appendValue(appendText(dst, name), row[name])
	}
	return dst
}

// decoder reads what the functions above write. The first thing that does not fit sticks as
// its error; what it returns afterwards means nothing.
type decoder struct {
	b     []byte
	lends bool // texts share the bytes, which nobody changes any more
	err   error
}

func (d *decoder) fail() {
	d.err = errCodec
	d.b = nil
}

func (d *decoder) head() (major byte, n uint64) {
	if len(d.b) == 0 {
		d.fail()
		return 0, 0
	}
	major, low := d.b[0]&0xe0, d.b[0]&0x1f
	d.b = d.b[1:]
	if low < 24 {
		return major, uint64(low)
	}
	size := 1 << (low & 3)
	if low > 27 || len(d.b) < size {
		d.fail()
		return 0, 0
	}
	for _, c := range d.b[:size] {
		n = n<<8 | uint64(c)
	}
	d.b = d.b[size:]
	return major, n
}

// expect reads a head of the major type wanted.
func (d *decoder) expect(major byte) uint64 {
	got, n := d.head()
	if got != major && d.err == nil {
		d.fail()
	}
	return n
}

// items reads the head of an array or a map; its number cannot exceed the bytes that are left.
func (d *decoder) items(major byte) int {
	n := d.expect(major)
	if n > uint64(len(d.b)) {
		d.fail()
		return 0
	}
	return int(n)
}

// raw reads a text without copying it.
func (d *decoder) raw() []byte {
	n := d.expect(cborText)
	if n > uint64(len(d.b)) {
		d.fail()
		return nil
	}
	s := d.b[:n]
	d.b = d.b[n:]
	return s
}

func (d *decoder) text() string {
	raw := d.raw()
	if d.lends && len(raw) > 0 {
		return unsafe.String(&raw[0], len(raw))
	}
	return string(raw)
}

func (d *decoder) uint() uint64 { return d.expect(cborUint) }

func (d *decoder) int() int64 {
	major, n := d.head()
	switch major {
	case cborUint:
		return int64(n)
	case cborNeg:
		return ^int64(n)
	}
	d.fail()
	return 0
}

func (d *decoder) value() field.Value {
	if len(d.b) == 0 {
		d.fail()
		return field.None
	}
	switch d.b[0] & 0xe0 {
	case cborUint, cborNeg:
		return field.OfInt(d.int())
	case cborText:
		return field.OfText(d.text())
	case cborArray:
		return d.array()
	}
	if d.b[0] == cborNull {
		d.b = d.b[1:]
	} else {
		d.fail()
	}
	return field.None
}

func (d *decoder) array() field.Value {
	n := d.items(cborArray)
	if n == 0 || len(d.b) == 0 {
		return field.None
	}
	if d.b[0]&0xe0 == cborText {
		list := make([]string, n)
		for i := range list {
			list[i] = d.text()
		}
		return field.OfList(list)
	}
	rows := make([]field.Row, n)
	for i := range rows {
		m := d.items(cborMap)
		rows[i] = make(field.Row, min(m, 64))
		for range m {
			name := d.text()
			if d.err != nil {
				return field.None
			}
			rows[i][name] = d.value()
		}
	}
	return field.OfRows(rows)
}

// appendRecord writes a stored record: its revision, the sequence of its latest change, then
// its pairs as a map.
func appendRecord(dst []byte, s state) []byte {
	dst = head(dst, cborUint, s.rev)
	dst = head(dst, cborUint, s.seq)
	dst = head(dst, cborMap, uint64(len(s.pairs)))
	for _, p := range s.pairs {
		dst = appendValue(appendText(dst, p.name), p.v)
	}
	return dst
}

// decodeRecord reads a stored record; names are shared with those in known.
func decodeRecord(raw []byte, known *plan) (state, error) {
	d := decoder{b: raw}
	s := state{rev: d.uint(), seq: d.uint()}
	n := d.items(cborMap)
	s.pairs = make([]pair, 0, n+4)
	for i := 0; i < n && d.err == nil; i++ {
		name := known.intern(d.raw(), i)
		s.pairs = append(s.pairs, pair{name, d.value()})
	}
	if d.err == nil && len(d.b) > 0 {
		d.fail()
	}
	return s, d.err
}
