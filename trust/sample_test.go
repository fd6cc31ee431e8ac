package trust_test

import (
	"archive/tar"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"xingke/trust"
)

// samples are small books kept from each format that was ever handed out, with backups of each and what is in them.
// New ones are made by XINGKE_SAMPLE=format2 go test -run TestSample ./trust, when the format changes; the old ones stay.
var samples = []struct {
	format    string
	customers int
}{
	{"format1", 12},
}

func sampleBook(format string) string { return "testdata/book-" + format + ".tar.gz" }

func sampleBackups(format string) string { return "testdata/backups-" + format + ".tar.gz" }

const samplePassphrase = "样本账套的口令"

func TestSamplesStillOpen(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	t.Setenv("XINGKE_PASSPHRASE", samplePassphrase)
	if format := os.Getenv("XINGKE_SAMPLE"); format != "" {
		makeSample(t, format)
	}
	backups := 0
	for _, sample := range samples {
		book, kept := filepath.Join(t.TempDir(), "book"), filepath.Join(t.TempDir(), "kept")
		unpackSample(t, sampleBook(sample.format), book)
		holds(t, book, sample.customers)
		unpackSample(t, sampleBackups(sample.format), kept)
		for _, from := range []string{sampleArchive, sampleShelf} {
			again := filepath.Join(t.TempDir(), "again")
			if out, err := command(t, "restore", "--from", filepath.Join(kept, from), "--book", again); err != nil {
				t.Errorf("%s of %s: %v %s", from, sample.format, err, out)
				continue
			}
			holds(t, again, sample.customers)
			backups++
		}
	}
	trust.Record(t, "Older books", "a kept book of each format is opened, checked and read, and restored from kept backups of it",
		trust.Count("books", len(samples)), trust.Count("backups", backups))
}

// holds checks a book and counts its customers.
func holds(t testing.TB, book string, customers int) {
	t.Helper()
	out, err := command(t, "verify", "--book", book)
	var list listed
	if err == nil {
		out, err = command(t, "call", "--book", book, "records.list", `{"entity":"customer","limit":1}`)
	}
	if err == nil {
		err = json.Unmarshal([]byte(out), &list)
	}
	if err != nil || list.Total != customers {
		t.Errorf("%d customers, want %d: %v %s", list.Total, customers, err, out)
	}
}

// sampleParts are what a book consists of; the rest is made from these.
var sampleParts = []string{"key.json", "store.json", "journal/00000001.journal"}

// How the backups of a sample are called: one archive, and a place with one backup in pieces.
const (
	sampleArchive = "archive.xkbackup"
	sampleShelf   = "shelf"
)

func makeSample(t testing.TB, format string) {
	t.Helper()
	book, kept := filepath.Join(t.TempDir(), "book"), filepath.Join(t.TempDir(), "kept")
	if _, err := os.Stat(sampleBook(format)); err == nil {
		unpackSample(t, sampleBook(format), book)
	} else {
		demo(t, book, samples[len(samples)-1].customers)
		packSample(t, book, sampleBook(format), sampleParts)
	}
	must(t, os.MkdirAll(filepath.Join(kept, sampleShelf), 0o700))
	place, err := json.Marshal(flat{"folder": filepath.Join(kept, sampleShelf)})
	must(t, err)
	for _, args := range [][]string{{"call", "--book", book, "backup.set", string(place)}, {"backup", "--book", book}, {"backup", "--book", book, "--out", filepath.Join(kept, sampleArchive)}} {
		if out, err := command(t, args...); err != nil {
			t.Fatal(err, out)
		}
	}
	var parts []string
	must(t, filepath.WalkDir(kept, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			name, failed := filepath.Rel(kept, path)
			parts, err = append(parts, filepath.ToSlash(name)), failed
		}
		return err
	}))
	packSample(t, kept, sampleBackups(format), parts)
}

func packSample(t testing.TB, from, path string, parts []string) {
	t.Helper()
	file, err := os.Create(path)
	must(t, err)
	packed := gzip.NewWriter(file)
	archive := tar.NewWriter(packed)
	for _, part := range parts {
		raw, err := os.ReadFile(filepath.Join(from, part))
		must(t, err)
		must(t, archive.WriteHeader(&tar.Header{Name: part, Size: int64(len(raw)), Mode: 0o600}))
		_, err = archive.Write(raw)
		must(t, err)
	}
	must(t, errors.Join(archive.Close(), packed.Close(), file.Close()))
}

func unpackSample(t testing.TB, path, into string) {
	t.Helper()
	file, err := os.Open(path)
	must(t, err)
	defer file.Close()
	packed, err := gzip.NewReader(file)
	must(t, err)
	for archive := tar.NewReader(packed); ; {
		head, err := archive.Next()
		if err == io.EOF {
			return
		}
		must(t, err)
		raw, err := io.ReadAll(archive)
		must(t, err)
		to := filepath.Join(into, filepath.FromSlash(head.Name))
		must(t, os.MkdirAll(filepath.Dir(to), 0o700))
		must(t, os.WriteFile(to, raw, 0o600))
	}
}
