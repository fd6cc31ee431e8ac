package columns

import (
	"maps"
	"slices"
)

// From so many names on their order is made before anybody asks for it; beyond so many it is not,
// for whoever asks for another order would wait meanwhile.
const (
	warmFrom = 5_000
	warmTo   = 400_000
)

// warm makes the orders that the first lists will ask for: those of the names of records, the
// fewest first.
func (c *Columns) warm() {
	tables := slices.Collect(maps.Values(c.view().tables))
	slices.SortFunc(tables, func(a, b *tableView) int { return a.n - b.n })
	for _, t := range tables {
		if titles := t.titles(); titles != nil && t.n >= warmFrom && t.n <= warmTo {
			c.ranksOf(t, titles)
		}
	}
}

// ordered is a table with the orders of its columns that are known, for a snapshot.
func (c *Columns) ordered(t *tableView) *tableView {
	c.ranking.Lock()
	defer c.ranking.Unlock()
	twin := *t
	twin.columns = append([]columnView{}, t.columns...)
	t = &twin
	for i := range t.columns {
		col := &t.columns[i]
		r := c.ranks[col.source]
		switch {
		case r == nil || r.version != col.version():
		case len(r.moved) > 0:
			col.sorted = r.settled(t, col).sorted
		default:
			col.sorted = r.sorted
		}
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
			c.ranks[col] = &ranks{version: view.version(), texts: view.texts, sorted: col.sorted}
			col.sorted = nil
		}
	}
	c.current = nil
}
