package columns

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"xingke/backend/core/seal"
)

func TestDamageAnywhereInASnapshotIsNoticed(t *testing.T) {
	b, keys, dir := filled(t)
	path := filepath.Join(dir, "columns", "firm.xkc")
	whole, err := os.ReadFile(path)
	must(t, err)
	for at := 0; at < len(whole); at += max(1, len(whole)/40) {
		raw := slices.Clone(whole)
		raw[at] ^= 0x10
		must(t, os.WriteFile(path, raw, 0o600))
		if c := b.reopen(dir, keys); c.Status().FromSnapshot || c.Unfit() == nil {
			t.Fatalf("byte %d of %d: used %v, said %v", at, len(whole), c.Status().FromSnapshot, c.Unfit())
		}
		b.whole()
		must(t, os.Rename(path+".damaged", path))
	}
	must(t, os.WriteFile(path, whole, 0o600))
	if c := b.reopen(dir, keys); !c.Status().FromSnapshot {
		t.Error("the whole one was not used")
	}
}

func TestASnapshotOfAnOlderProgramIsNoDamage(t *testing.T) {
	b, keys, dir := filled(t)
	path := filepath.Join(dir, "columns", "user.xkc")
	must(t, os.WriteFile(path, []byte(olderMark+"sealed in another way"), 0o600))
	if c := b.reopen(dir, keys); c.Status().FromSnapshot || c.Unfit() != nil {
		t.Errorf("used %v, said %v", c.Status().FromSnapshot, c.Unfit())
	}
	b.whole()
}

// Rows of large tables are linked beside what follows: what is written or asked at once waits for it.
func TestWhatIsWrittenRightAfterALargeSnapshotFindsItsRows(t *testing.T) {
	b, keys, dir := newBook(t), seal.New(), t.TempDir()
	b.reopen(dir, keys)
	var orders []*order
	must(t, b.db.Write(b.ctx, func(ctx context.Context) error {
		for i := range blockRows + 70 {
			o := &order{Number: fmt.Sprint("N", i)}
			for k := range i % 4 {
				o.Lines = append(o.Lines, line{What: fmt.Sprint(i, "/", k), Amount: 100})
			}
			if err := b.db.Put(ctx, o); err != nil {
				return err
			}
			orders = append(orders, o)
		}
		return nil
	}))
	must(t, b.cols.Close())
	c := b.reopen(dir, keys)
	if !c.Status().FromSnapshot {
		t.Fatal("the snapshot was not used")
	}
	last := orders[len(orders)-1]
	if title, known := c.Title("order", last.ID); !known || title != last.Number {
		t.Errorf("title %q %v", title, known)
	}
	change := func(i int, lines ...line) {
		rec, err := b.db.Get(b.ctx, b.types.Type("order"), orders[i].ID)
		must(t, err)
		now := *rec.(*order)
		now.Lines, now.Number = lines, now.Number+"x"
		b.put(&now)
	}
	change(3, line{What: "only"})
	change(4, line{What: "a"}, line{What: "b"}, line{What: "c"})
	change(len(orders) - 1)
	b.put(&order{Number: "new", Lines: []line{{What: "d"}}})
	fresh, err := Open(b.db, b.types, nil, "", b.clock)
	must(t, err)
	for _, q := range []Query{
		{Entity: "order", Sort: []Sort{{"number", true}}},
		{Entity: "order.lines", Sort: []Sort{{"what", false}}},
		{Entity: "order.lines", Where: b.where(t, `{"field":"orderId","op":"eq","value":"`+orders[4].ID+`"}`)},
	} {
		for q.Limit = 500; ; {
			got, err := c.List(b.ctx, q)
			must(t, err)
			want, err := fresh.List(b.ctx, q)
			must(t, err)
			if got.Total != want.Total || !slices.Equal(got.IDs, want.IDs) {
				t.Fatalf("%s after %q: %d of %d, want %d of %d", q.Entity, q.After, len(got.IDs), got.Total, len(want.IDs), want.Total)
			}
			if q.After = got.Next; q.After == "" {
				break
			}
		}
	}
}
