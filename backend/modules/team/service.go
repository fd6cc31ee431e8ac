package team

import (
	"context"
	"slices"
	"sync"

	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/access"
	"xingke/backend/core/entity"
	"xingke/backend/core/store"
)

// Service holds the laws and verbs of the team. It is safe for concurrent use.
type Service struct {
	db *store.DB

	mu       sync.Mutex
	standing map[string]*access.Person // of active users, nil when it must be read again
	changed  uint64                    // counts what it is made from
}

// New makes the service and puts its laws into force.
func New(db *store.DB) *Service {
	s := &Service{db: db}
	db.Enact(Departments.Name, store.Law{Allow: s.noCircle(Departments.Type, "parentId", lang.Of("上级部门", "parent department"))})
	db.Enact(Users.Name, store.Law{Allow: s.noCircle(Users.Type, "managerId", lang.Of("直属上级", "manager"))})
	db.Enact(Users.Name, store.Law{Allow: s.keepsOwner})
	db.Enact(Users.Name, store.Law{Allow: s.appoints})
	db.Enact(Departments.Name, store.Law{Allow: s.places})
	db.Enact(Roles.Name, store.Law{Allow: s.keepsOwnerRole})
	db.Enact(Roles.Name, store.Law{Allow: s.givesRights})
	db.Observe(s.forget)
	return s
}

// noCircle refuses a parent that has the record above it.
func (s *Service) noCircle(t *entity.Type, name string, label lang.Text) func(ctx context.Context, before, after entity.Record) error {
	return func(ctx context.Context, before, after entity.Record) error {
		return NoCircle(ctx, s.db, t, name, label, before, after)
	}
}

// NoCircle refuses a change of a record's parent field (by name) if the record itself lies above its
// new parent. It reads as the program, for a person may not see everything that lies above.
func NoCircle(ctx context.Context, db *store.DB, t *entity.Type, name string, label lang.Text, before, after entity.Record) error {
	spec := t.Spec(name)
	parent := entity.Get(after, spec)
	if parent.Empty() || before != nil && entity.Get(before, spec).Equal(parent) {
		return nil
	}
	ctx = who.With(ctx, who.System)
	self := after.Meta().ID
	for at, steps := parent.Text, 0; at != ""; steps++ {
		if at == self || steps > 1000 {
			return fault.Field(name, lang.Sayf("%s形成了循环：所选的本身就在这条记录之下", "The %s would form a loop: the one chosen is already below this record", label))
		}
		above, err := db.Find(ctx, t, at)
		if fault.Is(err, fault.NotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		at = entity.Get(above, spec).Text
	}
	return nil
}

// Person is a user as the context carries one, with the keys of the user's roles. Somebody who is
// not active is refused.
func (s *Service) Person(ctx context.Context, userID string) (who.User, error) {
	ctx = who.With(ctx, who.System)
	u, err := store.Get(ctx, s.db, Users, id.Of[User](userID))
	if err != nil {
		return who.User{}, err
	}
	if !u.Active {
		return who.User{}, fault.New(fault.Forbidden, "这个用户已停用，请联系管理员", "This user is deactivated. Ask an administrator.")
	}
	person := who.User{ID: u.ID, Name: u.Name, Lang: u.Lang, DepartmentID: u.DepartmentID}
	for _, roleID := range u.RoleIDs {
		role, err := store.Get(ctx, s.db, Roles, roleID)
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return who.User{}, err
		}
		key := role.Key
		if key == "" {
			key = role.ID
		}
		person.Roles = append(person.Roles, key)
	}
	return person, nil
}

// Owner is the first active user with the role of owner: who sits before a book of one person.
func (s *Service) Owner(ctx context.Context) (who.User, error) {
	ctx = who.With(ctx, who.System)
	var ids []string
	err := s.db.Each(ctx, Users.Type, func(rec entity.Record) bool {
		if u := rec.(*User); !u.Deleted() && u.Active {
			ids = append(ids, u.ID)
		}
		return true
	})
	if err != nil {
		return who.User{}, err
	}
	for _, userID := range ids {
		if p, err := s.Person(ctx, userID); err == nil && slices.Contains(p.Roles, Owner) {
			return p, nil
		}
	}
	return who.User{}, fault.New(fault.NotFound, "账套里没有在用的老板用户", "The book has no active user with the Owner role.")
}
