package backup

import (
	"bytes"
	"context"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// Live is a copy of a book's key, journal and files that follows the book within seconds. It lies as
// the book does, so that it can be opened in its place: what was acknowledged before the last Follow is in it.
type Live struct{ dir string }

const (
	liveKey     = "key.json"
	liveJournal = "journal"
	liveReadme  = "README.txt"
	compared    = 64 << 10 // bytes at either end by which a copy is known for the beginning of what has grown
)

// OpenLive opens the copy of a book below a folder. A folder that is not there is a fault, Missing.
func OpenLive(folder, book string) (*Live, error) {
	if err := there(folder); err != nil {
		return nil, err
	}
	return &Live{filepath.Join(folder, Name(book)+"-live")}, nil
}

// Dir is where the copy lies.
func (l *Live) Dir() string { return l.dir }

// Follow brings the copy up to a book as it stands and tells how many bytes were written. Files come before
// the journal that names them. What is cut short at any moment is gone on with by the next one. A copy of
// another key or another history is made anew beside the old one, which goes last.
func (l *Live) Follow(ctx context.Context, src *Source) (written int64, err error) {
	to := l.dir
	anew := !l.continues(src)
	if anew {
		to += ".new"
		if err := os.RemoveAll(to); err != nil { // of whatever it was begun
			return 0, unwritable(to, err)
		}
	}
	if err := os.MkdirAll(filepath.Join(to, liveJournal), 0o700); err != nil {
		return 0, unwritable(to, err)
	}
	names := map[string]bool{}
	for _, grows := range []bool{false, true} {
		for i := range src.Files {
			f := &src.Files[i]
			if f.Grows != grows {
				continue
			}
			names[f.Path] = true
			n, err := bringUp(ctx, to, f)
			written += n
			if err != nil {
				return written, err
			}
		}
	}
	for name, content := range map[string][]byte{liveKey: src.Key, liveReadme: []byte(strings.ReplaceAll(aboutLive, "\n", "\r\n"))} {
		path := filepath.Join(to, name)
		if known, err := os.ReadFile(path); err == nil && bytes.Equal(known, content) {
			continue
		}
		n, err := whole(path, bytes.NewReader(content), int64(len(content)))
		written += n
		if err != nil {
			return written, unwritable(to, err)
		}
	}
	if err := forgetSegments(filepath.Join(to, liveJournal), names); err != nil {
		return written, unwritable(to, err)
	}
	if !anew {
		return written, nil
	}
	if err := errors.Join(os.RemoveAll(l.dir), os.Rename(to, l.dir)); err != nil {
		return written, unwritable(l.dir, err)
	}
	return written, nil
}

// continues tells whether the copy is what this book once was: opened by the same key file, and each segment
// begins and ends as it does there.
func (l *Live) continues(src *Source) bool {
	key, err := os.ReadFile(filepath.Join(l.dir, liveKey))
	if err != nil || !bytes.Equal(key, src.Key) {
		return false
	}
	for i := range src.Files {
		if f := &src.Files[i]; f.Grows && !begins(filepath.Join(l.dir, filepath.FromSlash(f.Path)), f) {
			return false
		}
	}
	return true
}

// begins tells whether what lies at path is the beginning of a file; nothing is.
func begins(path string, f *File) bool {
	have, err := os.Open(path)
	if err != nil {
		return errors.Is(err, fs.ErrNotExist)
	}
	defer have.Close() // only read
	stat, err := have.Stat()
	if err != nil || stat.Size() > f.Size {
		return false
	}
	from, shut, err := f.Open()
	if err != nil {
		return false
	}
	defer func() { _ = shut() }() // only read
	part := min(stat.Size(), compared)
	one, two := make([]byte, part), make([]byte, part)
	for _, at := range []int64{0, stat.Size() - part} {
		if _, err := have.ReadAt(one, at); err != nil && !errors.Is(err, io.EOF) {
			return false
		}
		if _, err := from.ReadAt(two, at); err != nil && !errors.Is(err, io.EOF) {
			return false
		}
		if !bytes.Equal(one, two) {
			return false
		}
	}
	return true
}

// bringUp adds to a file of the copy what has grown, and copies one that does not grow where it is another.
func bringUp(ctx context.Context, dir string, f *File) (int64, error) {
	if err := ctx.Err(); err != nil {
		return 0, err
	}
	if !filepath.IsLocal(filepath.FromSlash(f.Path)) {
		return 0, damaged(f.Path, errHead)
	}
	path, have := filepath.Join(dir, filepath.FromSlash(f.Path)), int64(0)
	stat, err := os.Stat(path)
	if err == nil {
		have = stat.Size()
	}
	if f.Grows && have == f.Size || !f.Grows && err == nil && have == f.Size && !stat.ModTime().Before(f.At) {
		return 0, nil
	}
	from, shut, err := f.Open()
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil // it went meanwhile
	}
	if err != nil {
		return 0, unreadable(f.Path, err)
	}
	defer func() { _ = shut() }() // only read
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return 0, unwritable(dir, err)
	}
	if !f.Grows {
		n, err := whole(path, io.NewSectionReader(from, 0, f.Size), f.Size)
		if err != nil {
			return n, unwritable(dir, err)
		}
		return n, nil
	}
	to, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, unwritable(dir, err)
	}
	n, err := io.Copy(io.NewOffsetWriter(to, have), io.NewSectionReader(from, have, f.Size-have))
	if err = errors.Join(err, to.Sync(), to.Close()); err != nil {
		return n, unwritable(dir, err)
	}
	return n, nil
}

