package engine

import (
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/dgraph-io/badger/v4"
	"github.com/dgraph-io/badger/v4/options"
)

// OpenBadger opens the Badger store in a folder, which is made when it is missing, encrypted
// with a key of 32 bytes. A store that Badger panics on is an error like any other.
func OpenBadger(dir string, key []byte) (Engine, error) { return open(dir, key, laptop) }

func open(dir string, key []byte, options func(dir string, key []byte, tables map[string]sum) badger.Options) (e Engine, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("engine: badger panicked in open: %v", cause)
		}
	}()
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	tables, err := readTables(dir)
	if err != nil {
		return nil, err
	}
	sums, unknown, err := checkTables(dir, tables)
	if err != nil {
		return nil, err
	}
	if err := tables.checkBlocks(dir, key, unknown); err != nil {
		return nil, err
	}
	opt := options(dir, key, sums)
	if opt.MemTableSize, err = roomForLogs(dir, opt.MemTableSize); err != nil {
		return nil, err
	}
	db, err := badger.Open(opt)
	if err != nil {
		return nil, fmt.Errorf("engine: %w", err)
	}
	noteSums(dir, sums)
	b := &onDisk{db: db, dir: dir, closing: make(chan struct{}), noted: make(chan struct{})}
	go b.noting(sums)
	return b, nil
}

const keyRotation = 10 * 365 * 24 * time.Hour

// laptop are the options that keep memory and start-up small, measured together. Nothing is
// synced: the journal is what makes a write durable. The caches grow with a large store: the indexes of
// its tables, of which every read needs several, take a fortieth of it, and one that is not in its cache
// is opened anew, fifty kilobytes for a record.
func laptop(dir string, key []byte, tables map[string]sum) badger.Options {
	var stored int64
	for _, s := range tables {
		stored += s.size
	}
	opt := badger.DefaultOptions(dir).
		WithLogger(quiet{}).
		WithEncryptionKey(key).
		WithEncryptionKeyRotationDuration(keyRotation).
		WithSyncWrites(false).
		WithDetectConflicts(false). // the store has one writer
		WithNumVersionsToKeep(1).
		WithMemTableSize(memoryDaily).
		WithNumMemtables(2).
		WithNumLevelZeroTables(3).
		WithNumLevelZeroTablesStall(8).
		WithBaseTableSize(2 << 20).
		WithNumCompactors(2).
		WithValueThreshold(1 << 20).
		WithValueLogFileSize(16 << 20).
		WithCompression(options.Snappy).
		WithBlockCacheSize(min(max(smallCache, stored/16), largestCache)).
		WithIndexCacheSize(max(smallCache, stored/24)). // 0 panics when encrypted
		WithMetricsEnabled(false).
		WithCompactL0OnClose(false).
		WithVerifyValueChecksum(true).
		WithChecksumVerificationMode(options.OnBlockRead)
	opt.TableSizeMultiplier = 1 // a compaction builds ten tables at once, each in six times its size of memory
	return opt
}

const (
	smallCache   = 32 << 20
	largestCache = 96 << 20
)

type onDisk struct {
	db      *badger.DB
	dir     string
	closing chan struct{}
	noted   chan struct{} // closed when nobody writes sums down any more
}

func (b *onDisk) Snapshot() Snapshot { return &diskSnapshot{b.db.NewTransaction(false)} }

func (b *onDisk) Update(fn func(Batch) error) error {
	txn := b.db.NewTransaction(true)
	defer txn.Discard()
	if err := fn(diskBatch{txn}); err != nil {
		return err
	}
	return tooLarge(txn.Commit())
}

func (b *onDisk) Flush() error { return b.db.Sync() }

func (b *onDisk) Size() int64 {
	var total int64
	_ = filepath.WalkDir(b.dir, func(_ string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return nil //nolint:nilerr // a file that went away while we looked takes no space
		}
		if info, err := e.Info(); err == nil {
			total += info.Size()
		}
		return nil
	})
	return total
}

// Close also writes down what the tables are now, for the next opening.
func (b *onDisk) Close() error {
	close(b.closing)
	<-b.noted
	if err := b.db.Close(); err != nil {
		return err
	}
	tables, err := readTables(b.dir)
	var sums map[string]sum
	if err == nil {
		sums, _, err = checkTables(b.dir, tables)
	}
	if err != nil {
		slog.Error("badger: a table is damaged", "error", err) // the next opening finds it and makes the view anew
		return nil
	}
	noteSums(b.dir, sums)
	return nil
}

// noteSums writes down what the tables are. Where that fails, on a full disk say, the next opening
// checks more than it would have to.
func noteSums(dir string, tables map[string]sum) {
	if err := saveSums(dir, tables); err != nil {
		slog.Warn("badger: the sums of the tables were not written", "error", err)
	}
}

type diskBatch struct{ txn *badger.Txn }

func (b diskBatch) Put(key, value []byte) error { return tooLarge(b.txn.Set(key, value)) }
func (b diskBatch) Delete(key []byte) error     { return tooLarge(b.txn.Delete(key)) }

func tooLarge(err error) error {
	if errors.Is(err, badger.ErrTxnTooBig) {
		return ErrTooLarge
	}
	return err
}

type diskSnapshot struct{ txn *badger.Txn }

func (s *diskSnapshot) Get(key []byte, use func([]byte) error) (bool, error) {
	item, err := s.txn.Get(key)
	if errors.Is(err, badger.ErrKeyNotFound) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, item.Value(use)
}

func (s *diskSnapshot) Scan(r Range, yield func(key, value []byte) bool) error {
	// Values lie beside their keys: reading them ahead would be a goroutine for each and nothing gained.
	opt := badger.IteratorOptions{Reverse: r.Desc, Prefix: shared(r)}
	it := s.txn.NewIterator(opt)
	defer it.Close()
	start := r.From
	if r.Desc {
		start = r.To
	}
	for seek(it, start, r.Desc); it.Valid(); it.Next() {
		item := it.Item()
		key := item.Key()
		if r.Desc {
			if r.To != nil && string(key) >= string(r.To) {
				continue
			}
			if r.From != nil && string(key) < string(r.From) {
				return nil
			}
		} else if r.To != nil && string(key) >= string(r.To) {
			return nil
		}
		more := true
		if r.KeysOnly {
			more = yield(key, nil)
		} else if err := item.Value(func(v []byte) error { more = yield(key, v); return nil }); err != nil {
			return err
		}
		if !more {
			return nil
		}
	}
	return nil
}

func seek(it *badger.Iterator, start []byte, desc bool) {
	if start == nil && !desc {
		it.Rewind()
		return
	}
	if start == nil {
		start = []byte{0xff, 0xff, 0xff, 0xff}
	}
	it.Seek(start)
}

// shared is the prefix common to the whole range, which lets Badger skip tables.
func shared(r Range) []byte {
	n := 0
	for n < len(r.From) && n < len(r.To) && r.From[n] == r.To[n] {
		n++
	}
	return r.From[:n]
}

func (s *diskSnapshot) Release() { s.txn.Discard() }

// quiet passes what Badger has to complain about on to the program's log.
type quiet struct{}

func (quiet) Errorf(f string, args ...interface{}) {
	slog.Error("badger", "says", fmt.Sprintf(f, args...))
}

func (quiet) Warningf(f string, args ...interface{}) {
	slog.Warn("badger", "says", fmt.Sprintf(f, args...))
}
func (quiet) Infof(string, ...interface{})  {}
func (quiet) Debugf(string, ...interface{}) {}
