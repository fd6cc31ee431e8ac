package store

import (
	"context"
	"encoding/hex"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/core/seal"
	"xingke/backend/core/store/journal"
)

// Moment is the journal as it stands at one moment. What is appended later does not change it.
type Moment struct {
	Book  string
	At    time.Time
	Seq   uint64 // the last change in it
	Hash  string // of the chain there
	Parts []journal.Part
}

// Moment takes the journal as it stands. count, which may be nil, runs while nobody writes: what it
// counts is true at that very change.
func (db *DB) Moment(ctx context.Context, count func() error) (Moment, error) {
	select { // no frame may be taken back while the parts are listed
	case <-db.writer:
	case <-ctx.Done():
		return Moment{}, ctx.Err()
	}
	defer func() { db.writer <- struct{}{} }()
	if db.closed.Load() {
		return Moment{}, closed()
	}
	parts, seq, hash, err := db.log.Parts()
	if err == nil && count != nil {
		err = count()
	}
	return Moment{Book: db.log.Book(), At: db.cfg.Clock.Now(), Seq: seq, Hash: hex.EncodeToString(hash[:]), Parts: parts}, err
}

// Passed tells whether the journal once ended with this change and this hash.
func (db *DB) Passed(seq uint64, hash string) bool {
	if db.closed.Load() || seq == 0 || seq > db.log.Last() {
		return false
	}
	f, err := db.log.At(seq)
	return err == nil && f.Last == seq && hex.EncodeToString(f.Hash[:]) == hash
}

// Cut is where CutAt cut a journal.
type Cut struct {
	Seq  uint64    `json:"seq"` // the last change that stayed
	At   time.Time `json:"at"`  // when it was made
	Gone uint64    `json:"gone"`
}

// CutAt takes everything from a book that happened after a moment. It is for a copy that was just
// restored and that nobody has open: views are made from what stays. A moment before the book began is
// a fault, and nothing is changed.
func CutAt(ctx context.Context, dir string, keys *seal.Keys, at time.Time) (cut Cut, err error) {
	folder, err := journal.Disk(filepath.Join(dir, "journal"))
	if err != nil {
		return cut, folderFault(dir, err)
	}
	j, err := journal.Open(journal.Config{Dir: folder, Box: keys.For("journal")})
	if err != nil {
		return cut, err
	}
	last := j.Last()
	var first *journal.Frame // that goes
	var bad error
	err = j.Frames(0, func(f journal.Frame) bool {
		var changes frame
		if changes, bad = decodeFrame(f.First, f.Payload); bad != nil {
			return false
		}
		if changes[0].At.After(at) {
			f.Payload = nil
			first = &f
			return false
		}
		cut.Seq, cut.At = f.Last, changes[0].At
		return ctx.Err() == nil
	})
	if err = errors.Join(err, bad, ctx.Err(), j.Close()); err != nil {
		return cut, err
	}
	if cut.Seq == 0 {
		return cut, fault.New(fault.Invalid, "那时候还没有这个账套；请选晚一些的时间", "The book did not exist then. Choose a later time.")
	}
	if first == nil {
		return cut, nil
	}
	cut.Gone = last - cut.Seq
	if err := cutFrom(filepath.Join(dir, "journal"), folder, first); err != nil {
		return cut, folderFault(dir, err)
	}
	return cut, nil
}

// cutFrom removes a frame and all that follow it: later segments first, so that a crash leaves a
// journal that ends somewhere, not one with a hole.
func cutFrom(path string, folder journal.Dir, first *journal.Frame) error {
	names, err := folder.List()
	if err != nil {
		return err
	}
	for i := len(names) - 1; i >= 0 && names[i] > first.Segment; i-- {
		if !strings.HasSuffix(names[i], ".journal") {
			continue
		}
		if err := os.Remove(filepath.Join(path, names[i])); err != nil {
			return err
		}
	}
	f, err := folder.Open(first.Segment)
	if err != nil {
		return err
	}
	return errors.Join(f.Truncate(first.Offset), f.Sync(), f.Close())
}
