package records

import (
	"context"

	"xingke/backend/core/entity"
)

// targets are the records that many records of one transaction refer to, each read once. Nobody else writes while a
// transaction lasts, and an import changes no records but those of its own entity, which are not kept.
type targets struct {
	own  string // the entity whose records change
	seen map[string]entity.Record
}

type targetsKey struct{}

// mostTargets bounds what is kept.
const mostTargets = 1000

// withTargets lets a transaction in which only records of one entity change remember what they refer to.
func withTargets(tx context.Context, own string) context.Context {
	return context.WithValue(tx, targetsKey{}, &targets{own, map[string]entity.Record{}})
}

// target reads a record that another refers to; it is not to be changed.
func (s *Service) target(ctx context.Context, t *entity.Type, of string) (entity.Record, error) {
	kept, _ := ctx.Value(targetsKey{}).(*targets)
	if kept == nil || kept.own == t.Name {
		return s.db.Get(ctx, t, of)
	}
	key := t.Name + "\x00" + of
	if rec := kept.seen[key]; rec != nil {
		return rec, nil
	}
	rec, err := s.db.Get(ctx, t, of)
	if err == nil && len(kept.seen) < mostTargets {
		kept.seen[key] = rec
	}
	return rec, err
}
