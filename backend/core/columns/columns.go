package columns

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"xingke/backend/base/clock"
	"xingke/backend/base/who"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/seal"
	"xingke/backend/core/store"
)

// Columns answers lists, counts, pivots and titles from memory. It is safe for concurrent use.
type Columns struct {
	db    *store.DB
	types *entity.Set
	keys  *seal.Keys
	dir   string
	clock clock.Clock

	mu      sync.RWMutex // held by writers, and by readers only to take a view or look up an id
	tables  map[string]*table
	order   []string // of the tables
	epoch   uint64
	current *view        // nil when something changed since
	pending []store.Item // of the last commits, that the tables do not have yet
	zone    *time.Location
	seq     uint64   // applied
	last    [32]byte // hash of the journal up to seq
	loaded  bool     // from the snapshot
	unfit   error    // why the snapshot was not used, nil if it was or there was none

	saving sync.Mutex
	saved  uint64         // sequence of the snapshot + 1; 0 is none
	begun  uint64         // sequence of the latest snapshot, written or under way; belongs to mu
	closed bool           // belongs to mu
	behind int            // see leastBehind
	aside  sync.WaitGroup // snapshots written beside the work

	reads func(ctx context.Context, entity string) *Filter // see Heed

	ranking sync.Mutex
	ranks   map[*column]*ranked
	unsaved atomic.Bool // an order was made that the snapshot does not have
	shown   sync.Map    // fields that lists show: shownField
	toOrder chan shownField

	answered chan struct{} // closed when the first question was answered
	first    sync.Once     // guards it
	busy     atomic.Int32  // questions being answered
	end      chan struct{} // closed by Close

	texts   func(ctx context.Context, r store.Reading, yield func(id, text []byte)) (seq uint64, err error) // the store's
	hints   atomic.Pointer[Hints]                                                                           // see Hint
	seeking chan struct{}                                                                                   // holds one place: of the question that reads long texts
	turn    atomic.Uint64                                                                                   // counts uses of findings

	standings standings

	tying sync.Mutex
	tied  map[string]*idRanks // by table
}

// Open makes the columns of a book: from the snapshot in dir and what changed since, or else from
// all records. dir "" keeps no snapshot. From then on every commit is seen at once.
func Open(db *store.DB, types *entity.Set, keys *seal.Keys, dir string, clk clock.Clock) (*Columns, error) {
	c := &Columns{db: db, types: types, keys: keys, dir: dir, clock: clk, zone: time.Local, epoch: 1, behind: leastBehind,
		answered: make(chan struct{}), end: make(chan struct{}), texts: db.Texts, seeking: make(chan struct{}, 1), toOrder: make(chan shownField, mostShown)}
	err := db.Still(system(), func(seq uint64) error {
		c.mu.Lock()
		defer c.mu.Unlock()
		if c.loaded = c.load(seq); c.loaded {
			return nil
		}
		return c.refill(seq)
	}, c.observe)
	if err != nil {
		return nil, err
	}
	go c.warm()
	return c, nil
}

// Close saves the snapshot. The columns answer on as they are.
func (c *Columns) Close() error {
	c.mu.Lock()
	if !c.closed && c.end != nil {
		close(c.end)
	}
	c.closed = true
	c.mu.Unlock()
	c.aside.Wait()
	return c.Save()
}

// Unfit is the damage for which the snapshot was set aside at the start, nil if there was none.
func (c *Columns) Unfit() error { return c.unfit }

// refill reads every record of the book.
func (c *Columns) refill(seq uint64) error {
	c.reset()
	for _, t := range c.types.All() {
		if err := c.fill(c.tables[t.Name]); err != nil {
			return err
		}
	}
	c.reached(seq)
	return nil
}

// mostPending is how many changes wait for the next question.
const mostPending = 32

// observe notes a commit, inside the store's writer lock. Whoever asks next has the tables follow: a save need
// not wait for the blocks that have to be copied.
func (c *Columns) observe(commit store.Commit) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seq, c.last, c.current = commit.Seq, commit.Hash, nil
	if c.pending = append(c.pending, commit.Items...); len(c.pending) > mostPending {
		c.settle()
	}
	c.saveAside()
}

// settle has the tables follow what was committed. The caller holds the lock.
func (c *Columns) settle() {
	for _, it := range c.pending {
		if it.After != nil {
			c.change(it.Type.Name, it.Before, it.After)
		} else if it.Before != nil {
			c.apply(it.Type.Name, it.Before.Meta().ID, nil)
		}
	}
	c.pending = nil
}

