package backup

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
)

const (
	snapshotExt = ".xkbackup"
	piecesDir   = "pieces"
	pieceSize   = 4 << 20
	nameLayout  = "20060102T150405Z"
)

// Shelf is the folder of one book's backups.
type Shelf struct{ dir string }

// Name is what the shelf of a book is called within the folder that people choose.
func Name(book string) string { return "xingke-" + strings.ReplaceAll(book, "-", "")[:12] }

// Open opens the shelf of a book below a folder. A folder that is not there is a fault, Missing: a
// drive that was pulled out is not made up.
func Open(folder, book string) (*Shelf, error) {
	if err := there(folder); err != nil {
		return nil, err
	}
	return At(filepath.Join(folder, Name(book)))
}

func there(folder string) error {
	if stat, err := os.Stat(folder); err != nil || !stat.IsDir() {
		return NotThere(folder, err)
	}
	return nil
}

// NotThere is the fault about a folder that is not there, Missing.
func NotThere(folder string, cause error) error {
	return fault.Wrap(errors.Join(ErrMissing, cause), fault.Unavailable, "备份位置 %s 现在找不到；请插上移动硬盘或检查路径，程序会自动再试", "The place for backups, %s, is not there now. Plug in the drive or check the path; the program tries again by itself.", lang.S(folder))
}

// At opens a shelf by its own path, and makes it if it is not there.
func At(dir string) (*Shelf, error) {
	if err := os.MkdirAll(filepath.Join(dir, piecesDir), 0o700); err != nil {
		return nil, unwritable(dir, err)
	}
	return &Shelf{dir}, nil
}

// ErrMissing is the cause of the fault about a folder that is not there.
var ErrMissing = errors.New("backup: the folder is not there")

// ErrDamaged is the cause of the fault about a backup that does not come back as it was.
var ErrDamaged = errors.New("backup: damaged")

// Dir is where the shelf lies.
func (s *Shelf) Dir() string { return s.dir }

func unwritable(dir string, err error) error {
	return fault.Wrap(err, fault.Unavailable, "备份写不到 %s；请检查磁盘空间和权限", "The backup cannot be written to %s. Check the free space and the permissions.", lang.S(dir))
}

func damaged(what string, err error) error {
	return fault.Wrap(errors.Join(ErrDamaged, err), fault.Unavailable, "备份不完整或已损坏（%s）；请改用另一次备份，下次备份会补上缺的部分", "The backup is incomplete or damaged (%s). Use another one; the next backup puts right what is missing.", lang.S(what))
}

// hash names a piece.
type hash [sha256.Size]byte

func (h hash) String() string { return hex.EncodeToString(h[:]) }

func (s *Shelf) piece(h hash) string {
	name := h.String()
	return filepath.Join(s.dir, piecesDir, name[:2], name)
}

// has tells whether a piece of this size lies on the shelf.
func (s *Shelf) has(h hash, size int64) bool {
	stat, err := os.Stat(s.piece(h))
	return err == nil && stat.Size() == size
}

// put writes a piece, whole or not at all.
func (s *Shelf) put(h hash, raw []byte) error {
	path := s.piece(h)
	return s.write(path, func(w io.Writer) error {
		_, err := w.Write(raw)
		return err
	})
}

// write makes a file under its name only when everything is on disk.
func (s *Shelf) write(path string, fill func(w io.Writer) error) (err error) {
	folder := filepath.Dir(path)
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return unwritable(s.dir, err)
	}
	part, err := os.CreateTemp(folder, ".part-*") // 0600
	if err != nil {
		return unwritable(s.dir, err)
	}
	defer os.Remove(part.Name()) // gone after the rename
	err = fill(part)
	if err = errors.Join(err, part.Sync(), part.Close()); err == nil {
		err = os.Rename(part.Name(), path)
	}
	if err == nil {
		err = syncFolder(folder)
	}
	if err != nil {
		return unwritable(s.dir, err)
	}
	return nil
}

// syncFolder makes a new name durable; Windows does so by itself, and some drives cannot.
func syncFolder(dir string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	_ = d.Sync() // FAT and network drives refuse: the file itself is synced
	return d.Close()
}

// get reads a piece and compares it with its name. A damaged one is taken off the shelf, so that the
// next backup writes it again.
func (s *Shelf) get(h hash, buf []byte) ([]byte, error) {
	path := s.piece(h)
	f, err := os.Open(path)
	if err != nil {
		return nil, damaged(h.String()[:12], err)
	}
	n, err := io.ReadFull(f, buf[:pieceSize])
	if errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) {
		err = nil
	}
	err = errors.Join(err, f.Close())
	if err == nil && sha256.Sum256(buf[:n]) != h {
		err = fmt.Errorf("piece %s is not what it was", h)
		_ = os.Rename(path, path+".damaged")
	}
	if err != nil {
		return nil, damaged(h.String()[:12], err)
	}
	return buf[:n], nil
}

// names lists the snapshots, the newest first.
func (s *Shelf) names() ([]string, error) {
	entries, err := os.ReadDir(s.dir)
	if err != nil {
		return nil, unwritable(s.dir, err)
	}
	var list []string
	for _, e := range entries {
		if name, ok := strings.CutSuffix(e.Name(), snapshotExt); ok && e.Type().IsRegular() {
			if _, err := time.Parse(nameLayout, name); err == nil {
				list = append(list, name)
			}
		}
	}
	slices.Sort(list)
	slices.Reverse(list)
	return list, nil
}

// Before lists the snapshots that were made before a moment, whatever they are sealed with, the newest first.
func (s *Shelf) Before(at time.Time) (ids []string, made []time.Time, err error) {
	names, err := s.names()
	if err != nil {
		return nil, nil, err
	}
	for _, name := range names {
		then, err := time.Parse(nameLayout, name)
		if err != nil {
			return nil, nil, err
		}
		if then.Before(at) {
			ids, made = append(ids, name), append(made, then)
		}
	}
	return ids, made, nil
}

// sweep deletes the pieces that no snapshot needs, and what writers left behind. A snapshot that cannot
// be read keeps everything.
func (s *Shelf) sweep() error {
	names, err := s.names()
	if err != nil {
		return err
	}
	needed := map[string]bool{}
	for _, name := range names {
		head, err := s.readHead(name)
		if err != nil {
			return fault.Wrap(err, fault.Unavailable, "旧备份 %s 读不出来，所以暂不清理多余的备份数据；新备份不受影响，旧的到期会自动删除", "The older backup %s cannot be read, so nothing that is not needed any more is cleared away yet. New backups are not affected; the old one goes in its time.", lang.S(name))
		}
		for _, h := range head.pieces {
			needed[h.String()] = true
		}
	}
	return filepath.WalkDir(filepath.Join(s.dir, piecesDir), func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() || needed[e.Name()] {
			return err
		}
		return os.Remove(path)
	})
}

// Drop deletes snapshots, and the pieces that only they needed.
func (s *Shelf) Drop(ids []string) error {
	for _, id := range ids {
		if err := os.Remove(s.path(id)); err != nil && !errors.Is(err, os.ErrNotExist) {
			return unwritable(s.dir, err)
		}
	}
	return s.sweep()
}

func (s *Shelf) path(id string) string { return filepath.Join(s.dir, id+snapshotExt) }
