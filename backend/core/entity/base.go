package entity

import (
	"time"

	"xingke/backend/base/id"
	"xingke/backend/base/who"
	"xingke/backend/core/field"
)

// Base is embedded, first, in every record.
type Base struct {
	ID           string                 `json:"id"`
	Rev          uint64                 `json:"rev"` // counts the record's versions from 1; 0 is not saved yet
	OwnerID      id.Of[who.User]        `json:"ownerId"`
	DepartmentID string                 `json:"departmentId"`
	Tags         []string               `json:"tags"`
	CreatedAt    time.Time              `json:"createdAt"`
	CreatedBy    id.Of[who.User]        `json:"createdBy"`
	UpdatedAt    time.Time              `json:"updatedAt"`
	UpdatedBy    id.Of[who.User]        `json:"updatedBy"`
	DeletedAt    time.Time              `json:"deletedAt"` // zero while the record lives
	Extra        map[string]field.Value `json:"-"`         // values of fields that customers defined
}

// Meta gives the machine access to the Base of any record.
func (b *Base) Meta() *Base { return b }

// Deleted tells that the record lies in the recycle bin.
func (b *Base) Deleted() bool { return !b.DeletedAt.IsZero() }

// Record is a pointer to a struct that embeds Base.
type Record interface{ Meta() *Base }

// describeBase declares the fields every entity has. ID and Rev are not fields but the record's identity.
func describeBase(b *Base) []field.Field {
	return []field.Field{
		field.Hidden(&b.ID), field.Hidden(&b.Rev), field.Hidden(&b.Extra),
		field.RefTo("user", &b.OwnerID, "负责人").Alias("所有者", "归属人", "业务员", "销售", "sales_agent", "sales agent", "salesperson", "owner", "sales rep"),
		field.RefTo("department", &b.DepartmentID, "所属部门").Alias("部门", "department", "team"),
		field.Tags(&b.Tags, "标签").Search(1),
		field.Instant(&b.CreatedAt, "创建时间").ReadOnly().Alias("创建日期", "录入时间", "created time", "created on"),
		field.RefTo("user", &b.CreatedBy, "创建人").ReadOnly().EN("Created by").Alias("录入人", "作者", "author", "creator"),
		field.Instant(&b.UpdatedAt, "更新时间").ReadOnly().Alias("修改时间", "最后修改时间", "modified time"),
		field.RefTo("user", &b.UpdatedBy, "更新人").ReadOnly().EN("Updated by").Alias("修改人", "modified by"),
		field.Instant(&b.DeletedAt, "删除时间").ReadOnly().Unlisted(),
	}
}
