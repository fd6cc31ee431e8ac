package store

import (
	"context"
	"errors"
	"runtime"

	"xingke/backend/core/store/engine"
	"xingke/backend/core/store/journal"
	"xingke/backend/core/store/sorter"
)

// fillAtOnce is how much of the journal, unpacked, a view that is made anew sorts in memory.
const fillAtOnce = 64 << 20

// roomToFill is how many times as much room as the journal the pieces and the view may take: the
// journal is packed, most of them are not.
const roomToFill = 12

// leastToFill is the free space with which the filling gives up, rather than meet the end of it.
const leastToFill = 64 << 20

// filler makes a whole view from the journal: all that was said about one record or one change
// set is brought together by sorting, becomes what it is at last, and is written once, in order.
// The result is the same to the byte as if the changes had been replayed one after the other.
type filler struct {
	db      *DB
	indexes map[string][]index
	said    *sorter.Sorter    // changes by the record they are about, frames by their set
	rest    *sorter.Sorter    // what follows from them: indexes, and sets by their sequence
	undoes  map[string]string // sets that take back another, and which one
	place   applied
	value   []byte
	tell    func(share float64)
}

// hasRoomToFill tells whether the disk has room for what is sorted and for the view, so that neither
// meets its end on the way. Without it the changes are replayed, which is slower and takes less.
func (db *DB) hasRoomToFill() bool {
	if db.cfg.Dir == "" {
		return true
	}
	_, stored := db.log.Size()
	free, err := db.cfg.seams.free(db.cfg.Dir)
	return err == nil && free > leastToFill+roomToFill*uint64(stored)
}

// fill makes the view anew in an engine. What it leaves behind when it fails is no view.
func (db *DB) fill(ctx context.Context, e engine.Engine, indexes map[string][]index, tell func(share float64)) (applied, error) {
	f := &filler{db: db, indexes: indexes, undoes: map[string]string{}, tell: tell}
	f.said, f.rest = sorter.New(db.cfg.Dir, db.cfg.seams.piece), sorter.New(db.cfg.Dir, db.cfg.seams.piece/4)
	defer func() {
		logged("close a sorter", f.said.Close())
		logged("close a sorter", f.rest.Close())
	}()
	if err := f.gather(ctx); err != nil {
		return applied{}, err
	}
	var failed error
	err := e.Load(func(put func(key, value []byte) error) error {
		failed = f.settle(ctx, put)
		if failed == nil {
			failed = f.rest.Walk(func(key []byte, _ uint64, value []byte) error { return put(key, value) })
		}
		return failed
	})
	if err != nil && failed == nil {
		err = errors.Join(errView, err)
	}
	return f.place, err
}

// gather reads the journal and lays what it says by its subject.
func (f *filler) gather(ctx context.Context) error {
	var failed error
	last := float64(f.db.log.Last())
	err := f.db.log.Frames(0, func(one journal.Frame) bool {
		if failed = f.frame(one); failed == nil {
			failed = ctx.Err()
		}
		f.tell(float64(one.Last) / last / 3)
		return failed == nil
	})
	if err != nil {
		return err
	}
	return failed
}

// What an item about a change set says.
const (
	setFrame  = iota // a frame of it: a SetInfo of this frame alone
	setUndone        // it was taken back by the set that follows
	setAgain         // it stands again, if it was the set that follows that took it back
)

func (f *filler) frame(one journal.Frame) error {
	c, n, d, err := openFrame(one.First, one.Payload)
	if err != nil {
		return err
	}
	info := SetInfo{ID: c.Set, Label: c.Label, At: c.At, Actor: c.Actor, First: one.First, Last: one.Last, Count: n, Undoes: c.Undoes, Entities: map[string]int{}}
	head := appendText(appendInt(nil, c.At.UnixMicro()), c.Actor)
	var key []byte
	for i := range n {
		entity, id, raw := d.subject()
		if d.err != nil {
			return d.err
		}
		info.Entities[entity]++
		key = append(append(append(append(key[:0], spaceRecord), entity...), 0), id...)
		f.value = append(append(f.value[:0], head...), raw...)
		if err := f.said.Add(key, one.First+uint64(i), f.value); err != nil {
			return err
		}
	}
	if err := d.ended(n); err != nil {
		return err
	}
	f.place = applied{seq: one.Last, dseq: f.place.dseq, at: c.At.UnixMicro(), hash: one.Hash}
	if c.Device == f.db.cfg.Device {
		f.place.dseq = c.DSeq + uint64(n) - 1
	}
	return f.set(&info)
}

