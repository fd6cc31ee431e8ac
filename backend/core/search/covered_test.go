package search

import (
	"context"
	"sync/atomic"
	"testing"

	"xingke/backend/base/id"
	"xingke/backend/core/entity"
)

// TestAllOfOneFirmIsCounted asks for the name of a firm: its visits are counted without reading each, unless others
// have the name too or the firm is hidden.
func TestAllOfOneFirmIsCounted(t *testing.T) {
	b := newBook(t, "")
	b.build()
	one, other := &firm{Name: "重庆长安电子有限公司", Code: "1"}, &firm{Name: "长安重庆有限公司", Code: "2"}
	b.save(one, other)
	many := allChecks + 20
	list := []entity.Record{&visit{FirmID: id.Of[firm](other.ID), Content: "重庆，电子", At: b.clk.Now()}}
	for range many {
		list = append(list, &visit{FirmID: id.Of[firm](one.ID), Content: "报价", At: b.clk.Now()})
	}
	b.save(list...)
	var read atomic.Int32
	b.hide = func(rec entity.Record) bool {
		if _, ok := rec.(*visit); ok {
			read.Add(1)
		}
		return false
	}
	ask := func(text string) Group {
		t.Helper()
		read.Store(0)
		found, err := b.x.Query(context.Background(), Query{Text: text, Entities: []string{"visit"}, Limit: 5, Order: ByDate})
		if err != nil || len(found.Groups) != 1 {
			t.Fatalf("%s: %v, %v", text, found.Groups, err)
		}
		return found.Groups[0]
	}
	for _, text := range []string{`"重庆长安电子有限公司"`, "重庆长安电子有限公司", "长安电子"} {
		if g := ask(text); !g.Exact || g.Total != many || len(g.Hits) != 5 || read.Load() > sureChecks {
			t.Errorf("%s: %d (%t) of %d, %d read", text, g.Total, g.Exact, many, read.Load())
		}
	}
	more := &visit{FirmID: id.Of[firm](other.ID), Content: "与长安电子合作", At: b.clk.Now()}
	b.save(more)
	if g := ask("长安电子"); g.Exact || read.Load() <= sureChecks {
		t.Errorf("another says so too: %d (%t), %d read", g.Total, g.Exact, read.Load())
	}
	if g := ask(`"重庆长安电子有限公司"`); !g.Exact || g.Total != many {
		t.Errorf("nobody else says all of it: %d (%t)", g.Total, g.Exact)
	}
	b.hide = func(rec entity.Record) bool { return rec.Meta().ID == one.ID }
	if found, err := b.x.Query(context.Background(), Query{Text: `"重庆长安电子有限公司"`, Entities: []string{"visit"}}); err != nil || len(found.Groups) != 1 || found.Groups[0].Exact {
		t.Errorf("of a firm that is hidden: %v, %v", found.Groups, err)
	}
}