// settled takes the lock to read tables that have followed all that was committed.
func (c *Columns) settled() {
	c.mu.RLock()
	if len(c.pending) == 0 {
		return
	}
	c.mu.RUnlock()
	c.mu.Lock()
	c.settle()
	c.mu.Unlock()
	c.mu.RLock()
}

// reset begins with empty tables.
func (c *Columns) reset() {
	c.tables, c.order, c.current = map[string]*table{}, nil, nil
	c.ranks, c.tied = map[*column]*ranked{}, map[string]*idRanks{}
	for _, t := range c.types.All() {
		own := c.need(t.Name)
		own.typ = t
	}
	for _, t := range c.types.All() {
		c.shape(c.tables[t.Name])
	}
}

// need finds a table and makes an empty one where there is none.
func (c *Columns) need(name string) *table {
	t := c.tables[name]
	if t == nil {
		t = &table{name: name, ids: newIDs(), byName: map[string]*column{}, places: map[string]int{}, dirty: true}
		t.tick.epoch = c.epoch
		c.tables[name] = t
		c.order = append(c.order, name)
	}
	return t
}

// shape makes the columns of an entity's table and the tables of its lines.
func (c *Columns) shape(t *table) {
	t.describe(c.need)
	t.lines, t.findings = nil, nil
	for _, s := range t.typ.Specs {
		if s.Kind.Name() != "lines" {
			continue
		}
		lines := c.need(t.name + "." + s.Name)
		lines.parent, lines.rows, lines.typ = t, s, nil
		lines.describe(c.need)
		t.lines = append(t.lines, lines)
	}
}

// system acts for the program itself.
func system() context.Context { return who.With(context.Background(), who.System) }

// fill reads every record of an entity.
func (c *Columns) fill(t *table) error {
	return c.db.Each(system(), t.typ, func(rec entity.Record) bool {
		t.put(rec)
		return true
	})
}

// apply brings one record up to date; rec is nil when it is gone for good.
func (c *Columns) apply(entityName, id string, rec entity.Record) {
	t := c.tables[entityName]
	if t == nil || t.typ == nil {
		return
	}
	if rec == nil {
		t.drop(id)
	} else {
		t.put(rec)
	}
	c.current = nil
}

// change brings a record up to date that the last commit before this one left as before.
func (c *Columns) change(entityName string, before, after entity.Record) {
	if t := c.tables[entityName]; t != nil && t.typ != nil {
		t.change(before, after)
		c.current = nil
	}
}

// view is all tables as they are now.
func (c *Columns) view() *view {
	c.mu.RLock()
	now := c.current
	c.mu.RUnlock()
	if now != nil {
		return now
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.look()
}

// look makes the view under the lock. What was written so far is not changed in place any more.
func (c *Columns) look() *view {
	if c.current != nil {
		return c.current
	}
	c.settle()
	now := &view{tables: make(map[string]*tableView, len(c.tables))}
	c.epoch++
	for _, name := range c.order {
		t := c.tables[name]
		if t.dirty || t.seen == nil {
			t.seen, t.dirty = t.view(), false
		}
		t.tick = tick{epoch: c.epoch, seen: t.size()}
		now.tables[name] = t.seen
	}
	c.current = now
	return now
}

// rowOf is the row of a record.
func (c *Columns) rowOf(entity, id string) (int, bool) {
	c.settled()
	defer c.mu.RUnlock()
	t := c.tables[entity]
	if t == nil {
		return 0, false
	}
	if t.parent != nil {
		return t.lineOf(id)
	}
	return t.ids.find(id)
}

// rowOfKey is rowOf for the bytes of the id of a record that is no line.
func (c *Columns) rowOfKey(entity string, key *[16]byte) (int, bool) {
	c.settled()
	defer c.mu.RUnlock()
	t := c.tables[entity]
	if t == nil {
		return 0, false
	}
	return t.ids.findKey(key)
}

func (c *Columns) location() *time.Location {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.zone
}

// SetZone sets the time zone whose days, weeks and months queries mean; it is the machine's own at first.
func (c *Columns) SetZone(zone *time.Location) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.zone, c.current = zone, nil
}

// Field describes the field at the end of a path, as in Field("order.lines", "orderId.customerId.region").
func (c *Columns) Field(entity, path string) (*field.Spec, error) {
	w := c.view()
	t, err := w.table(entity)
	if err != nil {
		return nil, err
	}
	p, err := w.find(t, path)
	if err != nil {
		return nil, err
	}
	return p.spec(), nil
}
