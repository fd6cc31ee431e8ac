package app

import (
	"crypto/rand"
	"encoding/base64"
	"errors"
	"log/slog"
	"sync"
	"time"

	"xingke/backend/base/lang"
	"xingke/backend/core/audit"
	"xingke/backend/core/seal"
	"xingke/backend/core/seal/keychain"
	"xingke/backend/core/store"
)

// A computer may remember the key of a book: the keychain of the system account keeps a secret, and the key file of the
// book the data key wrapped by it, so that the book opens there without asking. A lock takes the wrapping away and makes
// the keychain forget the secret, so that after it only the passphrase or the recovery key opens the book; whoever gives
// one of them has both made anew. See docs/adr/0019.

// chainLocked is what the keychain holds instead of a secret while the book is locked.
const chainLocked = "locked"

// closingPatience is how long the end of the program waits for a keychain.
const closingPatience = 3 * time.Second

// How a computer stands with the key of a book.
const (
	ChainOff       = "off"       // it does not remember it
	ChainOn        = "on"        // the book opens here without asking
	ChainLater     = "later"     // it is to, but the keychain did not answer: the passphrase is asked for next time
	ChainElsewhere = "elsewhere" // another computer or account remembers it
)

// Why a book did not open with what the keychain holds, as the door says it.
const (
	chainWrong  = "wrong"
	chainUnread = "unread"
)

// remembering is what goes on with the keychain. What is asked of it may take long and holds up nothing else.
type remembering struct {
	mu    sync.Mutex // of whoever asks it to keep something
	work  sync.WaitGroup
	now   sync.Mutex
	state string // as it was last seen
	why   string // of the door
	asks  bool   // something is locked that the passphrase opens: until then nothing is remembered
}

func (r *remembering) is(state string) {
	r.now.Lock()
	defer r.now.Unlock()
	r.state = state
}

func (r *remembering) says(why string) {
	r.now.Lock()
	defer r.now.Unlock()
	r.why = why
}

// bar keeps the key from being remembered, or no longer.
func (r *remembering) bar(asks bool) {
	r.now.Lock()
	defer r.now.Unlock()
	r.asks = asks
}

func (r *remembering) barred() bool {
	r.now.Lock()
	defer r.now.Unlock()
	return r.asks
}

func (r *remembering) seen() (state, why string) {
	r.now.Lock()
	defer r.now.Unlock()
	return r.state, r.why
}

// settle waits for what is being kept, but not for long.
func (r *remembering) settle() {
	done := make(chan struct{})
	go func() { r.work.Wait(); close(done) }()
	late := time.NewTimer(closingPatience)
	defer late.Stop()
	select {
	case <-done:
	case <-late.C:
	}
}

// recall opens the book with what the keychain of this computer holds; nil if that opens nothing.
func (a *App) recall() *seal.Keys {
	chain, dir := a.config.Keychain, a.config.Dir
	name, opens := seal.Remembered(dir)
	if chain == nil || !opens {
		return nil
	}
	held, err := chain.Get(name)
	switch {
	case errors.Is(err, keychain.ErrNotFound), errors.Is(err, keychain.ErrNone):
		a.chain.is(ChainElsewhere)
		return nil
	case err != nil:
		slog.Warn("the keychain was not read", "err", err)
		a.chain.is(ChainLater)
		a.chain.says(chainUnread)
		return nil
	}
	keys := opensWith(dir, held)
	if keys == nil {
		a.chain.is(ChainLater)
		if held != chainLocked {
			a.chain.says(chainWrong)
		}
		return nil
	}
	a.chain.is(ChainOn)
	if a.config.Attended {
		a.later(audit.Event{Kind: audit.Unlock, At: a.now().UTC()}.Say(lang.Of("这台电脑记着密钥，没有问口令就打开了账套", "Opened the book without a passphrase: this computer remembers its key")))
	}
	return keys
}

// Unlock finds the data key of a book without opening it, as Open does: by the passphrase, by what this computer
// remembers, by asking.
func Unlock(c Config) (*seal.Keys, error) {
	state, err := seal.State(c.Dir)
	if err != nil {
		return nil, err
	}
	if state == seal.Passphrase && c.Passphrase == "" {
		if keys := (&App{config: c}).recall(); keys != nil {
			return keys, nil
		}
		if c.Ask != nil {
			if c.Passphrase, err = c.Ask(); err != nil {
				return nil, err
			}
		}
	}
	return seal.Unlock(c.Dir, c.Passphrase)
}

// opensWith are the keys of the book in dir if what a keychain holds opens it, else nil.
func opensWith(dir, held string) *seal.Keys {
	secret, err := base64.RawStdEncoding.DecodeString(held)
	if err != nil {
		return nil
	}
	defer clear(secret)
	keys, err := seal.UnlockRemembered(dir, secret)
	if err != nil {
		return nil
	}
	if err := store.Fits(dir, keys); err != nil { // the key file is not of this journal
		keys.Wipe()
		return nil
	}
	return keys
}

func newChainSecret() (secret []byte, held string) {
	secret = make([]byte, seal.SecretSize)
	_, _ = rand.Read(secret) // never fails
	return secret, base64.RawStdEncoding.EncodeToString(secret)
}

