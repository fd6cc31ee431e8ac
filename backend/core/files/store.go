package files

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/seal"
)

// Store keeps the files of one book.
type Store struct {
	dir  string // of the sealed files
	tmp  string
	own  string // a temporary folder to remove on Close, for books in memory
	body seal.Box
	info seal.Box
	name []byte // key of the names

	mu    sync.Mutex
	brief []string // hashes of the files that are kept for a while only, the oldest first

	putting sync.Mutex // of whoever puts a file in its place or takes one away
	now     func() time.Time
}

// Info is what people know of a file.
type Info struct {
	Hash string `json:"file"`
	Name string `json:"name"`
	Size int64  `json:"size"`
	Type string `json:"type"`
}

// sidecar lies beside a sealed file and binds the file's beginning to its hash.
type sidecar struct {
	Info
	Head []byte           `json:"head"`
	By   map[string]int64 `json:"by,omitempty"` // who put it in or had it made, and when, in seconds
}

// headSize is how much of a sealed stream is different in every stream: its magic and random header.
const headSize = 24

// Open opens the files of the book in dir and empties its tmp folder. An empty dir keeps
// them in a temporary folder, sealed with keys that end with the program.
func Open(dir string, keys *seal.Keys) (*Store, error) {
	s := &Store{now: time.Now}
	if dir == "" {
		made, err := os.MkdirTemp("", "xingke-files-")
		if err != nil {
			return nil, unwritable(err)
		}
		dir, s.own = made, made
	}
	s.dir, s.tmp = filepath.Join(dir, "files"), filepath.Join(dir, "tmp")
	s.body, s.info = keys.For("files"), keys.For("files/info")
	var err error
	if s.name, err = nameKey(s.dir, keys); err != nil {
		return nil, err
	}
	if err := os.RemoveAll(s.tmp); err != nil {
		return nil, unwritable(err)
	}
	if err := errors.Join(os.MkdirAll(s.dir, 0o700), os.MkdirAll(s.tmp, 0o700)); err != nil {
		return nil, unwritable(err)
	}
	return s, nil
}

// Close removes what only this program needed.
func (s *Store) Close() error {
	if s.own != "" {
		return os.RemoveAll(s.own)
	}
	return nil
}

// Temp is a folder inside the book for short-lived work; it is emptied when the book is opened.
func (s *Store) Temp() string { return s.tmp }

// Writer seals a new file as it is written.
type Writer struct {
	store *Store
	name  string
	by    map[string]int64
	file  *os.File
	seal  *seal.Writer
	hash  hash.Hash
	size  int64
}

// Create begins a new file under the name people know, for the one who acts in ctx. End it with
// Commit, or with Abort, which does nothing after Commit.
func (s *Store) Create(ctx context.Context, name string) (*Writer, error) {
	file, err := os.CreateTemp(s.tmp, "new-*")
	if err != nil {
		return nil, unwritable(err)
	}
	w := &Writer{store: s, name: CleanName(name), file: file, hash: hmac.New(sha256.New, s.name), by: s.byWho(ctx)}
	if w.seal, err = seal.NewWriter(file, s.body, nil); err != nil {
		w.Abort()
		return nil, unwritable(err)
	}
	return w, nil
}

// Write implements io.Writer.
func (w *Writer) Write(p []byte) (int, error) {
	n, err := w.seal.Write(p)
	w.hash.Write(p[:n])
	w.size += int64(n)
	if err != nil {
		return n, unwritable(err)
	}
	return n, nil
}

// Size is how many bytes were written.
func (w *Writer) Size() int64 { return w.size }

// Commit puts the file in its place, on disk.
func (w *Writer) Commit() (Info, error) { return w.commit(w.store.dir) }

func (w *Writer) commit(dir string) (Info, error) {
	defer w.Abort()
	if err := errors.Join(w.seal.Close(), w.file.Sync()); err != nil {
		return Info{}, unwritable(err)
	}
	head, err := readHead(w.file)
	if err != nil {
		return Info{}, unwritable(err)
	}
	info := Info{Hash: hex.EncodeToString(w.hash.Sum(nil)), Name: w.name, Size: w.size, Type: MediaType(w.name)}
	path := place(dir, info.Hash)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return Info{}, unwritable(err)
	}
	if err := w.file.Close(); err != nil {
		return Info{}, unwritable(err)
	}
	w.store.putting.Lock()
	defer w.store.putting.Unlock()
	if known := w.store.whole(info.Hash, path); known != nil {
		head = known // the content is here: only the name may be new
	} else if err := os.Rename(w.file.Name(), path); err != nil {
		return Info{}, unwritable(err)
	}
	if err := w.store.describe(path, sidecar{info, head, w.store.alsoBy(info.Hash, path, w.by)}); err != nil {
		return Info{}, unwritable(err)
	}
	return info, nil
}

// whole answers the head of the file that lies at path already, nil if none does or it is damaged anywhere.
func (s *Store) whole(hash, path string) []byte {
	if s.path(hash) != path {
		return nil
	}
	known, err := s.Open(hash)
	if err != nil {
		return nil
	}
	defer known.Close() // only read
	head, err := readHead(known.file)
	if err != nil {
		return nil
	}
	if _, err := io.Copy(io.Discard, known); err != nil {
		return nil
	}
	return head
}

