package team

import (
	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

// Department 部门 is a node in the tree of the company.
type Department struct {
	entity.Base
	Name      string            `json:"name"`
	ParentID  id.Of[Department] `json:"parentId"`
	ManagerID id.Of[User]       `json:"managerId"`
	Note      string            `json:"note"`
}

// Departments declares the entity.
var Departments = entity.Define("department", "部门", func(d *Department) []field.Field {
	return []field.Field{
		field.Text(&d.Name, "部门名称").Required().Max(60).Search(4).Title().EN("Name").Alias("部门", "名称", "department", "department name", "团队", "team", "office", "regional_office"),
		field.Ref(&d.ParentID, "上级部门").EN("Parent department").Inverse("下级部门", "Sub-departments").Alias("上级", "父部门", "parent"),
		field.Ref(&d.ManagerID, "部门负责人").EN("Manager").Inverse("负责的部门", "Departments led").Alias("部门经理", "经理", "主管", "manager", "head"),
		field.LongText(&d.Note, "备注").Search(1).Alias("说明", "remark", "notes"),
	}
}).As("network")

// Check refuses a department that is its own parent.
func (d *Department) Check(*Department) error {
	if d.ID != "" && string(d.ParentID) == d.ID {
		return fault.Field("parentId", lang.Of("上级部门不能是本部门", "A department cannot be its own parent"))
	}
	return nil
}
