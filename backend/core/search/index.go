package search

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/mapping"

	"xingke/backend/base/clock"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/seal"
	"xingke/backend/core/search/segment"
	"xingke/backend/core/store"
)

var (
	errUnfinished = errors.New("search: the index was never built to the end")
)

// Store is what the index reads records from: the book's store.
type Store interface {
	Get(ctx context.Context, t *entity.Type, id string) (entity.Record, error)
	Find(ctx context.Context, t *entity.Type, id string) (entity.Record, error)
	Each(ctx context.Context, t *entity.Type, yield func(entity.Record) bool) error
	Lookup(ctx context.Context, t *entity.Type, name string, v field.Value) ([]string, error)
	Seq() uint64
}

// Access limits what a person may find. The store's own guard has the last word on every record shown; Access lets
// totals be right without reading each.
type Access interface {
	// Scope limits the records of a type that the person in ctx may read.
	Scope(ctx context.Context, t *entity.Type) Scope
	// Groups lists the private groups of fields of a type that the person in ctx may read.
	Groups(ctx context.Context, t *entity.Type) []string
}

// Scope says which records a person may read: all, or those of certain owners or departments, those
// named, and those that point to certain others. The zero Scope is none.
type Scope struct {
	All         bool
	Owners      []string
	Departments []string
	IDs         []string
	Under       []string        // ids of what records point to
	Children    func() []string // ids of the records that do; nil if Under is empty
}

// Config says where an index lies and what it is an index of.
type Config struct {
	Dir    string // "" keeps it in memory
	Keys   *seal.Keys
	Types  *entity.Set
	Store  Store
	Access Access // nil: everybody may find everything
	Clock  clock.Clock
	Zone   *time.Location // in which days begin; nil: the machine's

	Attachments Attachments // none without a type

	// Patient is for a program that asks once and ends: the index is filled only when it is asked, and every
	// question waits until it holds all that was saved.
	Patient bool
}

// Index finds records. It is safe for concurrent use.
type Index struct {
	dir    string
	keys   *seal.Keys
	types  *entity.Set
	store  Store
	access Access
	clock  clock.Clock
	zone   *time.Location
	titles titleCache

	attachments Attachments
	holders     holders

	mu      sync.RWMutex // of bleve: it is replaced by a rebuild
	bleve   bleve.Index
	folder  string // it lies in, below dir
	built   bool   // the index holds everything up to its cursor
	old     bool   // a new one is to be built, though this one answers
	wary    bool   // it was made of other declarations, or of a later store: what it does not find may be there
	made    string // the shape it was made with
	unfit   error  // why the index that lay here was set aside, nil if it was not
	writing sync.Mutex
	missed  *missed    // what a new index that is filled beside this one has to be told, nil when there is none
	filling sync.Mutex // one Build at a time
	cursor  atomic.Uint64
	moved   chan struct{} // closed and replaced when the cursor moves
	movedMu sync.Mutex
	state   building
	suggest suggester
	patient bool
	db      *store.DB     // what Start was given
	naming  sync.Once     // the names live with the store
	alive   sync.Once     // the index does
	loaded  chan struct{} // closed when the names are loaded

	renames     sync.Mutex
	renaming    chan struct{} // closed when the renames are worked off; nil when there are none
	renameAgain bool
}

// Keys of what the index says of itself.
var (
	internalCursor  = []byte("cursor")
	internalShape   = []byte("shape")
	internalPending = []byte("pending")
)

// Open opens the index in a folder. One that is of another shape goes on answering, but Built is false: Build fills a
// new one beside it. One that is missing, damaged or of another key is set aside, and Build fills a new one.
func Open(cfg Config) (*Index, error) {
	x := &Index{dir: cfg.Dir, keys: cfg.Keys, types: cfg.Types, store: cfg.Store, access: cfg.Access, clock: cfg.Clock, moved: make(chan struct{})}
	x.patient, x.loaded, x.attachments = cfg.Patient, make(chan struct{}), cfg.Attachments
	x.state.repair = make(chan struct{}, 1)
	if x.zone = cfg.Zone; x.zone == nil {
		x.zone = time.Local
	}
	if x.clock == nil {
		x.clock = clock.System{}
	}
	if x.dir == "" {
		return x, x.create()
	}
	x.dir = cleanPath(x.dir)
	if x.keys == nil {
		return nil, errNoBox
	}
	if err := os.MkdirAll(x.dir, 0o700); err != nil {
		return nil, fmt.Errorf("search: make folder: %w", err)
	}
	sealFolder(x.dir, x.keys.For("search"))
	if x.openNewest() {
		return x, nil
	}
	if err := x.create(); err != nil {
		unsealFolder(x.dir)
		return nil, err
	}
	return x, nil
}

// Close releases the index; what was applied is on disk.
func (x *Index) Close() error {
	x.state.stop()
	x.writing.Lock()
	defer x.writing.Unlock()
	x.mu.Lock()
	defer x.mu.Unlock()
	if x.bleve == nil {
		return nil
	}
	err := x.bleve.Close()
	x.bleve = nil
	if x.dir != "" {
		unsealFolder(x.dir)
	}
	return err
}

// Built tells whether the index is as it should be and holds all records up to its cursor; if not, Build must run.
func (x *Index) Built() bool {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.built && !x.old
}

// answers tells whether the index holds all records up to its cursor, be it an old one.
func (x *Index) answers() bool {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.built
}

