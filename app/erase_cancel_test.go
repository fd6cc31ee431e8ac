package app

import (
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"xingke/backend/core/records"
)

// halted is a job that waits at a step of a copy.
type halted struct {
	me      *guest
	id      string
	reached chan struct{}
	release chan struct{}
}

// haltAt begins a job that writes the book anew and has it wait at a step.
func haltAt(me *guest, step, name string, input any) *halted {
	me.Helper()
	h := &halted{me: me, reached: make(chan struct{}), release: make(chan struct{})}
	var once sync.Once
	rekeyStep = func(at string) {
		if at == step {
			once.Do(func() { close(h.reached); <-h.release })
		}
	}
	me.Cleanup(func() { rekeyStep = func(string) {} })
	var begun records.Started[EraseDone]
	me.do(name, input, &begun)
	h.id = begun.Job.ID
	<-h.reached
	return h
}

// cancel cancels the job where it waits and gives what became of it.
func (h *halted) cancel() records.JobState {
	h.me.Helper()
	h.me.do("jobs.cancel", m{"id": h.id}, nil)
	close(h.release)
	var done records.Started[EraseDone]
	h.me.do("jobs.wait", m{"id": h.id}, &done)
	return done.Job.State
}

// unsaid is a book with a contact who is to be erased.
type unsaid struct {
	*testing.T
	app     *App
	me      *guest
	dir, id string
	words   string
}

func newUnsaid(t *testing.T) *unsaid {
	t.Helper()
	u := &unsaid{T: t, dir: t.TempDir(), words: canaryEN + "-one"}
	u.open()
	for i, name := range []string{u.words, "另一个人"} {
		var made struct {
			ID string `json:"id"`
		}
		u.me.do("records.create", m{"entity": "contact", "record": m{"name": name, "note": "记着 " + name}}, &made)
		if i == 0 {
			u.id = made.ID
		}
		file := handIn(t, u.app, t.Context(), "a.txt", "附在 "+name)
		u.me.do("attachments.add", m{"entity": "contact", "id": made.ID, "files": []m{{"file": file, "name": name + ".txt"}}}, nil)
	}
	return u
}

func (u *unsaid) open() {
	u.Helper()
	u.app = open(u.T, Config{Dir: u.dir, Passphrase: "芝麻开门", Owner: "王芳"})
	u.me = at(u.T, u.app, true)
}

func (u *unsaid) asks(goOn bool) m {
	if goOn {
		return m{"goOn": true, "secret": "芝麻开门"}
	}
	return m{"entity": "contact", "id": u.id, "name": u.words, "secret": "芝麻开门", "words": []string{u.words}}
}

// whole holds the book against what it was: the same records, the same key, nothing amiss.
func (u *unsaid) whole(when string, was map[string]string) {
	u.Helper()
	if report, err := u.app.Verify(u.Context(), "en", nil); err != nil || !report.OK {
		u.Fatalf("%s: %+v %v", when, report, err)
	}
	if now := others(u.T, u.app); !maps.Equal(now, was) {
		u.Errorf("%s: %d records, there were %d", when, len(now), len(was))
	}
	if !strings.Contains(everything(u.T, u.app), strings.ToLower(u.words)) {
		u.Errorf("%s: what was not erased is gone", when)
	}
}

func (u *unsaid) pending(when string, want bool) {
	u.Helper()
	var s EraseStatus
	u.me.do("erase.status", m{}, &s)
	_, err := os.Stat(filepath.Join(u.dir, rekeyFolder))
	if (s.Pending != nil) != want || want != (err == nil) || want && s.Pending.ID != u.id || !want && !errors.Is(err, fs.ErrNotExist) {
		u.Errorf("%s: pending %+v, folder %v", when, s.Pending, err)
	}
}

// gone wants no word of who was erased, and the other one as they were.
func (u *unsaid) gone() {
	u.Helper()
	all := everything(u.T, u.app)
	if strings.Contains(all, strings.ToLower(canaryEN)) || !strings.Contains(all, "另一个人") {
		u.Error("not erased, or more than that")
	}
	if report, err := u.app.Verify(u.Context(), "en", nil); err != nil || !report.OK {
		u.Errorf("%+v %v", report, err)
	}
}

