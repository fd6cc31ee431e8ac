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

// readKeys reads the key file of the book in dir. Its copy stands in for one that is gone or damaged.
func readKeys(dir string) (*keyFile, error) {
	file, err := readKeyFile(dir, KeyFile)
	if err == nil {
		return file, nil
	}
	if spare, spareErr := readKeyFile(dir, KeyCopy); spareErr == nil {
		return spare, nil
	} else if errors.Is(err, os.ErrNotExist) && !errors.Is(spareErr, os.ErrNotExist) {
		return nil, spareErr
	}
	return nil, err
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
		if err == nil && file.Format > keyFormat {
			return nil, fault.New(fault.Unavailable, "这个账套由更新版本的程序创建；请升级程序后再打开", "This book was made by a newer version of the program. Update the program, then open it.")
		}
		return nil, fault.Wrap(errors.Join(errKeyFile, err), fault.Unavailable, "密钥文件 key.json 已损坏；请用恢复密钥打开，或从备份恢复这个文件", "The key file key.json is damaged. Open the book with the recovery key, or restore the file from a backup.")
	}
	return &file, nil
}

var errKeyFile = errors.New("seal: the key file is damaged")

// Damaged tells whether err means a key file that cannot be read any more.
func Damaged(err error) bool { return errors.Is(err, errKeyFile) }

// writeKeys writes the key file, then its copy. What was set aside of a damaged one may hold an older key and goes.
func writeKeys(dir string, file keyFile) error {
	file.Sum = file.sum()
	raw, err := json.MarshalIndent(file, "", "  ")
	if err != nil {
		return err
	}
	if err := errors.Join(replaceFile(dir, KeyFile, raw), replaceFile(dir, KeyCopy, raw)); err != nil {
		return fault.Wrap(err, fault.Unavailable, "密钥文件写不进 %s；请检查文件夹权限和磁盘空间", "The key file cannot be written to %s. Check the folder's permissions and the free space.", lang.S(dir))
	}
	_ = os.Remove(filepath.Join(dir, KeyFile+damagedEnd)) // hardly ever there
	return nil
}

const damagedEnd = ".damaged"

// heal makes key file and copy alike again, once file has opened the book. A folder that cannot be
// written to is no reason not to open it.
func heal(dir string, file *keyFile) {
	whole := *file
	whole.Sum = whole.sum()
	raw, err := json.MarshalIndent(whole, "", "  ")
	if err != nil {
		return
	}
	for _, name := range []string{KeyFile, KeyCopy} {
		known, err := os.ReadFile(filepath.Join(dir, name))
		if err == nil && bytes.Equal(known, raw) {
			continue
		}
		if name == KeyFile && err == nil && !readable(known) {
			_ = replaceFile(dir, KeyFile+damagedEnd, known) // the original stays at hand
		}
		_ = replaceFile(dir, name, raw)
	}
}

func readable(raw []byte) bool {
	var file keyFile
	return json.Unmarshal(raw, &file) == nil && file.sound()
}

// recoveryParts finds what the recovery key opens, also in what is left of a damaged key file.
func recoveryParts(dir string) (parts []*wrapped) {
	for _, name := range []string{KeyFile, KeyCopy} {
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
	bare.Sum = nil
	raw, err := json.Marshal(bare)
	if err != nil {
		panic(err) // plain data
	}
	sum := sha256.Sum256(raw)
	return sum[:]
}

// sound keeps a broken or hostile key file from costing gigabytes or a panic.
func (f *keyFile) sound() bool {
	if f.Format != keyFormat || len(f.Sum) > 0 && !bytes.Equal(f.Sum, f.sum()) {
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
