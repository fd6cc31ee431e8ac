package backup

import (
	"bytes"
	"context"
	"errors"
	"io"
	stdmaps "maps"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// paper is a book of files in memory.
type paper map[string]string

func (p paper) source(key string, grows ...string) *Source {
	src := &Source{Key: []byte(key), Book: "book-of-some-id-16"}
	for name, text := range p {
		f := File{Path: name, Size: int64(len(text)), At: time.Unix(1, 0), Open: func() (io.ReaderAt, func() error, error) {
			return bytes.NewReader([]byte(text)), func() error { return nil }, nil
		}}
		for _, one := range grows {
			f.Grows = f.Grows || one == name
		}
		src.Files = append(src.Files, f)
	}
	return src
}

func content(t *testing.T, dir string) paper {
	t.Helper()
	got := paper{}
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		name, _ := filepath.Rel(dir, path)
		got[filepath.ToSlash(name)] = string(raw)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	delete(got, liveReadme)
	return got
}

func TestACopyFollows(t *testing.T) {
	folder := t.TempDir()
	l, err := OpenLive(folder, "book-of-some-id-16")
	if err != nil {
		t.Fatal(err)
	}
	const one, two, file = "journal/1.journal", "journal/2.journal", "files/aa/x"
	follow := func(what string, p paper, key string, wrote int64) {
		t.Helper()
		n, err := l.Follow(context.Background(), p.source(key, one, two))
		if err != nil {
			t.Fatalf("%s: %v", what, err)
		}
		want := stdmaps.Clone(p)
		want[liveKey] = key
		if got := content(t, l.dir); !stdmaps.Equal(got, want) || wrote >= 0 && n != wrote {
			t.Errorf("%s: %v, %d bytes", what, got, n)
		}
	}
	follow("the first time", paper{one: "abc"}, "key", -1)
	follow("nothing new", paper{one: "abc"}, "key", 0)
	follow("grown", paper{one: "abcdef", two: "g", file: "picture"}, "key", 3+1+7)
	follow("mended: shorter and fewer", paper{one: "abX", file: "picture"}, "key", -1)
	follow("another key", paper{one: "123", file: "sealed anew"}, "other", -1)
	if err := os.WriteFile(filepath.Join(l.dir, filepath.FromSlash(one)), []byte("12"), 0o600); err != nil {
		t.Fatal(err)
	}
	follow("cut short by a pulled drive", paper{one: "12345", file: "sealed anew"}, "other", 3)
	restored := t.TempDir()
	if !FindLive(l.dir) || FindLive(folder) {
		t.Error("the copy is not known for what it is")
	}
	if err := CopyLive(context.Background(), l.dir, restored); err != nil || !stdmaps.Equal(content(t, restored), content(t, l.dir)) {
		t.Errorf("%v %v", content(t, restored), err)
	}
	if err := os.RemoveAll(folder); err != nil {
		t.Fatal(err)
	}
	if _, err := OpenLive(folder, "book-of-some-id-16"); !errors.Is(err, ErrMissing) {
		t.Errorf("the drive is away: %v", err)
	}
}
