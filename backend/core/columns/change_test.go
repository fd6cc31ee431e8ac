package columns

import (
	"context"
	"fmt"
	"slices"
	"testing"
)

// Of a record that changes only what differs is looked at, also where one commit changes it again and again.
func TestARecordChangedTwiceInOneCommitIsAsItWasLeft(t *testing.T) {
	b := newBook(t)
	first := &firm{Name: "甲", Level: "A", Size: 1}
	b.put(first)
	must(t, b.db.Write(b.ctx, func(ctx context.Context) error {
		made := &firm{Name: "乙", Level: "B", Size: 7}
		for _, step := range []func(){
			func() { first.Level, first.Size = "C", 2 },
			func() { first.Level = "A" },
			func() { first.Name, first.Size = "丙", 3 },
		} {
			step()
			if err := b.db.Put(ctx, first); err != nil {
				return err
			}
		}
		if err := b.db.Put(ctx, made); err != nil {
			return err
		}
		made.Size = 8
		return b.db.Put(ctx, made)
	}))
	for where, want := range map[string]int{
		`{"field":"level","op":"eq","value":"A"}`: 1, `{"field":"level","op":"eq","value":"C"}`: 0,
		`{"field":"size","op":"eq","value":3}`: 1, `{"field":"size","op":"eq","value":8}`: 1, `{"field":"size","op":"le","value":2}`: 0,
		`{"field":"name","op":"contains","value":"甲"}`: 0, `{"field":"name","op":"contains","value":"丙"}`: 1,
	} {
		n, err := b.cols.Count(b.ctx, Query{Entity: "firm", Where: b.where(t, where)})
		must(t, err)
		if n != want {
			t.Errorf("%s: %d, want %d", where, n, want)
		}
	}
	sorted := Query{Entity: "firm", Sort: []Sort{{"name", false}}}
	must(t, b.db.Delete(b.ctx, b.types.Type("firm"), first.ID, 0))
	must(t, b.db.Restore(b.ctx, b.types.Type("firm"), first.ID))
	got, err := b.cols.List(b.ctx, sorted)
	must(t, err)
	if want := newBrute(b).list("firm", nil, nil, sorted.Sort, false); !slices.Equal(got.IDs, want) {
		t.Errorf("got %v, want %v", got.IDs, want)
	}
}

// TestTitlesFollowAtOnce asks for titles, which take no view, right after each commit, and for a list after many.
func TestTitlesFollowAtOnce(t *testing.T) {
	b := newBook(t)
	one := &firm{Name: "公司"}
	b.put(one)
	if title, known := b.cols.LiveTitle("firm", one.ID); !known || title != "公司" {
		t.Errorf("a new record is called %q, %v", title, known)
	}
	for i := range 2 * mostPending {
		one.Name = fmt.Sprint("公司", i)
		b.put(one)
	}
	if title, _ := b.cols.Title("firm", one.ID); title != one.Name {
		t.Errorf("a record is called %q, want %q", title, one.Name)
	}
	must(t, b.db.Delete(b.ctx, b.types.Type("firm"), one.ID, 0))
	if _, known := b.cols.LiveTitle("firm", one.ID); known {
		t.Error("a deleted record lives")
	}
	two := b.put(&firm{Name: "二"})
	if row, known := b.cols.rowOf("firm", two); !known || row != 1 {
		t.Errorf("a new record has the row %d, %v", row, known)
	}
}
