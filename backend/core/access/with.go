package access

import (
	"context"

	"xingke/backend/base/who"
	"xingke/backend/core/entity"
)

// Find reads a record of a type by its id, whether or not it lies in the recycle bin.
type Find func(ctx context.Context, t *entity.Type, id string) (entity.Record, error)

// Finding tells where the records lie that others go with. It is called before anybody asks.
func (p *Policy) Finding(find Find) { p.find = find }

// with decides about a record by the one it goes with: to read it one must be able to read that
// one, to write it, to change that one.
func (p *Policy) with(ctx context.Context, s Subject, action Action, t *entity.Type, rec entity.Record) Decision {
	spec := t.Spec(p.rules[t.Name].With)
	if spec == nil || p.find == nil {
		return outside()
	}
	link := entity.Get(rec, spec).Link()
	target := p.types.Type(link.Entity)
	if target == nil || p.rules[link.Entity].With != "" {
		return outside()
	}
	whole, err := p.find(who.With(ctx, who.System), target, link.ID)
	if err != nil {
		return outside() // what cannot be read opens nothing
	}
	if action != Read {
		action = Update
	}
	return p.decide(ctx, s, action, target, whole)
}
