package main

import (
	"context"
	"fmt"
	"net/http"
	"path/filepath"
	"runtime"
	"time"

	"xingke/app"
	"xingke/app/office"
	"xingke/backend/base/clock"
	"xingke/backend/base/lang"
	"xingke/backend/core/columns"
	"xingke/backend/core/entity"
	"xingke/backend/core/seal"
	"xingke/backend/core/store"
	"xingke/frontend"
)

const (
	startSmall = 300 * time.Millisecond // up to 200,000 records
	startLarge = 800 * time.Millisecond
	doorBar    = 1500 * time.Millisecond
	smallBook  = 200_000
)

const byName = `{"entity":"customer","sort":[{"field":"name"}],` + asked + `}`

// start opens the book until the first list is there, a few times each: the engine by itself, the
// whole program, and the program behind its door, asked by HTTP. It stays open at the end.
func (b *bench) start() (all []figure, err error) {
	bar := startLarge
	if b.report.Records <= smallBook {
		bar = startSmall
	}
	for _, one := range []struct {
		name string
		bar  time.Duration
		do   func() (shut func() error, err error)
	}{
		{"start: store and columns until the first list by name, engine", bar, b.startEngine},
		{"start: the program until the first list by name", bar, b.startApp},
		{"start: the door until the first list by HTTP", doorBar, b.startDoor},
	} {
		var ours, peer []time.Duration
		for range min(5, b.how.fewest) {
			runtime.GC()
			begun := time.Now()
			shut, err := one.do()
			if err != nil {
				return nil, err
			}
			ours = append(ours, time.Since(begun))
			if err := shut(); err != nil {
				return nil, err
			}
			begun = time.Now()
			if err := b.peer.Reopen(); err != nil {
				return nil, err
			}
			if err := b.page(shown, "FROM customer", "ORDER BY pinyin", 0)(0); err != nil {
				return nil, err
			}
			peer = append(peer, time.Since(begun))
		}
		f := figure{Work: one.name, Bar: one.bar, Grows: builds, Ours: sampleOf(ours), Peer: sampleOf(peer)}
		f.Extra = fmt.Sprintf("%s records", grouped(b.report.Records))
		all = append(all, f)
	}
	b.app, err = app.Open(app.Config{Dir: b.bookDir()})
	if err != nil {
		return nil, err
	}
	if err := settled(b.app); err != nil {
		return nil, err
	}
	views, err := filepath.Glob(filepath.Join(b.bookDir(), "view-*"))
	if err != nil {
		return nil, err
	}
	records := int64(0)
	for _, view := range views {
		records += sizeOf(view)
	}
	sizes := weighed("the book on disk", amount{Got: float64(sizeOf(b.bookDir())) / (1 << 20), Unit: "MB"})
	sizes.Extra = fmt.Sprintf("journal %d MB, records %d MB, search %d MB, columns %d MB; peer %d MB", sizeOf(filepath.Join(b.bookDir(), "journal"))>>20,
		records>>20, sizeOf(filepath.Join(b.bookDir(), "search"))>>20, sizeOf(filepath.Join(b.bookDir(), "columns"))>>20, b.peer.Size()>>20)
	return append(all, sizes), nil
}

func (b *bench) startEngine() (func() error, error) {
	keys, err := seal.Unlock(b.bookDir(), "")
	if err != nil {
		return nil, err
	}
	types := entity.NewSet(groups()...)
	db, err := store.Open(store.Config{Dir: b.bookDir(), Keys: keys, Types: types})
	if err != nil {
		return nil, err
	}
	c, err := columns.Open(db, types, keys, b.bookDir(), clock.System{})
	if err == nil {
		_, err = c.List(b.ctx, columns.Query{Entity: "customer", Sort: []columns.Sort{{Field: "name"}}, Limit: 100})
	}
	return func() error {
		if err := c.Close(); err != nil {
			return err
		}
		return db.Close()
	}, err
}

func (b *bench) startApp() (func() error, error) {
	a, err := app.Open(app.Config{Dir: b.bookDir()})
	if err != nil {
		return nil, err
	}
	_, err = a.Call(context.Background(), "records.list", []byte(byName))
	return a.Close, err
}

func (b *bench) startDoor() (func() error, error) {
	a, err := app.Open(app.Config{Dir: b.bookDir()})
	if err != nil {
		return nil, err
	}
	d, err := openDoor(a)
	if err != nil {
		return nil, err
	}
	err = d.call("records.list", byName)
	return func() error {
		if err := d.close(); err != nil {
			return err
		}
		return a.Close()
	}, err
}

// visitor is a browser before the door of the office.
type visitor struct {
	client *http.Client
	base   string
	stop   context.CancelFunc
	served chan error
}

func openDoor(a *app.App) (*visitor, error) {
	server, err := office.Open(a, "127.0.0.1:0", frontend.Pages(), lang.ZH)
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithCancel(context.Background())
	d := &visitor{stop: stop, served: make(chan error, 1)}
	go func() { d.served <- server.Serve(ctx) }()
	return d, d.enter(server.Address())
}

func (d *visitor) close() error {
	d.client.CloseIdleConnections()
	d.stop()
	return <-d.served
}
