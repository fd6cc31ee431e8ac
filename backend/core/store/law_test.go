package store

import (
	"context"
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/core/entity"
)

func TestLaws(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		db.Enact("deal", Law{
			Allow: func(_ context.Context, before, after entity.Record) error {
				if after.(*deal).Name == "never" || before == nil && after.Meta().UpdatedBy != "wang" {
					return fault.New(fault.Invalid, "不行", "No.")
				}
				return nil
			},
			Then: func(ctx context.Context, before, after entity.Record) error { // the firm counts its deals
				d := after.(*deal)
				if d.Name == "fails afterwards" {
					return fault.New(fault.Conflict, "不行", "No.")
				}
				f, err := Get(ctx, db, firms, d.Firm)
				if err != nil {
					return err
				}
				switch {
				case before == nil:
					f.Size++
				case d.Deleted() && !before.Meta().Deleted():
					f.Size--
				}
				return db.Put(ctx, f)
			},
		})
		f := newFirm(t, db, "甲")
		size := func(want int) {
			t.Helper()
			if got := firmOf(t, db, f.ID).Size; got != want {
				t.Errorf("%d deals, want %d", got, want)
			}
		}
		ctx := WithSet(bg, "set", "")
		for range 2 {
			must(t, db.Put(ctx, &deal{Name: "x", Firm: id.Of[firm](f.ID)}))
		}
		size(2)
		if err := db.Put(bg, &deal{Name: "never", Firm: id.Of[firm](f.ID)}); !fault.Is(err, fault.Invalid) {
			t.Errorf("never: %v", err)
		}
		lost := &deal{Name: "fails afterwards", Firm: id.Of[firm](f.ID)}
		must(t, db.Write(bg, func(ctx context.Context) error {
			if err := db.Put(ctx, lost); !fault.Is(err, fault.Conflict) {
				t.Errorf("fails afterwards: %v", err)
			}
			return db.Put(ctx, &deal{Name: "y", Firm: id.Of[firm](f.ID)})
		}))
		if lost.Rev != 0 || lost.ID != "" {
			t.Errorf("stamped although taken back: %+v", lost.Base)
		}
		size(3)
		last := &deal{Name: "z", Firm: id.Of[firm](f.ID)}
		must(t, db.Put(bg, last))
		seq := db.Seq()
		must(t, db.Put(bg, last)) // nothing new: nothing follows
		if db.Seq() != seq {
			t.Error("a law followed from nothing")
		}
		size(4)
		result, err := db.Undo(bg, "set", nil)
		must(t, err)
		if len(result.Conflicts) > 1 {
			t.Errorf("%+v", result)
		}
		size(2)
		wantSound(t, db)
	})
}
