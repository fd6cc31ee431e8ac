package app

import (
	"archive/tar"
	"bytes"
	"compress/flate"
	"context"
	"encoding/binary"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/core/seal"
)

// archived packs and seals a body as an archive of a book whose key lies open.
func archived(t testing.TB, key []byte, keys *seal.Keys, body []byte) []byte {
	out := bytes.NewBuffer(append(binary.BigEndian.AppendUint32([]byte(backupMagic), uint32(len(key))), key...))
	sealed, err := seal.NewWriter(out, keys.For(backupPurpose), key)
	if err != nil {
		t.Fatal(err)
	}
	packed, err := flate.NewWriter(sealed, flate.BestSpeed)
	if err == nil {
		_, err = packed.Write(body)
	}
	if err = errors.Join(err, packed.Close(), sealed.Close()); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// inTar is an archive of files by their names.
func inTar(t testing.TB, names ...string) []byte {
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, name := range names {
		kind := byte(tar.TypeReg)
		if name == "journal/link" {
			kind = tar.TypeSymlink
		}
		head := &tar.Header{Name: name, Mode: 0o600, Typeflag: kind}
		if kind == tar.TypeReg {
			head.Size = 4
		} else {
			head.Linkname = "/tmp"
		}
		err := w.WriteHeader(head)
		if err == nil && kind == tar.TypeReg {
			_, err = w.Write([]byte("text"))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// FuzzArchive puts any bytes where an archive of a book is expected: as they are, or as the tar inside of a sealed one,
// which anybody can make who gives the key along. What is refused is refused with a sentence, and nothing is written but
// below the folder.
func FuzzArchive(f *testing.F) {
	home := f.TempDir()
	keys, _, err := seal.Create(home, "")
	if err != nil {
		f.Fatal(err)
	}
	key, err := os.ReadFile(filepath.Join(home, seal.KeyFile))
	if err != nil {
		f.Fatal(err)
	}
	whole := archived(f, key, keys, inTar(f, "journal/00000001.journal", "files/ab/one"))
	f.Add(whole, []byte(nil))
	f.Add(whole[:len(whole)-1], []byte(nil))
	f.Add([]byte(backupMagic+"\xff\xff\xff\xff"), []byte(nil))
	f.Add([]byte("XKSHELF1\n\x00\x00\x00\x01k"), []byte(nil))
	for _, names := range [][]string{{"journal/a"}, {"../escaped"}, {"/tmp/escaped"}, {"journal/link", "journal/link/x"}, {"a", "a/b"}, {"journal/a", "journal/a"}, {`..\escaped`}, {"key.json"}} {
		f.Add([]byte(nil), inTar(f, names...))
	}
	f.Fuzz(func(t *testing.T, raw, body []byte) {
		dir := t.TempDir()
		into := filepath.Join(dir, "into")
		if err := os.Mkdir(into, 0o700); err != nil {
			t.Fatal(err)
		}
		if len(raw) == 0 {
			raw = archived(t, key, keys, body)
		}
		archive := filepath.Join(dir, "archive")
		if err := os.WriteFile(archive, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := readBackup(context.Background(), archive, into, func([]byte) (*seal.Keys, error) { return keys, nil })
		if err != nil && (fault.From(err).Kind == fault.Internal || fault.From(err).Text.ZH == "") {
			t.Fatalf("no sentence for people: %v", err)
		}
		here, err := os.ReadDir(dir)
		if err != nil || len(here) != 2 {
			t.Fatalf("%v lie beside it: %v", here, err)
		}
		err = filepath.WalkDir(into, func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && !d.Type().IsRegular() {
				t.Errorf("%s is no file", path)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	})
}
