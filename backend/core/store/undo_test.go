package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/core/entity"
)

func firmOf(t failing, db *DB, id string) *firm {
	t.Helper()
	rec, err := db.Find(bg, firms.Type, id)
	must(t, err)
	return rec.(*firm)
}

func TestUndoABulkCorrection(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		a, b, c := newFirm(t, db, "甲"), newFirm(t, db, "乙"), newFirm(t, db, "丙")
		set := id.New()
		ctx := WithSet(bg, set, "批量修改")
		for _, f := range []*firm{a, b, c} { // several transactions, one set
			f.Level, f.Size = "b", 7
			must(t, db.Put(ctx, f))
		}
		b.Size = 8 // somebody builds on it
		must(t, db.Put(bg, b))
		must(t, db.Delete(bg, firms.Type, c.ID, 0))
		done := 0
		result, err := db.Undo(bg, set, func(d, total int) { done = d*100 + total })
		must(t, err)
		if done != 303 || result.Reverted != 2 || len(result.Conflicts) != 2 {
			t.Fatalf("done %d, %+v", done, result)
		}
		if f := firmOf(t, db, a.ID); f.Level != "" || f.Size != 0 || f.Rev != 3 {
			t.Errorf("a: %+v", f)
		}
		if f := firmOf(t, db, b.ID); f.Level != "" || f.Size != 8 {
			t.Errorf("b: %+v", f)
		}
		if f := firmOf(t, db, c.ID); f.Level != "b" || !f.Deleted() {
			t.Errorf("c: %+v", f)
		}
		for _, conflict := range result.Conflicts {
			if conflict.ID == b.ID && (!slices.Equal(conflict.Fields, []string{"size"}) || conflict.Title != "乙") {
				t.Errorf("conflict %+v", conflict)
			}
		}
		if _, err := db.Undo(bg, set, nil); !fault.Is(err, fault.Conflict) {
			t.Errorf("undone twice: %v", err)
		}
		again, err := db.Undo(bg, result.Set, nil) // and back
		must(t, err)
		if f := firmOf(t, db, a.ID); f.Level != "b" || f.Size != 7 || len(again.Conflicts) != 0 {
			t.Errorf("a: %+v %+v", f, again)
		}
		info, _, err := db.SetInfo(bg, set)
		must(t, err)
		if info.UndoneBy != "" {
			t.Error("the set stands again, but is marked as undone")
		}
		if _, err := db.Undo(bg, "never", nil); !fault.Is(err, fault.NotFound) {
			t.Errorf("no such set: %v", err)
		}
	})
}

func TestAnUndoThatWasCutShortIsFinished(t *testing.T) {
	db := openAt(t, "")
	defer db.Close()
	ctx := WithSet(bg, "import", "")
	for i := range 1200 {
		must(t, db.Put(ctx, &firm{Name: fmt.Sprint(i)}))
	}
	cut, cancel := context.WithCancel(bg)
	first, err := db.Undo(cut, "import", func(int, int) { cancel() })
	if !errors.Is(err, context.Canceled) || first.Reverted != undoBatch {
		t.Fatalf("%+v %v", first, err)
	}
	second, err := db.Undo(bg, "import", nil)
	must(t, err)
	if second.Reverted != 1200-undoBatch {
		t.Errorf("%+v", second)
	}
	if _, err := db.Undo(bg, "import", nil); !fault.Is(err, fault.Conflict) {
		t.Errorf("a third time: %v", err)
	}
}

func TestUndoAnImport(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		kept := newFirm(t, db, "早就有")
		ctx := WithSet(bg, "import", "导入 客户.xlsx")
		var made []*firm
		for batch := range 3 {
			must(t, db.Write(ctx, func(ctx context.Context) error {
				for i := range 400 {
					f := &firm{Name: fmt.Sprint("行", batch, "-", i), Code: fmt.Sprint(batch, i), Parent: id.Of[firm](kept.ID)}
					must(t, db.Put(ctx, f))
					made = append(made, f)
				}
				return nil
			}))
		}
		kept.Size = 99
		must(t, db.Put(ctx, kept))
		made[5].Size = 3
		must(t, db.Put(bg, made[5])) // built on: stays
		made[6].Size = 3
		must(t, db.Put(bg, made[6]))
		made[6].Size = 0
		must(t, db.Put(bg, made[6])) // as it was: goes
		result, err := db.Undo(bg, "import", nil)
		must(t, err)
		if result.Reverted != 1200 || len(result.Conflicts) != 1 || result.Conflicts[0].ID != made[5].ID {
			t.Fatalf("%d reverted, %+v", result.Reverted, result.Conflicts)
		}
		live := 0
		must(t, db.Each(bg, firms.Type, func(r entity.Record) bool {
			if !r.Meta().Deleted() {
				live++
			}
			return true
		}))
		if f := firmOf(t, db, kept.ID); live != 2 || f.Size != 0 {
			t.Errorf("%d live, %+v", live, f)
		}
		sets, err := db.Sets(bg, 0, 10)
		must(t, err)
		if sets[0].ID != result.Set || sets[0].Undoes != "import" || sets[0].Count != 1200 {
			t.Errorf("newest %+v", sets[0])
		}
		i := slices.IndexFunc(sets, func(s SetInfo) bool { return s.ID == "import" })
		if i < 0 || sets[i].UndoneBy != result.Set || sets[i].Count != 1201 || sets[i].Entities["firm"] != 1201 || sets[i].Label != "导入 客户.xlsx" || sets[i].Actor != "wang" {
			t.Errorf("sets %+v", sets)
		}
		older, err := db.Sets(bg, sets[i].First, 10)
		must(t, err)
		if len(older) != 1 {
			t.Errorf("before the import: %+v", older)
		}
	})
}

