package seal

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
)

// readKeys reads the key file of the book in dir. Its copies stand in for one that is gone or damaged.
func readKeys(dir string) (*keyFile, error) {
	var told error
	for _, name := range keyPlaces {
		file, err := readKeyFile(dir, name)
		if err == nil {
			return file, nil
		}
		if told == nil || errors.Is(told, os.ErrNotExist) { // damage says more than absence
			told = err
		}
	}
	if Damaged(told) && len(recoveryParts(dir)) == 0 {
		return nil, Lost(told)
	}
	return nil, told
}

func readKeyFile(dir, name string) (*keyFile, error) {
	raw, err := os.ReadFile(filepath.Join(dir, name))
	if errors.Is(err, os.ErrNotExist) {
		return nil, err
	}
	if err != nil {
		return nil, fault.Wrap(err, fault.Unavailable, "密钥文件 key.json 读不出来；请检查文件夹权限", "The key file key.json cannot be read. Check the folder's permissions.")
	}
	var file keyFile
	if err := json.Unmarshal(raw, &file); err != nil || !file.sound() {
		if err == nil && file.Format > Format {
			return nil, fault.New(fault.Unavailable, "这个账套由更新版本的程序创建；请升级程序后再打开", "This book was made by a newer version of the program. Update the program, then open it.")
		}
		return nil, fault.Wrap(errors.Join(errKeyFile, err), fault.Unavailable, "密钥文件 key.json 和它的副本都已损坏；请用恢复密钥打开（xingke recover）", "The key file key.json and its copies are damaged. Open the book with the recovery key (xingke recover).")
	}
	return &file, nil
}

var (
	errKeyFile = errors.New("seal: the key file is damaged")
	errLost    = errors.New("seal: nothing is left of the key file")
)

// Damaged tells whether err means a key file that cannot be read any more.
func Damaged(err error) bool { return errors.Is(err, errKeyFile) }

// writeKeys writes the key file, then its copies. What was set aside of a damaged one may hold an older key and goes.
func writeKeys(dir string, file keyFile) error {
	raw, err := file.bytes()
	if err != nil {
		return err
	}
	for _, name := range keyPlaces {
		if err := replaceFile(dir, name, raw); err != nil {
			return fault.Wrap(err, fault.Unavailable, "密钥文件写不进 %s；请检查文件夹权限和磁盘空间", "The key file cannot be written to %s. Check the folder's permissions and the free space.", lang.S(dir))
		}
	}
	_ = os.Remove(filepath.Join(dir, KeyFile+damagedEnd)) // hardly ever there
	aside, _ := filepath.Glob(filepath.Join(dir, "journal-damaged-*", filepath.Base(KeyJournal)))
	for _, path := range aside {
		_ = os.Remove(path)
	}
	return nil
}

func (f keyFile) bytes() ([]byte, error) {
	f.Sum = f.sum()
	return json.MarshalIndent(f, "", "  ")
}

const damagedEnd = ".damaged"

// recoveryParts finds what the recovery key opens, also in what is left of a damaged key file.
func recoveryParts(dir string) (parts []*wrapped) {
	for _, name := range keyPlaces {
		raw, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil {
			continue
		}
		_, rest, found := bytes.Cut(raw, []byte(`"recovery":`))
		if !found {
			continue
		}
		var part wrapped
		if json.NewDecoder(bytes.NewReader(rest)).Decode(&part) == nil && part.sound() {
			parts = append(parts, &part)
		}
	}
	return parts
}

func (f *keyFile) sum() []byte {
	bare := *f
	bare.Sum, bare.Keychain = nil, nil
	raw, err := json.Marshal(bare)
	if err != nil {
		panic(err) // plain data
	}
	sum := sha256.Sum256(raw)
	return sum[:]
}

// sound keeps a broken or hostile key file from costing gigabytes or a panic.
func (f *keyFile) sound() bool {
	if f.Format < 1 || f.Format > Format || len(f.Sum) > 0 && !bytes.Equal(f.Sum, f.sum()) {
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
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.tmp") // made with 0600
	if err != nil {
		return err
	}
	defer os.Remove(tmp.Name())
	_, err = tmp.Write(raw)
	err = errors.Join(err, tmp.Sync(), tmp.Close())
	if err != nil {
		return err
	}
	return os.Rename(tmp.Name(), path)
}
