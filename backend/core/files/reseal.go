package files

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"xingke/backend/core/seal"
)

// nameFile keeps the key of the names in a book that was sealed anew: the names of its files stay,
// since records hold them.
const nameFile = "names.info"

func nameKey(dir string, keys *seal.Keys) ([]byte, error) {
	sealed, err := os.ReadFile(filepath.Join(dir, nameFile))
	if errors.Is(err, fs.ErrNotExist) {
		return keys.Raw("files/name"), nil
	}
	if err != nil {
		return nil, unwritable(err)
	}
	key, err := keys.For("files/names").Open(nil, sealed, nil)
	if err != nil {
		return nil, damaged(err)
	}
	return key, nil
}

// CopyTo copies every lasting file, or those that keep names if it is not nil, sealed by other keys, into the folder of
// another book. A file that lies there whole is left alone, so that the copy can be cut off at any moment and gone on
// with; what is added meanwhile is copied by the next call.
func (s *Store) CopyTo(ctx context.Context, dir string, keys *seal.Keys, keep func(hash string) bool, told func(done, total int)) error {
	to := &Store{now: s.now, dir: filepath.Join(dir, "files"), tmp: filepath.Join(dir, "tmp"), body: keys.For("files"), info: keys.For("files/info"), name: s.name}
	if err := errors.Join(os.MkdirAll(to.dir, 0o700), os.MkdirAll(to.tmp, 0o700)); err != nil {
		return unwritable(err)
	}
	if err := to.writeName(keys); err != nil {
		return err
	}
	hashes, err := s.kept(keep)
	if err != nil {
		return err
	}
	for n, hash := range hashes {
		if err := ctx.Err(); err != nil {
			return err
		}
		if _, err := os.Stat(place(to.dir, hash) + ".info"); err != nil { // it is written last
			if err := s.copyOne(hash, to); err != nil {
				return err
			}
		}
		if told != nil {
			told(n+1, len(hashes))
		}
	}
	return nil
}

func (s *Store) writeName(keys *seal.Keys) error {
	path := filepath.Join(s.dir, nameFile)
	if _, err := os.Stat(path); err == nil {
		return nil
	}
	part := filepath.Join(s.tmp, nameFile)
	if err := errors.Join(os.WriteFile(part, keys.For("files/names").Seal(nil, s.name, nil), 0o600), os.Rename(part, path)); err != nil {
		return unwritable(err)
	}
	return nil
}

// lasting lists the hashes of the files that stay.
func (s *Store) lasting() (hashes []string, err error) {
	err = filepath.WalkDir(s.dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if hash, found := strings.CutSuffix(d.Name(), ".info"); found && isHash(hash) {
			hashes = append(hashes, hash)
		}
		return nil
	})
	if err != nil {
		return nil, unwritable(err)
	}
	return hashes, nil
}

// kept lists the hashes of the files that a copy takes over; without a rule, all.
func (s *Store) kept(keep func(hash string) bool) ([]string, error) {
	hashes, err := s.lasting()
	if keep != nil {
		hashes = slices.DeleteFunc(hashes, func(hash string) bool { return !keep(hash) })
	}
	return hashes, err
}

// copyOne copies a file. One that is damaged already is copied as it is, sealed bytes and all: it does not open
// afterwards as it did not before, and is mended by uploading it again.
func (s *Store) copyOne(hash string, to *Store) error {
	from, err := s.Open(hash)
	if err == nil {
		err = to.take(hash, from)
		err = errors.Join(err, from.Close())
	}
	if errors.Is(err, seal.ErrTampered) || errors.Is(err, fs.ErrNotExist) {
		return copyRaw(place(s.dir, hash), place(to.dir, hash))
	}
	return err
}

func (s *Store) take(hash string, from *File) error {
	w, err := s.Create(context.Background(), from.Info.Name)
	if err != nil {
		return err
	}
	w.by = from.by
	defer w.Abort()
	if _, err := io.Copy(w, from); err != nil {
		return err
	}
	// A file that came by before its name key did keeps the name that records know.
	if got := hex.EncodeToString(w.hash.Sum(nil)); got != hash {
		return fmt.Errorf("file %s holds another content: %w", hash, seal.ErrTampered)
	}
	_, err = w.Commit()
	return err
}

func copyRaw(from, to string) error {
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return unwritable(err)
	}
	for _, end := range []string{"", ".info"} {
		raw, err := os.ReadFile(from + end)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err = errors.Join(err, os.WriteFile(to+end, raw, 0o600)); err != nil {
			return unwritable(err)
		}
	}
	return nil
}

// ProveCopy opens every file of a copy that the original opens, to its last byte.
func (s *Store) ProveCopy(ctx context.Context, dir string, keys *seal.Keys, keep func(hash string) bool) error {
	copied := &Store{now: s.now, dir: filepath.Join(dir, "files"), tmp: filepath.Join(dir, "tmp"), body: keys.For("files"), info: keys.For("files/info"), name: s.name}
	hashes, err := s.kept(keep)
	if err != nil {
		return err
	}
	for _, hash := range hashes {
		if err := ctx.Err(); err != nil {
			return err
		}
		if copied.sound(hash) != nil && s.sound(hash) == nil {
			return damaged(fmt.Errorf("the copy of file %s does not open", hash))
		}
	}
	return nil
}

func (s *Store) sound(hash string) error {
	file, err := s.Open(hash)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, file)
	return errors.Join(err, file.Close())
}
