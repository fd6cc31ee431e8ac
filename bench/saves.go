package main

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"xingke/backend/base/clock"
	"xingke/backend/base/day"
	"xingke/backend/base/id"
	"xingke/backend/core/columns"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/seal"
	"xingke/backend/core/store"

	"xingke/bench/peers"
)

const (
	saveNeed     = 1.15    // times SQLite's time, one writer
	togetherNeed = 1.0 / 3 // 3 times its rate, eight writers
	bulkNeed     = 0.5     // twice its rate
	writers      = 8
)

// slip is a record of usual length with three indexes, one of them unique.
type slip struct {
	entity.Base
	Name    string  `json:"name"`
	Code    string  `json:"code"`
	Phone   string  `json:"phone"`
	Day     day.Day `json:"day"`
	Address string  `json:"address"`
	Note    string  `json:"note"`
}

var slips = entity.Define("slip", "单据", func(s *slip) []field.Field {
	return []field.Field{
		field.Text(&s.Name, "名称").Title(), field.Text(&s.Code, "编号").Unique(), field.Phone(&s.Phone, "电话").Index(),
		field.Day(&s.Day, "日期").Index(), field.Text(&s.Address, "地址").Max(300), field.LongText(&s.Note, "备注"),
	}
})

// desk is a store of slips by itself and a table of them at SQLite, both filled with as many as the book has customers.
type desk struct {
	b    *bench
	db   *store.DB
	peer *peers.SQLite
	next int
}

// saves is the step of acknowledged saves: record, three indexes and journal, synced.
func (b *bench) saves() (err error) {
	dir := filepath.Join(b.dir, "saves")
	defer os.RemoveAll(dir)
	d := &desk{b: b}
	if d.db, err = store.Open(store.Config{Dir: filepath.Join(dir, "book"), Keys: seal.New(), Types: entity.NewSet(entity.Group{Module: "bench", Types: []*entity.Type{slips.Type}})}); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.db.Close()) }()
	if d.peer, err = peers.Make(filepath.Join(dir, "peer"), peers.Slips); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.peer.Close()) }()
	for d.next < b.report.Customers {
		from := d.next
		d.next = min(b.report.Customers, from+500)
		if err := d.both(from, d.next); err != nil {
			return err
		}
	}
	one := work{
		name: "save, engine: record, 3 indexes, journal, synced", need: saveNeed, grows: flat, bar: 20 * time.Millisecond, note: "peer: row, document, 3 indexes, synced",
		ours: func(i int) error { return d.db.Put(b.ctx, d.slip(d.next+2*i+10)) },
		peer: func(i int) error { return d.insert(d.slip(d.next + 2*i + 11)) },
	}
	if err := b.works(func() ([]work, error) { return []work{one}, nil })(); err != nil {
		return err
	}
	d.next += 10_000
	many := work{
		name: "save, engine: the same, 8 writers at once, each", need: togetherNeed, grows: flat, note: "the time of one record",
	}
	f, err := d.together(many)
	if err != nil {
		return err
	}
	b.add(f)
	return nil
}

func (d *desk) slip(i int) *slip {
	c := d.b.firms[i%len(d.b.firms)]
	return &slip{Base: entity.Base{ID: id.New()}, Name: c.Name, Code: fmt.Sprintf("S%08d", i), Phone: fmt.Sprintf("139%08d", i%90_000_000), Day: day.Of(2024, 1, 1) + day.Day(i%700), Address: c.Address,
		Note: "上门拜访，看了两条产线，主要问题是停机多、备件贵，现场拍了铭牌，对方要求保留原有机柜，只换驱动和控制部分，工期不超过五天。" + c.Website}
}

// both puts the same slips into both, each in one transaction.
func (d *desk) both(from, to int) error {
	err := d.db.Write(d.b.ctx, func(ctx context.Context) error {
		for i := from; i < to; i++ {
			if err := d.db.Put(ctx, d.slip(i)); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	return d.peer.Insert("slip", 5, func(put *sql.Stmt) error {
		for i := from; i < to; i++ {
			if err := d.put(put, d.slip(i)); err != nil {
				return err
			}
		}
		return nil
	})
}

func (d *desk) put(put *sql.Stmt, s *slip) error {
	doc, err := json.Marshal(s)
	if err == nil {
		_, err = put.Exec(s.ID, s.Code, s.Phone, int64(s.Day), doc)
	}
	return err
}

func (d *desk) insert(s *slip) error {
	return d.peer.Insert("slip", 5, func(put *sql.Stmt) error { return d.put(put, s) })
}

// together lets eight writers save at once on each side, by turns, some times over.
func (d *desk) together(w work) (figure, error) {
	f := figure{Work: w.name, Note: w.note, Need: w.need, Grows: w.grows}
	var ours, peer []time.Duration
	each := 40
	if d.b.how == hasty {
		each = 1
	}
	for range min(5, d.b.how.fewest) {
		for k, save := range []func(i int) error{
			func(i int) error { return d.db.Put(d.b.ctx, d.slip(d.next+i)) },
			func(i int) error { return d.insert(d.slip(d.next + i)) },
		} {
			took, err := crowd(each, save)
			if err != nil {
				return f, err
			}
			d.next += writers * each
			if k == 0 {
				ours = append(ours, took)
			} else {
				peer = append(peer, took)
			}
		}
	}
	f.Ours, f.Peer = sampleOf(ours), sampleOf(peer)
	f.Extra = fmt.Sprintf("%s against %s records a second", grouped(int(1/f.Ours.Median.Seconds())), grouped(int(1/f.Peer.Median.Seconds())))
	return f, nil
}

// crowd lets eight writers save so many each, and gives the time of one record.
func crowd(each int, save func(i int) error) (time.Duration, error) {
	var wait sync.WaitGroup
	failed := make(chan error, writers)
	begun := time.Now()
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
	took := time.Since(begun) / time.Duration(writers*each)
	select {
	case err := <-failed:
		return took, err
	default:
		return took, nil
	}
}

// bulk writes customers in groups of 500 into an empty store with columns, without search on either side.
func (b *bench) bulk() ([]figure, error) {
	dir := filepath.Join(b.dir, "bulk")
	defer os.RemoveAll(dir)
	keys, types := seal.New(), entity.NewSet(groups()...)
	db, err := store.Open(store.Config{Dir: filepath.Join(dir, "book"), Keys: keys, Types: types})
	if err != nil {
		return nil, err
	}
	defer db.Close()
	if _, err := columns.Open(db, types, keys, "", clock.System{}); err != nil {
		return nil, err
	}
	peer, err := peers.Open(filepath.Join(dir, "peer"))
	if err != nil {
		return nil, err
	}
	defer peer.Close()
	list, err := b.how.measure(work{
		name: "bulk write, engine: a group of 500 customers", need: bulkNeed, grows: flat, note: "peer: one transaction, JSON document and 11 indexes",
		ours: func(i int) error {
			return db.Write(b.ctx, func(ctx context.Context) error {
				for k := range 500 {
					if err := db.Put(ctx, b.stranger((i+1)*500+k)); err != nil {
						return err
					}
				}
				return nil
			})
		},
		peer: func(i int) error {
			return peer.Write(false, func(w *peers.Writer) error {
				for k := range 500 {
					if err := w.Customer(b.stranger((i+1)*500 + k)); err != nil {
						return err
					}
				}
				return nil
			})
		},
	})
	if err == nil {
		f := &list[0]
		f.Extra = fmt.Sprintf("%s against %s records a second", grouped(int(500/f.Ours.Median.Seconds())), grouped(int(500/f.Peer.Median.Seconds())))
	}
	return list, err
}
