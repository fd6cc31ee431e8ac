package seal

import (
	"bytes"
	"errors"
	"testing"
)

func TestBoxOpensOnlyWhatItSealedForThePlace(t *testing.T) {
	keys := New()
	box := keys.For("records")
	sealed := box.Seal([]byte("before"), []byte("secret"), []byte("customer/1"))
	if !bytes.HasPrefix(sealed, []byte("before")) || len(sealed) != len("before")+len("secret")+Overhead {
		t.Fatalf("sealed %d bytes", len(sealed))
	}
	sealed = sealed[len("before"):]
	plain, err := box.Open([]byte("<"), sealed, []byte("customer/1"))
	if err != nil || string(plain) != "<secret" {
		t.Fatalf("open: %q %v", plain, err)
	}
	flipped := bytes.Clone(sealed)
	for i := range flipped {
		flipped[i] ^= 1
		if _, err := box.Open(nil, flipped, []byte("customer/1")); !errors.Is(err, ErrTampered) {
			t.Fatalf("byte %d changed and it opened: %v", i, err)
		}
		flipped[i] ^= 1
	}
	for name, try := range map[string]func() ([]byte, error){
		"another place":   func() ([]byte, error) { return box.Open(nil, sealed, []byte("customer/2")) },
		"another purpose": func() ([]byte, error) { return keys.For("journal").Open(nil, sealed, []byte("customer/1")) },
		"another book":    func() ([]byte, error) { return New().For("records").Open(nil, sealed, []byte("customer/1")) },
		"cut":             func() ([]byte, error) { return box.Open(nil, sealed[:len(sealed)-1], []byte("customer/1")) },
		"empty":           func() ([]byte, error) { return box.Open(nil, nil, []byte("customer/1")) },
	} {
		if _, err := try(); !errors.Is(err, ErrTampered) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestPurposesAndNonces(t *testing.T) {
	keys := New()
	if bytes.Equal(keys.Raw("a"), keys.Raw("b")) || !bytes.Equal(keys.Raw("a"), keys.Raw("a")) || len(keys.Raw("a")) != KeySize {
		t.Error("derived keys")
	}
	again, err := From(keys.data[:])
	if err != nil || !bytes.Equal(again.Raw("a"), keys.Raw("a")) {
		t.Error("the same data key must derive the same keys")
	}
	if _, err := From([]byte("short")); err == nil {
		t.Error("a short data key was taken")
	}
	box := keys.For("a")
	if bytes.Equal(box.Seal(nil, []byte("x"), nil), box.Seal(nil, []byte("x"), nil)) {
		t.Error("the nonce repeats")
	}
}
