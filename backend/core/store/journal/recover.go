package journal

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// openSegments opens every segment and reads its header. A crash while the newest was begun
// leaves it without a whole header and without frames; it is then set aside.
func (j *Journal) openSegments(names []string) error {
	var files []string
	for _, name := range names {
		if strings.HasSuffix(name, ".journal") {
			files = append(files, name)
		}
	}
	for i, name := range files {
		s := &segment{name: name}
		if _, err := fmt.Sscanf(name, "%d.journal", &s.number); err != nil || name != segmentName(s.number) {
			continue
		}
		var err error
		if s.file, err = j.dir.Open(name); err != nil {
			return unreadable(err)
		}
		j.segments = append(j.segments, s) // closed with the others from here on
		err = s.readHeader(j.box)
		if (errors.Is(err, errNoFrame) || errors.Is(err, errFrame)) && i == len(files)-1 && !s.holdsFrames() && j.endsWhole() {
			j.segments = j.segments[:i]
			if err := errors.Join(s.file.Close(), j.dir.Rename(name, name+".unused")); err != nil {
				return unreadable(err)
			}
			continue
		}
		if err != nil {
			return headerFault(s, err)
		}
		if s.end, err = s.file.Size(); err != nil {
			return unreadable(err)
		}
		if err := j.follows(s); err != nil {
			return err
		}
		j.book = s.book
	}
	return nil
}

// endsWhole tells whether the segments before the one opened last may be all there is. Where the
// last of them must have gone on, the next one is no leftover of a crash.
func (j *Journal) endsWhole() bool {
	if j.must == 0 {
		return true
	}
	n := len(j.segments) - 1
	if n == 0 {
		return false
	}
	last := uint64(0)
	for r := newReader(j.segments[n-1], segmentHeader, j.segments[n-1].end); ; {
		f, _, err := r.next()
		if err != nil {
			return last >= j.must
		}
		last = f.Last
	}
}

// follows checks that a segment continues the one before; the hash chain is Verify's to walk.
func (j *Journal) follows(s *segment) error {
	n := len(j.segments)
	if n == 1 {
		if s.number != 1 || s.first != 1 || s.prev != ([32]byte{}) {
			return damaged(s, 0, 1, "the beginning of the journal is missing")
		}
		return nil
	}
	before := j.segments[n-2]
	switch {
	case s.book != before.book:
		return damaged(s, 0, before.first, "it belongs to another book")
	case s.number != before.number+1:
		return damaged(s, 0, before.first, fmt.Sprintf("segment %d is missing", before.number+1))
	case s.first < before.first:
		return damaged(s, 0, before.first, "its sequences are out of order")
	}
	return nil
}

// scanTail walks the frames of the newest segment, finds the end and cuts off a torn tail.
func (j *Journal) scanTail() error {
	s := j.segments[len(j.segments)-1]
	j.last, j.hash = s.first-1, s.prev
	size := s.end
	s.end, s.marked = segmentHeader, true
	r := newReader(s, segmentHeader, size)
	for {
		f, raw, err := r.next()
		if errors.Is(err, errNoFrame) {
			return j.endAt(s, size)
		}
		if errors.Is(err, errFrame) || err == nil && f.First != j.last+1 {
			return j.tear(s, size)
		}
		if err != nil {
			return unreadable(err)
		}
		if f.Prev != j.hash {
			return damaged(s, f.Offset, f.First, "the chain is broken")
		}
		if err := s.open(&f, raw, j.box); err != nil {
			return damaged(s, f.Offset, f.First, "it does not open")
		}
		s.note(f.First, f.Offset)
		f.Payload = nil
		j.last, j.hash, j.before = f.Last, f.Hash, f
		s.end = f.Offset + f.size
	}
}

// endAt checks that only zeros follow where the frames stop.
func (j *Journal) endAt(s *segment, size int64) error {
	if j.last < j.must {
		return damaged(s, s.end, j.last+1, "its end is missing")
	}
	buf := make([]byte, 1<<20)
	for off := s.end; off < size; off += int64(len(buf)) {
		n, err := s.file.ReadAt(buf[:min(int64(len(buf)), size-off)], off)
		if !allZero(buf[:n]) {
			return j.tear(s, size)
		}
		if n == 0 && err != nil {
			return unreadable(err)
		}
	}
	return nil
}

// tear decides what an unreadable end is. If a later frame knew the lost one to be on disk
// it is damage; else a crash left it, nobody was told that it was saved, and it is cut off.
func (j *Journal) tear(s *segment, size int64) error {
	if j.last < j.must {
		return damaged(s, s.end, j.last+1, "it is no valid frame")
	}
	rest := make([]byte, size-s.end)
	if n, err := s.file.ReadAt(rest, s.end); n < len(rest) {
		return unreadable(err)
	}
	used := len(rest)
	for used > 0 && rest[used-1] == 0 {
		used--
	}
	for off := 8; off+frameHeader <= used; off += 8 {
		if binary.LittleEndian.Uint32(rest[off:]) != frameMagic {
			continue
		}
		if f, _, _, err := parseFrame(rest[off:]); err == nil && f.durable > j.last && f.First > j.last {
			return damaged(s, s.end, j.last+1, "later frames are whole")
		}
	}
	name := fmt.Sprintf("torn-%08d-%d", s.number, s.end)
	if err := j.keep(name, rest[:used]); err != nil {
		return writeFailed(err)
	}
	if err := errors.Join(s.file.Truncate(s.end), s.file.Sync()); err != nil {
		return writeFailed(err)
	}
	j.torn = append(j.torn, Torn{File: name, Bytes: int64(used), Seq: j.last + 1})
	return nil
}

// holdsFrames tells whether any whole frame lies in a segment whose header cannot be read.
func (s *segment) holdsFrames() bool {
	size, err := s.file.Size()
	if err != nil {
		return true // not known: rather damage than a file set aside
	}
	raw := make([]byte, size)
	if n, _ := s.file.ReadAt(raw, 0); n < len(raw) {
		return true
	}
	for off := 0; off+frameHeader <= len(raw); off += 8 {
		if binary.LittleEndian.Uint32(raw[off:]) != frameMagic {
			continue
		}
		if _, _, _, err := parseFrame(raw[off:]); err == nil {
			return true
		}
	}
	return false
}

// keep writes bytes into a new file; a name that is taken gets a number.
func (j *Journal) keep(name string, bytes []byte) error {
	taken, err := j.dir.List()
	if err != nil {
		return err
	}
	free := name
	for n := 2; slices.Contains(taken, free); n++ {
		free = fmt.Sprintf("%s-%d", name, n)
	}
	f, err := j.dir.Create(free, 0)
	if err != nil {
		return err
	}
	_, err = f.WriteAt(bytes, 0)
	return errors.Join(err, f.Sync(), f.Close())
}

func headerFault(s *segment, err error) error {
	switch {
	case errors.Is(err, ErrNewer):
		return newerFault()
	case errors.Is(err, ErrWrongKey):
		return wrongKeyFault()
	}
	return damaged(s, 0, s.first, "its header is damaged")
}
