package main

import (
	"context"
	"fmt"
	"path/filepath"
	"time"

	"xingke/backend/base/clock"
	"xingke/backend/core/columns"
	"xingke/backend/core/entity"
	"xingke/backend/core/records"
	"xingke/backend/core/seal"
	"xingke/backend/core/search"
	"xingke/backend/core/store"
	"xingke/backend/modules/customers"
)

// engine is the parts of the program that answer, opened on a book without the program around them.
type engine struct {
	db      *store.DB
	columns *columns.Columns
	search  *search.Index

	begun, ended time.Time // of the columns' part in the last commit
}

// openEngine opens the book's store, columns and index as the program does.
func (b *bench) openEngine() error {
	keys, err := seal.Unlock(b.bookDir(), "")
	if err != nil {
		return err
	}
	e, types := &engine{}, entity.NewSet(groups()...)
	b.engine = e
	if e.db, err = store.Open(store.Config{Dir: b.bookDir(), Keys: keys, Types: types}); err != nil {
		return err
	}
	e.db.Observe(func(store.Commit) { e.begun = time.Now() }) // observers are told in order: the columns are between
	if e.columns, err = columns.Open(e.db, types, keys, b.bookDir(), clock.System{}); err != nil {
		return err
	}
	e.db.Observe(func(store.Commit) { e.ended = time.Now() })
	e.search, err = search.Open(search.Config{Dir: filepath.Join(b.bookDir(), "search"), Keys: keys, Types: types, Store: e.db,
		Attachments: search.Attachments{Type: records.Attachments.Type, Field: records.AttachedTo}}) // as the program does, or it would fill another
	return err
}

func (b *bench) shutEngine() error {
	e := b.engine
	for _, shut := range []func() error{e.search.Close, e.columns.Close, e.db.Close} {
		if err := shut(); err != nil {
			return err
		}
	}
	b.engine = nil
	return nil
}

// fillIndex makes the book's full text index while somebody saves, and weighs what came of it. An
// index left by an earlier run stays.
func (b *bench) fillIndex() error {
	e := b.engine
	if !e.search.Built() {
		saves, stop, done := []time.Duration{}, make(chan struct{}), make(chan error, 1)
		go func() {
			var err error
			for i := 0; err == nil; i++ {
				select {
				case <-stop:
					done <- nil
					return
				case <-time.After(20 * time.Millisecond):
				}
				begun := time.Now()
				err = e.db.Put(b.ctx, b.stranger(1_000_000+i))
				saves = append(saves, time.Since(begun))
			}
			done <- err
		}()
		grew, begun := watch(), time.Now()
		err := e.search.Build(b.ctx, nil)
		took := time.Since(begun)
		close(stop)
		if failed := <-done; err == nil {
			err = failed
		}
		if err != nil {
			return err
		}
		records := e.search.Status().Records
		f := once("fill the search index of the whole book", 0, took, 0)
		f.Grows, f.N = builds, int(records)
		f.Extra = fmt.Sprintf("%s records, %s a second, while somebody saves; %d MB at most", grouped(int(records)), grouped(int(float64(records)/took.Seconds())), grew()>>20)
		b.add(f)
		if made := b.report.find("make the book, without search"); made.Ours.Median > 0 {
			f := once("make the book with all indexes", 6*time.Minute, made.Ours.Median+took, 0)
			f.Grows, f.Extra = builds, "the two above together"
			b.add(f)
		}
		if len(saves) > 0 {
			f := figure{Work: "save while the search index is filled, engine", Bar: 20 * time.Millisecond, Grows: flat, Ours: sampleOf(saves)}
			f.Extra = "what waits for the index would wait for hundreds of ms"
			b.add(f)
		}
	}
	e.db.Follow(e.search)
	if err := e.db.Wait(b.ctx, "search", e.db.Seq()); err != nil {
		return err
	}
	b.report.Records = int(e.search.Status().Records)
	return e.search.LoadNames(b.ctx)
}

// updates tells what a save costs the columns, the time between those observers of the store that stand before and after
// them, and what lists cost that are asked for right after it: then nothing that was made for the last one can be taken as it is.
func (b *bench) updates() ([]figure, error) {
	e := b.engine
	owner, err := b.someOwner()
	if err != nil {
		return nil, err
	}
	three := threeFilters(owner)
	after := []struct {
		name  string
		query columns.Query
		took  []time.Duration
	}{
		{name: "customers by name (pinyin)", query: columns.Query{Entity: "customer", Sort: []columns.Sort{{Field: "name"}}, Limit: 100}},
		{name: "follow-ups, 3 filters, newest first", query: columns.Query{Entity: "followUp", Where: &three, Sort: []columns.Sort{{Field: "at", Desc: true}}, Limit: 100}},
	}
	var took []time.Duration
	for i := range min(300, 20*b.how.fewest) {
		if err := b.changeFirm(i); err != nil {
			return nil, err
		}
		took = append(took, e.ended.Sub(e.begun))
		for n := range after {
			began := time.Now()
			if _, err := e.columns.List(b.ctx, after[n].query); err != nil {
				return nil, err
			}
			after[n].took = append(after[n].took, time.Since(began))
		}
	}
	f := figure{Work: "columns: a changed customer, engine", Bar: 50 * time.Microsecond, Grows: flat, Ours: sampleOf(took)}
	f.Extra = "within the commit; what is left to do is done for the list that is asked for next"
	figures := []figure{f}
	for _, each := range after {
		f := figure{Work: "list, engine: " + each.name + ", right after a change", Bar: engineBar, Ours: sampleOf(each.took)}
		f.Extra = "each time another customer was changed before"
		figures = append(figures, f)
	}
	return figures, nil
}

// changeFirm changes one customer, each time another.
func (b *bench) changeFirm(i int) error {
	rec, err := b.engine.db.Find(b.ctx, customers.Customers.Type, b.firms[(i*7919)%len(b.firms)].ID)
	if err != nil {
		return err
	}
	now := *rec.(*customers.Customer)
	now.Size++
	now.Address = fmt.Sprintf("世纪大道%d号", i)
	return b.engine.db.Put(b.ctx, &now)
}

// lists asks for a page, deep in a list for another each time; an empty one is a mistake of the bench.
func (b *bench) lists(q columns.Query) func(int) error {
	q.Limit = 100
	deep := q.Skip
	return func(i int) error {
		q.Skip = nearer(deep, i)
		page, err := b.engine.columns.List(b.ctx, q)
		if err == nil && len(page.IDs) == 0 {
			err = fmt.Errorf("nothing listed of %s", q.Entity)
		}
		return err
	}
}

func (b *bench) sums(of *columns.Columns, q columns.Aggregate) func(int) error {
	return func(int) error { return summed(b.ctx, of, q) }
}

// summed makes sums and reads each row, as the peer does.
func summed(ctx context.Context, of *columns.Columns, q columns.Aggregate) error {
	rows, err := of.Aggregate(ctx, q)
	read := 0
	for row := range rows.All() {
		for i := range q.Groups {
			read += len(row.Key(i).Text)
		}
		for i := range q.Measures {
			read += int(row.Value(i).Int)
		}
	}
	if err == nil && read == 0 {
		err = fmt.Errorf("no sums of %s", q.Entity)
	}
	return err
}
