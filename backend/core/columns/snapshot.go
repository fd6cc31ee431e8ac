package columns

import (
	"bufio"
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"xingke/backend/base/fault"
	"xingke/backend/core/seal"
	"xingke/backend/core/store"
)

// A snapshot is one sealed file for each table, columns/<table>.xkc in the book's folder. All of
// one Save carry the same random generation, so files of two are never mixed.
const (
	snapshotMagic = "XKC2"
	folder        = "columns"
	ending        = ".xkc"
	mostRows      = 1 << 30
)

// heading is what every file of a snapshot begins with.
type heading struct {
	generation [16]byte
	book       string
	seq        uint64
	change     string // the change at seq, to know a book that was set back
	schema     [sha256.Size]byte
}

// Save writes the sealed snapshot, unless nothing changed since the last one. Without a folder it does nothing.
func (c *Columns) Save() error {
	if c.dir == "" || c.keys == nil {
		return nil
	}
	c.saving.Lock()
	defer c.saving.Unlock()
	c.mu.Lock()
	c.begun = c.seq
	w, seq, last, shapes, order := c.look(), c.seq, c.last, map[string][sha256.Size]byte{}, append([]string{}, c.order...)
	for _, name := range order {
		shapes[name] = c.tables[name].shape()
	}
	c.mu.Unlock()
	if c.saved == seq+1 && !c.unsaved.Load() {
		return nil
	}
	c.unsaved.Store(false)
	h := heading{book: c.db.Book(), seq: seq, change: last}
	_, _ = rand.Read(h.generation[:])
	dir := filepath.Join(c.dir, folder)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	var written []string
	for _, name := range order {
		h.schema = shapes[name]
		path := filepath.Join(dir, name+ending)
		if err := c.writeFile(path+".new", name, h, c.ordered(w.tables[name])); err != nil {
			return errors.Join(err, os.Remove(path+".new"))
		}
		written = append(written, path)
	}
	for _, path := range written {
		if err := os.Rename(path+".new", path); err != nil {
			return err
		}
	}
	c.saved = seq + 1
	return nil
}

// saveAside begins a snapshot beside the work when the one on disk has fallen so far behind that,
// should the program be killed, the next opening would have to read every record. The caller
// holds the lock.
func (c *Columns) saveAside() {
	if c.dir == "" || c.keys == nil || c.closed || c.seq-c.begun < uint64(max(c.behind*4/5, c.rows()/5)) {
		return
	}
	c.begun = c.seq
	c.aside.Go(func() {
		if err := c.Save(); err != nil {
			slog.Warn("columns: the snapshot was not saved", "error", err)
		}
	})
}

// rows is how many rows all tables have.
func (c *Columns) rows() (n int) {
	for _, t := range c.tables {
		n += t.size()
	}
	return n
}

// changeAt tells the change of a sequence apart from what another history may have there.
func (c *Columns) changeAt(seq uint64) string {
	if seq == 0 {
		return ""
	}
	changes, err := c.db.Changes(system(), seq-1, 1)
	if err != nil || len(changes) == 0 || changes[0].Seq != seq {
		return "?"
	}
	return markOf(&changes[0])
}

func markOf(one *store.Change) string {
	return fmt.Sprint(one.Entity, " ", one.ID, " ", one.Rev, " ", one.At.UnixMicro())
}

// shape tells apart tables whose columns cannot be read as each other's.
func (t *table) shape() [sha256.Size]byte {
	sum := sha256.New()
	for _, c := range t.columns {
		fmt.Fprintln(sum, c.spec.Name, c.spec.Kind.Name(), c.form, c.spec.Target, c.spec.ZeroEmpty)
	}
	for _, s := range t.naming {
		fmt.Fprintln(sum, "title", s.Name)
	}
	return [sha256.Size]byte(sum.Sum(nil))
}

func (c *Columns) writeFile(path, name string, h heading, t *tableView) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	sealed, err := seal.NewWriter(f, c.keys.For(folder), []byte(name))
	if err == nil {
		p := &packer{w: sealed}
		p.heading(h)
		p.table(t)
		p.flush(0)
		err = errors.Join(p.err, sealed.Close())
	}
	return errors.Join(err, f.Close())
}

func (p *packer) heading(h heading) {
	p.text(snapshotMagic)
	p.bytes(h.generation[:])
	p.text(h.book)
	p.uint(h.seq)
	p.text(h.change)
	p.bytes(h.schema[:])
}

func (u *unpacker) heading() heading {
	var h heading
	if u.text() != snapshotMagic {
		u.fail(nil)
	}
	copy(h.generation[:], u.bytes())
	h.book, h.seq, h.change = u.text(), u.uint(), u.text()
	copy(h.schema[:], u.bytes())
	return h
}

