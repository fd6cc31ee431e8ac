package team

import (
	"xingke/backend/base/lang"
	"xingke/backend/core/entity"
)

// Label names the house in menus.
var Label = lang.Of("团队", "Team")

// Entities lists what lives in this house, in the order of its menu.
func Entities() entity.Group {
	return entity.Group{Module: "team", Types: []*entity.Type{Users.Type, Departments.Type, Roles.Type, Shares.Type}}
}
