package journal

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"strings"

	"xingke/backend/base/id"
	"xingke/backend/core/seal"
)

// Survey is what can still be read of a journal, whatever befell it.
type Survey struct {
	Book    string   // "" if no header tells it
	Last    uint64   // of the last whole frame
	Gaps    []Gap    // sequences that lie in no whole frame, before Last
	Damage  []Damage // the places that cannot be read
	Foreign bool     // there are whole frames that do not continue each other: of another history
	Whole   int      // how many segments from the first on are as they were written
}

// Gap is a stretch of sequences that are lost.
type Gap struct{ First, Last uint64 }

// Has tells whether a sequence lies in a gap.
func (g Gap) Has(seq uint64) bool { return g.First <= seq && seq <= g.Last }

// Look reads every whole frame of a journal that may be damaged, in order, and changes nothing.
// hint is the id of the book, for a journal whose headers are all gone; yield may be nil.
func Look(dir Dir, box seal.Box, hint string, yield func(Frame) error) (Survey, error) {
	names, err := dir.List()
	if err != nil {
		return Survey{}, unreadable(err)
	}
	l := looking{box: box, yield: yield}
	var segments []*segment
	for _, name := range names {
		s := &segment{name: name}
		if _, err := fmt.Sscanf(name, "%d.journal", &s.number); err == nil && strings.HasSuffix(name, ".journal") && name == segmentName(s.number) {
			segments = append(segments, s)
		}
	}
	if err := l.headers(dir, segments, hint); err != nil {
		return l.survey, err
	}
	for i, s := range segments {
		if err := l.segment(dir, s, i == len(segments)-1); err != nil {
			return l.survey, err
		}
	}
	l.survey.Last = l.last
	return l.survey, nil
}

type looking struct {
	box    seal.Box
	yield  func(Frame) error
	survey Survey
	book   [16]byte
	number uint64 // of the segment before
	last   uint64
	hash   [32]byte
	broken bool // something before was not as it was written
}

// headers finds out whose journal it is: each segment is bound to its book.
func (l *looking) headers(dir Dir, segments []*segment, hint string) error {
	known := map[[16]byte]int{}
	for _, s := range segments {
		f, err := dir.Open(s.name)
		if err != nil {
			return unreadable(err)
		}
		s.file = f
		err = s.readHeader(l.box)
		s.file = nil
		if cerr := f.Close(); cerr != nil {
			return unreadable(cerr)
		}
		if err == nil {
			known[s.book]++
		} else {
			s.first = 0 // its header is not to be trusted
		}
	}
	for book, n := range known {
		if n > known[l.book] {
			l.book = book
		}
	}
	if len(known) == 0 {
		l.book, _ = id.Bytes(hint)
	}
	if l.book != ([16]byte{}) {
		l.survey.Book = id.FromBytes(l.book)
	}
	return nil
}

// segment reads what is whole in one segment.
func (l *looking) segment(dir Dir, s *segment, newest bool) error {
	f, err := dir.Open(s.name)
	if err != nil {
		return unreadable(err)
	}
	defer f.Close()
	size, err := f.Size()
	if err != nil {
		return unreadable(err)
	}
	raw := make([]byte, size)
	if n, err := f.ReadAt(raw, 0); int64(n) < size {
		return unreadable(err)
	}
	if s.number != l.number+1 || s.first == 0 || s.book != l.book || l.last > 0 && s.first != l.last+1 {
		l.bad(s, 0, "its header is damaged, or a segment before it is missing")
	}
	l.number, s.book = s.number, l.book
	off, at := min(int64(segmentHeader), size), int64(-1) // where damage begins
	for off < size {
		frame, sealed, _, err := parseFrame(raw[off:])
		if err == nil {
			err = s.open(&frame, sealed, l.box)
		}
		if err == nil {
			if at >= 0 {
				l.bad(s, at, "it is no valid frame")
				at = -1
			}
			frame.Segment, frame.Offset = s.name, off
			if err := l.frame(s, frame); err != nil {
				return err
			}
			off += frame.size
			continue
		}
		if at < 0 && !allZero(raw[off:]) {
			at = off
		} else if at < 0 {
			break // zeros to the end
		}
		off = nextFrame(raw, off+8)
	}
	if at >= 0 && !newest {
		l.bad(s, at, "it is no valid frame")
	}
	if !l.broken {
		l.survey.Whole++
	}
	return nil
}

// nextFrame is where the next frame may begin.
func nextFrame(raw []byte, off int64) int64 {
	var magic [4]byte
	binary.LittleEndian.PutUint32(magic[:], frameMagic)
	for off < int64(len(raw)) {
		i := bytes.Index(raw[off:], magic[:])
		if i < 0 {
			break
		}
		if off += int64(i); off%8 == 0 {
			return off
		}
		off++
	}
	return int64(len(raw))
}

func (l *looking) frame(s *segment, f Frame) error {
	switch {
	case f.First <= l.last:
		l.survey.Foreign = true
		return nil
	case f.First > l.last+1:
		l.survey.Gaps = append(l.survey.Gaps, Gap{l.last + 1, f.First - 1})
		if !l.broken {
			l.bad(s, f.Offset, "frames before it are missing")
		}
	case f.Prev != l.hash && (l.last > 0 || f.Prev != [32]byte{}):
		l.survey.Foreign = true
	}
	l.last, l.hash = f.Last, f.Hash
	if l.yield == nil {
		return nil
	}
	return l.yield(f)
}

func (l *looking) bad(s *segment, off int64, why string) {
	l.broken = true
	l.survey.Damage = append(l.survey.Damage, Damage{Segment: s.name, Offset: off, Seq: l.last + 1, Why: why})
}
