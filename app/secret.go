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

// RecoveryKey is the key that opens a sealed book when its passphrase is forgotten; "" when there is none to show.
type RecoveryKey struct {
	Recovery string `json:"recovery"`
}

// PassphraseInput proves that the caller knows the passphrase of the book.
type PassphraseInput struct {
	Passphrase string `json:"passphrase"`
}

// ChangePassphraseInput gives the book a passphrase, another one, or none.
type ChangePassphraseInput struct {
	Passphrase string `json:"passphrase,omitempty"` // the present one
	Next       string `json:"next"`                 // "" takes it away: the key lies beside the book then
}

func (b *book) exposeSecret() {
	rpc.Handle(b.table, "book.recovery", rpc.SignedIn, b.showRecovery).
		Says("新加密账套的恢复密钥，只给一次", "The recovery key of a book that was sealed just now. It is given once.")
	rpc.Handle(b.table, "book.renewRecovery", rpc.SignedIn, b.renewRecovery).
		Says("凭口令换一个新的恢复密钥，旧的作废", "Makes a new recovery key for whoever knows the passphrase; the old one is void.")
	rpc.Handle(b.table, "book.setPassphrase", rpc.SignedIn, b.setPassphrase).
		Says("设置、修改或取消账套口令（仅管理员）", "Gives the book a passphrase, another one or none, for owners. A new one brings a recovery key.")
}

// showRecovery hands the key over and forgets it.
func (b *book) showRecovery(ctx context.Context, _ rpc.Nothing) (RecoveryKey, error) {
	if err := b.ownersOnly(ctx); err != nil {
		return RecoveryKey{}, err
	}
	b.secret.Lock()
	defer b.secret.Unlock()
	if b.recovery == "" {
		return RecoveryKey{}, nil
	}
	if err := audit.Note(ctx, b.db, audit.Event{Kind: audit.Key}.Say(lang.Of("显示了恢复密钥", "Showed the recovery key"))); err != nil {
		return RecoveryKey{}, err
	}
	key := b.recovery
	b.recovery = ""
	return RecoveryKey{key}, nil
}

// guessed notes a passphrase that was wrong.
func (b *book) guessed(ctx context.Context, err error) error {
	b.app.notesHaste(ctx, b, err)
	if seal.WrongPassphrase(err) {
		b.app.noted(audit.Note(ctx, b.db, audit.Event{Kind: audit.SignInFailed}.Say(lang.Of("账套口令不对", "Wrong book passphrase"))))
	}
	return err
}

// renewRecovery wraps the same data key anew: no record is written again, the passphrase stays.
func (b *book) renewRecovery(ctx context.Context, in PassphraseInput) (RecoveryKey, error) {
	if err := b.ownersOnly(ctx); err != nil {
		return RecoveryKey{}, err
	}
	if !b.sealed.Load() {
		return RecoveryKey{}, fault.New(fault.Conflict, "这个账套没有设置口令，不需要恢复密钥", "This book has no passphrase; a recovery key is not needed.")
	}
	if err := b.unresealed(); err != nil {
		return RecoveryKey{}, err
	}
	b.secret.Lock()
	defer b.secret.Unlock()
	var key string
	err := b.guessed(ctx, seal.Try(b.app.config.Dir, b.app.now(), func() (err error) {
		key, err = seal.Rewrap(b.app.config.Dir, in.Passphrase, in.Passphrase)
		return err
	}))
	if err != nil {
		return RecoveryKey{}, err
	}
	b.keepKeys()
	return RecoveryKey{key}, audit.Note(ctx, b.db, audit.Event{Kind: audit.Key}.Say(lang.Of("生成了新的恢复密钥", "Made a new recovery key")))
}

// unresealed refuses to touch the key file while a copy with another key is being made: it holds the passphrase of now.
func (b *book) unresealed() error {
	if b.resealingNow.Load() {
		return fault.New(fault.Conflict, "正在重新加密，完成后再修改口令", "The book is being re-encrypted. Change the passphrase when that has finished.")
	}
	return dropRekey(b.app.config.Dir)
}

// setPassphrase wraps the data key anew. What is sealed stays as it is.
func (b *book) setPassphrase(ctx context.Context, in ChangePassphraseInput) (RecoveryKey, error) {
	if err := b.ownersOnly(ctx); err != nil {
		return RecoveryKey{}, err
	}
	dir := b.app.config.Dir
	if dir == "" {
		return RecoveryKey{}, fault.New(fault.Conflict, "这个账套只在内存里", "This book exists only in memory.")
	}
	if in.Next != "" || !b.sealed.Load() {
		me, _ := who.From(ctx)
		if err := checkPassphrase("next", in.Next, b.namesOf(ctx, me.ID)...); err != nil {
			return RecoveryKey{}, err
		}
	}
	if err := b.unresealed(); err != nil {
		return RecoveryKey{}, err
	}
	b.secret.Lock()
	defer b.secret.Unlock()
	was := b.sealed.Load()
	said := lang.Of("修改了账套口令", "Changed the passphrase of the book")
	var key string
	remembered, _ := seal.Remembered(dir)
	err := b.guessed(ctx, seal.Try(dir, b.app.now(), func() (err error) {
		switch {
		case !was:
			said = lang.Of("给账套设置了口令", "Set a passphrase for the book")
			key, err = seal.Rewrap(dir, "", in.Next)
		case in.Next == "":
			said = lang.Of("取消了账套口令，密钥存放在账套旁边", "Removed the passphrase; the key is stored next to the book")
			_, err = seal.Rewrap(dir, in.Passphrase, "")
		default:
			err = seal.ChangePassphrase(dir, in.Passphrase, in.Next)
		}
		return err
	}))
	if seal.WrongPassphrase(err) {
		return RecoveryKey{}, fault.Field("passphrase", lang.Of("现在的口令不对", "The current passphrase is wrong."))
	}
	if err != nil {
		return RecoveryKey{}, err
	}
	b.sealed.Store(in.Next != "")
	b.keepKeys()
	if in.Next == "" {
		b.app.forgetName(remembered)
	}
	kept := rekeyState{}
	if err := b.records.Recall(ctx, keyRekeyed, &kept); err == nil && (!was || in.Next == "") {
		kept.Exposed = true
		if err := b.records.Remember(ctx, keyRekeyed, kept); err != nil {
			return RecoveryKey{}, err
		}
	}
	b.settleLock()
	b.app.hub.door()
	return RecoveryKey{key}, audit.Note(ctx, b.db, audit.Event{Kind: audit.Key}.Say(said))
}
