package heap

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"runtime/debug"
	"strings"
	"sync"
	"testing"
)

// marks counts how often a mark lies in the memory of this process. Who looks holds none.
func marks(t *testing.T, of byte) (found int) {
	t.Helper()
	maps, err := os.ReadFile("/proc/self/maps")
	if err != nil {
		t.Skip(err)
	}
	mem, err := os.Open("/proc/self/mem")
	if err != nil {
		t.Skip(err)
	}
	defer mem.Close()
	raw := make([]byte, 1<<20)
	for lines := bufio.NewScanner(bytes.NewReader(maps)); lines.Scan(); {
		var from, to int64
		parts := strings.Fields(lines.Text())
		if _, err := fmt.Sscanf(parts[0], "%x-%x", &from, &to); err != nil || !strings.HasPrefix(parts[1], "rw") {
			continue
		}
		for at := from; at < to; at += int64(len(raw)) {
			n, _ := mem.ReadAt(raw[:min(int64(len(raw)), to-at)], at) // what cannot be read holds nothing
			for i := 0; i+markLength <= n; i += 8 {
				if raw[i] == of && isMark(raw[i:i+markLength], of) {
					found++
				}
			}
			clear(raw)
		}
	}
	return found
}

const markLength = 160 // of 240 that AES makes of a key

func isMark(b []byte, of byte) bool {
	for i, one := range b {
		if one != of^byte(7*i) {
			return false
		}
	}
	return true
}

func mark(b []byte, of byte) {
	for i := range b {
		b[i] = of ^ byte(7*i)
	}
}

// leave has a goroutine end with a mark at some depth of its stack.
//
//go:noinline
func leave(depth int, of byte) byte {
	var room struct {
		_    [0]uint64 // marks are looked for at every eighth byte
		here [256]byte
	}
	if depth > 0 {
		room.here[0] = leave(depth-1, of)
		return room.here[depth%256]
	}
	mark(room.here[:markLength], of)
	return room.here[depth]
}

// Neither on stacks that were left nor in gaps of the heap does anything stay, though others are in use all around. (A few
// lie where the runtime itself keeps something.)
func TestNothingStaysWhereItLay(t *testing.T) {
	const of = 0xa5
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // nothing goes before it is looked for
	var there, all sync.WaitGroup
	together, hold := make(chan struct{}), make(chan struct{})
	const many = 400
	there.Add(many)
	for i := range many {
		all.Go(func() {
			if i%10 == 0 { // stays, so that the slab of its stack does
				there.Done()
				<-hold
				return
			}
			leave(i%45, of)
			there.Done()
			<-together
		})
	}
	there.Wait()
	close(together)
	before := marks(t, of)
	Scrub()
	if after := marks(t, of); before < 50 || after > many/25 {
		t.Errorf("%d marks before, %d after", before, after)
	}
	close(hold)
	all.Wait()
}
