package store

import (
	"context"
	"encoding/hex"
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

// Proof is how far a copy of a journal was read and found whole: its chain, and what it says. It goes on as the copy grows,
// so that what was proved while people work is not read again while they wait. The zero Proof has read nothing.
type Proof struct {
	last    uint64
	hash    [32]byte
	book    string
	content content
}

// Read reads what the journal in dir holds beyond what was proved before.
func (p *Proof) Read(ctx context.Context, dir string, keys *seal.Keys) error {
	files, err := journal.Disk(dir)
	if err != nil {
		return folderFault(dir, err)
	}
	j, err := journal.Open(journal.Config{Dir: files, Box: keys.For("journal")})
	if err != nil {
		return err
	}
	return errors.Join(p.read(ctx, j), j.Close())
}

func (p *Proof) read(ctx context.Context, j *journal.Journal) error {
	if p.content.Hash == nil {
		p.content, p.book = newContent(), j.Book()
	}
	var bad error
	err := j.Frames(p.last, func(f journal.Frame) bool {
		switch {
		case ctx.Err() != nil:
			bad = ctx.Err()
		case f.First != p.last+1 || f.Prev != p.hash:
			bad = fmt.Errorf("the copy of the journal: the chain is broken at %d", f.First)
		default:
			p.content.add(&f)
			p.last, p.hash = f.Last, f.Hash
		}
		return bad == nil
	})
	if err = errors.Join(err, bad); err != nil {
		return err
	}
	if p.last != j.Last() || p.book != j.Book() {
		return fmt.Errorf("the copy of the journal ends at %d, not at %d", p.last, j.Last())
	}
	return nil
}

// End is where what was proved ends: the last sequence, the hash of the chain there, the book.
func (p *Proof) End() (last uint64, hash, book string) {
	return p.last, hex.EncodeToString(p.hash[:]), p.book
}
