package backup

import (
	"context"
	"crypto/sha256"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/seal"
)

// Source is a book as it stands at one moment.
type Source struct {
	Key     []byte // the key file as it lies in the book's folder; empty for a book in memory
	Book    string
	At      time.Time
	Seq     uint64
	Hash    string
	Records map[string]int
	Files   []File
	// Continues tells whether the journal of the source passed this change with this hash: then what grows
	// begins as it did there. nil is no.
	Continues func(seq uint64, hash string) bool
}

// File is a file of the book as far as it belongs to the backup.
type File struct {
	Path  string // with slashes
	Size  int64
	At    time.Time // when it was last changed; zero if that says nothing
	Grows bool      // what is there stays, more comes behind it
	Open  func() (io.ReaderAt, func() error, error)
}

// Made tells what a backup wrote.
type Made struct {
	Snapshot *Snapshot
	Written  int64 // bytes that were not on the shelf yet
}

// Make puts a book on the shelf. progress hears of bytes. When ctx ends, what was written stays and the
// next Make goes on from there.
func (s *Shelf) Make(ctx context.Context, src *Source, keys *seal.Keys, progress func(done, total int64)) (Made, error) {
	m := &maker{s: s, ctx: ctx, places: map[hash]int{}, head: &head{key: src.Key}, progress: progress, buf: make([]byte, pieceSize)}
	for i := range src.Files {
		m.total += src.Files[i].Size
	}
	before, beforeHead := s.latest(keys, src.Book)
	known := map[string]*Item{}
	if before != nil && src.Continues != nil && src.Continues(before.Seq, before.Hash) {
		for i := range before.Items {
			known[before.Items[i].Path] = &before.Items[i]
		}
	}
	snap := &Snapshot{Format: format, Book: src.Book, At: src.At.UTC(), Seq: src.Seq, Hash: src.Hash, Records: src.Records, Items: []Item{}}
	for i := range src.Files {
		var old []hash
		if item := known[src.Files[i].Path]; item != nil {
			old = keep(&src.Files[i], item, beforeHead)
		}
		item, err := m.file(&src.Files[i], old)
		if err != nil {
			return Made{Written: m.written}, err
		}
		snap.Items = append(snap.Items, item)
	}
	snap.ID = s.free(src.At)
	if err := s.explain(); err != nil {
		return Made{Written: m.written}, err
	}
	return Made{snap, m.written}, s.save(snap, m.head, keys)
}

// free is a name that no snapshot has yet.
func (s *Shelf) free(at time.Time) string {
	for {
		name := at.UTC().Format(nameLayout)
		if _, err := os.Stat(s.path(name)); err != nil {
			return name
		}
		at = at.Add(time.Second)
	}
}

// Latest is the newest snapshot of a book that opens with the key, nil if there is none.
func (s *Shelf) Latest(keys *seal.Keys, book string) *Snapshot {
	snap, _ := s.latest(keys, book)
	return snap
}

func (s *Shelf) latest(keys *seal.Keys, book string) (*Snapshot, *head) {
	names, err := s.names()
	if err != nil {
		return nil, nil
	}
	for _, name := range names {
		if snap, h, err := s.read(name, keys); err == nil && snap.Book == book {
			return snap, h
		}
	}
	return nil, nil
}

// keep lists the pieces of a file that are as they were: all of one that was not changed, the whole ones
// of one that grows.
func keep(f *File, was *Item, h *head) (pieces []hash) {
	same := was.Size == f.Size && !f.At.IsZero() && was.At.Equal(f.At.UTC())
	grown := f.Grows && was.Grows && f.Size >= was.Size
	if !same && !grown {
		return nil
	}
	whole := len(was.Pieces)
	if !same {
		whole = int(was.Size / pieceSize)
	}
	for _, p := range was.Pieces[:whole] {
		pieces = append(pieces, h.pieces[p])
	}
	return pieces
}

type maker struct {
	s        *Shelf
	ctx      context.Context
	places   map[hash]int
	head     *head
	progress func(done, total int64)
	done     int64
	total    int64
	written  int64
	buf      []byte
}

