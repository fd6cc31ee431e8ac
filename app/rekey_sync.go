package app

import (
	"errors"
	"os"
	"runtime"
)

// syncFolder makes the entries of a folder durable; Windows does so by itself.
func syncFolder(path string) error {
	if runtime.GOOS == "windows" {
		return nil
	}
	folder, err := os.Open(path)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
