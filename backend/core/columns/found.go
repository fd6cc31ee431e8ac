package columns

import (
	"context"

	"xingke/backend/base/fault"
	"xingke/backend/core/field"
)

// Found is what a query found: records in its order, and fields of theirs, as they were at one moment. Whatever is
// written later does not change it. Fields are known by their place among those asked for, records by theirs in the
// order. It is safe for concurrent use.
type Found struct {
	w      *view
	t      *tableView
	rows   []int32
	places []*place
}

// Find finds all records a query wants and lets fields of theirs be read without reading the records: paths as
// filters have them, to fields that the columns hold. Limit and After do not count.
func (c *Columns) Find(ctx context.Context, q Query, paths ...string) (*Found, error) {
	asked, err := c.ask(ctx, q)
	if err != nil {
		return nil, err
	}
	f := &Found{w: asked.w, t: asked.t, places: make([]*place, len(paths))}
	a := c.asker(ctx, asked.w)
	for i, path := range paths {
		if f.places[i], err = a.find(asked.t, path); err != nil {
			return nil, err
		}
		if leaf := f.places[i].leaf; leaf != nil && leaf.form == presence {
			return nil, fault.New(fault.Invalid, "“%s”不在列中，请读取记录", "%s is not in the columns. Read the records.", leaf.spec.Label)
		}
	}
	all, _, err := asked.best(ctx, asked.t.n, nil, q.Deleted)
	if err != nil {
		return nil, err
	}
	f.rows = make([]int32, len(all))
	for i := range all {
		f.rows[i] = all[i].row
	}
	return f, ctx.Err()
}

// Len is the number of records.
func (f *Found) Len() int { return len(f.rows) }

// ID is the id of a record.
func (f *Found) ID(i int) string { return f.w.id(f.t, int(f.rows[i])) }

// Spec describes a field.
func (f *Found) Spec(k int) *field.Spec { return f.places[k].spec() }

// Value is a field of a record; a text is a copy of its own.
func (f *Found) Value(i, k int) field.Value {
	p, row := f.places[k], f.reach(i, k)
	switch {
	case row == null:
		return field.None
	case p.leaf == nil:
		return field.OfText(f.w.id(p.table, int(row)))
	case p.leaf.form == strung:
		return field.OfText(textAt(p.leaf.texts, int(row)))
	}
	return p.leaf.valueOf(f.w, p.leaf.at(int(row)))
}

// Code is a number that stands for a field of a record: records with the same choice or reference have the same one,
// and each text has its own. It is -1 where there is nothing, or a number below zero; see Value.
func (f *Found) Code(i, k int) int64 {
	p, row := f.places[k], f.reach(i, k)
	if row != null && p.leaf != nil && p.leaf.form != strung {
		row = p.leaf.at(int(row))
	}
	return max(row, -1)
}

// Title is the name of the record that a reference leads to, "" where there is none or none that may be read.
func (f *Found) Title(i, k int) string {
	p, row := f.places[k], f.reach(i, k)
	if row == null || p.leaf == nil || p.leaf.form != rows {
		return ""
	}
	of, target := p.leaf.at(int(row)), f.w.tables[p.leaf.target]
	if of == null || p.beyond.hides(of) || target.titles() == nil {
		return ""
	}
	return textAt(target.titles().texts, int(of))
}

// reach is the row in which a field of a record stands.
func (f *Found) reach(i, k int) int64 {
	p, row := f.places[k], int64(f.rows[i])
	for n, hop := range p.hops {
		if row = hop.at(int(row)); row == null || p.veilAt(n).hides(row) {
			return null
		}
	}
	return row
}
