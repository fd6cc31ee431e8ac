package app

import (
	"context"
	"os"

	"xingke/backend/core/store/backup"
)

// liesAway tells whether a folder is there and lies on another disk than the book.
func (b *book) liesAway(folder string) bool {
	_, err := os.Stat(folder)
	return err == nil && !sameDisk(folder, b.app.config.Dir)
}

// placeIsThere is the fault about a place that is not there now. A drive that is not plugged in may leave its folder
// behind, empty, on the disk of the book: that is not where backups go.
func (b *book) placeIsThere(plan backupPlan) error {
	stat, err := os.Stat(plan.Folder)
	if err != nil || !stat.IsDir() || plan.Away && !b.liesAway(plan.Folder) {
		return backup.NotThere(plan.Folder, err)
	}
	return nil
}

// shelfOf opens the shelf of the book where the plan says.
func (b *book) shelfOf(plan backupPlan) (*backup.Shelf, error) {
	if err := b.placeIsThere(plan); err != nil {
		return nil, err
	}
	return backup.Open(plan.Folder, b.db.Book())
}

// liveOf opens the copy that follows the book where the plan says.
func (b *book) liveOf(plan backupPlan) (*backup.Live, error) {
	if err := b.placeIsThere(plan); err != nil {
		return nil, err
	}
	return backup.OpenLive(plan.Folder, b.db.Book())
}

// learnDisk remembers that the place lies on another disk, of plans from before that was asked.
func (b *book) learnDisk(ctx context.Context, plan backupPlan) error {
	if plan.Away || !b.liesAway(plan.Folder) {
		return nil
	}
	plan.Away = true
	return b.records.Remember(ctx, keyBackup, plan)
}
