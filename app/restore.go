package app

import (
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/columns"
	"xingke/backend/core/records"
	"xingke/backend/core/rpc"
	"xingke/backend/core/seal"
	"xingke/backend/core/store/backup"
)

// RestoreInput is an archive that was handed in, or a folder of backups on this machine, and what opens it.
type RestoreInput struct {
	File       string `json:"file,omitempty"`   // hash of the upload
	Folder     string `json:"folder,omitempty"` // or where backups lie, as they were made every night
	Passphrase string `json:"passphrase,omitempty"`
}

// RestoreResult is what the book holds now.
type RestoreResult struct {
	Records map[string]int `json:"records"` // by entity
}

func (b *book) exposeRestore() {
	rpc.Handle(b.table, "book.restore", rpc.SignedIn, b.restore).
		Says("把备份恢复到还没有内容的账套里", "Puts a backup in the place of a book that holds nothing yet.")
}

// restore puts a backup in the place of this book, which must hold nothing of anybody's. The archive is
// read, opened and checked beside the book first: until then nothing is touched.
func (b *book) restore(ctx context.Context, in RestoreInput) (records.Started[RestoreResult], error) {
	var none records.Started[RestoreResult]
	if err := b.ownersOnly(ctx); err != nil {
		return none, err
	}
	if b.app.config.Dir == "" {
		return none, fault.New(fault.Conflict, "这个账套只在内存里，不能恢复备份", "This book exists only in memory; nothing can be restored into it.")
	}
	if err := b.empty(ctx); err != nil {
		return none, err
	}
	in.Folder = strings.TrimSpace(in.Folder)
	if in.Folder == "" {
		if err := b.handed(ctx, in.File); err != nil {
			return none, err
		}
	} else if err := holdsBackups(in.Folder); err != nil {
		return none, err
	}
	a, tag := b.app, who.Lang(ctx)
	return records.StartJob(ctx, a.jobs, "book.restore", func(ctx context.Context, _ *records.Progress) (RestoreResult, error) {
		// Beside the book, not in it: it is moved there in one step each.
		beside, err := os.MkdirTemp(filepath.Dir(a.config.Dir), ".xingke-restore-*") // 0700
		if err != nil {
			return RestoreResult{}, unwritten(a.config.Dir, err)
		}
		defer os.RemoveAll(beside)
		restored := filepath.Join(beside, "book")
		if err := a.unpackUpload(ctx, in, filepath.Join(beside, "archive"), restored, tag); err != nil {
			return RestoreResult{}, err
		}
		if err := a.swap(ctx, restored, in.Passphrase); err != nil {
			return RestoreResult{}, err
		}
		a.mu.RLock()
		defer a.mu.RUnlock()
		if a.book == nil {
			return RestoreResult{}, closed()
		}
		done, err := a.book.counts(ctx)
		return RestoreResult(done), err
	})
}

// holdsBackups refuses a folder from which nothing can be restored, beside the line where it was typed.
func holdsBackups(folder string) error {
	if !filepath.IsAbs(folder) {
		return fault.Field("folder", lang.Of("请填写完整路径，如 E:\\行客备份 或 /media/u/行客备份", "Enter the full path, such as E:\\Xingke backups or /media/u/backups"))
	}
	if backup.FindLive(folder) {
		return nil
	}
	if _, _, err := backup.Find(folder); err != nil {
		return atField(err, "folder")
	}
	return nil
}

// atField says of a fault that it is about what was typed in a field.
func atField(err error, name string) error {
	e := *fault.From(err)
	e.Fields = map[string]lang.Text{name: e.Text}
	return &e
}

// empty refuses a book that holds more than a new one.
func (b *book) empty(ctx context.Context) error {
	for _, name := range []string{"customer", "contact", "followUp", "opportunity", "order", "product"} {
		count, err := b.columns.Count(who.With(ctx, who.System), columns.Query{Entity: name})
		if err != nil {
			return err
		}
		if count > 0 {
			return fault.New(fault.Conflict, "账套里已经有内容；备份只能恢复到空账套", "The book is not empty; a backup can only be restored into an empty one.")
		}
	}
	return nil
}

// unpackUpload makes a book of an uploaded archive, or of a folder of backups, and checks it.
func (a *App) unpackUpload(ctx context.Context, in RestoreInput, archive, into string, tag lang.Tag) error {
	if in.Folder != "" {
		archive = in.Folder
	} else if err := a.copyUpload(in.File, archive); err != nil {
		return err
	}
	report, err := Restore(ctx, archive, in.Passphrase, into, tag)
	if err == nil && !report.OK {
		err = fault.New(fault.Invalid, "备份里的数据不完整，没有恢复；请换一个备份", "The data in the backup is damaged and was not restored. Choose another backup.")
	}
	return err
}

func (a *App) copyUpload(hash, path string) (err error) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	if a.book == nil {
		return closed()
	}
	from, err := a.book.files.Open(hash)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return unwritten(path, err)
	}
	_, err = io.Copy(to, from)
	if err = errors.Join(err, to.Close()); err != nil {
		return unwritten(path, err)
	}
	return nil
}

// swap puts the restored book into the folder of the open one, while nobody calls.
func (a *App) swap(ctx context.Context, restored, passphrase string) error {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.book == nil {
		return closed()
	}
	if err := a.book.empty(ctx); err != nil { // somebody was quicker
		return err
	}
	next := a.config
	next.Passphrase = passphrase
	remembered, _ := seal.Remembered(next.Dir)
	err := a.replace(next, func(dir string) error {
		parts, err := os.ReadDir(restored)
		if err != nil {
			return err
		}
		for _, part := range parts {
			if err := os.RemoveAll(filepath.Join(dir, part.Name())); err != nil {
				return err
			}
			if err := os.Rename(filepath.Join(restored, part.Name()), filepath.Join(dir, part.Name())); err != nil {
				return err
			}
		}
		return nil
	})
	if now, _ := seal.Remembered(next.Dir); err == nil && now != remembered { // a backup knows of no keychain
		a.forgetName(remembered)
	}
	return err
}
