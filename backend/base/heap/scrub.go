package heap

import (
	"runtime"
	"runtime/debug"
)

// The sizes of what Scrub writes over: keys, what ciphers make of them, texts.
const (
	smallest    = 16
	largest     = 32 << 10
	mostAtATime = 32 << 20 // bytes
)

// Scrub has what is no longer in use collected and written over: pages that are free go back to the system, and the
// gaps between what is still in use are filled once, for a gap keeps what lay in it. So are the stacks that goroutines
// have left. It is for the moment after a secret was let go, and takes a part of a second.
func Scrub() {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1)) // every other processor keeps gaps and stacks to itself
	runtime.GC()
	runtime.GC() // what the first one had finalised
	debug.FreeOSMemory()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	gaps := int(min(m.HeapInuse-min(m.HeapAlloc, m.HeapInuse), mostAtATime))
	for _, class := range m.BySize {
		size := int(class.Size)
		if size < smallest || size > largest {
			continue
		}
		held := make([][]byte, 0, gaps/size+1)
		for range cap(held) {
			held = append(held, make([]byte, size)) // memory is handed out empty
		}
		runtime.KeepAlive(held)
	}
	wipeStacks(m.StackInuse)
	runtime.GC() // takes the stacks from those who have ended
	debug.FreeOSMemory()
}
