package trust_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"xingke/trust"
)

// ownDisk is a small disk of memory, or no test.
func ownDisk(t testing.TB, options string) string {
	t.Helper()
	dir := t.TempDir()
	if err := syscall.Mount("tmpfs", dir, "tmpfs", 0, options); err != nil {
		t.Skipf("no disk of its own may be made here: %v", err)
	}
	t.Cleanup(func() { _ = syscall.Unmount(dir, syscall.MNT_DETACH) })
	return dir
}

func room(t testing.TB, dir string) uint64 {
	t.Helper()
	var stat syscall.Statfs_t
	must(t, syscall.Statfs(dir, &stat))
	return stat.Bavail * uint64(stat.Bsize)
}

// fillUp writes into a file until only so much of the disk is left.
func fillUp(t testing.TB, dir, name string, left uint64) {
	t.Helper()
	f, err := os.Create(filepath.Join(dir, name))
	must(t, err)
	piece := make([]byte, 64<<10)
	for room(t, dir) > left {
		if _, err := f.Write(piece); err != nil {
			break
		}
	}
	must(t, f.Close())
}

// The disk runs full while the program works. It stays up, says so, reads on, and goes on saving
// when there is room again. What was acknowledged is there, also after a kill on the full disk.
func TestFullDisk(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	dir := ownDisk(t, "size=200m")
	book, f := filepath.Join(dir, "book"), &found{}
	demo(t, book, 20)
	r := serve(t, book)
	saved := map[string]string{}
	save := func(i int) error {
		name := fmt.Sprint("满盘", i)
		var made flat
		err := r.ask(t.Context(), "records.create", flat{"entity": "customer", "record": flat{"name": name}}, &made)
		if err == nil {
			saved[made.id()] = name
		}
		return err
	}
	readsOn := func(when string) {
		for id, name := range saved {
			var got flat
			if err := r.ask(t.Context(), "records.get", flat{"entity": "customer", "id": id}, &got); err != nil || got.text("name") != name {
				f.add(&f.lost, "%s: %s is %q: %v", when, name, got.text("name"), err)
			}
		}
	}
	refusals := 0
	refused := func(when string, err error) {
		if err == nil || !strings.Contains(err.Error(), "free space") && !strings.Contains(err.Error(), "disk is full") {
			f.add(&f.wrong, "%s: %v", when, err)
		}
		refusals++
	}
	for i := range 20 {
		must(t, save(i))
	}
	fillUp(t, dir, "ballast", 63<<20)
	refused("nearly full", save(100))
	readsOn("nearly full")
	fillUp(t, dir, "more", 0)
	for i := range 5 {
		refused("full", save(200+i))
	}
	readsOn("full")
	var health struct {
		Journal struct {
			Writable bool
			Reason   string
		}
	}
	must(t, r.ask(t.Context(), "health.get", flat{}, &health))
	if health.Journal.Writable || health.Journal.Reason == "" {
		f.add(&f.wrong, "the Health page says nothing of the full disk")
	}
	r.kill()
	if _, err := start(t, book); err != nil { // opened on the full disk: it reads, or it says why not
		refused("opened on the full disk", err)
	} else {
		f.add(&f.wrong, "a book on a full disk is opened without a word")
	}
	must(t, os.Remove(filepath.Join(dir, "more")))
	must(t, os.Remove(filepath.Join(dir, "ballast")))
	r = serve(t, book)
	readsOn("with room again")
	must(t, save(300))
	readsOn("with room again")
	r.stop(t)
	if out, err := command(t, "verify", "--book", book); err != nil {
		f.add(&f.wrong, "verify: %v %s", err, out)
	}
	for _, text := range f.said {
		t.Error(text)
	}
	trust.Record(t, "Full disk", "a small disk filled up while the program works, to the last byte; killed on it, opened on it, and with room again",
		trust.Count("saves refused with a sentence", refusals), trust.Lost("acknowledged writes lost or not readable", f.lost), trust.Lost("other findings", f.wrong))
}

// What keeps a book from being opened is said in a sentence, and the book stays as it is.
func TestRefusals(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	disk := ownDisk(t, "size=200m")
	book := filepath.Join(disk, "book")
	demo(t, book, 5)
	refused := 0
	want := func(what, part string) {
		t.Helper()
		if out, err := command(t, "--lang=en", "verify", "--book", book); err == nil || !strings.Contains(err.Error(), part) || !strings.Contains(err.Error(), `"message"`) {
			t.Errorf("%s: %v %s", what, err, out)
		}
		refused++
	}
	r := serve(t, book)
	want("a second program", "open in another program")
	r.stop(t)
	sentinel := filepath.Join(book, "store.json")
	raw, err := os.ReadFile(sentinel)
	must(t, err)
	must(t, os.WriteFile(sentinel, []byte(strings.Replace(string(raw), `"format":1`, `"format":99`, 1)), 0o600))
	want("a book of a newer version", "newer version")
	must(t, os.WriteFile(sentinel, raw, 0o600))
	must(t, syscall.Mount("", disk, "", syscall.MS_REMOUNT|syscall.MS_RDONLY, "size=200m"))
	want("a folder that is write-protected", "cannot be written")
	must(t, syscall.Mount("", disk, "", syscall.MS_REMOUNT, "size=200m"))
	if out, err := command(t, "verify", "--book", book); err != nil {
		t.Errorf("afterwards: %v %s", err, out)
	}
	trust.Record(t, "Refused", "a second program, a book of a newer version, a write-protected folder", trust.Count("refused with a sentence, the book unchanged", refused))
}
