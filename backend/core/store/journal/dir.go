package journal

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
)

// Dir is where segments lie: a folder of the disk, memory, or a test's disk that fails.
type Dir interface {
	// List returns the names of all files, sorted.
	List() ([]string, error)
	// Open opens an existing file for reading and writing.
	Open(name string) (File, error)
	// Create makes a file that must not exist and asks for room, which may be granted or not.
	// Its entry is durable when Create returns.
	Create(name string, room int64) (File, error)
	// Rename gives a file another name.
	Rename(from, to string) error
}

// File is one segment. Bytes beyond what was written read as zeros or as the end.
type File interface {
	io.ReaderAt
	io.WriterAt
	io.Closer
	Sync() error
	Truncate(size int64) error
	Size() (int64, error)
}

// Disk is a folder of the disk; it is made when it is missing.
func Disk(path string) (Dir, error) {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return nil, err
	}
	return disk(path), nil
}

type disk string

func (d disk) List() ([]string, error) {
	entries, err := os.ReadDir(string(d))
	if err != nil {
		return nil, err
	}
	var names []string
	for _, e := range entries {
		if e.Type().IsRegular() {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	return names, nil
}

func (d disk) Open(name string) (File, error) {
	f, err := os.OpenFile(filepath.Join(string(d), name), os.O_RDWR, 0)
	if err != nil {
		return nil, err
	}
	return diskFile{f}, nil
}

func (d disk) Create(name string, room int64) (File, error) {
	f, err := os.OpenFile(filepath.Join(string(d), name), os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return nil, err
	}
	if room > 0 {
		reserve(f, room)
	}
	return diskFile{f}, syncDir(string(d))
}

func (d disk) Rename(from, to string) error {
	if err := os.Rename(filepath.Join(string(d), from), filepath.Join(string(d), to)); err != nil {
		return err
	}
	return syncDir(string(d))
}

type diskFile struct{ *os.File }

func (f diskFile) Size() (int64, error) {
	info, err := f.Stat()
	if err != nil {
		return 0, err
	}
	return info.Size(), nil
}

// syncDir makes a new entry of a folder durable; Windows does so by itself.
func syncDir(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	d, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}
