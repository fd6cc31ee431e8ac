package seal

import (
	"crypto/aes"
	"crypto/cipher"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
)

// KeySize is the length in bytes of the data key and of every derived key.
const KeySize = 32

// Overhead is how many bytes longer a sealed value is than the plain one: nonce and tag.
const Overhead = 12 + 16

// ErrTampered says that sealed bytes do not open: they were changed, moved, cut, or
// sealed with another key or for something else. The cause of a fault, never shown as is.
var ErrTampered = errors.New("seal: bytes do not open with this key and place")

// Keys holds the data key of one book and derives a key for each purpose from it.
type Keys struct{ data [KeySize]byte }

// New makes the keys of a new book from a random data key.
func New() *Keys {
	k := &Keys{}
	_, _ = rand.Read(k.data[:]) // never fails: the runtime ends the process instead
	return k
}

// From takes a data key kept elsewhere.
func From(data []byte) (*Keys, error) {
	if len(data) != KeySize {
		return nil, errors.New("seal: a data key has 32 bytes")
	}
	k := &Keys{}
	copy(k.data[:], data)
	return k, nil
}

// Wipe makes the data key unreadable in memory. Nothing can be derived from it any more.
func (k *Keys) Wipe() { clear(k.data[:]) }

// Wiped tells whether the data key is gone.
func (k *Keys) Wiped() bool { return k.data == [KeySize]byte{} }

// WrapIn seals the data key for another key, as when a book is sealed anew.
func (k *Keys) WrapIn(box Box, aad []byte) []byte { return box.Seal(nil, k.data[:], aad) }

// UnwrapFrom opens what WrapIn sealed.
func UnwrapFrom(box Box, sealed, aad []byte) (*Keys, error) {
	data, err := box.Open(nil, sealed, aad)
	if err != nil {
		return nil, err
	}
	defer clear(data)
	return From(data)
}

// Same tells whether two keys are one and the same.
func (k *Keys) Same(other *Keys) bool {
	return subtle.ConstantTimeCompare(k.data[:], other.data[:]) == 1
}

// Raw derives the 32-byte key of a purpose, for those that seal by themselves.
func (k *Keys) Raw(purpose string) []byte {
	key, err := hkdf.Key(sha256.New, k.data[:], nil, "xingke/1/"+purpose, KeySize)
	if err != nil {
		panic(err) // only a length beyond what HKDF can give
	}
	return key
}

// For returns the box of a purpose. A box is safe for concurrent use; keep it, deriving costs a microsecond or two.
func (k *Keys) For(purpose string) Box { return newBox(k.Raw(purpose)) }

// Box seals and opens values with AES-256-GCM and a random nonce.
type Box struct{ aead cipher.AEAD }

func newBox(key []byte) Box {
	block, err := aes.NewCipher(key)
	if err != nil {
		panic(err) // only a key of a wrong length
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err)
	}
	return Box{aead}
}

// Seal appends the sealed plaintext to dst. aad says where the value belongs; Open must be told the same.
func (b Box) Seal(dst, plaintext, aad []byte) []byte {
	return b.aead.Seal(dst, nil, plaintext, aad)
}

// Open appends the plaintext to dst, or returns ErrTampered.
func (b Box) Open(dst, sealed, aad []byte) ([]byte, error) {
	out, err := b.aead.Open(dst, nil, sealed, aad)
	if err != nil {
		return nil, ErrTampered
	}
	return out, nil
}
