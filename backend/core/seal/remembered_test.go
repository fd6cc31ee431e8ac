package seal

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// beforeKeychain is the key file as programs read and wrote it that know of no keychain.
type beforeKeychain struct {
	Format     int      `json:"format"`
	Data       []byte   `json:"data,omitempty"`
	Passphrase *wrapped `json:"passphrase,omitempty"`
	Recovery   *wrapped `json:"recovery,omitempty"`
	Sum        []byte   `json:"sum,omitempty"`
}

func rememberedBook(t *testing.T) (dir string, keys *Keys, name string, secret []byte) {
	t.Helper()
	dear := Cost
	Cost = Guess{Memory: 64, Time: 1, Threads: 1} // what a guess costs is not asked here
	t.Cleanup(func() { Cost = dear })
	dir, name, secret = t.TempDir(), NewName(), New().Raw("a secret")
	keys, _, err := Create(dir, "芝麻开门")
	if err == nil {
		err = keys.Remember(dir, name, secret)
	}
	if err != nil {
		t.Fatal(err)
	}
	return dir, keys, name, secret
}

func wantRemembered(t *testing.T, dir, name string, opens bool) {
	t.Helper()
	if n, o := Remembered(dir); n != name || o != opens {
		t.Errorf("remembered %q %v, want %q %v", n, o, name, opens)
	}
}

func TestASecretOfAComputerOpensTheBook(t *testing.T) {
	dir, keys, name, secret := rememberedBook(t)
	wantRemembered(t, dir, name, true)
	if again, err := UnlockRemembered(dir, secret); err != nil || !again.Same(keys) {
		t.Fatal("not the same key", err)
	}
	for what, wrong := range map[string][]byte{"another": New().Raw("a secret"), "short": secret[:31], "none": nil} {
		if _, err := UnlockRemembered(dir, wrong); !errors.Is(err, ErrTampered) {
			t.Errorf("%s secret: %v", what, err)
		}
	}
	raw, err := os.ReadFile(filepath.Join(dir, KeyFile))
	if err != nil || bytes.Contains(raw, secret) || bytes.Contains(raw, keys.data[:]) {
		t.Error("a secret lies in the key file", err)
	}
	if carried, err := Sound(dir); err != nil || strings.Contains(string(carried), name) || !readable(carried) {
		t.Error("what leaves the computer tells of it", err)
	}

	// Programs from before it open the book, and what they write is none the worse.
	var old beforeKeychain
	if err := json.Unmarshal(raw, &old); err != nil {
		t.Fatal(err)
	}
	sum := old.Sum
	old.Sum = nil
	bare, err := json.Marshal(old)
	if err != nil {
		t.Fatal(err)
	}
	if now := (&keyFile{Format: old.Format, Passphrase: old.Passphrase, Recovery: old.Recovery}).sum(); !bytes.Equal(sum, now) || strings.Contains(string(bare), name) {
		t.Error("an older program takes the key file for damaged")
	}

	// While it is locked the name stands there alone; another sealing of the same key changes neither.
	if err := Await(dir, name); err != nil {
		t.Fatal(err)
	}
	wantRemembered(t, dir, name, false)
	if _, err := UnlockRemembered(dir, secret); !errors.Is(err, ErrTampered) {
		t.Errorf("locked: %v", err)
	}
	if err := keys.Remember(dir, name, secret); err != nil {
		t.Fatal(err)
	}
	if err := ChangePassphrase(dir, "芝麻开门", "第二个口令"); err != nil {
		t.Fatal(err)
	}
	if _, err := Rewrap(dir, "第二个口令", "第二个口令"); err != nil {
		t.Fatal(err)
	}
	wantRemembered(t, dir, name, true)
	if again, err := UnlockRemembered(dir, secret); err != nil || !again.Same(keys) {
		t.Error("after another passphrase", err)
	}
	if err := Await(dir, ""); err != nil {
		t.Fatal(err)
	}
	wantRemembered(t, dir, "", false)
	if err := keys.Remember(dir, name, secret); err != nil {
		t.Fatal(err)
	}
	if _, err := Rewrap(dir, "第二个口令", ""); err != nil {
		t.Fatal(err)
	}
	wantRemembered(t, dir, "", false)
	if err := keys.Remember(dir, name, secret); err == nil {
		t.Error("a book without a passphrase is remembered")
	}
}

// What is wrong with this part is no damage of the key file, and what a later program wrote there opens nothing here.
func TestAPartThatIsNotUnderstoodOpensNothing(t *testing.T) {
	for what, part := range map[string]string{
		"damaged":   `{"version":1,"name":"0123456789abcdef0123456789abcdef","key":"AAAA"}`,
		"no base64": `{"version":1,"name":"0123456789abcdef0123456789abcdef","key":"!"}`,
		"later":     `{"version":2,"name":"0123456789abcdef0123456789abcdef","key":"AAAA"}`,
		"an option": `{"version":1,"name":"-s","key":"AAAA"}`,
		"no object": `[1]`,
	} {
		dir, keys, _, secret := rememberedBook(t)
		file, err := readKeys(dir)
		if err != nil {
			t.Fatal(err)
		}
		file.Keychain = json.RawMessage(part)
		if err := writeKeys(dir, *file); err != nil {
			t.Fatal(what, err)
		}
		if _, err := UnlockRemembered(dir, secret); !errors.Is(err, ErrTampered) {
			t.Errorf("%s: %v", what, err)
		}
		if again, err := Unlock(dir, "芝麻开门"); err != nil || !again.Same(keys) {
			t.Errorf("%s: the passphrase: %v", what, err)
		}
		if err := Await(dir, ""); err != nil { // a lock takes it away, whatever it was
			t.Fatal(err)
		}
		if file, err := readKeys(dir); err != nil || file.Keychain != nil {
			t.Errorf("%s stays: %s %v", what, file.Keychain, err)
		}
	}
}
