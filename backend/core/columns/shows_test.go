package columns

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestALongListGetsTheOrdersOfTheTextsItShows(t *testing.T) {
	w := newWide(t, warmFrom*6/5, 0)
	w.cols.toOrder = make(chan shownField, mostShown)
	ask := func(q Query) {
		t.Helper()
		q.Entity, q.Limit = "firm", 1
		_, err := w.cols.List(w.ctx, q)
		must(t, err)
	}
	few := Where("id", "in", w.records["firm"][0].Meta().ID)
	ask(Query{Shows: []string{"code"}, Where: &few})
	if len(w.cols.toOrder) != 0 {
		t.Error("a list of one record asks for an order")
	}
	for range 2 { // the second time it is known
		ask(Query{Shows: []string{"code", "size", "nothing", "phone"}})
	}
	if got := len(w.cols.toOrder); got != 4 {
		t.Fatalf("%d fields wait for their orders", got)
	}
	for range 4 {
		if !w.cols.orderShown(<-w.cols.toOrder) {
			t.Fatal("the columns are closed")
		}
	}
	for i, c := range w.cols.view().tables["firm"].columns {
		made := w.cols.ranked(c.source).ranks != nil
		if want := c.spec.Name == "code" || c.spec.Name == "phone"; made != want {
			t.Errorf("column %d, %s: ordered %v", i, c.spec.Name, made)
		}
	}
}

func TestKeysThatBeginAlikeAreOrdered(t *testing.T) {
	rnd := rand.New(rand.NewPCG(1, 2))
	var keys []headed
	var texts [][]byte
	for i := range 4_000 {
		key := bytes.Repeat([]byte{'x'}, rnd.IntN(70))
		for range rnd.IntN(3) {
			key = append(key, byte(rnd.IntN(3)))
		}
		keys, texts = append(keys, headed{row: int32(i)}), append(texts, key)
	}
	keyOf := func(k headed) []byte { return texts[k.row] }
	want := slices.Clone(keys)
	slices.SortStableFunc(want, func(a, b headed) int { return bytes.Compare(keyOf(a), keyOf(b)) })
	sortAlike(keys, 0, keyOf)
	for i, k := range keys {
		if k.row != want[i].row {
			t.Fatalf("%q at %d, want %q", keyOf(k), i, keyOf(want[i]))
		}
	}
}
