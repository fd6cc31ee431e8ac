package app

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"xingke/backend/base/clock"
	"xingke/backend/base/fault"
	"xingke/backend/core/audit"
	"xingke/backend/core/seal"
)

// wall is a clock that a test turns on.
type wall struct{ *clock.Settable }

func newWall() wall { return wall{clock.At(time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC))} }

func (w wall) pass(d time.Duration) time.Time {
	w.Move(d)
	return w.Now()
}

// guest is somebody at a door of an open program.
type guest struct {
	*testing.T
	app   *App
	visit *Visit
}

func at(t *testing.T, a *App, local bool) *guest {
	door := audit.Office
	if local {
		door = audit.Window
	}
	return &guest{t, a, a.NewVisit(audit.Place{Door: door}, local, "Chrome · Windows")}
}

func (g *guest) call(name string, input, out any) error {
	g.Helper()
	raw, err := json.Marshal(input)
	if err != nil {
		g.Fatal(err)
	}
	answer, err := g.app.Call(WithVisit(context.Background(), g.visit), name, raw)
	if err == nil && out != nil {
		err = json.Unmarshal(answer, out)
	}
	return err
}

func (g *guest) do(name string, input, out any) {
	g.Helper()
	if err := g.call(name, input, out); err != nil {
		g.Fatalf("%s: %v", name, err)
	}
}

func (g *guest) state() (s DoorState) {
	g.Helper()
	g.do("door.state", struct{}{}, &s)
	return s
}

func (g *guest) wants(kind fault.Kind, name string, input any) {
	g.Helper()
	if err := g.call(name, input, nil); !fault.Is(err, kind) {
		g.Errorf("%s: %v, want %s", name, err, kind)
	}
}

type m = map[string]any

// hire makes a user and returns the id.
func (g *guest) hire(name, login string) string {
	g.Helper()
	var made struct {
		ID string `json:"id"`
	}
	g.do("records.create", m{"entity": "user", "record": m{"name": name, "login": login}}, &made)
	return made.ID
}

func TestOneUserWithoutAPasswordIsAskedForNothing(t *testing.T) {
	a := open(t, Config{})
	owner, stranger := at(t, a, true), at(t, a, false)
	if s := owner.state(); s.Phase != DoorOpen || s.User == "" {
		t.Errorf("%+v", s)
	}
	owner.do("app.describe", m{}, nil)
	if s := stranger.state(); s.Phase != DoorSignIn || len(s.People) != 0 {
		t.Errorf("%+v", s)
	}
	stranger.wants(fault.SignedOut, "app.describe", m{})
	stranger.wants(fault.Forbidden, "door.signIn", m{"login": "owner"})
	if a.HasGuests() {
		t.Error("strangers are shown the sign-in page of a book in which nobody can sign in")
	}
	owner.wants(fault.Conflict, "door.lock", m{}) // it would keep nobody out
}

