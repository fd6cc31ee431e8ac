package seal

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"xingke/backend/base/fault"
)

// The key file in a book's folder, and the copies that stand in when it is damaged: one beside it, and one
// among the journal, which is of no use without a key.
const (
	KeyFile    = "key.json"
	KeyCopy    = "key.copy.json"
	KeyJournal = "journal/key.json"
)

// keyPlaces are where the key file is looked for, in this order.
var keyPlaces = []string{KeyFile, KeyCopy, KeyJournal}

// Protection tells how a book's data key is kept.
type Protection string

// The ways to keep a data key.
const (
	None       Protection = "none"       // there is no key file: a new book, or no book
	Plain      Protection = "keyfile"    // plainly in the key file, readable by its owner only
	Passphrase Protection = "passphrase" // wrapped by a passphrase and by a recovery key
)

// Format is that of the books this program makes. The number of a book's format stands in its key file, which
// every program reads first: see app/upgrade.go. Only a test of upgrades raises it.
var Format = 1

// Cost is what a guess at the passphrase costs: 64 MiB, three passes, two lanes. Only tests of other things
// than keys lower it, before they make a book.
var Cost = Guess{Memory: 64 << 10, Time: 3, Threads: 2}

// Guess is the cost of Argon2id.
type Guess struct {
	Memory  uint32 // KiB
	Time    uint32
	Threads uint8
}

type keyFile struct {
	Format     int      `json:"format"`         // of the whole book
	Data       []byte   `json:"data,omitempty"` // the data key itself, only in a book without passphrase
	Passphrase *wrapped `json:"passphrase,omitempty"`
	Recovery   *wrapped `json:"recovery,omitempty"`
	Sum        []byte   `json:"sum,omitempty"` // of all that stands above, so that damage is no wrong passphrase

	Keychain json.RawMessage `json:"keychain,omitempty"` // see remembered
}

type wrapped struct {
	KDF     string `json:"kdf"`
	Memory  uint32 `json:"memory"` // KiB
	Time    uint32 `json:"time"`
	Threads uint8  `json:"threads"`
	Salt    []byte `json:"salt"`
	Key     []byte `json:"key"` // the sealed data key
}

// State tells how the book in dir keeps its key. A key file that cannot be read is a fault.
func State(dir string) (Protection, error) {
	file, err := readKeys(dir)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return None, nil
	case err != nil:
		return None, err
	case file.Passphrase != nil:
		return Passphrase, nil
	}
	return Plain, nil
}

// Create makes the keys of a new book and writes its key file. With a passphrase it returns
// the recovery key to show once; with an empty one the data key lies plainly in the file.
// A book that has a key file already is a Conflict.
func Create(dir, passphrase string) (*Keys, string, error) {
	if state, err := State(dir); err != nil {
		return nil, "", err
	} else if state != None {
		return nil, "", fault.New(fault.Conflict, "这个账套已经有密钥，不能重新创建", "This book already has a key; it cannot be created again.")
	}
	k := New()
	recovery, err := k.Save(dir, passphrase)
	if err != nil {
		return nil, "", err
	}
	return k, recovery, nil
}

// Unlock reads the data key of the book in dir. The passphrase is not looked at when the
// book has none. A wrong one is a Forbidden fault, see WrongPassphrase.
func Unlock(dir, passphrase string) (*Keys, error) {
	file, err := readKeys(dir)
	if errors.Is(err, os.ErrNotExist) {
		if _, journal := os.Stat(filepath.Dir(filepath.Join(dir, KeyJournal))); journal == nil {
			return nil, Lost(err)
		}
		return nil, fault.Wrap(err, fault.NotFound, "这个文件夹里没有账套（缺少 key.json）；请确认选对了文件夹，或从备份恢复", "There is no book in this folder (key.json is missing). Check that it is the right folder, or restore a backup.")
	}
	if err != nil {
		return nil, err
	}
	return file.unlock(passphrase)
}

func (f *keyFile) unlock(passphrase string) (*Keys, error) {
	if f.Passphrase == nil {
		return From(f.Data)
	}
	k, err := f.Passphrase.open(normal(passphrase))
	if err != nil {
		return nil, wrongSecret("口令不对；请检查大小写和输入法后重试，或使用恢复密钥", "The passphrase is wrong. Check capitals and the input method and try again, or use the recovery key.")
	}
	return k, nil
}

// Recover opens the book with its recovery key, however grouped or cased, and gives it a new
// passphrase. It returns the recovery key that is valid from now on. Of a key file that is damaged
// it needs no more than the part that belongs to the recovery key, there or in the copy.
func Recover(dir, recovery, passphrase string) (*Keys, string, error) {
	k, err := OpenRecovery(dir, recovery)
	if err != nil {
		return nil, "", err
	}
	next, err := k.Save(dir, passphrase)
	return k, next, err
}

