package audit

import (
	"time"
	"unicode/utf8"

	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

// Kind says what was done.
type Kind string

// The kinds of events.
const (
	SignIn       Kind = "signIn"
	SignInFailed Kind = "signInFailed"
	SignOut      Kind = "signOut"
	Lock         Kind = "lock"
	Unlock       Kind = "unlock"
	Key          Kind = "key"    // passphrase, recovery key, keychain, sealing anew
	Rights       Kind = "rights" // of a person, a role, a share, a handover
	ActAs        Kind = "actAs"  // somebody acts as somebody else
	Read         Kind = "read"   // of a private group of fields
	Print        Kind = "print"
	Export       Kind = "export"
	ExportAll    Kind = "exportAll"
	Backup       Kind = "backup"
	BackupFailed Kind = "backupFailed"
	Drill        Kind = "drill" // a backup was restored to try it
	Restore      Kind = "restore"
	Erase        Kind = "erase" // a person's data, on request
	Refused      Kind = "refused"
)

func kinds() []field.Option {
	return []field.Option{
		field.Is(SignIn, "登录").In("Sign-in").As("good"),
		field.Is(SignInFailed, "登录失败").In("Failed sign-in").As("bad"),
		field.Is(SignOut, "退出").In("Sign-out"),
		field.Is(Lock, "锁定").In("Lock"),
		field.Is(Unlock, "解锁").In("Unlock"),
		field.Is(Key, "密钥与口令").In("Keys and passphrase").As("attention"),
		field.Is(Rights, "权限变更").In("Rights").As("attention"),
		field.Is(ActAs, "代他人操作").In("Acting as another").As("attention"),
		field.Is(Read, "查看保密字段").In("Private fields read"),
		field.Is(Print, "打印").In("Print"),
		field.Is(Export, "导出").In("Export").As("accent"),
		field.Is(ExportAll, "导出全部").In("Everything exported").As("attention"),
		field.Is(Backup, "备份").In("Backup").As("good"),
		field.Is(BackupFailed, "备份失败").In("Failed backup").As("bad"),
		field.Is(Drill, "恢复演练").In("Restore drill").As("good"),
		field.Is(Restore, "恢复").In("Restore").As("attention"),
		field.Is(Erase, "删除个人信息").In("Personal data erased").As("attention"),
		field.Is(Refused, "被拒绝").In("Refused").As("bad"),
	}
}

// Door says by which way somebody came.
type Door string

// The doors.
const (
	Window  Door = "window"  // the program's own window
	Office  Door = "office"  // a browser
	Command Door = "command" // the command line
	Program Door = "program" // the program itself, at night say
)

func doors() []field.Option {
	return []field.Option{
		field.Is(Window, "本机窗口").In("Window"),
		field.Is(Office, "浏览器").In("Browser"),
		field.Is(Command, "命令行").In("Command line"),
		field.Is(Program, "程序自动").In("The program"),
	}
}

// Event 审计记录 is one deed that leaves no trace in a record.
type Event struct {
	entity.Base
	Kind     Kind      `json:"kind"`
	At       time.Time `json:"at"`
	UserID   string    `json:"userId"`   // who; "" if nobody was signed in
	UserName string    `json:"userName"` // as they were called then
	Door     Door      `json:"door"`
	From     string    `json:"from"` // address or machine
	What     string    `json:"what"` // a sentence, in Chinese
	WhatEN   string    `json:"whatEN"`
	Entity   string    `json:"entity"`   // what kind of record it was about
	RecordID string    `json:"recordId"` // which one
	Title    string    `json:"title"`    // what it was called then
	Group    string    `json:"group"`    // the private group of fields
	Count    int       `json:"count"`    // of records, rows, refusals
}

// Events declares the entity.
var Events = entity.Define("auditEvent", "审计记录", func(e *Event) []field.Field {
	return []field.Field{
		field.Choice(&e.Kind, "事项", kinds()...).Required().Title().EN("Event"),
		field.Instant(&e.At, "时间").Required().EN("When"),
		field.Text(&e.UserID, "人员编号").Unlisted().EN("User id"),
		field.Text(&e.UserName, "人员").EN("Who"),
		field.Choice(&e.Door, "来处", doors()...).EN("Door"),
		field.Text(&e.From, "地址").EN("From"),
		field.Text(&e.What, "内容").Max(longest).EN("What (Chinese)"),
		field.Text(&e.WhatEN, "内容（英文）").Max(longest).EN("What"),
		field.Text(&e.Entity, "记录种类").EN("Record type"),
		field.Text(&e.RecordID, "记录编号").Unlisted().EN("Record id"),
		field.Text(&e.Title, "记录").EN("Record"),
		field.Text(&e.Group, "保密组").EN("Private group"),
		field.Number(&e.Count, "数量").EN("Count"),
	}
}).As("shield", "Audit event").InBackground().ForGood()

// longest is how much of a text is kept: what people type at a sign-in may be anything.
const longest = 500

// Prepare fills in when, and cuts what is too long: an event is never refused for its words.
func (e *Event) Prepare(*Event) {
	if e.At.IsZero() {
		e.At = e.UpdatedAt
	}
	for _, one := range []*string{&e.UserID, &e.UserName, &e.From, &e.Entity, &e.RecordID, &e.Title, &e.Group} {
		*one = cut(*one, 120)
	}
	e.What, e.WhatEN = cut(e.What, longest-1), cut(e.WhatEN, longest-1)
}

func cut(text string, most int) string {
	if utf8.RuneCountInString(text) <= most {
		return text
	}
	return string([]rune(text)[:most]) + "…"
}
