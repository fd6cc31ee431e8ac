package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"xingke/backend/base/fault"
	"xingke/backend/core/field"
	"xingke/backend/core/seal"
)

// sealedBook makes a book with a passphrase and n firms.
func sealedBook(t *testing.T, n int) (*DB, string) {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "book")
	keys, _, err := seal.Create(dir, "春江潮水")
	must(t, err)
	cfg := config(dir)
	cfg.Keys = keys
	db, err := Open(cfg)
	must(t, err)
	for i := range n {
		must(t, db.Put(bg, &firm{Name: fmt.Sprint("canary", i)}))
	}
	return db, dir
}

func unlock(dir string) (*seal.Keys, error) { return seal.Unlock(dir, "春江潮水") }

func TestBackupAndRestore(t *testing.T) {
	db, _ := sealedBook(t, 60)
	files := fstest.MapFS{"ab/cdef": {Data: bytes.Repeat([]byte("sealed already"), 9000)}, "x": {Data: nil}}
	var out bytes.Buffer
	info, err := db.Backup(bg, &out, files)
	must(t, err)
	if info.Seq != 60 || info.Files != 2 || info.Book != db.Book() || bytes.Contains(out.Bytes(), []byte("canary")) {
		t.Errorf("%+v", info)
	}
	newFirm(t, db, "later")
	must(t, db.Close())
	dir := filepath.Join(t.TempDir(), "restored")
	got, err := RestoreBackup(bg, bytes.NewReader(out.Bytes()), dir, unlock)
	must(t, err)
	if got != info {
		t.Errorf("%+v, want %+v", got, info)
	}
	raw, err := os.ReadFile(filepath.Join(dir, "files", "ab", "cdef"))
	must(t, err)
	if !bytes.Equal(raw, files["ab/cdef"].Data) {
		t.Error("a file came back changed")
	}
	cfg := config(dir)
	cfg.Keys, err = unlock(dir)
	must(t, err)
	back, err := Open(cfg)
	must(t, err)
	wantSound(t, back)
	if back.Seq() != 60 || back.Book() != info.Book {
		t.Errorf("seq %d", back.Seq())
	}
	must(t, back.Close())
	if _, err := RestoreBackup(bg, bytes.NewReader(out.Bytes()), dir, unlock); !fault.Is(err, fault.Conflict) {
		t.Errorf("restored over a book: %v", err)
	}
	if _, err := CheckBackup(bg, bytes.NewReader(out.Bytes()), t.TempDir(), unlock); err != nil {
		t.Errorf("check: %v", err)
	}
}

func TestABadBackupLeavesNothing(t *testing.T) {
	db, _ := sealedBook(t, 30)
	var out bytes.Buffer
	_, err := db.Backup(bg, &out, nil)
	must(t, err)
	must(t, db.Close())
	good := out.Bytes()
	flip := func(at int) []byte {
		raw := bytes.Clone(good)
		raw[at] ^= 1
		return raw
	}
	for name, raw := range map[string][]byte{
		"empty":               {},
		"something else":      []byte("PK\x03\x04 this is a workbook and no backup"),
		"cut in the head":     good[:100],
		"cut in the middle":   good[:len(good)/2],
		"cut before the end":  good[:len(good)-1],
		"bit in the key file": flip(len(backupMagic) + 30),
		"bit in the archive":  flip(len(good) - 5000),
		"bit at the end":      flip(len(good) - 1),
	} {
		parent := t.TempDir()
		_, err := RestoreBackup(bg, bytes.NewReader(raw), filepath.Join(parent, "book"), unlock)
		var f *fault.Error
		if !errors.As(err, &f) || f.Kind == fault.Internal {
			t.Errorf("%s: %v", name, err)
		}
		if left, _ := os.ReadDir(parent); len(left) > 0 {
			t.Errorf("%s: left %v", name, left)
		}
	}
	wrong := func(dir string) (*seal.Keys, error) { return seal.Unlock(dir, "nein") }
	if _, err := RestoreBackup(bg, bytes.NewReader(good), filepath.Join(t.TempDir(), "book"), wrong); !seal.WrongPassphrase(err) {
		t.Errorf("wrong passphrase: %v", err)
	}
}

func TestVerifyFindsWhatIsNotAsTheJournalSays(t *testing.T) {
	db := openAt(t, t.TempDir())
	defer db.Close()
	a, b := newFirm(t, db, "甲"), newFirm(t, db, "乙")
	v, err := db.hold()
	must(t, err)
	defer func() { v.release() }()
	keyA, keyB := recordKey("firm", a.ID), recordKey("firm", b.ID)
	var rawA []byte
	snap := v.engine.Snapshot()
	_, err = snap.Get(keyA, func(raw []byte) error { rawA = bytes.Clone(raw); return nil })
	must(t, err)
	snap.Release()
	other := state{rev: 1, seq: 1, pairs: []pair{}}
	for name, ops := range map[string][]op{
		"a record is gone":       {{key: keyA, gone: true}},
		"a record was swapped":   {{key: keyB, value: rawA}},
		"a record says another":  {{key: keyA, value: db.sealRecord(nil, keyA, appendRecord(nil, other))}},
		"an index entry is gone": {{key: (&index{entity: "firm", name: "name", kind: firms.Type.Spec("name").Kind}).key(field.OfText("甲"), a.ID), gone: true}},
		"an index entry is left": {{key: appendID(append(fieldKey(spaceIndex, "firm", "name"), "zzz\x00\x01"...), "ghost")}},
	} {
		must(t, applyOps(v.engine, nil, ops))
		report, err := db.Verify(context.Background(), nil)
		must(t, err)
		if report.OK() {
			t.Errorf("%s: not found", name)
		}
		v.release()
		must(t, db.Rebuild(bg, nil))
		v, err = db.hold()
		must(t, err)
		wantSound(t, db)
	}
}
