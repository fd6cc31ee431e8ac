package app

import (
	"context"
	"errors"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/audit"
	"xingke/backend/core/rpc"
	"xingke/backend/core/seal"
)

// Remembers is how this computer stands with the key of the book.
type Remembers struct {
	State string `json:"state"` // off, on, later, elsewhere
	Can   bool   `json:"can"`   // the system has a keychain, and the caller sits before it
	Local bool   `json:"local"` // the caller sits before this computer
}

// RememberInput switches it on or off. On proves that the caller knows the passphrase.
type RememberInput struct {
	On         bool   `json:"on"`
	Passphrase string `json:"passphrase,omitempty"`
}

func (b *book) exposeKeychain() {
	rpc.Handle(b.table, "book.remembers", rpc.SignedIn, b.remembers).
		Says("这台电脑是否记住密钥（仅管理员）", "Whether this computer remembers the key of the book, for owners.")
	rpc.Handle(b.table, "book.remember", rpc.SignedIn, b.remember).
		Says("让这台电脑记住密钥，或不再记住（仅管理员，在账套所在的电脑上）", "Has this computer remember the key of the book or forget it, for owners who sit before it.")
}

// chainState is how this computer was last seen to stand.
func (b *book) chainState() string {
	name, opens := seal.Remembered(b.app.config.Dir)
	state, _ := b.app.chain.seen()
	switch {
	case b.app.config.Dir == "" || !b.sealed.Load() || name == "":
		return ChainOff
	case state == ChainOn && !opens:
		return ChainLater
	case state == "": // nobody has asked the keychain yet
		return ChainElsewhere
	}
	return state
}

func (b *book) remembers(ctx context.Context, _ rpc.Nothing) (Remembers, error) {
	if err := b.ownersOnly(ctx); err != nil {
		return Remembers{}, err
	}
	v, chain := visitOf(ctx), b.app.config.Keychain
	r := Remembers{State: b.chainState(), Local: v == nil || v.Local}
	r.Can = r.Local && chain != nil && chain.Here() == nil
	return r, nil
}

func (b *book) remember(ctx context.Context, in RememberInput) (Remembers, error) {
	if err := b.ownersOnly(ctx); err != nil {
		return Remembers{}, err
	}
	if v := visitOf(ctx); v != nil && !v.Local {
		return Remembers{}, fault.New(fault.Forbidden, "请在账套所在的电脑上设置", "This can be set only on the computer that has the book.")
	}
	if !b.sealed.Load() || b.app.config.Dir == "" {
		return Remembers{}, fault.New(fault.Conflict, "这个账套没有口令，打开时本来就不问", "This book has no passphrase, so none is asked for.")
	}
	said := lang.Of("这台电脑不再记住密钥，打开账套要输口令", "This computer no longer remembers the key; the passphrase opens the book")
	err := error(nil)
	if in.On {
		said = lang.Of("这台电脑记住密钥，打开账套不再问口令", "This computer remembers the key; the book opens without asking")
		err = b.rememberHere(ctx, in.Passphrase)
	} else {
		err = b.forgetHere()
	}
	if err != nil {
		return Remembers{}, err
	}
	logFault("what the computer remembers was not noted", audit.Note(ctx, b.db, audit.Event{Kind: audit.Key}.Say(said)))
	b.app.hub.door()
	return b.remembers(ctx, rpc.Nothing{})
}

// rememberHere begins anew, under another name: whatever held a secret for this book before holds none any more.
func (b *book) rememberHere(ctx context.Context, passphrase string) error {
	a, dir, chain := b.app, b.app.config.Dir, b.app.config.Keychain
	if chain == nil || chain.Here() != nil {
		return noChain(nil)
	}
	err := b.proves(ctx, passphrase)
	if seal.WrongPassphrase(err) {
		return fault.Field("passphrase", lang.Of("口令不对", "The passphrase is wrong."))
	}
	if err != nil {
		return err
	}
	a.chain.mu.Lock()
	defer a.chain.mu.Unlock()
	name := seal.NewName()
	secret, held := newChainSecret()
	defer clear(secret)
	if err := chain.Set(name, held); err != nil {
		return noChain(err)
	}
	if got, err := chain.Get(name); err != nil || got != held { // it counts once it was read again
		return errors.Join(noChain(err), chain.Delete(name))
	}
	b.secret.Lock()
	defer b.secret.Unlock()
	old, _ := seal.Remembered(dir)
	if err := b.keys.Remember(dir, name, secret); err != nil {
		return errors.Join(err, chain.Delete(name))
	}
	a.chain.is(ChainOn)
	a.forgetName(old)
	_, err = b.keepKeys()
	return err
}

// forgetHere takes both away: the wrapping from the book and the secret from the keychain.
func (b *book) forgetHere() error {
	b.secret.Lock()
	defer b.secret.Unlock()
	b.turn++
	name, _ := seal.Remembered(b.app.config.Dir)
	if err := seal.Await(b.app.config.Dir, ""); err != nil {
		return err
	}
	b.app.chain.is(ChainOff)
	b.app.forgetName(name)
	_, err := b.keepKeys()
	return err
}

func noChain(err error) error {
	return fault.Wrap(err, fault.Unavailable, "系统的密钥库现在用不了，没有开启；请确认它已打开并解锁，再试一次",
		"The keychain of this system cannot be used now, so nothing was changed. Check that it is running and unlocked, then try again.")
}
