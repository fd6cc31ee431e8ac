package seal

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// A sealed stream is a header (magic and 16 random bytes) and then chunks of 64 KiB, each
// sealed with the header, the caller's aad, its index and whether it is the last one. So a
// chunk cannot be changed, moved, repeated, taken from another file, nor the end cut off.
const (
	streamMagic  = "XKSTRM1\n"
	streamHeader = len(streamMagic) + 16
	chunkSize    = 64 << 10
	sealedChunk  = chunkSize + Overhead
)

// Writer seals what is written to it into another writer. Close writes the last chunk;
// without it the stream does not open.
type Writer struct {
	box    Box
	w      io.Writer
	aad    []byte
	index  uint64
	plain  []byte
	sealed []byte
	err    error
	closed bool
}

// NewWriter begins a sealed stream on w. It does not close w.
func NewWriter(w io.Writer, box Box, aad []byte) (*Writer, error) {
	header := make([]byte, streamHeader)
	copy(header, streamMagic)
	_, _ = rand.Read(header[len(streamMagic):])
	if _, err := w.Write(header); err != nil {
		return nil, err
	}
	return &Writer{box: box, w: w, aad: chunkAAD(header, aad), plain: make([]byte, 0, chunkSize)}, nil
}

// Write implements io.Writer.
func (s *Writer) Write(p []byte) (int, error) {
	if s.closed {
		return 0, errors.New("seal: write after close")
	}
	n := 0
	for len(p) > 0 && s.err == nil {
		if len(s.plain) == chunkSize { // only when more follows: the last chunk is Close's
			s.flush(false)
		}
		take := min(chunkSize-len(s.plain), len(p))
		s.plain = append(s.plain, p[:take]...)
		p = p[take:]
		n += take
	}
	return n, s.err
}

// Close seals the last chunk. It does not close the writer beneath.
func (s *Writer) Close() error {
	if s.closed {
		return s.err
	}
	s.closed = true
	if s.err == nil {
		s.flush(true)
	}
	return s.err
}

func (s *Writer) flush(last bool) {
	setChunk(s.aad, s.index, last)
	s.sealed = s.box.Seal(s.sealed[:0], s.plain, s.aad)
	_, s.err = s.w.Write(s.sealed)
	s.plain = s.plain[:0]
	s.index++
}

// Reader opens a sealed stream from beginning to end.
type Reader struct {
	box    Box
	r      io.Reader
	aad    []byte
	index  uint64
	ahead  []byte // the sealed chunk that comes next; its length and the end of r tell whether it is the last
	buf    []byte // room for the chunk after it
	opened []byte
	plain  []byte
	done   bool
}

// NewReader begins to read the sealed stream r with the box and aad it was written with.
func NewReader(r io.Reader, box Box, aad []byte) (*Reader, error) {
	header := make([]byte, streamHeader)
	if _, err := io.ReadFull(r, header); err != nil {
		return nil, streamErr(err)
	}
	if string(header[:len(streamMagic)]) != streamMagic {
		return nil, fmt.Errorf("seal: not a sealed stream: %w", ErrTampered)
	}
	s := &Reader{box: box, r: r, aad: chunkAAD(header, aad), ahead: make([]byte, sealedChunk), buf: make([]byte, sealedChunk), opened: make([]byte, 0, chunkSize)}
	var err error
	s.ahead, err = s.chunk(s.ahead)
	return s, err
}

// Read implements io.Reader. It returns io.EOF only after the last chunk was opened; a
// stream whose end is missing gives ErrTampered.
func (s *Reader) Read(p []byte) (int, error) {
	for len(s.plain) == 0 {
		if s.done {
			return 0, io.EOF
		}
		if err := s.next(); err != nil {
			return 0, err
		}
	}
	n := copy(p, s.plain)
	s.plain = s.plain[n:]
	return n, nil
}

func (s *Reader) next() error {
	following, err := s.chunk(s.buf)
	if err != nil {
		return err
	}
	last := len(following) == 0
	setChunk(s.aad, s.index, last)
	if s.plain, err = s.box.Open(s.opened[:0], s.ahead, s.aad); err != nil {
		return fmt.Errorf("chunk %d: %w", s.index, err)
	}
	s.buf, s.ahead = s.ahead[:cap(s.ahead)], following
	s.index++
	s.done = last
	return nil
}

// chunk reads up to one sealed chunk; nothing at the end of the stream.
func (s *Reader) chunk(into []byte) ([]byte, error) {
	n, err := io.ReadFull(s.r, into)
	if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) {
		err = nil
	}
	return into[:n], err
}

func chunkAAD(header, aad []byte) []byte {
	out := make([]byte, 9, 9+len(header)+len(aad))
	return append(append(out, header...), aad...)
}

func setChunk(aad []byte, index uint64, last bool) {
	binary.LittleEndian.PutUint64(aad, index)
	aad[8] = 0
	if last {
		aad[8] = 1
	}
}

func streamErr(err error) error {
	if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) {
		return fmt.Errorf("seal: stream cut short: %w", ErrTampered)
	}
	return err
}
