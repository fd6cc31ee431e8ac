package columns

import (
	"maps"
	"slices"
	"time"
)

// From so many names on their order is made before anybody asks for it; beyond so many it is not.
const (
	warmFrom = 5_000
	warmTo   = 400_000
)

// The orders wait for the first question, or so long where none comes, and then until what was asked
// can be seen.
const (
	unasked = 5 * time.Second
	painted = 300 * time.Millisecond
)

// warm makes the orders that lists will ask for, those of ids and of the names of records, the fewest
// first, and then of what lists show. It begins when the first list is there and rests while questions are answered.
func (c *Columns) warm() {
	select {
	case <-c.answered:
	case <-time.After(unasked):
	case <-c.end:
		return
	}
	select {
	case <-time.After(painted):
	case <-c.end:
		return
	}
	tables := slices.Collect(maps.Values(c.view().tables))
	slices.SortFunc(tables, func(a, b *tableView) int { return a.n - b.n })
	for _, t := range tables {
		if t.n < warmFrom || !c.rest() {
			continue
		}
		if t.parent == "" {
			c.idRanks(t)
			c.learnRolls(t)
		}
		if titles := t.titles(); titles != nil && t.n <= warmTo {
			c.makeOrder(t, titles)
		}
	}
	c.warmShown()
}

// makeOrder makes the order of a column unless somebody who needs it did meanwhile.
func (c *Columns) makeOrder(t *tableView, col *columnView) {
	k := c.ranked(col.source)
	missing := func() bool {
		k.Lock()
		defer k.Unlock()
		return k.ranks == nil
	}
	if !missing() {
		return
	}
	c.follow(col) // before: what changes meanwhile is patched in
	fresh := sortedRanks(t, col, func() bool { return c.rest() && missing() })
	if fresh == nil {
		return
	}
	k.Lock()
	defer k.Unlock()
	if k.ranks == nil {
		k.ranks = fresh
		c.unsaved.Store(true)
	}
}

// rest waits while questions are answered; false means that the columns were closed.
func (c *Columns) rest() bool {
	for c.busy.Load() > 0 {
		select {
		case <-c.end:
			return false
		case <-time.After(time.Millisecond):
		}
	}
	select {
	case <-c.end:
		return false
	default:
		return true
	}
}

// answering notes that a question is being answered until the function it returns is called.
func (c *Columns) answering() (done func()) {
	c.busy.Add(1)
	return func() {
		c.busy.Add(-1)
		c.first.Do(func() {
			if c.answered != nil {
				close(c.answered)
			}
		})
	}
}

// ordered is a table with the orders of its columns that are known, for a snapshot.
func (c *Columns) ordered(t *tableView) *tableView {
	twin := *t
	twin.columns = append([]columnView{}, t.columns...)
	t = &twin
	for i := range t.columns {
		col := &t.columns[i]
		k := c.ranked(col.source)
		k.Lock()
		switch r := k.ranks; {
		case r == nil || r.version != col.version():
		case len(r.moved) > 0:
			col.sorted = r.settled(t, col).sorted
		default:
			col.sorted = r.sorted
		}
		k.Unlock()
	}
	return t
}

// adopt takes over the orders that a snapshot brought, before anything changes.
func (c *Columns) adopt() {
	w := c.look()
	for _, name := range c.order {
		for i, col := range c.tables[name].columns {
			if len(col.sorted) == 0 {
				continue
			}
			view := &w.tables[name].columns[i]
			col.log.on = true
			c.ranked(col).ranks = &ranks{version: view.version(), texts: view.texts, sorted: col.sorted}
			col.sorted = nil
		}
	}
	c.current = nil
}
