package customers

import (
	"xingke/backend/base/lang"
	"xingke/backend/core/entity"
)

// Label names the house in menus.
var Label = lang.Of("客户", "Customers")

// Entities lists what lives in this house, in the order of its menu.
func Entities() entity.Group {
	return entity.Group{Module: "customers", Types: []*entity.Type{
		Customers.Type, Contacts.Type, FollowUps.Type, FollowUpPlans.Type, Tags.Type,
	}}
}
