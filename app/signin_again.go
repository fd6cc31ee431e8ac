package app

import (
	"context"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/audit"
	"xingke/backend/core/seal"
)

// AskedSecret says what somebody who is signed in is asked for once more, before something that hurts if a stranger
// sits at their place.
type AskedSecret string

// What may be asked for.
const (
	ByPassphrase AskedSecret = "passphrase"
	ByPassword   AskedSecret = "password"
	ByNothing    AskedSecret = "none"
)

// ownSecret is what the one who acts comes in with: their password or, without one, the passphrase of the book.
func (b *book) ownSecret(ctx context.Context) AskedSecret {
	me, _ := who.From(ctx)
	switch {
	case b.password(me.ID).set():
		return ByPassword
	case b.sealed.Load():
		return ByPassphrase
	}
	return ByNothing
}

// provesAgain refuses who does not know the secret that is asked for; said is what is noted of a wrong password.
func (b *book) provesAgain(ctx context.Context, asked AskedSecret, secret string, said lang.Text) error {
	me, _ := who.From(ctx)
	switch asked {
	case ByPassphrase:
		if err := b.proves(ctx, secret); seal.WrongPassphrase(err) {
			return fault.Field("secret", lang.Of("账套口令不对", "The passphrase of the book is wrong."))
		} else if err != nil {
			return err
		}
	case ByPassword:
		wrong := audit.Event{Kind: audit.SignInFailed}.By(me.ID, me.Name).Say(said)
		if err := b.prove(ctx, guess{userID: me.ID, password: secret, failed: wrong}); seal.IsTooSoon(err) {
			return err
		} else if fault.Is(err, fault.Forbidden) {
			return fault.Field("secret", lang.Of("密码不对", "The password is wrong."))
		} else if err != nil {
			return err
		}
	}
	return nil
}
