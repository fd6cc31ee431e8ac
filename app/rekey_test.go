package app

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"

	"xingke/backend/base/who"
	"xingke/backend/core/seal"
	"xingke/trust"
)

// What a child program is told: the book, and the step at which it ends itself, as a kill does.
const (
	childBook = "XINGKE_TEST_REKEY_BOOK"
	childStep = "XINGKE_TEST_REKEY_STEP"
)

func TestMain(m *testing.M) {
	seal.Cost = seal.Guess{Memory: 64, Time: 1, Threads: 1} // keys have tests of their own
	if dir := os.Getenv(childBook); dir != "" {
		resealAndDie(dir, os.Getenv(childStep))
	}
	if dir := os.Getenv(eraseBook); dir != "" {
		eraseAndDie(dir, os.Getenv(childStep), os.Getenv(canaryMoment))
	}
	if dir := os.Getenv(upgradeBook); dir != "" {
		upgradeAndDie(dir, os.Getenv(childStep))
	}
	if dir := os.Getenv(canaryBook); dir != "" {
		singAndWait(dir, os.Getenv(canaryMoment))
	}
	os.Exit(m.Run())
}

// resealAndDie seals a book anew and ends the process without a word at a step of it.
func resealAndDie(dir, at string) {
	dieAt(at)
	a, err := Open(Config{Dir: dir, Passphrase: "芝麻开门", Quiet: true})
	if err == nil {
		_, err = a.resealBook(context.Background(), "芝麻开门", func(int, int) {})
	}
	if err != nil {
		_, _ = os.Stderr.WriteString(err.Error())
		os.Exit(3)
	}
	os.Exit(0)
}

// dieAt has the process end without a word at a step of an exchange.
func dieAt(at string) {
	step, nth, _ := strings.Cut(at, "#")
	count, _ := strconv.Atoi(nth)
	rekeyStep = func(name string) {
		if name == step {
			if count--; count <= 0 {
				kill()
			}
		}
	}
}

func kill() {
	self, err := os.FindProcess(os.Getpid())
	if err == nil {
		_ = self.Kill()
	}
	select {} // until it arrives
}

// A book is sealed anew by a program that is killed at every step, one after the other. Whenever it is
// opened in between, everything is there; at the end nothing of the old key is.
func TestResealingSurvivesBeingKilledAtEveryStep(t *testing.T) {
	dir := t.TempDir()
	a := open(t, Config{Dir: dir, Passphrase: "芝麻开门"})
	me := at(t, a, true)
	for _, name := range []string{"甲公司", "乙公司", "丙公司", "丁公司"} {
		me.do("records.create", m{"entity": "customer", "record": m{"name": name}}, nil)
	}
	file := upload(t, a, "合同.txt", "盖章的合同")
	upload(t, a, "另一份.txt", "另一份合同")
	book, seq := a.book.db.Book(), a.book.db.Seq()
	close := func(a *App) {
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
	}
	close(a)
	old, err := seal.Unlock(dir, "芝麻开门")
	if err != nil {
		t.Fatal(err)
	}
	check := func(step string) {
		t.Helper()
		a, err := Open(Config{Dir: dir, Passphrase: "芝麻开门", Quiet: true})
		if err != nil {
			t.Fatalf("after %s: %v", step, err)
		}
		defer close(a)
		report, err := a.Verify(t.Context(), "en", nil)
		if err != nil || !report.OK || a.book.db.Book() != book || a.book.db.Seq() < seq {
			t.Fatalf("after %s: %+v %v, book %s at %d", step, report, err, a.book.db.Book(), a.book.db.Seq())
		}
		if got := download(t, a, file); got != "盖章的合同" {
			t.Fatalf("after %s the file says %q", step, got)
		}
		seq = a.book.db.Seq()
	}
	steps := []string{"planned", "file#1", "ready", "away journal", "moved files", "moved key.json", "views gone", "never"}
	if trust.Nightly() {
		steps = []string{
			"planned", "journal#2", "file#1", "copied", "ready", "away journal", "moved journal", "away files", "moved files", "away key.json",
			"moved key.json", "moved key.copy.json", "views gone", "done", "never",
		}
	}
	for _, step := range steps {
		child := exec.Command(os.Args[0], "-test.run=^$")
		child.Env = append(os.Environ(), childBook+"="+dir, childStep+"="+step)
		out, err := child.CombinedOutput()
		var ended *exec.ExitError
		if step == "never" && err != nil || errors.As(err, &ended) && ended.ExitCode() == 3 {
			t.Fatalf("%s: %v %s", step, err, out)
		}
		if step != "never" && err == nil {
			t.Fatalf("it was not killed at %s", step)
		}
		check(step)
	}
	now, err := seal.Unlock(dir, "芝麻开门")
	if err != nil || now.Same(old) {
		t.Fatalf("the key is the old one: %v", err)
	}
	if _, err := os.Stat(filepath.Join(dir, rekeyFolder)); !errors.Is(err, os.ErrNotExist) {
		t.Error("something of the change is left")
	}
	for _, name := range filesBelow(t, filepath.Join(dir, "journal")) {
		raw, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := old.For("journal").Open(nil, raw[80:80+14+seal.Overhead], raw[16:80]); err == nil {
			t.Errorf("%s opens with the old key", name)
		}
	}
}

