// Package id makes the ids of records: UUIDs of version 7 (RFC 9562), made on the device,
// ordered by the time they were made.
package id

import (
	"crypto/rand"
	"encoding/hex"
	"sync"
	"time"
)

// Of is the id of a T. The type parameter keeps the ids of different entities apart.
type Of[T any] string

// String returns the id in its usual form.
func (i Of[T]) String() string { return string(i) }

var last struct {
	sync.Mutex
	ms  uint64
	seq uint16
}

// New makes an id. Ids made by one process are strictly increasing.
func New() string {
	var b [16]byte
	_, _ = rand.Read(b[6:]) // never fails: the runtime ends the process instead
	ms, seq := tick(uint64(time.Now().UnixMilli()), uint16(b[6])<<3|uint16(b[7])>>5)
	for i := range 6 {
		b[i] = byte(ms >> (40 - 8*i))
	}
	b[6] = 0x70 | byte(seq>>8)
	b[7] = byte(seq)
	b[8] = 0x80 | b[8]&0x3f
	return format(b)
}

// tick returns the millisecond and 12-bit sequence of the next id: a fresh random start
// in each millisecond (below 2,048, so that there is room), counted up within it.
func tick(now uint64, start uint16) (uint64, uint16) {
	last.Lock()
	defer last.Unlock()
	if now > last.ms {
		last.ms, last.seq = now, start&0x7ff
		return last.ms, last.seq
	}
	if last.seq++; last.seq > 0xfff {
		last.ms, last.seq = last.ms+1, start&0x7ff
	}
	return last.ms, last.seq
}

func format(b [16]byte) string {
	var out [36]byte
	hex.Encode(out[0:8], b[0:4])
	out[8] = '-'
	hex.Encode(out[9:13], b[4:6])
	out[13] = '-'
	hex.Encode(out[14:18], b[6:8])
	out[18] = '-'
	hex.Encode(out[19:23], b[8:10])
	out[23] = '-'
	hex.Encode(out[24:36], b[10:16])
	return string(out[:])
}

// Bytes returns the 16 bytes of an id, and false for a text that is none.
func Bytes(s string) ([16]byte, bool) {
	var b [16]byte
	if len(s) != 36 || s[8] != '-' || s[13] != '-' || s[18] != '-' || s[23] != '-' {
		return b, false
	}
	compact := s[0:8] + s[9:13] + s[14:18] + s[19:23] + s[24:36]
	if _, err := hex.Decode(b[:], []byte(compact)); err != nil {
		return b, false
	}
	return b, true
}

// FromBytes writes 16 bytes as an id.
func FromBytes(b [16]byte) string { return format(b) }

// Valid tells whether s has the form of an id.
func Valid(s string) bool {
	_, ok := Bytes(s)
	return ok
}

// Link points to one record of any entity. The zero Link points nowhere.
type Link struct {
	Entity string `json:"entity"`
	ID     string `json:"id"`
}
