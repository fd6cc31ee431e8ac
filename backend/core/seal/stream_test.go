package seal

import (
	"bytes"
	"errors"
	"io"
	"math/rand/v2"
	"testing"
)

func sealStream(t *testing.T, box Box, plain []byte, aad string) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := NewWriter(&out, box, []byte(aad))
	if err != nil {
		t.Fatal(err)
	}
	for rest := plain; len(rest) > 0; {
		n := min(len(rest), 1+rand.IntN(100_000))
		if _, err := w.Write(rest[:n]); err != nil {
			t.Fatal(err)
		}
		rest = rest[n:]
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func openStream(box Box, sealed []byte, aad string) ([]byte, error) {
	r, err := NewReader(bytes.NewReader(sealed), box, []byte(aad))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func sample(n int) []byte {
	plain := make([]byte, n)
	for i := range plain {
		plain[i] = byte(i * 7 / 3)
	}
	return plain
}

func TestStreamRoundTrip(t *testing.T) {
	box := New().For("files")
	for _, n := range []int{0, 1, chunkSize - 1, chunkSize, chunkSize + 1, 2 * chunkSize, 3*chunkSize + 17} {
		plain := sample(n)
		sealed := sealStream(t, box, plain, "a")
		got, err := openStream(box, sealed, "a")
		if err != nil || !bytes.Equal(got, plain) {
			t.Errorf("%d bytes: %v", n, err)
		}
		if size, ok := PlainSize(int64(len(sealed))); !ok || size != int64(n) {
			t.Errorf("plain size of %d: %d %v", n, size, ok)
		}
		random, err := NewRandom(bytes.NewReader(sealed), int64(len(sealed)), box, []byte("a"))
		if err != nil {
			t.Fatal(err)
		}
		if got, err := io.ReadAll(random); err != nil || !bytes.Equal(got, plain) {
			t.Errorf("random read of %d bytes: %v", n, err)
		}
	}
}

func TestRandomSeeks(t *testing.T) {
	box := New().For("files")
	plain := sample(3*chunkSize + 17)
	sealed := sealStream(t, box, plain, "a")
	random, err := NewRandom(bytes.NewReader(sealed), int64(len(sealed)), box, []byte("a"))
	if err != nil {
		t.Fatal(err)
	}
	for range 50 {
		from := rand.IntN(len(plain))
		if _, err := random.Seek(int64(from), io.SeekStart); err != nil {
			t.Fatal(err)
		}
		got := make([]byte, min(len(plain)-from, rand.IntN(2*chunkSize)))
		if _, err := io.ReadFull(random, got); err != nil || !bytes.Equal(got, plain[from:from+len(got)]) {
			t.Fatalf("from %d: %v", from, err)
		}
	}
	if n, err := random.Seek(-17, io.SeekEnd); err != nil || n != 3*chunkSize {
		t.Errorf("seek from end: %d %v", n, err)
	}
}

func TestStreamTampering(t *testing.T) {
	keys := New()
	box := keys.For("files")
	plain := sample(3*chunkSize + 17)
	sealed := sealStream(t, box, plain, "a")
	chunk := func(s []byte, i int) []byte { return s[streamHeader+i*sealedChunk : streamHeader+(i+1)*sealedChunk] }
	change := func(f func(s []byte) []byte) []byte { return f(bytes.Clone(sealed)) }
	other := sealStream(t, box, plain, "a")
	for name, bad := range map[string][]byte{
		"bit in a chunk":     change(func(s []byte) []byte { s[streamHeader+sealedChunk+5] ^= 4; return s }),
		"bit in the header":  change(func(s []byte) []byte { s[10] ^= 4; return s }),
		"another magic":      change(func(s []byte) []byte { s[0] ^= 4; return s }),
		"cut at a chunk":     change(func(s []byte) []byte { return s[:streamHeader+2*sealedChunk] }),
		"cut in a chunk":     change(func(s []byte) []byte { return s[:streamHeader+sealedChunk+99] }),
		"cut in the header":  change(func(s []byte) []byte { return s[:9] }),
		"only the header":    change(func(s []byte) []byte { return s[:streamHeader] }),
		"something appended": change(func(s []byte) []byte { return append(s, 'x') }),
		"chunks swapped": change(func(s []byte) []byte {
			keep := bytes.Clone(chunk(s, 0))
			copy(chunk(s, 0), chunk(s, 1))
			copy(chunk(s, 1), keep)
			return s
		}),
		"chunk of another file": change(func(s []byte) []byte { copy(chunk(s, 1), chunk(other, 1)); return s }),
	} {
		if _, err := openStream(box, bad, "a"); !errors.Is(err, ErrTampered) {
			t.Errorf("%s: %v", name, err)
		}
		random, err := NewRandom(bytes.NewReader(bad), int64(len(bad)), box, []byte("a"))
		if err == nil {
			_, err = io.ReadAll(random)
		}
		if !errors.Is(err, ErrTampered) {
			t.Errorf("%s, at random: %v", name, err)
		}
	}
	if _, err := openStream(box, sealed, "b"); !errors.Is(err, ErrTampered) {
		t.Errorf("another place: %v", err)
	}
	if _, err := openStream(keys.For("backup"), sealed, "a"); !errors.Is(err, ErrTampered) {
		t.Errorf("another purpose: %v", err)
	}
}
