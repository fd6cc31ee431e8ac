package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/core/entity"
	"xingke/backend/core/store/journal"
	"xingke/trust"
)

// smallSegments opens a book whose journal has several segments.
func smallSegments(t failing, dir string, mend bool) (*DB, error) {
	t.Helper()
	cfg := config(dir)
	cfg.Mend, cfg.seams.segment = mend, 4<<10
	return Open(cfg)
}

// busyBook does a bit of everything, with frames of one change and of many, and closes the book.
func busyBook(t failing, dir string, steps int) {
	t.Helper()
	db, err := smallSegments(t, dir, false)
	must(t, err)
	var all []*firm
	for i := range steps {
		must(t, db.Write(bg, func(ctx context.Context) error {
			for range 1 + rand.IntN(4) {
				if len(all) == 0 || rand.IntN(3) == 0 {
					f := &firm{Name: fmt.Sprint("公司", len(all)), Code: fmt.Sprint(len(all)), Note: strings.Repeat("备", rand.IntN(60))}
					must(t, db.Put(ctx, f))
					all = append(all, f)
					continue
				}
				f := all[rand.IntN(len(all))]
				switch {
				case f.Deleted():
					must(t, db.Restore(ctx, firms.Type, f.ID))
					rec, err := db.Find(ctx, firms.Type, f.ID)
					must(t, err)
					*f = *rec.(*firm)
				case rand.IntN(6) == 0:
					must(t, db.Delete(ctx, firms.Type, f.ID, 0))
					rec, err := db.Find(ctx, firms.Type, f.ID)
					must(t, err)
					*f = *rec.(*firm)
				default:
					f.Size, f.Words = i+1, []string{fmt.Sprint("w", i)}
					must(t, db.Put(ctx, f))
				}
			}
			return nil
		}))
	}
	must(t, db.Close())
}

// dump is every record as it is, by id; what the last change stamped is apart.
func dump(t failing, db *DB) map[string]string {
	t.Helper()
	all := map[string]string{}
	must(t, db.Each(bg, firms.Type, func(rec entity.Record) bool {
		f := rec.(*firm)
		all[f.ID] = fmt.Sprintf("%+v", *f)
		return true
	}))
	return all
}

func wantSame(t failing, got, want map[string]string) {
	t.Helper()
	for id, one := range want {
		if got[id] != one {
			t.Fatalf("%s is\n%s, was\n%s", id, got[id], one)
		}
	}
	if len(got) != len(want) {
		t.Fatalf("%d records, were %d", len(got), len(want))
	}
}

// hurts are the ways to damage one file.
var hurts = map[string]func(t failing, path string, raw []byte){
	"bit flipped": func(t failing, path string, raw []byte) {
		raw[segmentFrom+rand.IntN(len(raw)-segmentFrom)] ^= 1 << rand.IntN(8)
		must(t, os.WriteFile(path, raw, 0o600))
	},
	"cut short": func(t failing, path string, raw []byte) {
		must(t, os.WriteFile(path, raw[:rand.IntN(len(raw))], 0o600))
	},
	"deleted": func(t failing, path string, _ []byte) { must(t, os.Remove(path)) },
	"zeroed":  func(t failing, path string, raw []byte) { must(t, os.WriteFile(path, make([]byte, len(raw)), 0o600)) },
	"a hole": func(t failing, path string, raw []byte) {
		from := rand.IntN(len(raw))
		clear(raw[from:min(len(raw), from+1+rand.IntN(3000))])
		must(t, os.WriteFile(path, raw, 0o600))
	},
	"garbage": func(t failing, path string, raw []byte) {
		for i := range raw {
			raw[i] = byte(rand.Int())
		}
		must(t, os.WriteFile(path, raw, 0o600))
	},
}

const segmentFrom = 256 // where frames begin

// segments reads the journal's files without the room that was reserved behind their frames.
func segments(t failing, dir string) []string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(dir, journalDir, "*.journal"))
	must(t, err)
	return all
}

