package columns

import (
	"encoding/binary"
	"strings"
)

// dict numbers texts from 0 in the order in which they came. It only grows.
type dict struct {
	names []string
	codes map[string]int32
}

func newDict() *dict { return &dict{codes: map[string]int32{}} }

func (d *dict) code(name string) int {
	if code, known := d.codes[name]; known {
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
	codes map[string]int32
	buf   []byte
}

func newLists() *lists { return &lists{codes: map[string]int32{}} }

func (l *lists) code(items []int32) int {
	l.buf = l.buf[:0]
	for _, item := range items {
		l.buf = binary.LittleEndian.AppendUint32(l.buf, uint32(item))
	}
	if code, known := l.codes[string(l.buf)]; known {
		return int(code)
	}
	code := len(l.items)
	l.items = append(l.items, append([]int32(nil), items...))
	l.codes[string(l.buf)] = int32(code)
	return code
}
