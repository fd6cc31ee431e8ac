package backup

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"xingke/backend/core/seal"
)

// FuzzShelf puts any bytes where a snapshot lies: the open part as it is, and a body that is sealed, so
// that the reader of the body is reached too. Restoring writes nothing outside its folder.
func FuzzShelf(f *testing.F) {
	keys, err := seal.From(bytes.Repeat([]byte{7}, seal.KeySize))
	if err != nil {
		f.Fatal(err)
	}
	piece := []byte("a piece")
	for _, body := range []string{
		`{"id":"20261121T120000Z","format":1,"book":"b","items":[{"path":"files/ab/one","size":7,"pieces":[0]}]}`,
		`{"id":"20261121T120000Z","format":1,"items":[{"path":"../../escaped","size":7,"pieces":[0]}]}`,
		`{"id":"20261121T120000Z","format":1,"items":[{"path":"/tmp/escaped","size":-7,"pieces":[]}]}`,
		`{"id":"20261121T120000Z","format":1,"items":[{"path":"a","size":7,"pieces":[0]},{"path":"a/b","size":7,"pieces":[0]}]}`,
		`{"id":"x","format":9}`, `{"items":`, ``,
	} {
		f.Add([]byte{}, []byte(body))
	}
	f.Add([]byte(magic+"\xff\xff\xff\xff"), []byte(nil))
	f.Add([]byte(magic+"\x00\x00\x00\x01k\x00\x3f\xff\xff"), []byte(nil))
	f.Fuzz(func(t *testing.T, raw, body []byte) {
		dir := t.TempDir()
		s, err := At(filepath.Join(dir, "shelf"))
		if err != nil {
			t.Fatal(err)
		}
		const id = "20261121T120000Z"
		if len(raw) == 0 {
			raw = sealedSnapshot(t, keys, body, piece)
			if err := s.put(sha256.Sum256(piece), piece); err != nil {
				t.Fatal(err)
			}
		}
		if err := os.WriteFile(s.path(id), raw, 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := s.Read(id, keys); err != nil && !errors.Is(err, ErrDamaged) {
			t.Fatalf("reading: %v", err)
		}
		if _, _, err := s.List(keys); err != nil {
			t.Fatalf("listing: %v", err)
		}
		_, _ = s.Restore(context.Background(), id, keys, filepath.Join(dir, "into"), nil) // a strange name may not be one of the system's
		here, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range here {
			if e.Name() != "shelf" && e.Name() != "into" {
				t.Fatalf("%s was written", e.Name())
			}
		}
	})
}

func sealedSnapshot(t *testing.T, keys *seal.Keys, body, piece []byte) []byte {
	h := &head{key: []byte("{}"), pieces: []hash{sha256.Sum256(piece)}}
	raw := h.bytes()
	sum := sha256.Sum256(raw)
	out := bytes.NewBuffer(raw)
	w, err := seal.NewWriter(out, keys.For(purpose), sum[:])
	if err != nil {
		t.Fatal(err)
	}
	if !json.Valid(body) && len(body) == 0 {
		body = []byte("{}")
	}
	if _, err := w.Write(body); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}
