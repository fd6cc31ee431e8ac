package app

import (
	"bytes"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/core/seal"
	"xingke/backend/core/seal/keychain"
)

const sesame = "芝麻开门"

// desk is a computer with a keychain, a book on it, and somebody who starts the program again and again.
type desk struct {
	*testing.T
	chain *keychain.Memory
	dir   string
	clk   wall
	app   *App
	me    *guest
}

// newDesk is a desk whose computer remembers the key.
func newDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{T: t, chain: keychain.NewMemory(), dir: t.TempDir(), clk: newWall()}
	d.app = open(t, Config{Dir: d.dir, Passphrase: sesame, Attended: true, Clock: d.clk, Keychain: d.chain})
	d.me = at(t, d.app, true)
	d.me.do("book.remember", m{"on": true, "passphrase": sesame}, nil)
	return d
}

// start ends the program and starts it again, as one does without a word about the passphrase.
func (d *desk) start() DoorState {
	d.Helper()
	if err := d.app.Close(); err != nil {
		d.Fatal(err)
	}
	d.app = open(d.T, Config{Dir: d.dir, Attended: true, Clock: d.clk, Keychain: d.chain})
	d.me = at(d.T, d.app, true)
	return d.me.state()
}

// opens wants the program to open the book without asking.
func (d *desk) opens(when string) {
	d.Helper()
	if s := d.start(); s.Phase != DoorOpen {
		d.Fatalf("%s: %+v", when, s)
	}
	if got := d.stands(); got != ChainOn {
		d.Errorf("%s: %s", when, got)
	}
}

// asks wants the program to ask for the passphrase, with a reason, and gives it.
func (d *desk) asks(when, why string) {
	d.Helper()
	if s := d.start(); s.Phase != DoorLocked || s.Asks != "passphrase" || s.Keychain != why {
		d.Fatalf("%s: %+v", when, s)
	}
	var s DoorState
	d.me.do("door.unlock", m{"secret": sesame}, &s)
	if s.Phase != DoorOpen {
		d.Fatalf("%s: %+v", when, s)
	}
	d.app.chain.settle()
}

func (d *desk) stands() string {
	d.Helper()
	var r Remembers
	d.me.do("book.remembers", m{}, &r)
	return r.State
}

// held is what the keychain holds, which is one thing.
func (d *desk) held() (name, secret string) {
	d.Helper()
	all := d.chain.All()
	if len(all) != 1 {
		d.Fatalf("the keychain holds %d secrets", len(all))
	}
	for name, secret = range all {
	}
	return name, secret
}

func TestLongAComputerRemembersTheKey(t *testing.T) {
	var said bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&said, &slog.HandlerOptions{Level: slog.LevelDebug})))
	t.Cleanup(func() { slog.SetDefault(before) })
	d := newDesk(t)
	d.opens("the next day")
	d.opens("the day after")
	var events AuditOutput
	d.me.do("audit.list", m{"limit": 100}, &events)
	kinds := map[string]int{}
	for _, e := range events.Events {
		kinds[string(e.Kind)]++
	}
	if kinds["unlock"] != 2 || kinds["key"] == 0 {
		t.Errorf("in the journal: %v", kinds)
	}
	var health struct {
		Key struct {
			Kept     string `json:"kept"`
			Keychain string `json:"keychain"`
			Copies   int    `json:"copies"`
		} `json:"key"`
	}
	d.me.do("health.get", m{}, &health)
	if health.Key.Kept != "passphrase" || health.Key.Keychain != ChainOn || health.Key.Copies != seal.Copies {
		t.Errorf("%+v", health)
	}

	// Commands open it as well; what they are given comes first.
	for given, want := range map[string]bool{"": true, sesame: true, "芝麻关门": false} {
		if err := d.app.Close(); err != nil {
			t.Fatal(err)
		}
		a, err := Open(Config{Dir: d.dir, Passphrase: given, Quiet: true, Keychain: d.chain, Ask: func() (string, error) {
			t.Error("somebody is asked")
			return "", nil
		}})
		if (err == nil) != want {
			t.Errorf("%q: %v", given, err)
		}
		if err == nil && a.Close() != nil {
			t.Error("it does not close")
		}
		kept := filepath.Join(t.TempDir(), "kept.xkb")
		if _, failed := BackupAs(t.Context(), Config{Dir: d.dir, Passphrase: given, Keychain: d.chain}, kept); (failed == nil) != want {
			t.Errorf("backup with %q: %v", given, failed)
		}
	}
	d.opens("after the commands")

	// What leaves the computer does not tell, and nothing of the secret lies anywhere but in the keychain.
	name, held := d.held()
	secret, err := base64.RawStdEncoding.DecodeString(held)
	if err != nil || len(secret) != seal.SecretSize {
		t.Fatal("no secret", err)
	}
	if raw, err := seal.Sound(d.dir); err != nil || bytes.Contains(raw, []byte(name)) {
		t.Error("a backup would know the name", err)
	}
	for _, path := range filesBelow(t, d.dir) {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		d.tellsNothing(path, raw, secret)
	}
	d.tellsNothing("the log", said.Bytes(), secret)
	raw, err := json.Marshal(events)
	if err != nil {
		t.Fatal(err)
	}
	d.tellsNothing("the journal", raw, secret)

	// Switched off, both are gone.
	d.me.do("book.remember", m{"on": false}, nil)
	d.app.chain.settle()
	if got := d.stands(); got != ChainOff || len(d.chain.All()) != 0 {
		t.Errorf("switched off: %s, %d secrets", got, len(d.chain.All()))
	}
	d.asks("switched off", "")
	if got := d.stands(); got != ChainOff || len(d.chain.All()) != 0 {
		t.Errorf("after the passphrase: %s, %d secrets", got, len(d.chain.All()))
	}
}

