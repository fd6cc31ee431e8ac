package keychain

import (
	"errors"
	"os"
	"os/exec"
	"runtime"
	"testing"
	"time"
)

// inside is set in the program that runs in a session with a keychain of its own.
const inside = "XINGKE_TEST_KEYCHAIN"

// The real Secret Service, in a session of its own, with a home of its own: nobody's keychain is touched.
func TestTheSecretServiceKeepsWhatItIsGiven(t *testing.T) {
	if os.Getenv(inside) != "" {
		keeps(t, System())
		return
	}
	for _, program := range []string{"dbus-run-session", "gnome-keyring-daemon"} {
		if _, err := exec.LookPath(program); err != nil || runtime.GOOS != "linux" {
			t.Skip("there is no " + program)
		}
	}
	home := t.TempDir()
	session := exec.Command("dbus-run-session", "--", "sh", "-c",
		`printf x | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec "$0" -test.run='^TestTheSecretService' -test.v`, os.Args[0])
	session.Env = append(os.Environ(), inside+"=1", "HOME="+home, "XDG_DATA_HOME="+home, "XDG_RUNTIME_DIR="+home, "DBUS_SESSION_BUS_ADDRESS=")
	if said, err := session.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, said)
	}
}

func TestMemoryKeepsWhatItIsGiven(t *testing.T) { keeps(t, NewMemory()) }

// keeps is what every keychain promises.
func keeps(t *testing.T, k Keychain) {
	t.Helper()
	if err := k.Here(); err != nil {
		t.Fatal(err)
	}
	if _, err := k.Get("0123456789abcdef"); !errors.Is(err, ErrNotFound) {
		t.Errorf("what was never kept: %v", err)
	}
	for _, secret := range []string{"0nCqx3+/=", "another"} {
		if err := k.Set("0123456789abcdef", secret); err != nil {
			t.Fatal(err)
		}
		if got, err := k.Get("0123456789abcdef"); err != nil || got != secret {
			t.Errorf("%q %v, want %q", got, err, secret)
		}
	}
	if _, err := k.Get("0123456789abcde0"); !errors.Is(err, ErrNotFound) {
		t.Errorf("another name: %v", err)
	}
	for range 2 {
		if err := k.Delete("0123456789abcdef"); err != nil {
			t.Error(err)
		}
	}
	if _, err := k.Get("0123456789abcdef"); !errors.Is(err, ErrNotFound) {
		t.Errorf("what was forgotten: %v", err)
	}
}

// Without a session there is no keychain, and none is started for it.
func TestASystemWithoutAKeychainSaysSo(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("other systems have one")
	}
	if _, err := os.Stat("/run/user"); err == nil && os.Getenv("XDG_RUNTIME_DIR") != "" {
		t.Skip("there is a session")
	}
	t.Setenv("DBUS_SESSION_BUS_ADDRESS", "")
	t.Setenv("PATH", t.TempDir()) // nothing can be started
	k := System()
	if err := k.Here(); !errors.Is(err, ErrNone) {
		t.Error(err)
	}
	if _, err := k.Get("0123456789abcdef"); !errors.Is(err, ErrNone) {
		t.Error(err)
	}
	if err := k.Set("0123456789abcdef", "x"); !errors.Is(err, ErrNone) {
		t.Error(err)
	}
}

func TestNoQuestionWaitsForEver(t *testing.T) {
	if _, err := (system{time.Millisecond}).ask(func() (string, error) { select {} }); !errors.Is(err, ErrLate) {
		t.Error(err)
	}
	if _, err := (system{patience}).ask(func() (string, error) { panic("nonsense") }); err == nil {
		t.Error("nonsense is no answer")
	}
}