// whole writes a file beside its place and puts it there in one step.
func whole(path string, from io.Reader, size int64) (int64, error) {
	part := path + ".part"
	to, err := os.OpenFile(part, os.O_CREATE|os.O_TRUNC|os.O_WRONLY, 0o600)
	if err != nil {
		return 0, err
	}
	n, err := io.Copy(to, from)
	if err == nil && n < size {
		err = io.ErrUnexpectedEOF
	}
	if err = errors.Join(err, to.Sync(), to.Close()); err != nil {
		return n, err
	}
	return n, os.Rename(part, path)
}

// forgetSegments removes segments that the journal has no more: it was mended.
func forgetSegments(dir string, names map[string]bool) error {
	found, err := os.ReadDir(dir)
	for _, one := range found {
		if !names[liveJournal+"/"+one.Name()] {
			err = errors.Join(err, os.Remove(filepath.Join(dir, one.Name())))
		}
	}
	return err
}

// FindLive tells whether a path is such a copy.
func FindLive(path string) bool {
	key, err := os.Stat(filepath.Join(path, liveKey))
	segments, listErr := os.ReadDir(filepath.Join(path, liveJournal))
	return err == nil && key.Mode().IsRegular() && listErr == nil && len(segments) > 0
}

// CopyLive writes a copy below dir, as it lies there now.
func CopyLive(ctx context.Context, path, dir string) error {
	err := filepath.WalkDir(path, func(from string, d fs.DirEntry, err error) error {
		if err = errors.Join(err, ctx.Err()); err != nil {
			return err
		}
		name, err := filepath.Rel(path, from)
		if err != nil || !d.Type().IsRegular() || name == liveReadme || strings.HasSuffix(name, ".part") {
			return err
		}
		in, err := os.Open(from)
		if err != nil {
			return err
		}
		return errors.Join(restoreFile(filepath.Join(dir, name), func(w io.Writer) error {
			_, err := io.Copy(w, in)
			return err
		}), in.Close())
	})
	if err != nil && ctx.Err() == nil {
		return damaged(path, err)
	}
	return err
}

const aboutLive = `行客 Xingke：账套的持续复制 / a copy that follows a book

程序在每次保存后几秒内把变更抄到这里。请不要改动其中的文件。恢复：
  xingke restore --from 本文件夹 --book 新文件夹
需要账套的口令（没有口令的账套不需要）。

The program copies every change to this folder within seconds. Leave its files as they are. To restore:
  xingke restore --from THIS-FOLDER --book NEW-FOLDER
with the passphrase of the book, if it has one.
`
