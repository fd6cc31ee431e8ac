package trust_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"xingke/trust"
)

// The book lies on a disk of its own, an image behind a loop device. At a random moment of the
// mixed load the power is cut: the image is copied as it is, with nothing that was only in memory,
// and what was acknowledged must be on the copy. The program is built with memory-mapped files
// that are never synced, as on Windows, so that the view is left in whatever state.
func TestPower(t *testing.T) {
	if !trust.Nightly() {
		t.Skip("part of make nightly")
	}
	dir := t.TempDir()
	image, mount := filepath.Join(dir, "disk"), filepath.Join(dir, "mount")
	must(t, os.Mkdir(mount, 0o700))
	if out, err := run("truncate", "--size=400M", image); err != nil {
		t.Skip(out)
	}
	if out, err := run("mkfs.ext4", "-q", "-F", image); err != nil {
		t.Skipf("no disk can be made here: %s", out)
	}
	t.Cleanup(func() { _ = syscall.Unmount(mount, syscall.MNT_DETACH) })
	if out, err := plug(image, mount); err != nil {
		t.Skipf("no disk can be mounted here: %s", out)
	}
	built := unsynced(t, dir)
	book := filepath.Join(mount, "book")
	l, f := newLedger(t, dir), &found{}
	r := serveBy(t, built, book)
	l.makeGroup(r)
	cuts, rebuilt := trust.Size(1, 50), 0
	var slowest time.Duration
	for round := range cuts {
		cut := filepath.Join(dir, fmt.Sprint("cut", round))
		l.untilThen(r, f, func() {
			must(t, r.cmd.Process.Signal(syscall.SIGSTOP)) // so that the copy is of one moment
			if out, err := run("cp", "--sparse=always", image, cut); err != nil {
				t.Fatal(out)
			}
		})
		must(t, unplug(mount))
		must(t, os.Rename(cut, image))
		if out, err := plug(image, mount); err != nil {
			t.Fatalf("after the cut: %s", out)
		}
		began := time.Now()
		r = serveBy(t, built, book)
		slowest = max(slowest, time.Since(began))
		if len(notes(t, r)) > 0 {
			rebuilt++
		}
		l.check(r, f, round == cuts-1)
		if round%10 == 9 {
			r.stop(t)
			if out, err := command(t, "verify", "--book", book); err != nil {
				f.add(&f.wrong, "verify: %v %s", err, out)
			}
			r = serveBy(t, built, book)
		}
		if f.lost+f.halves+f.wrong > 0 {
			break
		}
	}
	r.kill()
	must(t, unplug(mount))
	for _, text := range f.said {
		t.Error(text)
	}
	trust.Record(t, "Power cut", "the disk's image copied in the middle of forms, imports, bulk changes and undos, and the book opened from the copy; mapped files are never synced, as on Windows",
		trust.Count("cuts", cuts), trust.Count("acknowledged answers", int(l.acks.Load())), trust.Count("openings that put something right", rebuilt),
		trust.Lost("acknowledged writes lost", f.lost), trust.Lost("half transactions", f.halves), trust.Lost("other findings (verify)", f.wrong),
		trust.Took("slowest reopening", slowest, 0))
}

func run(name string, args ...string) (string, error) {
	out, err := exec.Command(name, args...).CombinedOutput()
	return strings.TrimSpace(string(out)), err
}

// plug mounts an image; nothing is written to it but what is synced.
func plug(image, mount string) (string, error) {
	return run("mount", "-o", "loop,noatime,commit=300", image, mount)
}

func unplug(mount string) error {
	if out, err := run("umount", mount); err != nil {
		return fmt.Errorf("%w: %s", err, out)
	}
	return nil
}

// unsynced builds the program with memory-mapped files that are never synced: with a copy of the
// library in which that does nothing.
func unsynced(t testing.TB, dir string) string {
	t.Helper()
	const library, sync = "github.com/dgraph-io/ristretto/v2", "return unix.Msync(b, unix.MS_SYNC)"
	at, err := run("go", "list", "-m", "-f", "{{.Dir}}", library)
	must(t, err)
	root, err := run("go", "list", "-m", "-f", "{{.Dir}}")
	must(t, err)
	stub, built := filepath.Join(dir, "library"), filepath.Join(dir, "xingke-unsynced")
	must(t, os.CopyFS(stub, os.DirFS(at)))
	source := filepath.Join(stub, "z", "mmap_linux.go")
	raw, err := os.ReadFile(source)
	must(t, err)
	if !strings.Contains(string(raw), sync) {
		t.Fatal("the library syncs in another way now")
	}
	must(t, os.Chmod(source, 0o600))
	must(t, os.WriteFile(source, []byte(strings.Replace(string(raw), sync, "return nil", 1)), 0o600))
	for _, name := range []string{"go.mod", "go.sum"} {
		raw, err := os.ReadFile(filepath.Join(root, name))
		must(t, err)
		if name == "go.mod" {
			raw = fmt.Appendf(raw, "\nreplace %s => %s\n", library, stub)
		}
		must(t, os.WriteFile(filepath.Join(dir, name), raw, 0o600))
	}
	build := exec.Command("go", "build", "-modfile", filepath.Join(dir, "go.mod"), "-o", built, "./app/xingke")
	build.Dir, build.Env = root, append(os.Environ(), "CGO_ENABLED=0")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return built
}
