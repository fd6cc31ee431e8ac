package app

import (
	"context"
	"errors"
	"time"

	"xingke/backend/base/who"
	"xingke/backend/core/store/backup"
)

// When backups are made by themselves: in the night, or, where the machine sleeps at night, as soon as
// the last one is more than a day old. A drive that is not there is looked for again and again; another
// failure is tried again after a while.
const (
	firstLook  = time.Minute // after the book was opened: people come first
	lookEvery  = 5 * time.Minute
	nightBegin = 1 // o'clock
	nightEnd   = 6
	nightly    = 20 * time.Hour // since the last, at night
	overdue    = 26 * time.Hour // by day
	again      = time.Hour
)

// due tells whether a backup should be made now by itself.
func (k *backupState) due(plan backupPlan, now time.Time) bool {
	switch {
	case !plan.Auto || plan.Folder == "":
		return false
	case k.ProblemZH != "" && !k.Missing && now.Sub(k.TriedAt) < again:
		return false
	case k.GoodAt.IsZero():
		return true
	}
	age := now.Sub(k.GoodAt)
	if hour := now.Hour(); hour >= nightBegin && hour < nightEnd {
		return age > nightly
	}
	return age > overdue
}

// keepBackedUp makes backups by itself until the book is closed.
func (b *book) keepBackedUp() {
	b.ask = make(chan struct{}, 1)
	b.regularly(firstLook, b.ask, func() time.Duration {
		b.backUpIfDue()
		return lookEvery
	})
}

// askNow has the one who makes backups look at once.
func (b *book) askNow() { nudge(b.ask) }

func (b *book) backUpIfDue() {
	ctx := who.With(b.ctx, who.System)
	plan, err := b.backupPlan(ctx)
	var kept backupState
	if err == nil {
		err = b.records.Recall(ctx, keyBackupState, &kept)
	}
	if err != nil {
		logFault("the plan of backups cannot be read", err)
		return
	}
	if !kept.due(plan, b.app.config.Clock.Now().In(b.zone())) {
		return
	}
	if _, err := b.backUp(ctx, nil); err != nil && !errors.Is(err, context.Canceled) && !errors.Is(err, backup.ErrMissing) {
		logFault("the nightly backup failed", err)
	}
}
