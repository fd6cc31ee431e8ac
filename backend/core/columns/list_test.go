package columns

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/base/id"
)

func (b *book) names(t *testing.T, q Query) []string {
	t.Helper()
	page, err := b.cols.List(b.ctx, q)
	must(t, err)
	var titles []string
	for _, id := range page.IDs {
		title, known := b.cols.Title(q.Entity, id)
		if !known {
			t.Errorf("%s has no title", id)
		}
		titles = append(titles, title)
	}
	return titles
}

func TestSortsAsPeopleDo(t *testing.T) {
	b := newBook(t)
	ids := map[string]string{}
	for i, name := range []string{"重庆啤酒", "阿里巴巴", "Zebra", "10号", "2号", "abc", "", "曾三", "长城", "单县食品"} {
		f := &firm{Name: name, Level: []string{"B", "A", "", "C"}[i%4], Size: (i * 7) % 5}
		ids[name] = b.put(f)
	}
	b.put(&order{Number: "1", FirmID: id.Of[firm](ids["重庆啤酒"])})
	b.put(&order{Number: "2"})
	b.put(&order{Number: "3", FirmID: id.Of[firm](ids["阿里巴巴"])})
	for _, c := range []struct {
		q    Query
		want string
	}{
		{Query{Entity: "firm", Sort: []Sort{{"name", false}}}, "2号 10号 abc 阿里巴巴 长城 重庆啤酒 单县食品 Zebra 曾三 "},
		{Query{Entity: "firm", Sort: []Sort{{"name", true}}}, "曾三 Zebra 单县食品 重庆啤酒 长城 阿里巴巴 abc 10号 2号 "},
		{Query{Entity: "firm", Sort: []Sort{{"level", false}, {"name", false}}}, "abc 阿里巴巴 单县食品 10号 曾三 2号 长城 重庆啤酒 Zebra "},
		{Query{Entity: "order", Sort: []Sort{{"firmId", false}}}, "3 1 2"},
		{Query{Entity: "order", Sort: []Sort{{"firmId", true}}}, "1 3 2"},
		{Query{Entity: "order", Sort: []Sort{{"firmId.level", true}}}, "1 3 2"},
		{Query{Entity: "order"}, "1 2 3"},
		{Query{Entity: "order", Sort: []Sort{{"id", true}}}, "3 2 1"},
	} {
		if got := strings.Join(b.names(t, c.q), " "); got != c.want {
			t.Errorf("%s by %v: %s\nwant %s", c.q.Entity, c.q.Sort, got, c.want)
		}
	}
	if _, err := b.cols.List(b.ctx, Query{Entity: "firm", Sort: []Sort{{"nothing", false}}}); !fault.Is(err, fault.Invalid) {
		t.Errorf("sort by a field that is not there: %v", err)
	}
	five := slices.Repeat([]Sort{{"name", false}}, 5)
	if _, err := b.cols.List(b.ctx, Query{Entity: "firm", Sort: five}); !fault.Is(err, fault.Invalid) {
		t.Errorf("five keys: %v", err)
	}
}

