package team

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
	"xingke/backend/core/entity"
	"xingke/backend/core/rpc"
	"xingke/backend/core/store"
)

// RoleAnswer is a role with what it grants.
type RoleAnswer struct {
	ID          string                       `json:"id"`
	Rev         uint64                       `json:"rev"`
	Key         string                       `json:"key,omitempty"`
	Name        string                       `json:"name"`
	Description string                       `json:"description,omitempty"`
	Fixed       bool                         `json:"fixed"`    // the owner's: it grants everything
	Standard    bool                         `json:"standard"` // it grants what the program says for its key
	Users       int                          `json:"users"`    // active people who have it
	Administer  bool                         `json:"administer"`
	Entities    map[string]map[string]string `json:"entities"` // reach by entity and action, where it is not none
	Groups      map[string]string            `json:"groups"`   // read, write
}

// RoleEntity is an entity as the page of roles shows it.
type RoleEntity struct {
	Name   string    `json:"name"`
	Label  lang.Text `json:"label"`
	Module string    `json:"module"`
	Open   bool      `json:"open"`   // everybody reads it
	Shared bool      `json:"shared"` // its records belong to nobody: all or none
}

// RoleGroup is a private group of fields as the page of roles shows it.
type RoleGroup struct {
	Name   string   `json:"name"`
	Fields []string `json:"fields"`
}

// RolesOutput is the roles, and what roles can grant.
type RolesOutput struct {
	Roles    []RoleAnswer `json:"roles"`
	Entities []RoleEntity `json:"entities"`
	Actions  []string     `json:"actions"`
	Reaches  []string     `json:"reaches"`
	Groups   []RoleGroup  `json:"groups"`
	May      bool         `json:"may"` // the caller may change them
}

// RoleInput saves a role. Standard lets it grant again what the program says for its key.
type RoleInput struct {
	ID          string                       `json:"id,omitempty"`
	Rev         uint64                       `json:"rev,omitempty"`
	Name        string                       `json:"name"`
	Description string                       `json:"description,omitempty"`
	Standard    bool                         `json:"standard,omitempty"`
	Administer  bool                         `json:"administer,omitempty"`
	Entities    map[string]map[string]string `json:"entities,omitempty"`
	Groups      map[string]string            `json:"groups,omitempty"`
}

// RoleSaved is a role as it was saved.
type RoleSaved struct {
	ID     string `json:"id"`
	Rev    uint64 `json:"rev"`
	Change string `json:"change"`
}

// ListRoles lists the roles with what they grant, entity by entity.
func (d *Desk) ListRoles(ctx context.Context, _ rpc.Nothing) (RolesOutput, error) {
	out := RolesOutput{Roles: []RoleAnswer{}, Reaches: access.Reaches(), May: d.Team.administers(ctx)}
	for _, action := range access.Actions {
		out.Actions = append(out.Actions, string(action))
	}
	for _, t := range d.kept() {
		rule := d.Policy.Rule(t.Name)
		out.Entities = append(out.Entities, RoleEntity{Name: t.Name, Label: t.Label, Module: t.Module, Open: rule.Open, Shared: rule.Shared})
	}
	for _, group := range Groups {
		out.Groups = append(out.Groups, RoleGroup{Name: group, Fields: d.fieldsOf(ctx, group)})
	}
	have := map[string]int{}
	err := d.DB.Each(ctx, Users.Type, func(rec entity.Record) bool {
		if u := rec.(*User); u.Active && !u.Deleted() {
			for _, role := range u.RoleIDs {
				have[string(role)]++
			}
		}
		return true
	})
	if err != nil {
		return out, err
	}
	err = d.DB.Each(ctx, Roles.Type, func(rec entity.Record) bool {
		if r := rec.(*Role); !r.Deleted() {
			out.Roles = append(out.Roles, d.role(r, have[r.ID]))
		}
		return true
	})
	return out, err
}

