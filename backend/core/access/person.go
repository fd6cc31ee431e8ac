package access

import (
	"slices"

	"xingke/backend/base/day"
)

// Opened is one record that was shared with somebody, and what goes with it.
type Opened struct {
	ID       string // of the share
	Entity   string
	RecordID string
	Write    bool
	Until    day.Day // the last day, 0 is without end
}

// Person is somebody as the rights see them. It is not changed after Seen.
type Person struct {
	UserID      string
	Roles       []Role
	Below       []string // the people they manage, directly or not, without themselves
	Department  string
	Departments []string // their own and all below it
	Opened      []Opened

	owners, departments map[string]bool
	shared              map[string][]Opened // by entity and record
}

// Seen makes a person ready for decisions.
func (p *Person) Seen() *Person {
	p.owners, p.departments, p.shared = set(p.Below), set(p.Departments), map[string][]Opened{}
	for _, o := range p.Opened {
		key := o.Entity + "\x00" + o.RecordID
		p.shared[key] = append(p.shared[key], o)
	}
	return p
}

func set(list []string) map[string]bool {
	m := make(map[string]bool, len(list))
	for _, one := range list {
		m[one] = true
	}
	return m
}

// Administers tells whether one of the roles holds the book together.
func (p *Person) Administers() bool {
	return slices.ContainsFunc(p.Roles, func(r Role) bool { return r.Grants.Administer })
}

// Subject is a person on a day. The zero Subject is a stranger.
type Subject struct {
	*Person
	On      day.Day
	Program bool // acts with the rights of the program
}

// opens finds a share of a record that is in force.
func (s Subject) opens(entity, id string, write bool) (Opened, bool) {
	if id == "" || len(s.shared) == 0 {
		return Opened{}, false
	}
	for _, o := range s.shared[entity+"\x00"+id] {
		if (o.Write || !write) && o.InForce(s.On) {
			return o, true
		}
	}
	return Opened{}, false
}

// InForce tells whether a share still holds on a day.
func (o Opened) InForce(on day.Day) bool { return o.Until == 0 || on <= o.Until }

// farthest is the role that goes farthest for an action on an entity.
func (s Subject) farthest(entity string, action Action) (reach Reach, role *Role) {
	for i := range s.Roles {
		if r := s.Roles[i].Grants.Of(entity, action); r > reach || role == nil {
			reach, role = r, &s.Roles[i]
		}
	}
	return reach, role
}
