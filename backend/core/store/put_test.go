package store

import (
	"context"
	"errors"
	"slices"
	"testing"

	"xingke/backend/base/day"
	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

func TestPutGetDeleteRestore(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		f := &firm{Name: " 杭州  行客 ", Code: "A1", Level: "a", Size: 12, Worth: 123450, Since: day.Of(2020, 5, 1), Words: []string{"x", "y"}, Items: []item{{What: "咨询", Count: 15000}}}
		must(t, db.Put(bg, f))
		if f.ID == "" || f.Rev != 1 || f.CreatedBy != "wang" || f.UpdatedBy != "wang" || !f.CreatedAt.Equal(noon) || f.Name != "杭州 行客" {
			t.Fatalf("stamps %+v", f)
		}
		f.Words[0] = "changed by the caller afterwards"
		got, err := Get(bg, db, firms, f.ID)
		must(t, err)
		if got.Name != "杭州 行客" || got.Size != 12 || got.Worth != 123450 || got.Since != day.Of(2020, 5, 1) || !slices.Equal(got.Words, []string{"x", "y"}) || len(got.Items) != 1 || got.Items[0] != (item{"咨询", 15000}) {
			t.Errorf("got %+v", got)
		}
		if got.Rev != 1 || !got.CreatedAt.Equal(f.CreatedAt) || !got.UpdatedAt.Equal(f.UpdatedAt) {
			t.Errorf("stamps %+v", got.Base)
		}
		got.Size, got.Note = 13, "新"
		must(t, db.Put(bg, got))
		if got.Rev != 2 {
			t.Errorf("rev %d", got.Rev)
		}
		seq := db.Seq()
		must(t, db.Put(bg, got))
		if db.Seq() != seq || got.Rev != 2 {
			t.Error("saved although nothing is new")
		}
		if err := db.Put(bg, f); !fault.Is(err, fault.Conflict) {
			t.Errorf("saved over a newer revision: %v", err)
		}
		if err := db.Delete(bg, firms.Type, f.ID, 1); !fault.Is(err, fault.Conflict) {
			t.Errorf("deleted a newer revision: %v", err)
		}
		must(t, db.Delete(bg, firms.Type, f.ID, 2))
		if _, err := Get(bg, db, firms, f.ID); !fault.Is(err, fault.NotFound) {
			t.Errorf("deleted: %v", err)
		}
		if err := db.Delete(bg, firms.Type, f.ID, 0); !fault.Is(err, fault.NotFound) {
			t.Errorf("deleted twice: %v", err)
		}
		rec, err := db.Find(bg, firms.Type, f.ID)
		must(t, err)
		if !rec.Meta().Deleted() || rec.Meta().Rev != 3 {
			t.Errorf("found %+v", rec.Meta())
		}
		must(t, db.Restore(bg, firms.Type, f.ID))
		must(t, db.Restore(bg, firms.Type, f.ID))
		got, err = Get(bg, db, firms, f.ID)
		must(t, err)
		if got.Deleted() || got.Rev != 4 || got.Size != 13 {
			t.Errorf("restored %+v", got)
		}
		if _, err := Get(bg, db, firms, "nobody"); !fault.Is(err, fault.NotFound) {
			t.Errorf("nobody: %v", err)
		}
	})
}

func TestPutRefusals(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		a := newFirm(t, db, "甲")
		for name, c := range map[string]struct {
			rec  entity.Record
			kind fault.Kind
			at   string
		}{
			"required":        {&firm{}, fault.Invalid, "name"},
			"no such option":  {&firm{Name: "x", Level: "z"}, fault.Invalid, "level"},
			"points nowhere":  {&deal{Name: "x", Firm: "nowhere"}, fault.Invalid, "firmId"},
			"id exists":       {&firm{Base: entity.Base{ID: a.ID}, Name: "x"}, fault.Conflict, ""},
			"not there":       {&firm{Base: entity.Base{ID: id.New(), Rev: 3}, Name: "x"}, fault.NotFound, ""},
			"id with a space": {&firm{Base: entity.Base{ID: "a b"}, Name: "x"}, fault.Invalid, ""},
		} {
			before := *c.rec.Meta()
			err := db.Put(bg, c.rec)
			if !fault.Is(err, c.kind) {
				t.Errorf("%s: %v", name, err)
			} else if c.at != "" && fault.From(err).Fields[c.at].Empty() {
				t.Errorf("%s: no word about %s", name, c.at)
			}
			if after := c.rec.Meta(); after.ID != before.ID || after.Rev != before.Rev || after.CreatedBy != before.CreatedBy {
				t.Errorf("%s: stamped although refused: %+v", name, after)
			}
		}
		if db.Seq() != 1 {
			t.Errorf("seq %d", db.Seq())
		}
		if err := db.Put(bg, &struct{ entity.Base }{}); err == nil {
			t.Error("took a record of no entity")
		}
	})
}