// set lays what a frame says of its set, and what it means for the set that it takes back.
func (f *filler) set(info *SetInfo) error {
	if err := f.aboutSet(info.ID, info.First, setFrame, encodeSet(info)); err != nil || info.Undoes == "" {
		return err
	}
	if _, known := f.undoes[info.ID]; known {
		return nil
	}
	f.undoes[info.ID] = info.Undoes
	if err := f.aboutSet(info.Undoes, info.First, setUndone, []byte(info.ID)); err != nil {
		return err
	}
	if again, ok := f.undoes[info.Undoes]; ok {
		return f.aboutSet(again, info.First, setAgain, []byte(info.Undoes))
	}
	return nil
}

func (f *filler) aboutSet(set string, seq uint64, what byte, value []byte) error {
	f.value = append(append(f.value[:0], what), value...)
	return f.said.Add(setSeqKey(set), seq, f.value)
}

// subject reads which record the next change is about, and passes over it.
func (d *decoder) subject() (entity string, id, raw []byte) {
	whole := d.b
	d.items(cborArray)
	name := d.raw()
	id = d.raw()
	for range 3 { // verb, revision, what it is based on
		d.uint()
	}
	for n := d.items(cborArray); n > 0 && d.err == nil; n-- {
		d.skip()
	}
	return string(name), id, whole[:len(whole)-len(d.b)]
}

// settle brings together what was said and puts what came of it, in order. The work on one batch
// is done beside the reading of the next.
func (f *filler) settle(ctx context.Context, put func(key, value []byte) error) error {
	work, stop := context.WithCancel(ctx)
	defer stop()
	batches := make(chan *batch, 2*runtime.GOMAXPROCS(0))
	walked := make(chan error, 1)
	go func() {
		walked <- f.walk(work, batches)
		close(batches)
	}()
	var failed error
	for b := range batches {
		if <-b.done; failed == nil {
			failed = f.putBatch(b, put)
		}
		if failed != nil {
			stop()
		}
	}
	if err := <-walked; failed == nil {
		failed = err
	}
	return failed
}

// walk cuts what was said into batches and has each worked on.
func (f *filler) walk(ctx context.Context, batches chan<- *batch) error {
	b := &batch{}
	begin := func(full *batch) error {
		full.done = make(chan struct{})
		select {
		case batches <- full:
		case <-ctx.Done():
			return ctx.Err()
		}
		go func() {
			defer close(full.done)
			full.work(f)
		}()
		return nil
	}
	err := f.said.Walk(func(key []byte, n uint64, value []byte) error {
		if !b.about(key) {
			if len(b.bytes) >= batchBytes {
				if err := begin(b); err != nil {
					return err
				}
				b = &batch{}
			}
			b.subject(key)
		}
		b.say(n, value)
		return nil
	})
	if err == nil && len(b.subjects) > 0 {
		err = begin(b)
	}
	return err
}

// putBatch puts what came of a batch; what does not follow in order is laid by for later.
func (f *filler) putBatch(b *batch, put func(key, value []byte) error) error {
	if b.err != nil {
		return b.err
	}
	for _, o := range b.puts {
		if err := put(o.key, o.value); err != nil {
			return err
		}
	}
	for _, o := range b.rest {
		if err := f.rest.Add(o.key, o.seq, o.value); err != nil {
			return err
		}
	}
	if f.db.cfg.Dir != "" { // Badger would not survive the end of the room
		if free, err := f.db.cfg.seams.free(f.db.cfg.Dir); err == nil && free < leastToFill {
			return noRoomToOpen(free)
		}
	}
	f.tell(1./3 + float64(b.last)/float64(f.place.seq)*2/3)
	return nil
}