// lacking tells whether there may be more than the index finds.
func (x *Index) lacking() bool {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return !x.built || x.wary || x.state.damaged.Load()
}

// Unfit is the damage for which the index that lay in the folder was set aside, nil if there was none.
func (x *Index) Unfit() error { return x.unfit }

func (x *Index) path() string { return filepath.Join(x.dir, x.folder) }

func settings() map[string]interface{} { return map[string]interface{}{"bolt_timeout": "2s"} }

// fresh is the settings of a new index.
func fresh() map[string]interface{} {
	s := settings()
	s["forceSegmentType"], s["forceSegmentVersion"] = segment.Type, segment.Version
	return s
}

// openExisting opens the index that lies in the folder. Damage may also show as a panic within Bleve.
func (x *Index) openExisting() (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("search: open: %v", p)
		}
	}()
	defer debug.SetPanicOnFault(debug.SetPanicOnFault(true)) // of mapped memory behind a file's end
	if err := checkRoot(x.path()); err != nil {
		return err
	}
	b, err := bleve.OpenUsing(x.path(), settings())
	if err != nil {
		return fmt.Errorf("search: open: %w", err)
	}
	shape, err := b.GetInternal(internalShape)
	var cursor []byte
	if err == nil {
		cursor, err = b.GetInternal(internalCursor)
	}
	if err == nil && len(cursor) != 8 {
		err = errUnfinished // or Bleve fell back to how it began
	}
	if err == nil {
		err = x.probe(b)
	}
	if err != nil {
		_ = b.Close()
		return err
	}
	at, seq := binary.BigEndian.Uint64(cursor), x.store.Seq()
	x.bleve, x.built, x.made = b, true, string(shape)
	x.old = x.made != x.shape() || at > seq // the store went back, as after restoring a backup
	x.wary = !x.sameWords(x.made) || at > seq
	x.cursor.Store(min(at, seq))
	return nil
}

// probe reads a little of every segment, so that damage shows now.
func (x *Index) probe(b bleve.Index) error {
	r, err := read(context.Background(), b)
	if err != nil {
		return err
	}
	defer r.close()
	for _, f := range append([]string{keyField, nameField, allField}, x.longNames()...) {
		dict, err := r.snapshot.FieldDict(f)
		if err != nil {
			return err
		}
		entry, err := dict.Next()
		if err == nil && entry != nil {
			_, err = r.docs(termNode(f, entry.Term))
		}
		_ = dict.Close()
		if err != nil {
			return err
		}
	}
	return nil
}

// create makes an empty index, not yet built. The caller holds the lock, or nobody else has the index yet.
func (x *Index) create() error {
	folder := x.nextFolder()
	b, made, err := x.makeIn(folder)
	if err != nil {
		return err
	}
	x.bleve, x.folder, x.built, x.old, x.wary, x.made = b, folder, false, false, false, made
	x.cursor.Store(0)
	return nil
}

// makeIn makes an empty index in a folder and tells its shape.
func (x *Index) makeIn(folder string) (bleve.Index, string, error) {
	path := ""
	if x.dir != "" {
		path = filepath.Join(x.dir, folder)
	}
	b, err := bleve.NewUsing(path, plainMapping(), scorch.Name, scorch.Name, fresh())
	if err != nil {
		return nil, "", fmt.Errorf("search: create: %w", err)
	}
	made := x.shape()
	if err := b.SetInternal(internalShape, []byte(made)); err != nil {
		_ = b.Close()
		return nil, "", fmt.Errorf("search: create: %w", err)
	}
	return b, made, nil
}

// plainMapping maps nothing: documents bring their own fields.
func plainMapping() mapping.IndexMapping {
	m := bleve.NewIndexMapping()
	m.DefaultMapping.Enabled = false
	return m
}

// formVersion changes when the terms or fields of the index do.
const formVersion = 5

// sameWordsFrom is the first version in which a search finds the same; it differs in where terms are kept, and how.
const sameWordsFrom = 2

// shape tells apart indexes of different declarations: another field to search makes another index.
func (x *Index) shape() string { return x.shapeOf(formVersion) }

// sameWords tells whether an index finds what it would find if it was made now.
func (x *Index) sameWords(made string) bool {
	for version := sameWordsFrom; version <= formVersion; version++ {
		if made == x.shapeOf(version) {
			return true
		}
	}
	return false
}

func (x *Index) shapeOf(version int) string {
	h := sha256.New()
	fmt.Fprintf(h, "%d %s\n", version, x.zone)
	for _, t := range x.types.All() {
		fmt.Fprintf(h, "%s\n", t.Name)
		for _, s := range t.Specs {
			fmt.Fprintf(h, " %s %s %d %t %s %s\n", s.Name, s.Kind.Name(), s.Weight, s.Title, s.Private, s.Target)
			for _, o := range s.Options {
				fmt.Fprintf(h, "  %s %s %s\n", o.Value, o.Label.ZH, o.Label.EN)
			}
			for _, c := range s.Columns {
				fmt.Fprintf(h, "  %s %d %s\n", c.Name, c.Weight, c.Target)
			}
		}
	}
	if x.attachments.Type != nil {
		fmt.Fprintf(h, "files %s %s\n", x.attachments.Type.Name, x.attachments.Field)
	}
	return fmt.Sprintf("%x", h.Sum(nil))
}
