package columns

import (
	"encoding/binary"
	"strings"
	"sync"
)

// dict numbers texts from 0 in the order in which they came. It only grows.
type dict struct {
	names []string
	codes map[string]int32 // made when it is first needed
	once  sync.Once        // guards that
}

func newDict() *dict { return &dict{} }

// find is the code of a text that is known.
func (d *dict) find(name string) (int32, bool) {
	d.once.Do(func() {
		d.codes = make(map[string]int32, len(d.names))
		for code, name := range d.names {
			d.codes[name] = int32(code)
		}
	})
	code, known := d.codes[name]
	return code, known
}

func (d *dict) code(name string) int {
	if code, known := d.find(name); known {
		return int(code)
	}
	name = strings.Clone(name)
	code := len(d.names)
	d.names = append(d.names, name)
	d.codes[name] = int32(code)
	return code
}

// lists numbers lists of codes: rows with the same tags share one number.
type lists struct {
	items [][]int32
	codes map[string]int32 // made when it is first needed
	buf   []byte
}

func newLists() *lists { return &lists{} }

func (l *lists) code(items []int32) int {
	if l.codes == nil {
		l.codes = make(map[string]int32, len(l.items))
		for code, items := range l.items {
			l.codes[string(l.key(items))] = int32(code)
		}
	}
	l.key(items)
	if code, known := l.codes[string(l.buf)]; known {
		return int(code)
	}
	code := len(l.items)
	l.items = append(l.items, append([]int32(nil), items...))
	l.codes[string(l.buf)] = int32(code)
	return code
}

// key is a list as codes knows it.
func (l *lists) key(items []int32) []byte {
	l.buf = l.buf[:0]
	for _, item := range items {
		l.buf = binary.LittleEndian.AppendUint32(l.buf, uint32(item))
	}
	return l.buf
}
