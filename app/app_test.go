package app

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/records"
	"xingke/backend/core/seal"
	"xingke/backend/core/store"
)

func open(t *testing.T, config Config) *App {
	t.Helper()
	config.Quiet = true
	a, err := Open(config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	return a
}

func call(t *testing.T, a *App, name, input string) string {
	t.Helper()
	out, err := a.Call(context.Background(), name, []byte(input))
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return string(out)
}

func TestABookIsMadeAndFoundAgain(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "账套")
	a, err := Open(Config{Dir: dir, Owner: "王芳", Quiet: true})
	if err != nil {
		t.Fatal(err)
	}
	call(t, a, "records.create", `{"entity":"customer","record":{"name":"甲"}}`)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := a.Call(context.Background(), "app.describe", nil); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a closed book: %v", err)
	}
	a = open(t, Config{Dir: dir, Owner: "别人"})
	if out := call(t, a, "records.list", `{"entity":"customer"}`); !strings.Contains(out, "王芳") || !strings.Contains(out, `"total":1`) {
		t.Errorf("%s", out)
	}
	if _, err := Open(Config{Dir: dir, Quiet: true}); !errors.Is(err, store.ErrBusy) || !fault.Is(err, fault.Unavailable) {
		t.Errorf("a second program: %v", err)
	}
}

func TestWhatCannotBeOpenedSaysWhyAndStays(t *testing.T) {
	sealed := t.TempDir()
	a, err := Open(Config{Dir: sealed, Passphrase: "芝麻开门", Quiet: true})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(Config{Dir: sealed, Passphrase: "不对"}); !seal.WrongPassphrase(err) {
		t.Errorf("a wrong passphrase: %v", err)
	}
	for _, name := range []string{seal.KeyFile, seal.KeyCopy, seal.KeyJournal} {
		if err := os.Remove(filepath.Join(sealed, name)); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := Open(Config{Dir: sealed, Passphrase: "芝麻开门"}); !fault.Is(err, fault.Unavailable) {
		t.Errorf("the key file is missing: %v", err)
	}
	if state, err := seal.State(sealed); err != nil || state != seal.None {
		t.Errorf("a key was made over a book: %v %v", state, err)
	}
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(Config{Dir: file}); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a file in the folder's place: %v", err)
	}
}

func TestTheOwnersLanguageIsTheOneTheySet(t *testing.T) {
	a := open(t, Config{})
	call(t, a, "settings.set", `{"lang":"en"}`)
	if u, err := a.User(context.Background()); err != nil || u.Lang != lang.EN {
		t.Errorf("%+v %v", u, err)
	}
	if out := call(t, a, "app.describe", "{}"); !strings.Contains(out, `"lang":"en"`) {
		t.Errorf("%.200s", out)
	}
}

func TestEventsAreGathered(t *testing.T) {
	h := newHub()
	heard := make(chan Event, 10)
	stop := h.subscribe(func(e Event) { heard <- e })
	h.begin("book", 0, nil)
	commit := func(seq uint64, entity string, ids ...string) {
		c := store.Commit{Seq: seq}
		for _, of := range ids {
			c.Items = append(c.Items, store.Item{Change: &store.Change{Entity: entity, ID: of}})
		}
		h.commit(c)
	}
	commit(1, "customer", "a")
	commit(2, "customer", "a")
	commit(3, "contact", "b")
	commit(4, "order", "c", "d")
	h.job(records.Job{ID: "j", State: records.Running})
	h.job(records.Job{ID: "j", State: records.Done, Result: json.RawMessage(strings.Repeat(" ", mostResult+1))})
	first, second := wait(t, heard), wait(t, heard)
	if raw, _ := json.Marshal(first); string(raw) != `{"seq":4,"changes":[{"entity":"customer"},{"entity":"contact"},{"entity":"order"}]}` {
		t.Errorf("%s", raw)
	}
	if second.Job == nil || second.Job.State != records.Done || second.Job.Result != nil {
		t.Errorf("%+v", second.Job)
	}
	h.begin("another", 0, []string{"customer"}) // everything that was shown is out of date
	if e := wait(t, heard); len(e.Changes) != 1 || e.Book != "another" {
		t.Errorf("%+v", e)
	}
	stop()
	commit(1, "customer", "a")
	h.tell()
	if len(heard) > 0 {
		t.Error("told after it stopped listening")
	}
}

func wait(t *testing.T, heard chan Event) Event {
	t.Helper()
	select {
	case e := <-heard:
		return e
	case <-time.After(10 * time.Second):
		t.Fatal("nothing was told")
		return Event{}
	}
}

func TestAPracticeBookBeginsAnew(t *testing.T) {
	a := open(t, Config{Dir: t.TempDir(), Practice: true, Plan: Practice{Customers: 5, Seed: 3}})
	before := call(t, a, "records.aggregate", `{"entity":"order","measures":[{"op":"count"},{"op":"sum","field":"total"}]}`)
	call(t, a, "records.bulkDelete", `{"entity":"customer","where":{"and":[]}}`)
	out := call(t, a, "practice.reset", "{}")
	var started struct {
		Job records.Job `json:"job"`
	}
	if err := json.Unmarshal([]byte(out), &started); err != nil {
		t.Fatal(err)
	}
	if done := call(t, a, "jobs.wait", `{"id":"`+started.Job.ID+`"}`); !strings.Contains(done, `"state":"done"`) || !strings.Contains(done, `"customer":5`) {
		t.Errorf("%s", done)
	}
	if after := call(t, a, "records.aggregate", `{"entity":"order","measures":[{"op":"count"},{"op":"sum","field":"total"}]}`); after != before {
		t.Errorf("%s, before %s", after, before)
	}
	own := open(t, Config{})
	if _, err := own.Call(context.Background(), "practice.reset", nil); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a book that is not for practice: %v", err)
	}
}

// What can be made anew is no reason for a program to end with a failure.
func TestAViewThatCannotBeSavedIsNoFailure(t *testing.T) {
	dir := t.TempDir()
	a, err := Open(Config{Dir: dir, Quiet: true})
	if err != nil {
		t.Fatal(err)
	}
	call(t, a, "records.create", `{"entity":"customer","record":{"name":"甲"}}`)
	snapshots := filepath.Join(dir, "columns")
	if err := errors.Join(os.RemoveAll(snapshots), os.WriteFile(snapshots, nil, 0o600)); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Remove(snapshots); err != nil {
		t.Fatal(err)
	}
	if out := call(t, open(t, Config{Dir: dir}), "records.list", `{"entity":"customer"}`); !strings.Contains(out, `"total":1`) {
		t.Errorf("%s", out)
	}
}
