package journal

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"

	"xingke/backend/core/seal"
)

// A segment begins with a header of 256 bytes:
//
//	0 magic 8 | 8 version 4 | 12 crc32c of what follows 4 | 16 book 16 | 32 segment 8
//	40 first sequence 8 | 48 hash of the frame before 32 | 80 sealed proof of the key | zeros
//
// Then come frames, each at a multiple of 8:
//
//	0 magic 4 | 4 length of the sealed bytes 4 | 8 crc32c of what follows 4 | 12 zero 4
//	16 first sequence 8 | 24 last sequence 8 | 32 durable sequence when written 8
//	40 hash of the frame before 32 | 72 sealed bytes | zeros to a multiple of 8
//
// The hash of a frame is the SHA-256 of its bytes from 12 to the end of the sealed ones;
// the AEAD covers book, segment number and the header from 12 too. The durable sequence
// tells a torn tail from damage: damage has a later frame that knew it to be on disk.
const (
	segmentMagic  = "XKJRNL1\n"
	formatVersion = 1
	segmentHeader = 256
	frameMagic    = 0x31464b58 // "XKF1"
	frameHeader   = 72
	hashedFrom    = 12
	maxFrame      = 256 << 20
)

var (
	castagnoli = crc32.MakeTable(crc32.Castagnoli)
	keyProof   = []byte("xingke journal")

	errFrame   = errors.New("no valid frame")
	errNoFrame = errors.New("no frame")
)

type segment struct {
	number uint64
	name   string
	first  uint64 // the sequence its first frame begins with
	prev   [32]byte
	book   [16]byte
	file   File
	end    int64 // where the next frame goes, or where the last one ended
	marks  []mark
	marked bool // marks cover the whole segment
}

// mark says that the frame at off begins with sequence first.
type mark struct {
	first uint64
	off   int64
}

func segmentName(number uint64) string { return fmt.Sprintf("%08d.journal", number) }

func (s *segment) header(box seal.Box) []byte {
	h := make([]byte, segmentHeader)
	copy(h, segmentMagic)
	binary.LittleEndian.PutUint32(h[8:], formatVersion)
	copy(h[16:], s.book[:])
	binary.LittleEndian.PutUint64(h[32:], s.number)
	binary.LittleEndian.PutUint64(h[40:], s.first)
	copy(h[48:], s.prev[:])
	copy(h[80:], box.Seal(nil, keyProof, h[16:80]))
	binary.LittleEndian.PutUint32(h[12:], crc32.Checksum(h[16:], castagnoli))
	return h
}

// readHeader fills the segment from its file. It tells apart a header that is not there
// (errNoFrame), one that is damaged, a newer format and a wrong key.
func (s *segment) readHeader(box seal.Box) error {
	h := make([]byte, segmentHeader)
	if n, _ := s.file.ReadAt(h, 0); n < segmentHeader || allZero(h) {
		return errNoFrame
	}
	if string(h[:8]) != segmentMagic {
		return errFrame
	}
	switch v := binary.LittleEndian.Uint32(h[8:]); {
	case v > formatVersion:
		return ErrNewer
	case v < formatVersion: // none was before
		return errFrame
	}
	if binary.LittleEndian.Uint32(h[12:]) != crc32.Checksum(h[16:], castagnoli) || binary.LittleEndian.Uint64(h[32:]) != s.number {
		return errFrame
	}
	if _, err := box.Open(nil, h[80:80+len(keyProof)+seal.Overhead], h[16:80]); err != nil {
		return ErrWrongKey
	}
	copy(s.book[:], h[16:])
	s.first = binary.LittleEndian.Uint64(h[40:])
	copy(s.prev[:], h[48:])
	return nil
}

// Frame is what one Append wrote.
type Frame struct {
	First, Last uint64
	Payload     []byte
	Hash        [32]byte // of this frame, which the next one carries
	Prev        [32]byte
	Segment     string
	Offset      int64

	durable uint64
	size    int64 // in the file, with padding
}

// appendFrame writes a frame to dst; the hash is that of the new frame.
func (s *segment) appendFrame(dst []byte, box seal.Box, f *Frame) ([]byte, [32]byte) {
	start := len(dst)
	dst = append(dst, make([]byte, frameHeader)...)
	h := dst[start:]
	binary.LittleEndian.PutUint32(h[0:], frameMagic)
	binary.LittleEndian.PutUint32(h[4:], uint32(len(f.Payload)+seal.Overhead))
	binary.LittleEndian.PutUint64(h[16:], f.First)
	binary.LittleEndian.PutUint64(h[24:], f.Last)
	binary.LittleEndian.PutUint64(h[32:], f.durable)
	copy(h[40:], f.Prev[:])
	dst = box.Seal(dst, f.Payload, s.aad(h))
	h = dst[start:]
	binary.LittleEndian.PutUint32(h[8:], crc32.Checksum(h[hashedFrom:], castagnoli))
	hash := sha256.Sum256(h[hashedFrom:])
	for (len(dst)-start)%8 != 0 {
		dst = append(dst, 0)
	}
	return dst, hash
}

func (s *segment) aad(header []byte) []byte {
	aad := make([]byte, 0, 24+frameHeader)
	aad = append(aad, s.book[:]...)
	aad = binary.LittleEndian.AppendUint64(aad, s.number)
	return append(aad, header[hashedFrom:frameHeader]...)
}

// parseFrame reads the frame at the start of raw without opening it. errNoFrame: zeros or the
// end, where frames stop; errFrame: something else; need > 0: raw is too short, it takes this many bytes.
func parseFrame(raw []byte) (f Frame, sealed []byte, need int64, err error) {
	if len(raw) < frameHeader {
		if allZero(raw) {
			return f, nil, 0, errNoFrame
		}
		return f, nil, frameHeader, errFrame
	}
	length := int64(binary.LittleEndian.Uint32(raw[4:]))
	if binary.LittleEndian.Uint32(raw) != frameMagic {
		if allZero(raw[:frameHeader]) {
			return f, nil, 0, errNoFrame
		}
		return f, nil, 0, errFrame
	}
	if length < seal.Overhead || length > maxFrame {
		return f, nil, 0, errFrame
	}
	if int64(len(raw)) < frameHeader+length {
		return f, nil, frameHeader + length, errFrame
	}
	raw = raw[:frameHeader+length]
	if binary.LittleEndian.Uint32(raw[8:]) != crc32.Checksum(raw[hashedFrom:], castagnoli) {
		return f, nil, 0, errFrame
	}
	f.First = binary.LittleEndian.Uint64(raw[16:])
	f.Last = binary.LittleEndian.Uint64(raw[24:])
	f.durable = binary.LittleEndian.Uint64(raw[32:])
	copy(f.Prev[:], raw[40:])
	f.size = (frameHeader + length + 7) &^ 7
	return f, raw, 0, nil
}

// open unseals a parsed frame and computes its hash.
func (s *segment) open(f *Frame, raw []byte, box seal.Box) (err error) {
	f.Payload, err = box.Open(nil, raw[frameHeader:], s.aad(raw))
	f.Hash = sha256.Sum256(raw[hashedFrom:])
	return err
}

func allZero(b []byte) bool {
	for ; len(b) >= 8; b = b[8:] {
		if binary.NativeEndian.Uint64(b) != 0 {
			return false
		}
	}
	for _, c := range b {
		if c != 0 {
			return false
		}
	}
	return true
}