func TestCursorsOfOthersAreRefused(t *testing.T) {
	b := newBook(t)
	for i := range 5 {
		b.put(&firm{Name: fmt.Sprint("公司", i), Size: i})
	}
	q := Query{Entity: "firm", Sort: []Sort{{"size", true}}, Limit: 2}
	page, err := b.cols.List(b.ctx, q)
	must(t, err)
	if page.Next == "" || strings.ContainsAny(page.Next, "+/=") {
		t.Fatalf("cursor %q", page.Next)
	}
	for name, other := range map[string]Query{
		"other sort":   {Entity: "firm", Sort: []Sort{{"size", false}}, After: page.Next},
		"other entity": {Entity: "order", After: page.Next},
		"other filter": {Entity: "firm", Sort: q.Sort, Where: b.where(t, `{"field":"size","op":"gt","value":1}`), After: page.Next},
		"the bin":      {Entity: "firm", Sort: q.Sort, Deleted: true, After: page.Next},
		"nonsense":     {Entity: "firm", Sort: q.Sort, After: "nonsense"},
		"not base64":   {Entity: "firm", Sort: q.Sort, After: "?"},
	} {
		if _, err := b.cols.List(b.ctx, other); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
	q.After = page.Next
	q.Limit = 10
	if page, err = b.cols.List(b.ctx, q); err != nil || len(page.IDs) != 3 || page.Next != "" || page.Total != 5 {
		t.Errorf("the rest %+v %v", page, err)
	}
}

// TestCursorOutlivesItsRecord goes on after the last record shown changed its place.
func TestCursorOutlivesItsRecord(t *testing.T) {
	b := newBook(t)
	var all []*firm
	for i := range 6 {
		f := &firm{Name: string(rune('a' + i))}
		b.put(f)
		all = append(all, f)
	}
	for _, sort := range [][]Sort{{{"name", false}}, nil} {
		q := Query{Entity: "firm", Limit: 3, Sort: sort}
		page, err := b.cols.List(b.ctx, q)
		must(t, err)
		all[2].Name = "z"
		b.put(all[2])
		must(t, b.db.Delete(b.ctx, b.types.Type("firm"), all[2].ID, 0))
		q.After = page.Next
		if got := strings.Join(b.names(t, q), ""); got != "def" {
			t.Errorf("after the record went, by %v: %s", sort, got)
		}
		must(t, b.db.Restore(b.ctx, b.types.Type("firm"), all[2].ID))
		rec, err := b.db.Get(b.ctx, b.types.Type("firm"), all[2].ID)
		must(t, err)
		all[2] = rec.(*firm)
		all[2].Name = "c"
		b.put(all[2])
	}
}

func TestListStopsWithItsContext(t *testing.T) {
	b := newBook(t)
	b.put(&firm{Name: "a"})
	ctx, stop := context.WithCancel(b.ctx)
	stop()
	if _, err := b.cols.List(ctx, Query{Entity: "firm"}); err == nil {
		t.Error("a query that nobody waits for went on")
	}
}

func TestTitles(t *testing.T) {
	b := newBook(t)
	a, c := b.put(&firm{Name: "ABC Trading"}), b.put(&firm{Name: "ａｂｃ"})
	gone := b.put(&firm{Name: "New abc"})
	d := b.put(&firm{Name: "The ABC"})
	must(t, b.db.Delete(b.ctx, b.types.Type("firm"), gone, 0))
	if got := b.cols.TitleMatches("firm", " Abc ", 0); !slices.Equal(got, []string{c, a, d}) {
		t.Errorf("matches %v", got)
	}
	if got := b.cols.TitleMatches("firm", "abc", 2); len(got) != 2 {
		t.Errorf("two matches %v", got)
	}
	for _, text := range []string{"", "  ", "nobody"} {
		if got := b.cols.TitleMatches("firm", text, 0); len(got) != 0 {
			t.Errorf("%q matches %v", text, got)
		}
	}
	titles := b.cols.Titles("firm", []string{a, gone, "nobody"})
	if len(titles) != 2 || titles[a] != "ABC Trading" || titles[gone] != "New abc" {
		t.Errorf("titles %v", titles)
	}
	if _, known := b.cols.Title("nothing", a); known {
		t.Error("a title of nothing")
	}
	seen := map[string]string{}
	b.cols.EachTitle("firm", func(id, title string) bool { seen[id] = title; return true })
	if len(seen) != 3 || seen[d] != "The ABC" {
		t.Errorf("each title %v", seen)
	}
}

func TestRanksStayRightWhileTextsChange(t *testing.T) {
	w := newWide(t, 6000, 0)
	q := Query{Entity: "firm", Sort: []Sort{{"name", false}}, Limit: largestPage}
	check := func() {
		t.Helper()
		page, err := w.cols.List(w.ctx, q)
		must(t, err)
		if want := newBrute(w.book).list("firm", nil, nil, q.Sort, false); !slices.Equal(page.IDs, want) {
			t.Fatal("not in the order of names")
		}
	}
	check()
	for _, changes := range []int{1, 10, 300, 50, 2_500, 20, 6_000, 1} { // patched, settled, sorted anew
		for i := range changes {
			f := w.records["firm"][(i*31)%len(w.records["firm"])].(*firm)
			w.change(f)
			if i%50 == 0 {
				f.Name = ""
			}
			w.again("firm", f)
		}
		check()
	}
}
