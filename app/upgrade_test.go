package app

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"xingke/backend/base/clock"
	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/seal"
)

const (
	upgradeBook = "XINGKE_TEST_UPGRADE_BOOK"
	upgradeMark = "journal/upgraded" // what the step of these tests leaves
)

func TestEveryFormatHasItsStep(t *testing.T) {
	if seal.Format != 1+len(upgrades) {
		t.Errorf("format %d, %d steps from the first", seal.Format, len(upgrades))
	}
	for i, s := range upgrades {
		if s.to != i+2 || s.does.ZH == "" || s.does.EN == "" {
			t.Errorf("step %d leads to %d: %+v", i, s.to, s.does)
		}
	}
}

// inFormat2 has the program be one of the next format, which run leads to; nil gives the present program back.
func inFormat2(run func(ctx context.Context, dir string, keys *seal.Keys) error) {
	seal.Format, upgrades = 1, nil
	if run != nil {
		seal.Format, upgrades = 2, []upgradeStep{{2, lang.Of("试验", "A trial"), run}}
	}
}

func mark(_ context.Context, dir string, _ *seal.Keys) error {
	return os.WriteFile(filepath.Join(dir, upgradeMark), []byte("2"), 0o600)
}

// oldBook is a book of format 1 with a customer and an attachment, which nobody has open.
func oldBook(t *testing.T) (dir string, check func(format int, upgraded bool)) {
	t.Helper()
	t.Cleanup(func() { inFormat2(nil) })
	dir = t.TempDir()
	a := open(t, Config{Dir: dir, Passphrase: "芝麻开门", Quiet: true})
	at(t, a, true).do("records.create", m{"entity": "customer", "record": m{"name": "老格式的公司"}}, nil)
	file := upload(t, a, "合同.txt", "盖章的合同")
	book, seq := a.book.db.Book(), a.book.db.Seq()
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	return dir, func(format int, upgraded bool) {
		t.Helper()
		a, err := Open(Config{Dir: dir, Passphrase: "芝麻开门", Quiet: true})
		if err != nil {
			t.Fatal(err)
		}
		defer func() {
			if err := a.Close(); err != nil {
				t.Error(err)
			}
		}()
		report, err := a.Verify(t.Context(), "zh", nil)
		if err != nil || !report.OK || a.book.db.Book() != book || a.book.db.Seq() < seq || download(t, a, file) != "盖章的合同" {
			t.Fatalf("%+v %v", report, err)
		}
		if now, err := seal.FormatOf(dir); err != nil || now != format {
			t.Errorf("format %d %v, want %d", now, err, format)
		}
		if _, err := os.Stat(filepath.Join(dir, upgradeMark)); (err == nil) != upgraded {
			t.Errorf("the step was done: %v", err == nil)
		}
		if _, err := os.Stat(filepath.Join(dir, upgrading.folder)); err == nil {
			t.Error("something of the upgrade is left")
		}
	}
}

