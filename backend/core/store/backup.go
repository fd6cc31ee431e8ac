package store

import (
	"archive/tar"
	"context"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/seal"
	"xingke/backend/core/store/journal"
)

// A backup is a short plain head (magic, length, the key file as it lies in the book's
// folder) and a sealed stream with a tar archive: manifest.json, the journal's segments, the
// files. The key file is bound to the stream; with a passphrase the backup is as closed as the
// book. Views are not in it: they are made again from the journal.
const (
	backupMagic  = "XKBACKUP1\n"
	manifestName = "manifest.json"
	journalDir   = "journal"
	filesDir     = "files"
	maxKeyFile   = 1 << 20
)

// BackupInfo tells what is in a backup.
type BackupInfo struct {
	Format int       `json:"format"`
	Book   string    `json:"book"`
	At     time.Time `json:"at"`
	Seq    uint64    `json:"seq"`  // the last change in it
	Hash   string    `json:"hash"` // of the journal's chain there
	Bytes  int64     `json:"bytes"`
	Files  int       `json:"files"`
}

// Backup writes the whole book to w while it is in use: key file, journal and, if files is not
// nil, every file in it. It holds every change that was saved before the call.
func (db *DB) Backup(ctx context.Context, w io.Writer, files fs.FS) (BackupInfo, error) {
	parts, info, err := db.backupParts(ctx)
	if err != nil {
		return info, err
	}
	if files != nil {
		if info.Files, err = countFiles(files); err != nil {
			return info, fault.Wrap(err, fault.Unavailable, "附件读不出来，备份没有完成", "The attachments cannot be read; the backup is not complete.")
		}
	}
	key, err := os.ReadFile(filepath.Join(db.cfg.Dir, seal.KeyFile))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		return info, folderFault(db.cfg.Dir, err)
	}
	head := binary.BigEndian.AppendUint32([]byte(backupMagic), uint32(len(key)))
	head = append(head, key...)
	if _, err := w.Write(head); err != nil {
		return info, backupFailed(err)
	}
	sealed, err := seal.NewWriter(w, db.cfg.Keys.For("backup"), head)
	if err != nil {
		return info, backupFailed(err)
	}
	archive := tar.NewWriter(sealed)
	if err := writeBackup(ctx, archive, info, parts, files); err != nil {
		return info, backupFailed(err)
	}
	if err := errors.Join(archive.Close(), sealed.Close()); err != nil {
		return info, backupFailed(err)
	}
	return info, nil
}

func (db *DB) backupParts(ctx context.Context) ([]journal.Part, BackupInfo, error) {
	select { // no frame may be taken back while the parts are listed
	case <-db.writer:
	case <-ctx.Done():
		return nil, BackupInfo{}, ctx.Err()
	}
	defer func() { db.writer <- struct{}{} }()
	if db.closed.Load() {
		return nil, BackupInfo{}, closed()
	}
	parts, seq, hash, err := db.log.Parts()
	info := BackupInfo{Format: storeFormat, Book: db.log.Book(), At: db.cfg.Clock.Now(), Seq: seq, Hash: hex.EncodeToString(hash[:])}
	for _, p := range parts {
		info.Bytes += p.Size
	}
	return parts, info, err
}

func writeBackup(ctx context.Context, archive *tar.Writer, info BackupInfo, parts []journal.Part, files fs.FS) error {
	manifest, err := json.Marshal(info)
	if err != nil {
		return err
	}
	if err := addEntry(archive, manifestName, int64(len(manifest))); err != nil {
		return err
	}
	if _, err := archive.Write(manifest); err != nil {
		return err
	}
	for _, p := range parts {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := addEntry(archive, journalDir+"/"+p.Name, p.Size); err != nil {
			return err
		}
		if _, err := io.Copy(archive, io.NewSectionReader(p, 0, p.Size)); err != nil {
			return err
		}
	}
	if files == nil {
		return nil
	}
	return fs.WalkDir(files, ".", func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		return addFile(archive, files, path)
	})
}

func addFile(archive *tar.Writer, files fs.FS, path string) error {
	f, err := files.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if err := addEntry(archive, filesDir+"/"+path, info.Size()); err != nil {
		return err
	}
	_, err = io.CopyN(archive, f, info.Size())
	return err
}

func addEntry(archive *tar.Writer, name string, size int64) error {
	return archive.WriteHeader(&tar.Header{Typeflag: tar.TypeReg, Name: name, Size: size, Mode: 0o600, Format: tar.FormatPAX})
}

func countFiles(files fs.FS) (n int, err error) {
	err = fs.WalkDir(files, ".", func(_ string, e fs.DirEntry, err error) error {
		if err == nil && e.Type().IsRegular() {
			n++
		}
		return err
	})
	return n, err
}

// RestoreBackup reads a backup into dir, which must be empty or not be there, and proves it:
// every byte opens, the chain is whole and ends where the manifest says. unlock is given a
// folder with the backup's key file. When anything is wrong, nothing stays.
func RestoreBackup(ctx context.Context, r io.Reader, dir string, unlock func(dir string) (*seal.Keys, error)) (BackupInfo, error) {
	if left, err := os.ReadDir(dir); err == nil && len(left) > 0 {
		return BackupInfo{}, fault.New(fault.Conflict, "文件夹 %s 不是空的；请选一个空文件夹来恢复", "The folder %s is not empty. Choose an empty one to restore into.", lang.S(dir))
	}
	if err := os.MkdirAll(filepath.Dir(dir), 0o700); err != nil {
		return BackupInfo{}, folderFault(dir, err)
	}
	tmp, err := os.MkdirTemp(filepath.Dir(dir), filepath.Base(dir)+".restoring-*")
	if err != nil {
		return BackupInfo{}, folderFault(dir, err)
	}
	defer os.RemoveAll(tmp)
	info, err := unpack(ctx, r, tmp, unlock)
	if err != nil {
		return info, err
	}
	if err := os.Remove(dir); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return info, folderFault(dir, err)
	}
	if err := os.Rename(tmp, dir); err != nil {
		return info, folderFault(dir, err)
	}
	return info, nil
}

