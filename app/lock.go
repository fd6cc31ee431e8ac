package app

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/base/heap"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/audit"
	"xingke/backend/core/rpc"
	"xingke/backend/core/seal"
)

// gate is what stands before the book: who is there, and whether the book is locked. A locked book is
// closed: its keys are out of memory, and only the passphrase brings them back.
type gate struct {
	mu      sync.Mutex
	visits  map[*Visit]bool
	keys    *seal.Keys // handed to the next opening of the book
	locked  bool
	damaged bool          // the key file cannot be read: only the recovery key opens the book
	lost    bool          // nothing is left of it: only a backup has the key
	want    bool          // the book is to be locked as soon as no job runs
	notes   []audit.Event // of what happened before the book
	hasty   hasty         // tries at the passphrase that came too soon
	idle    int           // minutes without anybody doing anything until it locks; 0: never
	ticked  time.Time     // when the clock was last looked at
	stop    chan struct{}
}

const (
	tick    = 5 * time.Second
	asleep  = time.Minute // between two looks at the clock: the machine slept
	keyLock = "lock"
	// lockIdle is after how many idle minutes a book with a passphrase locks itself, if nothing else was set.
	lockIdle = 15
)

var errLocked = errors.New("app: the book is locked")

// lockSetting is what the book remembers of its lock.
type lockSetting struct {
	Minutes *int `json:"minutes,omitempty"`
}

func (a *App) now() time.Time { return a.config.Clock.Now().Round(0) } // by the clock on the wall

// attend watches the clock for as long as the program stands open for people.
func (a *App) attend() {
	stop := make(chan struct{})
	a.gate.stop, a.gate.ticked = stop, a.now()
	go func() {
		beat := time.NewTicker(tick)
		defer beat.Stop()
		for {
			select {
			case <-beat.C:
				a.look(a.now())
			case <-stop:
				return
			}
		}
	}()
}

// look ends what has lasted too long: sessions, and an open book that nobody sits before.
func (a *App) look(now time.Time) {
	g := &a.gate
	g.mu.Lock()
	slept := now.Sub(g.ticked) > asleep
	g.ticked = now
	idle, want := time.Duration(g.idle)*time.Minute, g.want
	last := time.Time{}
	for v := range g.visits {
		v.mu.Lock()
		if v.user != "" && !v.locked && v.seen.After(last) {
			last = v.seen
		}
		v.mu.Unlock()
	}
	g.mu.Unlock()
	a.expire(now, idle)
	switch {
	case idle > 0 && slept:
		a.tryLock(lang.Of("电脑休眠后锁定", "Locked after the computer went to sleep"))
	case idle > 0 && !last.IsZero() && now.Sub(last) >= idle:
		a.tryLock(lang.Of("闲置后锁定", "Locked after being idle"))
	case want && (last.IsZero()):
		a.tryLock(lang.Of("手动锁定", "Locked manually"))
	}
}

func (a *App) tryLock(why lang.Text) {
	if err := a.Lock(who.With(context.Background(), who.System), why); err != nil && !fault.Is(err, fault.Conflict) {
		slog.Warn("the book was not locked", "err", err)
	}
}

// expire ends or locks the sessions that nobody uses.
func (a *App) expire(now time.Time, idle time.Duration) {
	told, locked := false, []string{}
	defer func() { a.nowLocked(locked) }()
	a.gate.mu.Lock()
	defer a.gate.mu.Unlock()
	for v := range a.gate.visits {
		v.mu.Lock()
		if v.user != "" {
			old := v.Place.Door != audit.Window && (now.Sub(v.seen) >= sessionIdle || now.Sub(v.began) >= sessionMost)
			switch {
			case old:
				v.user = ""
				v.shut()
				told = true
			case idle > 0 && !v.locked && now.Sub(v.seen) >= idle:
				v.locked = true
				locked = append(locked, v.user)
				v.shut()
				told = true
			}
		}
		v.mu.Unlock()
	}
	if told {
		a.hub.door()
	}
}

// Lock closes a book that has a passphrase and takes its keys out of memory. While a job runs it is only
// hidden, and closed when the job ends.
func (a *App) Lock(ctx context.Context, why lang.Text) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	b := a.book
	if b == nil || !b.sealed.Load() || a.config.Dir == "" {
		return nil
	}
	a.lockVisits()
	b.unremember()
	defer a.hub.door()
	if a.jobs.Busy() {
		a.gate.mu.Lock()
		defer a.gate.mu.Unlock()
		a.gate.want = true
		return fault.New(fault.Conflict, "有任务正在进行，完成后锁定", "A task is still running; the book locks when it finishes.")
	}
	if err := audit.Note(ctx, b.db, audit.Event{Kind: audit.Lock}.Say(why)); err != nil {
		slog.Warn("the lock was not noted", "err", err) // it is locked all the same
	}
	a.book = nil
	err := b.close()
	b.keys.Wipe()
	a.gate.mu.Lock()
	a.gate.locked, a.gate.want = true, false
	a.gate.mu.Unlock()
	go a.scrub()
	return err
}

// scrubAfter is when what was read from a book that is locked is written over: once its last readers are gone, and
// again for what still had some then.
var scrubAfter = []time.Duration{200 * time.Millisecond, 2 * time.Second, 8 * time.Second, 30 * time.Second}

// scrub writes over what is left in memory of a locked book: the keys that were derived from the data key, and what
// was read with them.
func (a *App) scrub() {
	for _, wait := range scrubAfter {
		time.Sleep(wait)
		a.mu.RLock()
		left := a.book == nil && a.gate.stop != nil // neither opened again nor at its end
		a.mu.RUnlock()
		if !left {
			return
		}
		heap.Scrub()
	}
}

