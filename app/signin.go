package app

import (
	"context"
	"sync"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/audit"
	"xingke/backend/core/records"
)

// Visit is one who stands at a door of the program: a window, a browser. A door puts it into the context
// of every call; the program knows from it who acts, and since when. It is safe for concurrent use.
type Visit struct {
	ID    string // names it to people; no secret
	Place audit.Place
	Agent string // what kind of browser, for people
	Local bool   // sits before the machine: the window, or whoever has the printed address

	mu     sync.Mutex
	user   string // id of who is signed in, "" for nobody
	change bool   // a new password is asked for before anything else
	locked bool   // nothing is shown until it is unlocked
	left   bool   // signed out on purpose: nobody is signed in without asking
	began  time.Time
	seen   time.Time     // when the person last did something
	gone   chan struct{} // closed when the session ends or is locked
}

// How long a session lasts that nobody uses, and at most. A window's ends with the program.
const (
	sessionIdle = 12 * time.Hour
	sessionMost = 7 * 24 * time.Hour
)

// NewVisit welcomes somebody at a door. End it with Leave.
func (a *App) NewVisit(place audit.Place, local bool, agent string) *Visit {
	v := &Visit{ID: id.New(), Place: place, Local: local, Agent: agent, gone: make(chan struct{})}
	v.seen = a.now()
	a.gate.mu.Lock()
	defer a.gate.mu.Unlock()
	a.gate.visits[v] = true
	return v
}

// Leave ends a visit for good.
func (a *App) Leave(v *Visit) {
	v.end(false)
	a.gate.mu.Lock()
	defer a.gate.mu.Unlock()
	delete(a.gate.visits, v)
}

// SignedIn tells who is signed in at a visit, "" for nobody.
func (v *Visit) SignedIn() string {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.user
}

// Locked tells whether nothing is shown at a visit until it is unlocked.
func (v *Visit) Locked() bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.locked
}

// Gone is closed when what the visit may see has ended: signed out, locked.
func (v *Visit) Gone() <-chan struct{} {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.gone
}

// Spent tells whether the visit has nobody signed in and is no use to remember.
func (v *Visit) Spent(now time.Time) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.user == "" && !v.Local && now.Sub(v.seen) > time.Minute
}

// begin signs somebody in. The caller holds v.mu.
func (v *Visit) begin(userID string, change bool, now time.Time) {
	v.user, v.change, v.locked, v.left = userID, change, false, false
	v.began, v.seen = now, now
	v.renew()
}

func (v *Visit) renew() {
	select {
	case <-v.gone:
		v.gone = make(chan struct{})
	default:
	}
}

// end signs out. onPurpose: nobody is signed in again without asking.
func (v *Visit) end(onPurpose bool) (userID string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	userID = v.user
	v.user, v.change, v.locked, v.left = "", false, false, v.left || onPurpose
	v.shut()
	return userID
}

// shut ends what is being shown. The caller holds v.mu.
func (v *Visit) shut() {
	select {
	case <-v.gone:
	default:
		close(v.gone)
	}
}

func (v *Visit) lock() {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.user != "" && !v.locked {
		v.locked = true
		v.shut()
	}
}

func (v *Visit) touch(now time.Time) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.user != "" && !v.locked && now.After(v.seen) {
		v.seen = now
	}
}

type visitKey struct{}

// WithVisit returns a context whose calls come from v.
func WithVisit(ctx context.Context, v *Visit) context.Context {
	return context.WithValue(audit.At(ctx, v.Place), visitKey{}, v)
}

func visitOf(ctx context.Context) *Visit {
	v, _ := ctx.Value(visitKey{}).(*Visit)
	return v
}

// Enter names who acts in a context with a visit, for the doors that serve more than operations.
func (a *App) Enter(ctx context.Context, operation string) (context.Context, error) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	if a.book == nil {
		return ctx, a.shut()
	}
	return a.book.enter(ctx, visitOf(ctx), operation)
}

// Visitor is who acts at a visit.
func (a *App) Visitor(ctx context.Context) (who.User, error) {
	if visitOf(ctx) == nil {
		return a.User(ctx)
	}
	ctx, err := a.Enter(ctx, "")
	user, _ := who.From(ctx)
	return user, err
}

// enter names who acts, or refuses: nobody is signed in, the visit is locked, a new password is asked for first.
func (b *book) enter(ctx context.Context, v *Visit, operation string) (context.Context, error) {
	user, err := b.admit(ctx, v, operation)
	if err != nil {
		return ctx, err
	}
	if v.Place.Door == audit.Window {
		ctx = records.WithPaths(ctx)
	}
	return who.With(ctx, user), nil
}

// admit lets in the owner before the machine who has set no password, and says who acts at a visit.
func (b *book) admit(ctx context.Context, v *Visit, operation string) (who.User, error) {
	begun, err := b.admitOwner(ctx, v)
	if err != nil {
		return who.User{}, err
	}
	user, err := b.admitted(ctx, v, operation)
	if begun && err == nil {
		event := audit.Event{Kind: audit.SignIn}.By(user.ID, user.Name).Say(lang.Of("直接进入，没有设置密码", "Signed in without a password (none is set)"))
		b.app.noted(audit.Note(who.With(audit.At(ctx, v.Place), who.System), b.db, event))
	}
	return user, err
}

func (b *book) admitOwner(ctx context.Context, v *Visit) (begun bool, err error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.user != "" || !v.Local || v.left || b.barred() {
		return false, nil
	}
	owner, err := b.user(ctx)
	if err != nil || b.password(owner.ID).set() {
		return false, err
	}
	v.begin(owner.ID, false, b.app.now())
	return true, nil
}

func (b *book) admitted(ctx context.Context, v *Visit, operation string) (who.User, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	switch {
	case v.user == "":
		return who.User{}, signedOut()
	case v.locked:
		return who.User{}, lockedFault()
	case v.change && !whileChanging[operation]:
		return who.User{}, lockedFault()
	}
	user, err := b.person(ctx, v.user)
	if fault.Is(err, fault.Forbidden) || fault.Is(err, fault.NotFound) { // who left is out at once
		v.user = ""
		v.shut()
		return who.User{}, signedOut()
	}
	return user, err
}

// whileChanging are the operations of somebody who must set a new password first.
var whileChanging = map[string]bool{"account.setPassword": true, "account.get": true}

// person is an active user with the language they set.
func (b *book) person(ctx context.Context, userID string) (who.User, error) {
	if known, ok := b.folk.Load(userID); ok {
		return known.(who.User), nil
	}
	u, err := b.team.Person(ctx, userID)
	if err != nil {
		return who.User{}, err
	}
	own, err := b.records.Preferences(who.With(ctx, u), struct{}{})
	if err != nil {
		return who.User{}, err
	}
	if own.Lang != "" {
		u.Lang = own.Lang
	}
	b.folk.Store(userID, u)
	return u, nil
}

func signedOut() *fault.Error {
	return fault.New(fault.SignedOut, "请先登录再使用", "Sign in first.")
}

func lockedFault() *fault.Error {
	return fault.New(fault.Locked, "账套已锁定，请输入口令", "The book is locked. Enter the passphrase.")
}
