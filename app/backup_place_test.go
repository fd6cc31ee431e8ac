package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A drive that is taken out may leave its folder behind, on the disk of the book. Nothing goes there.
func TestNothingGoesToTheFolderADriveLeftBehind(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "book")
	drive, err := os.MkdirTemp("/dev/shm", "xingke-")
	if err != nil {
		t.Skip("no second disk here: ", err)
	}
	t.Cleanup(func() { _ = os.RemoveAll(drive) })
	if sameDisk(drive, t.TempDir()) {
		t.Skip("both on one disk")
	}
	mounted, left := filepath.Join(t.TempDir(), "usb"), t.TempDir()
	point := func(to string) {
		t.Helper()
		_ = os.Remove(mounted)
		if err := os.Symlink(to, mounted); err != nil {
			t.Skip(err)
		}
	}
	point(drive)
	a := open(t, Config{Dir: dir, Owner: "王芳"})
	create(t, a, "甲")
	call(t, a, "backup.set", `{"folder":`+quoted(mounted)+`,"follow":true}`)
	finish(t, a, "backup.run", `{}`)
	if s := status(t, a); !s.There || s.SameDisk || s.Problem != "" {
		t.Fatalf("plugged in: %+v", s)
	}

	point(left)
	if s := status(t, a); s.There || s.FollowFolder != "" {
		t.Errorf("taken out: %+v", s)
	}
	if said := failed(t, a, "backup.run"); !strings.Contains(said, "现在找不到") {
		t.Errorf("said %q", said)
	}
	if list, err := os.ReadDir(left); err != nil || len(list) != 0 {
		t.Errorf("the folder left behind holds %v %v", list, err)
	}

	point(drive)
	if s := status(t, a); !s.There {
		t.Errorf("plugged in again: %+v", s)
	}
	point(left) // chosen knowingly, it is taken, with the word that it is the same disk
	call(t, a, "backup.set", `{"folder":`+quoted(mounted)+`}`)
	if s := status(t, a); !s.There || !s.SameDisk {
		t.Errorf("chosen knowingly: %+v", s)
	}
}
