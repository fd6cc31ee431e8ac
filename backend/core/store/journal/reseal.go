package journal

import (
	"context"
	"errors"
	"fmt"

	"xingke/backend/core/seal"
)

// Copy appends to the journal in dir, sealed by box, every frame that it does not hold yet, and returns
// the last sequence it holds then, on disk. What was copied before is kept: the copy can be cut off at any
// moment and gone on with. Sequences and content are the same, but for what change, which may be nil, makes of
// a frame's payload; the chain is the copy's own.
func (j *Journal) Copy(ctx context.Context, dir Dir, box seal.Box, change func(Frame) ([]byte, error), told func(seq uint64)) (last uint64, err error) {
	to, err := Open(Config{Dir: dir, Box: box, Book: j.Book()})
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, to.Close()) }()
	if to.Book() != j.Book() || to.Last() > j.Last() {
		return 0, fmt.Errorf("journal: the copy is of another book")
	}
	var failed error
	err = j.Frames(to.Last(), func(f Frame) bool {
		if change != nil {
			if f.Payload, failed = change(f); failed != nil {
				return false
			}
		}
		if failed = errors.Join(ctx.Err(), to.Append(f.First, f.Last, f.Payload)); failed != nil {
			return false
		}
		if told != nil {
			told(f.Last)
		}
		return true
	})
	if err = errors.Join(err, failed); err != nil {
		return to.Last(), err
	}
	return to.Last(), to.Sync(to.Last())
}

// Fits tells whether a journal is sealed with the key of box, by the first header that can be read. It changes nothing.
func Fits(dir Dir, box seal.Box) error {
	names, err := dir.List()
	if err != nil {
		return unreadable(err)
	}
	for _, name := range names {
		s := &segment{name: name}
		if _, err := fmt.Sscanf(name, "%d.journal", &s.number); err != nil || name != segmentName(s.number) {
			continue
		}
		if s.file, err = dir.Open(name); err != nil {
			return unreadable(err)
		}
		err = s.readHeader(box)
		_ = s.file.Close() // it was only read
		switch {
		case err == nil:
			return nil
		case errors.Is(err, ErrWrongKey):
			return wrongKeyFault()
		}
	}
	return nil
}
