// Package keychain keeps small secrets for the account of the system, so that they need not be typed: in the Credential
// Manager of Windows, the Keychain of macOS, the Secret Service of Linux (GNOME Keyring, KWallet).
//
// Whoever can run programs as that account can read them. A system may have no keychain, or one that is locked and asks
// a person first: nothing may depend on one, and no question to it waits for ever.
package keychain

import (
	"errors"
	"fmt"
	"time"

	"github.com/zalando/go-keyring"
)

// Keychain keeps secrets by name.
type Keychain interface {
	Here() error                     // nil if there is one: nothing is asked of anybody
	Get(name string) (string, error) // ErrNotFound, ErrNone, or why it cannot be read
	Set(name, secret string) error
	Delete(name string) error // nil also if it was not there
}

// What a keychain may answer.
var (
	ErrNotFound = errors.New("keychain: it holds nothing under this name")
	ErrNone     = errors.New("keychain: this system has none")
	ErrLate     = errors.New("keychain: no answer in time")
)

// service is what people see in the lists of their system.
const service = "Xingke"

// patience is how long is waited for a system that asks a person to open the keychain first.
const patience = time.Minute

// System is the keychain of this system and account.
func System() Keychain { return system{patience} }

type system struct{ patience time.Duration }

// Here tells whether the system has a keychain.
func (s system) Here() error {
	_, err := s.ask(func() (string, error) { return "", here() })
	return err
}

// Get reads a secret.
func (s system) Get(name string) (string, error) {
	secret, err := s.ask(func() (string, error) {
		if err := here(); err != nil {
			return "", err
		}
		return keyring.Get(service, name)
	})
	if errors.Is(err, keyring.ErrNotFound) {
		return "", ErrNotFound
	}
	return secret, err
}

// Set keeps a secret, in the place of one of the same name.
func (s system) Set(name, secret string) error {
	_, err := s.ask(func() (string, error) {
		if err := here(); err != nil {
			return "", err
		}
		return "", keyring.Set(service, name, secret)
	})
	return err
}

// Delete forgets a secret.
func (s system) Delete(name string) error {
	_, err := s.ask(func() (string, error) {
		if err := here(); err != nil {
			return "", err
		}
		return "", keyring.Delete(service, name)
	})
	if errors.Is(err, keyring.ErrNotFound) {
		return nil
	}
	return err
}

// ask does not wait for ever for a system that asks a person, and outlives one that answers nonsense.
func (s system) ask(question func() (string, error)) (string, error) {
	type answer struct {
		secret string
		err    error
	}
	said := make(chan answer, 1)
	go func() {
		defer func() {
			if r := recover(); r != nil {
				said <- answer{"", fmt.Errorf("keychain: %v", r)}
			}
		}()
		secret, err := question()
		said <- answer{secret, err}
	}()
	late := time.NewTimer(s.patience)
	defer late.Stop()
	select {
	case a := <-said:
		return a.secret, a.err
	case <-late.C:
		return "", ErrLate
	}
}