// proved is told that somebody has given the passphrase or the recovery key.
func (b *book) proved() {
	b.app.chain.bar(false)
	b.remind()
}

// remind has this computer remember the key, where it is to and does not. It is done beside everything else.
func (b *book) remind() {
	a := b.app
	name, opens := seal.Remembered(a.config.Dir)
	if a.config.Keychain == nil || !a.config.Attended || name == "" || a.chain.barred() {
		return
	}
	if state, _ := a.chain.seen(); state == ChainOn && opens {
		return
	}
	b.secret.Lock()
	turn := b.turn
	b.secret.Unlock()
	a.chain.work.Go(func() {
		state, err := b.keepIn(a.config.Keychain, name, turn)
		if err != nil {
			slog.Warn("the keychain does not remember the key", "err", err)
		}
		if state != "" {
			a.chain.is(state)
		}
	})
}

// keepIn makes a new secret if the one in the keychain does not open the book. It does nothing if the book was locked
// since, and says how this computer stands then; "" is as before.
func (b *book) keepIn(chain keychain.Keychain, name string, turn int) (state string, err error) {
	a, dir := b.app, b.app.config.Dir
	a.chain.mu.Lock()
	defer a.chain.mu.Unlock()
	held, err := chain.Get(name)
	if errors.Is(err, keychain.ErrNotFound) || errors.Is(err, keychain.ErrNone) {
		return ChainElsewhere, nil
	}
	if err != nil {
		return ChainLater, err
	}
	if keys := opensWith(dir, held); keys != nil {
		keys.Wipe()
		return ChainOn, nil
	}
	secret, held := newChainSecret()
	defer clear(secret)
	if err := chain.Set(name, held); err != nil {
		return ChainLater, err
	}
	b.secret.Lock()
	defer b.secret.Unlock()
	if now, _ := seal.Remembered(dir); b.turn != turn || now != name {
		return "", nil
	}
	if err := b.keys.Remember(dir, name, secret); err != nil {
		return ChainLater, err
	}
	_, err = b.keepKeys()
	return ChainOn, err
}

// unremember takes away what opens the book without asking, until the passphrase was given again. The wrapping goes at
// once, the secret in the keychain as soon as that answers: either is of no use without the other.
func (b *book) unremember() {
	a, dir := b.app, b.app.config.Dir
	if dir == "" || !b.sealed.Load() {
		return
	}
	a.chain.bar(true)
	b.secret.Lock()
	b.turn++
	name, opened := seal.Remembered(dir)
	err := seal.Await(dir, name)
	if err == nil {
		_, err = b.keepKeys()
	}
	b.secret.Unlock()
	if err != nil {
		slog.Warn("the key file was not written for the lock", "err", err)
	}
	chain := a.config.Keychain
	if !opened || chain == nil {
		return
	}
	a.chain.is(ChainLater)
	a.chain.work.Go(func() {
		a.chain.mu.Lock()
		defer a.chain.mu.Unlock()
		if _, opens := seal.Remembered(dir); opens && err == nil {
			return // somebody has given the passphrase meanwhile
		}
		if _, err := chain.Get(name); err != nil {
			return // it is another computer that remembers, or none answers
		}
		if err := chain.Set(name, chainLocked); err != nil {
			slog.Warn("the keychain did not forget the key", "err", err)
		}
	})
}

// barred tells whether somebody has locked the book who has no password: until the passphrase was given, nobody comes in
// without any.
func (b *book) barred() bool { return b.sealed.Load() && b.app.chain.barred() }

// nowLocked is told who was locked out while the book stays open for others. Of whoever has no password of their own the
// passphrase is asked: then ending the program and starting it again must not do instead.
func (a *App) nowLocked(users []string) {
	a.mu.RLock()
	defer a.mu.RUnlock()
	for _, userID := range users {
		if a.book != nil && !a.book.password(userID).set() {
			a.book.unremember()
			return
		}
	}
}

// carryRemembered has a copy of the book that is sealed with another key remembered where the book is, as soon as it
// is opened.
func (b *book) carryRemembered(next string) error {
	name, _ := seal.Remembered(b.app.config.Dir)
	return seal.Await(next, name)
}

// standDown keeps what is being put into the keychain from reaching the key file: the book is being closed.
func (b *book) standDown() {
	b.secret.Lock()
	defer b.secret.Unlock()
	b.turn++
}

// forgetName takes the secret of a name out of the keychain of this computer, beside everything else.
func (a *App) forgetName(name string) {
	chain := a.config.Keychain
	if name == "" || chain == nil {
		return
	}
	a.chain.work.Go(func() {
		a.chain.mu.Lock()
		defer a.chain.mu.Unlock()
		takeOutOf(chain, name)
	})
}

// dropped takes a secret out of a keychain.
func takeOutOf(chain keychain.Keychain, name string) {
	if err := chain.Delete(name); err != nil && !errors.Is(err, keychain.ErrNone) {
		slog.Warn("the keychain still holds a secret that opens nothing", "err", err)
	}
}