func TestUnique(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		a := &firm{Name: "甲", Code: "A"}
		must(t, db.Put(bg, a))
		b := &firm{Name: "乙", Code: "A"}
		err := db.Put(bg, b)
		if taken, ok := TakenBy(err); !ok || taken.ID != a.ID || !fault.Is(err, fault.Conflict) || fault.From(err).Fields["code"].Empty() {
			t.Fatalf("unique: %v", err)
		}
		must(t, db.Delete(bg, firms.Type, a.ID, 0))
		must(t, db.Put(bg, b)) // the recycle bin holds no values
		if err := db.Restore(bg, firms.Type, a.ID); !fault.Is(err, fault.Conflict) {
			t.Errorf("restored a second A: %v", err)
		}
		must(t, db.Write(bg, func(ctx context.Context) error { // a value moves within a transaction
			b.Code = "B"
			must(t, db.Put(ctx, b))
			must(t, db.Restore(ctx, firms.Type, a.ID))
			if err := db.Put(ctx, &firm{Name: "丙", Code: "A"}); !fault.Is(err, fault.Conflict) {
				t.Errorf("within the transaction: %v", err)
			}
			return nil
		}))
		ids, err := db.Lookup(bg, firms.Type, "code", field.OfText("A"))
		must(t, err)
		if !slices.Equal(ids, []string{a.ID}) {
			t.Errorf("A is %v", ids)
		}
		for range 2 { // nothing is not a value
			newFirm(t, db, "无")
		}
	})
}

func TestWriteIsWholeOrNothing(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		oops := errors.New("oops")
		a := newFirm(t, db, "甲")
		lost := &firm{Name: "乙"}
		err := db.Write(bg, func(ctx context.Context) error {
			must(t, db.Put(ctx, lost))
			a.Name = "改"
			must(t, db.Put(ctx, a))
			must(t, db.Delete(ctx, firms.Type, a.ID, 0))
			return oops
		})
		if !errors.Is(err, oops) || db.Seq() != 1 {
			t.Fatalf("%v, seq %d", err, db.Seq())
		}
		if lost.Rev != 0 || lost.ID != "" || a.Rev != 1 {
			t.Error("stamps stay although nothing was saved")
		}
		got, err := Get(bg, db, firms, a.ID)
		must(t, err)
		if got.Name != "甲" {
			t.Errorf("name %s", got.Name)
		}
		func() {
			defer func() { _ = recover() }()
			_ = db.Write(bg, func(ctx context.Context) error { must(t, db.Put(ctx, lost)); panic("oops") })
		}()
		must(t, db.Put(bg, lost)) // the writer's lock is free again
	})
}

func TestInnerWriteIsTakenBackAlone(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		oops := errors.New("oops")
		must(t, db.Write(bg, func(ctx context.Context) error {
			must(t, db.Put(ctx, &firm{Name: "一", Code: "1"}))
			err := db.Write(ctx, func(ctx context.Context) error {
				must(t, db.Put(ctx, &firm{Name: "二", Code: "2"}))
				return oops
			})
			if !errors.Is(err, oops) {
				t.Errorf("inner: %v", err)
			}
			return db.Put(ctx, &firm{Name: "三", Code: "2"}) // free again
		}))
		var names []string
		must(t, db.Scan(bg, firms.Type, "code", field.None, field.None, false, func(id string) bool {
			f, err := Get(bg, db, firms, id)
			must(t, err)
			names = append(names, f.Name)
			return true
		}))
		if !slices.Equal(names, []string{"一", "三"}) {
			t.Errorf("saved %v", names)
		}
	})
}
