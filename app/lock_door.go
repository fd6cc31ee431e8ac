package app

import (
	"context"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/audit"
	"xingke/backend/core/rpc"
	"xingke/backend/core/seal"
)

// unlock opens the book, or the visit.
func (a *App) unlock(ctx context.Context, in UnlockInput) (DoorState, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	v := visitOf(ctx)
	if a.book == nil {
		if err := a.unlockBook(ctx, func() (*seal.Keys, error) { return seal.Unlock(a.config.Dir, in.Secret) }); err != nil {
			return DoorState{}, err
		}
		a.comeBack(ctx, v)
		return a.stateOf(ctx)
	}
	if v == nil {
		return a.stateOf(ctx)
	}
	v.mu.Lock()
	userID, locked := v.user, v.locked
	v.mu.Unlock()
	if !locked {
		return a.stateOf(ctx)
	}
	if err := a.proveHere(ctx, userID, in.Secret); err != nil {
		return DoorState{}, err
	}
	v.mu.Lock()
	v.locked, v.seen = false, a.now()
	v.renew()
	v.mu.Unlock()
	a.gate.mu.Lock()
	a.gate.want = false
	a.gate.mu.Unlock()
	if !a.book.password(userID).set() { // it was the passphrase
		a.book.proved()
	}
	a.noteBy(ctx, userID, audit.Unlock, lang.Of("解锁", "Unlocked"))
	a.hub.door()
	return a.stateOf(ctx)
}

// proveHere takes the person's password or, of somebody who has none, the passphrase of the book.
func (a *App) proveHere(ctx context.Context, userID, secret string) error {
	b := a.book
	if b.password(userID).set() {
		wrong := audit.Event{Kind: audit.SignInFailed}.Say(lang.Of("解锁时密码不对", "Wrong password when unlocking"))
		if user, err := b.person(ctx, userID); err == nil {
			wrong = wrong.By(user.ID, user.Name)
		}
		err := b.prove(ctx, guess{userID: userID, password: secret, failed: wrong})
		if fault.Is(err, fault.Forbidden) && !seal.IsTooSoon(err) {
			return fault.New(fault.Forbidden, "密码不对，请检查大小写和输入法后重试", "The password is wrong. Check capitals and the input method and try again.")
		}
		return err
	}
	if user, err := b.person(ctx, userID); err == nil {
		ctx = who.With(ctx, user) // whose guess it is
	}
	return b.proves(ctx, secret)
}

// unlockBook opens a locked book with the keys that find gets, and counts what fails. The caller holds a.mu.
func (a *App) unlockBook(ctx context.Context, find func() (*seal.Keys, error)) error {
	if a.config.Dir == "" || a.shut().Kind != fault.Locked {
		return closed()
	}
	if err := settleExchanges(a.config.Dir); err != nil {
		return fault.From(err)
	}
	var keys *seal.Keys
	err := seal.Try(a.config.Dir, a.now(), func() (err error) {
		keys, err = find()
		return err
	})
	a.notesHaste(ctx, nil, err)
	place := audit.PlaceOf(ctx)
	event := audit.Event{At: a.now().UTC(), Door: place.Door, From: place.From}
	if err != nil {
		if seal.WrongPassphrase(err) {
			event.Kind = audit.SignInFailed
			a.later(event.Say(lang.Of("账套口令或恢复密钥不对", "Wrong passphrase or recovery key")))
		}
		return fault.From(err)
	}
	if err := a.unseal(keys); err != nil {
		keys.Wipe()
		return fault.From(err)
	}
	event.Kind = audit.Unlock
	a.later(event.Say(lang.Of("打开账套", "Opened the book")))
	a.book.settleLock()
	a.book.proved()
	return nil
}

// later keeps an event until there is a book to write it into.
func (a *App) later(event audit.Event) {
	a.gate.mu.Lock()
	defer a.gate.mu.Unlock()
	if len(a.gate.notes) < 1000 {
		a.gate.notes = append(a.gate.notes, event)
	}
}

