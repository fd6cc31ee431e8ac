package team

import (
	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/access"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

// The keys of the roles the program knows.
const (
	Owner     = who.RoleOwner // everything
	General   = "general"     // 总经理: everything but holding the book together
	Manager   = "manager"     // everything of the own department and those below
	Sales     = "sales"       // the own records
	Support   = "service"     // 客服
	Projects  = "project"     // 项目经理
	Engineer  = "engineer"    // 工程师
	Finance   = "finance"     // 财务
	Marketing = "marketing"   // 市场
	Admin     = "admin"       // 管理员: people, roles, settings
)

// Role 角色 is a bundle of rights that users have.
type Role struct {
	entity.Base
	Name        string `json:"name"`
	Key         string `json:"key"`
	Description string `json:"description"`
	Grants      string `json:"grants"` // JSON of access.Grants; "" is what the program grants a role with this key
}

// Roles declares the entity.
var Roles = entity.Define("role", "角色", func(r *Role) []field.Field {
	return []field.Field{
		field.Text(&r.Name, "角色名称").Required().Max(60).Search(2).Title().EN("Name").Alias("角色", "名称", "role", "role name"),
		field.Text(&r.Key, "权限代号").Max(40).Unique().Hint("程序预置角色的代号，如 owner 老板、manager 销售经理、sales 销售；自建角色可以不填", "Roles that come with the program have one, such as owner, manager and sales; your own need none"),
		field.LongText(&r.Description, "说明").Search(1).Alias("备注", "remark", "notes"),
		field.LongText(&r.Grants, "权限").ReadOnly().Unlisted().EN("Rights"),
	}
}).As("shield-check")

// Check refuses grants that no program could hold to.
func (r *Role) Check(*Role) error {
	if r.Grants == "" {
		return nil
	}
	if _, err := access.ParseGrants(r.Grants); err != nil {
		return fault.Wrap(err, fault.Invalid, "角色“%s”的权限写法不对，请在“角色与权限”页面里设置", "The rights of the role %s are not well formed. Set them on the page of roles.", lang.S(r.Name))
	}
	return nil
}

// Rights is what a role grants: what was set, or what the program grants a role with its key.
// The owner's role always grants everything.
func (r *Role) Rights() *access.Grants {
	if r.Key != Owner && r.Grants != "" {
		if g, err := access.ParseGrants(r.Grants); err == nil {
			return g
		}
		return &access.Grants{}
	}
	if g := Standards[r.Key]; g != nil {
		return g
	}
	return &access.Grants{}
}
