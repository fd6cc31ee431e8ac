package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"xingke/app"
	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/seal"
)

type demoCommand struct {
	bookFlag
	Customers int   `default:"300" placeholder:"N" help:"How many customers. 客户数。"`
	Seed      int64 `default:"1" placeholder:"S" help:"The same seed makes the same book. 随机种子。"`
}

// Run fills an empty book with invented data.
func (c demoCommand) Run(s *session) (err error) {
	plan := app.Practice{Customers: c.Customers, Seed: c.Seed}
	opened, err := c.open(s, app.Config{Practice: true, Plan: plan, Quiet: true})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, opened.Close()) }()
	result, err := opened.FillPractice(s.ctx, plan, nil)
	if err != nil {
		return err
	}
	return s.print(result)
}

// openThere opens a book that is there.
func (b bookFlag) openThere(s *session) (*app.App, error) {
	if err := b.there(); err != nil {
		return nil, err
	}
	return b.open(s, app.Config{Quiet: true})
}

// there refuses a folder without a book: a check of a mistyped folder must not make a new book of it.
func (b bookFlag) there() error {
	if state, err := seal.State(b.Book); err == nil && state == seal.None {
		if _, err := os.Stat(filepath.Join(b.Book, "journal")); err != nil {
			return fault.New(fault.NotFound, "文件夹 %s 里没有账套；请确认选对了文件夹", "There is no book in the folder %s. Check that it is the right one.", lang.S(b.Book))
		}
	}
	return nil
}

type verifyCommand struct{ bookFlag }

var errUnsound = fault.New(fault.Unavailable, "账套检查发现问题，见上面的 faults；请从备份恢复，或运行 xingke rebuild 后再检查", "The check found problems, see faults above. Run xingke rebuild and check again, or restore a backup.")

// Run checks a book. What it finds is printed; then the status is 1.
func (c verifyCommand) Run(s *session) (err error) {
	opened, err := c.openThere(s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, opened.Close()) }()
	report, err := opened.Verify(s.ctx, s.tag, nil)
	if err != nil {
		return err
	}
	return s.found(report)
}

// found prints what a check found, and fails where the book is not sound.
func (s *session) found(report app.VerifyReport) error {
	if err := s.print(report); err != nil {
		return err
	}
	if !report.OK {
		return errUnsound
	}
	return nil
}

type rebuildCommand struct{ bookFlag }

// Run reads everything from the journal anew, then checks it.
func (c rebuildCommand) Run(s *session) (err error) {
	opened, err := c.openThere(s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, opened.Close()) }()
	if err := opened.Rebuild(s.ctx, nil); err != nil {
		return err
	}
	report, err := opened.Verify(s.ctx, s.tag, nil)
	if err != nil {
		return err
	}
	return s.found(report)
}

type backupCommand struct {
	bookFlag
	Out string `placeholder:"FILE" type:"path" help:"One archive with everything; without it, a backup in the place chosen in the program. 备份文件；不填则备份到程序里选好的位置。"`
}

// Run writes an archive of a book, which may be in use, and reads it back; or makes a backup as the
// program does every night.
func (c backupCommand) Run(s *session) (err error) {
	if c.Out == "" {
		return c.place(s)
	}
	given := false
	result, err := app.BackupAs(s.ctx, c.config(s, app.Config{}, &given), c.Out)
	if err != nil {
		return unasked(err, given)
	}
	c.note(s, result)
	return s.print(result)
}

// note has the book's audit say that there is an archive. A book that cannot be opened is archived all the same: that may be why.
func (c backupCommand) note(s *session, made app.BackupResult) {
	d, err := c.door(s)
	if err == nil {
		err = errors.Join(call(s, d, "backup.archived", app.ArchivedInput{Path: c.Out, Bytes: made.Bytes}, nil), d.Close())
	}
	if err != nil {
		_, _ = fmt.Fprintln(s.err, lang.Sayf("备份文件做好了，但没有记入审计：%s", "The archive was made, but could not be noted in the audit: %s", fault.From(err).Text).In(s.tag))
	}
}

func (c backupCommand) place(s *session) (err error) {
	d, err := c.door(s)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close()) }()
	var done app.BackupDone
	if err := call(s, d, "backup.run", struct{}{}, &done); err != nil {
		return err
	}
	return s.print(done)
}

type restoreCommand struct {
	bookFlag
	From string `required:"" placeholder:"FILE" type:"path" help:"Archive, or folder of backups, to read. 备份文件，或放备份的文件夹。"`
	At   string `placeholder:"TIME" help:"The book as it was then: 2026-11-21 15:04, or 15:04 of today. 恢复到那一时刻的样子。"`
}

// moment reads --at in the machine's own time.
func (c restoreCommand) moment(now time.Time) (time.Time, error) {
	if c.At == "" {
		return time.Time{}, nil
	}
	for _, layout := range []string{"2006-01-02 15:04", "2006-01-02 15:04:05", "2006-01-02T15:04", time.RFC3339, "15:04"} {
		at, err := time.ParseInLocation(layout, c.At, time.Local)
		if err != nil {
			continue
		}
		if layout == "15:04" {
			at = time.Date(now.Year(), now.Month(), now.Day(), at.Hour(), at.Minute(), 0, 0, time.Local)
		}
		return at, nil
	}
	return time.Time{}, fault.New(fault.Invalid, "时间“%s”看不懂；请写成 2026-11-21 15:04", "The time %s was not understood. Enter it like 2026-11-21 15:04.", lang.S(c.At))
}

// Run makes a book from a backup and checks it.
func (c restoreCommand) Run(s *session) error {
	at, err := c.moment(time.Now())
	if err != nil {
		return err
	}
	passphrase, err := c.passphrase(s)
	if err != nil {
		return err
	}
	report, err := app.RestoreAt(s.ctx, c.From, passphrase, c.Book, at, s.tag)
	if err != nil {
		return err
	}
	return s.found(report)
}
