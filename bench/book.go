package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"xingke/app"
	"xingke/backend/base/id"
	"xingke/backend/core/entity"
	"xingke/backend/core/pinyin"
	"xingke/backend/core/records"
	"xingke/backend/core/store"
	"xingke/backend/modules/customers"
	"xingke/backend/modules/reports"
	"xingke/backend/modules/sales"
	"xingke/backend/modules/team"

	"xingke/bench/peers"
)

// bench is a run at one size: the book, the peer with the same data, and what is known of them.
type bench struct {
	dir    string
	how    effort
	ctx    context.Context // in which the program itself acts
	engine *engine         // of the book while it is asked directly
	app    *app.App        // the whole program on the book
	peer   *peers.SQLite
	report report

	customers []string // some ids
	firms     []*customers.Customer
	busiest   *customers.Customer // with the most follow-ups
	days      map[string][]told   // what was said on some days
}

func groups() []entity.Group {
	return []entity.Group{customers.Entities(), sales.Entities(), team.Entities(), reports.Entities(), records.Entities()}
}

func (b *bench) bookDir() string { return filepath.Join(b.dir, "book") }

// fill makes the book unless it is there from an earlier run.
func (b *bench) fill(n int) error {
	b.report.Customers = n
	if _, err := os.Stat(filepath.Join(b.bookDir(), "key.json")); err == nil {
		return nil
	}
	start := time.Now()
	peak := watch()
	a, err := app.Open(app.Config{Dir: b.bookDir(), Practice: true, Plan: app.Practice{Customers: n, Seed: 1}, Quiet: true})
	if err != nil {
		return err
	}
	if err := a.Close(); err != nil {
		return err
	}
	if err := b.speakEnglish(n / 20); err != nil {
		return err
	}
	f := once("make the book, without search", 0, time.Since(start), 0)
	f.Grows, f.Extra = builds, fmt.Sprintf("%d MB at most", peak()>>20)
	b.add(f)
	return nil
}

// copyToPeer reads customers, follow-ups and opportunities out of the book into the peer, searchable there too.
func (b *bench) copyToPeer() (err error) {
	found, err := peers.Find(filepath.Join(b.dir, "peer"))
	if b.peer = found; err == nil && found == nil {
		b.peer, err = peers.Open(filepath.Join(b.dir, "peer"))
	}
	if err != nil {
		return err
	}
	names := map[string]string{}
	byID := map[string]*customers.Customer{}
	fresh := func(do func() error) error {
		if found != nil {
			return nil
		}
		return do()
	}
	err = b.each(b.engine.db, customers.Customers.Type, func(w *peers.Writer, rec entity.Record) error {
		c := rec.(*customers.Customer)
		names[c.ID] = c.Name
		if len(b.firms) < 5000 {
			b.firms, byID[c.ID] = append(b.firms, c), c
		}
		b.customers = append(b.customers, c.ID)
		return fresh(func() error { return w.Customer(c) })
	})
	if err != nil {
		return err
	}
	b.report.FollowUps, b.days = 0, map[string][]told{}
	talks := map[string]int{}
	err = b.each(b.engine.db, customers.FollowUps.Type, func(w *peers.Writer, rec entity.Record) error {
		b.report.FollowUps++
		f := rec.(*customers.FollowUp)
		talks[string(f.CustomerID)]++
		b.overhear(f)
		return fresh(func() error {
			name := names[string(f.CustomerID)]
			return w.FollowUp(f, name, pinyin.Sort(name))
		})
	})
	if err != nil {
		return err
	}
	b.busiest = b.firms[0]
	for _, c := range b.firms {
		if talks[c.ID] > talks[b.busiest.ID] {
			b.busiest = c
		}
	}
	err = b.each(b.engine.db, sales.Opportunities.Type, func(w *peers.Writer, rec entity.Record) error {
		return fresh(func() error { return w.Opportunity(rec.(*sales.Opportunity)) })
	})
	if err != nil {
		return err
	}
	return fresh(b.peer.Index)
}

// each copies the live records of a type in transactions of some thousands.
func (b *bench) each(db *store.DB, t *entity.Type, put func(w *peers.Writer, rec entity.Record) error) error {
	const group = 5000
	var list []entity.Record
	var bad error
	flush := func() bool {
		bad = b.peer.Write(true, func(w *peers.Writer) error {
			for _, rec := range list {
				if err := put(w, rec); err != nil {
					return err
				}
			}
			return nil
		})
		list = list[:0]
		return bad == nil
	}
	err := db.Each(b.ctx, t, func(rec entity.Record) bool {
		if !rec.Meta().Deleted() {
			list = append(list, rec)
		}
		return len(list) < group || flush()
	})
	if err == nil && bad == nil {
		flush()
	}
	if err == nil {
		err = bad
	}
	return err
}

// call runs an operation and throws the answer away; the JSON was made, as for a page.
func (b *bench) call(name, input string) error {
	_, err := b.app.Call(context.Background(), name, []byte(input))
	return err
}

// ask runs an operation and reads its answer.
func ask[Out any](a *app.App, name string, input any) (out Out, err error) {
	raw, err := json.Marshal(input)
	if err != nil {
		return out, err
	}
	answer, err := a.Call(context.Background(), name, raw)
	if err == nil {
		err = json.Unmarshal(answer, &out)
	}
	return out, err
}

// settled waits until the search index holds everything.
func settled(a *app.App) error {
	for {
		h, err := ask[records.Health](a, "health.get", struct{}{})
		if err != nil {
			return err
		}
		if h.Search.Built && !h.Search.Building && h.Search.Cursor >= h.Journal.Seq && h.Search.Names > 0 {
			return nil
		}
		time.Sleep(20 * time.Millisecond)
	}
}

// firm is a new customer like those of the book.
func (b *bench) firm(i int) *customers.Customer {
	i += len(b.firms) // i is -1 when warming up
	c := *b.firms[i%len(b.firms)]
	c.Base = entity.Base{ID: id.New(), OwnerID: c.OwnerID, CreatedAt: c.CreatedAt, UpdatedAt: c.UpdatedAt}
	c.Name, c.Code = fmt.Sprintf("%s%d部", c.Name, i), ""
	return &c
}

// stranger is a new customer that refers to nothing, for a store of its own.
func (b *bench) stranger(i int) *customers.Customer {
	c := b.firm(i)
	c.OwnerID, c.ParentID, c.DepartmentID, c.Tags = "", "", "", nil
	return c
}
