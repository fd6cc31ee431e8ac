package app

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/records"
	"xingke/backend/core/store"
)

// VerifyReport is what a check of a book found.
type VerifyReport struct {
	OK       bool     `json:"ok"`
	Segments int      `json:"segments"`
	Frames   int      `json:"frames"`
	Changes  int      `json:"changes"`
	Records  int      `json:"records"`
	Indexes  int      `json:"indexes"`
	Faults   []string `json:"faults"`

	Key   records.KeyHealth `json:"key"`
	Notes []string          `json:"notes"` // what opening it has put right
}

// Verify checks the journal's chain and compares everything that is read from it.
func (a *App) Verify(ctx context.Context, tag lang.Tag, progress func(done, total int64)) (VerifyReport, error) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	if a.book == nil {
		return VerifyReport{}, closed()
	}
	key := a.book.keyHealth(ctx) // first: what it mends stands among the notes
	found, err := a.book.db.Verify(who.With(ctx, who.System), progress)
	report := VerifyReport{
		OK: found.OK(), Segments: found.Segments, Frames: found.Frames, Changes: found.Changes,
		Records: found.Records, Indexes: found.Indexes, Faults: []string{},
		Key: key, Notes: []string{},
	}
	for _, text := range found.Faults {
		report.Faults = append(report.Faults, text.In(tag))
	}
	if key.Problem != "" {
		report.OK, report.Faults = false, append(report.Faults, key.Problem)
	}
	for _, note := range a.book.db.Notes() {
		report.Notes = append(report.Notes, note.Text.In(tag))
	}
	return report, err
}

// Rebuild makes everything that is read from the journal anew: records, indexes, columns, search.
func (a *App) Rebuild(ctx context.Context, progress func(done, total uint64)) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.book == nil {
		return closed()
	}
	if err := a.book.db.Rebuild(who.With(ctx, who.System), progress); err != nil && !errors.Is(err, store.ErrDamaged) {
		return err // a damaged journal is mended by the opening below
	}
	return a.reopen(func(dir string) error {
		for _, view := range []string{"search", "columns", "columns.snapshot"} {
			if err := os.RemoveAll(filepath.Join(dir, view)); err != nil {
				return err
			}
		}
		return nil
	})
}

// inspectAfter is how long after it was opened a book's journal is looked through, when nobody waits any more.
const inspectAfter = 30 * time.Second

// Mended tells what opening did to a damaged journal, nil if it was whole.
func (a *App) Mended() *store.Mended {
	a.mu.RLock()
	defer a.mu.RUnlock()
	if a.book == nil {
		return nil
	}
	return a.book.db.Mended()
}

// reopen closes the book, changes something in its folder and opens it again. The caller holds the lock.
func (a *App) reopen(change func(dir string) error) error {
	keys, still := a.book.keys, a.keeping()
	err := a.book.close()
	a.book = nil
	if err != nil {
		return err
	}
	if a.config.Dir != "" {
		if err := change(a.config.Dir); err != nil {
			return err
		}
		if still() { // nobody is asked for a passphrase that was given already
			a.hand(keys)
		}
	}
	a.book, err = a.open()
	return err
}

// replace puts another book into the place of the open one, as next says, and hands the jobs of its
// user over. fill brings the parts of the new book into the folder; what it leaves out is made anew.
// The caller holds the lock.
func (a *App) replace(next Config, fill func(dir string) error) error {
	before, err := a.book.user(context.Background())
	if err != nil {
		return err
	}
	a.config = next
	err = a.reopen(func(dir string) error {
		for _, pattern := range bookParts {
			if err := removeAll(filepath.Join(dir, pattern)); err != nil {
				return err
			}
		}
		return fill(dir)
	})
	if err != nil {
		return err
	}
	after, err := a.book.user(context.Background())
	if err != nil {
		return err
	}
	a.jobs.HandOver(before.ID, after.ID)
	return nil
}

// bookParts is what of a book is made anew when another takes its place; its key is not among them.
var bookParts = []string{"store.json", "journal", "view-*", "quarantine-*", "search", "columns*", "files", "tmp", keptFormats + "*"}

func removeAll(pattern string) error {
	found, err := filepath.Glob(pattern)
	if err != nil {
		return err
	}
	for _, path := range found {
		if err := os.RemoveAll(path); err != nil {
			return err
		}
	}
	return nil
}
