package app

import (
	"context"

	"xingke/backend/base/fault"
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

func (b *book) exposeSecret() {
	rpc.Handle(b.table, "book.recovery", rpc.SignedIn, b.showRecovery).
		Says("新加密账套的恢复密钥，只给一次", "The recovery key of a book that was sealed just now. It is given once.")
	rpc.Handle(b.table, "book.renewRecovery", rpc.SignedIn, b.renewRecovery).
		Says("凭口令换一个新的恢复密钥，旧的作废", "Makes a new recovery key for whoever knows the passphrase; the old one is void.")
}

// showRecovery hands the key over and forgets it.
func (b *book) showRecovery(ctx context.Context, _ rpc.Nothing) (RecoveryKey, error) {
	if err := b.ownersOnly(ctx); err != nil {
		return RecoveryKey{}, err
	}
	b.secret.Lock()
	defer b.secret.Unlock()
	key := b.recovery
	b.recovery = ""
	return RecoveryKey{key}, nil
}

// renewRecovery wraps the same data key anew: no record is written again, the passphrase stays.
func (b *book) renewRecovery(ctx context.Context, in PassphraseInput) (RecoveryKey, error) {
	if err := b.ownersOnly(ctx); err != nil {
		return RecoveryKey{}, err
	}
	if !b.sealed {
		return RecoveryKey{}, fault.New(fault.Conflict, "这个账套没有设置口令，不需要恢复密钥", "This book has no passphrase; a recovery key is not needed.")
	}
	b.secret.Lock()
	defer b.secret.Unlock()
	key, err := seal.Rewrap(b.app.config.Dir, in.Passphrase, in.Passphrase)
	if err != nil {
		return RecoveryKey{}, err
	}
	return RecoveryKey{key}, nil
}