// comeBack lets in who has just opened the book, where they need no password of their own. The caller holds a.mu.
func (a *App) comeBack(ctx context.Context, v *Visit) {
	if v == nil {
		return
	}
	b := a.book
	userID := v.SignedIn()
	user, err := b.person(ctx, userID)
	// Whoever has the book's passphrase has everything that is in it: an owner is not asked twice.
	free := userID != "" && err == nil && (!b.password(userID).set() || b.ownersOnly(who.With(ctx, user)) == nil)
	v.mu.Lock()
	defer v.mu.Unlock()
	if free {
		v.locked, v.seen = false, a.now()
		v.renew()
	}
}

// recover opens the book with its recovery key and gives it a new passphrase.
func (a *App) recover(ctx context.Context, in RecoverInput) (Recovered, error) {
	plan := RecoverPlan(in)
	if err := plan.check(); err != nil {
		return Recovered{}, err
	}
	if v := visitOf(ctx); in.From != "" && v != nil && !v.Local {
		return Recovered{}, fault.New(fault.Forbidden, "只能在账套所在的电脑上从备份取回密钥", "The key can be taken from a backup only on the computer that has the book.")
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.book != nil {
		return Recovered{}, fault.New(fault.Conflict, "账套已经打开；口令可以在设置里修改", "The book is open. The passphrase can be changed in the settings.")
	}
	next := ""
	remembered, _ := seal.Remembered(a.config.Dir)
	err := a.unlockBook(ctx, func() (keys *seal.Keys, err error) {
		keys, next, err = plan.open(a.config.Dir)
		return keys, err
	})
	if err != nil {
		return Recovered{}, err
	}
	for _, said := range plan.says() {
		a.noteBy(ctx, "", audit.Key, said)
	}
	if now, _ := seal.Remembered(a.config.Dir); now != remembered { // the key file of a backup knows of no keychain
		a.forgetName(remembered)
	}
	a.comeBack(ctx, visitOf(ctx))
	state, err := a.stateOf(ctx)
	return Recovered{state, next}, err
}

func (a *App) touchHere(ctx context.Context, _ rpc.Nothing) (rpc.Nothing, error) {
	if v := visitOf(ctx); v != nil {
		v.touch(a.now())
	}
	return rpc.Nothing{}, nil
}

// lockHere locks the book or, while others work in it or a job runs, what this visit sees.
func (a *App) lockHere(ctx context.Context, _ rpc.Nothing) (DoorState, error) {
	v := visitOf(ctx)
	a.mu.RLock()
	if a.book == nil || v == nil || v.SignedIn() == "" {
		defer a.mu.RUnlock()
		return a.stateOf(ctx)
	}
	sealed, own := a.book.sealed.Load(), a.book.password(v.SignedIn()).set()
	if !sealed && !own {
		a.mu.RUnlock()
		return DoorState{}, fault.New(fault.Conflict, "还没有口令，锁定挡不住别人；请先到“设置”里设一个", "There is no passphrase yet, so a lock would keep nobody out. Set one in the settings first.")
	}
	user, err := a.book.person(ctx, v.SignedIn())
	a.mu.RUnlock()
	if err != nil {
		return DoorState{}, err
	}
	if sealed && !a.othersWork(v) {
		err = a.Lock(who.With(ctx, user), lang.Of("手动锁定", "Locked manually"))
	} else {
		v.lock()
		a.nowLocked([]string{user.ID})
		a.hub.door()
		a.mu.RLock()
		a.noteBy(ctx, user.ID, audit.Lock, lang.Of("手动锁定", "Locked manually"))
		a.mu.RUnlock()
	}
	if err != nil && !fault.Is(err, fault.Conflict) {
		return DoorState{}, err
	}
	return a.doorState(ctx, rpc.Nothing{})
}

// othersWork tells whether anybody else is signed in and at work.
func (a *App) othersWork(but *Visit) bool {
	userID := but.SignedIn()
	a.gate.mu.Lock()
	defer a.gate.mu.Unlock()
	for v := range a.gate.visits {
		v.mu.Lock()
		at := v != but && v.user != "" && !v.locked && v.user != userID
		v.mu.Unlock()
		if at {
			return true
		}
	}
	return false
}
