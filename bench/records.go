package main

import (
	"encoding/json"
	"fmt"
	"time"

	"xingke/backend/core/records"
	"xingke/backend/modules/customers"

	"xingke/bench/peers"
)

// single are works on one record: opening and saving.
func (b *bench) single() ([]work, error) {
	some := func(i int) string { return b.customers[(i+1)*7919%len(b.customers)] }
	revs := map[string]int{}
	for i := range b.how.most + 1 {
		type revised struct{ Rev int }
		one, err := ask[revised](b.app, "records.get", records.Ref{Entity: "customer", ID: some(i - 1)})
		if err != nil {
			return nil, err
		}
		revs[some(i-1)] = one.Rev
	}
	return []work{
		{name: "open a customer with the first page of its timeline, as the pages call it", bar: 5 * time.Millisecond, grows: flat,
			ours: func(i int) error { return b.openOurs(some(i)) }, peer: func(i int) error { return b.openPeers(some(i)) }},
		{name: "open the customer with most follow-ups, as the pages call it", bar: 5 * time.Millisecond, grows: flat,
			ours: func(int) error { return b.openOurs(b.busiest.ID) }, peer: func(int) error { return b.openPeers(b.busiest.ID) }},
		{name: "save a new customer, as the pages call it", bar: 20 * time.Millisecond, grows: flat, note: "peer: one transaction, synced, its 11 indexes",
			ours: func(i int) error { return b.create(b.firm(i)) },
			peer: func(i int) error {
				c := b.firm(i)
				return b.peer.Write(false, func(w *peers.Writer) error { return w.Customer(c) })
			}},
		{name: "change a customer, as the pages call it", bar: 20 * time.Millisecond, grows: flat,
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

// openOurs reads a customer and the first page of its timeline.
func (b *bench) openOurs(of string) error {
	if err := b.call("records.get", `{"entity":"customer","id":"`+of+`"}`); err != nil {
		return err
	}
	return b.call("records.list", `{"entity":"followUp","where":{"field":"customerId","op":"eq","value":"`+of+`"},"sort":[{"field":"at","desc":true}],"limit":20}`)
}

func (b *bench) openPeers(of string) error {
	if _, err := b.peer.Rows("SELECT * FROM customer WHERE id=?", of); err != nil {
		return err
	}
	if _, err := b.peer.Rows("SELECT count(*) FROM followup WHERE customer=?", of); err != nil {
		return err
	}
	_, err := b.peer.Rows("SELECT * FROM followup WHERE customer=? ORDER BY at DESC LIMIT 20", of)
	return err
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
func (b *bench) saveTogether() ([]figure, error) {
	each := 25
	if b.how == hasty {
		each = 1
	}
	ours, err := crowd(each, func(i int) error { return b.create(b.firm(20_000 + i)) })
	if err != nil {
		return nil, err
	}
	peer, err := crowd(each, func(i int) error {
		c := b.firm(30_000 + i)
		return b.peer.Write(false, func(w *peers.Writer) error { return w.Customer(c) })
	})
	f := once("save a new customer, 8 writers at once, each, as the pages call it", 0, ours, peer)
	f.Grows = flat
	return []figure{f}, err
}

// findable is how long after a save what was saved is found.
func (b *bench) findable() ([]work, error) {
	return []work{{name: "save until it is found by search, as the pages call it", bar: 500 * time.Millisecond, grows: flat, ours: func(i int) error {
		c := b.firm(40_000 + i)
		c.Name = fmt.Sprintf("琥珀%d%d", i+1, time.Now().UnixNano())
		if err := b.create(c); err != nil {
			return err
		}
		for begun := time.Now(); ; {
			out, err := ask[records.SearchOutput](b.app, "search.query", records.SearchInput{Text: c.Name, Entities: []string{"customer"}})
			if err != nil || len(out.Groups) > 0 {
				return err
			}
			if time.Since(begun) > time.Minute {
				return fmt.Errorf("%s is not found after a minute", c.Name)
			}
		}
	}}}, nil
}
