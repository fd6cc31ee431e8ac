package search

import (
	"cmp"
	"context"
	"strings"
	"sync"

	"xingke/backend/base/who"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

// A part is one text of a record that can be found.
type part struct {
	text  string
	group string // of people who may read it, "" for all who may read the record
	title bool   // the record's own name
	name  bool   // a name: found by pinyin and in spite of typing mistakes
	long  bool   // a long text with a field of its own
	ref   bool   // the name of another record
	of    string // its entity
	id    string // and its id
	said  string // what stands before it where it is shown
}

// nameWeight is the weight from which a text counts as a name.
const nameWeight = 3

// maxRefs bounds the names of other records that are indexed with one record (lines of a long order).
const maxRefs = 100

// lists are room for the parts of a record, used again.
var lists = sync.Pool{New: func() any { return new([]part) }}

// parts lists what can be found of a record: title first, then fields with a weight, then names of records it
// points to. They are appended to a list.
func (x *Index) parts(ctx context.Context, t *entity.Type, rec entity.Record, list []part) []part {
	title := t.Title(rec)
	if own := t.TitleSpec(); title != "" {
		named := own.Weight > 0 && own.Private == "" // if not, the title is drawn from another text
		list = append(list, part{text: title, title: named, name: named, group: own.Private})
	}
	for _, s := range t.Specs {
		if s.Target != "" && s.System || s.Weight == 0 && !points(s) {
			continue // nothing of it is found
		}
		v := entity.Get(rec, s)
		if v.Empty() {
			continue
		}
		if v.Form == field.Table {
			list = lineParts(list, s, v)
		} else if s.Weight > 0 {
			if words := s.Kind.Words(s, v); words != "" && words != title {
				kind := s.Kind.Name()
				list = append(list, part{text: words, group: s.Private, name: s.Weight >= nameWeight && kind == "text", long: kind == "longtext" && longOf(t, s) != ""})
			}
		}
		list = x.refParts(ctx, list, s, v)
	}
	return x.fileParts(ctx, list, t, rec)
}

// lineParts gives the texts of a table inside the record, a part for each column of each line.
func lineParts(list []part, s *field.Spec, v field.Value) []part {
	for _, row := range v.Rows {
		for _, c := range s.Columns {
			if cell := row[c.Name]; c.Weight > 0 && !cell.Empty() {
				if words := c.Kind.Words(c, cell); words != "" {
					list = append(list, part{text: words, group: cmp.Or(c.Private, s.Private)})
				}
			}
		}
	}
	return list
}

func (x *Index) refParts(ctx context.Context, list []part, s *field.Spec, v field.Value) []part {
	n := 0
	eachRef(s, v, func(entityName, id string) {
		if n++; n > maxRefs {
			return
		}
		if title := x.titles.get(ctx, x, entityName, id); title != "" {
			list = append(list, part{text: title, group: s.Private, ref: true, of: entityName, id: id})
		}
	})
	return list
}

// points tells whether a field may point to records, also from within lines.
func points(s *field.Spec) bool {
	return s.Target != "" || len(s.Columns) > 0 || s.Kind.Name() == "link"
}

// eachRef calls yield for every record that a value points to, also from within lines.
func eachRef(s *field.Spec, v field.Value, yield func(entityName, id string)) {
	switch {
	case v.Form == field.Table:
		for _, c := range s.Columns {
			if c.Target == "" && c.Kind.Name() != "link" {
				continue
			}
			for _, row := range v.Rows {
				eachRef(c, row[c.Name], yield)
			}
		}
	case v.Empty():
	case s.Kind.Name() == "link":
		link := v.Link()
		yield(link.Entity, link.ID)
	case s.Target != "" && v.Form == field.List:
		for _, id := range v.List {
			yield(s.Target, id)
		}
	case s.Target != "":
		yield(s.Target, v.Text)
	}
}

// titleCache remembers the names of records that others point to.
type titleCache struct {
	mu    sync.RWMutex
	of    map[string]string
	turns int // counts what was forgotten, so that a name read before is not kept after
}

// maxTitles bounds the cache; when it is full it starts anew.
const maxTitles = 600_000

func (c *titleCache) get(ctx context.Context, x *Index, entityName, id string) string {
	c.mu.RLock()
	title, ok := c.of[id]
	turn := c.turns
	c.mu.RUnlock()
	if ok {
		return title
	}
	t := x.types.Type(entityName)
	if t == nil || id == "" {
		return ""
	}
	rec, err := x.store.Find(who.With(ctx, who.System), t, id)
	if err == nil {
		title = strings.Clone(t.Title(rec))
	}
	c.put(strings.Clone(id), title, turn)
	return title
}

// turn tells from when a name must be so that put keeps it.
func (c *titleCache) turn() int {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.turns
}

// empty forgets all names to give the room back.
func (c *titleCache) empty() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.of = nil
}

// put keeps a name that was read in a turn.
func (c *titleCache) put(id, title string, turn int) { c.keep(id, title, turn, true) }

// offer keeps a name too, but while there is room for it and others that are known.
func (c *titleCache) offer(id, title string, turn int) { c.keep(id, title, turn, false) }

func (c *titleCache) keep(id, title string, turn int, anew bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !anew && len(c.of) >= maxTitles-1 {
		return
	}
	if turn != c.turns {
		return
	}
	if c.of == nil || len(c.of) >= maxTitles {
		c.of = map[string]string{}
	}
	c.of[id] = title
}

func (c *titleCache) forget(id string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.turns++
	delete(c.of, id)
}