// While it is in use, as a job: the book goes on with the new key, and the recovery key of before is void.
func TestABookIsSealedAnewWhileItIsInUse(t *testing.T) {
	dir := t.TempDir()
	a := open(t, Config{Dir: dir, Passphrase: "芝麻开门"})
	recovery := a.Recovery()
	me := at(t, a, true)
	me.do("records.create", m{"entity": "customer", "record": m{"name": "换钥匙的公司"}}, nil)
	var started struct {
		Job struct {
			ID string `json:"id"`
		} `json:"job"`
	}
	me.wants("forbidden", "book.reseal", m{"passphrase": "芝麻关门"})
	busy := keepsBusy(t, a.book)
	me.do("book.reseal", m{"passphrase": "芝麻开门"}, &started)
	var done struct {
		Job struct {
			State  string      `json:"state"`
			Result RecoveryKey `json:"result"`
		} `json:"job"`
	}
	me.do("jobs.wait", m{"id": started.Job.ID}, &done)
	if done.Job.State != "done" || done.Job.Result.Recovery == "" {
		t.Fatalf("%+v", done)
	}
	var kept int
	if err := a.book.records.Recall(who.With(t.Context(), who.System), "busy", &kept); err != nil || kept != busy() {
		t.Errorf("%d of %d changes meanwhile: %v", kept, busy(), err)
	}
	if !a.book.columns.Status().FromSnapshot || len(a.book.db.Notes()) > 0 {
		t.Errorf("records and columns are read from the journal while people wait: %v", a.book.db.Notes())
	}
	me.do("records.create", m{"entity": "customer", "record": m{"name": "之后的公司"}}, nil)
	if _, err := seal.OpenRecovery(dir, recovery); !seal.WrongPassphrase(err) {
		t.Errorf("the recovery key of before: %v", err)
	}
	if _, err := seal.OpenRecovery(dir, done.Job.Result.Recovery); err != nil {
		t.Errorf("the new recovery key: %v", err)
	}
}

// keepsBusy writes as the program does by itself, past the door, until the book is closed. It tells how often it could.
func keepsBusy(t *testing.T, b *book) func() int {
	t.Helper()
	wrote := make(chan int, 1)
	all := who.With(t.Context(), who.System)
	begun := make(chan struct{})
	go func() {
		for n := 1; ; n++ {
			if b.records.Remember(all, "busy", n) != nil {
				wrote <- n - 1
				return
			}
			if n == 1 {
				close(begun)
			}
		}
	}()
	<-begun
	return sync.OnceValue(func() int { return <-wrote })
}

func upload(t *testing.T, a *App, name, content string) (hash string) {
	t.Helper()
	info, err := a.book.files.Put(t.Context(), name, strings.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return info.Hash
}

func download(t *testing.T, a *App, hash string) string {
	t.Helper()
	f, err := a.book.files.Open(hash)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var b bytes.Buffer
	if _, err := b.ReadFrom(f); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func filesBelow(t *testing.T, root string) (list []string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, d os.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			list = append(list, path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}
