package id_test

import (
	"testing"

	"xingke/backend/base/id"
)

func TestNewIsOrderedAndValid(t *testing.T) {
	before := id.New()
	for range 20000 {
		next := id.New()
		if next <= before {
			t.Fatalf("%s does not follow %s", next, before)
		}
		if !id.Valid(next) || next[14] != '7' {
			t.Fatalf("%s is no UUIDv7", next)
		}
		before = next
	}
}

func TestBytesRoundTrip(t *testing.T) {
	one := id.New()
	b, ok := id.Bytes(one)
	if !ok || id.FromBytes(b) != one {
		t.Fatalf("round trip of %s", one)
	}
	for _, bad := range []string{"", "x", one[:35], one[:35] + "g", "00000000x0000-0000-0000-000000000000"} {
		if id.Valid(bad) {
			t.Errorf("%q taken for an id", bad)
		}
	}
}
