package seal

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"xingke/backend/base/fault"
)

func wantState(t *testing.T, dir string, want Protection) {
	t.Helper()
	if got, err := State(dir); err != nil || got != want {
		t.Errorf("state %q %v, want %q", got, err, want)
	}
}

func TestKeyFileWithoutPassphrase(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "book")
	wantState(t, dir, None)
	if _, err := Unlock(dir, ""); !fault.Is(err, fault.NotFound) {
		t.Errorf("no book: %v", err)
	}
	keys, recovery, err := Create(dir, "")
	if err != nil || recovery != "" {
		t.Fatal(recovery, err)
	}
	wantState(t, dir, Plain)
	again, err := Unlock(dir, "whatever")
	if err != nil || again.data != keys.data {
		t.Fatal("not the same key", err)
	}
	if info, err := os.Stat(filepath.Join(dir, KeyFile)); err != nil || runtime.GOOS != "windows" && info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v %v", info.Mode(), err)
	}
	if _, _, err := Create(dir, ""); !fault.Is(err, fault.Conflict) {
		t.Errorf("created over a book: %v", err)
	}
}

func TestPassphraseAndRecovery(t *testing.T) {
	dir := t.TempDir()
	keys, recovery, err := Create(dir, "春江潮水 Ａ")
	if err != nil {
		t.Fatal(err)
	}
	wantState(t, dir, Passphrase)
	raw, _ := os.ReadFile(filepath.Join(dir, KeyFile))
	if bytes.Contains(raw, keys.data[:]) || strings.Contains(string(raw), `"data"`) {
		t.Error("the data key lies in the file")
	}
	if again, err := Unlock(dir, "春江潮水 A"); err != nil || again.data != keys.data { // full width typed, half width later
		t.Errorf("unlock: %v", err)
	}
	if _, err := Unlock(dir, "春江潮水"); !WrongPassphrase(err) || !fault.Is(err, fault.Forbidden) {
		t.Errorf("wrong passphrase: %v", err)
	}
	if strings.Count(recovery, "-") != 7 || len(recovery) != 39 {
		t.Errorf("recovery key %q", recovery)
	}
	if _, _, err := Recover(dir, recovery[:34], "next"); !WrongPassphrase(err) {
		t.Errorf("part of the recovery key: %v", err)
	}
	if _, _, err := Recover(dir, printRecovery(newRecovery()), "next"); !WrongPassphrase(err) {
		t.Errorf("another recovery key: %v", err)
	}
	typed := strings.ToLower(strings.ReplaceAll(recovery, "-", " "))
	got, next, err := Recover(dir, typed, "next")
	if err != nil || got.data != keys.data || next == recovery {
		t.Fatalf("recover: %q %v", next, err)
	}
	if _, err := Unlock(dir, "春江潮水 A"); !WrongPassphrase(err) {
		t.Errorf("the old passphrase still opens: %v", err)
	}
	if _, err := Rewrap(dir, "next", ""); err != nil {
		t.Fatal(err)
	}
	wantState(t, dir, Plain)
	if again, err := Unlock(dir, ""); err != nil || again.data != keys.data {
		t.Errorf("after rewrap: %v", err)
	}
}

func TestKeyFileDamageIsNotAWrongPassphrase(t *testing.T) {
	for name, content := range map[string]string{
		"empty":     "",
		"not JSON":  "key",
		"no key":    `{"format":1}`,
		"newer":     `{"format":9}`,
		"expensive": `{"format":1,"passphrase":{"kdf":"argon2id","memory":4000000000,"time":3,"threads":2,"salt":"","key":""}}`,
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, KeyFile), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := Unlock(dir, "x"); !fault.Is(err, fault.Unavailable) || WrongPassphrase(err) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestRecoveryKeyReadsWhatPeopleType(t *testing.T) {
	for range 100 {
		secret := newRecovery()
		printed := printRecovery(secret)
		typed := strings.NewReplacer("0", "o", "1", "l", "-", "　").Replace(printed)
		if got, ok := parseRecovery(typed); !ok || !bytes.Equal(got, secret) {
			t.Fatalf("%q", printed)
		}
	}
	if _, ok := parseRecovery("UUUU"); ok {
		t.Error("U is no digit")
	}
}
