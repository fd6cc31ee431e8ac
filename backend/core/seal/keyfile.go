package seal

import (
	"crypto/rand"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"

	"golang.org/x/crypto/argon2"
	"golang.org/x/text/unicode/norm"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
)

// KeyFile is the name of the key file in a book's folder.
const KeyFile = "key.json"

// Protection tells how a book's data key is kept.
type Protection string

// The ways to keep a data key.
const (
	None       Protection = "none"       // there is no key file: a new book, or no book
	Plain      Protection = "keyfile"    // plainly in the key file, readable by its owner only
	Passphrase Protection = "passphrase" // wrapped by a passphrase and by a recovery key
)

const keyFormat = 1

// The cost of a guess at the passphrase: 64 MiB, three passes, two lanes.
const (
	argonMemory  = 64 << 10
	argonTime    = 3
	argonThreads = 2
)

type keyFile struct {
	Format     int      `json:"format"`
	Data       []byte   `json:"data,omitempty"` // the data key itself, only in a book without passphrase
	Passphrase *wrapped `json:"passphrase,omitempty"`
	Recovery   *wrapped `json:"recovery,omitempty"`
}

type wrapped struct {
	KDF     string `json:"kdf"`
	Memory  uint32 `json:"memory"` // KiB
	Time    uint32 `json:"time"`
	Threads uint8  `json:"threads"`
	Salt    []byte `json:"salt"`
	Key     []byte `json:"key"` // the sealed data key
}

// State tells how the book in dir keeps its key. A key file that cannot be read is a fault.
func State(dir string) (Protection, error) {
	file, err := readKeyFile(dir)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return None, nil
	case err != nil:
		return None, err
	case file.Passphrase != nil:
		return Passphrase, nil
	}
	return Plain, nil
}

// Create makes the keys of a new book and writes its key file. With a passphrase it returns
// the recovery key to show once; with an empty one the data key lies plainly in the file.
// A book that has a key file already is a Conflict.
func Create(dir, passphrase string) (*Keys, string, error) {
	if state, err := State(dir); err != nil {
		return nil, "", err
	} else if state != None {
		return nil, "", fault.New(fault.Conflict, "这个账套已经有密钥，不能重新创建", "This book already has a key; it cannot be created again.")
	}
	k := New()
	recovery, err := k.save(dir, passphrase)
	if err != nil {
		return nil, "", err
	}
	return k, recovery, nil
}

// Unlock reads the data key of the book in dir. The passphrase is not looked at when the
// book has none. A wrong one is a Forbidden fault, see WrongPassphrase.
func Unlock(dir, passphrase string) (*Keys, error) {
	file, err := readKeyFile(dir)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fault.Wrap(err, fault.NotFound, "这个文件夹里没有账套（缺少 key.json）；请确认选对了文件夹，或从备份恢复", "There is no book in this folder (key.json is missing). Check that it is the right folder, or restore a backup.")
	}
	if err != nil {
		return nil, err
	}
	if file.Passphrase == nil {
		return From(file.Data)
	}
	k, err := file.Passphrase.open(normal(passphrase))
	if err != nil {
		return nil, wrongSecret("口令不对；请检查大小写和输入法后重试，或使用恢复密钥", "The passphrase is wrong. Check capitals and the input method and try again, or use the recovery key.")
	}
	return k, nil
}

// Recover opens the book with its recovery key, however grouped or cased, and gives it a new
// passphrase. It returns the recovery key that is valid from now on.
func Recover(dir, recovery, passphrase string) (*Keys, string, error) {
	file, err := readKeyFile(dir)
	if err != nil {
		return nil, "", err
	}
	if file.Recovery == nil {
		return nil, "", fault.New(fault.Conflict, "这个账套没有设置口令，不需要恢复密钥", "This book has no passphrase; a recovery key is not needed.")
	}
	secret, ok := parseRecovery(recovery)
	if !ok {
		return nil, "", wrongSecret("恢复密钥不完整：应为 8 组，每组 4 个字符；请对照原件检查", "The recovery key is incomplete: it has 8 groups of 4 characters. Compare it with the original.")
	}
	k, err := file.Recovery.open(secret)
	if err != nil {
		return nil, "", wrongSecret("恢复密钥不对；请对照原件检查每一组", "The recovery key is wrong. Compare each group with the original.")
	}
	next, err := k.save(dir, passphrase)
	return k, next, err
}

