//go:build !race

package app

import (
	"bufio"
	"bytes"
	"crypto/aes"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// schedulesIn counts the AES keys that lie ready for use in the memory of a process, by what they begin with: 32 bytes
// of a key, and what AES makes of them behind.
func schedulesIn(pid int) (map[string]int, error) {
	maps, err := os.ReadFile(fmt.Sprintf("/proc/%d/maps", pid))
	if err != nil {
		return nil, err
	}
	mem, err := os.Open(fmt.Sprintf("/proc/%d/mem", pid))
	if err != nil {
		return nil, err
	}
	defer mem.Close()
	found := map[string]int{}
	for lines := bufio.NewScanner(bytes.NewReader(maps)); lines.Scan(); {
		var from, to int64
		parts := strings.Fields(lines.Text())
		if _, err := fmt.Sscanf(parts[0], "%x-%x", &from, &to); err != nil || !strings.HasPrefix(parts[1], "rw") {
			continue
		}
		for at := from; at < to; at += 1 << 22 {
			raw := make([]byte, min(to-at, 1<<22+64))
			n, _ := mem.ReadAt(raw, at) // what cannot be read holds nothing
			for i := 0; i+64 <= n; i += 4 {
				if isSchedule(raw[i : i+64]) {
					found[fmt.Sprintf("%x", raw[i:i+4])]++
				}
			}
		}
	}
	return found, nil
}

// isSchedule tells whether 64 bytes are the beginning of what AES-256 makes of a key.
func isSchedule(b []byte) bool {
	word := func(i int) uint32 { return binary.BigEndian.Uint32(b[4*i:]) }
	if word(9) != word(1)^word(8) || word(10) != word(2)^word(9) || word(11) != word(3)^word(10) || word(13) != word(5)^word(12) || word(14) != word(6)^word(13) {
		return false
	}
	return word(0)|word(1)|word(2)|word(3) != 0 && word(8) != 0 && word(12) == word(4)^turned(word(11))
}

var substitutes = func() (box [256]byte) { // as AES has them
	p, q := byte(1), byte(1)
	for {
		double := p << 1
		if p >= 0x80 {
			double ^= 0x1b
		}
		p ^= double
		q ^= q << 1
		q ^= q << 2
		if q ^= q << 4; q >= 0x80 {
			q ^= 9
		}
		turn := func(n int) byte { return q<<n | q>>(8-n) }
		if box[p] = q ^ turn(1) ^ turn(2) ^ turn(3) ^ turn(4) ^ 0x63; p == 1 {
			box[0] = 0x63
			return box
		}
	}
}()

func turned(w uint32) uint32 {
	s := func(n int) uint32 { return uint32(substitutes[byte(w>>n)]) << n }
	return s(24) | s(16) | s(8) | s(0)
}

// stragglers is how many copies of keys may be left where nobody has looked for long: on the idle stack of some
// goroutine. An open book has hundreds.
const stragglers = 8

// nothingInMemory wants the keys to leave the memory of a program that has just locked its book.
func nothingInMemory(t *testing.T, pid int) {
	t.Helper()
	found := map[string]int{}
	for begun := time.Now(); time.Since(begun) < 90*time.Second; time.Sleep(100 * time.Millisecond) {
		var err error
		if found, err = schedulesIn(pid); errors.Is(err, fs.ErrPermission) {
			t.Logf("this system lets nobody look into the memory of another process: %v", err)
			return
		} else if err != nil {
			t.Fatal(err)
		}
		left := 0
		for _, copies := range found {
			left += copies
		}
		if left <= stragglers {
			return
		}
	}
	t.Errorf("keys lie in the memory of a program that is locked: %v", found)
}

// A program that locks its book lets go of every key, also of those that were derived from the book's own.
func TestLongKeysLeaveTheMemoryOfALockedProgram(t *testing.T) {
	root := t.TempDir()
	tmp := filepath.Join(root, "tmp")
	if err := os.Mkdir(tmp, 0o700); err != nil {
		t.Fatal(err)
	}
	runCanary(t, filepath.Join(root, "book"), tmp, "locked", nothingInMemory)
}

// What looks for keys in memory would find one.
func TestLongAKeyInMemoryIsFound(t *testing.T) {
	block, err := aes.NewCipher([]byte("a key of thirty-two bytes, oh my"))
	if err != nil {
		t.Fatal(err)
	}
	found, err := schedulesIn(os.Getpid())
	if errors.Is(err, fs.ErrPermission) {
		t.Skip(err)
	}
	if err != nil || found[fmt.Sprintf("%x", "a ke")] == 0 {
		t.Errorf("%v %v", found, err)
	}
	block.Encrypt(make([]byte, 16), make([]byte, 16))
}
