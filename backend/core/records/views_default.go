package records

import (
	"context"
	"encoding/json"
	"slices"
	"strings"

	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/access"
	"xingke/backend/core/columns"
	"xingke/backend/core/store"
)

const (
	// roleEntity is what people have whose default a view can be.
	roleEntity = "role"
	// everybody stands among the roles of a view for all people whose roles have no default of their own.
	everybody = "*"
	// wholeList is the choice of who opens a list without any view, though their roles have a default.
	wholeList = "*"
	// keyChosen begins the setting of what a person chose; the entity follows.
	keyChosen = "view/"
)

// DefaultView is what the list of an entity opens with for the caller.
type DefaultView struct {
	Entity string `json:"entity"`
	Chosen bool   `json:"chosen"`         // the caller's own choice, and not that of their roles
	View   string `json:"view,omitempty"` // "" is the whole list
	Team   string `json:"team,omitempty"` // what it is without a choice of one's own
}

// ViewChoice is what a person wants an entity's list to open with: a view, the whole list, or, with neither,
// whatever their roles have.
type ViewChoice struct {
	Entity string `json:"entity"`
	View   string `json:"view,omitempty"`
	Whole  bool   `json:"whole,omitempty"`
}

// ViewDefault makes a shared list the default of some roles, or of everybody, and of no others.
type ViewDefault struct {
	ID        string   `json:"id"`
	Roles     []string `json:"roles,omitempty"`
	Everybody bool     `json:"everybody,omitempty"` // whose roles have no default of their own
}

// ViewChange names the change set that changed something about saved lists, "" if nothing changed.
type ViewChange struct {
	Change string `json:"change,omitempty"`
}

// chosenView is how a person's choice is kept.
type chosenView struct {
	View string `json:"view"`
}

// roles are the roles whose default a view is.
func (v *View) roles() []string {
	var list []string
	if v.Shared && v.For != "" {
		_ = json.Unmarshal([]byte(v.For), &list) // what cannot be read is nobody's default
	}
	return list
}

// setRoles tells whether that changes anything.
func (v *View) setRoles(list []string) bool {
	if slices.Equal(v.roles(), list) {
		return false
	}
	if v.For = ""; len(list) > 0 {
		raw, _ := json.Marshal(list) // plain texts
		v.For = string(raw)
	}
	return true
}

// defaults finds what lists open with: of one entity, or of all that have views.
func (s *Service) defaults(ctx context.Context, of string, views []ViewAnswer) ([]DefaultView, error) {
	byEntity := map[string][]ViewAnswer{}
	if of != "" {
		byEntity[of] = nil
	}
	for i := range views {
		byEntity[views[i].Entity] = append(byEntity[views[i].Entity], views[i])
	}
	list := []DefaultView{}
	for name, its := range byEntity {
		one := DefaultView{Entity: name, Team: teamDefault(s.policy.Subject(ctx), its)}
		one.View = one.Team
		var mine chosenView
		if err := s.RecallOwn(ctx, keyChosen+name, &mine); err != nil {
			return list, err
		}
		switch {
		case mine.View == wholeList:
			one.Chosen, one.View = true, ""
		case slices.ContainsFunc(its, func(v ViewAnswer) bool { return v.ID == mine.View }):
			one.Chosen, one.View = true, mine.View
		}
		list = append(list, one)
	}
	slices.SortFunc(list, func(a, b DefaultView) int { return strings.Compare(a.Entity, b.Entity) })
	return list, nil
}

// teamDefault is the default of the first of one's roles that has one, else that of everybody.
func teamDefault(s access.Subject, views []ViewAnswer) string {
	var roles []string
	if s.Person != nil {
		for i := range s.Roles {
			roles = append(roles, s.Roles[i].ID)
		}
	}
	for _, role := range append(roles, everybody) {
		for i := range views {
			if role != "" && slices.Contains(views[i].For, role) {
				return views[i].ID
			}
		}
	}
	return ""
}

