package columns

import (
	"strings"

	"xingke/backend/core/field"
)

// code compiles tests of columns with a dictionary: choices, regions, links.
func (a *asker) code(c *columnView, f *Filter) (test, error) {
	kind := c.spec.Kind.Name()
	switch {
	case f.Op == "eq" || f.Op == "in":
		return a.codes(c, f)
	case kind == "choice" || f.Op != "contains" && f.Op != "startsWith":
		if kind == "choice" {
			return nil, a.misfit(c, f.Op, "eq", "ne", "in", "notIn", "empty", "notEmpty")
		}
		return nil, a.misfit(c, f.Op, "eq", "ne", "in", "notIn", "contains", "startsWith", "empty", "notEmpty")
	}
	word, err := a.word(c, f)
	if err != nil {
		return nil, err
	}
	if word == "" {
		return always(true), nil
	}
	if kind == "link" {
		return a.linked(c, f.Op, word), nil
	}
	passes := func(name string) bool { return strings.Contains(folded(name), word) }
	if f.Op == "startsWith" {
		passes = a.under(c, f, word)
	}
	return among{of: c, set: c.named(passes)}, nil
}

// under passes names that start with a word, or places that lie in the place it means.
func (a *asker) under(c *columnView, f *Filter, word string) func(string) bool {
	place := ""
	if c.spec.Kind.Name() == "region" {
		if v, err := a.value(c, f.Value); err == nil {
			place = v.Text
		}
	}
	return func(name string) bool {
		return place != "" && (name == place || strings.HasPrefix(name, place+"/")) || strings.HasPrefix(folded(name), word)
	}
}

// named is the set of codes whose names pass.
func (c *columnView) named(passes func(string) bool) codeset {
	set := newCodeset(len(c.names))
	for code, name := range c.names {
		if passes(name) {
			set.add(code)
		}
	}
	return set
}

func (a *asker) codes(c *columnView, f *Filter) (test, error) {
	given, err := a.values(c, f)
	if err != nil {
		return nil, err
	}
	t := among{of: c, set: newCodeset(len(c.names))}
	for _, o := range given {
		v, err := a.value(c, o)
		if err != nil {
			return nil, err
		}
		if v.Empty() {
			t.empty = true
			continue
		}
		code, known, err := a.codeOf(c, v)
		if err != nil {
			return nil, err
		}
		if known {
			t.set.add(code)
		}
	}
	return t, nil
}

// codeOf finds the code of a text; a choice that is neither an option nor in the data is refused.
func (a *asker) codeOf(c *columnView, v field.Value) (int, bool, error) {
	a.c.mu.RLock()
	code, known := c.source.dict.find(v.Text)
	a.c.mu.RUnlock()
	if known && int(code) < len(c.names) {
		return int(code), true, nil
	}
	if name := c.spec.Kind.Name(); name == "choice" {
		if err := c.spec.Kind.Check(c.spec, v); err != nil {
			return 0, false, a.wrongValue(c, err)
		}
	}
	return 0, false, nil
}

// reference compiles tests of references; words are looked for in the titles of what they point to.
func (a *asker) reference(c *columnView, f *Filter) (test, error) {
	target := a.w.tables[c.target]
	switch f.Op {
	case "contains", "startsWith":
		word, err := a.word(c, f)
		if err != nil || word == "" {
			return always(true), err
		}
		seen, err := a.seen(c.target)
		return among{of: c, set: seen.lay(everyRow(a.wording(target.titles(), f.Op, word), target), false)}, err
	case "eq", "in":
		given, err := a.values(c, f)
		if err != nil {
			return nil, err
		}
		t, one := among{of: c, set: newCodeset(target.n)}, span{}
		for _, o := range given {
			v, err := a.value(c, o)
			if err != nil {
				return nil, err
			}
			if v.Empty() {
				t.empty = true
			} else if row, known := a.c.rowOf(c.target, v.Text); known && row < target.n {
				t.set.add(row)
				one = span{of: c, lo: int64(row), hi: int64(row)}
			}
		}
		if len(given) == 1 && one.of != nil { // as a timeline asks for one record's: blocks without it are passed over
			return one, nil
		}
		return t, nil
	}
	return nil, a.misfit(c, f.Op, "eq", "ne", "in", "notIn", "contains", "startsWith", "empty", "notEmpty")
}

