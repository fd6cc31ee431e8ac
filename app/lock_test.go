package app

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/core/seal"
)

// sealedBook is a program that stands open for people on a book with a passphrase.
func sealedBook(t *testing.T, clk wall) (a *App, dir, recovery string) {
	t.Helper()
	dir = t.TempDir()
	a = open(t, Config{Dir: dir, Passphrase: "芝麻开门", Attended: true, Quiet: true, Clock: clk})
	return a, dir, a.Recovery()
}

func TestALockTakesTheKeysOutOfMemory(t *testing.T) {
	clk := newWall()
	a, _, _ := sealedBook(t, clk)
	me := at(t, a, true)
	var made struct {
		ID string `json:"id"`
	}
	me.do("records.create", m{"entity": "customer", "record": m{"name": "锁里的公司"}}, &made)
	me.do("draft.keep", m{"text": "写了一半的跟进"}, nil)
	keys := a.book.keys
	var s DoorState
	me.do("door.lock", m{}, &s)
	if s.Phase != DoorLocked || s.Asks != "passphrase" || s.User != "" || len(s.People) != 0 {
		t.Errorf("%+v", s)
	}
	if a.book != nil || !keys.Wiped() {
		t.Error("the book is open or its key in memory")
	}
	me.wants(fault.Locked, "records.get", m{"entity": "customer", "id": made.ID})
	if _, err := a.Call(t.Context(), "app.describe", nil); !fault.Is(err, fault.Locked) {
		t.Errorf("a command: %v", err)
	}
	me.wants(fault.Forbidden, "door.unlock", m{"secret": "芝麻关门"})
	me.do("door.unlock", m{"secret": "芝麻开门"}, &s)
	if s.Phase != DoorOpen {
		t.Errorf("%+v", s)
	}
	me.do("records.get", m{"entity": "customer", "id": made.ID}, nil)
	var draft Draft
	me.do("draft.get", m{}, &draft)
	if draft.Text != "写了一半的跟进" {
		t.Errorf("draft %q", draft.Text)
	}
	eachPageHasItsOwnDraft(me, a.config.Dir)

	// By itself: nobody does anything, or the machine slept.
	a.look(clk.pass(30 * time.Second))
	me.do("door.touch", m{}, nil)
	for range 30 {
		a.look(clk.pass(29 * time.Second))
	}
	if me.state().Phase != DoorOpen {
		t.Error("locked before its time")
	}
	for range 3 {
		a.look(clk.pass(29 * time.Second))
	}
	if s := me.state(); s.Phase != DoorLocked {
		t.Errorf("not locked after a quarter of an hour: %+v", s)
	}
	me.do("door.unlock", m{"secret": "芝麻开门"}, nil)
	a.look(clk.Now())
	a.look(clk.pass(2 * time.Minute))
	if me.state().Phase != DoorLocked {
		t.Error("not locked after the machine had slept")
	}
}

