package app

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/audit"
	"xingke/backend/core/records"
	"xingke/backend/core/seal"
	"xingke/backend/core/store"
	"xingke/backend/core/store/backup"
)

// RestoreToInput says which book to make, and where.
type RestoreToInput struct {
	ID     string    `json:"id,omitempty"` // of a backup; without it, the open book's own journal
	At     time.Time `json:"at,omitzero"`  // as it was at this moment; without it, as it is
	Folder string    `json:"folder"`       // a new one
}

// RestoredTo tells of a book that was made.
type RestoredTo struct {
	Folder  string    `json:"folder"`
	At      time.Time `json:"at"` // of the last change in it
	Records int       `json:"records"`
	Gone    uint64    `json:"gone"` // changes that came later and are not in it
}

// drill restores a backup to try it.
func (b *book) drill(ctx context.Context, in DrillInput) (records.Started[DrillDone], error) {
	if err := b.ownersOnly(ctx); err != nil {
		return records.Started[DrillDone]{}, err
	}
	shelf, err := b.shelf(ctx)
	if err != nil {
		return records.Started[DrillDone]{}, err
	}
	return records.StartJob(ctx, b.app.jobs, "backup.drill", func(ctx context.Context, p *records.Progress) (done DrillDone, err error) {
		p.Name(lang.Of("恢复演练", "Restore drill").In(who.Lang(ctx)))
		if !b.backing.TryLock() {
			return done, fault.New(fault.Conflict, "正在备份或演练，请等它结束", "A backup or restore drill is running. Wait until it finishes.")
		}
		defer b.backing.Unlock()
		list, _, err := shelf.List(b.keys)
		if err != nil {
			return done, err
		}
		if in.ID == "" && len(list) > 0 {
			in.ID = list[0].ID
		}
		if in.ID == "" {
			return done, fault.New(fault.NotFound, "备份位置里还没有备份；请先备份一次", "There is no backup yet. Make one first.")
		}
		done, err = b.proveBackup(ctx, shelf, in.ID, func(n, all int64) { p.Set(int(n>>10), int(all>>10)) })
		return done, b.drilled(ctx, done, err)
	})
}

// drilled notes how a drill went, and remembers the tick or the problem.
func (b *book) drilled(ctx context.Context, done DrillDone, err error) error {
	if ctx.Err() != nil {
		return err
	}
	var kept backupState
	if recall := b.records.Recall(ctx, keyBackupState, &kept); recall != nil {
		return errors.Join(err, recall)
	}
	made := lang.S(done.At.In(b.zone()).Format("2006-01-02 15:04"))
	said := lang.Sayf("%s 的备份恢复演练通过", "The backup of %s was restored and is intact", made)
	if done.from < seal.Format {
		said = lang.Sayf("%s 的备份（第 %s 版格式）升级后恢复演练通过", "The backup of %s, in format %s, was restored, upgraded and is intact", made, lang.N(done.from))
	}
	event := audit.Event{Kind: audit.Drill, Count: done.Records}.Say(said)
	if err != nil {
		text := fault.From(err).Text
		kept.ProblemZH, kept.ProblemEN = text.ZH, text.EN
		event = audit.Event{Kind: audit.BackupFailed}.Say(text)
	} else {
		kept.ProvedAt, kept.ProblemZH, kept.ProblemEN = b.app.config.Clock.Now().UTC().Truncate(time.Second), "", ""
		if done.At.After(kept.GoodAt) {
			kept.GoodAt = done.At.Truncate(time.Second)
		}
	}
	logFault("the drill was not noted", audit.Note(ctx, b.db, event))
	logFault("the state of backups was not remembered", b.records.Remember(ctx, keyBackupState, kept))
	return err
}

// restoreTo makes a book as it was at a moment, in a new folder. The open book is only read.
func (b *book) restoreTo(ctx context.Context, in RestoreToInput) (records.Started[RestoredTo], error) {
	var none records.Started[RestoredTo]
	if err := b.ownersOnly(ctx); err != nil {
		return none, err
	}
	if b.app.config.Dir == "" {
		return none, inMemory()
	}
	folder, err := b.newFolder(in.Folder)
	if err != nil {
		return none, err
	}
	var shelf *backup.Shelf
	if in.ID != "" {
		if shelf, err = b.shelf(ctx); err != nil {
			return none, err
		}
	}
	return records.StartJob(ctx, b.app.jobs, "backup.restoreTo", func(ctx context.Context, p *records.Progress) (RestoredTo, error) {
		p.Name(lang.Of("恢复到新文件夹", "Restore into a new folder").In(who.Lang(ctx)))
		done, err := b.makeCopy(ctx, shelf, in, folder, func(n, all int64) { p.Set(int(n>>10), int(all>>10)) })
		if err == nil {
			said := lang.Sayf("把 %s 的账套恢复到 %s", "Restored the book as of %s into %s", lang.S(done.At.In(b.zone()).Format("2006-01-02 15:04:05")), lang.S(folder))
			err = audit.Note(ctx, b.db, audit.Event{Kind: audit.Restore, Count: done.Records}.Say(said))
		}
		return done, err
	})
}

