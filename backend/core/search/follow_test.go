package search

import (
	"context"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"xingke/backend/base/clock"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/seal"
	"xingke/backend/core/store"
)

// living is an index on a real store.
type living struct {
	t    *testing.T
	dir  string
	keys *seal.Keys
	db   *store.DB
	x    *Index
	ctx  context.Context

	patient bool
}

func newLiving(t *testing.T, dir string) *living {
	l := &living{t: t, dir: dir, keys: seal.New(), ctx: who.With(context.Background(), who.System)}
	l.open()
	t.Cleanup(l.close)
	return l
}

func (l *living) open() {
	l.t.Helper()
	types := testTypes()
	clk := clock.At(time.Date(2026, 6, 1, 9, 0, 0, 0, time.UTC))
	dir := ""
	if l.dir != "" {
		dir = filepath.Join(l.dir, "search")
	}
	var err error
	if l.db, err = store.Open(store.Config{Dir: l.dir, Keys: l.keys, Types: types, Clock: clk}); err != nil {
		l.t.Fatal(err)
	}
	if l.x, err = Open(Config{Dir: dir, Keys: l.keys, Types: types, Store: l.db, Clock: clk, Patient: l.patient}); err != nil {
		l.t.Fatal(err)
	}
	l.x.Start(l.db)
}

func (l *living) close() {
	if err := l.x.Close(); err != nil {
		l.t.Error(err)
	}
	if err := l.db.Close(); err != nil {
		l.t.Error(err)
	}
}

func (l *living) put(recs ...entity.Record) {
	l.t.Helper()
	err := l.db.Write(l.ctx, func(ctx context.Context) error {
		for _, rec := range recs {
			if err := l.db.Put(ctx, rec); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		l.t.Fatal(err)
	}
}

func (l *living) total(text string) int {
	l.t.Helper()
	for !l.x.WaitFor(l.ctx, l.db.Seq()) {
	}
	if err := l.x.Settle(l.ctx); err != nil {
		l.t.Fatal(err)
	}
	res, err := l.x.Query(l.ctx, Query{Text: text})
	if err != nil {
		l.t.Fatal(err)
	}
	n := 0
	for _, g := range res.Groups {
		n += g.Total
	}
	return n
}

func TestLivesWithTheStore(t *testing.T) {
	l := newLiving(t, t.TempDir())
	f := &firm{Name: "重庆火锅底料厂", Phone: "02388776655"}
	l.put(f, &firm{Name: "别家公司"})
	v := &visit{FirmID: id.Of[firm](f.ID), Content: "谈了价格", At: time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)}
	l.put(v)
	expect := func(what, text string, want int) {
		t.Helper()
		if got := l.total(text); got != want {
			t.Errorf("%s: %q finds %d, want %d", what, text, got, want)
		}
	}
	expect("saved", "火锅", 2)
	expect("saved", "chongqing", 1)
	f.Name = "重庆麻辣烫厂"
	l.put(f)
	expect("renamed", "火锅", 0)
	expect("renamed", "麻辣烫", 2)
	if err := l.db.Delete(l.ctx, l.db.Types().Type("visit"), v.ID, 0); err != nil {
		t.Fatal(err)
	}
	expect("deleted", "价格", 0)
	if err := l.db.Restore(l.ctx, l.db.Types().Type("visit"), v.ID); err != nil {
		t.Fatal(err)
	}
	expect("restored", "价格", 1)
	l.close()
	l.open()
	if !l.x.Built() {
		t.Error("the index is not kept")
	}
	expect("reopened", "麻辣烫", 2)
	expect("reopened", "877665", 1)
	list, err := l.x.Suggest(l.ctx, SuggestQuery{Text: "mlt"})
	for err == nil && len(list) == 0 && l.x.Status().Names < 2 { // names are being loaded
		list, err = l.x.Suggest(l.ctx, SuggestQuery{Text: "cqmlt"})
	}
	if list, err = l.x.Suggest(l.ctx, SuggestQuery{Text: "cqmlt"}); err != nil || len(list) != 1 || list[0].ID != f.ID {
		t.Errorf("suggestions %v, %v", list, err)
	}
}

func TestStoreWentBack(t *testing.T) {
	b, _ := fillDisk(t, 10)
	b.seq = 1
	b.reopen()
	if b.x.Built() {
		t.Error("an index that knows of changes the store does not have is taken as good")
	}
}

func TestPatientIndexAnswersWholly(t *testing.T) {
	l := newLiving(t, t.TempDir())
	l.close()
	l.patient = true
	l.open()
	var firms []entity.Record
	for range 300 {
		firms = append(firms, &firm{Name: "重庆火锅底料厂"})
	}
	l.put(firms...)
	for range 2 {
		res, err := l.x.Query(l.ctx, Query{Text: "火锅"})
		if err != nil || len(res.Groups) != 1 || res.Groups[0].Total != 300 {
			t.Fatalf("at once: %+v, %v", res, err)
		}
		list, err := l.x.Suggest(l.ctx, SuggestQuery{Text: "cqhg"})
		if err != nil || len(list) != defaultSuggest {
			t.Fatalf("%d suggestions at once, %v", len(list), err)
		}
		l.close()
		l.open()
	}
}

func TestAFieldDefinedLaterIsFound(t *testing.T) {
	l := newLiving(t, t.TempDir())
	f := &firm{Name: "重庆火锅底料厂"}
	l.put(f)
	if l.total("火锅") != 1 {
		t.Fatal("nothing is found at first")
	}
	err := l.db.Types().Customize([]entity.Custom{{Entity: "firm", Name: "motto", Kind: "text", Label: lang.Of("口号", "Motto"), Weight: 2}})
	if err != nil {
		t.Fatal(err)
	}
	f.Extra = map[string]field.Value{"motto": field.OfText("越吃越旺")}
	l.put(f, &firm{Name: "别家公司"})
	for l.x.shapeMade() != l.x.shape() || !l.x.Built() { // it is being built anew
		runtime.Gosched()
	}
	if l.total("越吃越旺") != 1 || l.total("别家") != 1 {
		t.Error("not found after the index was built anew")
	}
}

func (x *Index) shapeMade() string {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.made
}
