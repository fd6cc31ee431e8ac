package store

import (
	"slices"
	"sync/atomic"

	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

// plan is what the codec knows about a type: its fields in canonical order.
type plan struct {
	t      *entity.Type
	specs  []*field.Spec
	names  []string
	byName map[string]int

	indexed atomic.Pointer[map[string][]index] // the indexes under which all that the type asks for were there
}

func newPlan(t *entity.Type) *plan {
	p := &plan{t: t, specs: slices.Clone(t.Specs), byName: map[string]int{}}
	slices.SortFunc(p.specs, func(a, b *field.Spec) int { return nameOrder(a.Name, b.Name) })
	for i, s := range p.specs {
		p.names = append(p.names, s.Name)
		p.byName[s.Name] = i
	}
	return p
}

// find returns the place of a name; hint is where it stands if every field before it is set.
func (p *plan) find(name []byte, hint int) (int, bool) {
	if p == nil {
		return 0, false
	}
	for i := hint; i < len(p.names) && i < hint+3; i++ {
		if p.names[i] == string(name) {
			return i, true
		}
	}
	i, ok := p.byName[string(name)]
	return i, ok
}

func (p *plan) intern(name []byte, hint int) string {
	if i, ok := p.find(name, hint); ok {
		return p.names[i]
	}
	return string(name)
}

// pairs reads the fields of a record. Lists are copied, so that a caller who goes on changing
// the record cannot change what was saved.
func (p *plan) pairs(rec entity.Record) []pair {
	out := make([]pair, 0, len(p.specs))
	for _, s := range p.specs {
		v := entity.Get(rec, s)
		if v.Empty() {
			continue
		}
		if v.Form == field.List {
			v.List = slices.Clone(v.List)
		}
		out = append(out, pair{s.Name, v})
	}
	return out
}

// record makes a record of the type from a stored state. Fields that the type does not know,
// of a newer program or a field a customer took away, stay in the store and are not shown.
func (p *plan) record(id string, s state) entity.Record {
	rec := p.t.Blank()
	hint := 0
	for _, one := range s.pairs {
		i, ok := p.at(one.name, hint)
		if ok {
			p.set(rec, i, one.v)
			hint = i + 1
		}
	}
	base := rec.Meta()
	base.ID, base.Rev = id, s.rev
	return rec
}

func (p *plan) at(name string, hint int) (int, bool) {
	if hint < len(p.names) && p.names[hint] == name {
		return hint, true
	}
	i, ok := p.byName[name]
	return i, ok
}

func (p *plan) set(rec entity.Record, i int, v field.Value) {
	if s := p.specs[i]; s.Kind.Form() == v.Form {
		entity.Put(rec, s, v)
	}
}

// decode makes a record straight from stored bytes, the way most reads go.
func (p *plan) decode(id string, raw []byte) (entity.Record, error) {
	return p.decodeFrom(decoder{b: raw}, id)
}

func (p *plan) decodeFrom(d decoder, id string) (entity.Record, error) {
	rec := p.t.Blank()
	base := rec.Meta()
	base.ID, base.Rev = id, d.uint()
	d.uint()
	hint := 0
	for n := d.items(cborMap); n > 0 && d.err == nil; n-- {
		i, ok := p.find(d.raw(), hint)
		v := d.value()
		if ok && d.err == nil {
			p.set(rec, i, v)
			hint = i + 1
		}
	}
	return rec, d.err
}
