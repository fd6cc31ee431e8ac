package columns

import (
	"slices"
	"strings"
)

// Title is the name for people of a record, deleted ones too; false if there is no such record.
func (c *Columns) Title(entity, id string) (string, bool) {
	return c.titleOf(entity, id, true)
}

// LiveTitle is the name of a record that lives.
func (c *Columns) LiveTitle(entity, id string) (string, bool) {
	return c.titleOf(entity, id, false)
}

func (c *Columns) titleOf(entity, id string, deleted bool) (string, bool) {
	c.settled()
	defer c.mu.RUnlock()
	t := c.tables[entity]
	if t == nil || t.title == nil {
		return "", false
	}
	row, known := t.ids.find(id)
	if !known || !t.live.has(row) && !(deleted && t.gone.has(row)) {
		return "", false
	}
	return textAt(t.title.texts.slots, row), true
}

// Titles are the names of several records of one entity; unknown ones are left out.
func (c *Columns) Titles(entity string, ids []string) map[string]string {
	titles := make(map[string]string, len(ids))
	for _, id := range ids {
		if title, known := c.Title(entity, id); known {
			titles[id] = title
		}
	}
	return titles
}

// TitleMatches finds living records by their names, letter case and width aside: those called
// exactly so first, then those whose name begins so, then those that contain the text; each by
// name. limit 0 finds all.
func (c *Columns) TitleMatches(entity, text string, limit int) []string {
	w := c.view()
	t, err := w.table(entity)
	word := folded(strings.Join(strings.Fields(text), " "))
	if err != nil || t.titles() == nil || word == "" {
		return nil
	}
	type match struct {
		class int
		row   int
		title string
	}
	var found []match
	titles := t.titles()
	within := newContaining(titles, word)
	for b := range t.blocks() {
		sel, some := t.state(b, false)
		if !some {
			continue
		}
		within.narrow(b, &sel)
		sel.each(func(i int) {
			form, class := string(titles.text(b).search(i)), 2
			switch {
			case form == word:
				class = 0
			case strings.HasPrefix(form, word):
				class = 1
			}
			found = append(found, match{class, b<<blockBits + i, form})
		})
	}
	slices.SortFunc(found, func(a, b match) int {
		if a.class != b.class {
			return a.class - b.class
		}
		if d := strings.Compare(a.title, b.title); d != 0 {
			return d
		}
		return w.compare(t, a.row, b.row)
	})
	if limit > 0 && len(found) > limit {
		found = found[:limit]
	}
	ids := make([]string, len(found))
	for i, m := range found {
		ids[i] = w.id(t, m.row)
	}
	return ids
}

// EachTitle gives the names of all living records of an entity, by id or nearly so, until yield says false.
func (c *Columns) EachTitle(entity string, yield func(id, title string) bool) {
	w := c.view()
	t, err := w.table(entity)
	if err != nil || t.titles() == nil {
		return
	}
	for b := range t.blocks() {
		sel, _ := t.state(b, false)
		more := true
		sel.each(func(i int) {
			row := b<<blockBits + i
			more = more && yield(w.id(t, row), textAt(t.titles().texts, row))
		})
		if !more {
			return
		}
	}
}
