// Package heap lets long work say how its garbage is to be collected. The setting belongs to the
// whole process; works that run at once are counted, so that each ends only its own wish.
package heap

import (
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// What a work may wish, in percent of the memory in use that garbage may take. Beside a big book the
// tight share is smaller, so that it comes to about tightBytes.
const (
	tight      = 20
	tightest   = 5
	tightBytes = 48 << 20
	roomy      = 100
)

var (
	mu       sync.Mutex
	usual    int
	tightly  int
	roomily  int
	standing bool // usual is known
)

// Tightly keeps the garbage of a work small until the function it returns is called: for streaming
// beside a big book, where the usual share is more than the work itself needs.
func Tightly() (end func()) { return wish(&tightly) }

// share is the tight share of what is in use now.
func share() int {
	use := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(use)
	return int(min(tight, max(tightest, tightBytes*100/max(1, use[0].Value.Uint64()))))
}

// Roomily has garbage collected less often until the function it returns is called: for work that
// makes so much of it that a collector in a hurry takes a quarter of the time. Tightly goes before.
func Roomily() (end func()) { return wish(&roomily) }

func wish(count *int) (end func()) {
	mu.Lock()
	defer mu.Unlock()
	if !standing {
		usual, standing = debug.SetGCPercent(roomy), true
	}
	*count++
	settle()
	return sync.OnceFunc(func() {
		mu.Lock()
		defer mu.Unlock()
		*count--
		settle()
	})
}

// settle sets what the works under way wish, never more than a process that wants less.
func settle() {
	switch {
	case tightly > 0 && (usual < 0 || usual > tight):
		debug.SetGCPercent(share())
	case roomily > 0 && usual >= 0 && usual < roomy && tightly == 0:
		debug.SetGCPercent(roomy)
	default:
		debug.SetGCPercent(usual)
	}
	standing = tightly+roomily > 0
}
