package backup

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/core/seal"
)

var (
	keys = seal.New()
	noon = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)
)

// fake is a book of files in memory.
type fake struct {
	seq   uint64
	files map[string][]byte
	grows map[string]bool
	reads int // files that were opened
}

func newFake() *fake {
	f := &fake{files: map[string][]byte{}, grows: map[string]bool{"journal/1": true}}
	f.files["journal/1"] = noise(pieceSize*2 + 1000)
	f.files["files/ab/one"] = noise(300)
	f.files["files/ab/two"] = noise(pieceSize)
	f.files["files/ab/none"] = nil
	return f
}

func noise(n int) []byte {
	b := make([]byte, n)
	r := rand.NewChaCha8([32]byte{byte(n)})
	_, _ = r.Read(b)
	return b
}

func (f *fake) source(at time.Time) *Source {
	src := &Source{Key: []byte(`{"key":1}`), Book: "0190-book-id-of-16", At: at, Seq: f.seq, Hash: "h", Records: map[string]int{"firm": int(f.seq)},
		Continues: func(uint64, string) bool { return true }}
	for path, raw := range f.files {
		src.Files = append(src.Files, File{Path: path, Size: int64(len(raw)), At: changedAt(f.grows[path]), Grows: f.grows[path], Open: func() (io.ReaderAt, func() error, error) {
			f.reads++
			return bytes.NewReader(raw), func() error { return nil }, nil
		}})
	}
	return src
}

func changedAt(grows bool) time.Time {
	if grows {
		return time.Time{}
	}
	return noon
}

func (f *fake) same(t *testing.T, s *Shelf, id string) {
	t.Helper()
	dir := t.TempDir()
	if _, err := s.Restore(context.Background(), id, keys, dir, nil); err != nil {
		t.Fatal(err)
	}
	for path, want := range f.files {
		if got, err := os.ReadFile(filepath.Join(dir, path)); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%s came back as %d bytes of %d: %v", path, len(got), len(want), err)
		}
	}
}

