//go:build !windows

package app

import (
	"os"
	"os/user"
	"path/filepath"
	"syscall"
)

// sameDisk tells whether two folders lie on one disk, as far as the system tells.
func sameDisk(a, b string) bool {
	one, two := device64(a), device64(b)
	return one != 0 && one == two
}

func device64(path string) uint64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return uint64(stat.Dev)
	}
	return 0
}

// drives lists where drives that were plugged in appear.
func drives() (list []string) {
	name := ""
	if u, err := user.Current(); err == nil {
		name = u.Username
	}
	for _, pattern := range []string{"/media/" + name + "/*", "/run/media/" + name + "/*", "/Volumes/*"} {
		found, _ := filepath.Glob(pattern) // a pattern of ours
		list = append(list, found...)
	}
	return list
}