// newFolder refuses a folder that a book cannot be put into.
func (b *book) newFolder(path string) (string, error) {
	path = strings.TrimSpace(path)
	if !filepath.IsAbs(path) {
		return "", fault.Field("folder", lang.Of("请填写完整路径", "Enter the full path"))
	}
	path = filepath.Clean(path)
	if inside(path, b.home()) || inside(b.home(), path) {
		return "", fault.Field("folder", lang.Of("请选账套之外的新文件夹", "Choose a new folder outside the book"))
	}
	if found, err := os.ReadDir(path); err == nil && len(found) > 0 {
		return "", fault.Field("folder", lang.Of("这个文件夹不是空的；请换一个新文件夹", "This folder is not empty. Choose a new one."))
	}
	if stat, err := os.Stat(filepath.Dir(path)); err != nil || !stat.IsDir() {
		return "", fault.Field("folder", lang.Of("上一级文件夹不存在；请检查路径", "The folder that should contain it does not exist. Check the path."))
	}
	return path, nil
}

// makeCopy builds the copy beside its place, proves it and only then puts it there.
func (b *book) makeCopy(ctx context.Context, shelf *backup.Shelf, in RestoreToInput, folder string, progress func(done, total int64)) (RestoredTo, error) {
	done := RestoredTo{Folder: folder}
	building, err := os.MkdirTemp(filepath.Dir(folder), ".xingke-restore-*") // 0700
	if err != nil {
		return done, unwritten(folder, err)
	}
	defer os.RemoveAll(building) // gone after the rename
	if err := b.fillCopy(ctx, shelf, in.ID, building, progress); err != nil {
		return done, err
	}
	if _, _, err := bringUp(ctx, building, b.keys); err != nil {
		return done, err
	}
	at := in.At
	if at.IsZero() {
		at = b.app.config.Clock.Now().AddDate(100, 0, 0) // nothing is cut
	}
	cut, err := store.CutAt(ctx, building, b.keys, at)
	if err != nil {
		return done, err
	}
	report, err := b.checkCopy(ctx, building, nil)
	if err != nil {
		return done, err
	}
	_ = os.Remove(folder) // it is empty, if it is there
	if err := os.Rename(building, folder); err != nil {
		return done, unwritten(folder, err)
	}
	done.At, done.Gone, done.Records = cut.At, cut.Gone, total(report.Live)
	return done, nil
}

// fillCopy writes key, journal and files: of a backup, or of the open book.
func (b *book) fillCopy(ctx context.Context, shelf *backup.Shelf, id, into string, progress func(done, total int64)) error {
	if shelf != nil {
		key, err := shelf.Key(id)
		if err != nil {
			return err
		}
		if _, err := shelf.Restore(ctx, id, b.keys, into, progress); err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(into, seal.KeyFile), key, 0o600)
	}
	src, err := b.source(ctx)
	if err != nil {
		return err
	}
	var done, all int64
	for i := range src.Files {
		all += src.Files[i].Size
	}
	for i := range src.Files {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := copyFile(&src.Files[i], filepath.Join(into, filepath.FromSlash(src.Files[i].Path))); err != nil {
			return unwritten(into, err)
		}
		done += src.Files[i].Size
		progress(done, all)
	}
	return os.WriteFile(filepath.Join(into, seal.KeyFile), src.Key, 0o600)
}

func copyFile(f *backup.File, path string) error {
	in, shut, err := f.Open()
	if err != nil {
		return err
	}
	err = os.MkdirAll(filepath.Dir(path), 0o700)
	if err != nil {
		return errors.Join(err, shut())
	}
	out, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return errors.Join(err, shut())
	}
	_, err = io.Copy(out, io.NewSectionReader(in, 0, f.Size))
	return errors.Join(err, out.Sync(), out.Close(), shut())
}