func written(t failing, path string) []byte {
	t.Helper()
	raw, err := os.ReadFile(path)
	must(t, err)
	for len(raw) > segmentFrom+8 && string(raw[len(raw)-8:]) == string(make([]byte, 8)) {
		raw = raw[:len(raw)-8]
	}
	return raw
}

// Whatever befalls one segment of the journal, or two: as long as the view is whole, every record
// is there again as it was, journal and view agree, and the damaged journal is kept.
func TestADamagedJournalIsMendedFromTheView(t *testing.T) {
	rounds, tried := trust.Size(1, 40), 0
	defer func() {
		trust.Record(t, "Damaged", "segments of a journal damaged in six ways, the view whole",
			trust.Count("books mended, every record as it was, journal and view in agreement", tried))
	}()
	for name, hurt := range hurts {
		t.Run(name, func(t *testing.T) {
			for round := range rounds {
				dir := t.TempDir()
				busyBook(t, dir, 50)
				db, err := smallSegments(t, dir, false)
				must(t, err)
				want, seq, book := dump(t, db), db.Seq(), db.Book()
				must(t, db.Close())
				all := segments(t, dir)
				if len(all) < 2 {
					t.Fatalf("only %d segments", len(all))
				}
				for range 1 + (round+len(name))%2 {
					path := all[rand.IntN(len(all))]
					if _, err := os.Stat(path); err == nil {
						hurt(t, path, written(t, path))
					}
				}
				db = noticed(t, dir)
				if db == nil {
					continue // it hit where nothing is
				}
				m := db.Mended()
				if m == nil || !m.Whole() || len(db.Status().Notes) == 0 {
					t.Fatalf("%+v %v", m, db.Status().Notes)
				}
				if kept, err := os.ReadDir(filepath.Join(dir, m.Aside)); err != nil || len(kept) == 0 {
					t.Errorf("the damaged journal is not kept: %v", err)
				}
				wantSame(t, dump(t, db), want)
				wantSound(t, db)
				if db.Seq() != seq || db.Book() != book {
					t.Errorf("seq %d, was %d; book %s, was %s", db.Seq(), seq, db.Book(), book)
				}
				tried++
				newFirm(t, db, "danach")
				must(t, db.Close())
				if db, err = smallSegments(t, dir, false); err != nil || db.Mended() != nil || len(db.Status().Notes) != 0 || db.Seq() != seq+1 {
					t.Fatalf("afterwards: %v", err)
				}
				wantSound(t, db)
				must(t, db.Close())
			}
		})
	}
}

// noticed opens a damaged book. Damage in an old segment, which opening does not read, shows in the
// routine check, and is mended at the opening after that. nil: there is none.
func noticed(t *testing.T, dir string) *DB {
	t.Helper()
	db, err := smallSegments(t, dir, false)
	must(t, err)
	if db.Mended() != nil {
		return db
	}
	must(t, db.Inspect(bg))
	seen := len(db.Status().Notes) > 0
	must(t, db.Close())
	if !seen {
		return nil
	}
	db, err = smallSegments(t, dir, false)
	must(t, err)
	return db
}

