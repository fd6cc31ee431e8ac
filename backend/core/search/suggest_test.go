package search

import (
	"context"
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"xingke/backend/core/entity"
)

func (b *book) names(recs ...entity.Record) {
	for _, rec := range recs {
		b.put(rec)
		b.x.suggest.put(b.typeOf(rec), b.recs[b.typeOf(rec).Name][rec.Meta().ID])
	}
}

func (b *book) offers(q SuggestQuery) []string {
	b.t.Helper()
	list, err := b.x.Suggest(context.Background(), q)
	if err != nil {
		b.t.Fatal(err)
	}
	var titles []string
	for _, s := range list {
		titles = append(titles, s.Title)
	}
	return titles
}

func TestSuggest(t *testing.T) {
	b := newBook(t, "")
	b.names(
		&firm{Name: "深圳市华为技术有限公司", Code: "KH-2026-00417", Phone: "0755-28780808"},
		&firm{Name: "华为终端"}, &firm{Name: "重庆长安汽车"}, &firm{Name: "单县食品厂", Phone: "13800138000"},
		&firm{Name: "Isdyne Holdings", Short: "伊斯丹"}, &firm{Name: "华为"},
		&sale{Number: "CA-2017-152156"},
	)
	check := func(t *testing.T) {
		for typed, want := range map[string]string{
			"华为": "华为", "huawei": "华为", "hwjs": "深圳市华为技术有限公司", "hwzd": "华为终端", "cqca": "重庆长安汽车",
			"changan": "重庆长安汽车", "shanxian": "单县食品厂", "为技": "深圳市华为技术有限公司", "00417": "深圳市华为技术有限公司",
			"kh2026": "深圳市华为技术有限公司", "28780": "深圳市华为技术有限公司", "0013800": "单县食品厂", "isd": "Isdyne Holdings", "dyne": "Isdyne Holdings",
			"holdings isdyne": "Isdyne Holdings", "伊斯": "Isdyne Holdings", "ca-2017": "CA-2017-152156", "152156": "CA-2017-152156", "ＩＳＤ": "Isdyne Holdings",
			"技术 华为": "深圳市华为技术有限公司", "hua wei": "华为",
		} {
			got := b.offers(SuggestQuery{Text: typed})
			if len(got) == 0 || got[0] != want {
				t.Errorf("%q offers %v, want %s first", typed, got, want)
			}
		}
		if got := b.offers(SuggestQuery{Text: "152", Entities: []string{"firm"}}); len(got) != 0 {
			t.Errorf("another entity is offered: %v", got)
		}
	}
	t.Run("changed", check)
	if err := b.x.LoadNames(context.Background()); err != nil {
		t.Fatal(err)
	}
	t.Run("loaded again", check)
	b.reopen()
	if err := b.x.LoadNames(context.Background()); err != nil {
		t.Fatal(err)
	}
	t.Run("loaded", check)
}

func TestSuggestFollowsChanges(t *testing.T) {
	b := newBook(t, "")
	var firms []*firm
	for i := range 5000 {
		f := &firm{Name: fmt.Sprintf("企业%04d号", i), Code: fmt.Sprintf("A%06d", i)}
		firms = append(firms, f)
		b.names(f)
		if i%7 == 0 {
			f.Name = fmt.Sprintf("改名%04d号", i)
			b.names(f)
		}
	}
	gone := firms[100]
	gone.DeletedAt = b.clk.Now()
	b.put(gone)
	b.x.suggest.drop(b.types.Type("firm"), gone.ID, gone.Rev)
	b.settleNames()
	if n := b.x.suggest.count(); n != 4999 {
		t.Errorf("%d names are known, want 4999", n)
	}
	for i, f := range firms {
		if i%50 != 0 && i%49 != 0 {
			continue
		}
		got := b.offers(SuggestQuery{Text: f.Name})
		want := []string{f.Name}
		if f == gone {
			want = nil
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%s offers %v", f.Name, got)
		}
		if old := fmt.Sprintf("企业%04d号", i); i%7 == 0 && len(b.offers(SuggestQuery{Text: old})) > 0 {
			t.Fatalf("the old name %s is still offered", old)
		}
	}
	b.clk.Move(time.Hour)
	firms[7].Level = "key"
	b.names(firms[7])
	if got := b.offers(SuggestQuery{Entities: []string{"firm"}}); len(got) != defaultSuggest || got[0] != firms[7].Name {
		t.Errorf("the newest is not first: %v", got)
	}
}

// settleNames waits until changed names lie on shelves.
func (b *book) settleNames() {
	g := &b.x.suggest
	for {
		g.mu.Lock()
		busy := slices.ContainsFunc([]string{"firm", "sale"}, func(e string) bool { return g.rack(e).tidying })
		g.mu.Unlock()
		if !busy {
			return
		}
		runtime.Gosched()
	}
}

func TestSuggestDetail(t *testing.T) {
	b := newBook(t, "")
	f := &firm{Name: "华为", Phone: "0755-28780808"}
	b.names(f, &firm{Name: "华为", Code: "KH-1"})
	list, err := b.x.Suggest(context.Background(), SuggestQuery{Text: "华为"})
	if err != nil || len(list) != 2 {
		t.Fatalf("%v, %v", list, err)
	}
	if got := list[0].Detail + list[1].Detail; !strings.Contains(got, "0755") || !strings.Contains(got, "KH-1") {
		t.Errorf("details %q and %q", list[0].Detail, list[1].Detail)
	}
}