func (d *desk) tellsNothing(where string, raw, secret []byte) {
	d.Helper()
	for _, form := range [][]byte{secret, []byte(base64.RawStdEncoding.EncodeToString(secret)), []byte(base64.RawURLEncoding.EncodeToString(secret)), []byte(hex.EncodeToString(secret))} {
		if bytes.Contains(raw, form) {
			d.Errorf("%s holds the secret", where)
		}
	}
}

// A lock is worth something though the computer remembers the key: ending the program and starting it again does not
// open the book, nor does a key file of before the lock.
func TestALockHoldsWhereTheKeyIsRemembered(t *testing.T) {
	d := newDesk(t)
	old, err := os.ReadFile(filepath.Join(d.dir, seal.KeyFile))
	if err != nil {
		t.Fatal(err)
	}
	d.me.do("door.lock", m{}, nil)
	d.app.chain.settle()
	if _, held := d.held(); held != chainLocked {
		t.Error("the keychain still holds a secret")
	}
	d.asks("after a lock", "")
	if got := d.stands(); got != ChainOn {
		t.Errorf("after the passphrase: %s", got)
	}
	d.opens("and then")

	d.me.do("door.lock", m{}, nil)
	d.app.chain.settle()
	if err := seal.Put(d.dir, old); err != nil {
		t.Fatal(err)
	}
	d.asks("with the key file of before", "")
	d.opens("and then, again")

	d.app.look(d.clk.pass(20 * time.Second))
	d.app.look(d.clk.pass(2 * time.Minute))
	if d.me.state().Phase != DoorLocked {
		t.Error("not locked after the machine had slept")
	}
	d.asks("after the machine had slept", "")

	// While others work in it only the own page is locked, and yet it holds.
	d.me.hire("王芳", "fang")
	colleague := at(t, d.app, false)
	var people struct {
		Rows []struct {
			ID    string `json:"id"`
			Login string `json:"login"`
		} `json:"rows"`
	}
	d.me.do("records.list", m{"entity": "user", "columns": []string{"id", "login"}}, &people)
	for _, row := range people.Rows {
		if row.Login == "fang" {
			d.me.do("accounts.setPassword", m{"userId": row.ID, "password": "first-password", "secret": "芝麻开门"}, nil)
		}
	}
	colleague.do("door.signIn", m{"login": "fang", "password": "first-password"}, nil)
	d.me.do("door.lock", m{}, nil)
	if d.app.book == nil || d.me.state().Phase != DoorLocked {
		t.Fatal("it is not as it should be while others work")
	}
	if _, opens := seal.Remembered(d.dir); opens {
		t.Error("the key is still remembered")
	}
	again := at(t, d.app, true) // the printed address once more
	var s DoorState
	d.me.do("door.signOut", m{}, nil)
	for _, here := range []*guest{d.me, again} {
		if s = here.state(); s.Phase != DoorSignIn || len(s.People) != 2 || s.People[0].Passphrase == s.People[1].Passphrase {
			t.Fatalf("%+v", s)
		}
		here.wants(fault.Forbidden, "door.signIn", m{"login": "owner"})
	}
	d.me.do("door.signIn", m{"login": "owner", "password": sesame}, nil)
	again.do("app.describe", m{}, nil)
	d.app.chain.settle()
	d.opens("after that")
	d.me.do("door.lock", m{}, nil)
	d.me.do("door.unlock", m{"secret": sesame}, nil)
	d.opens("and after that")
}

