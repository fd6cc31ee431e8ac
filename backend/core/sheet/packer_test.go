package sheet

import (
	"bytes"
	"compress/flate"
	"errors"
	"io"
	"math/rand/v2"
	"strconv"
	"testing"
)

// TestPackedPiecesAreOneStream packs texts about as long as a piece, written in pieces of other lengths, and reads them
// with the standard library.
func TestPackedPiecesAreOneStream(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, size := range []int{0, 1, packedAtOnce - 1, packedAtOnce, packedAtOnce + 1, 3*packedAtOnce + 5, 7 * packedAtOnce} {
		plain := make([]byte, 0, size+64)
		for len(plain) < size {
			plain = append(strconv.AppendInt(append(plain, `<c r="A`...), int64(r.IntN(100_000)), 10), `"/>`...)
		}
		plain = plain[:size]
		var out bytes.Buffer
		p := newPacker(&out)
		for rest := plain; len(rest) > 0; {
			n := min(len(rest), 1+r.IntN(2*packedBefore))
			if _, err := p.Write(rest[:n]); err != nil {
				t.Fatal(err)
			}
			rest = rest[n:]
		}
		if err := p.Close(); err != nil {
			t.Fatal(err)
		}
		if whole, err := io.ReadAll(flate.NewReader(&out)); err != nil || !bytes.Equal(whole, plain) {
			t.Errorf("%d bytes came back as %d: %v", size, len(whole), err)
		}
	}
}

// full takes so many bytes.
type full int

var errFull = errors.New("the disk is full")

func (f *full) Write(b []byte) (int, error) {
	if *f -= full(len(b)); *f < 0 {
		return 0, errFull
	}
	return len(b), nil
}

func TestPackerTellsOfAFullDisk(t *testing.T) {
	noise := make([]byte, packedAtOnce)
	r := rand.New(rand.NewPCG(1, 2))
	for i := range noise {
		noise[i] = byte(r.Uint32())
	}
	room := full(2 * packedAtOnce)
	p := newPacker(&room)
	var err error
	for range 20 {
		if _, err = p.Write(noise); err != nil {
			break
		}
	}
	if !errors.Is(err, errFull) || !errors.Is(p.Close(), errFull) {
		t.Errorf("writing said %v", err)
	}
}
