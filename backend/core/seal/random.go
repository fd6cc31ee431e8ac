package seal

import (
	"errors"
	"fmt"
	"io"
)

// PlainSize tells the length of the plaintext of a sealed stream of this length, and
// false for a length no stream has.
func PlainSize(sealed int64) (int64, bool) {
	body := sealed - int64(streamHeader)
	if body < Overhead {
		return 0, false
	}
	chunks := (body + sealedChunk - 1) / sealedChunk
	plain := body - chunks*Overhead
	return plain, plain > (chunks-1)*chunkSize || plain == 0 && chunks == 1
}

// Random reads a sealed stream at any place: an io.ReadSeeker and io.ReaderAt over its
// plaintext. Each chunk is proved as it is opened; the length is proved at the start, by
// opening the last chunk. Not safe for concurrent use.
type Random struct {
	box    Box
	r      io.ReaderAt
	aad    []byte
	size   int64
	chunks int64
	at     int64
	held   int64 // index of the chunk in plain, -1 for none
	plain  []byte
	sealed []byte
}

// NewRandom opens the sealed stream in the first size bytes of r.
func NewRandom(r io.ReaderAt, size int64, box Box, aad []byte) (*Random, error) {
	header := make([]byte, streamHeader)
	if _, err := r.ReadAt(header, 0); err != nil {
		return nil, streamErr(err)
	}
	plain, ok := PlainSize(size)
	if !ok || string(header[:len(streamMagic)]) != streamMagic {
		return nil, fmt.Errorf("seal: not a sealed stream: %w", ErrTampered)
	}
	s := &Random{box: box, r: r, aad: chunkAAD(header, aad), size: plain, held: -1, sealed: make([]byte, sealedChunk)}
	s.chunks = max(1, (plain+chunkSize-1)/chunkSize)
	return s, s.hold(s.chunks - 1)
}

// Size is the length of the plaintext.
func (s *Random) Size() int64 { return s.size }

// Read implements io.Reader.
func (s *Random) Read(p []byte) (int, error) {
	n, err := s.ReadAt(p, s.at)
	s.at += int64(n)
	if n > 0 && err == io.EOF {
		err = nil
	}
	return n, err
}

// ReadAt implements io.ReaderAt.
func (s *Random) ReadAt(p []byte, off int64) (int, error) {
	if off < 0 {
		return 0, errors.New("seal: negative offset")
	}
	n := 0
	for n < len(p) {
		if off >= s.size {
			return n, io.EOF
		}
		if err := s.hold(off / chunkSize); err != nil {
			return n, err
		}
		took := copy(p[n:], s.plain[off%chunkSize:])
		n += took
		off += int64(took)
	}
	return n, nil
}

// Seek implements io.Seeker.
func (s *Random) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += s.at
	case io.SeekEnd:
		offset += s.size
	}
	if offset < 0 {
		return 0, errors.New("seal: seek before the beginning")
	}
	s.at = offset
	return offset, nil
}

func (s *Random) hold(index int64) error {
	if index == s.held {
		return nil
	}
	last := index == s.chunks-1
	length := sealedChunk
	if last {
		length = int(s.size-index*chunkSize) + Overhead
	}
	n, err := s.r.ReadAt(s.sealed[:length], int64(streamHeader)+index*sealedChunk)
	if n < length {
		return streamErr(err)
	}
	setChunk(s.aad, uint64(index), last)
	plain, err := s.box.Open(s.plain[:0], s.sealed[:length], s.aad)
	if err != nil {
		s.held = -1
		return fmt.Errorf("chunk %d: %w", index, err)
	}
	s.plain, s.held = plain, index
	return nil
}
