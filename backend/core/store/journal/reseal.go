package journal

import (
	"context"
	"errors"
	"fmt"

	"xingke/backend/core/seal"
)

// Copy appends to the journal in dir, sealed by box, every frame that it does not hold yet, and returns
// the last sequence it holds then, on disk. What was copied before is kept: the copy can be cut off at any
// moment and gone on with. Sequences and content are the same; the chain is the copy's own.
func (j *Journal) Copy(ctx context.Context, dir Dir, box seal.Box, told func(seq uint64)) (last uint64, err error) {
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
