package store

import (
	"context"
	"errors"
	"log/slog"

	"xingke/backend/base/id"
	"xingke/backend/base/who"
	"xingke/backend/core/entity"
	"xingke/backend/core/store/engine"
)

// minFree is the free space below which nothing is written: Badger does not survive a full disk.
const minFree = 64 << 20

// leastToOpen is the free space that opening a book takes: what is read from the journal is kept in mapped files.
const leastToOpen = 8 << 20

// sentinelEvery is how many changes may pass before the sentinel is written again.
const sentinelEvery = 20_000

// Commit is what one transaction did, as observers see it.
type Commit struct {
	Seq   uint64   // of its last change
	Hash  [32]byte // see HashAt
	Items []Item
}

// Item is one change with the record before and after it. The records are copies; do not
// change them. Before is nil on creation.
type Item struct {
	Type          *entity.Type
	Before, After entity.Record
	Change        *Change
}

// Observe has fn called with every commit, in order, under the writer's lock and before the
// Write returns; fn must be quick and must not write. It is for what must never lag behind.
func (db *DB) Observe(fn func(Commit)) {
	<-db.writer
	defer func() { db.writer <- struct{}{} }()
	db.observers = append(db.observers, fn)
}

// Still runs fn while nobody writes, so that what fn reads and the commits observed from then
// on leave no gap. It is for observers that load themselves; fn must not write.
func (db *DB) Still(ctx context.Context, fn func(seq uint64) error, observe func(Commit)) error {
	select {
	case <-db.writer:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { db.writer <- struct{}{} }()
	if db.closed.Load() {
		return closed()
	}
	if err := fn(db.seq.Load()); err != nil {
		return err
	}
	if observe != nil {
		db.observers = append(db.observers, observe)
	}
	return nil
}

// Finish runs last while nobody writes. If it succeeds no change comes any more: whoever would write, until Close
// and after it, finds the book closed.
func (db *DB) Finish(ctx context.Context, last func() error) error {
	return db.Still(ctx, func(uint64) error {
		err := last()
		db.ended = err == nil
		return err
	}, nil)
}

type txKeyType struct{ db *DB }

// tx is an open transaction. It belongs to the goroutine that runs Write's function.
type tx struct {
	db      *DB
	view    *view
	snap    engine.Snapshot
	at      int64
	actor   string
	set     setIn
	cause   causeIn
	states  map[string]state // of records written here, by key
	trail   []touched        // how to go back to an earlier point
	overlay *engine.Tree     // index keys written here: 1 and the value, or 0 for a key taken away
	changes []pending
	known   map[string]bool // references found to exist
	done    bool
}

type touched struct {
	key    string
	before state
	was    bool
	rec    entity.Record // whose stamps were set, nil if none
	stamps entity.Base
	ops    []op     // laid over the indexes
	under  [][]byte // what the overlay had for each of them; nil if it had nothing for any
}

// pending is a change that waits for the commit.
type pending struct {
	Change
	t             *entity.Type
	before, after state
	ops           []op // on indexes
}

// Write runs fn as one transaction: all of what it puts is saved, or nothing. The transaction
// travels in the context given to fn; everything under it sees what was put so far. A Write
// inside a Write joins it: if the inner one fails, only what it did is taken back. When Write
// returns without an error, the change is on disk.
func (db *DB) Write(ctx context.Context, fn func(ctx context.Context) error) error {
	if outer := db.txIn(ctx); outer != nil {
		return outer.nested(ctx, fn)
	}
	select {
	case <-db.writer:
	case <-ctx.Done():
		return ctx.Err()
	}
	seq, err := db.transact(ctx, fn)
	if err != nil || seq == 0 {
		return err
	}
	if err := db.log.Sync(seq); err != nil {
		return err
	}
	db.feed.wake()
	return nil
}

// transact runs fn and commits, under the writer's lock. It returns the last sequence written, 0 for none.
func (db *DB) transact(ctx context.Context, fn func(ctx context.Context) error) (uint64, error) {
	defer func() { db.writer <- struct{}{} }()
	if db.ended {
		return 0, closed()
	}
	v, err := db.hold()
	if err != nil {
		return 0, err
	}
	defer v.release()
	t := db.begin(ctx, v)
	saved := false
	defer func() {
		if !saved { // also when fn panics
			t.back(0, 0)
		}
		t.end()
	}()
	if err := fn(context.WithValue(ctx, txKeyType{db}, t)); err != nil {
		return 0, err
	}
	if len(t.changes) == 0 {
		return 0, nil
	}
	seq, err := t.commit()
	saved = err == nil
	return seq, err
}

func (db *DB) begin(ctx context.Context, v *view) *tx {
	t := &tx{db: db, view: v, snap: v.engine.Snapshot(), states: map[string]state{}, overlay: &engine.Tree{}, known: map[string]bool{}}
	t.at = db.next()
	user, _ := who.From(ctx)
	t.actor = user.ID
	t.set, _ = ctx.Value(setKeyType{}).(setIn)
	t.cause, _ = ctx.Value(causeKeyType{}).(causeIn)
	return t
}

func (t *tx) end() {
	t.done = true
	t.snap.Release()
}

// txIn returns the open transaction that a context carries.
func (db *DB) txIn(ctx context.Context) *tx {
	if t, ok := ctx.Value(txKeyType{db}).(*tx); ok && !t.done {
		return t
	}
	return nil
}

// nested runs fn as a part that can be taken back by itself.
func (t *tx) nested(ctx context.Context, fn func(ctx context.Context) error) (err error) {
	changes, trail := len(t.changes), len(t.trail)
	defer func() {
		if cause := recover(); cause != nil {
			t.back(changes, trail)
			panic(cause)
		}
	}()
	if err = fn(ctx); err != nil {
		t.back(changes, trail)
	}
	return err
}

// back returns to an earlier point: the records handed in get their old stamps again.
func (t *tx) back(changes, trail int) {
	for i := len(t.trail) - 1; i >= trail; i-- {
		one := t.trail[i]
		if one.was {
			t.states[one.key] = one.before
		} else {
			delete(t.states, one.key)
		}
		if one.rec != nil {
			*one.rec.Meta() = one.stamps
		}
		t.uncover(one)
	}
	t.trail, t.changes = t.trail[:trail], t.changes[:changes]
}

// cover lays index changes over what the view has.
func (t *tx) cover(one *touched) {
	for i, o := range one.ops {
		if old, ok := t.overlay.Get(o.key); ok {
			if one.under == nil {
				one.under = make([][]byte, len(one.ops))
			}
			one.under[i] = old
		}
		if o.gone {
			t.overlay.Put(o.key, []byte{0})
		} else {
			t.overlay.Put(o.key, append([]byte{1}, o.value...))
		}
	}
}

// uncover takes them off again, the last one first.
func (t *tx) uncover(one touched) {
	for i := len(one.ops) - 1; i >= 0; i-- {
		if one.under != nil && one.under[i] != nil {
			t.overlay.Put(one.ops[i].key, one.under[i])
		} else {
			t.overlay.Delete(one.ops[i].key)
		}
	}
}

// add takes a change into the transaction.
func (t *tx) add(p pending, rec entity.Record, stamps entity.Base) {
	key := string(recordKey(p.Entity, p.ID))
	before, was := t.states[key]
	one := touched{key: key, before: before, was: was, rec: rec, stamps: stamps, ops: p.ops}
	t.cover(&one)
	t.trail = append(t.trail, one)
	t.states[key] = p.after
	t.changes = append(t.changes, p)
}

// commit writes the frame to the journal, then the view, and tells the observers.
func (t *tx) commit() (uint64, error) {
	db := t.db
	if err := db.roomToWrite(); err != nil {
		return 0, err
	}
	f := t.frame()
	payload, err := encodeFrame(f)
	if err != nil {
		return 0, err
	}
	if err := db.log.Append(f.first(), f.last(), payload); err != nil {
		return 0, err
	}
	sets := newSetBook()
	err = sets.note(t.snap, f)
	if err == nil {
		err = t.apply(f, sets)
	}
	if err != nil {
		return 0, t.takeBack(err)
	}
	db.last = journalPlace{seq: f.last(), dseq: f[len(f)-1].DSeq, at: t.at}
	db.seq.Store(f.last())
	t.tell(f)
	if f.last()-db.savedSeq() > sentinelEvery {
		go func() { logged("save the sentinel", db.saveSentinel()) }()
	}
	return f.last(), nil
}

// frame numbers the changes.
func (t *tx) frame() frame {
	if t.set.id == "" {
		t.set.id = id.New()
	}
	f := make(frame, len(t.changes))
	based := map[string]uint64{} // of records changed more than once
	for i := range t.changes {
		one := &t.changes[i]
		c := one.Change
		c.Based = one.before.seq
		if len(t.states) < len(t.changes) {
			key := c.Entity + "\x00" + c.ID
			if seq, ok := based[key]; ok {
				c.Based = seq
			}
			based[key] = t.db.last.seq + 1 + uint64(i)
		}
		c.Seq, c.DSeq = t.db.last.seq+1+uint64(i), t.db.last.dseq+1+uint64(i)
		c.Set, c.Label, c.Undoes = t.set.id, t.set.label, t.set.undoes
		c.Cause, c.Depth = t.cause.cause, t.cause.depth
		f[i], one.after.seq = c, c.Seq
	}
	return f
}

func (t *tx) apply(f frame, sets setBook) error {
	groups := make([][]op, len(f))
	for i := range f {
		groups[i] = t.db.recordOps(make([]op, 0, 2+len(t.changes[i].ops)), &f[i], t.changes[i].after, t.changes[i].ops)
	}
	place := applied{seq: f.last(), dseq: f[len(f)-1].DSeq, at: t.at, hash: t.db.log.Hash()}
	return applyOps(t.view.engine, groups, append(sets.ops(), op{key: appliedKey, value: place.bytes()}))
}

// takeBack removes the frame of a commit that the view did not take.
func (t *tx) takeBack(cause error) error {
	if err := t.db.log.Drop(); err != nil {
		slog.Error("store: a frame that was not applied stays in the journal", "error", err)
		return errors.Join(viewFault(cause), err)
	}
	return viewFault(cause)
}

func (t *tx) tell(f frame) {
	if len(t.db.observers) == 0 {
		return
	}
	c := Commit{Seq: f.last(), Hash: t.db.log.Hash(), Items: make([]Item, len(f))}
	for i := range f {
		one := &t.changes[i]
		p := t.db.plan(one.t)
		c.Items[i] = Item{Type: p.t, After: p.record(one.ID, one.after), Change: &f[i]}
		if one.before.exists() {
			c.Items[i].Before = p.record(one.ID, one.before)
		}
	}
	for _, fn := range t.db.observers {
		fn(c)
	}
}

func (db *DB) roomToWrite() error {
	if db.cfg.Dir == "" {
		return nil
	}
	if free, err := db.cfg.seams.free(db.cfg.Dir); err == nil && free < minFree {
		return fullDisk(free)
	}
	return nil
}

func (db *DB) savedSeq() uint64 {
	if !db.saving.TryLock() {
		return db.seq.Load() // somebody is at it
	}
	defer db.saving.Unlock()
	return db.saved
}
