package store

import (
	"context"
	"fmt"
	"runtime"
	"sync"

	"xingke/backend/core/entity"
	"xingke/backend/core/store/engine"
)

// Records are read ahead in lots of about so many bytes, the first ones smaller: who looks for one record
// among a few does not wait for many.
const (
	firstLot = 4 << 10
	lotBytes = 64 << 10
)

// lot is records that lie one behind the other: sealed, and then opened.
type lot struct {
	bytes  []byte
	sealed []sealed
	opened []entity.Record
	err    error // of the record behind the opened ones
	done   chan struct{}
}

type sealed struct{ key, value span }

func (l *lot) of(s span) []byte { return l.bytes[s.from:s.to] }

func (l *lot) keep(raw []byte) span {
	from := len(l.bytes)
	l.bytes = append(l.bytes, raw...)
	return span{from, len(l.bytes)}
}

// ahead yields every record of a type with its key, in their order, until yield returns false. The next ones are read
// and opened meanwhile, on every processor there is.
func (db *DB) ahead(ctx context.Context, snap engine.Snapshot, p *plan, yield func(key string, rec entity.Record) bool) error {
	reading, stop := context.WithCancel(ctx)
	lots := make(chan *lot, runtime.GOMAXPROCS(0))
	var failed error // of the reading
	var workers sync.WaitGroup
	workers.Go(func() {
		defer close(lots)
		failed = readLots(snap, p, func(l *lot) bool {
			select {
			case lots <- l:
			case <-reading.Done():
				return false
			}
			workers.Go(func() {
				defer close(l.done)
				l.open(db, p)
			})
			return true
		})
	})
	defer workers.Wait()
	defer stop()
	for l := range lots {
		<-l.done
		for i, rec := range l.opened {
			if !yield(string(l.of(l.sealed[i].key)), rec) {
				return nil
			}
		}
		if l.err != nil {
			return viewFault(l.err)
		}
	}
	if failed != nil {
		return viewFault(failed)
	}
	return ctx.Err()
}

// readLots cuts the records of a type into lots until begin returns false.
func readLots(snap engine.Snapshot, p *plan, begin func(*lot) bool) error {
	l, limit, more := &lot{done: make(chan struct{})}, firstLot, true
	err := snap.Scan(engine.Prefix(entityKey(spaceRecord, p.t.Name)), func(key, value []byte) bool {
		l.sealed = append(l.sealed, sealed{l.keep(key), l.keep(value)})
		if len(l.bytes) < limit {
			return true
		}
		more = begin(l)
		limit = min(2*limit, lotBytes)
		l = &lot{bytes: make([]byte, 0, limit+limit/4), done: make(chan struct{})}
		return more
	})
	if err == nil && more && len(l.sealed) > 0 {
		begin(l)
	}
	return err
}

// open opens the records of a lot, up to the first that does not open.
func (l *lot) open(db *DB, p *plan) {
	prefix := len(entityKey(spaceRecord, p.t.Name))
	l.opened = make([]entity.Record, 0, len(l.sealed))
	var plain []byte
	for _, one := range l.sealed {
		key := l.of(one.key)
		var rec entity.Record
		if plain, l.err = db.openInto(plain[:0], key, l.of(one.value)); l.err == nil {
			rec, l.err = p.decode(string(key[prefix:]), plain)
		}
		if l.err != nil {
			l.err = fmt.Errorf("%s %s: %w", p.t.Name, key[prefix:], l.err)
			return
		}
		l.opened = append(l.opened, rec)
	}
}
