package frontend

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"path"
	"time"

	"github.com/klauspost/compress/gzip"
)

// Unpacked are files some of which lie packed, as name.gz; whoever opens name finds it unpacked.
type Unpacked struct{ fs.FS }

const (
	packedEnd = ".gz"
	usually   = 4 // times as long as packed
)

// Packed is a file as it lies there, for whoever unpacks it himself; false if it is not packed.
func (u Unpacked) Packed(name string) ([]byte, bool) {
	content, err := fs.ReadFile(u.FS, name+packedEnd)
	return content, err == nil
}

// ReadFile implements fs.ReadFileFS.
func (u Unpacked) ReadFile(name string) ([]byte, error) {
	content, err := fs.ReadFile(u.FS, name)
	if !errors.Is(err, fs.ErrNotExist) {
		return content, err
	}
	small, ok := u.Packed(name)
	if !ok {
		return nil, err
	}
	from, err := gzip.NewReader(bytes.NewReader(small))
	if err != nil {
		return nil, err
	}
	var plain bytes.Buffer
	plain.Grow(usually * len(small))
	if _, err := io.Copy(&plain, from); err != nil {
		return nil, err
	}
	return plain.Bytes(), from.Close()
}

// Open implements fs.FS.
func (u Unpacked) Open(name string) (fs.File, error) {
	file, err := u.FS.Open(name)
	if !errors.Is(err, fs.ErrNotExist) {
		return file, err
	}
	content, failed := u.ReadFile(name)
	if failed != nil {
		return nil, failed
	}
	return &unpackedFile{bytes.NewReader(content), path.Base(name)}, nil
}

// unpackedFile is a file in memory.
type unpackedFile struct {
	*bytes.Reader
	name string
}

func (f *unpackedFile) Stat() (fs.FileInfo, error) { return f, nil }
func (f *unpackedFile) Close() error               { return nil }
func (f *unpackedFile) Name() string               { return f.name }
func (f *unpackedFile) Mode() fs.FileMode          { return 0o444 }
func (f *unpackedFile) ModTime() time.Time         { return time.Time{} }
func (f *unpackedFile) IsDir() bool                { return false }
func (f *unpackedFile) Sys() any                   { return nil }
