package columns

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"xingke/backend/core/entity"
	"xingke/backend/core/seal"
)

func (b *book) reopen(dir string, keys *seal.Keys) *Columns {
	b.t.Helper()
	c, err := Open(b.db, b.types, keys, dir, b.clock)
	must(b.t, err)
	c.SetZone(shanghai)
	b.cols = c
	return c
}

func TestSnapshotGivesBackWhatItTook(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		b, keys, dir := newBook(t), seal.New(), t.TempDir()
		b.reopen(dir, keys)
		for range rapid.IntRange(0, 20).Draw(r, "before") {
			b.step(r)
		}
		b.compare(r) // makes orders, which the snapshot keeps
		b.step(r)
		must(t, b.cols.Save())
		for range rapid.IntRange(0, 10).Draw(r, "after") {
			b.step(r)
		}
		if c := b.reopen(dir, keys); !c.Status().FromSnapshot {
			r.Fatal("the snapshot was not used")
		}
		b.compare(r)
		for range rapid.IntRange(0, 10).Draw(r, "later") {
			b.step(r)
		}
		b.compare(r)
		must(t, b.cols.Close())
		if c := b.reopen(dir, keys); !c.Status().FromSnapshot {
			r.Fatal("the second snapshot was not used")
		}
		b.compare(r)
	})
}

func filled(t *testing.T) (*book, *seal.Keys, string) {
	b, keys, dir := newBook(t), seal.New(), t.TempDir()
	b.reopen(dir, keys)
	for _, name := range names {
		b.put(&firm{Name: name, Place: "浙江省"})
	}
	b.put(&order{Number: "1", Lines: []line{{What: "x"}, {What: "y"}}})
	must(t, b.cols.Save())
	return b, keys, dir
}

// whole tells that the columns know everything in the book.
func (b *book) whole() {
	b.t.Helper()
	for name, want := range map[string]int{"firm": len(names), "order": 1, "order.lines": 2, "user": 1} {
		n, err := b.cols.Count(b.ctx, Query{Entity: name})
		must(b.t, err)
		if n != want {
			b.t.Errorf("%d of %s, want %d", n, name, want)
		}
	}
}

func TestSnapshotThatDoesNotFitIsIgnored(t *testing.T) {
	spoil := map[string]func(t *testing.T, dir string) *seal.Keys{
		"changed byte": func(t *testing.T, dir string) *seal.Keys {
			path := filepath.Join(dir, "columns", "firm.xkc")
			raw, err := os.ReadFile(path)
			must(t, err)
			raw[len(raw)/2] ^= 1
			must(t, os.WriteFile(path, raw, 0o600))
			return nil
		},
		"cut short": func(t *testing.T, dir string) *seal.Keys {
			path := filepath.Join(dir, "columns", "order.lines.xkc")
			must(t, os.Truncate(path, 100))
			return nil
		},
		"one missing": func(t *testing.T, dir string) *seal.Keys {
			must(t, os.Remove(filepath.Join(dir, "columns", "order.xkc")))
			return nil
		},
		"two exchanged": func(t *testing.T, dir string) *seal.Keys {
			must(t, os.Rename(filepath.Join(dir, "columns", "order.xkc"), filepath.Join(dir, "columns", "firm.xkc")))
			return nil
		},
		"empty": func(t *testing.T, dir string) *seal.Keys {
			must(t, os.WriteFile(filepath.Join(dir, "columns", "user.xkc"), nil, 0o600))
			return nil
		},
		"other key": func(*testing.T, string) *seal.Keys { return seal.New() },
	}
	for name, harm := range spoil {
		t.Run(name, func(t *testing.T) {
			b, keys, dir := filled(t)
			if other := harm(t, dir); other != nil {
				keys = other
			}
			if c := b.reopen(dir, keys); c.Status().FromSnapshot {
				t.Error("the snapshot was used")
			}
			b.whole()
		})
	}
}

func TestSnapshotOfAnotherTimeIsIgnored(t *testing.T) {
	_, keys, dir := filled(t)
	other := newBook(t)
	other.reopen(dir, keys)
	if other.cols.Status().FromSnapshot {
		t.Error("the snapshot of another book was used")
	}
}

func TestSnapshotsOfTwoSavesAreNotMixed(t *testing.T) {
	b, keys, dir := filled(t)
	path := filepath.Join(dir, "columns", "firm.xkc")
	old, err := os.ReadFile(path)
	must(t, err)
	b.put(&order{Number: "2"})
	must(t, b.cols.Save())
	must(t, os.WriteFile(path, old, 0o600))
	if c := b.reopen(dir, keys); c.Status().FromSnapshot {
		t.Error("files of two snapshots were mixed")
	}
}

func TestSnapshotKeepsRowsOfAnEntityWhoseFieldsChanged(t *testing.T) {
	b, keys, dir := filled(t)
	must(t, b.types.Customize([]entity.Custom{{Entity: "firm", Name: "c_color", Kind: "text"}}))
	if c := b.reopen(dir, keys); !c.Status().FromSnapshot {
		t.Error("all was read anew for one field")
	}
	b.whole()
	n, err := b.cols.Count(b.ctx, Query{Entity: "firm", Where: b.where(t, `{"field":"c_color","op":"empty"}`)})
	must(t, err)
	if n != len(names) {
		t.Errorf("%d firms without the new field", n)
	}
}

func TestSnapshotKeepsTheOrderOfNames(t *testing.T) {
	b, keys, dir := filled(t)
	q := Query{Entity: "firm", Sort: []Sort{{"name", true}}}
	want, err := b.cols.List(b.ctx, q)
	must(t, err)
	b.put(&order{Number: "2"})
	must(t, b.cols.Save())
	c := b.reopen(dir, keys)
	kept := c.ranked(c.tables["firm"].title).ranks
	if kept == nil || len(kept.sorted) != len(names)-1 { // one has no name
		t.Fatalf("the order was not kept: %+v", kept)
	}
	b.put(&firm{Name: "中间"})
	must(t, b.db.Delete(b.ctx, b.types.Type("firm"), want.IDs[0], 0))
	got, err := c.List(b.ctx, q)
	must(t, err)
	if wanted := newBrute(b).list("firm", nil, nil, q.Sort, false); !slices.Equal(got.IDs, wanted) {
		t.Errorf("got %v, want %v", got.IDs, wanted)
	}
}

func TestSnapshotIsWrittenBesideTheWork(t *testing.T) {
	b, _, _ := filled(t)
	before := b.cols.saved
	b.cols.behind = 10
	for range 20 {
		b.put(&firm{Name: "新公司"})
	}
	b.cols.aside.Wait()
	if b.cols.saved < before+8 {
		t.Errorf("saved up to %d, at first %d", b.cols.saved, before)
	}
	must(t, b.cols.Close())
	b.cols.behind = 1
	b.put(&firm{Name: "又一家"})
	b.cols.aside.Wait()
	if now := b.cols.saved; now != b.db.Seq() {
		t.Errorf("after Close up to %d of %d were saved: it must not write any more", now, b.db.Seq())
	}
}