// Abort throws away what was written, unless it was committed.
func (w *Writer) Abort() {
	_ = w.file.Close()           // twice is harmless
	_ = os.Remove(w.file.Name()) // gone after Commit
}

// Put keeps what r gives under the name people know.
func (s *Store) Put(ctx context.Context, name string, r io.Reader) (Info, error) {
	w, err := s.Create(ctx, name)
	if err != nil {
		return Info{}, err
	}
	defer w.Abort()
	if _, err := io.Copy(w, &cancellable{ctx, r}); err != nil {
		return Info{}, err
	}
	return w.Commit()
}

type cancellable struct {
	ctx context.Context
	r   io.Reader
}

func (c *cancellable) Read(p []byte) (int, error) {
	if err := c.ctx.Err(); err != nil {
		return 0, err
	}
	return c.r.Read(p)
}

// File is an open file: io.ReadSeeker and io.ReaderAt over its content. Not safe for concurrent use.
type File struct {
	*seal.Random
	Info Info
	file *os.File
	by   map[string]int64
}

// Close closes the file.
func (f *File) Close() error { return f.file.Close() }

// Open opens a file by its hash; NotFound if there is none.
func (s *Store) Open(hash string) (*File, error) {
	beside, err := s.known(hash)
	if err != nil {
		return nil, err
	}
	file, err := os.Open(s.path(hash))
	if err != nil {
		return nil, damaged(err)
	}
	f, err := s.open(file, beside)
	if err != nil {
		_ = file.Close()
		return nil, damaged(err)
	}
	return &File{f, beside.Info, file, beside.By}, nil
}

func (s *Store) open(file *os.File, beside sidecar) (*seal.Random, error) {
	stat, err := file.Stat()
	if err != nil {
		return nil, err
	}
	head, err := readHead(file)
	if err != nil {
		return nil, err
	}
	if !bytes.Equal(head, beside.Head) {
		return nil, fmt.Errorf("another file lies in its place: %w", seal.ErrTampered)
	}
	return seal.NewRandom(file, stat.Size(), s.body, nil)
}

func readHead(file *os.File) ([]byte, error) {
	head := make([]byte, headSize)
	_, err := file.ReadAt(head, 0)
	return head, err
}

// Stat tells what is known of a file; NotFound if there is none.
func (s *Store) Stat(hash string) (Info, error) {
	beside, err := s.known(hash)
	return beside.Info, err
}

func (s *Store) known(hash string) (sidecar, error) {
	if !isHash(hash) {
		return sidecar{}, Missing()
	}
	beside, err := s.sidecar(hash)
	if errors.Is(err, fs.ErrNotExist) {
		return sidecar{}, Missing()
	}
	if err != nil {
		return sidecar{}, damaged(err)
	}
	return beside, nil
}

func place(dir, hash string) string { return filepath.Join(dir, hash[:2], hash) }

func (s *Store) sidecar(hash string) (sidecar, error) {
	raw, err := os.ReadFile(s.path(hash) + ".info")
	if err != nil {
		return sidecar{}, err
	}
	plain, err := s.info.Open(nil, raw, []byte(hash))
	if err != nil {
		return sidecar{}, err
	}
	var beside sidecar
	err = json.Unmarshal(plain, &beside)
	return beside, err
}

func (s *Store) describe(path string, beside sidecar) error {
	plain, err := json.Marshal(beside)
	if err != nil {
		return err
	}
	tmp, err := os.CreateTemp(s.tmp, "info-*")
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name()) // gone after the rename
	_, err = tmp.Write(s.info.Seal(nil, plain, []byte(beside.Hash)))
	if err = errors.Join(err, tmp.Sync(), tmp.Close()); err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path+".info")
}

// Used tells how many files there are and how many bytes they take on disk.
func (s *Store) Used() (count int, bytes int64) {
	_ = filepath.WalkDir(s.dir, func(_ string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return nil // what cannot be read is not counted
		}
		if info, err := d.Info(); err == nil {
			bytes += info.Size()
		}
		if !strings.HasSuffix(d.Name(), ".info") {
			count++
		}
		return nil
	})
	return count, bytes
}

func isHash(s string) bool {
	if len(s) != 2*sha256.Size {
		return false
	}
	return strings.Trim(s, "0123456789abcdef") == ""
}

// Missing says that there is no such file: also of one that is not for the one who asks.
func Missing() error {
	return fault.New(fault.NotFound, "没有这个文件，它可能已被清理；请重新上传或导出", "There is no such file. It may have been cleaned up; upload or export it again.")
}

func damaged(cause error) error {
	return fault.Wrap(cause, fault.Unavailable, "这个文件已损坏或被改动，打不开；请从备份恢复", "This file was damaged or changed and does not open. Restore it from a backup.")
}

func unwritable(err error) error {
	if errors.Is(err, syscall.ENOSPC) {
		return fault.Wrap(err, fault.Unavailable, "磁盘已满，文件没有保存；请清理磁盘后重试", "The disk is full and the file was not saved. Free some space and try again.")
	}
	return fault.Wrap(err, fault.Unavailable, "文件写不进账套文件夹（%s）；请检查文件夹权限", "The file cannot be written to the book's folder (%s). Check its permissions.", lang.S(err.Error()))
}
