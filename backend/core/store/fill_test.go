package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/core/store/engine"
	"xingke/backend/core/store/sorter"
)

// everything reads a view whole, its records opened.
func everything(t failing, db *DB, e engine.Engine) map[string]string {
	t.Helper()
	snap := e.Snapshot()
	defer snap.Release()
	all := map[string]string{}
	var bad error
	must(t, snap.Scan(engine.Range{}, func(key, value []byte) bool {
		if key[0] == spaceRecord {
			if value, bad = db.openRecord(key, value); bad != nil {
				return false
			}
		}
		all[string(key)] = string(value)
		return true
	}))
	must(t, bad)
	delete(all, string(bookKey)) // in memory no view says so
	return all
}

// wantSameView makes the view anew in both ways, in one pass and change by change, and expects of
// each the same as of the one that grew with the book.
func wantSameView(t failing, db *DB) {
	t.Helper()
	if db.Seq() == 0 {
		return
	}
	for name, way := range map[string]func(r *replayer) error{
		"in one pass":      func(r *replayer) error { return errors.Join(r.fill(bg, func(_, _ uint64) {}), r.replay(bg, nil)) },
		"change by change": func(r *replayer) error { return r.replay(bg, func(_, _ uint64) {}) },
	} {
		next := engine.Memory()
		r := &replayer{db: db, engine: next}
		must(t, r.begin())
		must(t, way(r))
		r.snap.Release()
		grown, made := everything(t, db, db.view.Load().engine), everything(t, db, next)
		if maps.Equal(grown, made) {
			continue
		}
		for key, value := range grown {
			if made[key] != value {
				t.Fatalf("%s: %q is %q, not %q", name, key, made[key], value)
			}
		}
		t.Fatalf("%s: %d keys, not %d", name, len(made), len(grown))
	}
}

// A large book is sorted in many pieces, and what comes of it is the same.
func TestAViewMadeInPieces(t *testing.T) {
	cfg := config(t.TempDir())
	cfg.seams.piece = 2 << 10
	db, err := Open(cfg)
	must(t, err)
	var kept []*firm
	for i := range 200 {
		f := &firm{Name: fmt.Sprint("公司", i), Code: fmt.Sprint(i), Words: []string{"x", fmt.Sprint(i % 7)}}
		must(t, db.Put(WithSet(bg, fmt.Sprint("set", i%13), ""), f))
		kept = append(kept, f)
	}
	for i, f := range kept {
		switch i % 3 {
		case 0:
			f.Code, f.Note = fmt.Sprint("new ", i), "备注"
			must(t, db.Put(WithSet(bg, fmt.Sprint("changes", i%5), ""), f))
		case 1:
			must(t, db.Delete(bg, firms.Type, f.ID, 0))
		}
	}
	back, err := db.Undo(bg, "changes3", nil)
	must(t, err)
	_, err = db.Undo(bg, back.Set, nil)
	must(t, err)
	wantSameView(t, db)
	must(t, db.Rebuild(bg, nil))
	wantSameView(t, db)
	wantSound(t, db)
	must(t, db.Close())
	if left, _ := filepath.Glob(filepath.Join(cfg.Dir, sorter.Prefix+"*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
}

// Without room for it the view is made change by change; when the room ends on the way, a sentence
// says so, and with room again the book opens whole.
func TestAViewIsMadeWithLittleRoom(t *testing.T) {
	for name, room := range map[string]func(asked int) uint64{
		"none for the pass": func(int) uint64 { return leastToFill },
		"some that ends":    func(asked int) uint64 { return uint64(1<<40) >> (20 * min(asked/3, 2)) },
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			bookOf(t, dir, 300)
			must(t, os.RemoveAll(viewOf(t, dir)))
			cfg, asked := config(dir), 0
			cfg.seams.free = func(string) (uint64, error) { asked++; return room(asked), nil }
			db, err := Open(cfg)
			if err == nil {
				must(t, db.Close())
			}
			if ends := name == "some that ends"; ends != fault.Is(err, fault.Unavailable) {
				t.Fatal(err)
			}
			wantBook(t, dir, 300)
		})
	}
}

// What a crash left of the sorting goes, and one that is called off leaves nothing.
func TestWhatSortingLeavesGoes(t *testing.T) {
	dir := t.TempDir()
	bookOf(t, dir, 50)
	must(t, os.RemoveAll(viewOf(t, dir)))
	must(t, os.Mkdir(filepath.Join(dir, sorter.Prefix+"1"), 0o700))
	must(t, os.WriteFile(filepath.Join(dir, sorter.Prefix+"1", "0"), bytes.Repeat([]byte{1}, 100), 0o600))
	cfg := config(dir)
	cfg.seams.piece = 1
	off, cancel := context.WithCancel(bg)
	cancel()
	cfg.Until = off
	if _, err := Open(cfg); !errors.Is(err, context.Canceled) {
		t.Fatalf("called off: %v", err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, sorter.Prefix+"*")); len(left) > 0 {
		t.Errorf("left behind: %v", left)
	}
	wantBook(t, dir, 50)
}

// A book that was filled with much holds the same as one that grew, and opens as ever afterwards.
func TestABookFilledWithMuch(t *testing.T) {
	cfg := config(t.TempDir())
	cfg.Much = true
	db, err := Open(cfg)
	must(t, err)
	for i := range 300 {
		f := &firm{Name: fmt.Sprint("公司", 997*i%300), Code: fmt.Sprint(i), Words: []string{fmt.Sprint(i % 7)}}
		must(t, db.Put(bg, f))
		switch i % 5 {
		case 0:
			f.Code = fmt.Sprint("new ", i)
			must(t, db.Put(bg, f))
		case 1:
			must(t, db.Delete(bg, firms.Type, f.ID, 0))
		}
	}
	must(t, db.Settle())
	wantSameView(t, db)
	must(t, db.Put(bg, &firm{Name: "一", Code: "300"}))
	must(t, db.Rebuild(bg, nil))
	wantSameView(t, db)
	must(t, db.Close())
	if notes := wantBook(t, cfg.Dir, 301); len(notes) != 0 {
		t.Errorf("notes %v", notes)
	}
}

// Killed while it was filled, a book opens as ever: its view goes on from where it was, although it held
// more in memory than is usual.
func TestKilledWhileItWasFilled(t *testing.T) {
	cfg := config(t.TempDir())
	cfg.Much = true
	db, err := Open(cfg)
	must(t, err)
	const n, at = 2600, 100
	for i := 0; i < n; i += at {
		must(t, db.Write(bg, func(ctx context.Context) error {
			for j := range at {
				if err := db.Put(ctx, &firm{Name: fmt.Sprint("公司", i+j), Code: fmt.Sprint(i + j), Note: strings.Repeat("备", 3000)}); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	killed := t.TempDir()
	must(t, os.CopyFS(killed, os.DirFS(cfg.Dir)))
	must(t, db.Close())
	if tables, _ := filepath.Glob(filepath.Join(viewOf(t, killed), "*.sst")); len(tables) > 0 {
		t.Fatal("it was not all in memory")
	}
	if notes := wantBook(t, killed, n); len(notes) != 0 {
		t.Errorf("notes %v", notes)
	}
}
