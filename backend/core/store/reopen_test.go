package store

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/seal"
	"xingke/backend/core/store/journal"
)

// bookOf fills a book with n firms and closes it.
func bookOf(t failing, dir string, n int) {
	t.Helper()
	db := openAt(t, dir)
	for i := range n {
		must(t, db.Put(bg, &firm{Name: fmt.Sprint("公司", i), Code: fmt.Sprint(i), Size: i}))
	}
	must(t, db.Close())
}

// wantBook opens a book, looks for n firms, their indexes and that all agrees.
func wantBook(t failing, dir string, n int) []Note {
	t.Helper()
	db := openAt(t, dir)
	count := 0
	must(t, db.Each(bg, firms.Type, func(entity.Record) bool { count++; return true }))
	if count != n {
		t.Fatalf("%d firms, want %d", count, n)
	}
	if n > 0 {
		if ids, err := db.Lookup(bg, firms.Type, "code", field.OfText(fmt.Sprint(n-1))); err != nil || len(ids) != 1 {
			t.Fatalf("lookup: %v %v", ids, err)
		}
	}
	wantSound(t, db)
	notes := db.Status().Notes
	must(t, db.Close())
	return notes
}

func wantSound(t failing, db *DB) {
	t.Helper()
	report, err := db.Verify(bg, nil)
	must(t, err)
	if !report.OK() {
		t.Fatalf("%+v", report)
	}
}

func viewOf(t *testing.T, dir string) string {
	t.Helper()
	dirs, _ := filepath.Glob(filepath.Join(dir, "view-*"))
	if len(dirs) != 1 {
		t.Fatalf("views %v", dirs)
	}
	return dirs[0]
}

func TestReopen(t *testing.T) {
	dir := t.TempDir()
	bookOf(t, dir, 50)
	if notes := wantBook(t, dir, 50); len(notes) != 0 {
		t.Errorf("notes %v", notes)
	}
}

// Whatever happens to the view, it is set aside and made again from the journal.
func TestABrokenViewIsRebuilt(t *testing.T) {
	for name, hurt := range map[string]func(t *testing.T, dir string){
		"MANIFEST missing": func(t *testing.T, dir string) { must(t, os.Remove(filepath.Join(viewOf(t, dir), "MANIFEST"))) },
		"MANIFEST garbage": func(t *testing.T, dir string) {
			must(t, os.WriteFile(filepath.Join(viewOf(t, dir), "MANIFEST"), []byte("garbage"), 0o600))
		},
		"folder missing":   func(t *testing.T, dir string) { must(t, os.RemoveAll(viewOf(t, dir))) },
		"sentinel missing": func(t *testing.T, dir string) { must(t, os.Remove(filepath.Join(dir, sentinelFile))) },
		"sentinel garbage": func(t *testing.T, dir string) {
			must(t, os.WriteFile(filepath.Join(dir, sentinelFile), []byte("{"), 0o600))
		},
		"view of elsewhere": swapView,
		"view is behind what it was": func(t *testing.T, dir string) {
			must(t, os.RemoveAll(viewOf(t, dir)))
			must(t, os.CopyFS(viewDir(dir), os.DirFS(filepath.Join(dir, "early"))))
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			bookOf(t, dir, 20)
			must(t, os.CopyFS(filepath.Join(dir, "early"), os.DirFS(viewOf(t, dir))))
			db := openAt(t, dir)
			newFirm(t, db, "一")
			must(t, db.Close())
			hurt(t, dir)
			db = openAt(t, dir)
			if notes := db.Status().Notes; len(notes) != 1 {
				t.Errorf("notes %v", notes)
			}
			wantSound(t, db)
			if db.Seq() != 21 {
				t.Errorf("seq %d", db.Seq())
			}
			newFirm(t, db, "二")
			must(t, db.Close())
			db = openAt(t, dir)
			if notes := db.Status().Notes; len(notes) != 0 || db.Seq() != 22 {
				t.Errorf("afterwards: %v, seq %d", notes, db.Seq())
			}
			must(t, db.Close())
			viewOf(t, dir) // exactly one
		})
	}
}

func viewDir(dir string) string { return filepath.Join(dir, "view-1") }

func swapView(t *testing.T, dir string) {
	other := t.TempDir()
	bookOf(t, other, 21)
	must(t, os.RemoveAll(viewOf(t, dir)))
	must(t, os.CopyFS(viewDir(dir), os.DirFS(viewOf(t, other))))
}