// file puts one file on the shelf. old are the pieces it begins with, if they are still there.
func (m *maker) file(f *File, old []hash) (Item, error) {
	item := Item{Path: f.Path, Size: f.Size, At: f.At.UTC(), Pieces: []int{}, Grows: f.Grows}
	if f.At.IsZero() {
		item.At = time.Time{}
	}
	off := int64(0)
	for _, h := range old {
		size := min(pieceSize, f.Size-off)
		if !m.s.has(h, size) {
			break
		}
		item.Pieces = append(item.Pieces, m.place(h))
		off += size
	}
	m.step(off)
	if off == f.Size {
		return item, nil
	}
	in, shut, err := f.Open()
	if err != nil {
		return item, unreadable(f.Path, err)
	}
	for off < f.Size {
		if err := m.ctx.Err(); err != nil {
			return item, errors.Join(err, shut())
		}
		size := min(pieceSize, f.Size-off)
		if n, err := in.ReadAt(m.buf[:size], off); int64(n) < size {
			return item, unreadable(f.Path, errors.Join(err, shut()))
		}
		h := hash(sha256.Sum256(m.buf[:size]))
		if !m.s.has(h, size) {
			if err := m.s.put(h, m.buf[:size]); err != nil {
				return item, errors.Join(err, shut())
			}
			m.written += size
		}
		item.Pieces = append(item.Pieces, m.place(h))
		off += size
		m.step(size)
	}
	return item, shut()
}

func (m *maker) place(h hash) int {
	at, known := m.places[h]
	if !known {
		at = len(m.head.pieces)
		m.places[h] = at
		m.head.pieces = append(m.head.pieces, h)
	}
	return at
}

func (m *maker) step(n int64) {
	m.done += n
	if m.progress != nil {
		m.progress(m.done, m.total)
	}
}

func unreadable(path string, err error) error {
	return fault.Wrap(err, fault.Unavailable, "账套文件 %s 读不出来，备份没有完成", "The book's file %s cannot be read; the backup is not complete.", lang.S(path))
}

// explain leaves a word for whoever finds the folder.
func (s *Shelf) explain() error {
	path := filepath.Join(s.dir, "README.txt")
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	return s.write(path, func(w io.Writer) error {
		_, err := io.WriteString(w, strings.ReplaceAll(readme, "\n", "\r\n"))
		return err
	})
}

const readme = `行客 Xingke：账套备份 / backups of a book

这个文件夹是一个账套的备份。每个 .xkbackup 文件是一次备份，pieces 里是它们共用的加密数据；请整个文件夹一起保存，不要单独删改。
恢复：在行客的“健康”页选择“恢复到某一时刻”，或运行
  xingke restore --from 本文件夹 --book 新文件夹
需要账套的口令（没有口令的账套不需要）。

This folder holds the backups of one book. Each .xkbackup file is one backup; pieces holds the sealed data they share.
Keep the folder whole. To restore, use the Health page of Xingke, or run
  xingke restore --from THIS-FOLDER --book NEW-FOLDER
with the passphrase of the book, if it has one.
`

// Restore writes the files of a snapshot below dir, and compares every piece with its hash.
func (s *Shelf) Restore(ctx context.Context, id string, keys *seal.Keys, dir string, progress func(done, total int64)) (*Snapshot, error) {
	snap, h, err := s.read(id, keys)
	if err != nil {
		return nil, err
	}
	buf, done, total := make([]byte, pieceSize), int64(0), snap.Bytes()
	for i := range snap.Items {
		item := &snap.Items[i]
		path := filepath.FromSlash(item.Path)
		if !filepath.IsLocal(path) {
			return nil, damaged(item.Path, errHead)
		}
		err := restoreFile(filepath.Join(dir, path), func(w io.Writer) error {
			left := item.Size
			for _, p := range item.Pieces {
				if err := ctx.Err(); err != nil {
					return err
				}
				raw, err := s.get(h.pieces[p], buf)
				if err != nil {
					return err
				}
				if left -= int64(len(raw)); left < 0 {
					return damaged(item.Path, errHead)
				}
				if _, err := w.Write(raw); err != nil {
					return unwritable(dir, err)
				}
				done += int64(len(raw))
				if progress != nil {
					progress(done, total)
				}
			}
			if left != 0 {
				return damaged(item.Path, errHead)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return snap, nil
}

func restoreFile(path string, fill func(w io.Writer) error) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return unwritable(path, err)
	}
	f, err := os.OpenFile(path, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return unwritable(path, err)
	}
	if err := fill(f); err != nil {
		return errors.Join(err, f.Close())
	}
	if err := errors.Join(f.Sync(), f.Close()); err != nil {
		return unwritable(path, err)
	}
	return nil
}