// linked tests the titles of linked records of any entity.
func (a *asker) linked(c *columnView, op, word string) test {
	hits := map[string]codeset{}
	return among{of: c, set: c.named(func(name string) bool {
		entity, id, _ := strings.Cut(name, ":")
		t := a.w.tables[entity]
		if t == nil || t.titles() == nil {
			return false
		}
		if hits[entity] == nil {
			seen, err := a.seen(entity)
			if err != nil {
				return false
			}
			hits[entity] = seen.lay(everyRow(a.wording(t.titles(), op, word), t), false)
		}
		row, known := a.c.rowOf(entity, id)
		return known && hits[entity].has(int64(row))
	})}
}

// list compiles tests of lists: eq and in pass lists that have an item, contains and startsWith
// lists with an item of that text (of references: of that title).
func (a *asker) list(c *columnView, f *Filter) (test, error) {
	var items codeset
	empty := false
	kind := c.spec.Kind.Name()
	switch {
	case f.Op == "eq" || f.Op == "in" || f.Op == "contains" && kind == "choices":
		given, err := a.values(c, f)
		if err != nil {
			return nil, err
		}
		items = newCodeset(a.itemCount(c))
		for _, o := range given {
			if o.nothing() {
				empty = true
				continue
			}
			code, known, err := a.itemOf(c, o)
			if err != nil {
				return nil, err
			}
			if known {
				items.add(code)
			}
		}
	case (f.Op == "contains" || f.Op == "startsWith") && kind != "choices":
		word, err := a.word(c, f)
		if err != nil || word == "" {
			return always(true), err
		}
		items = a.itemsNamed(c, f.Op, word)
	default:
		return nil, a.misfit(c, f.Op, "eq", "ne", "in", "notIn", "contains", "startsWith", "empty", "notEmpty")
	}
	set := newCodeset(len(c.items))
	for number, list := range c.items {
		for _, item := range list {
			if items.has(int64(item)) {
				set.add(number)
				break
			}
		}
	}
	return among{of: c, set: set, empty: empty}, nil
}

func (a *asker) itemCount(c *columnView) int {
	if c.form == rowList {
		return a.w.tables[c.target].n
	}
	return len(c.names)
}

func (a *asker) itemsNamed(c *columnView, op, word string) codeset {
	if c.form == rowList {
		t := a.w.tables[c.target]
		return everyRow(a.wording(t.titles(), op, word), t)
	}
	return c.named(func(name string) bool {
		if op == "contains" {
			return strings.Contains(folded(name), word)
		}
		return strings.HasPrefix(folded(name), word)
	})
}

// itemOf finds the code of one item of a list.
func (a *asker) itemOf(c *columnView, o Operand) (int, bool, error) {
	if !o.Me && o.Period == nil {
		o.Raw = append(append([]byte("["), o.Raw...), ']') // the kind reads lists
	}
	v, err := a.value(c, o)
	if err != nil {
		return 0, false, err
	}
	text := v.Text
	if len(v.List) > 0 {
		text = v.List[0]
	}
	if c.form == rowList {
		row, known := a.c.rowOf(c.target, text)
		return row, known && row < a.itemCount(c), nil
	}
	a.c.mu.RLock()
	code, known := c.source.dict.find(text)
	a.c.mu.RUnlock()
	if known && int(code) < len(c.names) {
		return int(code), true, nil
	}
	if c.spec.Kind.Name() == "choices" {
		if err := c.spec.Kind.Check(c.spec, field.OfList([]string{text})); err != nil {
			return 0, false, a.wrongValue(c, err)
		}
	}
	return 0, false, nil
}