// ChooseView keeps what an entity's list opens with for the caller.
func (s *Service) ChooseView(ctx context.Context, in ViewChoice) (ViewChange, error) {
	if err := s.policy.Allow(ctx, "read", in.Entity); err != nil {
		return ViewChange{}, err
	}
	t, choice := s.types.Type(in.Entity), chosenView{View: in.View}
	name := lang.Sayf("设置%s列表的默认视图", "Set the default view of %s", t.Label).In(who.Lang(ctx))
	if in.Whole {
		choice.View = wholeList
	} else if in.View != "" {
		view, err := s.view(ctx, in.View)
		if err != nil {
			return ViewChange{}, err
		}
		if view.Of != in.Entity || !view.Shared && string(view.OwnerID) != me(ctx) {
			return ViewChange{}, noView()
		}
		name = label(ctx, "设置%s列表的默认视图“%s”", "Set the default view of %s: %s", t, view.Name)
	}
	raw, err := json.Marshal(choice)
	if err != nil {
		return ViewChange{}, err
	}
	out := ViewChange{Change: id.New()}
	// Under the caller's name, so that it is theirs to take back.
	err = s.db.Write(store.WithSet(who.Elevate(ctx), out.Change, name), func(ctx context.Context) error {
		rec, err := s.remembered(ctx, me(ctx)+"/"+keyChosen+in.Entity)
		if err != nil {
			return err
		}
		if rec == nil {
			rec = Settings.New().(*Setting)
			rec.OwnerID, rec.Key = id.Of[owner](me(ctx)), me(ctx)+"/"+keyChosen+in.Entity
		}
		if rec.Value == string(raw) {
			out.Change = ""
			return nil
		}
		rec.Value = string(raw)
		return s.db.Put(ctx, rec)
	})
	return out, err
}

func noView() error {
	return fault.New(fault.NotFound, "找不到这个视图，可能已被删除或不再共享", "There is no such view. It may have been deleted, or is not shared any more.")
}

// SetDefaultView makes a shared list the default of roles. Another that was theirs so far is not any more.
func (s *Service) SetDefaultView(ctx context.Context, in ViewDefault) (ViewChange, error) {
	view, err := s.view(ctx, in.ID)
	if err != nil {
		return ViewChange{}, err
	}
	if err := s.policy.Allow(ctx, "read", view.Of); err != nil {
		return ViewChange{}, err
	}
	switch {
	case !view.Shared && string(view.OwnerID) != me(ctx):
		return ViewChange{}, noView()
	case !view.Shared:
		return ViewChange{}, fault.New(fault.Conflict, "只有自己能用的视图不能设为别人的默认视图，请先改为大家都能用", "A view that only you can use cannot be the default of others. Share it first.")
	}
	roles := slices.Compact(slices.Sorted(slices.Values(in.Roles)))
	for _, role := range roles {
		if _, err := s.db.Get(system(ctx), s.types.Type(roleEntity), role); err != nil {
			return ViewChange{}, err
		}
	}
	if in.Everybody {
		roles = append(roles, everybody)
	}
	out, did := ViewChange{Change: id.New()}, false
	name := label(ctx, "设置%s列表的默认视图“%s”", "Set the default view of %s: %s", s.types.Type(view.Of), view.Name)
	// The views of others too, in the caller's name.
	err = s.db.Write(store.WithSet(who.Elevate(ctx), out.Change, name), func(ctx context.Context) error {
		did = false
		return s.eachShared(ctx, view.Of, func(one *View) error {
			theirs := roles
			if one.ID != view.ID {
				theirs = slices.DeleteFunc(one.roles(), func(role string) bool { return slices.Contains(roles, role) })
			}
			if !one.setRoles(theirs) {
				return nil
			}
			did = true
			return s.db.Put(ctx, one)
		})
	})
	if !did {
		out.Change = ""
	}
	return out, err
}

// eachShared goes through the shared lists of an entity, to be changed.
func (s *Service) eachShared(ctx context.Context, of string, act func(*View) error) error {
	where := columns.All(columns.Where("of", "eq", of), flagged("shared"))
	page, err := s.columns.List(system(ctx), columns.Query{Entity: Views.Name, Where: &where, Limit: mostRows})
	if err != nil {
		return err
	}
	for _, one := range page.IDs {
		rec, err := s.db.Get(ctx, Views.Type, one)
		if fault.Is(err, fault.NotFound) {
			continue
		}
		if err != nil {
			return err
		}
		if err := act(Views.Copy(rec).(*View)); err != nil {
			return err
		}
	}
	return nil
}

// takesBackAs is who takes a change set back: whose default a view is was set on views of others too, so what the
// caller did to views alone is taken back as it was done.
func (s *Service) takesBackAs(ctx context.Context, one *store.SetInfo) context.Context {
	if s.lifted(ctx, one) {
		return who.Elevate(ctx)
	}
	if one.Actor != me(ctx) || len(one.Entities) != 1 || one.Entities[Views.Name] == 0 || s.policy.Allow(ctx, string(access.Update), roleEntity) != nil {
		return ctx
	}
	return who.Elevate(ctx)
}
