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
	"xingke/backend/base/who"
	"xingke/backend/core/entity"
	"xingke/backend/core/records"
	"xingke/backend/core/seal"
	"xingke/backend/core/store"
	"xingke/backend/modules/customers"
	"xingke/backend/modules/reports"
	"xingke/backend/modules/sales"
	"xingke/backend/modules/team"

	"xingke/bench/peers"
)

// bench is a run: the book, the peer with the same data, and what is known of them.
type bench struct {
	dir    string
	quiet  bool // without search
	app    *app.App
	peer   *peers.SQLite
	report report

	customers []string // some ids
	firms     []*customers.Customer
}

func groups() []entity.Group {
	return []entity.Group{customers.Entities(), sales.Entities(), team.Entities(), reports.Entities(), records.Entities()}
}

func (b *bench) bookDir() string { return filepath.Join(b.dir, "book") }

// fill makes the book unless it is there from an earlier run.
func (b *bench) fill(n int) error {
	if _, err := os.Stat(filepath.Join(b.bookDir(), "key.json")); err == nil {
		return nil
	}
	start := time.Now()
	peak := watch()
	a, err := app.Open(app.Config{Dir: b.bookDir(), Practice: true, Plan: app.Practice{Customers: n, Seed: 1}, Quiet: true})
	if err != nil {
		return err
	}
	took, grew := time.Since(start), peak()
	if err := a.Close(); err != nil {
		return err
	}
	f := once("fill the book", 0, took, 0)
	f.Extra = fmt.Sprintf("%d MB at most", grew>>20)
	b.report.Figures = append(b.report.Figures, f)
	return nil
}

// copyToPeer reads customers and follow-ups out of the book into the peer, searchable there too.
func (b *bench) copyToPeer() (err error) {
	found, err := peers.Find(filepath.Join(b.dir, "peer"))
	if b.peer = found; err == nil && found == nil {
		b.peer, err = peers.Open(filepath.Join(b.dir, "peer"))
	}
	if err != nil {
		return err
	}
	keys, err := seal.Unlock(b.bookDir(), "")
	if err != nil {
		return err
	}
	db, err := store.Open(store.Config{Dir: b.bookDir(), Keys: keys, Types: entity.NewSet(groups()...)})
	if err != nil {
		return err
	}
	defer func() {
		if closeErr := db.Close(); err == nil {
			err = closeErr
		}
	}()
	start := time.Now()
	names := map[string]string{}
	err = b.each(db, customers.Customers.Type, func(w *peers.Writer, rec entity.Record) error {
		c := rec.(*customers.Customer)
		names[c.ID] = c.Name
		if len(b.firms) < 5000 {
			b.firms = append(b.firms, c)
		}
		b.customers = append(b.customers, c.ID)
		if found != nil {
			return nil
		}
		return w.Customer(c)
	})
	if err != nil {
		return err
	}
	if b.report.Customers = len(b.customers); found != nil {
		b.report.Figures = append(b.report.Figures, figure{Work: "build the full text index"})
		return b.peer.QueryRow("SELECT count(*) FROM followup").Scan(&b.report.FollowUps)
	}
	err = b.each(db, customers.FollowUps.Type, func(w *peers.Writer, rec entity.Record) error {
		b.report.FollowUps++
		f := rec.(*customers.FollowUp)
		return w.FollowUp(f, names[string(f.CustomerID)])
	})
	if err != nil {
		return err
	}
	f := figure{Work: "build the full text index", Peer: sampleOf([]time.Duration{time.Since(start)})}
	f.Note = "peer: records, their indexes and FTS5 together, customers and follow-ups only"
	b.report.Figures = append(b.report.Figures, f)
	_, err = b.peer.Exec("ANALYZE")
	return err
}

// each copies the live records of a type in transactions of some thousands.
func (b *bench) each(db *store.DB, t *entity.Type, put func(w *peers.Writer, rec entity.Record) error) error {
	const group = 5000
	var list []entity.Record
	var bad error
	flush := func() bool {
		bad = b.peer.Write(!b.quiet, func(w *peers.Writer) error {
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
	err := db.Each(who.With(context.Background(), who.System), t, func(rec entity.Record) bool {
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
