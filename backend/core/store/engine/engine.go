// Package engine is the ordered key-value space under the store: the view that is rebuilt
// from the journal whenever it is not as it should be.
//
// Its words: an engine holds keys in byte order; a snapshot reads it as it was at one
// moment; an update is a batch that becomes visible whole or not at all.
//
// Its promises are one conformance suite, passed by the engine in memory and by Badger.
// Nothing above the store knows which one it is.
package engine

import "errors"

// ErrTooLarge is returned by Update for a batch that must be split.
var ErrTooLarge = errors.New("engine: too much for one update")

// Engine is an ordered key-value space. Snapshots may be taken at any time; one goroutine at
// a time may Update.
type Engine interface {
	// Snapshot opens the engine as it is now. It must be released.
	Snapshot() Snapshot
	// Update applies what fn writes, atomically. Nothing is applied when fn or Update fails.
	Update(fn func(Batch) error) error
	// Load puts what fill puts in the place of all that is in the engine, many times as fast as
	// Update would. Keys that begin with the same byte must come in their order. No snapshot may
	// be held meanwhile; an engine whose Load failed is good for nothing but to be closed.
	Load(fill func(put func(key, value []byte) error) error) error
	// Flush returns when everything applied is on disk.
	Flush() error
	// Settle brings what lies in many pieces into one order. It takes long where there is much;
	// readers and writers go on meanwhile.
	Settle() error
	// Size is about how many bytes the engine takes.
	Size() int64
	// Close releases everything. Snapshots must have been released.
	Close() error
}

// Reader reads keys.
type Reader interface {
	// Get calls use with the value of a key and tells whether there is one. The value is valid
	// only within use.
	Get(key []byte, use func(value []byte) error) (bool, error)
	// Scan yields the keys of a range in order until yield returns false. Key and value are
	// valid only within yield.
	Scan(r Range, yield func(key, value []byte) bool) error
}

// Snapshot is an engine as it was at one moment. It is safe for concurrent use.
type Snapshot interface {
	Reader
	Release()
}

// Batch collects what an update writes. Keys and values must not be changed afterwards.
type Batch interface {
	Put(key, value []byte) error
	Delete(key []byte) error
}

// Range is the keys from From to before To; nil is open. Desc walks it backwards; KeysOnly
// spares reading values, which are then nil.
type Range struct {
	From, To []byte
	Desc     bool
	KeysOnly bool
}

// Prefix is the range of all keys that begin with p.
func Prefix(p []byte) Range { return Range{From: p, To: after(p)} }

// after is the first key behind all that begin with p, nil if there is none.
func after(p []byte) []byte {
	for i := len(p) - 1; i >= 0; i-- {
		if p[i] != 0xff {
			end := append([]byte(nil), p[:i+1]...)
			end[i]++
			return end
		}
	}
	return nil
}
