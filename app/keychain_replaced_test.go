package app

import (
	"os"
	"path/filepath"
	"testing"

	"xingke/backend/base/who"
)

// What opened a book that another has taken the place of stays in no keychain.
func TestABackupInTheBooksPlaceLeavesNoSecretBehind(t *testing.T) {
	d := newDesk(t)
	archive := filepath.Join(t.TempDir(), "book.backup")
	if _, err := Backup(t.Context(), d.dir, sesame, archive); err != nil {
		t.Fatal(err)
	}
	raw, err := os.Open(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer raw.Close()
	owner, err := d.app.User(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	handed, err := d.app.book.files.Put(who.With(t.Context(), owner), "book.backup", raw)
	if err != nil {
		t.Fatal(err)
	}
	job(d.me, "book.restore", m{"file": handed.Hash, "passphrase": sesame})
	d.app.chain.settle()
	if left := d.chain.All(); len(left) != 0 || d.stands() != ChainOff {
		t.Errorf("after a backup was restored: %d, %s", len(left), d.stands())
	}
	d.me.do("book.remember", m{"on": true, "passphrase": sesame}, nil)
	if err := d.app.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Recover(d.dir, d.chain, RecoverPlan{From: archive, Passphrase: sesame}); err != nil {
		t.Fatal(err)
	}
	if left := d.chain.All(); len(left) != 0 {
		t.Errorf("after the key file came from a backup: %d", len(left))
	}
}
