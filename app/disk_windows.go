package app

import (
	"os"
	"path/filepath"
	"strings"
)

// sameDisk tells whether two folders lie on one drive.
func sameDisk(a, b string) bool {
	return strings.EqualFold(filepath.VolumeName(a), filepath.VolumeName(b))
}

// drives lists the drives that are there.
func drives() (list []string) {
	for letter := 'C'; letter <= 'Z'; letter++ {
		root := string(letter) + `:\`
		if _, err := os.Stat(root); err == nil {
			list = append(list, root)
		}
	}
	return list
}
