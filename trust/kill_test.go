package trust_test

import (
	"context"
	"math/rand/v2"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"xingke/trust"
)

// The program is killed at random moments while forms, an import, bulk changes and undos go on,
// and now and then while it opens the book. Whatever it had acknowledged is there again, each bulk
// change and import whole or not at all, and xingke verify finds nothing.
func TestKills(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	dir, f := t.TempDir(), &found{}
	book := filepath.Join(dir, "book")
	l := newLedger(t, dir)
	kills, opening := trust.Size(25, 200), 0
	var slowest time.Duration
	r := serve(t, book)
	l.makeGroup(r)
	for round := range kills {
		l.killAtWork(r, f)
		if round%6 == 5 { // and once more while it opens
			path, err := program()
			must(t, err)
			again, _ := launch(t, path, book)
			time.Sleep(rand.N(150 * time.Millisecond)) // any moment will do
			again.kill()
			opening++
		}
		if round%8 == 7 || round == kills-1 {
			if said, err := command(t, "verify", "--book", book); err != nil {
				f.add(&f.wrong, "verify: %v %s", err, said)
			}
		}
		began := time.Now()
		r = serve(t, book)
		slowest = max(slowest, time.Since(began))
		l.check(r, f, false)
		if f.lost+f.halves > 0 {
			break
		}
	}
	l.check(r, f, true)
	r.stop(t)
	for _, text := range f.said {
		t.Error(text)
	}
	trust.Record(t, "Killed", "the program killed in the middle of forms, imports, bulk changes and undos",
		trust.Count("kills at work", kills), trust.Count("kills while opening", opening), trust.Count("acknowledged answers", int(l.acks.Load())),
		trust.Lost("acknowledged writes lost", f.lost), trust.Lost("half transactions", f.halves), trust.Lost("other findings (verify)", f.wrong),
		trust.Took("slowest reopening, from starting the process to its answer", slowest, 0))
}

// killAtWork lets the load run and kills the program after a random number of answers.
func (l *ledger) killAtWork(r *running, f *found) { l.untilThen(r, f, func() {}) }

// untilThen is killAtWork with something to do in the moment before.
func (l *ledger) untilThen(r *running, f *found, then func()) {
	ctx, cancel := context.WithCancel(l.t.Context())
	defer cancel()
	var mu sync.Mutex
	wrong := func(err error) {
		mu.Lock()
		defer mu.Unlock()
		f.add(&f.wrong, "%v", err)
	}
	until := l.acks.Load() + 1 + rand.Int64N(int64(trust.Size(40, 120)))
	done := make(chan struct{})
	go func() { defer close(done); l.work(ctx, r, wrong) }()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for working := true; working && l.acks.Load() < until; {
		select {
		case <-tick.C:
		case <-done: // everybody stopped by himself: the findings say why
			working = false
		}
	}
	then()
	r.kill()
	<-done
}