func TestUndoDeleteAndRestore(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		a, b := &firm{Name: "甲", Code: "A"}, newFirm(t, db, "乙")
		must(t, db.Put(bg, a))
		must(t, db.Delete(WithSet(bg, "away", ""), firms.Type, a.ID, 0))
		must(t, db.Delete(WithSet(bg, "away", ""), firms.Type, b.ID, 0))
		must(t, db.Put(bg, &firm{Name: "丁", Code: "A"})) // takes the value meanwhile
		result, err := db.Undo(bg, "away", nil)
		must(t, err)
		if result.Reverted != 1 || len(result.Conflicts) != 1 || result.Conflicts[0].ID != a.ID {
			t.Errorf("%+v", result)
		}
		if firmOf(t, db, b.ID).Deleted() || !firmOf(t, db, a.ID).Deleted() {
			t.Error("b must live, a must not")
		}
		back, err := db.Undo(bg, result.Set, nil)
		must(t, err)
		if back.Reverted != 1 || !firmOf(t, db, b.ID).Deleted() {
			t.Errorf("%+v", back)
		}
	})
}

func TestHistory(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		f := newFirm(t, db, "甲")
		other := newFirm(t, db, "乙")
		for i := range 5 {
			must(t, db.Write(WithCause(bg, "rule", 2), func(ctx context.Context) error {
				f.Size = i + 1
				must(t, db.Put(ctx, f))
				other.Size = i + 1
				return db.Put(ctx, other)
			}))
		}
		changes, err := db.History(bg, "firm", f.ID, 0, 3)
		must(t, err)
		if len(changes) != 3 || changes[0].Rev != 6 || changes[2].Rev != 4 || changes[0].Cause != "rule" || changes[0].Depth != 2 || changes[0].Device != "pad" {
			t.Fatalf("%+v", changes)
		}
		if d := changes[0].Delta; len(d) != 1 || d[0].Field != "size" || d[0].Old.Int != 4 || d[0].New.Int != 5 {
			t.Errorf("delta %+v", d)
		}
		rest, err := db.History(bg, "firm", f.ID, changes[2].Seq, 10)
		must(t, err)
		if len(rest) != 3 || rest[2].Verb != Created || rest[2].Rev != 1 {
			t.Errorf("%+v", rest)
		}
		all, err := db.Changes(bg, 0, 1000)
		must(t, err)
		at := all[0].At.Add(-1)
		for i, c := range all {
			if c.Seq != uint64(i+1) || c.DSeq != uint64(i+1) || c.At.Before(at) {
				t.Fatalf("change %d: %+v after %v", i, c, at)
			}
			at = c.At
		}
		if len(all) != 12 {
			t.Errorf("%d changes", len(all))
		}
	})
}

func TestUndoOfWhatWasBroughtBackAndDeletedAgain(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		f := newFirm(t, db, "甲")
		must(t, db.Delete(bg, firms.Type, f.ID, 0))
		ctx := WithSet(bg, "set", "")
		must(t, db.Restore(ctx, firms.Type, f.ID))
		f = firmOf(t, db, f.ID)
		f.Name = "乙"
		must(t, db.Put(ctx, f))
		must(t, db.Delete(ctx, firms.Type, f.ID, 0))
		result, err := db.Undo(bg, "set", nil)
		must(t, err)
		if now := firmOf(t, db, f.ID); len(result.Conflicts) > 0 || now.Name != "甲" || !now.Deleted() {
			t.Fatalf("%+v: %+v", result, now)
		}
	})
}