// Rewrap changes the passphrase of the book in dir; an empty next one leaves the data key
// plainly in the key file. The data key, and so every sealed byte, stays as it is. It
// returns the new recovery key.
func Rewrap(dir, passphrase, next string) (string, error) {
	k, err := Unlock(dir, passphrase)
	if err != nil {
		return "", err
	}
	return k.save(dir, next)
}

// WrongPassphrase tells whether err means a passphrase or recovery key that does not fit.
func WrongPassphrase(err error) bool { return errors.Is(err, errSecret) }

var errSecret = errors.New("seal: wrong secret")

func wrongSecret(zh, en string) error { return fault.Wrap(errSecret, fault.Forbidden, zh, en) }

// normal gives the same bytes for a passphrase however an input method composed it.
func normal(passphrase string) []byte { return []byte(norm.NFKC.String(passphrase)) }

func (k *Keys) save(dir, passphrase string) (recovery string, err error) {
	file := keyFile{Format: keyFormat}
	if passphrase == "" {
		file.Data = k.data[:]
	} else {
		secret := newRecovery()
		file.Passphrase = k.wrap(normal(passphrase))
		file.Recovery = k.wrap(secret)
		recovery = printRecovery(secret)
	}
	raw, err := json.MarshalIndent(file, "", "  ")
	if err != nil {
		return "", err
	}
	if err := replaceFile(dir, KeyFile, raw); err != nil {
		return "", fault.Wrap(err, fault.Unavailable, "密钥文件写不进 %s；请检查文件夹权限和磁盘空间", "The key file cannot be written to %s. Check the folder's permissions and the free space.", lang.S(dir))
	}
	return recovery, nil
}

func (k *Keys) wrap(secret []byte) *wrapped {
	w := &wrapped{KDF: "argon2id", Memory: argonMemory, Time: argonTime, Threads: argonThreads, Salt: make([]byte, 16)}
	_, _ = rand.Read(w.Salt)
	w.Key = w.box(secret).Seal(nil, k.data[:], w.Salt)
	return w
}

func (w *wrapped) open(secret []byte) (*Keys, error) {
	data, err := w.box(secret).Open(nil, w.Key, w.Salt)
	if err != nil {
		return nil, err
	}
	return From(data)
}

func (w *wrapped) box(secret []byte) Box {
	return newBox(argon2.IDKey(secret, w.Salt, w.Time, w.Memory, w.Threads, KeySize))
}

func readKeyFile(dir string) (*keyFile, error) {
	raw, err := os.ReadFile(filepath.Join(dir, KeyFile))
	if errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "密钥文件 key.json 读不出来；请检查文件夹权限", "The key file key.json cannot be read. Check the folder's permissions.")
	}
	var file keyFile
	if err := json.Unmarshal(raw, &file); err != nil || !file.sound() {
		if err == nil && file.Format > keyFormat {
			return nil, fault.New(fault.Unavailable, "这个账套由更新版本的程序创建；请升级程序后再打开", "This book was made by a newer version of the program. Update the program, then open it.")
		}
		return nil, fault.Wrap(err, fault.Unavailable, "密钥文件 key.json 已损坏；请从备份恢复这个文件", "The key file key.json is damaged. Restore it from a backup.")
	}
	return &file, nil
}

// sound keeps a broken or hostile key file from costing gigabytes or a panic.
func (f *keyFile) sound() bool {
	if f.Format != keyFormat {
		return false
	}
	if f.Passphrase == nil {
		return len(f.Data) == KeySize
	}
	return f.Passphrase.sound() && (f.Recovery == nil || f.Recovery.sound())
}

func (w *wrapped) sound() bool {
	return w.KDF == "argon2id" && w.Memory >= 8 && w.Memory <= 1<<20 && w.Time >= 1 && w.Time <= 64 && w.Threads >= 1 && len(w.Key) == KeySize+Overhead
}

// replaceFile writes a file whole or not at all, readable by its owner only.
func replaceFile(dir, name string, raw []byte) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(dir, name+".*.tmp") // made with 0600
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(raw)
	err = errors.Join(err, tmp.Sync(), tmp.Close())
	if err != nil {
		return err
	}
	return os.Rename(tmp.Name(), filepath.Join(dir, name))
}
