package columns

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"xingke/backend/base/clock"
	"xingke/backend/base/day"
	"xingke/backend/base/id"
	"xingke/backend/base/money"
	"xingke/backend/base/who"
	"xingke/backend/core/entity"
	"xingke/backend/core/store"
)

// wide is a book of many blocks of rows, without a store: its records are all there is.
type wide struct {
	*book
	rnd     *rand.Rand
	spare   []string // ids made but not used yet
	records map[string][]entity.Record
}

func newWide(t *testing.T, firms, orders int) *wide {
	b := &book{t: t, types: types(), clock: clock.At(noon), me: id.New()}
	b.ctx = who.With(t.Context(), who.User{ID: b.me})
	b.cols = &Columns{types: b.types, clock: b.clock, zone: shanghai, epoch: 1, seeking: make(chan struct{}, 1)}
	b.cols.reset()
	w := &wide{book: b, rnd: rand.New(rand.NewPCG(7, uint64(firms))), records: map[string][]entity.Record{}}
	b.each = func(name string, yield func(entity.Record)) {
		for _, rec := range w.records[name] {
			yield(rec)
		}
	}
	b.cols.texts = w.texts
	w.add("user", &person{Base: metaOf(b.me), Name: "王"})
	for range firms {
		w.addFirm()
	}
	for range orders {
		w.addOrder()
	}
	return w
}

// texts gives long texts as the store does.
func (w *wide) texts(_ context.Context, r store.Reading, yield func(id, text []byte)) (uint64, error) {
	for _, rec := range w.records[r.Type.Name] {
		one := rec.Meta().ID
		wanted := slices.Contains(r.IDs, one) || r.IDs == nil && one >= r.From && (r.To == "" || one < r.To) && (r.Wants == nil || r.Wants([]byte(one)))
		if text := entity.Get(rec, r.Type.Spec(r.Field)).Text; wanted && text != "" {
			yield([]byte(one), []byte(text))
		}
	}
	return 0, nil
}

// newID is an id for a record: some come late.
func (w *wide) newID() string {
	w.spare = append(w.spare, id.New())
	at := len(w.spare) - 1
	if len(w.spare) > 1 && w.rnd.IntN(100) < 3 {
		at = w.rnd.IntN(len(w.spare))
	}
	if len(w.spare) < 10 && w.rnd.IntN(100) < 5 {
		w.spare = append(w.spare, id.New())
	}
	one := w.spare[at]
	w.spare = slices.Delete(w.spare, at, at+1)
	return one
}

func (w *wide) addFirm() {
	f := &firm{Base: metaOf(w.newID())}
	w.change(f)
	w.add("firm", f)
}

func (w *wide) addOrder() {
	o := &order{Base: metaOf(w.newID())}
	w.changeOrder(o)
	w.add("order", o)
}

func (w *wide) add(name string, rec entity.Record) {
	w.records[name] = append(w.records[name], rec)
	w.again(name, rec)
}

func (w *wide) again(name string, rec entity.Record) {
	w.cols.mu.Lock()
	w.cols.apply(name, rec.Meta().ID, rec)
	w.cols.mu.Unlock()
}

func one[T any](w *wide, from []T) T { return from[w.rnd.IntN(len(from))] }

func (w *wide) change(f *firm) {
	f.Name, f.Place, f.Level = one(w, names)+fmt.Sprint(w.rnd.IntN(50)), one(w, places), one(w, []string{"", "A", "B", "C"})
	f.Size, f.Revenue, f.Weight = w.rnd.IntN(300), money.Amount(one(w, someNumbers)), money.Quantity(w.rnd.IntN(100_000))
	f.Tags = one(w, [][]string{nil, {"VIP"}, {"老客户", "VIP"}})
	f.Founded = day.Of(2020, time.January, 1) + day.Day(w.rnd.IntN(2500))
	f.SeenAt = noon.Add(-time.Duration(w.rnd.IntN(1_000_000)) * time.Minute)
	f.Active, f.Note = w.rnd.IntN(2) == 0, one(w, notes)
	f.DeletedAt = time.Time{}
	if w.rnd.IntN(10) == 0 {
		f.DeletedAt = noon
	}
	if all := w.records["firm"]; len(all) > 0 && w.rnd.IntN(2) == 0 {
		f.ParentID = id.Of[firm](one(w, all).Meta().ID)
	}
	f.OwnerID = ""
	if w.rnd.IntN(3) == 0 {
		setOwner(f, w.me)
	}
}

func (w *wide) changeOrder(o *order) {
	o.Number, o.Ordered = fmt.Sprint("SO", w.rnd.IntN(100_000)), day.Of(2025, time.January, 1)+day.Day(w.rnd.IntN(600))
	o.FirmID = id.Of[firm](one(w, w.records["firm"]).Meta().ID)
	o.Lines, o.Total = nil, 0
	for range w.rnd.IntN(4) {
		l := line{What: one(w, names), Sort: one(w, []string{"", "goods", "service"}), Pieces: money.Quantity(w.rnd.IntN(9)), Amount: money.Amount(one(w, someNumbers))}
		o.Lines, o.Total = append(o.Lines, l), o.Total+l.Amount
	}
}

// TestManyBlocks compares with the records where tables have several blocks and scans several goroutines.
func TestManyBlocks(t *testing.T) {
	defer func(n int) { parallelFrom = n }(parallelFrom)
	parallelFrom = 2
	defer func(n int) { shareFrom = n }(shareFrom)
	shareFrom = 2
	w := newWide(t, blockRows+500, 4_000)
	rapid.Check(t, func(r *rapid.T) {
		if rapid.IntRange(0, 4).Draw(r, "one of five") != 1 { // the records take long
			return
		}
		for range rapid.IntRange(0, 30).Draw(r, "changes") {
			f := one(w, w.records["firm"]).(*firm)
			w.change(f)
			w.again("firm", f)
			o := one(w, w.records["order"]).(*order)
			w.changeOrder(o)
			w.again("order", o)
		}
		for range rapid.IntRange(0, 5).Draw(r, "new ones") {
			w.addFirm()
			w.addOrder()
		}
		w.compareOnce(r)
	})
}