func TestPeopleSignInByThemselves(t *testing.T) {
	clk := newWall()
	a := open(t, Config{Clock: clk})
	owner, fang := at(t, a, true), at(t, a, false)
	id := owner.hire("王芳", "Fang")
	owner.wants(fault.Invalid, "accounts.setPassword", m{"userId": id, "password": "short"})
	owner.do("accounts.setPassword", m{"userId": id, "password": "first-one"}, nil)

	for range 5 {
		fang.wants(fault.Forbidden, "door.signIn", m{"login": "fang", "password": "wrong-one"})
	}
	fang.wants(fault.Forbidden, "door.signIn", m{"login": "fang", "password": "first-one"}) // too soon
	clk.pass(6 * time.Second)
	var s DoorState
	fang.do("door.signIn", m{"login": " FANG ", "password": "first-one"}, &s)
	if s.Phase != DoorChange || s.User != "王芳" {
		t.Fatalf("%+v", s)
	}
	fang.wants(fault.Locked, "records.list", m{"entity": "customer"})
	fang.wants(fault.Invalid, "account.setPassword", m{"old": "nonsense", "new": "second-one"})
	fang.wants(fault.Invalid, "account.setPassword", m{"old": "first-one", "new": "first-one"})
	fang.do("account.setPassword", m{"old": "first-one", "new": "second-one"}, nil)
	fang.do("app.describe", m{}, nil)
	fang.wants(fault.Forbidden, "accounts.list", m{})
	fang.wants(fault.Forbidden, "accounts.setPassword", m{"userId": id, "password": "another-one"})

	// Signed in at two places; one of them is ended from the other.
	home := at(t, a, false)
	home.do("door.signIn", m{"login": "fang", "password": "second-one"}, &s)
	var account Account
	fang.do("account.get", m{}, &account)
	if len(account.Sessions) != 2 || !account.HasPassword || account.Login != "fang" {
		t.Fatalf("%+v", account)
	}
	fang.wants(fault.Invalid, "account.endSessions", m{"id": home.visit.ID})
	fang.wants(fault.Invalid, "account.endSessions", m{"secret": "first-one"})
	home.do("app.describe", m{}, nil)
	fang.do("account.endSessions", m{"id": home.visit.ID, "secret": "second-one"}, nil)
	home.wants(fault.SignedOut, "app.describe", m{})
	fang.do("app.describe", m{}, nil)
	home.do("door.signIn", m{"login": "fang", "password": "second-one"}, nil)
	fang.do("account.endSessions", m{"secret": "second-one"}, nil) // everywhere
	home.wants(fault.SignedOut, "app.describe", m{})
	fang.wants(fault.SignedOut, "app.describe", m{})

	// A session ends by itself, and who leaves is out at once.
	fang.do("door.signIn", m{"login": "fang", "password": "second-one"}, nil)
	a.look(clk.pass(sessionIdle + time.Minute))
	fang.wants(fault.SignedOut, "app.describe", m{})
	fang.do("door.signIn", m{"login": "fang", "password": "second-one"}, nil)
	var user struct {
		Rev int `json:"rev"`
	}
	owner.do("records.get", m{"entity": "user", "id": id}, &user)
	owner.do("records.update", m{"entity": "user", "id": id, "rev": user.Rev, "set": m{"active": false}}, nil)
	fang.wants(fault.SignedOut, "app.describe", m{})
	fang.wants(fault.Forbidden, "door.signIn", m{"login": "fang", "password": "second-one"})
}

func TestAnOwnerWithAPasswordIsAskedForIt(t *testing.T) {
	a := open(t, Config{})
	owner := at(t, a, true)
	owner.do("account.setPassword", m{"new": "owners-own"}, nil)
	owner.do("app.describe", m{}, nil) // who sets it stays
	next := at(t, a, true)
	s := next.state()
	if s.Phase != DoorSignIn || len(s.People) != 1 || !s.People[0].Password {
		t.Fatalf("%+v", s)
	}
	next.wants(fault.Forbidden, "door.signIn", m{"login": "owner"})
	next.do("door.signIn", m{"login": "owner", "password": "owners-own"}, nil)
	next.do("door.lock", m{}, &s)
	if s.Phase != DoorLocked || s.Asks != "password" {
		t.Fatalf("%+v", s)
	}
	next.wants(fault.Locked, "app.describe", m{})
	owner.do("app.describe", m{}, nil) // the other window is not touched
	next.wants(fault.Forbidden, "door.unlock", m{"secret": "wrong-one"})
	next.do("door.unlock", m{"secret": "owners-own"}, nil)
	next.do("app.describe", m{}, nil)
	next.do("account.setPassword", m{"old": "owners-own", "new": ""}, nil)
	if s := at(t, a, true).state(); s.Phase != DoorOpen {
		t.Errorf("%+v", s)
	}
	next.do("door.signOut", m{}, &s)
	if s.Phase != DoorSignIn || len(s.People) != 1 || s.People[0].Password {
		t.Errorf("%+v", s)
	}
	next.do("door.signIn", m{"login": "owner"}, nil)
}

