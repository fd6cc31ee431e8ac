package team

import (
	"context"
	"slices"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/entity"
)

// keepsOwner refuses a write that would leave the book without an active user with the role of owner:
// nobody could open it any more.
func (s *Service) keepsOwner(ctx context.Context, before, after entity.Record) error {
	if before == nil {
		return nil
	}
	was, is := before.(*User), after.(*User)
	ctx = who.With(ctx, who.System)
	if !s.owns(ctx, was) || s.owns(ctx, is) {
		return nil
	}
	other := false
	err := s.db.Each(ctx, Users.Type, func(rec entity.Record) bool {
		u := rec.(*User)
		other = u.ID != was.ID && s.owns(ctx, u)
		return !other
	})
	if err != nil || other {
		return err
	}
	return fault.New(fault.Conflict, "“%s”是账套里唯一在用的老板用户；请先让另一位用户担任老板",
		"%s is the only active user with the role of owner. Give the role to another user first.", lang.S(was.Name))
}

// owns says whether a user counts as an owner who can open the book.
func (s *Service) owns(ctx context.Context, u *User) bool {
	if u.Deleted() || !u.Active {
		return false
	}
	for _, roleID := range u.RoleIDs {
		if rec, err := s.db.Get(ctx, Roles.Type, string(roleID)); err == nil && rec.(*Role).Key == Owner {
			return true
		}
	}
	return false
}

// keepsOwnerRole refuses to take the role of owner out of use: all owners would lose it at once.
func (s *Service) keepsOwnerRole(_ context.Context, before, after entity.Record) error {
	if before == nil {
		return nil
	}
	was, is := before.(*Role), after.(*Role)
	if was.Key != Owner || was.Deleted() || (is.Key == Owner && !is.Deleted()) {
		return nil
	}
	return fault.New(fault.Conflict, "老板角色是账套必需的，不能删除或改代号", "The book needs the Owner role: it cannot be deleted or given another key.")
}

// administers tells whether the one who acts may say who may what.
func (s *Service) administers(ctx context.Context) bool {
	u, known := who.From(ctx)
	if !known || u.Program || u.ID == who.System.ID {
		return known
	}
	p := s.Standing(u.ID)
	return p != nil && p.Administers()
}

// appoints refuses anybody but an administrator to give roles, to let somebody in again, or to say where in the company
// somebody stands: else who may correct a phone number could make themselves owner, or everybody's manager.
func (s *Service) appoints(ctx context.Context, before, after entity.Record) error {
	is := after.(*User)
	was := &User{ManagerID: is.ManagerID}
	was.DepartmentID = is.DepartmentID // a new user may stand anywhere: they have no roles yet, and no records
	if before != nil {
		was = before.(*User)
	}
	enters := before != nil && is.Active && !is.Deleted() && (!was.Active || was.Deleted())
	same := slices.Equal(was.RoleIDs, is.RoleIDs) && was.ManagerID == is.ManagerID && was.DepartmentID == is.DepartmentID
	if same && !enters || s.administers(ctx) {
		return nil
	}
	return fault.New(fault.Forbidden, "只有管理员可以分配角色、调整部门和上级、启用用户",
		"Only an administrator gives roles, moves people to another department or manager, or lets somebody in again.")
}

// places refuses anybody but an administrator to hang a department under another: who leads a department sees what lies below.
func (s *Service) places(ctx context.Context, before, after entity.Record) error {
	if before == nil || before.(*Department).ParentID == after.(*Department).ParentID || s.administers(ctx) {
		return nil
	}
	return fault.New(fault.Forbidden, "只有管理员可以调整部门的上下级", "Only an administrator can move a department under another.")
}

// givesRights refuses anybody but an administrator to change roles.
func (s *Service) givesRights(ctx context.Context, before, after entity.Record) error {
	if s.administers(ctx) {
		return nil
	}
	return fault.New(fault.Forbidden, "只有管理员可以修改角色", "Only an administrator can change roles.")
}
