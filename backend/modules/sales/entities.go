package sales

import (
	"xingke/backend/base/lang"
	"xingke/backend/core/entity"
)

// Label names the house in menus.
var Label = lang.Of("销售", "Sales")

// Entities lists what lives in this house, in the order of its menu.
func Entities() entity.Group {
	return entity.Group{Module: "sales", Types: []*entity.Type{Opportunities.Type, Orders.Type, Products.Type, Pipelines.Type}}
}
