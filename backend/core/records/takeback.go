package records

import (
	"context"

	"xingke/backend/core/store"
)

// TakesBack says who may take back what the program did for them to records that it alone writes: may is asked for each
// such record of a change set. It is called before anybody calls.
func (s *Service) TakesBack(entity string, may func(ctx context.Context, id string) error) {
	if s.takeBack == nil {
		s.takeBack = map[string]func(context.Context, string) error{}
	}
	s.takeBack[entity] = may
}

// lifted tells whether what is undone was done with the rights of the program, and goes back with them: an
// administrator's own deeds, as a handover is one; what others did if they may for every record of the set.
func (s *Service) lifted(ctx context.Context, one *store.SetInfo) bool {
	if one.Actor != me(ctx) {
		return false
	}
	if s.policy.Administers(ctx) {
		return true
	}
	for name := range one.Entities {
		if s.takeBack[name] == nil {
			return false
		}
	}
	may := true
	err := s.db.EachOf(ctx, *one, func(c *store.Change) bool {
		may = s.takeBack[c.Entity](ctx, c.ID) == nil
		return may
	})
	return err == nil && may
}
