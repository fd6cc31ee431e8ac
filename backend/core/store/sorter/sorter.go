// Package sorter sorts more than memory should hold: what is added is gathered, sorted piece by
// piece, laid sealed on the disk, and walked in order by merging the pieces.
//
// The pieces are sealed with a key that nobody keeps: what a crash leaves of them cannot be
// opened by anyone.
package sorter

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strconv"

	"xingke/backend/core/seal"
)

// Prefix begins the names of the folders that sorters make.
const Prefix = "sorting-"

// Sorter gathers items and walks them in order of key and number. It belongs to one goroutine.
type Sorter struct {
	under string // the folder that pieces may be laid in, "" keeps everything in memory
	limit int
	dir   string
	box   seal.Box
	pile  *pile
	spare *pile
	laid  int        // pieces on the disk
	lying chan error // of the piece that is being laid; nil when none is
}

// New makes a sorter that holds about limit bytes twice and lays what is more into a folder of
// its own under the one given. With "" everything stays in memory.
func New(under string, limit int) *Sorter {
	return &Sorter{under: under, limit: limit, box: seal.New().For("sorting"), pile: &pile{}}
}

// Add takes a copy of an item. Items of the same key are walked in order of n.
func (s *Sorter) Add(key []byte, n uint64, value []byte) error {
	if need := itemHead + len(key) + len(value); s.under != "" && len(s.pile.items) > 0 && len(s.pile.bytes)+need > s.limit {
		if err := s.lay(); err != nil {
			return err
		}
	}
	s.pile.add(key, n, value)
	return nil
}

// Walk yields every item in order of key and n, until yield fails. Key and value are valid only
// within yield. It may be called once.
func (s *Sorter) Walk(yield func(key []byte, n uint64, value []byte) error) error {
	if err := s.settled(); err != nil {
		return err
	}
	s.spare = nil
	s.pile.sort()
	sources := []*source{s.pile.source()}
	for i := range s.laid {
		f, err := os.Open(s.name(i))
		if err != nil {
			return err
		}
		defer func() { _ = f.Close() }()
		one, err := piece(f, s.box, uint64(i))
		if err != nil {
			return err
		}
		sources = append(sources, one)
	}
	return merge(sources, yield)
}

// Close forgets everything and removes the pieces.
func (s *Sorter) Close() error {
	err := s.settled()
	s.pile, s.spare = nil, nil
	if s.dir == "" {
		return err
	}
	return errors.Join(err, os.RemoveAll(s.dir))
}

// lay begins to lay the pile on the disk, while the next one is gathered.
func (s *Sorter) lay() error {
	if err := s.settled(); err != nil {
		return err
	}
	if s.dir == "" {
		dir, err := os.MkdirTemp(s.under, Prefix)
		if err != nil {
			return err
		}
		s.dir = dir
	}
	full, n := s.pile, s.laid
	s.pile, s.spare = s.spare, full
	if s.pile == nil {
		s.pile = &pile{}
	}
	s.pile.clear()
	s.laid++
	s.lying = make(chan error, 1)
	go func(done chan<- error) {
		full.sort()
		done <- full.write(s.name(n), s.box, uint64(n))
	}(s.lying)
	return nil
}

// settled waits for the piece that is being laid.
func (s *Sorter) settled() error {
	if s.lying == nil {
		return nil
	}
	err := <-s.lying
	s.lying = nil
	return err
}

func (s *Sorter) name(n int) string { return filepath.Join(s.dir, strconv.Itoa(n)) }

// pile is items one behind the other, and where each begins.
type pile struct {
	bytes []byte
	items []place
}

type place struct{ at, key, value int }

// itemHead is what stands before an item's key: the lengths of key and value, and its number.
const itemHead = 4 + 4 + 8

func (p *pile) add(key []byte, n uint64, value []byte) {
	p.items = append(p.items, place{len(p.bytes), len(key), len(value)})
	b := binary.BigEndian.AppendUint32(p.bytes, uint32(len(key)))
	b = binary.BigEndian.AppendUint32(b, uint32(len(value)))
	b = binary.BigEndian.AppendUint64(b, n)
	p.bytes = append(append(b, key...), value...)
}

func (p *pile) clear() { p.bytes, p.items = p.bytes[:0], p.items[:0] }

func (p *pile) sort() {
	slices.SortFunc(p.items, func(a, b place) int {
		if c := bytes.Compare(p.key(a), p.key(b)); c != 0 {
			return c
		}
		return cmp.Compare(p.number(a), p.number(b))
	})
}

func (p *pile) key(x place) []byte    { return p.bytes[x.at+itemHead:][:x.key] }
func (p *pile) number(x place) uint64 { return binary.BigEndian.Uint64(p.bytes[x.at+8:]) }
func (p *pile) whole(x place) []byte  { return p.bytes[x.at:][:itemHead+x.key+x.value] }
