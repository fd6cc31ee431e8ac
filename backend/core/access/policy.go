package access

import (
	"context"
	"strings"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/store"
)

// Policy answers for the people and entities of one program.
type Policy struct {
	types *entity.Set
	rules map[string]Rule
	below func(departmentID string) []string
}

// New makes a policy. rules holds the entities whose rule is not the zero Rule. below gives a
// department and all below it; nil knows no departments but a person's own.
func New(types *entity.Set, rules map[string]Rule, below func(departmentID string) []string) *Policy {
	if below == nil {
		below = func(departmentID string) []string { return []string{departmentID} }
	}
	return &Policy{types: types, rules: rules, below: below}
}

var _ store.Guard = (*Policy)(nil)

// Subject is the one who acts in ctx; without a person it is an outsider.
func (p *Policy) Subject(ctx context.Context) Subject {
	user, known := who.From(ctx)
	if !known {
		return Subject{}
	}
	s := Subject{UserID: user.ID}
	for _, role := range user.Roles {
		s.Rank = max(s.Rank, Ranks[role])
	}
	if s.Rank == Manager && user.DepartmentID != "" {
		s.Departments = p.below(user.DepartmentID)
	}
	return s
}

// Allow asks whether the one who acts may do an action with an entity at all: Forbidden if
// not, NotFound if there is no such entity. The lines of a record (order.lines) go with their record.
// It is the guard of the operation table.
func (p *Policy) Allow(ctx context.Context, verb, name string) error {
	name, _, _ = strings.Cut(name, ".")
	if _, err := p.types.Need(name); err != nil {
		return err
	}
	return verdict(Can(p.Subject(ctx), Action(verb), p.rules[name], nil, ""))
}

// Verbs lists the actions open to the one who acts with an entity.
func (p *Policy) Verbs(ctx context.Context, name string) []string {
	s := p.Subject(ctx)
	verbs := []string{}
	for _, action := range Actions {
		if Can(s, action, p.rules[name], nil, "").Allow {
			verbs = append(verbs, string(action))
		}
	}
	return verbs
}

// Scope is the part of an entity's records that the one who acts may read.
func (p *Policy) Scope(ctx context.Context, name string) Scope {
	s, rule := p.Subject(ctx), p.rules[name]
	if !Can(s, Read, rule, nil, "").Allow {
		return Scope{}
	}
	return scopeOf(s, rule)
}

// Field asks whether the one who acts may read and write a field of any record.
func (p *Policy) Field(ctx context.Context, spec *field.Spec) bool {
	return spec.Private == "" || p.Subject(ctx).Rank >= groupRank(spec.Private)
}

// Fields returns which fields the one who acts may read, as a test that is quick to ask for many records.
func (p *Policy) Fields(ctx context.Context) func(*field.Spec) bool {
	rank := p.Subject(ctx).Rank
	return func(spec *field.Spec) bool { return spec.Private == "" || rank >= groupRank(spec.Private) }
}

// Read implements store.Guard.
func (p *Policy) Read(ctx context.Context, t *entity.Type, rec entity.Record) error {
	return verdict(Can(p.Subject(ctx), Read, p.rules[t.Name], facts(rec), ""))
}

// Write implements store.Guard. A change of a private field asks for the right to its group.
func (p *Policy) Write(ctx context.Context, t *entity.Type, verb store.Verb, before, after entity.Record) error {
	s, rule := p.Subject(ctx), p.rules[t.Name]
	action, subject := Update, before
	switch {
	case before == nil:
		action, subject = Create, after
	case verb == store.Deleted, verb == store.Restored:
		action = Delete
	}
	if err := verdict(Can(s, action, rule, facts(subject), "")); err != nil {
		return err
	}
	if after == nil || action == Delete {
		return nil
	}
	for _, spec := range t.Specs {
		if spec.Private == "" || s.Rank >= groupRank(spec.Private) {
			continue
		}
		var old field.Value
		if before != nil {
			old = entity.Get(before, spec)
		}
		if now := entity.Get(after, spec); !now.Equal(old) && !(before == nil && zero(now)) {
			reason := Can(s, action, rule, nil, spec.Private).Reason
			return &fault.Error{Kind: fault.Forbidden, Text: reason, Fields: map[string]lang.Text{spec.Name: reason}}
		}
	}
	return nil
}

// zero tells that a new record simply does not say: nothing, or a number left at 0.
func zero(v field.Value) bool { return v.Empty() || v.Form == field.Int && v.Int == 0 }

func facts(rec entity.Record) *Facts {
	b := rec.Meta()
	return &Facts{ID: b.ID, OwnerID: string(b.OwnerID), DepartmentID: b.DepartmentID, CreatedBy: string(b.CreatedBy)}
}

func verdict(d Decision) error {
	if d.Allow {
		return nil
	}
	return &fault.Error{Kind: fault.Forbidden, Text: d.Reason}
}
