package records

import (
	"context"

	"xingke/backend/core/entity"
)

// eachReadable yields the live records of a type that the one who acts may read. The others are to an import as if they
// were not there: nothing is known again by them, named after them or counted with them.
func (s *Service) eachReadable(ctx context.Context, t *entity.Type, yield func(entity.Record) bool) error {
	all := s.policy.Scope(ctx, t.Name).All
	err := s.db.Each(ctx, t, func(rec entity.Record) bool {
		if !rec.Meta().Deleted() && (all || s.policy.Read(ctx, t, rec) == nil) && !yield(rec) {
			return false
		}
		return ctx.Err() == nil
	})
	if err == nil {
		err = ctx.Err()
	}
	return err
}
