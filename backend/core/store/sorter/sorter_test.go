package sorter

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// In memory and on the disk, in one piece and in many: every item comes, in order of key and number.
func TestEveryItemComesInOrder(t *testing.T) {
	for name, limit := range map[string]int{"one piece": 1 << 30, "a hundred pieces": 2000, "each item a piece": 1} {
		for _, under := range []string{"", t.TempDir()} {
			t.Run(fmt.Sprint(name, under != ""), func(t *testing.T) {
				r := rand.New(rand.NewPCG(1, 2))
				s := New(under, limit)
				var want []string
				for n := range uint64(2000) {
					key, value := fmt.Sprint(r.IntN(300)), fmt.Sprint(r.Int())
					if err := s.Add([]byte(key), 2000-n, []byte(value)); err != nil {
						t.Fatal(err)
					}
					want = append(want, fmt.Sprintf("%s\x00%08d\x00%s", key, 2000-n, value))
				}
				slices.Sort(want)
				var got []string
				err := s.Walk(func(key []byte, n uint64, value []byte) error {
					got = append(got, fmt.Sprintf("%s\x00%08d\x00%s", key, n, value))
					return nil
				})
				if err != nil || !slices.Equal(got, want) {
					t.Errorf("%d items, %d wanted, %v", len(got), len(want), err)
				}
				if err := s.Close(); err != nil {
					t.Error(err)
				}
				if left, _ := filepath.Glob(filepath.Join(under, Prefix+"*")); under != "" && len(left) > 0 {
					t.Errorf("left behind: %v", left)
				}
			})
		}
	}
}

// Nothing that was added can be read on the disk, and nothing that was changed there is taken.
func TestPiecesAreSealed(t *testing.T) {
	under := t.TempDir()
	s := New(under, 100)
	for n := range uint64(50) {
		if err := s.Add([]byte("canary-key"), n, []byte("canary-value")); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.settled(); err != nil {
		t.Fatal(err)
	}
	pieces, _ := filepath.Glob(filepath.Join(under, Prefix+"*", "*"))
	if len(pieces) < 2 {
		t.Fatalf("pieces %v", pieces)
	}
	for _, name := range pieces {
		raw, err := os.ReadFile(name)
		if err != nil || bytes.Contains(raw, []byte("canary")) {
			t.Fatalf("%s can be read (%v)", name, err)
		}
		raw[len(raw)/2] ^= 1
		if err := os.WriteFile(name, raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := s.Walk(func([]byte, uint64, []byte) error { return nil }); err == nil {
		t.Error("changed pieces were taken")
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// A walk ends with the fault of whoever looks on; a folder that cannot be written is a fault, no item lost in silence.
func TestFaultsAreTold(t *testing.T) {
	enough := errors.New("enough")
	s := New("", 0)
	if err := s.Add([]byte("a"), 1, nil); err != nil {
		t.Fatal(err)
	}
	if err := s.Walk(func([]byte, uint64, []byte) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("the walk ended with %v", err)
	}
	gone := New(filepath.Join(t.TempDir(), "gone"), 1)
	err := gone.Add([]byte("a"), 1, nil)
	if err == nil {
		err = gone.Add([]byte("b"), 2, nil)
	}
	if err == nil {
		t.Error("a folder that is not there was written into")
	}
}