func shelf(t *testing.T) *Shelf {
	t.Helper()
	s, err := Open(t.TempDir(), "0190-book-id-of-16")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func make1(t *testing.T, s *Shelf, f *fake, at time.Time) Made {
	t.Helper()
	made, err := s.Make(context.Background(), f.source(at), keys, nil)
	if err != nil {
		t.Fatal(err)
	}
	return made
}

func TestABackupCostsWhatIsNew(t *testing.T) {
	s, f := shelf(t), newFake()
	first := make1(t, s, f, noon)
	before := maps(f)
	f.reads = 0
	f.seq = 1
	f.files["journal/1"] = append(bytes.Clone(f.files["journal/1"]), noise(5000)...)
	f.files["files/cd/three"] = noise(700)
	second := make1(t, s, f, noon.Add(time.Hour))
	if want := int64(6000 + 700); second.Written != want || f.reads != 2 {
		t.Errorf("wrote %d bytes, want %d; read %d files", second.Written, want, f.reads)
	}
	f.same(t, s, second.Snapshot.ID)
	before.same(t, s, first.Snapshot.ID)
	list, others, err := s.List(keys)
	if err != nil || len(list) != 2 || others != 0 || list[0].Records["firm"] != 1 || list[0].Seq != 1 {
		t.Errorf("%v %d %v", list, others, err)
	}
	if list, others, _ := s.List(seal.New()); len(list) != 0 || others != 2 {
		t.Errorf("another key opens %d", len(list))
	}
	if err := s.Drop([]string{first.Snapshot.ID}); err != nil {
		t.Fatal(err)
	}
	f.same(t, s, second.Snapshot.ID)
}

func maps(f *fake) *fake {
	twin := &fake{files: map[string][]byte{}, grows: f.grows}
	for path, raw := range f.files {
		twin.files[path] = raw
	}
	return twin
}

// A backup that is cut short leaves no snapshot, and the next one goes on where it stopped.
func TestABackupGoesOn(t *testing.T) {
	s, f := shelf(t), newFake()
	ctx, cancel := context.WithCancel(context.Background())
	var wrote int64
	cut, err := s.Make(ctx, f.source(noon), keys, func(done, _ int64) {
		if done >= pieceSize {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if names, _ := s.names(); len(names) != 0 {
		t.Fatalf("%v", names)
	}
	wrote = cut.Written
	made := make1(t, s, f, noon)
	var total int64
	for _, raw := range f.files {
		total += int64(len(raw))
	}
	if wrote < pieceSize || made.Written != total-wrote {
		t.Errorf("%d before, %d after, of %d", wrote, made.Written, total)
	}
	f.same(t, s, made.Snapshot.ID)
}

func TestDamageIsFoundAndMended(t *testing.T) {
	s, f := shelf(t), newFake()
	f.files["journal/1"], f.files["files/ab/two"] = noise(2000), noise(1000)
	made := make1(t, s, f, noon)
	var paths []string
	err := filepath.WalkDir(s.dir, func(path string, e fs.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() && e.Name() != "README.txt" {
			paths = append(paths, path)
		}
		return err
	})
	if err != nil || len(paths) < 4 {
		t.Fatal(paths, err)
	}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for name, bad := range map[string][]byte{"flipped": flip(raw), "cut": raw[:len(raw)-1], "empty": {}, "gone": nil} {
			if bad == nil {
				err = os.Remove(path)
			} else {
				err = os.WriteFile(path, bad, 0o600)
			}
			if err != nil {
				t.Fatal(err)
			}
			if _, err := s.Restore(context.Background(), made.Snapshot.ID, keys, t.TempDir(), nil); !errors.Is(err, ErrDamaged) || !fault.Is(err, fault.Unavailable) {
				t.Errorf("%s %s: %v", filepath.Base(path), name, err)
			}
			if filepath.Ext(path) != snapshotExt {
				f.same(t, s, make1(t, s, f, noon.Add(time.Minute)).Snapshot.ID) // the next one puts it right
			}
			if err := os.WriteFile(path, raw, 0o600); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func flip(raw []byte) []byte {
	bad := bytes.Clone(raw)
	bad[rand.IntN(len(bad))] ^= 1 << rand.IntN(8)
	return bad
}

func TestAPlaceThatIsNotThereIsNotMadeUp(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "usb")
	if _, err := Open(folder, "book-of-some-id-16"); !errors.Is(err, ErrMissing) || !fault.Is(err, fault.Unavailable) {
		t.Errorf("%v", err)
	}
	if _, err := os.Stat(folder); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the folder was made: %v", err)
	}
}

func TestWhatIsKept(t *testing.T) {
	var made []time.Time // every six hours for two years, the newest first
	for i := range 2 * 365 * 4 {
		made = append(made, noon.Add(-time.Duration(i)*6*time.Hour))
	}
	stale := map[int]bool{}
	for _, i := range Stale(made, time.UTC) {
		stale[i] = true
	}
	days, months := map[string]bool{}, map[string]bool{}
	kept := 0
	for i, at := range made {
		if stale[i] {
			continue
		}
		kept++
		days[at.Format("2006-01-02")] = true
		months[at.Format("2006-01")] = true
	}
	if stale[0] || kept > KeptDays+KeptWeeks+KeptMonths || len(months) != KeptMonths {
		t.Errorf("%d kept, %d months", kept, len(months))
	}
	for back := range KeptDays {
		if !days[noon.AddDate(0, 0, -back).Format("2006-01-02")] {
			t.Errorf("nothing of %d days ago", back)
		}
	}
	if left := Stale(made[:3], time.UTC); len(left) != 2 { // noon, six, and midnight of one day
		t.Errorf("%v", left)
	}
	if left := Stale(nil, time.UTC); left != nil {
		t.Errorf("%v", left)
	}
}

// A backup every night for two years, with two at noon now and then, and old ones let go of after each: at any time there
// is one of each of the last days, the last of each of the last weeks, the last of each of the last months, and no other.
func TestWhatIsKeptNightAfterNight(t *testing.T) {
	var kept, all []time.Time
	for night := range 2 * 365 {
		at := noon.AddDate(0, 0, night-2*365)
		for range 1 + night%3/2 {
			kept, all = append([]time.Time{at}, kept...), append([]time.Time{at}, all...)
			at = at.Add(time.Hour)
		}
		gone := Stale(kept, time.UTC)
		for i := len(gone) - 1; i >= 0; i-- {
			kept = slices.Delete(kept, gone[i], gone[i]+1)
		}
		want := map[time.Time]bool{}
		last := func(most int, name func(time.Time) string) {
			seen := map[string]bool{}
			for _, one := range all {
				key := name(one)
				if seen[key] {
					continue
				}
				if len(seen) == most {
					break
				}
				seen[key], want[one] = true, true
			}
		}
		last(7, func(t time.Time) string { return t.Format(time.DateOnly) })
		last(5, func(t time.Time) string { y, w := t.ISOWeek(); return fmt.Sprint(y, w) })
		last(12, func(t time.Time) string { return t.Format("2006-01") })
		for _, one := range kept {
			if !want[one] {
				t.Fatalf("night %d: %s need not be kept", night, one)
			}
			delete(want, one)
		}
		if len(want) > 0 {
			t.Fatalf("night %d: %v are gone", night, want)
		}
	}
}

func FuzzSnapshotHead(f *testing.F) {
	h := &head{key: []byte("k"), pieces: []hash{{1}, {2}}}
	f.Add(h.bytes())
	f.Add([]byte(magic))
	f.Fuzz(func(t *testing.T, raw []byte) {
		h, err := parseHead(bytes.NewReader(raw))
		if err == nil && !bytes.HasPrefix(raw, h.bytes()) {
			t.Error("read something that is not there")
		}
	})
}
