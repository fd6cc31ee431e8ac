package app

import (
	"archive/tar"
	"compress/flate"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/audit"
	"xingke/backend/core/rpc"
	"xingke/backend/core/seal"
	"xingke/backend/core/store"
	"xingke/backend/core/store/backup"
)

// A backup is a line that says so, the book's key file with its length before it, and a sealed
// stream: a packed tar of the journal and the files. Everything else is made from these.
const (
	backupMagic   = "XKBACKUP1\n"
	backupPurpose = "backup"
	longestKey    = 64 << 10
)

// BackupResult is what an archive holds.
type BackupResult struct {
	Files int   `json:"files"`
	Bytes int64 `json:"bytes"` // of the archive
}

// Backup writes the book in dir to an archive at path and reads it back. The book may be in use:
// the journal only grows, and files do not change. The archive opens with the book's passphrase.
func Backup(ctx context.Context, dir, passphrase, path string) (BackupResult, error) {
	return BackupAs(ctx, Config{Dir: dir, Passphrase: passphrase}, path)
}

// ArchivedInput says what archive was made of the book, and where.
type ArchivedInput struct {
	Path  string `json:"path"`
	Bytes int64  `json:"bytes"`
}

// archived writes down that there is an archive: whoever makes one has read the book without opening it.
func (b *book) archived(ctx context.Context, in ArchivedInput) (rpc.Nothing, error) {
	if err := b.ownersOnly(ctx); err != nil {
		return rpc.Nothing{}, err
	}
	said := lang.Sayf("整个账套做成了备份文件 %s（%s MB）", "The whole book was written to the archive %s (%s MB)", lang.S(in.Path), lang.N(int((in.Bytes+1<<20-1)>>20)))
	return rpc.Nothing{}, audit.Note(ctx, b.db, audit.Event{Kind: audit.ExportAll}.Say(said))
}

// BackupAs is Backup of a book that is opened as the config says.
func BackupAs(ctx context.Context, config Config, path string) (BackupResult, error) {
	dir := config.Dir
	keys, err := Unlock(config)
	if err != nil {
		return BackupResult{}, err
	}
	part, err := os.CreateTemp(filepath.Dir(path), ".xingke-backup-*") // 0600
	if err != nil {
		return BackupResult{}, unwritten(path, err)
	}
	defer os.Remove(part.Name()) // gone after the rename
	count, err := writeBackup(ctx, dir, keys, part)
	if err = errors.Join(err, part.Sync(), part.Close()); err != nil {
		return BackupResult{}, unwritten(path, err)
	}
	read, err := readBackup(ctx, part.Name(), "", func(key []byte) (*seal.Keys, error) {
		if config.Passphrase == "" {
			return keys, nil
		}
		return unlockWith(key, config.Passphrase, "")
	})
	if err == nil && read != count {
		err = fmt.Errorf("%d files written, %d read back", count, read)
	}
	if err != nil {
		return BackupResult{}, fault.Wrap(err, fault.Unavailable, "备份写完后读不回来，没有保留；请检查磁盘后重试", "The backup was written but did not read back, so it was not kept. Check the disk and try again.")
	}
	size, err := os.Stat(part.Name())
	if err != nil {
		return BackupResult{}, unwritten(path, err)
	}
	if err := os.Rename(part.Name(), path); err != nil {
		return BackupResult{}, unwritten(path, err)
	}
	return BackupResult{Files: count, Bytes: size.Size()}, nil
}

func unwritten(path string, err error) error {
	return fault.Wrap(err, fault.Unavailable, "备份写不到 %s；请检查文件夹、权限和磁盘空间", "The backup cannot be written to %s. Check the folder, its permissions and the free space.", lang.S(path))
}

func writeBackup(ctx context.Context, dir string, keys *seal.Keys, to io.Writer) (int, error) {
	key, err := seal.Sound(dir)
	if err != nil {
		return 0, err
	}
	head := binary.BigEndian.AppendUint32([]byte(backupMagic), uint32(len(key)))
	if _, err := to.Write(append(head, key...)); err != nil {
		return 0, err
	}
	sealed, err := seal.NewWriter(to, keys.For(backupPurpose), key)
	if err != nil {
		return 0, err
	}
	packed, err := flate.NewWriter(sealed, flate.BestSpeed)
	if err != nil {
		return 0, err
	}
	archive := tar.NewWriter(packed)
	count := 0
	for _, part := range []string{"journal", "files"} { // the journal first: what it names is among the files
		n, err := addTree(ctx, archive, dir, part)
		if err != nil {
			return 0, err
		}
		count += n
	}
	return count, errors.Join(archive.Close(), packed.Close(), sealed.Close())
}

func addTree(ctx context.Context, archive *tar.Writer, dir, part string) (count int, err error) {
	err = filepath.WalkDir(filepath.Join(dir, part), func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil
		}
		if err != nil || !d.Type().IsRegular() || ctx.Err() != nil {
			return errors.Join(err, ctx.Err())
		}
		file, err := os.Open(path)
		if err != nil {
			return err
		}
		defer file.Close()
		stat, err := file.Stat()
		if err != nil {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err != nil {
			return err
		}
		if err := archive.WriteHeader(&tar.Header{Name: filepath.ToSlash(name), Mode: 0o600, Size: stat.Size(), ModTime: stat.ModTime()}); err != nil {
			return err
		}
		count++
		_, err = io.Copy(archive, io.LimitReader(file, stat.Size())) // what is added meanwhile is for the next backup
		return err
	})
	return count, err
}

