package keychain

import "os"

// here looks for the program through which the Keychain is reached.
func here() error {
	if _, err := os.Stat("/usr/bin/security"); err != nil {
		return ErrNone
	}
	return nil
}
