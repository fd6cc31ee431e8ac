package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/core/entity"
)

// scribe is a follower that writes down what it was told and refuses what it is told to.
type scribe struct {
	mu     sync.Mutex
	cursor uint64
	seen   []uint64
	tries  map[uint64]int
	refuse func(c Change) bool
}

func (s *scribe) Name() string { return "scribe" }

func (s *scribe) Cursor() (uint64, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.cursor, nil
}

func (s *scribe) Apply(_ context.Context, changes []Change) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, c := range changes {
		if s.refuse != nil && s.refuse(c) {
			if s.tries == nil {
				s.tries = map[uint64]int{}
			}
			s.tries[c.Seq]++
			return errors.New("no")
		}
	}
	for _, c := range changes {
		s.seen = append(s.seen, c.Seq)
	}
	s.cursor = changes[len(changes)-1].Seq
	return nil
}

func (s *scribe) saw() []uint64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.seen)
}

func TestFollowersCatchUpAndKeepUp(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		must(t, db.Write(bg, func(ctx context.Context) error { // larger than a batch
			for i := range 2500 {
				must(t, db.Put(ctx, &firm{Name: fmt.Sprint(i)}))
			}
			return nil
		}))
		s := &scribe{}
		db.Follow(s)
		for range 20 {
			newFirm(t, db, "x")
			must(t, db.Wait(bg, "scribe", db.Seq())) // sees its own write
			if seen := s.saw(); seen[len(seen)-1] != db.Seq() {
				t.Fatalf("seen up to %d of %d", seen[len(seen)-1], db.Seq())
			}
		}
		seen := s.saw()
		for i, seq := range seen {
			if seq != uint64(i+1) {
				t.Fatalf("%d comes at place %d", seq, i)
			}
		}
		ctx, cancel := context.WithCancel(bg)
		cancel()
		if err := db.Wait(ctx, "scribe", db.Seq()+1); !errors.Is(err, context.Canceled) {
			t.Errorf("wait: %v", err)
		}
		if db.Wait(bg, "nobody", 1) == nil {
			t.Error("waited for nobody")
		}
	})
}

func TestPoisonGoesAside(t *testing.T) {
	db := openAt(t, "")
	defer db.Close()
	bad := newFirm(t, db, "bad")
	newFirm(t, db, "good")
	healthy := &scribe{}
	s := &scribe{refuse: func(c Change) bool { return c.ID == bad.ID }}
	db.Follow(s)
	newFirm(t, db, "later")
	must(t, db.Wait(bg, "scribe", db.Seq()))
	if got := s.saw(); !slices.Equal(got, []uint64{2, 3}) {
		t.Errorf("seen %v", got)
	}
	status := db.Status().Followers[0]
	if len(status.Poison) != 1 || status.Poison[0].Change.ID != bad.ID || status.Behind != 0 || status.Cursor != 3 {
		t.Errorf("%+v", status)
	}
	if s.tries[1] < followTries {
		t.Errorf("tried %d times", s.tries[1])
	}
	s.mu.Lock()
	s.refuse, s.cursor, s.seen = nil, 0, nil
	s.mu.Unlock()
	must(t, db.Refollow("scribe"))
	must(t, db.Wait(bg, "scribe", db.Seq()))
	if got := s.saw(); !slices.Equal(got, []uint64{1, 2, 3}) || len(db.Status().Followers[0].Poison) != 0 {
		t.Errorf("after the reset %v", got)
	}
	if healthy.cursor != 0 {
		t.Error("a follower that does not follow was told")
	}
}

func TestObserversSeeCommitsInOrder(t *testing.T) {
	each(t, func(t *testing.T, db *DB) {
		var mu sync.Mutex
		var commits []Commit
		db.Observe(func(c Commit) { mu.Lock(); commits = append(commits, c); mu.Unlock() })
		var wg sync.WaitGroup
		for i := range 40 {
			wg.Go(func() { newFirm(t, db, fmt.Sprint(i)) })
		}
		wg.Wait()
		f := newFirm(t, db, "甲")
		must(t, db.Write(bg, func(ctx context.Context) error {
			f.Size = 5
			must(t, db.Put(ctx, f))
			return db.Delete(ctx, firms.Type, f.ID, 0)
		}))
		for i, c := range commits[:40] {
			if c.Seq != uint64(i+1) || len(c.Items) != 1 || c.Items[0].Before != nil {
				t.Fatalf("commit %d: %+v", i, c)
			}
		}
		last := commits[len(commits)-1]
		if last.Seq != db.Seq() || len(last.Items) != 2 {
			t.Fatalf("%+v", last)
		}
		up, del := last.Items[0], last.Items[1]
		if up.Before.(*firm).Size != 0 || up.After.(*firm).Size != 5 || up.Change.Verb != Updated || up.Type.Name != "firm" {
			t.Errorf("%+v", up)
		}
		if del.Change.Verb != Deleted || del.Before.Meta().Deleted() || !del.After.Meta().Deleted() {
			t.Errorf("%+v", del)
		}
	})
}

// wary lets nobody read what is named secret, nor delete anything.
type wary struct{}

func (wary) Read(_ context.Context, _ *entity.Type, rec entity.Record) error {
	if f, ok := rec.(*firm); ok && f.Name == "secret" {
		return fault.New(fault.Forbidden, "不行", "No.")
	}
	return nil
}

func (wary) Write(_ context.Context, _ *entity.Type, verb Verb, before, after entity.Record) error {
	if verb == Deleted || (before == nil) != (verb == Created) || after == nil {
		return fault.New(fault.Forbidden, "不行", "No.")
	}
	return nil
}

func TestTheGuardIsAsked(t *testing.T) {
	cfg := config("")
	cfg.Guard = wary{}
	db, err := Open(cfg)
	must(t, err)
	defer db.Close()
	s, o := newFirm(t, db, "secret"), newFirm(t, db, "open")
	if _, err := Get(bg, db, firms, s.ID); !fault.Is(err, fault.Forbidden) {
		t.Errorf("read: %v", err)
	}
	if _, err := db.Find(bg, firms.Type, s.ID); !fault.Is(err, fault.Forbidden) {
		t.Errorf("found: %v", err)
	}
	o.Size = 3
	must(t, db.Put(bg, o))
	if err := db.Delete(bg, firms.Type, o.ID, 0); !fault.Is(err, fault.Forbidden) {
		t.Errorf("deleted: %v", err)
	}
	sets, err := db.Sets(bg, 0, 10)
	must(t, err)
	result, err := db.Undo(bg, sets[len(sets)-1].ID, nil) // would delete
	must(t, err)
	if result.Reverted != 0 || len(result.Conflicts) != 1 {
		t.Errorf("%+v", result)
	}
}
