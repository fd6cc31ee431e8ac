package access

import (
	"encoding/json"
	"fmt"
	"slices"
)

// Action is what somebody wants to do.
type Action string

// The actions on records.
const (
	Read    Action = "read"
	Create  Action = "create"
	Update  Action = "update"
	Delete  Action = "delete"
	Restore Action = "restore"
	Export  Action = "export"
	Import  Action = "import"
	Assign  Action = "assign"  // hand a record to another owner
	Approve Action = "approve" // say yes where one's word is asked, correct what is settled
	Share   Action = "share"   // open one record to somebody else
)

// Actions lists all of them.
var Actions = []Action{Read, Create, Update, Delete, Restore, Export, Import, Assign, Approve, Share}

// Reach is how far a grant goes.
type Reach uint8

// The reaches, the least first.
const (
	None    Reach = iota
	Own           // records whose owner one is
	Below         // and those of the people one manages, directly or not
	Section       // one's own, and those of one's department
	Tree          // and of the departments below it
	All
)

var reachNames = [...]string{"none", "own", "below", "department", "tree", "all"}

// Reaches lists the names of the reaches, the least first.
func Reaches() []string { return slices.Clone(reachNames[:]) }

// String names a reach as roles are written.
func (r Reach) String() string { return reachNames[min(r, All)] }

// MarshalText implements encoding.TextMarshaler.
func (r Reach) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler.
func (r *Reach) UnmarshalText(text []byte) error {
	i := slices.Index(reachNames[:], string(text))
	if i < 0 {
		return fmt.Errorf("access: no reach is called %q", text)
	}
	*r = Reach(i)
	return nil
}

// Everything stands, in grants, for each entity that is not named.
const Everything = "*"

// Verbs is what a role grants of one entity.
type Verbs map[Action]Reach

// Grants is what a role allows.
type Grants struct {
	Administer bool             `json:"administer,omitempty"` // people, roles, settings, the whole history
	Entities   map[string]Verbs `json:"entities,omitempty"`   // by name; Everything for the others
	Groups     map[string]Right `json:"groups,omitempty"`     // private fields, by their group
}

// Right is what may be done with the fields of a private group.
type Right string

// The rights to a private group.
const (
	Reads  Right = "read"
	Writes Right = "write"
)

// Of is how far the grants go for an action on an entity.
func (g *Grants) Of(entity string, action Action) Reach {
	verbs, named := g.Entities[entity]
	if !named {
		verbs = g.Entities[Everything]
	}
	return verbs[action]
}

// Group tells whether a private group may be read, or written.
func (g *Grants) Group(group string, write bool) bool {
	right, named := g.Groups[group]
	if !named {
		right = g.Groups[Everything]
	}
	return right == Writes || right == Reads && !write
}

// ParseGrants reads grants as a role keeps them and refuses what no program knows.
func ParseGrants(text string) (*Grants, error) {
	g := &Grants{}
	if err := json.Unmarshal([]byte(text), g); err != nil {
		return nil, err
	}
	for name, verbs := range g.Entities {
		for action := range verbs {
			if !slices.Contains(Actions, action) {
				return nil, fmt.Errorf("access: %s: no action is called %q", name, action)
			}
		}
	}
	for group, right := range g.Groups {
		if right != Reads && right != Writes {
			return nil, fmt.Errorf("access: group %s: no right is called %q", group, right)
		}
	}
	return g, nil
}

// Text writes grants as a role keeps them, always the same way.
func (g *Grants) Text() string {
	raw, err := json.Marshal(g)
	if err != nil {
		panic(fmt.Sprintf("access: grants cannot be written: %v", err)) // maps of plain texts
	}
	return string(raw)
}

// Role is a bundle of grants that people have.
type Role struct {
	ID, Key, Name string
	Grants        *Grants
}

// Full grants everything there is.
func Full() *Grants {
	return &Grants{Administer: true, Entities: map[string]Verbs{Everything: To(All)}, Groups: map[string]Right{Everything: Writes}}
}

// To grants all actions as far as one reach.
func To(reach Reach) Verbs {
	verbs := Verbs{}
	for _, action := range Actions {
		verbs[action] = reach
	}
	return verbs
}

// But is a copy with some actions changed.
func (v Verbs) But(reach Reach, actions ...Action) Verbs {
	twin := Verbs{}
	for action, r := range v {
		twin[action] = r
	}
	for _, action := range actions {
		if twin[action] = reach; reach == None {
			delete(twin, action)
		}
	}
	return twin
}

// basic are the roles every book has known from the beginning, where no book says what they grant.
var basic = map[string]*Grants{
	"owner": Full(),
	"manager": {
		Entities: map[string]Verbs{Everything: To(Tree), "customField": {Read: All}},
		Groups:   map[string]Right{"finance": Writes},
	},
	"sales": {Entities: map[string]Verbs{Everything: To(Own), "customField": {Read: All}}},
}
