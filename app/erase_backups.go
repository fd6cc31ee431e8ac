package app

import (
	"context"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/audit"
	"xingke/backend/core/records"
	"xingke/backend/core/rpc"
)

// EraseBackups are the backups from before an erasing: they still hold what was erased, under the key of then.
type EraseBackups struct {
	Folder string        `json:"folder"` // "" while no place for backups was chosen
	There  bool          `json:"there"`  // it can be reached now
	Older  []EraseBackup `json:"older"`  // the newest first
}

// EraseBackup is one of them.
type EraseBackup struct {
	ID string    `json:"id"`
	At time.Time `json:"at"`
}

// RenewedBackups is a backup that took the place of older ones.
type RenewedBackups struct {
	Made    BackupDone `json:"made"`
	Removed int        `json:"removed"`
}

// eraseBackups lists the backups from before a moment; none for the zero one.
func (b *book) eraseBackups(ctx context.Context, before time.Time) (EraseBackups, error) {
	out := EraseBackups{Older: []EraseBackup{}}
	plan, err := b.backupPlan(ctx)
	if err != nil || plan.Folder == "" {
		return out, err
	}
	out.Folder = plan.Folder
	shelf, err := b.shelfOf(plan)
	if err != nil {
		return out, nil //nolint:nilerr // a drive that is away: There says so
	}
	out.There, out.Folder = true, shelf.Dir()
	if before.IsZero() {
		return out, nil
	}
	ids, made, err := shelf.Before(before)
	for i, one := range ids {
		out.Older = append(out.Older, EraseBackup{one, made[i]})
	}
	return out, err
}

// renewBackups makes a backup, proves it, and only then removes those that hold what was erased.
func (b *book) renewBackups(ctx context.Context, _ rpc.Nothing) (records.Started[RenewedBackups], error) {
	var none records.Started[RenewedBackups]
	if err := b.ownersOnly(ctx); err != nil {
		return none, err
	}
	var kept rekeyState
	if err := b.records.Recall(ctx, keyRekeyed, &kept); err != nil {
		return none, err
	}
	if kept.Erased.IsZero() {
		return none, fault.New(fault.Conflict, "还没有彻底删除过什么，备份不必更换", "Nothing has been erased yet; the backups need not be renewed.")
	}
	return records.StartJob(ctx, b.app.jobs, "erase.renewBackups", func(ctx context.Context, p *records.Progress) (out RenewedBackups, err error) {
		p.Name(lang.Of("更换备份", "Renew the backups").In(who.Lang(ctx)))
		shelf, err := b.shelf(ctx)
		if err != nil {
			return out, err
		}
		drop, _, err := shelf.Before(kept.Erased) // some go by themselves, since a newer one takes their place
		if err != nil {
			return out, err
		}
		if out.Made, err = b.backUp(ctx, p.Set); err != nil {
			return out, err
		}
		if err := shelf.Drop(drop); err != nil {
			return out, err
		}
		out.Removed = len(drop)
		b.follow.now() // the copy that follows the book is made anew
		said := lang.Sayf("彻底删除后更换备份：新做一次，删除之前的 %s 次", "Renewed the backups after an erasure: made one, deleted %s earlier", lang.N(out.Removed))
		return out, audit.Note(context.WithoutCancel(ctx), b.db, audit.Event{Kind: audit.Erase, Count: out.Removed}.Say(said))
	})
}
