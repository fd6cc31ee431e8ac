package team

import (
	"xingke/backend/base/who"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

// The keys of the roles the program knows.
const (
	Owner   = who.RoleOwner // everything
	Manager = "manager"     // everything of the own department and those below
	Sales   = "sales"       // the own records
)

// Role 角色 is a bundle of rights that users have.
type Role struct {
	entity.Base
	Name        string `json:"name"`
	Key         string `json:"key"`
	Description string `json:"description"`
}

// Roles declares the entity.
var Roles = entity.Define("role", "角色", func(r *Role) []field.Field {
	return []field.Field{
		field.Text(&r.Name, "角色名称").Required().Max(60).Search(2).Title().EN("Name").Alias("角色", "名称", "role", "role name"),
		field.Text(&r.Key, "权限代号").Max(40).Unique().Hint("owner 老板、manager 经理、sales 销售；其他代号为自建角色", "owner, manager and sales are known to the program; other keys are your own"),
		field.LongText(&r.Description, "说明").Search(1).Alias("备注", "remark", "notes"),
	}
}).As("shield-check")
