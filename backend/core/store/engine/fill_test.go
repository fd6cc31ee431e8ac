package engine

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// What was laid down in many pieces that lie over each other is one level once it is settled, and says the same.
func TestMuchIsSettled(t *testing.T) {
	dir, key := t.TempDir(), bytes.Repeat([]byte{7}, 32)
	r, want := rand.New(rand.NewPCG(1, 2)), map[string]string{}
	for round := range 6 { // each closing lays down a piece
		e, err := FillBadger(dir, key)
		must(t, err)
		must(t, e.Update(func(b Batch) error {
			for i := range 2000 {
				k := fmt.Sprint(r.IntN(4000))
				if i%3 == 0 {
					delete(want, k)
					must(t, b.Delete([]byte(k)))
					continue
				}
				want[k] = fmt.Sprint(round, " ", i)
				must(t, b.Put([]byte(k), []byte(want[k])))
			}
			return nil
		}))
		must(t, e.Close())
	}
	e, err := FillBadger(dir, key)
	must(t, err)
	if pieces := e.(*onDisk).db.Levels()[0].NumTables; pieces != 6 {
		t.Errorf("%d pieces before", pieces)
	}
	must(t, e.Settle())
	levels := 0
	for _, one := range e.(*onDisk).db.Levels() {
		if one.NumTables > 0 {
			levels++
		}
	}
	if levels != 1 {
		t.Errorf("%d levels", levels)
	}
	s := e.Snapshot()
	compare(t, s, want, "1", "2")
	s.Release()
	must(t, e.Settle()) // what is settled stays so
	must(t, e.Close())
}

// A store finds room for what a crash left in memory, be it that of one which was filled, be it read once already.
func TestWhatACrashLeftFindsRoom(t *testing.T) {
	for name, c := range map[string]struct{ log, want int64 }{
		"nothing left":           {0, memoryDaily},
		"by a daily store":       {2 * memoryDaily, memoryDaily},
		"by one that was filled": {2 * memoryFilling, memoryFilling},
		"read once":              {memoryDaily + 5, memoryFilling},
	} {
		dir := t.TempDir()
		if c.log > 0 {
			log := filepath.Join(dir, "00001.mem")
			must(t, os.WriteFile(log, nil, 0o600))
			must(t, os.Truncate(log, c.log))
		}
		if got, err := roomForLogs(dir, memoryDaily); err != nil || got != c.want {
			t.Errorf("%s: %d, %v", name, got, err)
		}
	}
}
