package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
)

// Follower is told of changes after they are on disk, in order and at least once. It remembers
// by itself how far it has come, best together with what it makes of the changes.
type Follower interface {
	// Name tells followers apart.
	Name() string
	// Cursor is the last sequence the follower has worked through, 0 for none.
	Cursor() (uint64, error)
	// Apply works through changes and moves the cursor behind the last one. It may be given the
	// same changes again.
	Apply(ctx context.Context, changes []Change) error
}

// A Gatherer is a follower for which many changes at once cost hardly more than one: after it
// has been idle it is given a moment in which changes come together, so that it does not take
// the disk from those who save.
type Gatherer interface {
	Follower
	// Gather is how long to wait after the first change.
	Gather() time.Duration
}

const (
	followBatch = 1000
	followTries = 5
)

// following is a follower with what is known of its progress.
type following struct {
	db *DB
	f  Follower

	mu     sync.Mutex
	at     uint64 // worked through or set aside up to here
	err    error  // of the latest try, nil when it went well
	poison []Poison
	turn   int // counts resets, so that work begun before one does not move the place
}

// Poison is a change that a follower could not work through. It was set aside so that the
// others go on; after a restart it is tried again if the follower's own cursor is before it.
type Poison struct {
	Change Change
	Err    error
	At     time.Time
}

// Follow starts a follower in a goroutine of its own. It is woken by commits and catches up
// first. A batch that fails is tried again, then one change at a time; a change that fails
// five times is set aside. Close stops it.
func (db *DB) Follow(f Follower) {
	one := &following{db: db, f: f}
	if at, err := f.Cursor(); err == nil {
		one.at = at
	}
	db.feed.mu.Lock()
	db.feed.followers = append(db.feed.followers, one)
	db.feed.mu.Unlock()
	db.feed.running.Go(func() { one.run(db.feed.ctx) })
}

// Wait returns when a follower has worked through everything up to seq, so that who wrote
// something finds it there.
func (db *DB) Wait(ctx context.Context, follower string, seq uint64) error {
	for {
		news := db.feed.waiting()
		one := db.feed.named(follower)
		if one == nil {
			return fmt.Errorf("store: nobody named %s follows", follower)
		}
		if at, _ := one.place(); at >= seq {
			return nil
		}
		select {
		case <-news:
		case <-ctx.Done():
			return ctx.Err()
		case <-db.feed.ctx.Done():
			return closed()
		}
	}
}

func (f *feed) named(name string) *following {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, one := range f.followers {
		if one.f.Name() == name {
			return one
		}
	}
	return nil
}

func (f *feed) all() []*following {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.followers)
}

func (o *following) place() (at uint64, turn int) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.at, o.turn
}

func (o *following) run(ctx context.Context) {
	for ctx.Err() == nil {
		news := o.db.feed.waiting()
		at, turn := o.place()
		changes, err := o.db.Changes(ctx, at, followBatch)
		if err != nil {
			o.note(err)
			if o.db.cfg.seams.retry(ctx, followTries) != nil {
				return
			}
			continue
		}
		if len(changes) == 0 {
			select {
			case <-news:
				o.gather(ctx)
			case <-ctx.Done():
			}
			continue
		}
		o.work(ctx, turn, changes)
	}
}

// gather lets changes come together for a follower that wants it.
func (o *following) gather(ctx context.Context) {
	g, ok := o.f.(Gatherer)
	if !ok {
		return
	}
	timer := time.NewTimer(g.Gather())
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// work applies a batch; if it keeps failing, change by change.
func (o *following) work(ctx context.Context, turn int, changes []Change) {
	if o.try(ctx, changes) == nil {
		o.step(turn, changes[len(changes)-1].Seq)
		return
	}
	for i := range changes {
		err := error(nil)
		if len(changes) > 1 {
			err = o.try(ctx, changes[i:i+1])
		} else {
			err = o.lastErr()
		}
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			o.aside(changes[i], err)
		}
		o.step(turn, changes[i].Seq)
	}
}

// try applies changes, up to five times with a growing pause between.
func (o *following) try(ctx context.Context, changes []Change) (err error) {
	for try := range followTries {
		if try > 0 && o.db.cfg.seams.retry(ctx, try) != nil {
			return ctx.Err()
		}
		if err = o.apply(ctx, changes); err == nil {
			o.note(nil)
			return nil
		}
		o.note(err)
	}
	return err
}

// apply keeps a follower that panics from taking the program with it.
func (o *following) apply(ctx context.Context, changes []Change) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("store: follower %s panicked: %v", o.f.Name(), cause)
		}
	}()
	return o.f.Apply(ctx, changes)
}

func (o *following) note(err error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	if errors.Is(err, context.Canceled) {
		return
	}
	o.err = err
}

func (o *following) lastErr() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.err
}

const keptPoison = 100

func (o *following) aside(c Change, err error) {
	logged("follower "+o.f.Name()+" set a change aside", fmt.Errorf("sequence %d: %w", c.Seq, err))
	o.mu.Lock()
	defer o.mu.Unlock()
	o.poison = append(o.poison, Poison{Change: c, Err: err, At: o.db.cfg.Clock.Now()})
	if len(o.poison) > keptPoison {
		o.poison = o.poison[1:]
	}
	o.err = nil
}

func (o *following) step(turn int, seq uint64) {
	o.mu.Lock()
	if turn == o.turn {
		o.at = seq
	}
	o.mu.Unlock()
	o.db.feed.wake()
}

// Refollow has a follower begin again at its own cursor, as after it was reset. It is a
// NotFound fault if nobody of this name follows.
func (db *DB) Refollow(name string) error {
	one := db.feed.named(name)
	if one == nil {
		return fault.New(fault.NotFound, "没有名为“%s”的跟随者", "No follower is named %s.", lang.S(name))
	}
	at, err := one.f.Cursor()
	if err != nil {
		return err
	}
	one.mu.Lock()
	one.at, one.poison, one.err = at, nil, nil
	one.turn++
	one.mu.Unlock()
	db.feed.wake()
	return nil
}

// backoff pauses between tries: 50 ms, doubled each time, at most 5 s.
func backoff(ctx context.Context, try int) error {
	pause := min(50*time.Millisecond<<min(try, 10), 5*time.Second)
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
