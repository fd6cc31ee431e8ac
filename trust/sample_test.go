package trust_test

import (
	"archive/tar"
	"compress/gzip"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"

	"xingke/trust"
)

// samples are small books kept from each format that was ever handed out, with what is in them.
// A new one is made by XINGKE_SAMPLE=testdata/book-format1.tar.gz go test -run TestSample ./trust,
// when the format changes; the old ones stay.
var samples = []struct {
	file      string
	customers int
}{
	{"testdata/book-format1.tar.gz", 12},
}

const samplePassphrase = "样本账套的口令"

func TestSamplesStillOpen(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	t.Setenv("XINGKE_PASSPHRASE", samplePassphrase)
	if path := os.Getenv("XINGKE_SAMPLE"); path != "" {
		makeSample(t, path)
	}
	for _, sample := range samples {
		book := filepath.Join(t.TempDir(), "book")
		unpackSample(t, sample.file, book)
		out, err := command(t, "verify", "--book", book)
		if err != nil {
			t.Errorf("%s: %v %s", sample.file, err, out)
			continue
		}
		var list listed
		if out, err = command(t, "call", "--book", book, "records.list", `{"entity":"customer","limit":1}`); err == nil {
			err = json.Unmarshal([]byte(out), &list)
		}
		if err != nil || list.Total != sample.customers {
			t.Errorf("%s: %d customers: %v", sample.file, list.Total, err)
		}
	}
	trust.Record(t, "Older books", "a kept book of each format is opened, checked and read", trust.Count("books", len(samples)))
}

// sampleParts are what a book consists of; the rest is made from these.
var sampleParts = []string{"key.json", "store.json", "journal/00000001.journal"}

func makeSample(t testing.TB, path string) {
	t.Helper()
	book := filepath.Join(t.TempDir(), "book")
	demo(t, book, samples[len(samples)-1].customers)
	file, err := os.Create(path)
	must(t, err)
	packed := gzip.NewWriter(file)
	archive := tar.NewWriter(packed)
	for _, part := range sampleParts {
		raw, err := os.ReadFile(filepath.Join(book, part))
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
