package team

import (
	"strings"

	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/base/money"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

// User 用户 is a person who works with the book; the department is the one of its Base.
type User struct {
	entity.Base
	Name      string        `json:"name"`
	Login     string        `json:"login"`
	Title     string        `json:"title"`
	Email     string        `json:"email"`
	Phone     string        `json:"phone"`
	ManagerID id.Of[User]   `json:"managerId"`
	RoleIDs   []id.Of[Role] `json:"roleIds"`
	Lang      lang.Tag      `json:"lang"`
	Active    bool          `json:"active"`
	Salary    money.Amount  `json:"salary"`
	Note      string        `json:"note"`
}

// Users declares the entity.
var Users = users()

func users() *entity.Of[User] {
	of := entity.Define("user", "用户", func(u *User) []field.Field {
		return []field.Field{
			field.Text(&u.Name, "姓名").Required().Max(60).Search(4).Title().
				Alias("用户", "用户名称", "员工", "员工姓名", "业务员", "销售", "销售员", "销售代表", "负责人", "user", "full name", "employee", "sales_agent", "sales agent", "agent", "salesperson", "sales rep"),
			field.Text(&u.Login, "登录名").Max(60).Unique().Search(2).
				Hint("登录时输入，不分大小写", "Typed to sign in, letter case does not matter").
				Alias("账号", "帐号", "用户名", "username", "account name", "user name"),
			field.Text(&u.Title, "职位").Max(60).Search(1).Alias("岗位", "职务", "job title", "position"),
			field.Ref(&u.ManagerID, "直属上级").Inverse("直属下属", "Direct reports").Alias("上级", "经理", "主管", "manager", "reports to", "supervisor"),
			field.Refs(&u.RoleIDs, "角色").EN("Roles").Alias("role", "roles", "权限角色"),
			field.Phone(&u.Phone, "手机").Search(2).Section("联系方式", "How to reach").Alias("电话", "手机号", "手机号码", "mobile", "tel", "telephone"),
			field.Email(&u.Email, "邮箱").Search(2).Alias("电子邮件", "邮件", "e-mail", "mail"),
			field.Choice(&u.Lang, "界面语言", field.Is(lang.ZH, "中文").In("Chinese").Or("zh", "简体中文"), field.Is(lang.EN, "英文").In("English")).
				EN("Language").Section("使用", "Use"),
			field.Flag(&u.Active, "在用").Hint("停用后不能登录，以前的记录保留", "Somebody who is not active cannot sign in; earlier records stay").Alias("启用", "在职", "状态", "enabled"),
			field.Money(&u.Salary, "月薪").AtLeast(0).ZeroEmpty().Private("salary").EN("Monthly salary").
				Hint("由角色决定谁能看到", "Roles decide who sees it").Alias("薪资", "工资", "月工资", "基本工资", "底薪", "salary", "base salary", "wage"),
			field.LongText(&u.Note, "备注").Search(1).Alias("说明", "remark", "remarks", "notes"),
		}
	}).As("user-round")
	of.Spec("departmentId").Aliases = append(of.Spec("departmentId").Aliases, "regional_office", "regional office", "office", "区域", "大区")
	// A user is nobody's property: the headings that name a salesperson mean the user himself.
	of.Spec("ownerId").Aliases, of.Spec("ownerId").Unlisted = nil, true
	return of
}

// Defaults makes a new user one who may sign in, reading Chinese.
func (u *User) Defaults() { u.Active, u.Lang = true, lang.ZH }

// Prepare writes the login in small letters, so that it is one login however it is typed.
func (u *User) Prepare(*User) { u.Login = strings.ToLower(strings.TrimSpace(u.Login)) }

// Check refuses a user who is his own manager.
func (u *User) Check(*User) error {
	if u.ID != "" && string(u.ManagerID) == u.ID {
		return fault.Field("managerId", lang.Of("直属上级不能是本人", "Nobody can be their own manager"))
	}
	return nil
}
