package main

import (
	"errors"
	"fmt"

	"xingke/app"
	"xingke/app/office"
	"xingke/backend/base/lang"
	"xingke/frontend"
)

type officeCommand struct {
	bookFlag
	Listen   string `default:"127.0.0.1:8700" placeholder:"ADDRESS" help:"Address of this machine to listen on. 监听的本机地址。"`
	Practice bool   `help:"A new book is a practice book. 新账套为练习账套。"`
}

// Run serves the pages until it is told to stop.
func (c officeCommand) Run(s *session) (err error) {
	if err := office.MayListen(c.Listen); err != nil { // before a book is made for it
		return err
	}
	opened, err := c.open(s, app.Config{Practice: c.Practice, Attended: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, opened.Close()) }()
	stop, err := office.Local(opened)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, stop()) }()
	server, err := office.Open(opened, c.Listen, frontend.Pages(), s.tag)
	if err != nil {
		return err
	}
	_, _ = fmt.Fprintf(s.out, lang.Of("请在浏览器中打开：\n%s\n按 Ctrl+C 结束。\n", "Open this address in a browser:\n%s\nPress Ctrl+C to end.\n").In(s.tag), server.Address())
	return server.Serve(s.ctx)
}
