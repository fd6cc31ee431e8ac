package reports

import (
	"xingke/backend/base/lang"
	"xingke/backend/core/entity"
)

// Label names the house in menus.
var Label = lang.Of("报表", "Reports")

// Entities lists what lives in this house, in the order of its menu.
func Entities() entity.Group {
	return entity.Group{Module: "reports", Types: []*entity.Type{Reports.Type}}
}