// Whoever guesses learns by no sentence and no wait who there is, and gains nothing by guessing many at once.
func TestGuessesTellNobodyWhoThereIs(t *testing.T) {
	clk := newWall()
	a := open(t, Config{Clock: clk})
	owner := at(t, a, true)
	owner.do("accounts.setPassword", m{"userId": owner.hire("王芳", "fang"), "password": "first-one"}, nil)
	owner.hire("李娜", "lina") // without a password
	said := map[string]string{}
	for _, login := range []string{"fang", "lina", "nobody", " NoBody"} {
		stranger := at(t, a, false)
		for range 3 {
			err := stranger.call("door.signIn", m{"login": login, "password": "wrong-one"}, nil)
			said[login] += fault.From(err).Text.EN
		}
		if login != "nobody" && login != " NoBody" {
			for range 3 {
				said[login] += fault.From(stranger.call("door.signIn", m{"login": login, "password": "wrong-one"}, nil)).Text.EN
			}
		}
	}
	if said["fang"] != said["lina"] || said["fang"] != said["nobody"]+said[" NoBody"] || !strings.Contains(said["fang"], "5 seconds") {
		t.Errorf("what is said tells who there is: %q", said)
	}
	clk.pass(time.Hour)
	owner.do("accounts.setPassword", m{"userId": owner.hire("赵敏", "min"), "password": "first-one"}, nil)
	var wrong, soon atomic.Int32
	var all sync.WaitGroup
	for range 12 {
		all.Go(func() {
			raw := []byte(`{"login":"min","password":"wrong-one"}`)
			_, err := a.Call(WithVisit(context.Background(), at(t, a, false).visit), "door.signIn", raw)
			if seal.IsTooSoon(err) {
				soon.Add(1)
			} else if fault.Is(err, fault.Forbidden) {
				wrong.Add(1)
			}
		})
	}
	all.Wait()
	if wrong.Load() != seal.FreeTries || soon.Load() != 12-seal.FreeTries {
		t.Errorf("of 12 guesses at once %d were tried and %d were too soon", wrong.Load(), soon.Load())
	}
}

// A password, and what is kept of it, leaves the program by no operation, whoever asks.
func TestPasswordsNeverLeave(t *testing.T) {
	a := open(t, Config{})
	owner := at(t, a, true)
	id := owner.hire("王芳", "fang")
	owner.do("accounts.setPassword", m{"userId": id, "password": "first-one"}, nil)
	b := a.book
	kept := b.password(id)
	if !kept.set() || !kept.Change {
		t.Fatalf("%+v", kept)
	}
	hash, err := json.Marshal(kept.Password.Hash)
	if err != nil {
		t.Fatal(err)
	}
	secret := strings.Trim(string(hash), `"`)
	asks := map[string][]any{
		"records.list":   {m{"entity": "setting", "limit": 100}, m{"entity": "user", "limit": 100}},
		"records.get":    {m{"entity": "user", "id": id}},
		"accounts.list":  {m{}},
		"account.get":    {m{}},
		"settings.get":   {m{}},
		"app.describe":   {m{}},
		"changes.list":   {m{"limit": 200}},
		"search.query":   {m{"text": "fang"}, m{"text": "argon"}, m{"text": "accounts"}},
		"audit.list":     {m{}},
		"records.export": {m{"entity": "setting", "format": "csv"}},
	}
	for name, inputs := range asks {
		for _, input := range inputs {
			raw, _ := json.Marshal(input)
			answer, err := a.Call(WithVisit(context.Background(), owner.visit), name, raw)
			if err == nil && (strings.Contains(string(answer), secret[:20]) || strings.Contains(string(answer), "first-one")) {
				t.Errorf("%s %s hands out the password: %s", name, raw, answer)
			}
		}
	}
}
