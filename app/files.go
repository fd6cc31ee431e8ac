package app

import (
	"context"
	"log/slog"
	"net/http"
	"time"

	"xingke/backend/base/who"
	"xingke/backend/core/files"
)

// Files serves attachments, uploads and exports below /files/, to whoever acts in the request and to nobody
// beyond their rights. A request in which nobody acts is that of the book's owner, who sits before the machine.
func (a *App) Files() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.mu.RLock()
		defer a.mu.RUnlock()
		if a.book == nil {
			WriteFault(w, a.shut(), a.config.Lang)
			return
		}
		ctx, err := a.book.fetching(r.Context())
		if err != nil {
			a.fail(w, r, err)
			return
		}
		a.book.handler.ServeHTTP(w, r.WithContext(ctx))
	})
}

// fetching names who hands in or fetches a file.
func (b *book) fetching(ctx context.Context) (context.Context, error) {
	if _, known := who.From(ctx); !known {
		user, err := b.user(ctx)
		if err != nil {
			return ctx, err
		}
		ctx = who.With(ctx, user)
	}
	return b.actAs(ctx, "files")
}

// handed refuses a file that the one who acts has not handed in.
func (b *book) handed(ctx context.Context, hash string) error {
	if !b.files.Mine(ctx, hash) {
		return files.Missing()
	}
	return nil
}

// When what nobody holds is looked for: some time after the book was opened, and then each day.
const (
	firstSweep = 10 * time.Minute
	sweepEvery = 24 * time.Hour
)

// keepSwept takes away files that nothing holds any more, until the book is closed.
func (b *book) keepSwept() {
	b.regularly(firstSweep, nil, func() time.Duration {
		if b.sweep() {
			return sweepEvery
		}
		return firstSweep
	})
}

// sweep has its turn while no backup copies the files and the book is not being sealed anew.
func (b *book) sweep() bool {
	if b.resealingNow.Load() || !b.backing.TryLock() {
		return false
	}
	defer b.backing.Unlock()
	done, err := b.records.SweepFiles(who.With(b.ctx, who.System))
	if err != nil && b.ctx.Err() == nil {
		logFault("files that nothing holds could not be taken away", err)
	}
	if done.Files > 0 {
		slog.Info("files that nothing holds were taken away", "files", done.Files, "bytes", done.Bytes)
	}
	return true
}
