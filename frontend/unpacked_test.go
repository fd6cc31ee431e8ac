package frontend

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/klauspost/compress/gzip"
)

func pack(t *testing.T, text string) []byte {
	t.Helper()
	var to bytes.Buffer
	w := gzip.NewWriter(&to)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return to.Bytes()
}

func TestWhatLiesPackedIsFoundUnderItsName(t *testing.T) {
	long := strings.Repeat("const a = 1;\n", 20_000)
	torn := pack(t, long)
	pages := Unpacked{fstest.MapFS{
		"index.html": {Data: []byte("<p>")}, "assets/a.js.gz": {Data: pack(t, long)}, "assets/b.js.gz": {Data: torn[:len(torn)/2]},
	}}
	for name, want := range map[string]string{"index.html": "<p>", "assets/a.js": long} {
		if got, err := fs.ReadFile(pages, name); err != nil || string(got) != want {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
		file, err := pages.Open(name)
		if err != nil {
			t.Fatal(err)
		}
		got, err := io.ReadAll(file)
		info, _ := file.Stat()
		if err != nil || string(got) != want || info.Size() != int64(len(want)) || info.IsDir() {
			t.Errorf("%s: %d bytes opened, %v", name, len(got), err)
		}
	}
	if _, ok := pages.Packed("index.html"); ok {
		t.Error("index.html lies as it is")
	}
	if _, err := pages.Open("assets/c.js"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("what is not there: %v", err)
	}
	if _, err := pages.ReadFile("assets/b.js"); err == nil {
		t.Error("half a file was read")
	}
}