// A power cut may take frames from the journal that the view has: the view is then ahead.
func TestAViewAheadOfTheJournalIsRebuilt(t *testing.T) {
	dir := t.TempDir()
	bookOf(t, dir, 20)
	must(t, os.CopyFS(filepath.Join(dir, "kept"), os.DirFS(filepath.Join(dir, "journal"))))
	before, err := os.ReadFile(filepath.Join(dir, sentinelFile)) // what it says was on disk
	must(t, err)
	db := openAt(t, dir)
	newFirm(t, db, "verloren")
	must(t, db.Close())
	must(t, os.WriteFile(filepath.Join(dir, sentinelFile), before, 0o600))
	must(t, os.RemoveAll(filepath.Join(dir, "journal")))
	must(t, os.Rename(filepath.Join(dir, "kept"), filepath.Join(dir, "journal")))
	if notes := wantBook(t, dir, 20); len(notes) != 1 {
		t.Errorf("notes %v", notes)
	}
	// The same length, but another history.
	must(t, os.CopyFS(filepath.Join(dir, "kept"), os.DirFS(filepath.Join(dir, "journal"))))
	before, err = os.ReadFile(filepath.Join(dir, sentinelFile))
	must(t, err)
	db = openAt(t, dir)
	newFirm(t, db, "A")
	must(t, db.Close())
	must(t, os.RemoveAll(filepath.Join(dir, "journal")))
	must(t, os.Rename(filepath.Join(dir, "kept"), filepath.Join(dir, "journal")))
	must(t, os.Rename(viewOf(t, dir), filepath.Join(dir, "aside")))
	sentinel, _ := os.ReadFile(filepath.Join(dir, sentinelFile))
	must(t, os.WriteFile(filepath.Join(dir, sentinelFile), before, 0o600))
	db = openAt(t, dir)
	newFirm(t, db, "B")
	must(t, db.Close())
	must(t, os.RemoveAll(viewOf(t, dir)))
	view := "view-" + strings.Split(strings.Split(string(sentinel), `"view":"view-`)[1], `"`)[0]
	must(t, os.Rename(filepath.Join(dir, "aside"), filepath.Join(dir, view)))
	must(t, os.WriteFile(filepath.Join(dir, sentinelFile), sentinel, 0o600))
	db = openAt(t, dir)
	if got := scan(t, db, bg, "name", field.OfText("A"), field.OfText("B"), false); !slices.Equal(got, []string{"B"}) {
		t.Errorf("found %v", got)
	}
	wantSound(t, db)
	must(t, db.Close())
}

func TestAFlippedBitInTheViewIsNoticed(t *testing.T) {
	dir := t.TempDir()
	bookOf(t, dir, 50)
	tables, _ := filepath.Glob(filepath.Join(viewOf(t, dir), "*.sst"))
	if len(tables) == 0 {
		t.Fatal("no tables")
	}
	raw, err := os.ReadFile(tables[0])
	must(t, err)
	for i := 200; i < len(raw)/2; i += 500 {
		raw[i] ^= 0x10
	}
	must(t, os.WriteFile(tables[0], raw, 0o600))
	db, err := Open(config(dir)) // set aside at once, or
	must(t, err)
	if report, err := db.Verify(bg, nil); err == nil && report.OK() && len(db.Status().Notes) == 0 { // found by verify
		t.Error("not noticed")
	}
	must(t, db.Rebuild(bg, nil))
	wantSound(t, db)
	must(t, db.Close())
	wantBook(t, dir, 50)
}

func TestRefusalsToOpen(t *testing.T) {
	dir := t.TempDir()
	bookOf(t, dir, 3)
	refuse := func(name string, cfg Config, cause error, kind fault.Kind) {
		t.Helper()
		db, err := Open(cfg)
		if !errors.Is(err, cause) || !fault.Is(err, kind) {
			t.Errorf("%s: %v", name, err)
		}
		if db != nil {
			_ = db.Close()
		}
	}
	other := config(dir)
	other.Keys = seal.New()
	refuse("another key", other, ErrWrongKey, fault.Forbidden)
	db := openAt(t, dir)
	refuse("a second program", config(dir), ErrBusy, fault.Unavailable)
	must(t, db.Close())
	sentinel, err := os.ReadFile(filepath.Join(dir, sentinelFile))
	must(t, err)
	must(t, os.WriteFile(filepath.Join(dir, sentinelFile), bytes.Replace(sentinel, []byte(`"format":1`), []byte(`"format":2`), 1), 0o600))
	refuse("a newer book", config(dir), ErrNewer, fault.Unavailable)
	must(t, os.WriteFile(filepath.Join(dir, sentinelFile), sentinel, 0o600))
	wantBook(t, dir, 3)
	blocked := filepath.Join(t.TempDir(), "file")
	must(t, os.WriteFile(blocked, nil, 0o600))
	if _, err := Open(config(blocked)); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a file in place of a folder: %v", err)
	}
	for _, err := range []error{os.ErrPermission, syscall.EROFS} {
		if f := folderFault(dir, &os.PathError{Err: err}); !errors.Is(f, ErrReadOnly) || !fault.Is(f, fault.Unavailable) {
			t.Errorf("read-only: %v", f)
		}
	}
}