// CheckBackup proves a backup by restoring it into a folder below scratch, which is removed again.
func CheckBackup(ctx context.Context, r io.Reader, scratch string, unlock func(dir string) (*seal.Keys, error)) (BackupInfo, error) {
	tmp, err := os.MkdirTemp(scratch, "checking-*")
	if err != nil {
		return BackupInfo{}, folderFault(scratch, err)
	}
	defer os.RemoveAll(tmp)
	return unpack(ctx, r, tmp, unlock)
}

func unpack(ctx context.Context, r io.Reader, dir string, unlock func(dir string) (*seal.Keys, error)) (BackupInfo, error) {
	head := make([]byte, len(backupMagic)+4)
	if _, err := io.ReadFull(r, head); err != nil || string(head[:len(backupMagic)]) != backupMagic {
		return BackupInfo{}, fault.New(fault.Invalid, "这不是行客的备份文件；请选择正确的文件", "This is no backup of this program. Choose the right file.")
	}
	size := binary.BigEndian.Uint32(head[len(backupMagic):])
	if size > maxKeyFile {
		return BackupInfo{}, backupDamaged(errCodec)
	}
	head = append(head, make([]byte, size)...)
	key := head[len(backupMagic)+4:]
	if _, err := io.ReadFull(r, key); err != nil {
		return BackupInfo{}, backupDamaged(err)
	}
	if size > 0 {
		if err := os.WriteFile(filepath.Join(dir, seal.KeyFile), key, 0o600); err != nil {
			return BackupInfo{}, folderFault(dir, err)
		}
	}
	keys, err := unlock(dir)
	if err != nil {
		return BackupInfo{}, err
	}
	sealed, err := seal.NewReader(r, keys.For("backup"), head)
	if err != nil {
		return BackupInfo{}, backupDamaged(err)
	}
	info, err := extract(ctx, tar.NewReader(sealed), dir)
	if err == nil {
		_, err = io.Copy(io.Discard, sealed) // the last chunk proves that nothing is cut off
	}
	if err != nil {
		if fault.From(err).Kind != fault.Internal {
			return info, err
		}
		return info, backupDamaged(err)
	}
	return info, prove(ctx, dir, keys, info)
}

// extract writes the entries below dir and compares their number with the manifest.
func extract(ctx context.Context, archive *tar.Reader, dir string) (info BackupInfo, err error) {
	files := 0
	for n := 0; ; n++ {
		h, err := archive.Next()
		if err == io.EOF {
			break
		}
		if err == nil {
			err = ctx.Err()
		}
		if err != nil {
			return info, err
		}
		if n == 0 {
			if h.Name != manifestName {
				return info, errCodec
			}
			if err := json.NewDecoder(io.LimitReader(archive, 1<<20)).Decode(&info); err != nil {
				return info, err
			}
			if info.Format > storeFormat {
				return info, newerFormat()
			}
			continue
		}
		if !filepath.IsLocal(filepath.FromSlash(h.Name)) || h.Typeflag != tar.TypeReg {
			return info, fmt.Errorf("entry %q: %w", h.Name, errCodec)
		}
		if err := extractFile(archive, filepath.Join(dir, filepath.FromSlash(h.Name))); errors.Is(err, seal.ErrTampered) {
			return info, err
		} else if err != nil {
			return info, folderFault(dir, err)
		}
		if strings.HasPrefix(h.Name, filesDir+"/") {
			files++
		}
	}
	if files != info.Files {
		return info, fmt.Errorf("%d files of %d: %w", files, info.Files, errCodec)
	}
	return info, nil
}

func extractFile(r io.Reader, path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(f, r)
	return errors.Join(err, f.Sync(), f.Close())
}

// prove opens the restored journal and walks its chain.
func prove(ctx context.Context, dir string, keys *seal.Keys, info BackupInfo) error {
	files, err := journal.Disk(filepath.Join(dir, journalDir))
	if err != nil {
		return folderFault(dir, err)
	}
	j, err := journal.Open(journal.Config{Dir: files, Box: keys.For("journal")})
	if err != nil {
		return err
	}
	report, err := j.Verify(ctx, nil, nil)
	if err := errors.Join(err, j.Close()); err != nil {
		return err
	}
	if len(report.Faults) > 0 {
		return report.Faults[0]
	}
	if report.Last != info.Seq || hex.EncodeToString(report.Hash[:]) != info.Hash || j.Book() != info.Book {
		return backupDamaged(fmt.Errorf("ends at %d, not at %d", report.Last, info.Seq))
	}
	return nil
}

func backupFailed(err error) error {
	return fault.Wrap(err, fault.Unavailable, "备份没有写完：%s；请检查目标磁盘的空间和权限", "The backup could not be written: %s. Check the space and permissions of its destination.", lang.S(err.Error()))
}

func backupDamaged(err error) error {
	return fault.Wrap(err, fault.Unavailable, "备份文件不完整或已损坏；请改用另一份备份", "The backup is incomplete or damaged. Use another one.")
}