func TestRecoveryAtTheDoor(t *testing.T) {
	clk := newWall()
	a, dir, recovery := sealedBook(t, clk)
	at(t, a, true).do("records.create", m{"entity": "customer", "record": m{"name": "找回来的公司"}}, nil)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	reopen := func() *guest { return at(t, open(t, Config{Dir: dir, Attended: true, Quiet: true, Clock: clk}), true) }

	// Wrong ones are counted, also over a restart of the program.
	me := reopen()
	for range 3 {
		me.wants(fault.Forbidden, "door.unlock", m{"secret": "芝麻关门"})
	}
	if err := me.app.Close(); err != nil {
		t.Fatal(err)
	}
	me = reopen()
	for range 2 {
		me.wants(fault.Forbidden, "door.unlock", m{"secret": "芝麻关门"})
	}
	if s := me.state(); s.Phase != DoorLocked || s.Wait == 0 {
		t.Errorf("no wait after five: %+v", s)
	}
	if err := me.call("door.unlock", m{"secret": "芝麻开门"}, nil); !seal.IsTooSoon(err) {
		t.Errorf("the right one at once: %v", err)
	}
	clk.pass(time.Minute)

	// Every copy of the key file is damaged: the passphrase is of no use, the recovery key is.
	if err := me.app.Close(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{seal.KeyFile, seal.KeyCopy, seal.KeyJournal} {
		path := filepath.Join(dir, name)
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		raw[30] ^= 0x55
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	me = reopen()
	if s := me.state(); s.Phase != DoorLocked || !s.Damaged {
		t.Fatalf("%+v", s)
	}
	me.wants(fault.Unavailable, "door.unlock", m{"secret": "芝麻开门"})
	me.wants(fault.Invalid, "door.recover", m{"recovery": recovery, "passphrase": "短"})
	me.wants(fault.Forbidden, "door.recover", m{"recovery": "AAAA" + recovery[4:], "passphrase": "另一个口令"})
	var got Recovered
	clk.pass(time.Minute)
	me.do("door.recover", m{"recovery": recovery, "passphrase": "另一个口令"}, &got)
	if got.State.Phase != DoorOpen || got.Recovery == "" || got.Recovery == recovery {
		t.Fatalf("%+v", got)
	}
	var list struct {
		Total int `json:"total"`
	}
	me.do("records.list", m{"entity": "customer"}, &list)
	if list.Total != 1 {
		t.Errorf("%d customers", list.Total)
	}
	// Told in the journal, the tries before the book was open too.
	var events AuditOutput
	me.do("audit.list", m{"limit": 100}, &events)
	kinds := map[string]int{}
	for _, e := range events.Events {
		kinds[string(e.Kind)]++
	}
	if kinds["key"] == 0 || kinds["unlock"] == 0 || kinds["signInFailed"] == 0 {
		t.Errorf("%v", kinds)
	}
	if err := me.app.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(Config{Dir: dir, Passphrase: "芝麻开门", Quiet: true}); !seal.WrongPassphrase(err) {
		t.Errorf("the old passphrase: %v", err)
	}
}

// Of a key file of which nothing is left, a backup has one: at the door of this machine the book is opened with it.
func TestALostKeyFileComesFromABackup(t *testing.T) {
	a, dir, _ := sealedBook(t, newWall())
	at(t, a, true).do("records.create", m{"entity": "customer", "record": m{"name": "丢了钥匙的公司"}}, nil)
	kept := filepath.Join(t.TempDir(), "kept.xkb")
	if _, err := Backup(t.Context(), dir, "芝麻开门", kept); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{seal.KeyFile, seal.KeyCopy, seal.KeyJournal} {
		if err := os.Remove(filepath.Join(dir, name)); err != nil {
			t.Fatal(err)
		}
	}
	a = open(t, Config{Dir: dir, Attended: true, Quiet: true, Clock: newWall()})
	me, stranger := at(t, a, true), at(t, a, false)
	if s := me.state(); s.Phase != DoorLocked || !s.Damaged || !s.Lost {
		t.Fatalf("%+v", s)
	}
	me.wants(fault.Unavailable, "door.unlock", m{"secret": "芝麻开门"})
	stranger.wants(fault.Forbidden, "door.recover", m{"from": kept, "passphrase": "芝麻开门"})
	me.wants(fault.NotFound, "door.recover", m{"from": kept + ".no", "passphrase": "芝麻开门"})
	me.wants(fault.Forbidden, "door.recover", m{"from": kept, "passphrase": "芝麻关门"})
	var got Recovered
	me.do("door.recover", m{"from": kept, "passphrase": "芝麻开门"}, &got)
	var list struct {
		Total int `json:"total"`
	}
	me.do("records.list", m{"entity": "customer"}, &list)
	if got.State.Phase != DoorOpen || got.State.Lost || got.Recovery != "" || list.Total != 1 {
		t.Errorf("%+v, %d customers", got, list.Total)
	}
}

func TestThePassphraseChanges(t *testing.T) {
	dir := t.TempDir()
	a := open(t, Config{Dir: dir, Attended: true, Quiet: true})
	me := at(t, a, true)
	me.wants(fault.Invalid, "book.setPassphrase", m{"next": ""})
	var key RecoveryKey
	me.do("book.setPassphrase", m{"next": "第一个口令"}, &key)
	if key.Recovery == "" {
		t.Error("no recovery key with a first passphrase")
	}
	var advice Resealing
	me.do("book.resealing", m{}, &advice)
	if !advice.Advised {
		t.Error("the key lay open before, and nobody says so")
	}
	me.wants(fault.Invalid, "book.setPassphrase", m{"passphrase": "不是这个口令", "next": "第二个口令"})
	var none RecoveryKey
	me.do("book.setPassphrase", m{"passphrase": "第一个口令", "next": "第二个口令"}, &none)
	if none.Recovery != "" {
		t.Error("the recovery key changed with the passphrase")
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	// The recovery key stays valid; one damaged key file is mended by its copy, and that is said.
	if _, err := seal.OpenRecovery(dir, key.Recovery); err != nil {
		t.Errorf("recovery: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, seal.KeyFile), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	a, err := Open(Config{Dir: dir, Passphrase: "第二个口令", Quiet: true})
	if err != nil {
		t.Fatal(err)
	}
	report, err := a.Verify(t.Context(), "en", nil)
	if err != nil || !report.OK || report.Key.Copies != seal.Copies || len(report.Notes) != 1 || !strings.Contains(report.Notes[0], "mended from its copy") {
		t.Errorf("the mended key file: %+v %v", report, err)
	}
	if _, err := os.Stat(filepath.Join(dir, seal.KeyFile+".damaged")); errors.Is(err, os.ErrNotExist) {
		t.Error("the damaged original is not kept")
	}
	if err := a.Close(); err != nil {
		t.Error(err)
	}
}

// What one page keeps is not another's, and pages that never come back do not fill the folder.
func eachPageHasItsOwnDraft(me *guest, dir string) {
	me.Helper()
	for n := range mostDrafts + 5 {
		me.do("draft.keep", m{"place": fmt.Sprintf("tab%d", n), "text": fmt.Sprintf("第 %d 页", n)}, nil)
	}
	me.do("draft.keep", m{"place": "tab12", "text": ""}, nil)
	for place, want := range map[string]string{"": "写了一半的跟进", "tab16": "第 16 页", "tab12": "", "tab0": "", "other": ""} {
		var got Draft
		me.do("draft.get", m{"place": place}, &got)
		if got.Text != want {
			me.Errorf("%q: %q, want %q", place, got.Text, want)
		}
	}
	me.wants(fault.Invalid, "draft.keep", m{"place": "../x", "text": "x"})
	if list, _ := os.ReadDir(filepath.Join(dir, draftFolder)); len(list) != mostDrafts {
		me.Errorf("%d files", len(list))
	}
}
