package access

import (
	"context"
	"strings"
	"time"

	"xingke/backend/base/clock"
	"xingke/backend/base/day"
	"xingke/backend/base/fault"
	"xingke/backend/base/who"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/store"
)

// People tells who somebody is now: nil for who is not known, or not active any more.
type People func(userID string) *Person

// Policy answers for the people and entities of one program.
type Policy struct {
	types  *entity.Set
	rules  map[string]Rule
	people People
	clock  clock.Clock
	find   Find
}

// New makes a policy. rules holds the entities whose rule is not the zero Rule. people nil takes
// everybody for what the context says of them, with the roles known to every book.
func New(types *entity.Set, rules map[string]Rule, people People) *Policy {
	return &Policy{types: types, rules: rules, people: people, clock: clock.System{}}
}

// At lets shares end by another clock.
func (p *Policy) At(clk clock.Clock) *Policy {
	if clk != nil {
		p.clock = clk
	}
	return p
}

var _ store.Guard = (*Policy)(nil)

// Subject is the one who acts in ctx; without a person it is a stranger.
func (p *Policy) Subject(ctx context.Context) Subject {
	user, known := who.From(ctx)
	switch {
	case !known:
		return Subject{}
	case user.Program || user.ID == who.System.ID:
		return Subject{Person: &Person{UserID: user.ID}, Program: true}
	}
	return p.Of(user)
}

// Of is a user as a subject.
func (p *Policy) Of(user who.User) Subject {
	s := Subject{On: p.Today()}
	if p.people != nil {
		s.Person = p.people(user.ID)
		return s
	}
	one := &Person{UserID: user.ID, Department: user.DepartmentID}
	if user.DepartmentID != "" {
		one.Departments = []string{user.DepartmentID}
	}
	for _, key := range user.Roles {
		if grants := basic[key]; grants != nil {
			one.Roles = append(one.Roles, Role{Key: key, Name: key, Grants: grants})
		}
	}
	s.Person = one.Seen()
	return s
}

// Today is the day that decides whether a share is still in force.
func (p *Policy) Today() day.Day { return day.In(p.clock.Now(), time.Local) }

// Rule is what is special about an entity.
func (p *Policy) Rule(name string) Rule { return p.rules[name] }

// Administers tells whether the one who acts holds the book together: people, roles, settings.
func (p *Policy) Administers(ctx context.Context) bool {
	s := p.Subject(ctx)
	return s.Program || s.Person != nil && s.Person.Administers()
}

// Allow asks whether the one who acts may do an action with an entity at all: Forbidden if
// not, NotFound if there is no such entity. The lines of a record (order.lines) go with their record.
// It is the guard of the operation table.
func (p *Policy) Allow(ctx context.Context, verb, name string) error {
	name, _, _ = strings.Cut(name, ".")
	if _, err := p.types.Need(name); err != nil {
		return err
	}
	return verdict(Can(p.Subject(ctx), Action(verb), name, p.rules[name], nil, ""))
}

// Verbs lists the actions open to the one who acts with an entity.
func (p *Policy) Verbs(ctx context.Context, name string) []string {
	s := p.Subject(ctx)
	verbs := []string{}
	for _, action := range Actions {
		if rule := p.rules[name]; action == Share && (rule.Shared || rule.Private) {
			continue // there is nothing to share one by one
		}
		if Can(s, action, name, p.rules[name], nil, "").Allow {
			verbs = append(verbs, string(action))
		}
	}
	return verbs
}

// Scope is the part of an entity's records that the one who acts may read.
func (p *Policy) Scope(ctx context.Context, name string) Scope { return p.Reach(ctx, Read, name) }

// Reach is the part of an entity's records with which the one who acts may do something.
func (p *Policy) Reach(ctx context.Context, action Action, name string) Scope {
	return p.ScopeOf(p.Subject(ctx), action, name)
}

// ScopeOf is the same for a subject.
func (p *Policy) ScopeOf(s Subject, action Action, name string) Scope {
	return scopeOf(s, action, name, p.rules[name], func(field string) string { return p.target(name, field) })
}

func (p *Policy) target(name, field string) string {
	if t := p.types.Type(name); t != nil {
		if spec := t.Spec(field); spec != nil {
			return spec.Target
		}
	}
	return ""
}