func TestLongWhatIsRememberedElsewhereOrWrongIsAskedFor(t *testing.T) {
	d := newDesk(t)
	// A copy on another computer: nobody is bothered with it, and nothing is kept there.
	other := &desk{T: t, chain: keychain.NewMemory(), dir: filepath.Join(t.TempDir(), "copy"), clk: d.clk, app: d.app}
	if err := d.app.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.CopyFS(other.dir, os.DirFS(d.dir)); err != nil {
		t.Fatal(err)
	}
	other.asks("on another computer", "")
	if got := other.stands(); got != ChainElsewhere || len(other.chain.All()) != 0 {
		t.Errorf("on another computer: %s, %d secrets", got, len(other.chain.All()))
	}
	other.chain.Fail(keychain.ErrNone)
	other.asks("where there is no keychain", "")
	var r Remembers
	other.me.do("book.remembers", m{}, &r)
	if r.Can {
		t.Error("it could be switched on")
	}
	other.me.wants(fault.Unavailable, "book.remember", m{"on": true, "passphrase": sesame})

	// Here: what the keychain holds is wrong, damaged, or cannot be read. The passphrase mends it.
	name, _ := d.held()
	_, another := newChainSecret()
	for _, wrong := range []string{another, "no secret at all", ""} {
		if err := d.chain.Set(name, wrong); err != nil {
			t.Fatal(err)
		}
		d.asks("with "+wrong, chainWrong)
		d.opens("mended")
	}
	d.chain.Fail(errors.New("the keychain is locked"))
	d.asks("with a keychain that does not answer", chainUnread)
	if got := d.stands(); got != ChainLater {
		t.Errorf("with a keychain that does not answer: %s", got)
	}
	d.me.wants(fault.Unavailable, "book.remember", m{"on": true, "passphrase": sesame})
	d.chain.Fail(nil)
	d.opens("when it answers again")

	// The key file of another book opens nothing, whatever the keychain says.
	stray := seal.New()
	if err := d.app.Close(); err != nil {
		t.Fatal(err)
	}
	_, held := d.held()
	secret, err := base64.RawStdEncoding.DecodeString(held)
	if err == nil {
		err = stray.Remember(d.dir, name, secret)
	}
	if err != nil {
		t.Fatal(err)
	}
	d.asks("with the key of another book", chainWrong)
	d.opens("and then")
}

func TestLongTheKeyStaysRememberedThroughChangesOfIt(t *testing.T) {
	d := newDesk(t)
	d.me.wants(fault.Invalid, "book.remember", m{"on": true, "passphrase": "芝麻关门"})
	at(t, d.app, false).wants(fault.SignedOut, "book.remember", m{"on": true, "passphrase": sesame})
	var key RecoveryKey
	d.me.do("book.renewRecovery", m{"passphrase": sesame}, &key)
	d.opens("with another recovery key")
	d.me.do("book.setPassphrase", m{"passphrase": sesame, "next": "另一个口令啊"}, nil)
	d.opens("with another passphrase")

	// The passphrase is forgotten, as happens where it is never typed.
	d.me.do("door.lock", m{}, nil)
	if s := d.start(); s.Phase != DoorLocked {
		t.Fatalf("%+v", s)
	}
	d.me.do("door.recover", m{"recovery": key.Recovery, "passphrase": sesame}, nil)
	d.app.chain.settle()
	d.opens("after the recovery key")

	// Another data key: the secret is another too, and what was remembered of the old key opens nothing.
	name, before := d.held()
	was, err := seal.Unlock(d.dir, sesame)
	if err != nil {
		t.Fatal(err)
	}
	job(d.me, "book.reseal", m{"passphrase": sesame})
	d.app.chain.settle()
	if again, after := d.held(); again != name || after == before {
		t.Error("the secret of before opens the book that was sealed anew")
	}
	d.opens("sealed anew")
	if d.app.book.keys.Same(was) {
		t.Error("it is the old key")
	}

	// A second time it is another secret, and the first is gone.
	d.me.do("book.remember", m{"on": true, "passphrase": sesame}, nil)
	d.app.chain.settle()
	if again, _ := d.held(); again == name {
		t.Error("the same name twice")
	}
	d.opens("switched on again")
	d.me.do("book.setPassphrase", m{"passphrase": sesame, "next": ""}, nil)
	d.app.chain.settle()
	if len(d.chain.All()) != 0 {
		t.Error("a secret stays for a book without a passphrase")
	}
	d.me.wants(fault.Conflict, "book.remember", m{"on": true})
}