// load takes over the snapshot and what changed since, up to seq. Where that does not work for any
// reason it says false, and the tables are to be filled from the store.
func (c *Columns) load(seq uint64) bool {
	if c.dir == "" || c.keys == nil {
		return false
	}
	c.reset()
	var common heading
	var stale []*table
	read := c.readAll()
	for i, name := range c.order {
		t, h, err := c.tables[name], read[name].heading, read[name].err
		if err != nil && !errors.Is(err, fs.ErrNotExist) && !errors.Is(err, errUnread) {
			c.setAside(t, err)
		}
		if i == 0 {
			common = h
			if err == nil && (h.book != c.db.Book() || h.seq > seq || h.change != c.changeAt(h.seq)) {
				err = errSnapshot
			}
		}
		if err != nil || h.generation != common.generation {
			return false
		}
		if h.schema != t.shape() {
			stale = append(stale, t)
		}
	}
	c.adopt()
	for _, t := range stale {
		if t.parent != nil {
			t = t.parent
		}
		if c.fill(t) != nil {
			return false
		}
	}
	if c.catchUp(common.seq, seq) != nil {
		return false
	}
	c.begun = common.seq
	if common.seq == seq && len(stale) == 0 {
		c.saved = seq + 1 // nothing to save until something changes
	}
	return true
}

// file is what was read of a table's file.
type file struct {
	heading heading
	err     error
}

// errUnread is that of lines whose records could not be read: nothing is known of their own file.
var errUnread = errors.New("columns: not read")

// readAll reads the files of all tables, several at once, the longest first: lines after their records.
func (c *Columns) readAll() map[string]file {
	type family struct {
		tables []*table
		size   int64
	}
	var families []family
	for _, name := range c.order {
		t := c.tables[name]
		if t.parent != nil {
			continue
		}
		one := family{tables: append([]*table{t}, t.lines...)}
		for _, t := range one.tables {
			if info, err := os.Stat(c.path(t)); err == nil {
				one.size += info.Size()
			}
		}
		families = append(families, one)
	}
	slices.SortStableFunc(families, func(a, b family) int { return cmp.Compare(b.size, a.size) })
	read := map[string]file{}
	var mu sync.Mutex
	var wait sync.WaitGroup
	var next atomic.Int64
	for range min(runtime.GOMAXPROCS(0), 4) {
		wait.Go(func() {
			for at := next.Add(1) - 1; int(at) < len(families); at = next.Add(1) - 1 {
				var failed error
				for _, t := range families[at].tables {
					one := file{err: failed}
					if failed == nil {
						one.heading, one.err = c.readFile(t)
					}
					if one.err != nil {
						failed = errUnread
					}
					mu.Lock()
					read[t.name] = one
					mu.Unlock()
				}
			}
		})
	}
	wait.Wait()
	return read
}

func (c *Columns) path(t *table) string { return filepath.Join(c.dir, folder, t.name+ending) }

// setAside keeps a file of the snapshot that does not read, for whoever looks into it, and says why.
func (c *Columns) setAside(t *table, why error) {
	c.unfit = why
	path := c.path(t)
	if err := os.Rename(path, path+".damaged"); err != nil {
		slog.Warn("columns: a damaged file was not set aside", "error", err)
	}
}

func (c *Columns) readFile(t *table) (heading, error) {
	f, err := os.Open(c.path(t))
	if err != nil {
		return heading{}, err
	}
	defer f.Close()
	opened, err := seal.NewReader(bufio.NewReaderSize(f, 1<<18), c.keys.For(folder), []byte(t.name))
	if err != nil {
		return heading{}, err
	}
	r := bufio.NewReaderSize(opened, 1<<16)
	u := &unpacker{r: r, full: r}
	h := u.heading()
	u.table(t, u.err == nil && h.schema == t.shape())
	if u.err == nil {
		if _, err := r.ReadByte(); err != io.EOF {
			u.fail(nil)
		}
	}
	return h, u.err
}

// leastBehind is how many changes are read one by one in any case; beyond that and beyond a third
// of all rows, reading all records is faster.
const leastBehind = 50_000

// catchUp reads the records that changed after a sequence.
func (c *Columns) catchUp(from, to uint64) error {
	if to-from > uint64(max(c.behind, c.rows()/3)) {
		return errSnapshot
	}
	type place struct{ entity, id string }
	changed := map[place]bool{}
	for after := from; after < to; {
		changes, err := c.db.Changes(system(), after, 1000)
		if err != nil {
			return err
		}
		if len(changes) == 0 {
			return errSnapshot
		}
		for _, one := range changes {
			changed[place{one.Entity, one.ID}] = true
		}
		after = changes[len(changes)-1].Seq
	}
	for p := range changed {
		if err := c.reread(p.entity, p.id); err != nil {
			return err
		}
	}
	c.seq, c.last = to, c.changeAt(to)
	return nil
}

func (c *Columns) reread(entityName, id string) error {
	typ := c.types.Type(entityName)
	if typ == nil {
		return nil
	}
	rec, err := c.db.Find(system(), typ, id)
	switch {
	case err == nil:
		c.apply(entityName, id, rec)
	case fault.Is(err, fault.NotFound):
		c.apply(entityName, id, nil)
	default:
		return err
	}
	return nil
}