// Field asks whether the one who acts may read a field of any record.
func (p *Policy) Field(ctx context.Context, spec *field.Spec) bool {
	return p.Fields(ctx)(spec)
}

// Fields returns which fields the one who acts may read, as a test that is quick to ask for many records.
func (p *Policy) Fields(ctx context.Context) func(*field.Spec) bool {
	return groupTest(p.Subject(ctx), false)
}

// Fills returns which fields the one who acts may write.
func (p *Policy) Fills(ctx context.Context) func(*field.Spec) bool {
	return groupTest(p.Subject(ctx), true)
}

func groupTest(s Subject, write bool) func(*field.Spec) bool {
	return func(spec *field.Spec) bool {
		return spec.Private == "" || s.Program || s.Person != nil && s.group(spec.Private, write)
	}
}

// Decide asks about one record, with what gave the permission.
func (p *Policy) Decide(s Subject, action Action, t *entity.Type, rec entity.Record) Decision {
	return p.decide(context.Background(), s, action, t, rec)
}

func (p *Policy) decide(ctx context.Context, s Subject, action Action, t *entity.Type, rec entity.Record) Decision {
	if rule := p.rules[t.Name]; rule.With != "" && !s.Program {
		return p.with(ctx, s, action, t, rec)
	}
	return Can(s, action, t.Name, p.rules[t.Name], p.facts(s, t, rec), "")
}

// May asks whether the one who acts may do something with one record.
func (p *Policy) May(ctx context.Context, action Action, t *entity.Type, rec entity.Record) error {
	return verdict(p.decide(ctx, p.Subject(ctx), action, t, rec))
}

// Read implements store.Guard.
func (p *Policy) Read(ctx context.Context, t *entity.Type, rec entity.Record) error {
	return p.May(ctx, Read, t, rec)
}

// Write implements store.Guard. A change of a private field asks for the right to its group, a
// change of the owner for that to assign.
func (p *Policy) Write(ctx context.Context, t *entity.Type, verb store.Verb, before, after entity.Record) error {
	s := p.Subject(ctx)
	if s.Program {
		return nil
	}
	action, subject := Update, before
	switch {
	case before == nil:
		action, subject = Create, after
	case verb == store.Deleted:
		action = Delete
	case verb == store.Restored:
		action = Restore
	}
	if before != nil && after != nil && action == Update && onlyOwner(t, before, after) {
		action = Assign
	}
	if err := verdict(p.decide(ctx, s, action, t, subject)); err != nil {
		return err
	}
	if after == nil || action == Delete || action == Restore {
		return nil
	}
	if before != nil && before.Meta().OwnerID != after.Meta().OwnerID && before.Meta().OwnerID != "" {
		if err := verdict(p.decide(ctx, s, Assign, t, before)); err != nil {
			return err
		}
	}
	return p.fills(s, t, before, after)
}

// onlyOwner tells that nothing but owner and department changes.
func onlyOwner(t *entity.Type, before, after entity.Record) bool {
	if before.Meta().OwnerID == after.Meta().OwnerID {
		return false
	}
	for _, spec := range t.Specs {
		switch spec.Name {
		case "ownerId", "departmentId", "updatedAt", "updatedBy":
			continue
		}
		if !entity.Get(before, spec).Equal(entity.Get(after, spec)) {
			return false
		}
	}
	return true
}

// facts is what decisions need to know of a record. What it goes with is read only for whom
// something was shared with.
func (p *Policy) facts(s Subject, t *entity.Type, rec entity.Record) *Facts {
	b := rec.Meta()
	f := &Facts{ID: b.ID, OwnerID: string(b.OwnerID), DepartmentID: b.DepartmentID}
	if s.Person == nil || len(s.Opened) == 0 {
		return f
	}
	for _, name := range p.rules[t.Name].Under {
		if spec := t.Spec(name); spec != nil {
			switch v := entity.Get(rec, spec); {
			case v.Form != field.Str || v.Text == "":
			case spec.Target == "":
				to := v.Link()
				f.Under = append(f.Under, Link{to.Entity, to.ID})
			default:
				f.Under = append(f.Under, Link{spec.Target, v.Text})
			}
		}
	}
	return f
}

func verdict(d Decision) error {
	if d.Allow {
		return nil
	}
	return &fault.Error{Kind: fault.Forbidden, Text: d.Reason}
}
