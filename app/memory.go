package app

import (
	"os"
	"runtime/debug"
)

// memoryAim is what the program tries to stay below while it writes much. A book of a million
// follow-ups holds 700 MB while its search index is built: an aim near that would have the
// collector run all the time.
const memoryAim = 2 << 30

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
