package store

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"

	"xingke/backend/base/day"
	"xingke/backend/base/id"
	"xingke/backend/core/entity"
)

// TestTextsAreThoseOfTheRecords reads texts alone and compares with the whole records.
func TestTextsAreThoseOfTheRecords(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		var seq uint64
		for i := range 40 {
			f := &firm{Name: fmt.Sprint("公司", i), Size: -i, Since: day.Of(2020, 1, 1), Words: []string{"a", "b"}, Items: []item{{What: "x", Count: 1}, {}}}
			if i%3 > 0 {
				f.Note = fmt.Sprint("备注\n", i)
			}
			if i > 4 && i%5 == 0 {
				f.Code = fmt.Sprint(i)
			}
			must(t, db.Put(bg, f))
			if i%7 == 0 {
				must(t, db.Delete(bg, firms.Type, f.ID, 0))
			}
			seq = db.Seq()
		}
		newDeal := &deal{Name: "别的"}
		newDeal.Firm = id.Of[firm](newFirm(t, db, "没有备注").ID)
		must(t, db.Put(bg, newDeal))
		want := map[string]string{}
		must(t, db.Each(bg, firms.Type, func(rec entity.Record) bool {
			if note := rec.(*firm).Note; note != "" {
				want[rec.Meta().ID] = note
			}
			return true
		}))
		ids := slices.Sorted(maps.Keys(want))
		read := func(what string, r Reading, want map[string]string) {
			t.Helper()
			got := map[string]string{}
			r.Type, r.Field = firms.Type, "note"
			last, err := db.Texts(bg, r, func(id, text []byte) { got[string(id)] = string(text) })
			must(t, err)
			if !maps.Equal(got, want) || len(got) == len(ids) && last < seq {
				t.Errorf("%s: up to %d of %d, %v, want %v", what, last, seq, got, want)
			}
		}
		only := func(from, to int) map[string]string {
			some := map[string]string{}
			for _, one := range ids[from:to] {
				some[one] = want[one]
			}
			return some
		}
		read("all", Reading{}, want)
		read("from", Reading{From: ids[5]}, only(5, len(ids)))
		read("to", Reading{To: ids[5]}, only(0, 5))
		read("between", Reading{From: ids[2], To: ids[9]}, only(2, 9))
		read("named", Reading{IDs: append([]string{"nobody"}, ids[3:6]...)}, only(3, 6))
		read("nobody", Reading{IDs: []string{}}, nil)
		read("wanted", Reading{Wants: func(one []byte) bool { return string(one) < ids[4] }}, only(0, 4))
		ctx, stop := context.WithCancel(bg)
		stop()
		if _, err := db.Texts(ctx, Reading{Type: firms.Type, Field: "note"}, func(_, _ []byte) {}); err == nil {
			t.Error("it cannot be given up")
		}
	})
}