func TestAFullDisk(t *testing.T) {
	cfg := config(t.TempDir())
	var full atomic.Bool
	cfg.seams.free = func(string) (uint64, error) {
		if full.Load() {
			return minFree - 1, nil
		}
		return 1 << 40, nil
	}
	db, err := Open(cfg)
	must(t, err)
	f := newFirm(t, db, "甲")
	full.Store(true)
	f.Size = 3
	if err := db.Put(bg, f); !errors.Is(err, ErrFull) || !fault.Is(err, fault.Unavailable) {
		t.Errorf("put: %v", err)
	}
	if f.Rev != 1 || db.Status().Writable == nil {
		t.Error("rev or status")
	}
	if got, err := Get(bg, db, firms, f.ID); err != nil || got.Size != 0 {
		t.Errorf("reading must go on: %+v %v", got, err)
	}
	full.Store(false)
	must(t, db.Put(bg, f))
	must(t, db.Close())
}

// crowded is a journal folder whose disk is full when told so.
type crowded struct {
	journal.Dir
	full atomic.Bool
}

type crowdedFile struct {
	journal.File
	d *crowded
}

func (d *crowded) Create(name string, room int64) (journal.File, error) {
	f, err := d.Dir.Create(name, room)
	return crowdedFile{f, d}, err
}

func (f crowdedFile) WriteAt(p []byte, off int64) (int, error) {
	if f.d.full.Load() {
		n, _ := f.File.WriteAt(p[:len(p)/2], off)
		return n, syscall.ENOSPC
	}
	return f.File.WriteAt(p, off)
}

func TestTheDiskFillsUpInTheMiddleOfAFrame(t *testing.T) {
	cfg := config("")
	disk := &crowded{Dir: journal.Memory()}
	cfg.seams.journal = disk
	db, err := Open(cfg)
	must(t, err)
	f := newFirm(t, db, "甲")
	disk.full.Store(true)
	f.Size = 3
	if err := db.Put(bg, f); !fault.Is(err, fault.Unavailable) {
		t.Errorf("put: %v", err)
	}
	disk.full.Store(false)
	must(t, db.Put(bg, f))
	wantSound(t, db)
	if db.Seq() != 2 || f.Rev != 2 {
		t.Errorf("seq %d rev %d", db.Seq(), f.Rev)
	}
	must(t, db.Close())
	if err := db.Put(bg, f); !errors.Is(err, ErrClosed) {
		t.Errorf("put into a closed book: %v", err)
	}
	if _, err := Get(bg, db, firms, f.ID); !errors.Is(err, ErrClosed) {
		t.Errorf("get from a closed book: %v", err)
	}
}

func TestNothingReadableOnDisk(t *testing.T) {
	dir := t.TempDir()
	db := openAt(t, dir)
	for i := range 300 {
		must(t, db.Put(bg, &firm{Name: fmt.Sprint("canary公司", i), Code: fmt.Sprint("canary", i), Note: strings.Repeat("canary note ", 30)}))
	}
	must(t, db.Close())
	must(t, filepath.WalkDir(dir, func(path string, e os.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if bytes.Contains(raw, []byte("canary")) {
			t.Errorf("plaintext in %s", path)
		}
		return err
	}))
}

// A transaction larger than the engine takes at once is split, and is there as a whole.
func TestLongAHugeTransaction(t *testing.T) {
	dir := t.TempDir()
	db := openAt(t, dir)
	const n = 12_000
	must(t, db.Write(bg, func(ctx ctxType) error {
		for i := range n {
			f := &firm{Name: fmt.Sprint("公司", i), Code: fmt.Sprint(i), Note: strings.Repeat("x", 200)}
			must(t, db.Put(ctx, f))
			if i%100 == 0 { // changed again within the transaction
				f.Size = 3
				must(t, db.Put(ctx, f))
			}
		}
		return nil
	}))
	must(t, db.Close())
	wantBook(t, dir, n)
}

// Without its journal a book is not begun anew: what is left of it stays as it is.
func TestABookWithoutItsJournalIsRefused(t *testing.T) {
	for name, lose := range map[string]func(journal string) error{
		"folder gone":  os.RemoveAll,
		"folder empty": func(journal string) error { return errors.Join(os.RemoveAll(journal), os.Mkdir(journal, 0o700)) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			bookOf(t, dir, 3)
			kept, lost := filepath.Join(t.TempDir(), "kept"), filepath.Join(dir, "journal")
			must(t, os.CopyFS(kept, os.DirFS(lost)))
			must(t, lose(lost))
			if _, err := Open(config(dir)); !errors.Is(err, ErrNoJournal) || !fault.Is(err, fault.Unavailable) {
				t.Fatal(err)
			}
			must(t, os.RemoveAll(lost))
			must(t, os.Rename(kept, lost))
			if notes := wantBook(t, dir, 3); len(notes) != 0 {
				t.Errorf("notes %v", notes)
			}
		})
	}
}
