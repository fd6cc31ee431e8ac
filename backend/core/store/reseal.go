package store

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"xingke/backend/core/seal"
	"xingke/backend/core/store/journal"
)

// CopyJournal writes the book's journal, sealed by other keys, into the folder dir, while the book is in use;
// without what is to be erased, if anything is. Called again it goes on where it ended. It returns the last
// sequence that the copy holds.
func (db *DB) CopyJournal(ctx context.Context, dir string, keys *seal.Keys, erasing *Erasing, told func(done, total uint64)) (uint64, error) {
	to, err := journal.Disk(dir)
	if err != nil {
		return 0, folderFault(dir, err)
	}
	var change func(journal.Frame) ([]byte, error)
	if erasing != nil {
		e, err := db.eraser(erasing)
		if err == nil {
			to, err = beforeWitness(to, dir, keys, db.log.Book(), erasing.Set)
		}
		if err != nil {
			return 0, err
		}
		change = e.copy
	}
	return db.log.Copy(ctx, to, keys.For("journal"), change, func(seq uint64) {
		if told != nil {
			told(seq, db.log.Last())
		}
	})
}

// Fits tells whether the journal of the book in dir, which nobody has open, opens with these keys. It changes nothing.
func Fits(dir string, keys *seal.Keys) error {
	files, err := journal.Disk(filepath.Join(dir, journalDir))
	if err != nil {
		return folderFault(dir, err)
	}
	return journal.Fits(files, keys.For("journal"))
}

// ProveJournal reads the journal in dir from its first frame to its last, with its chain, and tells where it ends.
func ProveJournal(ctx context.Context, dir string, keys *seal.Keys) (last uint64, book string, err error) {
	files, err := journal.Disk(dir)
	if err != nil {
		return 0, "", folderFault(dir, err)
	}
	j, err := journal.Open(journal.Config{Dir: files, Box: keys.For("journal")})
	if err != nil {
		return 0, "", err
	}
	report, err := j.Verify(ctx, nil, nil)
	if err = errors.Join(err, j.Close()); err != nil {
		return 0, "", err
	}
	if len(report.Faults) > 0 {
		return 0, "", fmt.Errorf("the copy of the journal: %w", report.Faults[0])
	}
	return report.Last, j.Book(), nil
}
