package team

import (
	"context"
	"log/slog"
	"slices"

	"xingke/backend/base/who"
	"xingke/backend/core/access"
	"xingke/backend/core/entity"
	"xingke/backend/core/store"
)

// Standing is somebody as the rights see them now: nil for who is not there, not active, or in the
// recycle bin. It is asked for every record read, so it is answered from memory; what changes about
// people, departments, roles and shares makes it new before the change is acknowledged.
func (s *Service) Standing(userID string) *access.Person {
	s.mu.Lock()
	known, at := s.standing, s.changed
	s.mu.Unlock()
	if known != nil {
		return known[userID]
	}
	fresh, err := s.office()
	if err != nil {
		slog.Error("rights cannot be read; nobody may anything", "err", err)
		return nil
	}
	s.mu.Lock()
	if s.changed == at { // else it may be of before the change, and the next one who asks reads again
		s.standing = fresh
	}
	s.mu.Unlock()
	return fresh[userID]
}

// forget notices what the standing of people is made from.
func (s *Service) forget(c store.Commit) {
	for i := range c.Items {
		switch c.Items[i].Change.Entity {
		case Users.Name, Departments.Name, Roles.Name, Shares.Name:
			s.mu.Lock()
			s.standing, s.changed = nil, s.changed+1
			s.mu.Unlock()
			return
		}
	}
}

// office reads everybody anew.
func (s *Service) office() (map[string]*access.Person, error) {
	ctx := who.With(context.Background(), who.System)
	roles := map[string]access.Role{}
	above, children, below := map[string]string{}, map[string][]string{}, map[string][]string{}
	var users []*User
	var shares []*Share
	for t, keep := range map[*entity.Type]func(entity.Record){
		Roles.Type: func(rec entity.Record) {
			r := rec.(*Role)
			roles[r.ID] = access.Role{ID: r.ID, Key: r.Key, Name: r.Name, Grants: r.Rights()}
		},
		Departments.Type: func(rec entity.Record) {
			d := rec.(*Department)
			above[d.ID] = string(d.ParentID)
			children[string(d.ParentID)] = append(children[string(d.ParentID)], d.ID)
		},
		Users.Type: func(rec entity.Record) {
			u := rec.(*User)
			below[string(u.ManagerID)] = append(below[string(u.ManagerID)], u.ID) // also who left: their records stay the manager's to see
			if u.Active {
				users = append(users, u)
			}
		},
		Shares.Type: func(rec entity.Record) { shares = append(shares, rec.(*Share)) },
	} {
		err := s.db.Each(ctx, t, func(rec entity.Record) bool {
			if !rec.Meta().Deleted() {
				keep(rec)
			}
			return true
		})
		if err != nil {
			return nil, err
		}
	}
	all := make(map[string]*access.Person, len(users))
	for _, u := range users {
		p := &access.Person{UserID: u.ID, Department: u.DepartmentID, Below: lower(below, u.ID)}
		if u.DepartmentID != "" {
			p.Departments = append([]string{u.DepartmentID}, lower(children, u.DepartmentID)...)
		}
		for _, roleID := range u.RoleIDs {
			if r, live := roles[string(roleID)]; live {
				p.Roles = append(p.Roles, r)
			}
		}
		p.Opened = opened(shares, u, above)
		all[u.ID] = p.Seen()
	}
	return all, nil
}

// lower lists what lies below, directly or not, without the top itself.
func lower(children map[string][]string, top string) []string {
	if top == "" {
		return nil
	}
	var all []string
	seen := map[string]bool{top: true}
	for next := children[top]; len(next) > 0; {
		one := next[0]
		next = next[1:]
		if seen[one] {
			continue
		}
		seen[one] = true
		all = append(all, one)
		next = append(slices.Clip(next), children[one]...)
	}
	return all
}

// opened are the shares that reach a user: their own, and those of their department and all above it.
func opened(shares []*Share, u *User, above map[string]string) []access.Opened {
	over := map[string]bool{}
	for at := u.DepartmentID; at != "" && !over[at]; at = above[at] {
		over[at] = true
	}
	var list []access.Opened
	for _, one := range shares {
		if string(one.ToUserID) == u.ID || over[string(one.ToDepartmentID)] {
			list = append(list, access.Opened{ID: one.ID, Entity: one.Record.Entity, RecordID: one.Record.ID, Write: one.Right == ShareWrite, Until: one.UntilOn})
		}
	}
	return list
}
