package search

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"xingke/backend/base/id"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

// inLine is a text as filters read it: folded, in one line.
func inLine(text string) string {
	var line strings.Builder
	gap := false
	for _, r := range strings.TrimSpace(text) {
		if r, gap = lineRune(r, gap); r >= 0 {
			line.WriteRune(r)
		}
	}
	return line.String()
}

// held asks which records have a line in a text: whether it is sure, by their ids.
func (b *book) held(t *entity.Type, s *field.Spec, line string, begins bool) (map[string]bool, bool) {
	found := map[string]bool{}
	upTo, but, ok := b.x.Holding(context.Background(), t, s, line, begins, func(of entity.Roll, nums []uint32, sure bool) {
		err := of.Names(nums, func(_ uint32, key *[16]byte, one string) {
			if key != nil {
				one = id.FromBytes(*key)
			}
			if _, again := found[one]; again {
				b.t.Errorf("%q: %s is told twice", line, one)
			}
			found[one] = sure
		})
		if err != nil {
			b.t.Error(err)
		}
	})
	if but {
		for one, rec := range b.recs[t.Name] {
			if rec.Meta().Deleted() {
				continue
			}
			if sure, told := found[one]; told && sure {
				delete(found, one)
			} else if !told {
				found[one] = true
			}
		}
	}
	if ok && upTo != b.seq {
		b.t.Errorf("%q: up to %d of %d", line, upTo, b.seq)
	}
	return found, ok
}

// TestHoldingIsRight asks about every piece of many texts: no record that has it is missing, and none that is sure has
// it not.
func TestHoldingIsRight(t *testing.T) {
	for _, dir := range []string{"", t.TempDir()} {
		b := newBook(t, dir)
		visits := b.types.Type("visit")
		content := visits.Spec("content")
		b.build()
		rng := rand.New(rand.NewPCG(3, 4))
		pieces := strings.Split("报 价 合 同 回 款 上 海 报 价 ， , a b B １ 2 。 \n é #4 … 100-2 ab12 ＡB (a) x@y.z %", " ")
		pieces = append(pieces, " ", "  ", "　", strings.Repeat("ab1", 14), "https://ab.cd/"+strings.Repeat("x-", 30)+"ab/", "〇", "々", "ㆠ")
		texts := map[string]string{}
		var list []entity.Record
		for i := range 60 {
			var text strings.Builder
			for range 1 + rng.IntN(9) {
				text.WriteString(pieces[rng.IntN(len(pieces))])
			}
			v := &visit{Content: text.String(), At: b.clk.Now()}
			if i%9 == 0 {
				v.ID = fmt.Sprint("other-", i)
			}
			list = append(list, v)
			if i == 30 {
				b.save(list...)
				list = nil
			}
		}
		b.save(list...)
		for one, rec := range b.recs["visit"] {
			texts[one] = inLine(rec.(*visit).Content)
		}
		asked := map[string]bool{}
		for _, text := range texts {
			runes := []rune(text)
			for from := range runes {
				for to := from + 1; to <= min(len(runes), from+50); to++ {
					line := strings.TrimSpace(string(runes[from:to]))
					if line != "" && !asked[line] && (to-from < 6 || rng.IntN(40) == 0) {
						asked[line] = true
						checkHeld(b, visits, content, line, texts)
					}
				}
			}
		}
		checkHeld(b, visits, content, "没有这样的", texts)
	}
}

func checkHeld(b *book, t *entity.Type, s *field.Spec, line string, texts map[string]string) {
	b.t.Helper()
	for _, begins := range []bool{false, true} {
		held, ok := b.held(t, s, line, begins)
		if !ok {
			b.t.Fatalf("%q is not known", line)
		}
		for one, text := range texts {
			has := strings.Contains(text, line)
			if begins {
				has = strings.HasPrefix(text, line)
			}
			sure, told := held[one]
			if has && !told || !has && sure || told && !sure && len(text) < maxWord {
				b.t.Fatalf("%q (%t) in %q: %t, told %t, sure %t", line, begins, text, has, told, sure)
			}
		}
	}
}

func TestHoldingKnowsItsLimits(t *testing.T) {
	b := newBook(t, "")
	visits, firms := b.types.Type("visit"), b.types.Type("firm")
	if _, ok := b.held(visits, visits.Spec("content"), "报价", false); ok {
		t.Error("an index that was not built tells")
	}
	b.build()
	one, gone := &firm{Name: "甲", Code: "1", Note: "报价"}, &firm{Name: "乙", Code: "2", Note: "报价"}
	b.save(one, gone, &visit{Content: "报价", At: b.clk.Now()})
	now := b.clk.Now()
	gone.DeletedAt = now
	b.save(gone)
	if held, ok := b.held(firms, firms.Spec("note"), "报价", false); !ok || len(held) != 1 || !held[one.ID] {
		t.Errorf("%v, %t", held, ok)
	}
	for _, name := range []string{"margin", "ownerId", "name"} {
		if _, ok := b.held(firms, firms.Spec(name), "毛利", false); ok {
			t.Errorf("%s tells", name)
		}
	}
	if err := b.types.Customize([]entity.Custom{{Entity: "visit", Name: "more", Kind: "longtext"}}); err != nil {
		t.Fatal(err)
	}
	if _, ok := b.held(visits, visits.Spec("content"), "报价", false); ok {
		t.Error("an index of other fields tells")
	}
}
