package app

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/seal"
	"xingke/backend/core/seal/keychain"
	"xingke/backend/core/store"
	"xingke/backend/core/store/backup"
)

// RecoverPlan is what opens a book again that nobody has open.
type RecoverPlan struct {
	From       string // a backup whose key file takes the place of the damaged or lost one; "" leaves the book's own
	Recovery   string // the recovery key; with From it may be empty
	Passphrase string // the new one; without a recovery key, the one of when the backup was made
}

// Recover opens a book again whose passphrase is forgotten or whose key file is damaged or lost. With the
// recovery key the book gets a new passphrase, and next is the recovery key that is valid from now on.
// Without it, the key file of a backup is put back, and passphrase and recovery key are those of then; what the
// keychain of this computer held for the key file of before is taken out of it.
func Recover(dir string, chain keychain.Keychain, plan RecoverPlan) (next string, err error) {
	if err := plan.check(); err != nil {
		return "", err
	}
	release, err := store.Hold(dir)
	if err != nil {
		return "", err
	}
	defer func() { err = errors.Join(err, release()) }()
	if err := settleHeld(dir); err != nil {
		return "", err
	}
	remembered, _ := seal.Remembered(dir)
	err = seal.Try(dir, time.Now(), func() error {
		var keys *seal.Keys
		if keys, next, err = plan.open(dir); err == nil {
			keys.Wipe()
		}
		return err
	})
	if now, _ := seal.Remembered(dir); err == nil && chain != nil && remembered != "" && now != remembered {
		takeOutOf(chain, remembered)
	}
	return next, err
}

// check refuses a new passphrase that is none.
func (p RecoverPlan) check() error {
	if p.From != "" && p.Recovery == "" {
		return nil
	}
	return checkPassphrase("passphrase", p.Passphrase)
}

// says is what the journal keeps of it.
func (p RecoverPlan) says() (list []lang.Text) {
	if p.From != "" {
		list = append(list, lang.Sayf("从备份 %s 取回了密钥文件", "Restored the key file from the backup %s", lang.S(p.From)))
	}
	if p.Recovery != "" {
		list = append(list, lang.Of("用恢复密钥打开账套，设置了新口令", "Opened with the recovery key; a new passphrase was set"))
	}
	return list
}

// open finds the key of the book in dir and makes it one that a passphrase opens.
func (p RecoverPlan) open(dir string) (keys *seal.Keys, next string, err error) {
	if keys, err = p.keys(dir); err != nil {
		return nil, "", err
	}
	if err = dropRekey(dir); err == nil && p.Recovery != "" { // a copy was begun with the forgotten passphrase
		next, err = keys.Save(dir, p.Passphrase)
	}
	if err != nil {
		keys.Wipe()
		return nil, "", err
	}
	return keys, next, nil
}

// keys finds the key of the book, and puts the key file of a backup into its place if that is asked for.
func (p RecoverPlan) keys(dir string) (*seal.Keys, error) {
	if p.From == "" {
		return seal.OpenRecovery(dir, p.Recovery)
	}
	raw, err := keyOfBackup(p.From)
	if err != nil {
		return nil, ofBackup(err)
	}
	beside, err := os.MkdirTemp("", "xingke-key-") // 0700
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(beside)
	if err := os.WriteFile(filepath.Join(beside, seal.KeyFile), raw, 0o600); err != nil {
		return nil, err
	}
	open := func() (*seal.Keys, error) { return seal.Unlock(beside, p.Passphrase) }
	if state, err := seal.State(beside); err == nil && state == seal.Passphrase && p.Recovery != "" {
		open = func() (*seal.Keys, error) { return seal.OpenRecovery(beside, p.Recovery) }
	}
	keys, err := open()
	if err != nil {
		return nil, err
	}
	if err := store.Fits(dir, keys); err != nil {
		keys.Wipe()
		return nil, ofBackup(fault.Wrap(err, fault.Conflict, "这份备份里的密钥打不开这个账套：备份属于另一个账套，或是重新加密之前做的；请换一份备份",
			"The key in this backup does not open this book: it is that of another book, or was made before the book was sealed anew. Use another backup."))
	}
	return keys, seal.Put(dir, raw)
}

// ofBackup says of a fault that it is about the backup that was given, and not about the secret.
func ofBackup(err error) error { return atField(err, "from") }

// keyOfBackup reads the key file that a backup carries, whichever way it was kept.
func keyOfBackup(path string) ([]byte, error) {
	shelf, id, err := backup.Find(path)
	if err != nil {
		return nil, err
	}
	if shelf != nil {
		return shelf.Key(id)
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, fault.Wrap(err, fault.NotFound, "备份 %s 打不开；请检查路径", "The backup %s cannot be opened. Check the path.", lang.S(path))
	}
	defer file.Close()
	key, err := backupKey(io.LimitReader(file, longestKey+1<<10))
	if err != nil {
		return nil, notBackup(err)
	}
	return key, nil
}
