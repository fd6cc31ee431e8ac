package seal

import (
	"crypto/rand"
	"crypto/subtle"

	"golang.org/x/crypto/argon2"
)

// Password is what is kept of a person's password: enough to recognise it, not to find it out.
type Password struct {
	Memory  uint32 `json:"memory"` // KiB
	Time    uint32 `json:"time"`
	Threads uint8  `json:"threads"`
	Salt    []byte `json:"salt"`
	Hash    []byte `json:"hash"`
}

// The cost of a guess at a password. Less than at a passphrase: it lies sealed with that already,
// and several people may sign in at once.
const (
	passwordMemory  = 19 << 10
	passwordTime    = 2
	passwordThreads = 1
)

// one at a time: guessing must not take the machine's memory.
var guessing = make(chan struct{}, 1)

// NewPassword keeps a password.
func NewPassword(password string) Password {
	p := Password{Memory: passwordMemory, Time: passwordTime, Threads: passwordThreads, Salt: make([]byte, 16)}
	_, _ = rand.Read(p.Salt)
	p.Hash = p.of(password)
	return p
}

// Is tells whether it was kept of this password. The zero Password is that of nobody, and takes as long.
func (p Password) Is(password string) bool {
	if len(p.Hash) == 0 {
		NewPassword(password)
		return false
	}
	return subtle.ConstantTimeCompare(p.of(password), p.Hash) == 1
}

func (p Password) of(password string) []byte {
	guessing <- struct{}{}
	defer func() { <-guessing }()
	return argon2.IDKey(normal(password), p.Salt, p.Time, p.Memory, p.Threads, KeySize)
}