// An erasing that is cancelled has changed nothing, wherever it was; one can give it up or go on with it.
func TestAnErasingIsCancelledGivenUpAndGoneOnWith(t *testing.T) {
	u := newUnsaid(t)
	was := others(t, u.app)
	for _, step := range []string{"planned", "journal", "file", "copied"} {
		h := haltAt(u.me, step, "erase.run", u.asks(false))
		u.me.wants("conflict", "erase.run", u.asks(false))
		u.me.wants("conflict", "erase.drop", m{})
		u.me.wants("conflict", "book.reseal", m{"passphrase": "芝麻开门"})
		if state := h.cancel(); state != records.Cancelled {
			t.Fatalf("at %s: %s", step, state)
		}
		u.pending("cancelled at "+step, true)
		u.whole("cancelled at "+step, was)
		u.me.wants("invalid", "erase.run", m{"goOn": true, "secret": "芝麻关门"})
		u.me.do("erase.drop", m{}, nil)
		u.pending("given up at "+step, false)
		u.whole("given up at "+step, was)
		u.me.wants("conflict", "erase.run", u.asks(true))
	}
	u.me.do("erase.drop", m{}, nil) // there is nothing: that is no fault
	// Gone on with from where it was, cancelled once more on the way.
	if state := haltAt(u.me, "journal", "erase.run", u.asks(false)).cancel(); state != records.Cancelled {
		t.Fatal(state)
	}
	if state := haltAt(u.me, "file", "erase.run", u.asks(true)).cancel(); state != records.Cancelled {
		t.Fatal(state)
	}
	u.pending("cancelled twice", true)
	var done EraseDone
	if err := json.Unmarshal(job(u.me, "erase.run", u.asks(true)), &done); err != nil || done.Changes == 0 || done.Recovery == "" {
		t.Errorf("%+v %v", done, err)
	}
	u.me = at(t, u.app, true)
	u.pending("erased", false)
	u.gone()
}

// Who is changed while their erasing waits is not erased by an old plan.
func TestAnErasingThatWaitedTooLongIsBegunAgain(t *testing.T) {
	u := newUnsaid(t)
	if state := haltAt(u.me, "copied", "erase.run", u.asks(false)).cancel(); state != records.Cancelled {
		t.Fatal(state)
	}
	u.me.do("records.update", m{"entity": "contact", "id": u.id, "rev": 1, "set": m{"phone": "13900001111"}}, nil)
	was := others(t, u.app)
	var ended records.Started[EraseDone]
	u.me.do("erase.run", u.asks(true), &ended)
	u.me.do("jobs.wait", m{"id": ended.Job.ID}, &ended)
	if ended.Job.State != records.Failed || ended.Job.Error == nil || !strings.Contains(ended.Job.Error.Message, "重新开始") {
		t.Fatalf("%+v", ended.Job)
	}
	u.pending("refused", false)
	u.whole("refused", was)
	job(u.me, "erase.run", u.asks(false))
	u.me = at(t, u.app, true)
	u.gone()
}

// The program is killed in the middle; whoever opens the book gives up, and nothing was changed.
func TestAnErasingThatWasKilledIsGivenUp(t *testing.T) {
	u := newUnsaid(t)
	was := others(t, u.app)
	for _, step := range []string{"journal#3", "read off", "witnessed"} {
		if err := u.app.Close(); err != nil {
			t.Fatal(err)
		}
		child := exec.Command(os.Args[0], "-test.run=^$")
		child.Env = append(os.Environ(), eraseBook+"="+u.dir, childStep+"="+step, canaryMoment+"="+u.id)
		out, err := child.CombinedOutput()
		var ended *exec.ExitError
		if !errors.As(err, &ended) || ended.ExitCode() == 3 {
			t.Fatalf("%s: %v %s", step, err, out)
		}
		u.open()
		u.pending("killed at "+step, true)
		u.whole("killed at "+step, was)
		u.me.do("erase.drop", m{}, nil)
		u.pending("given up after "+step, false)
		u.whole("given up after "+step, was)
	}
}
