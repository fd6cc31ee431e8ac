package app

import (
	"context"
	"log/slog"
	"strings"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/audit"
	"xingke/backend/core/entity"
	"xingke/backend/core/rpc"
	"xingke/backend/core/seal"
	"xingke/backend/modules/team"
)

// The phases of a door.
const (
	DoorOpen   = "open"   // somebody is signed in
	DoorLocked = "locked" // the passphrase, or the person's password, is asked for
	DoorSignIn = "signIn" // who it is is asked for
	DoorChange = "change" // a new password is asked for
)

// DoorState is what somebody before a door needs to know to come in. It says nothing of what is in the book.
type DoorState struct {
	Phase   string   `json:"phase"`
	Sealed  bool     `json:"sealed"`  // the book has a passphrase
	Asks    string   `json:"asks"`    // passphrase or password, when locked
	Damaged bool     `json:"damaged"` // the key file cannot be read; the recovery key opens the book
	Lost    bool     `json:"lost"`    // nothing is left of the key file; a backup has one
	Wait    int      `json:"wait"`    // seconds until the next try
	Idle    int      `json:"idle"`    // minutes until it locks by itself; 0: never
	User    string   `json:"user"`    // name of who is signed in
	Local   bool     `json:"local"`
	People  []Person `json:"people"` // to choose from, on this machine only

	Keychain string `json:"keychain"` // why the book did not open with what this computer remembers: wrong, unread, or ""
}

// Person is one who may sign in here.
type Person struct {
	Login    string `json:"login"`
	Name     string `json:"name"`
	Password bool   `json:"password"` // is asked for one

	Passphrase bool `json:"passphrase"` // is asked for that of the book: they have locked it, and have no password
}

// UnlockInput is the passphrase, or the password of who is signed in.
type UnlockInput struct {
	Secret string `json:"secret"`
}

// RecoverInput opens the book when the passphrase is forgotten or the key file damaged.
type RecoverInput struct {
	From       string `json:"from,omitempty"`     // a backup on this machine, whose key file takes the place of the damaged one
	Recovery   string `json:"recovery,omitempty"` // not needed with a backup
	Passphrase string `json:"passphrase"`         // the new one; without a recovery key, the one of when the backup was made
}

// Recovered is how the door stands, and the recovery key that is valid from now on.
type Recovered struct {
	State    DoorState `json:"state"`
	Recovery string    `json:"recovery"`
}

// SignInInput says who it is.
type SignInInput struct {
	Login    string `json:"login"`
	Password string `json:"password,omitempty"`
}

// handleDoors fills the table of what can be asked while nobody is signed in or no book is open.
func (a *App) handleDoors(t *rpc.Table) {
	rpc.Handle(t, "door.state", rpc.Public, a.doorState).Says("是否已锁定、是否要登录", "Whether the book is locked and whether somebody has to sign in.")
	rpc.Handle(t, "door.unlock", rpc.Public, a.unlock).Says("用口令解锁账套", "Opens a locked book with its passphrase.")
	rpc.Handle(t, "door.recover", rpc.Public, a.recover).Says("用恢复密钥打开账套并设置新口令", "Opens the book with the recovery key and gives it a new passphrase.")
	rpc.Handle(t, "door.signIn", rpc.Public, a.signIn).Says("登录", "Signs in.")
	rpc.Handle(t, "door.signOut", rpc.Public, a.signOut).Says("退出登录", "Signs out here.")
	rpc.Handle(t, "door.lock", rpc.Public, a.lockHere).Says("立即锁定", "Locks at once.")
	rpc.Handle(t, "door.touch", rpc.Public, a.touchHere).Says("有人在操作", "Somebody sits before the page: it is not to be locked.")
}

func isDoor(operation string) bool { return strings.HasPrefix(operation, "door.") }

func (a *App) doorState(ctx context.Context, _ rpc.Nothing) (DoorState, error) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	return a.stateOf(ctx)
}

// stateOf tells how the door stands. The caller holds a.mu.
func (a *App) stateOf(ctx context.Context) (DoorState, error) {
	v := visitOf(ctx)
	a.gate.mu.Lock()
	s := DoorState{Phase: DoorOpen, Sealed: true, Damaged: a.gate.damaged, Lost: a.gate.lost, Idle: a.gate.idle, People: []Person{}}
	locked := a.gate.locked
	a.gate.mu.Unlock()
	if v != nil {
		s.Local = v.Local
	}
	if a.book == nil {
		if !locked {
			return s, closed()
		}
		s.Phase, s.Asks = DoorLocked, "passphrase"
		_, wait := seal.Tries(a.config.Dir, a.now())
		s.Wait = int(wait.Seconds())
		_, s.Keychain = a.chain.seen()
		return s, nil
	}
	b := a.book
	s.Sealed = b.sealed.Load()
	if v == nil {
		return s, nil
	}
	user, err := b.admit(ctx, v, "")
	v.mu.Lock()
	userID, change := v.user, v.change
	v.mu.Unlock()
	switch {
	case err == nil:
		s.User = user.Name
	case fault.Is(err, fault.SignedOut):
		s.Phase = DoorSignIn
		if v.Local {
			s.People, err = b.people()
			return s, err
		}
	case fault.Is(err, fault.Locked):
		s.Phase, s.Asks = DoorLocked, "password"
		if change {
			s.Phase = DoorChange
		}
		if !b.password(userID).set() {
			s.Asks = "passphrase"
		}
		if known, err := b.person(ctx, userID); err == nil {
			s.User = known.Name
		}
		s.Wait = int(b.password(userID).wait(a.now()).Seconds())
	default:
		return s, err
	}
	return s, nil
}

