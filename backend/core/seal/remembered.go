package seal

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"errors"
	"regexp"
)

// SecretSize is the length in bytes of the secret that a computer keeps to open a book without its passphrase.
const SecretSize = KeySize

// remembered is what lets one computer open the book without asking: the data key, wrapped by a secret that lies in the
// keychain of the system under Name. While the book is locked, the name stands here alone.
//
// It is not in the checksum of the key file. Programs from before it take no notice of it, and what is wrong with it is
// no damage: the passphrase opens the book as ever.
type remembered struct {
	Version int    `json:"version"`
	Name    string `json:"name"`
	Key     []byte `json:"key,omitempty"`
}

const (
	rememberedVersion = 1
	rememberedPurpose = "keychain"
)

var rememberedName = regexp.MustCompile(`^[0-9a-f]{32}$`)

// NewName makes a name under which a computer keeps its secret. It says nothing of the book.
func NewName() string {
	raw := make([]byte, 16)
	_, _ = rand.Read(raw)
	return hex.EncodeToString(raw)
}

// remembers reads the part; nil if there is none that this program understands.
func (f *keyFile) remembers() *remembered {
	var r remembered
	if len(f.Keychain) == 0 || json.Unmarshal(f.Keychain, &r) != nil || r.Version != rememberedVersion || !rememberedName.MatchString(r.Name) {
		return nil
	}
	return &r
}

// Remembered tells the name under which a computer keeps a secret for the book in dir, and whether that secret opens it
// now. "" is no computer.
func Remembered(dir string) (name string, opens bool) {
	file, err := readKeys(dir)
	if err != nil || file.Passphrase == nil {
		return "", false
	}
	if r := file.remembers(); r != nil {
		return r.Name, len(r.Key) > 0
	}
	return "", false
}

// UnlockRemembered reads the data key with the secret that a computer keeps. It is ErrTampered if that does not open it.
func UnlockRemembered(dir string, secret []byte) (*Keys, error) {
	file, err := readKeys(dir)
	if err != nil {
		return nil, err
	}
	r := file.remembers()
	if r == nil || len(secret) != SecretSize {
		return nil, ErrTampered
	}
	with, err := From(secret)
	if err != nil {
		return nil, err
	}
	defer with.Wipe()
	return UnwrapFrom(with.For(rememberedPurpose), r.Key, []byte(r.Name))
}

// Remember lets a secret that a computer keeps under a name open the book in dir, and no other computer's.
func (k *Keys) Remember(dir, name string, secret []byte) error {
	with, err := From(secret)
	if err != nil {
		return err
	}
	defer with.Wipe()
	return setRemembered(dir, &remembered{rememberedVersion, name, k.WrapIn(with.For(rememberedPurpose), []byte(name))})
}

// Await lets no secret of a computer open the book in dir any more until Remember: the name alone is kept. With "" that
// is not kept either. A key file that says so already is not written again.
func Await(dir, name string) error {
	file, err := readKeys(dir)
	if err != nil {
		return err
	}
	r := file.remembers()
	switch {
	case name == "" && len(file.Keychain) == 0, r != nil && r.Name == name && len(r.Key) == 0:
		return nil
	case name == "":
		return setRemembered(dir, nil)
	}
	return setRemembered(dir, &remembered{Version: rememberedVersion, Name: name})
}

// CarryRemembered gives a copy of a book, with the same data key, what the computer remembers of the book.
func CarryRemembered(from, to string) error {
	file, err := readKeys(from)
	if err != nil {
		return err
	}
	return setRemembered(to, file.remembers())
}

func setRemembered(dir string, r *remembered) error {
	file, err := readKeys(dir)
	if err != nil {
		return err
	}
	file.Keychain = nil
	if r != nil && file.Passphrase == nil {
		return errors.New("seal: a book without a passphrase opens by itself")
	}
	if r != nil {
		if file.Keychain, err = json.Marshal(r); err != nil {
			return err
		}
	}
	return writeKeys(dir, *file)
}

// carried is what of the key file in dir stays when the same data key is wrapped by another passphrase.
func carried(dir string) json.RawMessage {
	file, err := readKeys(dir)
	if err != nil {
		return nil
	}
	return file.Keychain
}
