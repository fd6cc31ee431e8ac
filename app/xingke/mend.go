package main

import (
	"errors"

	"xingke/app"
)

type mendCommand struct{ bookFlag }

// mendedAnswer is what became of a damaged journal.
type mendedAnswer struct {
	Damaged []string         `json:"damaged"` // the places
	Lost    int              `json:"lost"`    // changes that could not be read
	Made    int              `json:"made"`    // of them, those that stand in the journal again
	Kept    string           `json:"kept"`    // folder of the damaged journal
	Records []mendedOne      `json:"records"` // that lost changes concern
	Check   app.VerifyReport `json:"check"`
}

type mendedOne struct {
	Entity string `json:"entity"`
	ID     string `json:"id"`
	Title  string `json:"title"`
	Sure   bool   `json:"sure"` // all its values are what they were
}

// Run opens a book whose journal is damaged, saves what can be saved, and says which records it concerns.
func (c mendCommand) Run(s *session) (err error) {
	if err := c.there(); err != nil {
		return err
	}
	opened, err := c.open(s, app.Config{Quiet: true, Mend: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, opened.Close()) }()
	answer := mendedAnswer{Damaged: []string{}, Records: []mendedOne{}}
	if m := opened.Mended(); m != nil {
		answer.Damaged, answer.Lost, answer.Made, answer.Kept = m.Places, m.Lost, m.Made, m.Aside
		for _, r := range m.Records {
			answer.Records = append(answer.Records, mendedOne{r.Entity, r.ID, r.Title, r.Sure})
		}
	}
	if answer.Check, err = opened.Verify(s.ctx, s.tag, nil); err != nil {
		return err
	}
	if err := s.print(answer); err != nil {
		return err
	}
	if !answer.Check.OK {
		return errUnsound
	}
	return nil
}
