package heap

import "sync"

// What a goroutine leaves on its stack stays there: the memory of stacks is handed on as it is, and a slab of it goes
// back only when none of it is in use.
const (
	leastStack  = 2 << 10
	mostStacks  = 2 << 10
	spareStacks = 128 << 10 // that the processor keeps at hand
)

// A goroutine that goes down writes over its stack to the last byte that a function can reach, since its steps are
// small. rests is how many steps down it rests, in the middle of a stack of 2, 4, 8 and 16 KB; it has then written over
// every smaller one. At the deepest it is past 16 KB: larger stacks are not shared, and go back to the system.
var rests = [...]int{0, 17, 45, 100}

const (
	deepest = 200 // steps of about 90 bytes
	room    = 48
)

// wipeStacks writes over the stacks that ended goroutines have left, inUse bytes at most: as many new ones as there is
// room for stand on them all at once, and go down together.
func wipeStacks(inUse uint64) {
	n := int(min((inUse+spareStacks)/leastStack, mostStacks))
	levels := make([]*level, len(rests))
	for i := range levels {
		levels[i] = newLevel(n >> i)
	}
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() { (&diver{place: i, levels: levels}).sink(0) })
	}
	all.Wait()
}

// diver is one goroutine that goes down. On each level the first half goes on: half as many stacks of twice the size
// have room in the same memory.
type diver struct {
	place, next int
	levels      []*level
}

//go:noinline
func (d *diver) sink(depth int) byte {
	var left [room]byte
	if d.next < len(rests) && depth == rests[d.next] && !d.rest() {
		return 0
	}
	if depth < deepest {
		left[depth%room] = d.sink(depth + 1)
	}
	return left[d.place%room]
}

func (d *diver) rest() (goesOn bool) {
	at := d.levels[d.next]
	if d.place >= at.size {
		return false
	}
	d.next++
	at.left.Done()
	at.left.Wait()
	return true
}

// level is where so many goroutines wait for each other.
type level struct {
	size int
	left sync.WaitGroup
}

func newLevel(size int) *level {
	l := &level{size: size}
	l.left.Add(size)
	return l
}
