package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"xingke/backend/base/clock"
	"xingke/backend/base/who"
	"xingke/backend/core/columns"
	"xingke/backend/core/entity"
	"xingke/backend/core/records"
	"xingke/backend/core/seal"
	"xingke/backend/core/store"
	"xingke/backend/modules/customers"

	"xingke/bench/peers"
)

// single are works on one record: opening and saving.
func (b *bench) single() ([]work, error) {
	some := func(i int) string { return b.customers[(i+1)*7919%len(b.customers)] }
	revs := map[string]int{}
	for i := range most + 1 {
		type revised struct{ Rev int }
		one, err := ask[revised](b.app, "records.get", records.Ref{Entity: "customer", ID: some(i - 1)})
		if err != nil {
			return nil, err
		}
		revs[some(i-1)] = one.Rev
	}
	return []work{
		{name: "open a customer with the first page of its timeline", bar: 50 * time.Millisecond,
			ours: func(i int) error {
				of := some(i)
				if err := b.call("records.get", `{"entity":"customer","id":"`+of+`"}`); err != nil {
					return err
				}
				return b.call("records.list", `{"entity":"followUp","where":{"field":"customerId","op":"eq","value":"`+of+`"},"sort":[{"field":"at","desc":true}],"limit":20}`)
			},
			peer: func(i int) error {
				of := some(i)
				if _, err := b.peer.Rows("SELECT * FROM customer WHERE id=?", of); err != nil {
					return err
				}
				if _, err := b.peer.Rows("SELECT count(*) FROM followup WHERE customer=?", of); err != nil {
					return err
				}
				_, err := b.peer.Rows("SELECT * FROM followup WHERE customer=? ORDER BY at DESC LIMIT 20", of)
				return err
			}},
		{name: "save a new customer, acknowledged", bar: 20 * time.Millisecond, note: "peer: one transaction, synced, its 11 indexes",
			ours: func(i int) error { return b.create(b.firm(i)) },
			peer: func(i int) error {
				c := b.firm(i)
				return b.peer.Write(false, func(w *peers.Writer) error { return w.Customer(c) })
			}},
		{name: "change a customer, acknowledged", bar: 20 * time.Millisecond,
			ours: func(i int) error {
				of := some(i)
				input := fmt.Sprintf(`{"entity":"customer","id":%q,"rev":%d,"set":{"note":"第 %d 次修改 %d"}}`, of, revs[of], i, time.Now().UnixNano())
				revs[of]++
				return b.call("records.update", input)
			},
			peer: func(i int) error {
				_, err := b.peer.Exec("UPDATE customer SET doc=?, updated=? WHERE id=?", fmt.Sprint("第", i, "次修改", time.Now()), time.Now().UnixMilli(), some(i))
				return err
			}},
	}, nil
}

// create saves a new customer as the page of a new customer does.
func (b *bench) create(c *customers.Customer) error {
	rec := map[string]any{"name": c.Name, "shortName": c.ShortName, "phone": c.Phone, "email": c.Email, "status": c.Status, "level": c.Level,
		"industry": c.Industry, "source": c.Source, "region": c.Region, "address": c.Address}
	for name, v := range rec {
		if s, ok := v.(string); ok && s == "" {
			delete(rec, name)
		}
	}
	raw, err := json.Marshal(map[string]any{"entity": "customer", "record": rec})
	if err != nil {
		return err
	}
	return b.call("records.create", string(raw))
}

// saveTogether lets eight writers save at once; the time is that of one record.
func (b *bench) saveTogether() (figure, error) {
	const writers, each = 8, 25
	together := func(save func(i int) error) (time.Duration, error) {
		var wait sync.WaitGroup
		failed := make(chan error, writers)
		start := time.Now()
		for w := range writers {
			wait.Go(func() {
				for i := range each {
					if err := save(w*each + i); err != nil {
						failed <- err
						return
					}
				}
			})
		}
		wait.Wait()
		took := time.Since(start) / (writers * each)
		select {
		case err := <-failed:
			return took, err
		default:
			return took, nil
		}
	}
	ours, err := together(func(i int) error { return b.create(b.firm(i)) })
	if err != nil {
		return figure{}, err
	}
	peer, err := together(func(i int) error {
		c := b.firm(i)
		return b.peer.Write(false, func(w *peers.Writer) error { return w.Customer(c) })
	})
	return once("save a new customer, 8 writers at once, each", 0, ours, peer), err
}

// bulk writes customers in groups of 500 into an empty store with columns, without search on either side.
func (b *bench) bulk() (figure, error) {
	dir := filepath.Join(b.dir, "bulk")
	defer os.RemoveAll(dir)
	keys, types := seal.New(), entity.NewSet(groups()...)
	db, err := store.Open(store.Config{Dir: filepath.Join(dir, "book"), Keys: keys, Types: types})
	if err != nil {
		return figure{}, err
	}
	defer db.Close()
	if _, err := columns.Open(db, types, keys, "", clock.System{}); err != nil {
		return figure{}, err
	}
	peer, err := peers.Open(filepath.Join(dir, "peer"))
	if err != nil {
		return figure{}, err
	}
	defer peer.Close()
	ctx := who.With(context.Background(), who.System)
	f, err := measure(work{
		name: "bulk write, a group of 500 customers", note: "peer: one transaction, JSON document and 11 indexes",
		ours: func(i int) error {
			return db.Write(ctx, func(ctx context.Context) error {
				for k := range 500 {
					c := b.firm((i+1)*500 + k)
					c.OwnerID, c.ParentID = "", ""
					if err := db.Put(ctx, c); err != nil {
						return err
					}
				}
				return nil
			})
		},
		peer: func(i int) error {
			return peer.Write(false, func(w *peers.Writer) error {
				for k := range 500 {
					if err := w.Customer(b.firm((i+1)*500 + k)); err != nil {
						return err
					}
				}
				return nil
			})
		},
	})
	if f.Ours.Median > 0 && f.Peer.Median > 0 {
		f.Extra = fmt.Sprintf("%s against %s records a second", grouped(int(500/f.Ours.Median.Seconds())), grouped(int(500/f.Peer.Median.Seconds())))
	}
	return f, err
}
