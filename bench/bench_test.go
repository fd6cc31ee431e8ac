package main

import (
	"io"
	"log"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

func TestMain(m *testing.M) {
	if apart() {
		return
	}
	os.Exit(m.Run())
}

// TestEveryWork does every work once in a small book, so that the bench does not rot. Nothing is timed.
func TestEveryWork(t *testing.T) {
	if !testing.Verbose() {
		log.SetOutput(io.Discard)
		defer log.SetOutput(os.Stderr)
	}
	out := filepath.Join(t.TempDir(), "bench.md")
	if err := run("60", t.TempDir(), out, "", false, hasty); err != nil {
		t.Fatal(err)
	}
	written, err := os.ReadFile(out)
	if err != nil {
		t.Fatal(err)
	}
	for _, part := range []string{"## 60 customers", "month × region × product", "until another screen is told"} {
		if !strings.Contains(string(written), part) {
			t.Errorf("the page lacks %q", part)
		}
	}
	for line := range strings.Lines(string(written)) {
		if strings.Contains(line, "recall") && strings.Contains(line, "MISS") {
			t.Error(line)
		}
	}
}

func TestGrowthTable(t *testing.T) {
	of := func(n int, took time.Duration) *report {
		return &report{Customers: n, Figures: []figure{{Work: "a page", Size: n, Ours: sampled(took), Grows: flat}, {Work: "at last", Size: n}}}
	}
	var b strings.Builder
	writeGrowth(&b, []*report{of(1000, time.Millisecond), of(10_000, 2*time.Millisecond), of(100_000, 9*time.Millisecond)})
	if want := "| a page | 1.00 ms | 2.00 ms | 9.00 ms | 2.0, 4.5 | flat | **MISS** |\n"; !strings.HasSuffix(b.String(), want) {
		t.Errorf("%s", b.String())
	}
}

func TestMisses(t *testing.T) {
	for name, one := range map[string]struct {
		f    figure
		want string
	}{
		"met":       {figure{Ours: sampled(4), Peer: sampled(8), Bar: 5, Need: 0.5}, ""},
		"too slow":  {figure{Ours: sampled(6), Peer: sampled(12), Bar: 5, Need: 0.5}, "time"},
		"of peer's": {figure{Ours: sampled(4), Peer: sampled(7), Bar: 5, Need: 0.5}, "ratio"},
		"both":      {figure{Ours: sampled(6), Peer: sampled(7), Bar: 5, Need: 0.5}, "time ratio"},
		"too large": {figure{Amount: &amount{Got: 31, Most: 30}}, "amount"},
		"too few":   {figure{Amount: &amount{Got: 99.9, Least: 100}}, "amount"},
	} {
		if got := strings.Join(one.f.misses(), " "); got != one.want {
			t.Errorf("%s: %q, not %q", name, got, one.want)
		}
	}
}

func TestOvergrown(t *testing.T) {
	at := func(n int, took time.Duration, g growth) figure {
		return figure{Size: n, Ours: sampled(took), Grows: g}
	}
	for name, one := range map[string]struct {
		small, large figure
		want         bool
	}{
		"flat":            {at(1000, time.Millisecond, flat), at(10_000, 3*time.Millisecond, flat), false},
		"not flat":        {at(1000, time.Millisecond, flat), at(10_000, 4*time.Millisecond, flat), true},
		"over a hundred":  {at(1000, time.Millisecond, flat), at(100_000, 8*time.Millisecond, flat), false},
		"too short":       {at(1000, 10*time.Microsecond, flat), at(10_000, 200*time.Microsecond, flat), false},
		"n log n":         {at(1000, time.Second, builds), at(10_000, 16*time.Second, builds), false},
		"worse":           {at(1000, time.Second, builds), at(10_000, 20*time.Second, builds), true},
		"shown, no bar":   {at(1000, time.Second, linear), at(10_000, 50*time.Second, linear), false},
		"of other things": {figure{N: 100, Ours: sampled(time.Second)}, figure{N: 100, Ours: sampled(9 * time.Second), Grows: builds}, false},
	} {
		if got := overgrown(one.small, one.large); got != one.want {
			t.Errorf("%s: %t", name, got)
		}
	}
}
