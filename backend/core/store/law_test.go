package store

import (
	"context"
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/core/entity"
)

// lawful opens a book in which a firm called 禁 is refused, a deal makes its firm's note, and a deal
// called 坏 fails after it was saved.
func lawful(t *testing.T) *DB {
	t.Helper()
	db, err := Open(Config{Types: types()})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	db.Enact("firm", Law{Allow: func(_ context.Context, _, after entity.Record) error {
		if after.(*firm).Name == "禁" {
			return fault.New(fault.Forbidden, "不行", "no")
		}
		return nil
	}})
	db.Enact("deal", Law{Then: func(ctx context.Context, _, after entity.Record) error {
		d := after.(*deal)
		if d.Deleted() {
			return nil
		}
		f, err := Get(ctx, db, firms, d.Firm)
		if err != nil {
			return err
		}
		f.Note += d.Name
		if err := db.Put(ctx, f); err != nil {
			return err
		}
		if d.Name == "坏" {
			return fault.New(fault.Invalid, "坏", "bad")
		}
		return nil
	}})
	return db
}

func TestWhatFollowsIsOfTheSameChangeSet(t *testing.T) {
	db := lawful(t)
	f := &firm{Name: "甲"}
	if err := db.Put(bg, f); err != nil {
		t.Fatal(err)
	}
	if err := db.Put(WithSet(bg, "one", "成交"), &deal{Name: "一", Firm: id.Of[firm](f.ID)}); err != nil {
		t.Fatal(err)
	}
	if got, _ := Get(bg, db, firms, f.ID); got.Note != "一" {
		t.Fatalf("the note is %q", got.Note)
	}
	if _, err := db.Undo(bg, "one", nil); err != nil {
		t.Fatal(err)
	}
	if got, _ := Get(bg, db, firms, f.ID); got.Note != "" {
		t.Fatalf("after the undo the note is %q", got.Note)
	}
}

func TestWhatALawRefusesIsTakenBackAlone(t *testing.T) {
	db := lawful(t)
	f := &firm{Name: "甲"}
	err := db.Write(bg, func(ctx context.Context) error {
		if err := db.Put(ctx, f); err != nil {
			return err
		}
		if err := db.Put(ctx, &firm{Name: "禁"}); !fault.Is(err, fault.Forbidden) {
			t.Errorf("got %v", err)
		}
		bad := &deal{Name: "坏", Firm: id.Of[firm](f.ID)}
		if err := db.Put(ctx, bad); !fault.Is(err, fault.Invalid) {
			t.Errorf("got %v", err)
		}
		if bad.Rev != 0 {
			t.Errorf("a deal that was taken back has revision %d", bad.Rev)
		}
		return db.Put(ctx, &deal{Name: "好", Firm: id.Of[firm](f.ID)})
	})
	if err != nil {
		t.Fatal(err)
	}
	if got, _ := Get(bg, db, firms, f.ID); got.Note != "好" {
		t.Fatalf("the note is %q", got.Note)
	}
	for typ, want := range map[*entity.Type]int{firms.Type: 1, deals.Type: 1} {
		count := 0
		if err := db.Each(bg, typ, recordCounter(&count)); err != nil || count != want {
			t.Errorf("%d %s, want %d, %v", count, typ.Name, want, err)
		}
	}
}

func recordCounter(n *int) func(entity.Record) bool {
	return func(entity.Record) bool { *n++; return true }
}

func TestASaveThatSaysNothingNewFollowsNothing(t *testing.T) {
	db := lawful(t)
	f := &firm{Name: "甲"}
	if err := db.Put(bg, f); err != nil {
		t.Fatal(err)
	}
	d := &deal{Name: "一", Firm: id.Of[firm](f.ID)}
	for range 2 {
		if err := db.Put(bg, d); err != nil {
			t.Fatal(err)
		}
	}
	if got, _ := Get(bg, db, firms, f.ID); got.Note != "一" || d.Rev != 1 {
		t.Fatalf("the note is %q, the deal's revision %d", got.Note, d.Rev)
	}
}
