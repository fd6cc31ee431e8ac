package app

import (
	"os"
	"runtime/debug"
)

// memoryAim is what the program tries to stay below while it writes much; the columns of a
// million records take about a third of it.
const memoryAim = 1 << 30

// SaveMemory has the program collect its garbage sooner than Go does by itself: it lives beside
// others on a laptop, and most of its memory is plain numbers that cost little to walk. What
// GOGC and GOMEMLIMIT say goes before.
func SaveMemory() {
	if os.Getenv("GOGC") == "" {
		debug.SetGCPercent(50)
	}
	if os.Getenv("GOMEMLIMIT") == "" {
		debug.SetMemoryLimit(memoryAim)
	}
}
