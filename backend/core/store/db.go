package store

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"reflect"
	"sync"
	"sync/atomic"
	"time"

	"xingke/backend/base/clock"
	"xingke/backend/core/entity"
	"xingke/backend/core/seal"
	"xingke/backend/core/store/journal"
)

// Config says which book to open and for whom.
type Config struct {
	Dir      string      // the book's folder; "" keeps everything in memory
	Keys     *seal.Keys  // nil in memory: keys of its own
	Types    *entity.Set // the entities of the book
	Clock    clock.Clock // nil: the machine's
	Device   string      // stands in every change; "": "local"
	Guard    Guard       // nil allows everything
	Progress func(done, total uint64)
	Mend     bool // of a damaged journal, save what can be saved, even if something is lost
	Much     bool // a new book is filled with very much at once, until Settle is called

	Until context.Context // ends the reading of the journal while the book is opened; nil: never

	seams seams
}

// seams are where a test puts a disk that fails. The zero value is the real thing.
type seams struct {
	journal journal.Dir
	segment int64 // size of the journal's segments, 0: the usual one
	piece   int   // of what a view made anew sorts in memory, 0: the usual one
	free    func(dir string) (uint64, error)
	retry   func(ctx context.Context, try int) error // the pause of a follower between tries
}

// Guard is asked before anybody sees or changes a record. Its errors reach the caller as they are.
type Guard interface {
	// Read tells whether who acts in ctx may see the record.
	Read(ctx context.Context, t *entity.Type, rec entity.Record) error
	// Write tells whether who acts in ctx may make this change; before is nil on creation.
	Write(ctx context.Context, t *entity.Type, verb Verb, before, after entity.Record) error
}

// DB is an open book. It is safe for concurrent use.
type DB struct {
	cfg     Config
	box     seal.Box
	log     *journal.Journal
	view    atomic.Pointer[view]
	unlock  func() error
	names   map[reflect.Type]string
	plans   sync.Map // *entity.Type → *plan
	indexes atomic.Pointer[map[string][]index]

	writer chan struct{} // holds one token; who has it writes
	last   journalPlace  // belongs to the writer
	ended  bool          // belongs to the writer: no change comes any more
	seq    atomic.Uint64 // last sequence that readers see
	closed atomic.Bool

	observers []func(Commit) // belongs to the writer
	laws      laws           // filled before the first write
	feed      feed
	notes     notes
	saving    sync.Mutex // of the sentinel
	saved     uint64     // applied sequence in the sentinel, belongs to saving
	mended    *Mended    // what Open did to a damaged journal
	suspect   atomic.Bool
}

// journalPlace is how far the writer has come.
type journalPlace struct {
	seq  uint64
	dseq uint64
	at   int64 // hybrid clock, microseconds
}

// Open opens a book, or begins one. What a crash left is put right: frames that the view has
// not seen are applied; a view that is not as it should be is set aside and rebuilt, and the
// Status says so.
func Open(cfg Config) (*DB, error) {
	cfg = cfg.withDefaults()
	if cfg.Keys == nil {
		return nil, errors.New("store: a book on disk needs keys")
	}
	db := &DB{cfg: cfg, box: cfg.Keys.For("records"), names: map[reflect.Type]string{}, laws: laws{}, writer: make(chan struct{}, 1), unlock: func() error { return nil }}
	db.feed.init()
	for _, t := range cfg.Types.All() {
		db.names[t.GoType()] = t.Name
	}
	if err := db.open(); err != nil {
		if v := db.view.Load(); v != nil {
			v.release()
		}
		if db.log != nil {
			err = errors.Join(err, db.log.Close())
		}
		return nil, errors.Join(err, db.unlock())
	}
	db.writer <- struct{}{}
	return db, nil
}

func (cfg Config) withDefaults() Config {
	if cfg.Clock == nil {
		cfg.Clock = clock.System{}
	}
	if cfg.Device == "" {
		cfg.Device = "local"
	}
	if cfg.Keys == nil && cfg.Dir == "" {
		cfg.Keys = seal.New()
	}
	if cfg.Types == nil {
		cfg.Types = entity.NewSet()
	}
	if cfg.seams.piece == 0 {
		cfg.seams.piece = fillAtOnce
	}
	if cfg.seams.free == nil {
		cfg.seams.free = freeSpace
	}
	if cfg.seams.retry == nil {
		cfg.seams.retry = backoff
	}
	if cfg.Progress == nil {
		cfg.Progress = func(uint64, uint64) {}
	}
	return cfg
}

