package engine

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
)

// forgotten is the folder of a store whose tables nobody has noted, as after a crash, and their names.
func forgotten(t *testing.T, key []byte) (dir string, names []string) {
	t.Helper()
	dir = t.TempDir()
	e, err := OpenBadger(dir, key)
	must(t, err)
	for n := range 3 {
		must(t, e.Update(func(b Batch) error {
			for i := range 1000 {
				if err := b.Put(fmt.Appendf(nil, "%08d", n*1000+i), bytes.Repeat([]byte{byte(i), byte(n)}, 1000)); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	must(t, e.Close())
	must(t, os.Remove(filepath.Join(dir, sumsFile)))
	tables, err := readTables(dir)
	must(t, err)
	for name := range tables {
		names = append(names, name)
	}
	if len(names) == 0 {
		t.Fatal("there are no tables")
	}
	return dir, names
}

// A table that a crash left half written belongs to nobody; the store opens as if it were not there.
func TestAHalfWrittenTableIsNoDamage(t *testing.T) {
	key := bytes.Repeat([]byte{7}, 32)
	dir, names := forgotten(t, key)
	whole, err := os.ReadFile(filepath.Join(dir, names[0]))
	must(t, err)
	must(t, os.WriteFile(filepath.Join(dir, "999999.sst"), whole[:len(whole)/2], 0o600))
	e, err := OpenBadger(dir, key)
	must(t, err)
	snap := e.Snapshot()
	if _, there := get(t, snap, "00000001"); !there {
		t.Error("what was written is gone")
	}
	snap.Release()
	must(t, e.Close())
}

// A table that nobody has noted is read block by block, so that damage to it is noticed; one that was noted while the
// store was open is compared with its sum.
func TestDamageAfterACrashIsNoticed(t *testing.T) {
	key := bytes.Repeat([]byte{7}, 32)
	for _, noted := range []bool{false, true} {
		dir, names := forgotten(t, key)
		if noted {
			noteNew(dir, nil)
			sums, err := readSums(dir)
			if err != nil || len(sums) != len(names) {
				t.Fatalf("%d sums of %d tables: %v", len(sums), len(names), err)
			}
		}
		path := filepath.Join(dir, names[0])
		raw, err := os.ReadFile(path)
		must(t, err)
		raw[len(raw)/3] ^= 1
		must(t, os.WriteFile(path, raw, 0o600))
		e, err := OpenBadger(dir, key)
		if err == nil {
			t.Errorf("noted %v: the damage was not noticed", noted)
			must(t, e.Close())
		} else if noted && !errors.Is(err, errTable) {
			t.Error(err)
		}
	}
}
