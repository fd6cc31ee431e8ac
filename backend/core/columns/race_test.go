package columns

import (
	"context"
	"fmt"
	"sync"
	"testing"

	"xingke/backend/base/id"
)

// TestReadersSeeOneMoment writes while others read: every order has as many lines as its number
// says and a total that is their sum, in every view.
func TestReadersSeeOneMoment(t *testing.T) { readersSeeOneMoment(t) }

// TestReadersOfKeptOrdersSeeOneMoment does so where the orders of lists are kept.
func TestReadersOfKeptOrdersSeeOneMoment(t *testing.T) {
	standingly(t)
	inPassing = func(do func()) { go do() }
	readersSeeOneMoment(t)
}

func readersSeeOneMoment(t *testing.T) {
	b := newBook(t)
	var firms []string
	for i := range 20 {
		firms = append(firms, b.put(&firm{Name: fmt.Sprintf("公司%d", i), Size: 1}))
	}
	var wait sync.WaitGroup
	ctx, stop := context.WithCancel(b.ctx)
	read := func(once func()) {
		wait.Go(func() {
			for ctx.Err() == nil {
				once()
			}
		})
	}
	read(func() {
		totals, err := b.cols.Aggregate(b.ctx, Aggregate{Entity: "order", Measures: []Measure{{"sum", "total"}, {"count", ""}}})
		if row := totals.At(0); err != nil || row.Value(1).Int > 0 && row.Value(0).Int%100 != 0 {
			t.Errorf("half an order was seen: %v %v", row.Value(0).Int, err)
		}
	})
	read(func() {
		rows, err := b.cols.Aggregate(b.ctx, Aggregate{Entity: "order.lines", Groups: []Group{{"orderId", ""}}, Measures: []Measure{{"sum", "amount"}, {"max", "orderId.total"}}})
		for row := range rows.All() {
			if err != nil || row.Value(0).Int != row.Value(1).Int {
				t.Errorf("lines %v do not fit their order", row.Key(0).Text)
			}
		}
	})
	read(func() {
		page, err := b.cols.List(b.ctx, Query{Entity: "firm", Sort: []Sort{{"name", false}}, Where: parse(`{"field":"name","op":"contains","value":"公司"}`)})
		if err != nil || page.Total != 20 || len(page.IDs) != 20 {
			t.Errorf("list %d of %d: %v", len(page.IDs), page.Total, err)
		}
	})
	read(func() {
		page, err := b.cols.List(b.ctx, Query{Entity: "firm", Sort: []Sort{{"size", true}}, Skip: 5, Limit: 10})
		if err != nil || page.Total != 20 || len(page.IDs) != 10 {
			t.Errorf("deep list %d of %d: %v", len(page.IDs), page.Total, err)
		}
	})
	read(func() {
		if title, known := b.cols.Title("firm", firms[3]); !known || title == "" {
			t.Error("no title")
		}
		b.cols.Titles("firm", firms)
		b.cols.Status()
	})
	for i := range 150 {
		o := &order{Number: fmt.Sprint(i), FirmID: id.Of[firm](firms[i%20])}
		for j := range 1 + i%4 {
			o.Lines = append(o.Lines, line{What: fmt.Sprint(j), Amount: 100})
		}
		b.put(o)
		if i%3 == 0 {
			o.Lines = append(o.Lines[:len(o.Lines)-1], line{What: "新", Amount: 500}, line{Amount: 300})
			b.put(o)
		}
		rec, err := b.db.Get(b.ctx, b.types.Type("firm"), firms[i%20])
		must(t, err)
		f := rec.(*firm)
		f.Name = fmt.Sprintf("公司%d-%d", i%20, i)
		f.Size = i * 1000
		b.put(f)
	}
	stop()
	wait.Wait()
}
