package store

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/core/store/journal"
)

// copyOut writes a moment of the journal into a folder of its own.
func copyOut(t *testing.T, m Moment) string {
	t.Helper()
	dir := t.TempDir()
	must(t, os.MkdirAll(filepath.Join(dir, "journal"), 0o700))
	for _, p := range m.Parts {
		raw, err := io.ReadAll(io.NewSectionReader(p, 0, p.Size))
		must(t, err)
		must(t, os.WriteFile(filepath.Join(dir, "journal", p.Name), raw, 0o600))
	}
	return dir
}

func TestACopyIsTheBookAsItStood(t *testing.T) {
	db := openAt(t, t.TempDir())
	defer db.Close()
	newFirm(t, db, "甲")
	counted := 0
	m, err := db.Moment(bg, func() error { counted++; return nil })
	must(t, err)
	newFirm(t, db, "乙")
	if counted != 1 || m.Seq != 1 || !db.Passed(1, m.Hash) || db.Passed(2, m.Hash) || db.Passed(9, m.Hash) {
		t.Errorf("%+v", m)
	}
	copied := openAt(t, copyOut(t, m))
	defer copied.Close()
	report, err := copied.Verify(bg, nil)
	if err != nil || !report.OK() || report.Live["firm"] != 1 || copied.Book() != db.Book() {
		t.Errorf("%+v %v", report, err)
	}
}

func TestABookAsItWas(t *testing.T) {
	db := openAt(t, t.TempDir())
	defer db.Close()
	var at []time.Time
	for i := range 30 {
		f := newFirm(t, db, string(rune('a'+i%26)))
		at = append(at, f.UpdatedAt)
	}
	changes, err := db.Changes(bg, 0, 100)
	must(t, err)
	m, err := db.Moment(bg, nil)
	must(t, err)
	for _, n := range []int{1, 2, 7, 29, 30} {
		dir := copyOut(t, m)
		cut, err := CutAt(context.Background(), dir, bookKeys, changes[n-1].At)
		must(t, err)
		if cut.Seq != uint64(n) || cut.Gone != uint64(30-n) || !cut.At.Equal(changes[n-1].At) {
			t.Errorf("cut after %d: %+v", n, cut)
		}
		then := openAt(t, dir)
		report, err := then.Verify(bg, nil)
		if err != nil || !report.OK() || report.Live["firm"] != n {
			t.Errorf("after %d: %+v %v", n, report, err)
		}
		newFirm(t, then, "之后") // it goes on from there
		must(t, then.Close())
	}
	dir := copyOut(t, m)
	if _, err := CutAt(context.Background(), dir, bookKeys, at[0].Add(-time.Hour)); !fault.Is(err, fault.Invalid) {
		t.Errorf("before the book began: %v", err)
	}
	whole := openAt(t, dir)
	defer whole.Close()
	if whole.Seq() != 30 {
		t.Errorf("a cut that was refused left %d", whole.Seq())
	}
}

// The end of a copy is cut across segments.
func TestACutTakesLaterSegments(t *testing.T) {
	dir := t.TempDir()
	disk, err := journal.Disk(filepath.Join(dir, "journal"))
	must(t, err)
	j, err := journal.Open(journal.Config{Dir: disk, Box: bookKeys.For("journal"), SegmentSize: 4 << 10})
	must(t, err)
	for i := range 100 {
		payload, err := encodeFrame(frame{{Set: "s", Entity: "firm", ID: "x", Verb: Updated, Rev: uint64(i + 1), At: noon.Add(time.Duration(i) * time.Minute)}})
		must(t, err)
		must(t, j.Append(uint64(i+1), uint64(i+1), payload))
	}
	must(t, j.Close())
	cut, err := CutAt(context.Background(), dir, bookKeys, noon.Add(40*time.Minute+30*time.Second))
	must(t, err)
	j, err = journal.Open(journal.Config{Dir: disk, Box: bookKeys.For("journal"), SegmentSize: 4 << 10})
	must(t, err)
	report, err := j.Verify(bg, nil, nil)
	if err = errors.Join(err, j.Close()); err != nil || len(report.Faults) > 0 || report.Last != 41 || cut.Seq != 41 || cut.Gone != 59 {
		t.Errorf("%+v %+v %v", cut, report, err)
	}
}