// Without a view that knows better nothing is done unasked. Asked, what is left is saved, and the
// records that may lack something are named.
func TestWhatCannotBeMendedIsRefused(t *testing.T) {
	dir := t.TempDir()
	busyBook(t, dir, 50)
	db, err := smallSegments(t, dir, false)
	must(t, err)
	want, seq := dump(t, db), db.Seq()
	must(t, db.Close())
	all := segments(t, dir)
	hurts["a hole"](t, all[1], written(t, all[1]))
	must(t, os.RemoveAll(viewOf(t, dir)))
	before := files(t, dir)
	for range 2 { // and again: nothing was touched
		if _, err := smallSegments(t, dir, false); !errors.Is(err, ErrDamaged) || !fault.Is(err, fault.Unavailable) || !strings.Contains(fault.From(err).Text.EN, "xingke mend") {
			t.Fatal(err)
		}
		if now := files(t, dir); now != before {
			t.Fatalf("files %s, were %s", now, before)
		}
	}
	db, err = smallSegments(t, dir, true)
	must(t, err)
	m := db.Mended()
	if m == nil || m.Whole() || m.Lost == 0 || len(db.Status().Notes) == 0 || db.Seq() != seq {
		t.Fatalf("%+v", m)
	}
	doubted := map[string]bool{}
	for _, r := range m.Records {
		doubted[r.ID] = !r.Sure
	}
	differ := 0
	for id, one := range dump(t, db) {
		if one != want[id] {
			differ++
			if !doubted[id] && m.Lost-m.Made == 0 {
				t.Errorf("%s is %s, was %s, and nobody said so", id, one, want[id])
			}
		}
	}
	t.Logf("%d changes lost, %d made again, %d records named, %d differ", m.Lost, m.Made, len(m.Records), differ)
	wantSound(t, db)
	must(t, db.Close())
}

func files(t *testing.T, dir string) string {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(dir, journalDir, "*"))
	must(t, err)
	return strings.Join(all, " ")
}

// A book whose journal is gone altogether is made again from its view, but only if that is asked for.
func TestABookWithoutItsJournalCanBeMended(t *testing.T) {
	dir := t.TempDir()
	busyBook(t, dir, 60)
	db, err := smallSegments(t, dir, false)
	must(t, err)
	want, book := dump(t, db), db.Book()
	must(t, db.Close())
	must(t, os.RemoveAll(filepath.Join(dir, journalDir)))
	if _, err := smallSegments(t, dir, false); !errors.Is(err, ErrNoJournal) {
		t.Fatal(err)
	}
	db, err = smallSegments(t, dir, true)
	must(t, err)
	wantSame(t, dump(t, db), want)
	wantSound(t, db)
	if db.Book() != book || !db.Mended().Whole() {
		t.Errorf("%s, was %s: %+v", db.Book(), book, db.Mended())
	}
	must(t, db.Close())
}

// A crash at any moment of the mending leaves a book that the next opening mends.
func TestMendingGoesOnAfterACrash(t *testing.T) {
	dir := t.TempDir()
	busyBook(t, dir, 60)
	journalAt, mended := filepath.Join(dir, journalDir), filepath.Join(dir, mendedDir)
	must(t, os.MkdirAll(filepath.Join(dir, mendingDir), 0o700)) // half written
	must(t, os.CopyFS(mended, os.DirFS(journalAt)))             // written to the end
	for name, at := range map[string]func(){
		"before the damaged one is moved": func() {},
		"after it":                        func() { must(t, os.RemoveAll(journalAt)) },
	} {
		if _, err := os.Stat(mended); err != nil {
			must(t, os.CopyFS(mended, os.DirFS(journalAt)))
		}
		at()
		db, err := smallSegments(t, dir, false)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		wantSound(t, db)
		must(t, db.Close())
		if _, err := os.Stat(mended); err == nil {
			t.Errorf("%s: it is still there", name)
		}
	}
}

// A torn tail that nobody was told of is no damage, whatever the sentinel knows.
func TestLookPassesOverATornTail(t *testing.T) {
	dir := t.TempDir()
	bookOf(t, dir, 5)
	path := segments(t, dir)[0]
	raw := append(written(t, path), "half a frame"...)
	must(t, os.WriteFile(path, raw, 0o600))
	at, err := journal.Disk(filepath.Join(dir, journalDir))
	must(t, err)
	found, err := journal.Look(at, bookKeys.For("journal"), "", nil)
	if err != nil || len(found.Damage) > 0 || len(found.Gaps) > 0 || found.Last != 5 {
		t.Fatalf("%+v %v", found, err)
	}
	if notes := wantBook(t, dir, 5); len(notes) != 1 {
		t.Errorf("notes %v", notes)
	}
}
