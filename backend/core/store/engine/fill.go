package engine

import (
	"os"
	"path/filepath"

	"github.com/dgraph-io/badger/v4"
)

// FillBadger is OpenBadger for a store into which very much will be written at once. It takes some more
// memory, and has all of it in one level once Settle is called.
func FillBadger(dir string, key []byte) (Engine, error) { return open(dir, key, filling) }

// The sizes of Badger's sorted lists in memory, of which there are three at most.
const (
	memoryDaily   = 16 << 20
	memoryFilling = 32 << 20
)

// filling are the options for much at once. What comes lies between what is there, so that Badger rewrites
// all of it with every small portion that it merges, fifteen times while a store grows to a gigabyte. In larger
// portions it is a third of that. Readers find no more pieces to look into than on a busy day.
func filling(dir string, key []byte, tables map[string]sum) badger.Options {
	return laptop(dir, key, tables).
		WithMemTableSize(memoryFilling).
		WithNumLevelZeroTables(8).
		WithNumLevelZeroTablesStall(24).
		WithBaseLevelSize(512 << 20)
}

// roomForLogs is the size of the sorted lists in memory with which a store can be opened: what a crash
// left of them in logs must find room again, or Badger ends the program. A log is made with twice the
// size of its list, and cut to what it holds when it is read.
func roomForLogs(dir string, usual int64) (int64, error) {
	logs, err := filepath.Glob(filepath.Join(dir, "*.mem"))
	for _, name := range logs {
		info, err := os.Stat(name)
		if err != nil {
			return 0, err
		}
		if info.Size() != 2*memoryDaily {
			return memoryFilling, nil
		}
	}
	return usual, err
}

func (b *onDisk) Settle() error { return b.db.Flatten(1) }
