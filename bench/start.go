package main

import (
	"fmt"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"time"

	"xingke/app"
)

const startBar = 2 * time.Second

// start opens the book until the first list is there, a few times; then it waits for the search index.
func (b *bench) start() (figure, error) {
	var ours, peer []time.Duration
	for range 5 {
		if b.app != nil {
			if err := b.app.Close(); err != nil {
				return figure{}, err
			}
		}
		runtime.GC()
		begun := time.Now()
		a, err := app.Open(app.Config{Dir: b.bookDir(), Quiet: b.quiet})
		if err != nil {
			return figure{}, err
		}
		b.app = a
		if err := b.list(`{"entity":"customer","sort":[{"field":"name"}],` + asked + `}`)(0); err != nil {
			return figure{}, err
		}
		ours = append(ours, time.Since(begun))
		begun = time.Now()
		if err := b.peer.Reopen(); err != nil {
			return figure{}, err
		}
		if err := b.page(shown, "FROM customer", "ORDER BY pinyin", 0)(0); err != nil {
			return figure{}, err
		}
		peer = append(peer, time.Since(begun))
	}
	f := figure{Work: "start: open the book until the first list by name", Bar: startBar, Ours: sampleOf(ours), Peer: sampleOf(peer)}
	return f, nil
}

// fillIndex opens the book and waits until all of it can be searched.
func (b *bench) fillIndex() error {
	begun := time.Now()
	grew := watch()
	a, err := app.Open(app.Config{Dir: b.bookDir(), Quiet: b.quiet})
	if err != nil {
		return err
	}
	b.app = a
	if b.quiet {
		b.report.Figures = b.report.Figures[:len(b.report.Figures)-1] // nothing to compare the peer's with
		grew()
		return nil
	}
	if err := settled(a); err != nil {
		return err
	}
	took := time.Since(begun)
	h, err := b.health()
	if err != nil {
		return err
	}
	b.report.Records = int(h.Search.Records)
	f := &b.report.Figures[len(b.report.Figures)-1]
	if f.Peer.Times == 0 { // both were filled by an earlier run
		b.report.Figures = b.report.Figures[:len(b.report.Figures)-1]
		grew()
		return nil
	}
	f.Ours = sampleOf([]time.Duration{took})
	f.Extra = fmt.Sprintf("ours: all entities, %s a second, %d MB at most", grouped(int(float64(h.Search.Records)/took.Seconds())), grew()>>20)
	return nil
}

// rest is what the open book takes when nothing happens.
func (b *bench) rest() (figure, error) {
	if !b.quiet {
		if err := settled(b.app); err != nil {
			return figure{}, err
		}
	}
	debug.FreeOSMemory()
	h, err := b.health()
	if err != nil {
		return figure{}, err
	}
	f := figure{Work: "memory with the book open, at rest"}
	f.Extra = fmt.Sprintf("%d MB of Go; on disk: journal %d MB, records %d MB, search %d MB, columns %d MB; peer %d MB",
		taken()>>20, h.Journal.Size>>20, h.Journal.View>>20, sizeOf(filepath.Join(b.bookDir(), "search"))>>20,
		sizeOf(filepath.Join(b.bookDir(), "columns"))>>20, b.peer.Size()>>20)
	return f, nil
}
