package main

import (
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// watch looks at the memory the process takes from the system until the function it returns is
// called, which tells by how much it grew at most. What is garbage before does not count.
func watch() (grew func() uint64) {
	runtime.GC()
	debug.FreeOSMemory()
	before := taken()
	peak, stop, done := before, make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		tick := time.NewTicker(10 * time.Millisecond)
		defer tick.Stop()
		for {
			peak = max(peak, taken())
			select {
			case <-stop:
				return
			case <-tick.C:
			}
		}
	}()
	return func() uint64 {
		close(stop)
		<-done
		return peak - before
	}
}

// taken is the memory mapped by Go and not given back.
func taken() uint64 {
	s := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	metrics.Read(s)
	return s[0].Value.Uint64() - s[1].Value.Uint64()
}
