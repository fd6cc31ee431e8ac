package app

import (
	"context"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/audit"
	"xingke/backend/core/seal"
)

// account is what the book keeps of a person's password. It lies among what the program itself
// remembers, which no operation hands out, and not with the user.
type account struct {
	Password seal.Password `json:"password"`
	Change   bool          `json:"change,omitempty"` // given by somebody else, to be changed at the first sign-in
	SetAt    time.Time     `json:"setAt"`
	Failed   int           `json:"failed,omitempty"` // wrong passwords in a row
	FailedAt time.Time     `json:"failedAt,omitzero"`
}

func (c account) set() bool { return len(c.Password.Hash) > 0 }

// wait is how long the next try has to wait.
func (c account) wait(now time.Time) time.Duration {
	wait := seal.WaitAfter(c.Failed)
	if passed := now.Sub(c.FailedAt); passed > 0 {
		wait = max(0, wait-passed)
	}
	return wait
}

const keyAccounts = "accounts"

// accounts reads what is kept of all passwords. What cannot be read lets nobody in without asking.
func (b *book) accounts() map[string]account {
	if known := b.known.Load(); known != nil {
		return *known
	}
	all := map[string]account{}
	if err := b.records.Recall(who.With(b.ctx, who.System), keyAccounts, &all); err != nil {
		return map[string]account{}
	}
	b.known.Store(&all)
	return all
}

func (b *book) password(userID string) account { return b.accounts()[userID] }

// keepAccount writes what is kept of one person's password.
func (b *book) keepAccount(ctx context.Context, userID string, change func(c *account)) error {
	b.secret.Lock()
	defer b.secret.Unlock()
	return b.changeAccount(ctx, userID, change)
}

// changeAccount is keepAccount for who holds b.secret.
func (b *book) changeAccount(ctx context.Context, userID string, change func(c *account)) error {
	all := map[string]account{}
	ctx = who.With(ctx, who.System)
	if err := b.records.Recall(ctx, keyAccounts, &all); err != nil {
		return err
	}
	one := all[userID]
	change(&one)
	all[userID] = one
	if !one.set() {
		delete(all, userID)
	}
	err := b.records.Remember(ctx, keyAccounts, all)
	b.known.Store(nil)
	return err
}

const (
	shortestPassword   = 8
	shortestPassphrase = 8
	longestSecret      = 200
)

// weight is how much there is to guess in a text: a Chinese character counts for two letters.
func weight(text string) (n int) {
	for _, r := range text {
		if n++; r >= 0x2e80 {
			n++
		}
	}
	return n
}

// checkPassword refuses a password that is too short or easy to guess; about are names of who is to have it.
func checkPassword(name, password string, about ...string) error {
	switch n := weight(password); {
	case n < shortestPassword:
		return fault.Field(name, lang.Sayf("密码太短：至少 %s 个字母或数字，汉字一个算两个", "Too short: at least %s letters or digits; a Chinese character counts for two.", lang.N(shortestPassword)))
	case n > longestSecret:
		return fault.Field(name, lang.Of("密码太长", "The password is too long."))
	case guessable(password, about...):
		return fault.Field(name, tooEasy)
	}
	return nil
}

func checkPassphrase(name, passphrase string, about ...string) error {
	switch n := weight(passphrase); {
	case n < shortestPassphrase:
		return fault.Field(name, lang.Sayf("口令太短：至少 %s 个字母或数字，汉字一个算两个", "Too short: at least %s letters or digits; a Chinese character counts for two.", lang.N(shortestPassphrase)))
	case n > longestSecret:
		return fault.Field(name, lang.Of("口令太长", "The passphrase is too long."))
	case guessable(passphrase, about...):
		return fault.Field(name, tooEasy)
	}
	return nil
}

// guess is a try at somebody's password.
type guess struct {
	userID   string // "" where nobody has the login
	login    string // as it was typed, where somebody signs in
	password string
	failed   audit.Event // what is noted if it is wrong; the zero Event is nothing
}

// mostStrangers is how many logins that nobody has are remembered with their wrong tries.
const mostStrangers = 1000

// prove checks a person's password and counts what fails: one try after the other, so that many at once count as many.
// A login that nobody has is counted and slowed like any other: neither the sentence nor the wait tells who there is.
func (b *book) prove(ctx context.Context, try guess) error {
	b.guessing.Lock()
	defer b.guessing.Unlock()
	kept, now := b.password(try.userID), b.app.now()
	counted := kept
	if !kept.set() {
		counted = b.strangers[try.login]
	}
	whose := try.userID + " " + try.login
	if wait := counted.wait(now); wait > 0 {
		if n, line := b.hasty.count(whose); line && try.failed.Kind != "" {
			b.app.noted(audit.Note(who.With(ctx, who.System), b.db, tooSoonLine(try.failed, n)))
		}
		return seal.TooSoon(wait)
	}
	delete(b.hasty, whose)
	if len(try.password) <= 4*longestSecret && kept.Password.Is(try.password) {
		if kept.Failed > 0 {
			return b.keepAccount(ctx, try.userID, func(c *account) { c.Failed, c.FailedAt = 0, time.Time{} })
		}
		return nil
	}
	counted.Failed, counted.FailedAt = counted.Failed+1, now
	if !kept.set() {
		b.countStranger(try.login, counted)
	}
	b.secret.Lock() // before the write: so it is taken everywhere
	defer b.secret.Unlock()
	err := b.db.Write(who.With(ctx, who.System), func(ctx context.Context) error { // one write, whoever it is
		if kept.set() {
			if err := b.changeAccount(ctx, try.userID, func(c *account) { c.Failed, c.FailedAt = counted.Failed, now }); err != nil {
				return err
			}
		}
		if try.failed.Kind == "" {
			return nil
		}
		return audit.Note(ctx, b.db, try.failed)
	})
	if err != nil {
		return err
	}
	return wrongPassword()
}

// countStranger remembers the wrong tries at a login that nobody has. The caller holds b.guessing.
func (b *book) countStranger(login string, counted account) {
	if b.strangers == nil {
		b.strangers = map[string]account{}
	}
	for one := range b.strangers { // any of them
		if len(b.strangers) < mostStrangers {
			break
		}
		delete(b.strangers, one)
	}
	b.strangers[login] = counted
}

func wrongPassword() error {
	return fault.New(fault.Forbidden, "登录名或密码不对，请检查大小写和输入法后重试", "The name or the password is wrong. Check capitals and the input method and try again.")
}
