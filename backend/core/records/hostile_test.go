package records_test

import (
	"bytes"
	"os"
	"path/filepath"
	"runtime/metrics"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/core/records"
	"xingke/backend/core/sheet/hostile"
)

// hostileFiles is how many files are tried here, those left out that take long under the race detector. The
// program itself is given all of them by e2e/hostilefiles.browser.mjs.
const hostileFiles = 100

// mostHeap is what all of the program may hold while it reads a hostile file.
const mostHeap = 512 << 20

// Every file is handed in, looked at, guessed and imported for a trial, as a person does it.
func TestHostileFiles(t *testing.T) {
	outside := watchFolders(t)
	b := openBook(t)
	heap := watchHeap(t)
	tried, refused := 0, 0
	for n := range hostileFiles {
		if hostile.Slow(n) {
			continue
		}
		file := hostile.Make(n)
		tried++
		began := time.Now()
		stages := b.tryHostile(file)
		if took := time.Since(began); took > time.Minute {
			t.Errorf("%d, %s, took %s", n, file.Class, took)
		}
		if len(stages) > 0 {
			refused++
		}
		if file.Refused && !slices.ContainsFunc(stages, func(s string) bool { return s == "open" || s == "guess" }) {
			t.Errorf("%d, %s, was not refused", n, file.Class)
		}
		if most := heap(); most > mostHeap {
			t.Errorf("%d, %s, made the heap grow to %d MB", n, file.Class, most>>20)
		}
	}
	if refused < tried/2 {
		t.Errorf("only %d of %d were refused", refused, tried)
	}
	outside()
}

// tryHostile imports a file for a trial, and says which stages refused it.
func (b *book) tryHostile(file hostile.File) (refused []string) {
	b.Helper()
	no := func(stage string, err error) bool {
		b.Helper()
		if err == nil {
			return false
		}
		refused = append(refused, stage)
		f := fault.From(err)
		if f.Kind != fault.Invalid || f.Text.ZH == "" || f.Text.EN == "" || strings.Contains(f.Text.EN, "goroutine") {
			b.Errorf("%s: %s says %v %+v", file.Class, stage, err, f)
		}
		return true
	}
	info, err := b.f.Put(b.ctx, file.Name, bytes.NewReader(file.Bytes))
	if err != nil {
		b.Fatal(file.Class, err)
	}
	if strings.ContainsAny(info.Name, "/\\\x00\r\n") || info.Name == ".." {
		b.Errorf("%s: the name became %q", file.Class, info.Name)
	}
	ref := records.FileRef{Hash: info.Hash}
	_, err = b.s.ImportOpen(b.ctx, records.ImportOpenInput{File: ref})
	if no("open", err) {
		return refused
	}
	_, err = b.s.ImportGuess(b.ctx, records.ImportGuessInput{Entity: "customer", File: ref})
	no("guess", err)
	out, err := b.tryRun(b.ctx, records.ImportInput{Entity: "customer", File: ref, Match: "none", DryRun: true, Columns: map[string]string{"客户名称": "name", "电话": "phone"}})
	no("run", err)
	if err == nil && file.Texts != nil {
		b.keptAsText(file, out)
	}
	return refused
}

// keptAsText holds that formulas are names like others: what stands in the file, letter by letter.
func (b *book) keptAsText(file hostile.File, out records.ImportResult) {
	b.Helper()
	var titles []string
	for _, p := range out.Preview {
		titles = append(titles, p.Title)
	}
	for _, want := range file.Texts[:3] {
		if !slices.Contains(titles, want) {
			b.Errorf("%s: %q is not among %q", file.Class, want, titles)
		}
	}
}

// watchFolders holds that nothing is left in the folders where a program may write by mistake. It must be called
// before anything is opened.
func watchFolders(t *testing.T) (check func()) {
	t.Helper()
	temp, home := t.TempDir(), t.TempDir()
	t.Setenv("TMPDIR", temp)
	t.Setenv("HOME", home)
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	before := listing(t, here)
	return func() {
		if now := listing(t, here); !slices.Equal(before, now) {
			t.Errorf("the working folder was %q and is %q", before, now)
		}
		for _, dir := range []string{home, temp} {
			for _, name := range listing(t, dir) {
				if !strings.HasPrefix(name, "xingke-files-") { // the book's own folder
					t.Errorf("%s was written", name)
				}
			}
		}
		for _, place := range []string{"/tmp/xingke-escaped", "/etc/xingke-escaped", "/tmp/xingke-escaped.csv"} {
			if _, err := os.Lstat(place); err == nil {
				t.Errorf("%s was written", place)
			}
		}
		_ = filepath.WalkDir(temp, func(path string, _ os.DirEntry, _ error) error {
			if strings.Contains(filepath.Base(path), "escaped") {
				t.Errorf("%s was written", path)
			}
			return nil
		})
	}
}

func listing(t *testing.T, dir string) []string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		names = append(names, e.Name())
	}
	return names
}

// watchHeap looks at the heap all the time, and tells the most that it saw since it was asked last.
func watchHeap(t *testing.T) (most func() uint64) {
	t.Helper()
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}, {Name: "/memory/classes/heap/stacks:bytes"}}
	var mu sync.Mutex
	var high uint64
	look := func() {
		mu.Lock()
		defer mu.Unlock()
		metrics.Read(sample)
		high = max(high, sample[0].Value.Uint64()+sample[1].Value.Uint64())
	}
	end, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			select {
			case <-end:
				return
			case <-time.After(5 * time.Millisecond):
				look()
			}
		}
	}()
	t.Cleanup(func() { close(end); <-ended })
	return func() uint64 {
		look()
		mu.Lock()
		defer mu.Unlock()
		was := high
		high = 0
		return was
	}
}
