package columns

import (
	"context"
	"encoding/json"
)

// Heed makes every path over references stop at records that the one who asks may not read: they
// are as if they were not there. reads is what may be read of an entity, nil for all of it. It is
// called while the program is put together.
func (c *Columns) Heed(reads func(ctx context.Context, entity string) *Filter) { c.reads = reads }

// veil is the rows of a table that may be read; nil is all. name tells one veil from another.
type veil struct {
	rows codeset
	name string
}

func (v *veil) hides(row int64) bool { return v != nil && !v.rows.has(row) }

// find follows a path from a table and notes what of it may not be read.
func (a *asker) find(t *tableView, path string) (*place, error) {
	p, err := a.w.find(t, path)
	if err != nil || a.unveiled || a.c == nil || a.c.reads == nil {
		return p, err
	}
	p.veils = make([]*veil, len(p.hops))
	for i, hop := range p.hops {
		if p.veils[i], err = a.veil(hop.target); err != nil {
			return nil, err
		}
		p.veiled(p.veils[i])
	}
	if p.leaf != nil && p.leaf.form == rows { // its titles
		p.beyond, err = a.veil(p.leaf.target)
		p.veiled(p.beyond)
	}
	return p, err
}

// veiled makes what is lifted over a path with a veil another thing than without.
func (p *place) veiled(v *veil) {
	if v != nil {
		p.behind += " " + v.name
	}
}

// veil finds the rows of an entity that the one who asks may read.
func (a *asker) veil(entity string) (*veil, error) {
	if known, asked := a.veils[entity]; asked {
		return known, nil
	}
	var v *veil
	if f := a.c.reads(a.ctx, entity); f != nil {
		t, err := a.w.table(entity)
		if err != nil {
			return nil, err
		}
		plain := *a
		plain.unveiled = true // what may be read is said by fields of the record itself
		pass, err := plain.compile(t, f)
		if err != nil {
			return nil, err
		}
		name, err := json.Marshal(f)
		if err != nil {
			return nil, err
		}
		v = &veil{rows: everyRow(pass, t), name: entity + string(name)}
	}
	if a.veils == nil {
		a.veils = map[string]*veil{}
	}
	a.veils[entity] = v
	return v, nil
}

// lay lets the rows behind a veil pass only if an empty value does.
func (v *veil) lay(set codeset, empty bool) codeset {
	if v == nil {
		return set
	}
	for i := range set {
		seen := uint64(0)
		if i < len(v.rows) {
			seen = v.rows[i]
		}
		if empty {
			set[i] |= ^seen
		} else {
			set[i] &= seen
		}
	}
	return set
}

// veilAt is that of the table to which a hop leads.
func (p *place) veilAt(hop int) *veil {
	if hop < len(p.veils) {
		return p.veils[hop]
	}
	return nil
}

// hide empties what a table holds for the rows behind a veil.
func hide[T any](table []T, v *veil, none T) {
	if v == nil {
		return
	}
	for i := range table {
		if !v.rows.has(int64(i)) {
			table[i] = none
		}
	}
}

// seen is the veil over the titles of an entity's records.
func (a *asker) seen(entity string) (*veil, error) {
	if a.unveiled || a.c == nil || a.c.reads == nil {
		return nil, nil
	}
	return a.veil(entity)
}
