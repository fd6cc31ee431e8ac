package journal

import (
	"errors"
	"io"
	"sort"
)

const (
	markEvery  = 32 << 10 // bytes of frames between marks
	readAtOnce = 256 << 10
)

// note remembers where a frame begins, one for every markEvery bytes.
func (s *segment) note(first uint64, off int64) {
	if n := len(s.marks); n == 0 || off-s.marks[n-1].off >= markEvery {
		s.marks = append(s.marks, mark{first, off})
	}
}

// seek returns an offset at or before the frame that holds seq.
func (s *segment) seek(seq uint64) int64 {
	i := sort.Search(len(s.marks), func(i int) bool { return s.marks[i].first > seq })
	if i == 0 {
		return segmentHeader
	}
	return s.marks[i-1].off
}

// reader reads frames of a segment one after the other.
type reader struct {
	s    *segment
	off  int64 // of raw[0]
	end  int64
	buf  []byte
	raw  []byte
	skip int64
}

func newReader(s *segment, from, end int64) *reader { return &reader{s: s, off: from, end: end} }

// next parses the next frame; its raw bytes are valid until the next call.
func (r *reader) next() (Frame, []byte, error) {
	r.raw = r.raw[min(r.skip, int64(len(r.raw))):] // the padding of a long frame may not have been read
	r.off += r.skip
	r.skip = 0
	want := int64(frameHeader)
	for {
		if int64(len(r.raw)) < want && r.off+int64(len(r.raw)) < r.end {
			if err := r.fill(want); err != nil {
				return Frame{}, nil, err
			}
		}
		f, raw, need, err := parseFrame(r.raw)
		if err == nil {
			f.Offset, f.Segment = r.off, r.s.name
			r.skip = f.size
			return f, raw, nil
		}
		if need <= int64(len(r.raw)) || r.off+int64(len(r.raw)) >= r.end {
			return Frame{Offset: r.off}, nil, err
		}
		want = need
	}
}

func (r *reader) fill(want int64) error {
	size := min(max(want, readAtOnce), r.end-r.off)
	if int64(cap(r.buf)) < size {
		r.buf = make([]byte, size)
	}
	r.buf = r.buf[:cap(r.buf)]
	size = min(int64(len(r.buf)), r.end-r.off)
	n, err := r.s.file.ReadAt(r.buf[:size], r.off)
	if n == 0 && err != nil && err != io.EOF {
		return err
	}
	r.raw = r.buf[:n]
	if int64(n) < size {
		r.end = r.off + int64(n)
	}
	return nil
}

// Frames yields, in order, every frame that ends after the sequence given, until yield
// returns false. A payload belongs to the caller. Damage is a fault that names the place.
func (j *Journal) Frames(after uint64, yield func(Frame) bool) error {
	j.mu.Lock()
	segments, last := j.segments, j.last
	j.mu.Unlock()
	i := sort.Search(len(segments), func(i int) bool { return segments[i].first > after+1 })
	for i = max(0, i-1); i < len(segments); i++ {
		more, err := j.segmentFrames(segments[i], after, last, yield)
		if err != nil || !more {
			return err
		}
	}
	return nil
}

// At returns the frame that holds a sequence.
func (j *Journal) At(seq uint64) (Frame, error) {
	var found Frame
	err := j.Frames(seq-1, func(f Frame) bool { found = f; return false })
	if err == nil && (found.First > seq || found.Last < seq) {
		err = errors.New("journal: no frame with this sequence")
	}
	return found, err
}

func (j *Journal) segmentFrames(s *segment, after, last uint64, yield func(Frame) bool) (bool, error) {
	from, end, err := j.extent(s, after+1)
	if err != nil {
		return false, err
	}
	r := newReader(s, from, end)
	expect := uint64(0)
	for {
		f, raw, err := r.next()
		if errors.Is(err, errNoFrame) && f.Offset == end {
			return true, nil
		}
		if errors.Is(err, errNoFrame) || errors.Is(err, errFrame) || err == nil && expect != 0 && f.First != expect {
			return false, damaged(s, f.Offset, max(expect, s.first), "it is no valid frame")
		}
		if err != nil {
			return false, unreadable(err)
		}
		expect = f.Last + 1
		if f.First > last {
			return false, nil
		}
		if f.Last <= after {
			continue
		}
		if err := s.open(&f, raw, j.box); err != nil {
			return false, damaged(s, f.Offset, f.First, "it does not open")
		}
		if !yield(f) {
			return false, nil
		}
	}
}

// extent tells where in a segment to begin for a sequence, and where its frames end. The
// first time it walks the segment to mark places.
func (j *Journal) extent(s *segment, seq uint64) (from, end int64, err error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if !s.marked {
		r := newReader(s, segmentHeader, s.end)
		for {
			f, _, err := r.next()
			if err != nil { // the reader that comes after says what it is
				break
			}
			s.note(f.First, f.Offset)
		}
		s.marked = true
	}
	return s.seek(seq), s.end, nil
}
