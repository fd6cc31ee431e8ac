package sorter

import (
	"bufio"
	"bytes"
	"cmp"
	"container/heap"
	"encoding/binary"
	"errors"
	"io"
	"os"

	"xingke/backend/core/seal"
)

// write lays the sorted pile into a file.
func (p *pile) write(name string, box seal.Box, n uint64) error {
	f, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	return errors.Join(p.writeTo(f, box, n), f.Close())
}

func (p *pile) writeTo(f io.Writer, box seal.Box, n uint64) error {
	out := bufio.NewWriterSize(f, 1<<20)
	w, err := seal.NewWriter(out, box, binary.BigEndian.AppendUint64(nil, n))
	if err != nil {
		return err
	}
	for _, x := range p.items {
		if _, err := w.Write(p.whole(x)); err != nil {
			return err
		}
	}
	return errors.Join(w.Close(), out.Flush())
}

// source is a sorted row of items, of which it shows one.
type source struct {
	key, value []byte
	n          uint64
	next       func(*source) (more bool, err error)
}

func (p *pile) source() *source {
	i := 0
	return &source{next: func(s *source) (bool, error) {
		if i == len(p.items) {
			return false, nil
		}
		x := p.items[i]
		s.key, s.n, s.value = p.key(x), p.number(x), p.bytes[x.at+itemHead+x.key:][:x.value]
		i++
		return true, nil
	}}
}

// piece reads what writeTo wrote.
func piece(f io.Reader, box seal.Box, n uint64) (*source, error) {
	opened, err := seal.NewReader(bufio.NewReaderSize(f, 1<<18), box, binary.BigEndian.AppendUint64(nil, n))
	if err != nil {
		return nil, err
	}
	r := bufio.NewReaderSize(opened, 1<<16)
	var head [itemHead]byte
	var room []byte
	return &source{next: func(s *source) (bool, error) {
		if _, err := io.ReadFull(r, head[:]); err == io.EOF {
			return false, nil
		} else if err != nil {
			return false, err
		}
		key, value := int(binary.BigEndian.Uint32(head[:])), int(binary.BigEndian.Uint32(head[4:]))
		if cap(room) < key+value {
			room = make([]byte, 2*(key+value))
		}
		room = room[:key+value]
		if _, err := io.ReadFull(r, room); err != nil {
			return false, err
		}
		s.key, s.n, s.value = room[:key], binary.BigEndian.Uint64(head[8:]), room[key:]
		return true, nil
	}}, nil
}

// merge walks all sources in order.
func merge(sources []*source, yield func(key []byte, n uint64, value []byte) error) error {
	var front queue
	for _, s := range sources {
		if more, err := s.next(s); err != nil {
			return err
		} else if more {
			front = append(front, s)
		}
	}
	heap.Init(&front)
	for len(front) > 0 {
		first := front[0]
		if err := yield(first.key, first.n, first.value); err != nil {
			return err
		}
		more, err := first.next(first)
		switch {
		case err != nil:
			return err
		case more:
			heap.Fix(&front, 0)
		default:
			heap.Pop(&front)
		}
	}
	return nil
}

// queue is a heap of sources by what they show.
type queue []*source

func (q queue) Len() int      { return len(q) }
func (q queue) Swap(i, j int) { q[i], q[j] = q[j], q[i] }
func (q queue) Less(i, j int) bool {
	if c := bytes.Compare(q[i].key, q[j].key); c != 0 {
		return c < 0
	}
	return cmp.Less(q[i].n, q[j].n)
}

// Push implements heap.Interface.
func (q *queue) Push(x any) { *q = append(*q, x.(*source)) }

// Pop implements heap.Interface.
func (q *queue) Pop() any {
	last := len(*q) - 1
	s := (*q)[last]
	*q = (*q)[:last]
	return s
}
