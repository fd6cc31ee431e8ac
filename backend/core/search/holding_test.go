package search

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"xingke/backend/core/entity"
)

// TestHoldingLeavesNothingOut asks about every piece of many texts: none of the records that have it is missing.
func TestHoldingLeavesNothingOut(t *testing.T) {
	b := newBook(t, "")
	visits, firms := b.types.Type("visit"), b.types.Type("firm")
	content, margin := visits.Spec("content"), firms.Spec("margin")
	ctx := context.Background()
	if _, _, ok := b.x.Holding(ctx, visits, content, "报价", 100); ok {
		t.Error("an index that was not built tells")
	}
	b.build()
	rng := rand.New(rand.NewPCG(3, 4))
	chars := []rune("报价合同回款上海，a B１ 。\nＣé")
	var recs []*visit
	var list []entity.Record
	for range 40 {
		text := make([]rune, 3+rng.IntN(14))
		for i := range text {
			text[i] = chars[rng.IntN(len(chars))]
		}
		v := &visit{Content: strings.TrimSpace(string(text)), At: b.clk.Now()}
		recs, list = append(recs, v), append(list, v)
	}
	b.save(list...)
	for _, v := range recs {
		runes := []rune(v.Content)
		for from := range runes {
			for to := from + 1; to <= len(runes); to++ {
				text := string(runes[from:to])
				ids, upTo, ok := b.x.Holding(ctx, visits, content, fold(text), 100)
				if ok != (len(pairsOf(text)) > 0) || ok && upTo != b.seq {
					t.Fatalf("%q: %t, up to %d of %d", text, ok, upTo, b.seq)
				}
				for _, other := range recs {
					if ok && strings.Contains(fold(other.Content), fold(text)) && !slices.Contains(ids, other.ID) {
						t.Fatalf("%q in %q is left out", text, other.Content)
					}
				}
			}
		}
	}
	b.save(&firm{Name: "甲", Code: "1", Margin: "毛利三成"})
	if ids, _, ok := b.x.Holding(ctx, firms, margin, "毛利", 10); !ok || len(ids) != 1 {
		t.Errorf("a private text: %v, %t", ids, ok)
	}
	if _, _, ok := b.x.Holding(ctx, firms, margin, "毛利", 0); ok {
		t.Error("more are named than were wanted")
	}
	if ids, _, ok := b.x.Holding(ctx, firms, margin, "合同", 10); !ok || len(ids) != 0 {
		t.Errorf("a text that nobody has: %v, %t", ids, ok)
	}
	if _, _, ok := b.x.Holding(ctx, firms, firms.Spec("ownerId"), "毛利", 10); ok {
		t.Error("a field that is not searched")
	}
}
