package store

import (
	"bytes"
	"cmp"
	"context"
	"slices"
	"strings"
	"testing"

	"xingke/backend/base/day"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

type ctxType = context.Context

func lookup(t failing, db *DB, ctx context.Context, name string, v field.Value) []string {
	t.Helper()
	ids, err := db.Lookup(ctx, firms.Type, name, v)
	must(t, err)
	slices.Sort(ids)
	return ids
}

func scan(t failing, db *DB, ctx context.Context, name string, from, to field.Value, desc bool) []string {
	t.Helper()
	var names []string
	must(t, db.Scan(ctx, firms.Type, name, from, to, desc, func(id string) bool {
		f, err := Get(ctx, db, firms, id)
		must(t, err)
		names = append(names, f.Name)
		return true
	}))
	return names
}

func TestLookupAndScan(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		for _, f := range []*firm{
			{Name: "a", Size: 5, Level: "a", Words: []string{"x", "y"}, Since: day.Of(2020, 1, 1)},
			{Name: "ab", Size: 300, Level: "b", Words: []string{"y"}, Since: day.Of(1999, 12, 31)},
			{Name: "b", Size: 70, Level: "a", Since: day.Of(2021, 6, 1)},
			{Name: "c"},
		} {
			must(t, db.Put(bg, f))
		}
		check := func(what string, got []string, want ...string) {
			t.Helper()
			if !slices.Equal(got, want) {
				t.Errorf("%s: %v, want %v", what, got, want)
			}
		}
		n, none := field.OfInt, field.None
		check("all by size", scan(t, db, bg, "size", none, none, false), "a", "b", "ab")
		check("backwards", scan(t, db, bg, "size", none, none, true), "ab", "b", "a")
		check("between", scan(t, db, bg, "size", n(5), n(70), false), "a", "b")
		check("from", scan(t, db, bg, "size", n(6), none, false), "b", "ab")
		check("to, backwards", scan(t, db, bg, "size", none, n(70), true), "b", "a")
		check("days", scan(t, db, bg, "since", field.OfInt(int64(day.Of(2000, 1, 1))), none, false), "a", "b")
		check("names", scan(t, db, bg, "name", field.OfText("a"), field.OfText("ab"), false), "a", "ab")
		check("items of lists", scan(t, db, bg, "words", none, none, false), "a", "a", "ab")
		if got := lookup(t, db, bg, "name", field.OfText("a")); len(got) != 1 {
			t.Errorf("a alone, not ab: %v", got)
		}
		if got := lookup(t, db, bg, "words", field.OfList([]string{"y"})); len(got) != 2 {
			t.Errorf("with the word y: %v", got)
		}
		if _, err := db.Lookup(bg, firms.Type, "note", field.OfText("x")); err == nil {
			t.Error("looked up a field that is not indexed")
		}
		count := 0
		must(t, db.Scan(bg, firms.Type, "size", none, none, false, func(string) bool { count++; return false }))
		if count != 1 {
			t.Errorf("went on %d times", count)
		}
	})
}

func TestATransactionSeesWhatItWrote(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		old, gone := &firm{Name: "old", Size: 10}, &firm{Name: "gone", Size: 20}
		must(t, db.Put(bg, old))
		must(t, db.Put(bg, gone))
		must(t, db.Write(bg, func(ctx context.Context) error {
			must(t, db.Put(ctx, &firm{Name: "new", Size: 15}))
			must(t, db.Delete(ctx, firms.Type, gone.ID, 0))
			old.Size = 30
			must(t, db.Put(ctx, old))
			if got := scan(t, db, ctx, "size", field.None, field.None, false); !slices.Equal(got, []string{"new", "old"}) {
				t.Errorf("inside: %v", got)
			}
			if got := scan(t, db, ctx, "size", field.None, field.None, true); !slices.Equal(got, []string{"old", "new"}) {
				t.Errorf("inside, backwards: %v", got)
			}
			if len(lookup(t, db, ctx, "size", field.OfInt(10))) != 0 || len(lookup(t, db, ctx, "size", field.OfInt(30))) != 1 {
				t.Error("lookup inside")
			}
			var all []string
			must(t, db.Each(ctx, firms.Type, func(r entity.Record) bool { all = append(all, r.(*firm).Name); return true }))
			if !slices.Equal(all, []string{"old", "gone", "new"}) {
				t.Errorf("each inside: %v", all)
			}
			if got := scan(t, db, bg, "size", field.None, field.None, false); !slices.Equal(got, []string{"old", "gone"}) {
				t.Errorf("outside: %v", got)
			}
			return nil
		}))
	})
}

func TestLongTextsAreIndexedByTheirBeginning(t *testing.T) {
	db := openAt(t, "")
	long := strings.Repeat("行", 190)
	a, b := newFirm(t, db, long+"甲"), newFirm(t, db, long+"乙")
	if got := lookup(t, db, bg, "name", field.OfText(long+"甲")); !slices.Equal(got, []string{a.ID}) {
		t.Errorf("%v is not %s; the other is %s", got, a.ID, b.ID)
	}
}

// Index keys order as the values do, whatever the values.
func FuzzKeyOrder(f *testing.F) {
	f.Add(int64(0), int64(-1), "a", "a\x00", "id1", "id2")
	f.Add(int64(1<<62), int64(-1<<62), "", "\xff\xff", "a", "b")
	size, name := index{entity: "firm", name: "size"}, index{entity: "firm", name: "name"}
	size.kind, name.kind = types().Type("firm").Spec("size").Kind, types().Type("firm").Spec("name").Kind
	f.Fuzz(func(t *testing.T, n, m int64, s, r, id1, id2 string) {
		if len(id1) > 64 || len(id2) > 64 || id1 == "" || id2 == "" {
			return
		}
		check := func(x index, v, w field.Value, order int) {
			k, l := x.key(v, id1), x.key(w, id2)
			if got := bytes.Compare(k, l); order != 0 && got != order {
				t.Fatalf("%v and %v order %d, want %d", v, w, got, order)
			}
			if idIn(k) != id1 || idIn(l) != id2 {
				t.Fatalf("ids %q %q", idIn(k), idIn(l))
			}
			prefix := appendKey(x.prefix(), x.kind, v)
			if bytes.HasPrefix(l, prefix) != (order == 0) {
				t.Fatalf("the key of %v is found under %v", w, v)
			}
		}
		check(size, field.OfInt(n), field.OfInt(m), cmp.Compare(n, m))
		if len(s) < 100 && len(r) < 100 && s != "" && r != "" {
			check(name, field.OfText(s), field.OfText(r), strings.Compare(s, r))
		}
	})
}

// An index that a newer program asks for is built from the records there are.
func TestANewIndexIsBuilt(t *testing.T) {
	dir := t.TempDir()
	db := openAt(t, dir)
	f := &firm{Name: "甲", Note: "杭州"}
	must(t, db.Put(bg, f))
	must(t, db.Close())
	cfg := config(dir)
	cfg.Types.Type("firm").Spec("note").Indexed = true
	defer func() { cfg.Types.Type("firm").Spec("note").Indexed = false }()
	db, err := Open(cfg)
	must(t, err)
	if got := lookup(t, db, bg, "note", field.OfText("杭州")); !slices.Equal(got, []string{f.ID}) {
		t.Errorf("found %v", got)
	}
	report, err := db.Verify(bg, nil)
	must(t, err)
	if !report.OK() {
		t.Errorf("%+v", report)
	}
	must(t, db.Close())
}