func (d *Desk) role(r *Role, users int) RoleAnswer {
	g := r.Rights()
	one := RoleAnswer{
		ID: r.ID, Rev: r.Rev, Key: r.Key, Name: r.Name, Description: r.Description, Fixed: r.Key == Owner,
		Standard: r.Grants == "" && Standards[r.Key] != nil, Users: users, Administer: g.Administer,
		Entities: map[string]map[string]string{}, Groups: map[string]string{},
	}
	for _, t := range d.kept() {
		verbs := map[string]string{}
		for _, action := range access.Actions {
			if reach := g.Of(t.Name, action); reach != access.None {
				verbs[string(action)] = reach.String()
			}
		}
		one.Entities[t.Name] = verbs
	}
	for _, group := range Groups {
		if g.Group(group, true) {
			one.Groups[group] = string(access.Writes)
		} else if g.Group(group, false) {
			one.Groups[group] = string(access.Reads)
		}
	}
	return one
}

// SaveRole makes a role or changes what it grants.
func (d *Desk) SaveRole(ctx context.Context, in RoleInput) (RoleSaved, error) {
	r := Roles.New().(*Role)
	if in.ID != "" {
		rec, err := d.DB.Get(ctx, Roles.Type, in.ID)
		if err != nil {
			return RoleSaved{}, err
		}
		if r = rec.(*Role); in.Rev != 0 && in.Rev != r.Rev {
			return RoleSaved{}, fault.New(fault.Conflict, "这个角色刚刚被修改过，请刷新后再改", "This role has been changed in the meantime. Reload it, then make your change.")
		}
	}
	if r.Key == Owner {
		return RoleSaved{}, fault.New(fault.Conflict, "老板角色始终拥有全部权限，不能修改", "The Owner role always has every right and cannot be changed.")
	}
	grants, err := d.grants(in)
	if err != nil {
		return RoleSaved{}, err
	}
	r.Name, r.Description = strings.TrimSpace(in.Name), in.Description
	if r.Grants = grants.Text(); in.Standard && Standards[r.Key] != nil {
		r.Grants = ""
	}
	u, _ := who.From(ctx)
	if me := d.Team.Standing(u.ID); me != nil && slices.ContainsFunc(me.Roles, func(one access.Role) bool { return one.ID == r.ID }) && !r.Rights().Administer && !alsoAdministers(me, r.ID) {
		return RoleSaved{}, fault.New(fault.Conflict, "您就是凭这个角色管理账套的；去掉后您将无法再改回来，请让另一位管理员来改", "This role is what makes you an administrator. Without it you could not change it back: ask another administrator to do it.")
	}
	set := id.New()
	label := lang.Sayf("修改角色“%s”的权限", "Changed the rights of the role %s", lang.S(r.Name)).In(who.Lang(ctx))
	if err := d.DB.Put(store.WithSet(ctx, set, label), r); err != nil {
		return RoleSaved{}, err
	}
	return RoleSaved{ID: r.ID, Rev: r.Rev, Change: set}, d.note(ctx, Roles.Type, r, lang.Of("修改了角色的权限", "Changed the rights of the role"))
}

func alsoAdministers(p *access.Person, without string) bool {
	return slices.ContainsFunc(p.Roles, func(r access.Role) bool { return r.ID != without && r.Grants.Administer })
}

// grants reads what a page sent, and keeps only what says something.
func (d *Desk) grants(in RoleInput) (*access.Grants, error) {
	raw, err := json.Marshal(map[string]interface{}{"administer": in.Administer, "entities": in.Entities, "groups": in.Groups})
	if err != nil {
		return nil, err
	}
	g, err := access.ParseGrants(string(raw))
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "权限的写法不对", "The rights are not well formed.")
	}
	for name, verbs := range g.Entities {
		if name != access.Everything && d.Types.Type(name) == nil {
			return nil, fault.New(fault.Invalid, "没有“%s”这种记录", "There is no record type named %s.", lang.S(name))
		}
		for action, reach := range verbs {
			if reach == access.None {
				delete(verbs, action)
			}
		}
	}
	for group := range g.Groups {
		if !slices.Contains(Groups, group) {
			return nil, fault.New(fault.Invalid, "没有“%s”这组字段", "There is no private group named %s.", lang.S(group))
		}
	}
	return g, nil
}
