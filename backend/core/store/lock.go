package store

import (
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// lock keeps a second program, or a second Open, out of the book. The system lets go of it
// when the process ends, however it ends.
func lock(dir string) (unlock func() error, err error) {
	f, err := os.OpenFile(filepath.Join(dir, "lock"), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, folderFault(dir, err)
	}
	taken, err := lockFile(f)
	if taken {
		pid := make([]byte, 20)
		n, _ := f.ReadAt(pid, 0)
		_ = f.Close()
		return nil, busy(strings.TrimSpace(string(pid[:n])))
	}
	if err == nil {
		err = f.Truncate(0)
	}
	if err == nil {
		_, err = f.WriteAt([]byte(strconv.Itoa(os.Getpid())), 0)
	}
	if err != nil {
		_ = f.Close()
		return nil, folderFault(dir, err)
	}
	return f.Close, nil
}

// Hold keeps every program out of the book in dir while its files are put in order, until release is called.
func Hold(dir string) (release func() error, err error) { return lock(dir) }
