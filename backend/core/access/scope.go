package access

import (
	"maps"
	"slices"
)

// Scope is the part of an entity's records that a subject reaches: all of them, or those whose
// owner or department is listed, those listed themselves, and those that go with records listed.
// With nothing listed it is none.
type Scope struct {
	All           bool
	OwnerIDs      []string
	DepartmentIDs []string
	IDs           []string
	Under         []Reference
}

// Reference is a field that points to one of the records listed.
type Reference struct {
	Field  string
	Entity string // of the records, where the field may point to records of any: a link
	IDs    []string
}

// Nothing tells that no record is reached.
func (s Scope) Nothing() bool {
	return !s.All && len(s.OwnerIDs)+len(s.DepartmentIDs)+len(s.IDs)+len(s.Under) == 0
}

// scopeOf is what a subject reaches with an action. target gives the entity a field refers to, "" for a link to any.
func scopeOf(s Subject, action Action, entity string, rule Rule, target func(field string) string) Scope {
	d := Can(s, action, entity, rule, nil, "")
	switch {
	case !d.Allow, d.By.Kind == "with": // they are reached through their records only
		return Scope{}
	case d.By.Kind == "program", d.By.Kind == "open":
		return Scope{All: true}
	case d.By.Kind == "private":
		return Scope{OwnerIDs: []string{s.UserID}}
	case rule.Shared, d.By.Reach == All:
		return Scope{All: true}
	}
	scope := Scope{OwnerIDs: []string{s.UserID}}
	for i := range s.Roles {
		switch s.Roles[i].Grants.Of(entity, action) {
		case Below:
			scope.OwnerIDs = append(scope.OwnerIDs[:1:1], s.Below...)
		case Section:
			scope.department(s.Department)
		case Tree:
			for _, one := range s.Departments {
				scope.department(one)
			}
		}
	}
	if action == Read || action == Update {
		scope.open(s, action == Update, entity, rule, target)
	}
	return scope
}

func (c *Scope) department(id string) {
	if id != "" && !slices.Contains(c.DepartmentIDs, id) {
		c.DepartmentIDs = append(c.DepartmentIDs, id)
	}
}

// open adds what was shared.
func (c *Scope) open(s Subject, write bool, entity string, rule Rule, target func(field string) string) {
	by := map[string][]string{}
	for _, o := range s.Opened {
		if (o.Write || !write) && o.InForce(s.On) {
			by[o.Entity] = append(by[o.Entity], o.RecordID)
		}
	}
	c.IDs = by[entity]
	for _, name := range rule.Under {
		to := target(name)
		if ids := by[to]; len(ids) > 0 {
			c.Under = append(c.Under, Reference{Field: name, IDs: ids})
		}
		if to != "" {
			continue
		}
		for _, shared := range slices.Sorted(maps.Keys(by)) {
			c.Under = append(c.Under, Reference{Field: name, Entity: shared, IDs: by[shared]})
		}
	}
}