func (db *DB) open() (err error) {
	dir := db.cfg.seams.journal
	if db.cfg.Dir != "" {
		if err := os.MkdirAll(db.cfg.Dir, 0o700); err != nil {
			return folderFault(db.cfg.Dir, err)
		}
		if free, err := db.cfg.seams.free(db.cfg.Dir); err == nil && free < leastToOpen {
			return noRoomToOpen(free)
		}
		if db.unlock, err = lock(db.cfg.Dir); err != nil {
			db.unlock = func() error { return nil }
			return err
		}
		if dir == nil {
			return db.openOnDisk()
		}
	} else if dir == nil {
		dir = journal.Memory()
	}
	if err := db.openJournal(dir, 0); err != nil {
		return err
	}
	return db.openRest()
}

// openRest opens what is read from the journal.
func (db *DB) openRest() error {
	if err := db.openView(); err != nil {
		return err
	}
	return db.ensureIndexes(context.Background(), db.cfg.Types.All())
}

// openJournal opens the journal, which must reach to the sequence given.
func (db *DB) openJournal(dir journal.Dir, durable uint64) (err error) {
	db.log, err = journal.Open(journal.Config{Dir: dir, Box: db.cfg.Keys.For("journal"), SegmentSize: db.cfg.seams.segment, Durable: durable})
	if err != nil {
		db.log = nil
		return err
	}
	for _, torn := range db.log.Torn() {
		db.notes.tornTail(db.cfg.Clock.Now(), torn)
	}
	return nil
}

// Close waits for the writer, stops the followers, makes everything durable and closes the book.
func (db *DB) Close() error {
	if !db.closed.CompareAndSwap(false, true) {
		return nil
	}
	<-db.writer
	defer func() { db.writer <- struct{}{} }() // for those who wait: they find the book closed
	db.feed.stop()
	err := db.saveSentinel()
	v := db.view.Swap(nil)
	err = errors.Join(err, v.retire(), db.log.Close(), db.unlock())
	return err
}

// Settle says that a book opened for Much holds it now: the view brings it into one order. That takes a
// tenth of the time it took to write; readers and writers go on meanwhile.
func (db *DB) Settle() error {
	if !db.cfg.Much {
		return nil
	}
	v, err := db.hold()
	if err != nil {
		return err
	}
	defer v.release()
	if err := v.engine.Settle(); err != nil {
		return viewFault(err)
	}
	return nil
}

// Seq is the last sequence that readers see.
func (db *DB) Seq() uint64 { return db.seq.Load() }

// Book is the id of the book.
func (db *DB) Book() string { return db.log.Book() }

// Types is the set of entities the book was opened with.
func (db *DB) Types() *entity.Set { return db.cfg.Types }

// plan returns the codec of the type as it is now, custom fields included.
func (db *DB) plan(t *entity.Type) *plan {
	if now := db.cfg.Types.Type(t.Name); now != nil {
		t = now
	}
	if p, ok := db.plans.Load(t); ok {
		return p.(*plan)
	}
	p, _ := db.plans.LoadOrStore(t, newPlan(t))
	return p.(*plan)
}

// planOf returns the codec of an entity by name, nil for one this program does not know.
func (db *DB) planOf(name string) *plan {
	if t := db.cfg.Types.Type(name); t != nil {
		return db.plan(t)
	}
	return nil
}

// typeOf returns the type of a record.
func (db *DB) typeOf(rec entity.Record) (*entity.Type, error) {
	goType := reflect.TypeOf(rec)
	if goType != nil && goType.Kind() == reflect.Pointer {
		if name, ok := db.names[goType.Elem()]; ok {
			return db.cfg.Types.Type(name), nil
		}
	}
	return nil, fmt.Errorf("store: %T is no entity of this book", rec)
}

func (db *DB) indexesOf(entity string) []index {
	return (*db.indexes.Load())[entity]
}

// next is the hybrid clock: the device's time, but always later than what is in the journal.
func (db *DB) next() int64 { return max(db.cfg.Clock.Now().UnixMicro(), db.last.at+1) }

// openRecord opens a sealed record of the view.
func (db *DB) openRecord(key, sealed []byte) ([]byte, error) { return db.openInto(nil, key, sealed) }

// openInto appends an opened record to dst.
func (db *DB) openInto(dst, key, sealed []byte) ([]byte, error) {
	if len(sealed) == 0 || sealed[0] != recordVersion {
		return nil, seal.ErrTampered
	}
	return db.box.Open(dst, sealed[1:], append(key[:len(key):len(key)], recordVersion))
}

func (db *DB) sealRecord(dst, key, plain []byte) []byte {
	return db.box.Seal(append(dst, recordVersion), plain, append(key[:len(key):len(key)], recordVersion))
}

// recordVersion stands before every sealed record and is sealed in with its key.
const recordVersion = 1

func logged(what string, err error) {
	if err != nil {
		slog.Error("store: "+what, "error", err)
	}
}

// stamp is the moment of a hybrid clock.
func stamp(at int64) time.Time { return time.UnixMicro(at).UTC() }
