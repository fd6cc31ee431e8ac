package columns

import (
	"slices"
	"testing"
)

func TestAnOrderMadeSinceIsSavedThoughNothingChanged(t *testing.T) {
	b, keys, dir := filled(t)
	if c := b.reopen(dir, keys); c.ranked(c.tables["firm"].title).ranks != nil {
		t.Fatal("the order was there before anybody asked")
	}
	q := Query{Entity: "firm", Sort: []Sort{{"name", false}}}
	want, err := b.cols.List(b.ctx, q)
	must(t, err)
	must(t, b.cols.Close())
	c := b.reopen(dir, keys)
	if kept := c.ranked(c.tables["firm"].title).ranks; kept == nil {
		t.Error("the order was not saved")
	}
	got, err := c.List(b.ctx, q)
	must(t, err)
	if !slices.Equal(got.IDs, want.IDs) {
		t.Errorf("got %v, want %v", got.IDs, want.IDs)
	}
}

func TestAnOrderMadeAheadFollowsWhatChangedMeanwhile(t *testing.T) {
	w := newWide(t, 3_000, 0)
	before := w.cols.view().tables["firm"]
	for i := range 40 {
		f := w.records["firm"][i*50].(*firm)
		w.change(f)
		w.again("firm", f)
		if i == 20 {
			w.cols.makeOrder(before, before.titles())
		}
	}
	made := w.cols.ranked(before.titles().source).ranks
	if made == nil {
		t.Fatal("no order was made")
	}
	q := Query{Entity: "firm", Sort: []Sort{{"name", false}}, Limit: largestPage}
	page, err := w.cols.List(w.ctx, q)
	must(t, err)
	if want := newBrute(w.book).list("firm", nil, nil, q.Sort, false); !slices.Equal(page.IDs, want) {
		t.Error("not in the order of names")
	}
}

func TestMakingAnOrderAheadEndsWithTheColumns(t *testing.T) {
	b, _, _ := filled(t)
	done := b.cols.answering() // somebody who never gets an answer
	defer done()
	must(t, b.cols.Close())
	of := b.cols.view().tables["firm"]
	b.cols.makeOrder(of, of.titles())
	if b.cols.ranked(of.titles().source).ranks != nil {
		t.Error("an order was made after the end")
	}
}
