package heap

import (
	"runtime/debug"
	"testing"
)

func now() int {
	percent := debug.SetGCPercent(100)
	debug.SetGCPercent(percent)
	return percent
}

func TestWishesAreCounted(t *testing.T) {
	before := debug.SetGCPercent(50)
	defer debug.SetGCPercent(before)
	var build, again, export func()
	for _, step := range []struct {
		name string
		do   func()
		want int
	}{
		{"a build", func() { build = Roomily() }, roomy},
		{"an export beside it", func() { export = Tightly() }, tight},
		{"another build", func() { again = Roomily() }, tight},
		{"the first build ends, and says so twice", func() { build(); build() }, tight},
		{"the export ends", func() { export() }, roomy},
		{"all ended", func() { again() }, 50},
	} {
		step.do()
		if got := now(); got != step.want {
			t.Errorf("%s: %d percent, want %d", step.name, got, step.want)
		}
	}
}
