package seal

import (
	"bytes"
	"errors"
	"io"
	"testing"
)

// fuzzKeys are the same in every run, so that what was found before means the same again.
func fuzzKeys(t testing.TB) *Keys {
	keys, err := From(bytes.Repeat([]byte{7}, KeySize))
	if err != nil {
		t.Fatal(err)
	}
	return keys
}

// FuzzBox holds that a box opens only what it sealed: whatever opens comes out the same when it is
// sealed and opened again, and no byte of it can be changed.
func FuzzBox(f *testing.F) {
	box := fuzzKeys(f).For("fuzz")
	for _, text := range []string{"", "行客", "a longer text that is sealed"} {
		f.Add(box.Seal(nil, []byte(text), []byte("place")), []byte("place"), 0)
	}
	f.Add([]byte{}, []byte{}, 3)
	f.Add(make([]byte, Overhead), []byte("x"), 1)
	f.Fuzz(func(t *testing.T, sealed, place []byte, at int) {
		plain, err := box.Open(nil, sealed, place)
		if err != nil {
			if !errors.Is(err, ErrTampered) {
				t.Fatal(err)
			}
			return
		}
		changed := bytes.Clone(sealed)
		changed[uint(at)%uint(len(changed))] ^= 1
		if _, err := box.Open(nil, changed, place); err == nil {
			t.Fatal("a changed byte opens")
		}
		if _, err := box.Open(nil, sealed, append(bytes.Clone(place), 0)); err == nil {
			t.Fatal("it opens elsewhere")
		}
		again, err := box.Open(nil, box.Seal(nil, plain, place), place)
		if err != nil || !bytes.Equal(again, plain) {
			t.Fatal("it does not come back", err)
		}
	})
}

// FuzzStream holds that the two readers of a sealed stream agree, and that neither gives more than was
// written nor says that a stream is whole when it is not.
func FuzzStream(f *testing.F) {
	box := fuzzKeys(f).For("fuzz")
	for _, size := range []int{0, 1, 5000, chunkSize} {
		var out bytes.Buffer
		w, err := NewWriter(&out, box, []byte("place"))
		if err != nil {
			f.Fatal(err)
		}
		_, _ = w.Write(bytes.Repeat([]byte("x"), size))
		if err := w.Close(); err != nil {
			f.Fatal(err)
		}
		f.Add(out.Bytes(), size)
		f.Add(out.Bytes()[:out.Len()-1], size)
	}
	f.Add([]byte(streamMagic), 0)
	f.Fuzz(func(t *testing.T, raw []byte, at int) {
		forward, forwardErr := readForward(raw, box)
		anywhere, anywhereErr := readAnywhere(raw, box, at)
		if (forwardErr == nil) != (anywhereErr == nil) {
			t.Fatalf("one reader says %v, the other %v", forwardErr, anywhereErr)
		}
		if forwardErr != nil {
			if !errors.Is(forwardErr, ErrTampered) {
				t.Fatal(forwardErr)
			}
			return
		}
		size, ok := PlainSize(int64(len(raw)))
		if !ok || size != int64(len(forward)) || !bytes.Equal(forward, anywhere) {
			t.Fatalf("%d bytes, %d bytes, and %d by the length", len(forward), len(anywhere), size)
		}
	})
}

func readForward(raw []byte, box Box) ([]byte, error) {
	r, err := NewReader(bytes.NewReader(raw), box, []byte("place"))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(r)
}

func readAnywhere(raw []byte, box Box, at int) ([]byte, error) {
	r, err := NewRandom(bytes.NewReader(raw), int64(len(raw)), box, []byte("place"))
	if err != nil {
		return nil, err
	}
	if r.Size() > 0 { // somewhere first, so that chunks are not read in their order
		if _, err := r.ReadAt(make([]byte, 1), int64(uint(at)%uint(r.Size()))); err != nil {
			return nil, err
		}
	}
	return io.ReadAll(r)
}

// FuzzRecoveryKey holds that a recovery key that is typed is read or refused, and read the same again.
func FuzzRecoveryKey(f *testing.F) {
	f.Add("")
	f.Add("ABCD-EFGH-JKLM-NPQR-STUV-WXYZ-2345-6789")
	f.Add("ａｂｃｄ —  0O1Il")
	f.Fuzz(func(t *testing.T, typed string) {
		one, ok := parseRecovery(typed)
		two, again := parseRecovery(" " + typed + "\n")
		if ok != again || !bytes.Equal(one, two) {
			t.Fatalf("%q is read in two ways", typed)
		}
	})
}