// people lists who may sign in on this machine: whoever has a password, and the owner.
func (b *book) people() ([]Person, error) {
	list := []Person{}
	owner, err := b.user(b.ctx)
	if err != nil {
		return list, err
	}
	err = b.db.Each(who.With(b.ctx, who.System), team.Users.Type, func(rec entity.Record) bool {
		u := rec.(*team.User)
		if asks := b.password(u.ID).set(); u.Active && !u.Deleted() && u.Login != "" && (asks || u.ID == owner.ID) {
			list = append(list, Person{Login: u.Login, Name: u.Name, Password: asks, Passphrase: !asks && b.barred()})
		}
		return true
	})
	return list, err
}

// signIn lets somebody in who says who they are and proves it.
func (a *App) signIn(ctx context.Context, in SignInInput) (DoorState, error) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	v := visitOf(ctx)
	if a.book == nil {
		return DoorState{}, a.shut()
	}
	if v == nil {
		return DoorState{}, fault.New(fault.Conflict, "这里不需要登录", "There is no sign-in here.")
	}
	b := a.book
	userID, name, kept, err := b.whoSignsIn(in.Login)
	if err != nil {
		return DoorState{}, err
	}
	owner, err := b.user(ctx)
	if err != nil {
		return DoorState{}, err
	}
	free := userID == owner.ID && !kept.set() && v.Local // the owner at the own machine, who has set none
	if free && b.barred() {
		if err := a.proveHere(ctx, userID, in.Password); err != nil {
			return DoorState{}, err
		}
		b.proved()
	} else if !free {
		login := plainLogin(in.Login)
		if err := b.prove(ctx, guess{userID, login, in.Password, failedSignIn(ctx, userID, name, login)}); err != nil {
			return DoorState{}, err
		}
	}
	v.mu.Lock()
	v.shut() // what was shown to somebody else ends
	v.begin(userID, kept.Change, a.now())
	v.mu.Unlock()
	a.noteBy(ctx, userID, audit.SignIn, lang.Of("登录", "Signed in"))
	a.hub.door()
	return a.stateOf(ctx)
}

// whoSignsIn finds the active user of a login; nobody is a zero id, and takes as long to refuse.
func (b *book) whoSignsIn(login string) (userID, name string, kept account, err error) {
	login = plainLogin(login)
	err = b.db.Each(who.With(b.ctx, who.System), team.Users.Type, func(rec entity.Record) bool {
		if u := rec.(*team.User); u.Active && !u.Deleted() && login != "" && u.Login == login {
			userID, name = u.ID, u.Name
		}
		return userID == ""
	})
	return userID, name, b.password(userID), err
}

// plainLogin is a login as it is kept, however it was typed.
func plainLogin(typed string) string { return strings.ToLower(strings.TrimSpace(typed)) }

// failedSignIn is what is noted of a try that failed: of a login that nobody has, as it was typed.
func failedSignIn(ctx context.Context, userID, name, login string) audit.Event {
	if name == "" {
		name = login
	}
	place := audit.PlaceOf(ctx)
	event := audit.Event{Kind: audit.SignInFailed, Door: place.Door, From: place.From}
	return event.By(userID, name).Say(lang.Of("登录失败", "The sign-in failed"))
}

// noteBy writes down what somebody did at the door. The caller holds a.mu.
func (a *App) noteBy(ctx context.Context, userID string, kind audit.Kind, said lang.Text) {
	if a.book == nil {
		return
	}
	event := audit.Event{Kind: kind}.Say(said)
	if user, err := a.book.person(ctx, userID); userID != "" && err == nil {
		event = event.By(user.ID, user.Name)
	}
	a.noted(audit.Note(who.With(ctx, who.System), a.book.db, event))
}

func (a *App) signOut(ctx context.Context, _ rpc.Nothing) (DoorState, error) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	if v := visitOf(ctx); v != nil {
		if userID := v.end(true); userID != "" {
			a.noteBy(ctx, userID, audit.SignOut, lang.Of("退出登录", "Signed out"))
		}
		a.hub.door()
	}
	return a.stateOf(ctx)
}

func (a *App) noted(err error) {
	if err != nil {
		slog.Warn("an event was not noted", "err", err)
	}
}
