package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"xingke/app"
)

type callCommand struct {
	bookFlag
	Operation string `arg:"" help:"Name, as in records.list. 操作名称。"`
	Input     string `arg:"" optional:"" help:"JSON, or - to read it from standard input. 输入 JSON。"`
	As        string `placeholder:"LOGIN" help:"Act as another user, with that user's rights; the record of changes names both. 以另一位用户的身份执行。"`
	NoWait    bool   `help:"Do not wait for a job to end. 不等待任务结束。"`
}

// Run runs one operation and prints its answer. A job is waited for.
func (c callCommand) Run(s *session) (err error) {
	s.ctx = app.ActAs(s.ctx, c.As)
	input := []byte(c.Input)
	if c.Input == "-" {
		if input, err = io.ReadAll(s.in); err != nil {
			return err
		}
	}
	d, err := c.door(s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	answer, err := d.Call(s.ctx, c.Operation, json.RawMessage(input))
	if err == nil && !c.NoWait {
		answer, err = settled(s, d, answer)
	}
	if err != nil {
		return err
	}
	if err := failed(answer); err != nil {
		return err
	}
	_, err = fmt.Fprintln(s.out, string(answer))
	return err
}
