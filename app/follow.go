package app

import (
	"context"
	"errors"
	"io"
	"sync"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/store"
	"xingke/backend/core/store/backup"
)

// How soon the copy follows a change, and when one that could not be brought up is tried again.
const (
	followSoon  = time.Second
	followAgain = 15 * time.Second
)

// follower keeps a copy of the book in the place for backups that follows it within seconds. How it stands is
// not written into the book: that would be another change to follow.
type follower struct {
	ask  chan struct{}
	turn sync.Mutex // of whoever brings the copy up

	mu      sync.Mutex
	at      time.Time
	seq     uint64
	problem lang.Text
}

// now has the copy brought up at once.
func (f *follower) now() { nudge(f.ask) }

// keepFollowed brings the copy up after every change, where that is switched on, until the book is closed.
func (b *book) keepFollowed() {
	b.follow.ask = make(chan struct{}, 1)
	b.db.Observe(func(store.Commit) { b.follow.now() })
	b.follow.now() // what happened while the drive was away
	b.meanwhile(func() {
		wait := time.NewTimer(followAgain)
		defer wait.Stop()
		for {
			select {
			case <-b.ctx.Done():
				return
			case <-b.follow.ask:
				wait.Reset(followSoon) // what comes together is copied together
				select {
				case <-b.ctx.Done():
					return
				case <-wait.C:
				}
			case <-wait.C: // a drive that was away may be there again
				if !b.follow.failed() {
					wait.Reset(followAgain)
					continue
				}
			}
			b.bringUp(b.ctx)
			wait.Reset(followAgain)
		}
	})
}

func (f *follower) failed() bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return !f.problem.Empty()
}

// bringUp brings the copy up, and remembers how that went.
func (b *book) bringUp(ctx context.Context) {
	b.follow.turn.Lock()
	defer b.follow.turn.Unlock()
	ctx = who.With(ctx, who.System)
	plan, err := b.backupPlan(ctx)
	if err != nil || !plan.Follow || plan.Folder == "" || b.resealingNow.Load() {
		b.follow.note(time.Time{}, 0, nil)
		return
	}
	seq, err := b.followTo(ctx, plan)
	if ctx.Err() != nil {
		return
	}
	b.follow.note(b.app.config.Clock.Now(), seq, err)
	if err != nil && !errors.Is(err, backup.ErrMissing) {
		logFault("the copy that follows the book was not brought up", err)
	}
}

func (f *follower) note(at time.Time, seq uint64, err error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.problem = lang.Text{}
	if err != nil {
		f.problem = fault.From(err).Text
		return
	}
	f.at, f.seq = at, seq
}

// followTo brings the copy up to the book as it stands, and tells the last change in it.
func (b *book) followTo(ctx context.Context, plan backupPlan) (uint64, error) {
	live, err := b.liveOf(plan)
	if err != nil {
		return 0, err
	}
	src, err := b.following(ctx)
	if err != nil {
		return 0, err
	}
	_, err = live.Follow(ctx, src)
	return src.Seq, err
}

// following is the book as it stands, without counting what is in it.
func (b *book) following(ctx context.Context) (*backup.Source, error) {
	key, err := soundKey(b.app.config.Dir)
	if err != nil {
		return nil, err
	}
	moment, err := b.db.Moment(ctx, nil)
	if err != nil {
		return nil, err
	}
	src := &backup.Source{Key: key, Book: moment.Book, At: moment.At, Seq: moment.Seq, Hash: moment.Hash}
	for _, p := range moment.Parts {
		src.Files = append(src.Files, backup.File{Path: journalPart + "/" + p.Name, Size: p.Size, Grows: true, Open: func() (io.ReaderAt, func() error, error) {
			return p, func() error { return nil }, nil
		}})
	}
	return src, b.addFiles(src)
}

// followStatus says how the copy stands.
func (b *book) followStatus(ctx context.Context, plan backupPlan, out *BackupStatus) {
	if out.Follow = plan.Follow; !plan.Follow {
		return
	}
	f := &b.follow
	f.mu.Lock()
	defer f.mu.Unlock()
	out.FollowedAt, out.FollowProblem = moment(f.at), f.problem.In(who.Lang(ctx))
	out.FollowBehind = int(b.db.Seq() - min(f.seq, b.db.Seq()))
	if live, err := b.liveOf(plan); err == nil {
		out.FollowFolder = live.Dir()
	}
}
