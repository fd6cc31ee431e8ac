package keychain

import (
	"errors"
	"fmt"
	"os"
	"strings"

	secrets "github.com/zalando/go-keyring/secret_service"
)

const (
	secretService = "org.freedesktop.secrets"
	secretPath    = "/org/freedesktop/secrets"
	secretOf      = "org.freedesktop.Secret.Service"
)

// here tells whether a Secret Service answers that has a place to keep secrets in. It asks nobody to open it.
func here() error {
	if !bus() {
		return ErrNone
	}
	service, err := secrets.NewSecretService()
	if err != nil {
		return errors.Join(ErrNone, err)
	}
	place := fmt.Sprint(service.GetLoginCollection().Path())
	if strings.HasSuffix(place, "/login") {
		return nil
	}
	var usual any // a path; "/" if there is none
	if err := service.Object(secretService, secretPath).Call(secretOf+".ReadAlias", 0, "default").Store(&usual); err != nil {
		return errors.Join(ErrNone, err)
	}
	if fmt.Sprint(usual) == "/" {
		return errors.Join(ErrNone, errors.New("there is no default keyring"))
	}
	return nil
}

// bus tells whether this account has a session bus. Without one the library would start one, and leave it running.
func bus() bool {
	if address := os.Getenv("DBUS_SESSION_BUS_ADDRESS"); address != "" {
		return !strings.HasPrefix(address, "autolaunch")
	}
	for _, name := range []string{"bus", "dbus-session"} {
		if _, err := os.Stat(fmt.Sprintf("/run/user/%d/%s", os.Getuid(), name)); err == nil {
			return true
		}
	}
	return false
}