// Restore makes a book in dir, which must not be there or be empty, from an archive, and checks it.
func Restore(ctx context.Context, archive, passphrase, dir string, tag lang.Tag) (VerifyReport, error) {
	return RestoreAt(ctx, archive, passphrase, dir, time.Time{}, tag)
}

// RestoreAt makes a book in dir as it was at a moment; the zero moment takes everything. from is an
// archive, one backup of a shelf, a shelf, or a folder with one.
func RestoreAt(ctx context.Context, from, passphrase, dir string, at time.Time, tag lang.Tag) (VerifyReport, error) {
	if found, err := os.ReadDir(dir); err == nil && len(found) > 0 {
		return VerifyReport{}, fault.New(fault.Conflict, "文件夹 %s 不是空的；请恢复到一个新文件夹", "The folder %s is not empty. Restore into a new one.", lang.S(dir))
	}
	building := strings.TrimRight(dir, `/\`) + ".restoring"
	if !leftOver(building) {
		return VerifyReport{}, fault.New(fault.Conflict, "文件夹 %s 里有别的东西；请先移走，或换一个新文件夹", "The folder %s contains other files. Move them away first, or restore into another folder.", lang.S(building))
	}
	if err := errors.Join(os.RemoveAll(building), os.MkdirAll(building, 0o700)); err != nil {
		return VerifyReport{}, unwritten(dir, err)
	}
	defer os.RemoveAll(building) // gone after the rename
	if err := unpackFrom(ctx, from, passphrase, building); err != nil {
		return VerifyReport{}, err
	}
	if err := bringUpTo(ctx, building, passphrase, at); err != nil {
		return VerifyReport{}, err
	}
	report, err := checkRestored(ctx, building, passphrase, tag)
	if err != nil || !report.OK {
		return report, err
	}
	_ = os.Remove(dir) // it is empty, if it is there
	if err := os.Rename(building, dir); err != nil {
		return report, unwritten(dir, err)
	}
	return report, nil
}

// leftOver tells that nothing lies in a folder but what a restore put there that was ended in the middle.
func leftOver(dir string) bool {
	found, err := os.ReadDir(dir)
	if err != nil {
		return errors.Is(err, fs.ErrNotExist)
	}
	if state, err := seal.State(dir); err == nil && state != seal.None {
		return true
	}
	ours := []string{seal.KeyFile, journalPart, filesPart}
	return !slices.ContainsFunc(found, func(e fs.DirEntry) bool { return !slices.Contains(ours, e.Name()) })
}

// bringUpTo brings a restored book to the format of this program and cuts its journal at a moment; the zero moment takes
// everything.
func bringUpTo(ctx context.Context, dir, passphrase string, at time.Time) error {
	from, err := seal.FormatOf(dir)
	if err != nil || from >= seal.Format && at.IsZero() {
		return err
	}
	keys, err := seal.Unlock(dir, passphrase)
	if err == nil {
		_, _, err = bringUp(ctx, dir, keys)
	}
	if err == nil && !at.IsZero() {
		_, err = store.CutAt(ctx, dir, keys, at)
	}
	return err
}

// unpackFrom puts key, journal and files of a backup into a folder, whichever way it was kept.
func unpackFrom(ctx context.Context, from, passphrase, into string) error {
	if backup.FindLive(from) {
		if key, err := os.ReadFile(filepath.Join(from, seal.KeyFile)); err != nil {
			return err
		} else if _, err := unlockWith(key, passphrase, ""); err != nil {
			return err
		}
		return backup.CopyLive(ctx, from, into)
	}
	shelf, id, err := backup.Find(from)
	if err != nil {
		return err
	}
	if shelf == nil {
		_, err := readBackup(ctx, from, into, func(key []byte) (*seal.Keys, error) { return unlockWith(key, passphrase, into) })
		return err
	}
	key, err := shelf.Key(id)
	if err != nil {
		return err
	}
	keys, err := unlockWith(key, passphrase, into)
	if err != nil {
		return err
	}
	_, err = shelf.Restore(ctx, id, keys, into, nil)
	return err
}

func checkRestored(ctx context.Context, dir, passphrase string, tag lang.Tag) (report VerifyReport, err error) {
	a, err := Open(Config{Dir: dir, Passphrase: passphrase, Lang: tag, Quiet: true})
	if err != nil {
		return report, err
	}
	defer func() { err = errors.Join(err, a.Close()) }()
	report, err = a.Verify(ctx, tag, nil)
	if err != nil || !report.OK {
		return report, err
	}
	event := audit.Event{Kind: audit.Restore, Count: report.Records}.Say(lang.Of("账套从备份恢复而来", "The book was restored from a backup"))
	return report, audit.Note(who.With(ctx, who.System), a.book.db, event)
}