// lockVisits hides everything from everybody who is signed in.
func (a *App) lockVisits() {
	a.gate.mu.Lock()
	defer a.gate.mu.Unlock()
	for v := range a.gate.visits {
		v.lock()
	}
}

// shut says why there is no book: locked, or closed for good.
func (a *App) shut() *fault.Error {
	a.gate.mu.Lock()
	defer a.gate.mu.Unlock()
	if a.gate.locked {
		return lockedFault()
	}
	return closed()
}

// HasGuests tells whether anybody but the owner before the machine can sign in: then strangers see the sign-in page.
func (a *App) HasGuests() bool {
	a.mu.RLock()
	defer a.mu.RUnlock()
	return a.book != nil && len(a.book.accounts()) > 0
}

// waits tells whether an opening failed for want of the passphrase, so that it can be asked for.
func waits(err error) bool {
	return errors.Is(err, errLocked) || seal.WrongPassphrase(err) || seal.IsTooSoon(err) || seal.Damaged(err)
}

// unseal opens a locked book with keys. The caller holds a.mu.
func (a *App) unseal(keys *seal.Keys) error {
	a.hand(keys)
	opened, err := a.open()
	if err != nil {
		a.hand(nil)
		return err
	}
	a.book = opened
	a.chain.says("")
	a.gate.mu.Lock()
	a.gate.locked, a.gate.damaged, a.gate.lost, a.gate.want = false, false, false, false
	a.gate.mu.Unlock()
	return nil
}

// hand gives keys to the next opening.
func (a *App) hand(keys *seal.Keys) {
	a.gate.mu.Lock()
	defer a.gate.mu.Unlock()
	a.gate.keys = keys
}

// handed takes the keys that were handed over, nil if none were.
func (a *App) handed() *seal.Keys {
	a.gate.mu.Lock()
	defer a.gate.mu.Unlock()
	keys := a.gate.keys
	a.gate.keys = nil
	return keys
}

// keeping tells after a change in the folder whether the book still has the key it had, so that it can be
// opened again without asking.
func (a *App) keeping() (still func() bool) {
	file := filepath.Join(a.config.Dir, seal.KeyFile)
	before, err := os.ReadFile(file)
	return func() bool {
		after, again := os.ReadFile(file)
		return err == nil && again == nil && bytes.Equal(before, after)
	}
}

// settleLock reads after how many idle minutes the book locks, and writes down what happened before it was open.
func (b *book) settleLock() {
	ctx := who.With(b.ctx, who.System)
	g := &b.app.gate
	g.mu.Lock()
	g.idle = b.lockMinutes(ctx)
	notes := g.notes
	g.notes = nil
	g.mu.Unlock()
	for _, event := range notes {
		if err := audit.Note(ctx, b.db, event); err != nil {
			slog.Warn("a try at the passphrase was not noted", "err", err)
		}
	}
}

func (b *book) lockMinutes(ctx context.Context) int {
	var kept lockSetting
	if err := b.records.Recall(ctx, keyLock, &kept); err == nil && kept.Minutes != nil {
		return *kept.Minutes
	}
	if b.sealed.Load() && !b.state.Practice {
		return lockIdle
	}
	return 0
}

// LockSetting says after how many minutes without anybody doing anything the book locks; 0 is never.
type LockSetting struct {
	Minutes int `json:"minutes"`
}

const longestIdle = 8 * 60

func (b *book) exposeLock() {
	rpc.Handle(b.table, "lock.get", rpc.SignedIn, b.getLock).Says("闲置多久后锁定", "After how many idle minutes the book locks; 0 is never.")
	rpc.Handle(b.table, "lock.set", rpc.SignedIn, b.setLock).Says("设置闲置多久后锁定（仅管理员）", "Sets after how many idle minutes the book locks, for owners.")
	rpc.Handle(b.table, "draft.keep", rpc.SignedIn, b.keepDraft).Says("保存未提交的内容：锁定前，或某个页面正在填的", "Keeps, sealed, what the caller has typed and not saved, before a lock or on one of their pages. Empty takes it away.")
	rpc.Handle(b.table, "draft.get", rpc.SignedIn, b.getDraft).Says("取回未提交的内容", "Gives back what was kept of the caller's typing.")
}

func (b *book) getLock(ctx context.Context, _ rpc.Nothing) (LockSetting, error) {
	return LockSetting{b.lockMinutes(ctx)}, nil
}

func (b *book) setLock(ctx context.Context, in LockSetting) (LockSetting, error) {
	if err := b.ownersOnly(ctx); err != nil {
		return LockSetting{}, err
	}
	if in.Minutes < 0 || in.Minutes > longestIdle {
		return LockSetting{}, fault.Field("minutes", lang.Sayf("请填 0 到 %s 分钟，0 为不锁定", "Enter 0 to %s minutes; 0 means never.", lang.N(longestIdle)))
	}
	if err := b.records.Remember(ctx, keyLock, lockSetting{&in.Minutes}); err != nil {
		return LockSetting{}, err
	}
	b.app.gate.mu.Lock()
	b.app.gate.idle = in.Minutes
	b.app.gate.mu.Unlock()
	said := lang.Sayf("闲置锁定改为 %s 分钟", "The book now locks after %s idle minutes", lang.N(in.Minutes))
	return in, audit.Note(ctx, b.db, audit.Event{Kind: audit.Key}.Say(said))
}