// Lost is the fault of a key file of which nothing is left that a secret could open.
func Lost(err error) error {
	return fault.Wrap(errors.Join(errKeyFile, errLost, err), fault.Unavailable,
		"密钥文件 key.json 和它的副本都丢失或损坏了，单凭口令或恢复密钥打不开；请从备份取回密钥（xingke recover --from 备份），没有备份就无法打开",
		"The key file key.json and its copies are gone or damaged: neither the passphrase nor the recovery key can open the book by itself. Take the key from a backup (xingke recover --from BACKUP); without one the book cannot be opened.")
}

// IsLost tells whether err means a key file of which nothing is left: only a backup has the key.
func IsLost(err error) bool { return errors.Is(err, errLost) }

// OpenRecovery reads the data key with the recovery key and changes nothing.
func OpenRecovery(dir, recovery string) (*Keys, error) {
	parts := recoveryParts(dir)
	whole, err := readKeys(dir)
	if len(parts) == 0 {
		if err != nil {
			return nil, Lost(err)
		}
		if whole.Passphrase == nil {
			return nil, fault.New(fault.Conflict, "这个账套没有设置口令，不需要恢复密钥", "This book has no passphrase; a recovery key is not needed.")
		}
	}
	secret, ok := parseRecovery(recovery)
	if !ok {
		return nil, wrongSecret("恢复密钥不完整：应为 8 组，每组 4 个字符；请对照原件检查", "The recovery key is incomplete: it has 8 groups of 4 characters. Compare it with the original.")
	}
	for _, part := range parts {
		if k, err := part.open(secret); err == nil {
			return k, nil
		}
	}
	if err != nil {
		return nil, wrongSecret("恢复密钥打不开；请对照原件检查每一组。如果确认无误，就是密钥文件中的恢复部分也已损坏，请从备份取回密钥（xingke recover --from 备份）",
			"The recovery key does not open the book. Compare each group with the original. If it is right, its part of the damaged key file is damaged too: take the key from a backup (xingke recover --from BACKUP).")
	}
	return nil, wrongSecret("恢复密钥不对；请对照原件检查每一组", "The recovery key is wrong. Compare each group with the original.")
}

// Rewrap changes the passphrase of the book in dir; an empty next one leaves the data key
// plainly in the key file. The data key, and so every sealed byte, stays as it is. It
// returns the new recovery key.
func Rewrap(dir, passphrase, next string) (string, error) {
	k, err := Unlock(dir, passphrase)
	if err != nil {
		return "", err
	}
	return k.Save(dir, next)
}

// ChangePassphrase gives the book in dir another passphrase and leaves its recovery key valid.
func ChangePassphrase(dir, passphrase, next string) error {
	file, err := readKeys(dir)
	if err != nil {
		return err
	}
	k, err := file.unlock(passphrase)
	if err != nil {
		return err
	}
	defer k.Wipe()
	if file.Passphrase == nil || file.Recovery == nil || next == "" {
		return errors.New("seal: no passphrase to change")
	}
	file.Passphrase = k.wrap(normal(next))
	return writeKeys(dir, *file)
}

// WrongPassphrase tells whether err means a passphrase or recovery key that does not fit.
func WrongPassphrase(err error) bool { return errors.Is(err, errSecret) }

var errSecret = errors.New("seal: wrong secret")

func wrongSecret(zh, en string) error { return fault.Wrap(errSecret, fault.Forbidden, zh, en) }

// normal gives the same bytes for a passphrase however an input method composed it.
func normal(passphrase string) []byte { return []byte(norm.NFKC.String(passphrase)) }

// Save writes the key file of the book in dir, whose data key this is: wrapped by a passphrase and a new recovery key,
// which it returns, or plainly if the passphrase is empty. A computer that remembers the key goes on doing so.
func (k *Keys) Save(dir, passphrase string) (recovery string, err error) {
	file := keyFile{Format: formatOf(dir)}
	if passphrase == "" {
		file.Data = k.data[:]
	} else {
		secret := newRecovery()
		file.Passphrase = k.wrap(normal(passphrase))
		file.Recovery = k.wrap(secret)
		file.Keychain = carried(dir)
		recovery = printRecovery(secret)
	}
	return recovery, writeKeys(dir, file)
}

func (k *Keys) wrap(secret []byte) *wrapped {
	w := &wrapped{KDF: "argon2id", Memory: Cost.Memory, Time: Cost.Time, Threads: Cost.Threads, Salt: make([]byte, 16)}
	_, _ = rand.Read(w.Salt)
	w.Key = w.box(secret).Seal(nil, k.data[:], w.Salt)
	return w
}

func (w *wrapped) open(secret []byte) (*Keys, error) {
	data, err := w.box(secret).Open(nil, w.Key, w.Salt)
	if err != nil {
		return nil, err
	}
	defer clear(data)
	return From(data)
}

func (w *wrapped) box(secret []byte) Box {
	return newBox(argon2.IDKey(secret, w.Salt, w.Time, w.Memory, w.Threads, KeySize))
}
