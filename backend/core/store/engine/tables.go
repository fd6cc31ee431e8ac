package engine

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/fb"
	"github.com/dgraph-io/badger/v4/options"
	"github.com/dgraph-io/badger/v4/table"
	"github.com/dgraph-io/ristretto/v2"
	"github.com/dgraph-io/ristretto/v2/z"
)

// A tableBook is the tables that belong to a store, by the names of their files. What a crash left half
// written is not among them, and Badger removes it.
type tableBook map[string]badger.TableManifest

// readTables reads which tables belong to the store in a folder; none when there is no store yet.
func readTables(dir string) (tableBook, error) {
	f, err := os.Open(filepath.Join(dir, badger.ManifestFilename))
	if errors.Is(err, fs.ErrNotExist) {
		return tableBook{}, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	manifest, _, err := badger.ReplayManifestFile(f, 0, badger.DefaultOptions(dir))
	if err != nil {
		return nil, fmt.Errorf("engine: %w", err)
	}
	tables := tableBook{}
	for number, one := range manifest.Tables {
		tables[table.IDToFilename(number)] = one
	}
	return tables, nil
}

// checkBlocks reads every block of tables whose sums nobody has written down. It is what takes long in
// opening a store after a crash, so a store writes sums down while it is open.
func (tables tableBook) checkBlocks(dir string, key []byte, names []string) error {
	if len(names) == 0 {
		return nil
	}
	keys, err := badger.OpenKeyRegistry(badger.KeyRegistryOptions{Dir: dir, ReadOnly: true, EncryptionKey: key, EncryptionKeyRotationDuration: keyRotation})
	if err != nil {
		return fmt.Errorf("engine: %w", err)
	}
	indexes, err := ristretto.NewCache(&ristretto.Config[uint64, *fb.TableIndex]{NumCounters: 1000, MaxCost: smallCache, BufferItems: 64})
	if err != nil {
		return fmt.Errorf("engine: %w", err)
	}
	defer indexes.Close()
	for _, name := range names {
		one := tables[name]
		opened, err := keys.DataKey(one.KeyID)
		if err != nil {
			return fmt.Errorf("%w: %s: %w", errTable, name, err)
		}
		file, err := z.OpenMmapFile(filepath.Join(dir, name), os.O_RDONLY, 0)
		if err != nil {
			return fmt.Errorf("%w: %s: %w", errTable, name, err)
		}
		read, err := table.OpenTable(file, table.Options{
			ChkMode: options.OnTableAndBlockRead, Compression: one.Compression, DataKey: opened, IndexCache: indexes, BlockSize: 4 << 10,
		})
		if err != nil {
			return fmt.Errorf("%w: %s: %w", errTable, name, err)
		}
		if err := read.Close(-1); err != nil {
			return fmt.Errorf("engine: %w", err)
		}
	}
	return nil
}

// noteEvery is how often the sums of new tables are written down while a store is open.
const noteEvery = 5 * time.Second

// noting writes down the sums of tables that were made since, until the store is closed.
func (b *onDisk) noting(known map[string]sum) {
	defer close(b.noted)
	for tick := time.NewTicker(noteEvery); ; {
		select {
		case <-b.closing:
			tick.Stop()
			return
		case <-tick.C:
			known = noteNew(b.dir, known)
		}
	}
}

// noteNew writes down the sums of tables that are not among those known, and returns all there are now.
func noteNew(dir string, known map[string]sum) map[string]sum {
	tables, err := readTables(dir)
	if err != nil {
		return known // it is being written
	}
	now, fresh := make(map[string]sum, len(tables)), false
	buf := make([]byte, 1<<18)
	for name := range tables {
		s, there := known[name]
		if !there {
			if s, err = sumOf(filepath.Join(dir, name), buf); err != nil {
				continue // it has been merged into another meanwhile
			}
			fresh = true
		}
		now[name] = s
	}
	if fresh {
		noteSums(dir, now)
	}
	return now
}
