package main

import (
	"errors"

	"xingke/app"
	"xingke/backend/base/fault"
)

type eraseCommand struct {
	bookFlag
	Entity       string   `placeholder:"ENTITY" help:"contact, customer or user. 联系人、客户或用户。"`
	ID           string   `placeholder:"ID" help:"Id of the record. 记录编号。"`
	Name         string   `placeholder:"NAME" help:"What the record is called, typed to be sure; without it, only what would be erased is printed. 记录的名称，用来确认；不填则只列出会删除什么。"`
	Words        string   `default:"suggested" enum:"suggested,all,none" help:"Which words of the record also go from other records: suggested, all or none. 其他记录里的哪些字也删除。"`
	Word         []string `sep:"none" placeholder:"TEXT" help:"One more of the listed words. 另外删除的字，可重复。"`
	GoOn         bool     `help:"Go on with an erasing that was cut off. 继续上次未完成的删除。"`
	Drop         bool     `help:"Give up an erasing that was cut off. 放弃上次未完成的删除。"`
	RenewBackups bool     `help:"Make a backup, then remove those from before the last erasing. 新做备份并删除之前的备份。"`
}

// Run erases somebody for good, or says what that would do.
func (c eraseCommand) Run(s *session) (err error) {
	if err := c.there(); err != nil {
		return err
	}
	d, err := c.door(s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	switch {
	case c.Drop:
		return call(s, d, "erase.drop", struct{}{}, nil)
	case c.RenewBackups:
		var done app.RenewedBackups
		if err := call(s, d, "erase.renewBackups", struct{}{}, &done); err != nil {
			return err
		}
		return s.print(done)
	case c.GoOn:
		return c.erase(s, d, app.EraseInput{GoOn: true})
	case c.Entity == "" || c.ID == "":
		return fault.New(fault.Invalid, "请用 --entity 和 --id 指明要删除的记录", "Name the record with --entity and --id.")
	}
	var look app.ErasePreview
	if err := call(s, d, "erase.look", app.EraseAsk{Entity: c.Entity, ID: c.ID}, &look); err != nil {
		return err
	}
	if c.Name == "" {
		return s.print(look)
	}
	return c.erase(s, d, app.EraseInput{Entity: c.Entity, ID: c.ID, Name: c.Name, Words: c.words(look)})
}

func (c eraseCommand) words(look app.ErasePreview) []string {
	list := append([]string{}, c.Word...)
	for _, w := range look.Words {
		if c.Words == "all" || c.Words == "suggested" && w.Suggest {
			list = append(list, w.Text)
		}
	}
	return list
}

func (c eraseCommand) erase(s *session, d door, in app.EraseInput) (err error) {
	if in.Secret, err = c.passphrase(s); err != nil {
		return err
	}
	var done app.EraseDone
	if err := call(s, d, "erase.run", in, &done); err != nil {
		return err
	}
	return s.print(done)
}
