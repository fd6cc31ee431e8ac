package store

import (
	"context"
	"errors"
	"path/filepath"
	"time"

	"xingke/backend/base/lang"
	"xingke/backend/core/store/journal"
)

// openOnDisk opens the book of a folder, and mends its journal if it is damaged.
func (db *DB) openOnDisk() error {
	if err := db.finishMend(); err != nil {
		return err
	}
	s, err := db.readSentinel()
	if err != nil {
		return err
	}
	dir, err := journal.Disk(filepath.Join(db.cfg.Dir, journalDir))
	if err != nil {
		return folderFault(db.cfg.Dir, err)
	}
	cause := db.journalLost(s)
	if cause != nil && !db.cfg.Mend {
		return cause // the folder may only be somewhere else
	}
	if cause == nil && !s.Suspect {
		if cause = db.openAll(dir, s.Applied); cause == nil || !mendable(cause) {
			return cause
		}
	}
	err = db.mend(s, cause)
	if errors.Is(err, errOtherBook) {
		return db.openAll(dir, 0)
	}
	if err != nil {
		return err
	}
	return db.openAll(dir, s.Applied)
}

// errOtherBook says that the sentinel speaks of another book than the journal's.
var errOtherBook = errors.New("store: the journal is that of another book")

// mendable tells damage of the journal from what keeps a whole one from being opened. A header
// that says it is newer, in a book that is not, is damaged.
func mendable(err error) bool { return errors.Is(err, ErrDamaged) || errors.Is(err, ErrNewer) }

// openAll opens journal and view; of what does not open, nothing stays open.
func (db *DB) openAll(dir journal.Dir, durable uint64) error {
	err := db.openJournal(dir, durable)
	if err == nil {
		err = db.openRest()
	}
	if err != nil {
		if v := db.view.Swap(nil); v != nil {
			logged("close a view", v.retire())
		}
		if db.log != nil {
			logged("close the journal", db.log.Close())
			db.log = nil
		}
	}
	return err
}

// distrust has the journal mended at the next opening.
func (db *DB) distrust() {
	if db.cfg.Dir != "" && !db.suspect.Swap(true) {
		logged("save the sentinel", db.saveSentinel())
	}
}

// InspectAfter has the journal inspected once, some time from now, while the book is in use.
func (db *DB) InspectAfter(pause time.Duration) {
	db.feed.running.Go(func() {
		timer := time.NewTimer(pause)
		defer timer.Stop()
		select {
		case <-timer.C:
			logged("inspect the journal", db.Inspect(db.feed.ctx))
		case <-db.feed.ctx.Done():
		}
	})
}

// Inspect walks the journal's chain. Damage is noted for people, and mended at the next opening.
func (db *DB) Inspect(ctx context.Context) error {
	report, err := db.log.Verify(ctx, nil, nil)
	if ctx.Err() != nil || err != nil || len(report.Faults) == 0 {
		return err
	}
	db.distrust()
	db.notes.add(db.cfg.Clock.Now(), lang.Sayf(
		"例行检查发现日志损坏（%s）；现有数据不受影响，下次打开时会自动修好。请尽快做一次备份并检查磁盘",
		"A routine check found the journal damaged (%s). The data in use is not affected; it is mended at the next start. Make a backup soon and check the disk.",
		lang.S(report.Faults[0].Error())))
	return nil
}