func TestAnUpgradeKeepsTheBookOfBefore(t *testing.T) {
	dir, check := oldBook(t)
	inFormat2(mark)
	a, err := Open(Config{Dir: dir, Passphrase: "芝麻开门", Quiet: true})
	if err != nil {
		t.Fatal(err)
	}
	report, err := a.Verify(t.Context(), "zh", nil)
	if err != nil || len(report.Notes) != 1 || !strings.Contains(report.Notes[0], "before-format-2") {
		t.Errorf("%+v %v", report, err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	check(2, true)
	// The program of before refuses it, and opens what was kept.
	inFormat2(nil)
	if _, err := Open(Config{Dir: dir, Passphrase: "芝麻开门", Quiet: true}); !fault.Is(err, fault.Unavailable) || !strings.Contains(fault.From(err).Text.ZH, "升级程序") {
		t.Errorf("a newer book: %v", err)
	}
	before := filepath.Join(t.TempDir(), "before")
	if report, err := Restore(t.Context(), filepath.Join(dir, keptFormats+"2"), "芝麻开门", before, "zh"); err != nil || !report.OK {
		t.Errorf("%+v %v", report, err)
	}
	if format, err := seal.FormatOf(before); err != nil || format != 1 {
		t.Errorf("what was kept is of format %d %v", format, err)
	}
}

func TestAnUpgradeThatFailsLeavesTheBookAsItWas(t *testing.T) {
	dir, check := oldBook(t)
	for name, run := range map[string]func(ctx context.Context, dir string, keys *seal.Keys) error{
		"half way": func(ctx context.Context, dir string, keys *seal.Keys) error {
			return errors.Join(mark(ctx, dir, keys), os.Truncate(filepath.Join(dir, "journal", "00000001.journal"), 300), errors.New("no more"))
		},
		"without saying so": func(_ context.Context, dir string, _ *seal.Keys) error {
			return os.Truncate(filepath.Join(dir, "journal", "00000001.journal"), 600)
		},
	} {
		inFormat2(run)
		_, err := Open(Config{Dir: dir, Passphrase: "芝麻开门", Quiet: true})
		if !fault.Is(err, fault.Unavailable) || !strings.Contains(fault.From(err).Text.ZH, "账套原样未动") {
			t.Errorf("%s: %v", name, err)
		}
		inFormat2(nil)
		check(1, false)
	}
}

// upgradeAndDie opens a book in a program of format 2 that ends itself at a step of the upgrade.
func upgradeAndDie(dir, at string) {
	dieAt(at)
	inFormat2(func(ctx context.Context, dir string, keys *seal.Keys) error {
		err := mark(ctx, dir, keys)
		rekeyStep("half way")
		return err
	})
	if _, err := Open(Config{Dir: dir, Passphrase: "芝麻开门", Quiet: true}); err != nil {
		_, _ = os.Stderr.WriteString(err.Error())
		os.Exit(3)
	}
	os.Exit(0)
}

func TestAnUpgradeSurvivesBeingKilled(t *testing.T) {
	dir, check := oldBook(t)
	for _, step := range []string{"backed up", "half way", "format 2", "moved journal"} {
		child := exec.Command(os.Args[0], "-test.run=^$")
		child.Env = append(os.Environ(), upgradeBook+"="+dir, childStep+"="+step)
		out, err := child.CombinedOutput()
		var ended *exec.ExitError
		if !errors.As(err, &ended) || ended.ExitCode() == 3 {
			t.Fatalf("%s: %v %s", step, err, out)
		}
		if step == "moved journal" { // the new book is the book already
			inFormat2(mark)
			check(2, true)
			continue
		}
		if format, err := seal.FormatOf(dir); err != nil || format != 1 {
			t.Errorf("after %s: format %d %v", step, format, err)
		}
		if _, err := os.Stat(filepath.Join(dir, upgradeMark)); err == nil {
			t.Errorf("after %s the book was touched", step)
		}
	}
}

// A backup of an older format is brought up to date wherever it is restored. The drill proves that it can be, and fails where
// it cannot.
func TestABackupOfAnOlderFormatIsTriedAndRestored(t *testing.T) {
	t.Cleanup(func() { inFormat2(nil) })
	dir, drive, archive := filepath.Join(t.TempDir(), "book"), t.TempDir(), filepath.Join(t.TempDir(), "book.xkb")
	clk := clock.At(time.Date(2026, 11, 20, 4, 0, 0, 0, time.UTC))
	a := open(t, Config{Dir: dir, Passphrase: "芝麻开门", Clock: clk})
	create(t, a, "老格式的公司")
	call(t, a, "backup.set", `{"folder":`+quoted(drive)+`}`)
	var old BackupDone
	if err := json.Unmarshal([]byte(finish(t, a, "backup.run", `{}`)), &old); err != nil {
		t.Fatal(err)
	}
	if _, err := Backup(t.Context(), dir, "芝麻开门", archive); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	clk.Move(24 * time.Hour)
	inFormat2(mark)
	a = open(t, Config{Dir: dir, Passphrase: "芝麻开门", Clock: clk})
	create(t, a, "新格式的公司")
	finish(t, a, "backup.run", `{}`)
	finish(t, a, "backup.drill", `{"id":"`+old.ID+`"}`)
	said := call(t, a, "audit.list", `{"kinds":["drill","backupFailed"]}`)
	if !strings.Contains(said, "第 1 版格式）升级后恢复演练通过") || strings.Contains(said, "接不上") {
		t.Errorf("%s", said)
	}
	first, second, third := filepath.Join(t.TempDir(), "one"), filepath.Join(t.TempDir(), "two"), filepath.Join(t.TempDir(), "three")
	finish(t, a, "backup.restoreTo", `{"id":"`+old.ID+`","folder":`+quoted(first)+`}`)
	one, err := filepath.Glob(filepath.Join(drive, "*", old.ID+".*"))
	if err != nil || len(one) != 1 {
		t.Fatal(one, err)
	}
	for folder, from := range map[string]string{second: archive, third: one[0]} {
		at := time.Time{}
		if folder == third {
			at = old.At.Add(time.Minute) // the clock stands
		}
		if report, err := RestoreAt(t.Context(), from, "芝麻开门", folder, at, "zh"); err != nil || !report.OK {
			t.Errorf("%s: %+v %v", from, report, err)
		}
	}
	for _, folder := range []string{first, second, third} {
		format, err := seal.FormatOf(folder)
		if _, kept := os.Stat(filepath.Join(folder, keptFormats+"2")); err != nil || format != 2 || kept == nil {
			t.Errorf("format %d %v, a copy of before %v", format, err, kept)
		}
		past := open(t, Config{Dir: folder, Passphrase: "芝麻开门"})
		if out := call(t, past, "records.list", `{"entity":"customer"}`); !strings.Contains(out, "老格式的公司") || strings.Contains(out, "新格式的公司") {
			t.Errorf("%s", out)
		}
		if report, err := past.Verify(t.Context(), "zh", nil); err != nil || !report.OK || len(report.Notes) > 0 {
			t.Errorf("%+v %v", report, err)
		}
	}
	inFormat2(func(context.Context, string, *seal.Keys) error { return errors.New("no more") })
	var begun struct{ Job struct{ ID string } }
	if err := json.Unmarshal([]byte(call(t, a, "backup.drill", `{"id":"`+old.ID+`"}`)), &begun); err != nil {
		t.Fatal(err)
	}
	if out := call(t, a, "jobs.wait", `{"id":"`+begun.Job.ID+`"}`); !strings.Contains(out, `"state":"failed"`) || !strings.Contains(out, "备份原样未动") {
		t.Errorf("%s", out)
	}
	if s := status(t, a); !strings.Contains(s.Problem, "备份原样未动") {
		t.Errorf("%+v", s)
	}
}
