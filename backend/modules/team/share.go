package team

import (
	"xingke/backend/base/day"
	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

// Share 共享 opens one record, and what goes with it, to a person or to a department and those
// below it. Somebody who may write what was shared with them, without an end, is a collaborator.
// Its owner is who shared.
type Share struct {
	entity.Base
	Title          string            `json:"title"` // of the record when it was shared
	Record         id.Link           `json:"record"`
	ToUserID       id.Of[User]       `json:"toUserId"`
	ToDepartmentID id.Of[Department] `json:"toDepartmentId"`
	Right          string            `json:"right"`
	UntilOn        day.Day           `json:"untilOn"` // the last day; none is without end
	Note           string            `json:"note"`
}

// The rights a share gives.
const (
	ShareRead  = "read"
	ShareWrite = "write"
)

// Shares declares the entity.
var Shares = entity.Define("share", "共享", func(s *Share) []field.Field {
	return []field.Field{
		field.Text(&s.Title, "记录").Required().Max(300).Title().EN("Record"),
		field.Link(&s.Record, "共享的记录").Required().EN("Shared record"),
		field.Ref(&s.ToUserID, "共享给用户").EN("Shared with user").Inverse("共享给此人的记录", "Shared with this person"),
		field.Ref(&s.ToDepartmentID, "共享给部门").EN("Shared with department").Inverse("共享给本部门的记录", "Shared with this department"),
		field.Choice(&s.Right, "权限", field.Is(ShareRead, "可查看").In("May read"), field.Is(ShareWrite, "可修改").In("May change")).Required().EN("Right"),
		field.Day(&s.UntilOn, "有效期至").EN("Until"),
		field.Text(&s.Note, "说明").Max(200),
	}
}).As("user-plus", "Share").InBackground()

// Check asks for one to share with.
func (s *Share) Check(*Share) error {
	if (s.ToUserID == "") == (s.ToDepartmentID == "") {
		return fault.Field("toUserId", lang.Of("请选择一位同事或一个部门", "Choose one colleague or one department"))
	}
	return nil
}
