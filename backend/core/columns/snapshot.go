package columns

import (
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"math"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"xingke/backend/base/fault"
)

// A snapshot is one sealed file for each table, columns/<table>.xkc in the book's folder. All of
// one Save carry the same random generation, so files of two are never mixed.
const (
	folder   = "columns"
	ending   = ".xkc"
	mostRows = 1 << 30
)

// heading is what every file of a snapshot begins with.
type heading struct {
	generation [16]byte
	book       string
	seq        uint64
	hash       [sha256.Size]byte // of the journal up to seq, to know a book that was set back
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
	h := heading{book: c.db.Book(), seq: seq, hash: last}
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
	p := newPacker(f, c.keys.For(folder), name, h)
	p.table(t)
	return errors.Join(p.close(t), f.Close())
}

func (p *packer) heading(h heading) {
	p.text(string(h.generation[:]))
	p.text(h.book)
	p.meta = binary.AppendUvarint(p.meta, h.seq)
	p.text(string(h.hash[:]))
	p.text(string(h.schema[:]))
}

func (u *unpacker) heading() heading {
	var h heading
	copy(h.generation[:], u.text())
	h.book = u.text()
	h.seq = uint64(u.uint(math.MaxInt))
	copy(h.hash[:], u.text())
	copy(h.schema[:], u.text())
	return h
}

// load takes over the snapshot and what changed since, up to seq. Where that does not work for any
// reason it says false, and the tables are to be filled from the store.
func (c *Columns) load(seq uint64) bool {
	if c.dir == "" || c.keys == nil {
		return false
	}
	c.reset()
	files, unfit, err := c.openAll(seq)
	if err == nil {
		unfit, err = c.readAll(files)
	}
	for _, s := range files {
		_ = s.f.Close() // before it is set aside: some systems do not rename what is open
	}
	if err != nil {
		if unfit != nil {
			c.setAside(unfit, err)
		}
		return false
	}
	common, stale := files[c.tables[c.order[0]]].head, []*table{}
	for _, name := range c.order {
		if t := c.tables[name]; files[t].stale {
			stale = append(stale, t)
		}
	}
	c.link(stale)
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

// openAll opens the files of all tables and makes room for what they hold. It names the table whose
// file is damaged, none where the files are only not of this book and moment.
func (c *Columns) openAll(seq uint64) (files map[*table]*snapFile, unfit *table, err error) {
	files = map[*table]*snapFile{}
	var common heading
	for i, name := range c.order {
		t := c.tables[name]
		s, err := openSnap(c.path(t), c.keys.For(folder), name)
		switch {
		case errors.Is(err, fs.ErrNotExist) || errors.Is(err, errOlder):
			return files, nil, err
		case err != nil:
			return files, t, err
		}
		files[t] = s
		if i == 0 {
			common = s.head
			hash, err := c.db.HashAt(min(common.seq, seq))
			if err != nil || common.book != c.db.Book() || common.seq > seq || common.hash != hash {
				return files, nil, errSnapshot
			}
		}
		if s.head.generation != common.generation {
			return files, nil, errSnapshot
		}
		s.stale = s.head.schema != t.shape()
		if err := s.makeRoom(t); err != nil {
			return files, t, err
		}
	}
	return files, nil, nil
}

// readAll reads the sections of all tables, several at once, the longest first. It names the table
// that does not read.
func (c *Columns) readAll(files map[*table]*snapFile) (failed *table, err error) {
	type task struct {
		t *table
		s *snapFile
		p piece
	}
	var tasks []task
	for _, name := range c.order {
		t := c.tables[name]
		for _, p := range files[t].parts {
			tasks = append(tasks, task{t, files[t], p})
		}
	}
	slices.SortStableFunc(tasks, func(a, b task) int { return cmp.Compare(b.p.size, a.p.size) })
	var mu sync.Mutex
	var wait sync.WaitGroup
	var next atomic.Int64
	for range min(runtime.GOMAXPROCS(0), 4) {
		wait.Go(func() {
			var buf []byte
			for at := int(next.Add(1)) - 1; at < len(tasks); at = int(next.Add(1)) - 1 {
				one := tasks[at]
				u, bad := one.s.section(one.p, &buf)
				if bad == nil {
					bad = u.unpack(one.t, one.p)
				}
				if bad != nil {
					next.Store(int64(len(tasks))) // it is of no use to read on
					mu.Lock()
					failed, err = one.t, bad
					mu.Unlock()
				}
			}
		})
	}
	wait.Wait()
	for _, name := range c.order {
		if t := c.tables[name]; err == nil {
			if err = files[t].settle(t); err != nil {
				failed = t
			}
		}
	}
	return failed, err
}

// link has rows found by their ids again, and lines by their records: those of large tables beside
// what follows, the smaller ones first.
func (c *Columns) link(stale []*table) {
	var later []func()
	order := slices.SortedStableFunc(maps.Values(c.tables), func(a, b *table) int { return cmp.Compare(a.size(), b.size()) })
	for _, t := range order {
		if t.parent != nil && slices.Contains(stale, t) {
			continue // it is empty
		}
		records := 0
		if t.parent != nil {
			records = t.parent.ids.n
		}
		work := func() {
			if t.parent != nil {
				t.relink(records)
			} else {
				t.ids.reserve(t.ids.n)
			}
		}
		if t.size() < blockRows {
			work()
			continue
		}
		l := &linking{done: make(chan struct{})}
		t.ids.late = l
		later = append(later, func() {
			work()
			l.end()
		})
	}
	c.aside.Go(func() {
		for _, work := range later {
			work()
		}
	})
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
	c.reached(to)
	return nil
}

// reached notes how far the columns have come. A snapshot without its hash is not taken over.
func (c *Columns) reached(seq uint64) {
	hash, err := c.db.HashAt(seq)
	if err != nil {
		slog.Warn("columns: the end of the journal was not read", "error", err)
	}
	c.seq, c.last = seq, hash
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
