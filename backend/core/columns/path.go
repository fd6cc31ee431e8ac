package columns

import (
	"strings"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/field"
)

// farthest is how many references a path may follow.
const farthest = 3

// place is where a path leads: over references of one table to a column of the last, or to
// the rows of the last themselves ("id").
type place struct {
	path  string
	hops  []*columnView // references followed
	table *tableView    // the last table
	leaf  *columnView   // nil: the rows themselves

	veils  []*veil // of the tables that the hops lead to; nil where all may be read
	beyond *veil   // of the records that the leaf refers to, for what is asked about their titles
	behind string  // names the veils
}

// idSpec describes the id of a record as a field.
func idSpec(entity string) *field.Spec {
	kind, _ := field.ByName("ref")
	return &field.Spec{Name: "id", Label: lang.Of("编号", "Id"), Kind: kind, Target: entity}
}

// spec describes the values at a place.
func (p *place) spec() *field.Spec {
	if p.leaf == nil {
		return idSpec(p.table.name)
	}
	return p.leaf.spec
}

func (w *view) table(entity string) (*tableView, error) {
	if t := w.tables[entity]; t != nil && t.label != nil {
		return t, nil
	}
	return nil, fault.New(fault.NotFound, "没有“%s”这种记录", "There is no record type named %s.", lang.S(entity))
}

// find follows a path from a table.
func (w *view) find(t *tableView, path string) (*place, error) {
	p := &place{path: path, table: t}
	names := strings.Split(path, ".")
	if len(names) > farthest+1 {
		return nil, fault.New(fault.Invalid, "字段“%s”经过的关联太多，最多 %s 层", "The field %s follows too many references; at most %s.", lang.S(path), lang.N(farthest))
	}
	for i, name := range names {
		if name == "id" && i == len(names)-1 {
			return w.identity(p), nil
		}
		c := p.table.column(name)
		if c == nil {
			return nil, unknownField(p.table, name)
		}
		if i == len(names)-1 {
			p.leaf = c
			return p, nil
		}
		if c.form != rows {
			return nil, fault.New(fault.Invalid, "“%s”不是关联字段，不能再取它的“%s”", "%s is not a reference, so %s cannot be read through it.", c.spec.Label, lang.S(names[i+1]))
		}
		p.hops = append(p.hops, c)
		p.table = w.tables[c.target]
	}
	return p, nil
}

// identity makes customerId.id the same as customerId, which has its own column.
func (w *view) identity(p *place) *place {
	if last := len(p.hops) - 1; last >= 0 {
		p.leaf, p.hops = p.hops[last], p.hops[:last]
	}
	return p
}

func unknownField(t *tableView, name string) error {
	label := lang.Of(t.name, t.name)
	if t.label != nil {
		label = t.label.Label
	}
	return fault.New(fault.Invalid, "%s没有“%s”这个字段", "%s has no field named %s.", label, lang.S(name))
}

// across lifts a test of the last table over the hops of a path to the first.
func (w *view) across(p *place, t test) test {
	table := p.table
	for i := len(p.hops) - 1; i >= 0; i-- {
		set := p.veilAt(i).lay(everyRow(t, table), passesEmpty(t))
		// a row without the reference has no value there: it passes if an empty value does
		t = among{of: p.hops[i], set: set, empty: passesEmpty(t)}
		table = nil
		if i > 0 {
			table = w.tables[p.hops[i-1].target]
		}
	}
	return t
}

// passesEmpty tells whether a test lets a row pass that has no values at all.
func passesEmpty(t test) bool {
	var sel words
	sel.set(blockMask)
	// far beyond the end of every column all rows are empty
	t.narrow(1<<30, &sel)
	return !sel.none()
}

// numberAt is the number or code at a place for a row of the first table, null if there is none.
func (p *place) numberAt(row int) int64 {
	at := int64(row)
	for i, hop := range p.hops {
		if at = hop.at(int(at)); at == null || p.veilAt(i).hides(at) {
			return null
		}
	}
	if p.leaf == nil {
		return at
	}
	return p.leaf.at(int(at))
}
