package trust_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/core/sheet/hostile"
	"xingke/trust"
)

// What the program may hold and how long it may take, for one file.
const (
	mostMemory = 512.0 // MB
	mostTime   = time.Minute
)

// Files that mean harm are handed to the program as a person does it: sent, looked at, guessed,
// tried. It answers each with a sentence or a table, and writes nothing outside its folder.
func TestHostile(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	dir := t.TempDir()
	for _, name := range []string{"home", "tmp"} {
		must(t, os.Mkdir(filepath.Join(dir, name), 0o700))
	}
	t.Setenv("HOME", filepath.Join(dir, "home"))
	t.Setenv("TMPDIR", filepath.Join(dir, "tmp"))
	r := serve(t, filepath.Join(dir, "book"))
	before := outside(t, dir)
	h := &hostileRun{t: t, r: r}
	files := trust.Size(200, 2000)
	for n := range files {
		h.try(n)
		if h.crashed > 0 {
			t.Fatalf("the program is gone: %s", r.stderr.String())
		}
	}
	escaped := 0
	for _, path := range outside(t, dir) {
		if !slices.Contains(before, path) {
			t.Errorf("%s was written", path)
			escaped++
		}
	}
	for _, path := range []string{"/tmp/xingke-escaped", "/tmp/xingke-escaped.csv", "/etc/xingke-escaped", "xingke-escaped"} {
		if _, err := os.Lstat(path); err == nil {
			t.Errorf("%s was written", path)
			escaped++
		}
	}
	memory := r.peak(t)
	if memory > mostMemory {
		t.Errorf("the program held %.0f MB", memory)
	}
	r.stop(t)
	trust.Record(t, "Hostile input", "files that mean harm, imported by the program",
		trust.Count("files", files), trust.Count("ways to do harm", len(hostile.Classes())), trust.Count("refused with a sentence", h.refused), trust.Count("read as what they hold", h.read),
		trust.Lost("crashes", h.crashed), trust.Lost("answers without a sentence", h.silent), trust.Lost("taken though there is nothing to take", h.taken), trust.Lost("files outside the folder", escaped),
		trust.Took("slowest file", h.slowest, mostTime), trust.Fact{Name: "memory of the process at most", Value: memory, Unit: "MB", Most: mostMemory})
}

type hostileRun struct {
	t                                     *testing.T
	r                                     *running
	refused, read, silent, taken, crashed int
	slowest                               time.Duration
}

// try hands in the n-th file and says what became of it.
func (h *hostileRun) try(n int) {
	file := hostile.Make(n)
	ctx, cancel := context.WithTimeout(h.t.Context(), 5*time.Minute)
	defer cancel()
	began := time.Now()
	err := h.imports(ctx, file)
	took := time.Since(began)
	h.slowest = max(h.slowest, took)
	if took > mostTime {
		h.t.Errorf("%d, %s, took %s", n, file.Class, took)
	}
	var said *fault.Error
	switch {
	case err == nil && file.Refused:
		h.taken++
		h.t.Errorf("%d, %s, was taken", n, file.Class)
	case err == nil:
		h.read++
	case errors.As(err, &said) && said.Kind == fault.Invalid && said.Text.EN != "", strings.Contains(err.Error(), `"kind":"invalid"`):
		h.refused++
	default:
		h.silent++
		h.t.Errorf("%d, %s: %v", n, file.Class, err)
	}
	if _, err := h.r.Call(ctx, "app.describe", []byte("{}")); err != nil {
		h.crashed++
	}
}

func (h *hostileRun) imports(ctx context.Context, file hostile.File) error {
	hash, err := h.r.Upload(ctx, file.Name, bytes.NewReader(file.Bytes))
	if err != nil {
		return err
	}
	if err := h.r.ask(ctx, "import.open", flat{"file": hash}, nil); err != nil {
		return err
	}
	if err := h.r.ask(ctx, "import.guess", flat{"entity": "customer", "file": hash}, nil); err != nil {
		return err
	}
	return h.r.ask(ctx, "import.run", flat{"entity": "customer", "file": hash, "match": "none", "dryRun": true}, nil)
}

// peak is the most memory that the program held, in MB.
func (r *running) peak(t *testing.T) float64 {
	t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", r.cmd.Process.Pid))
	if err != nil {
		t.Logf("no measure of memory here: %v", err)
		return 0
	}
	for line := range strings.Lines(string(status)) {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == "VmHWM:" {
			kb, _ := strconv.ParseFloat(fields[1], 64)
			return kb / 1024
		}
	}
	return 0
}

// outside lists everything in a folder but the book.
func outside(t *testing.T, dir string) (paths []string) {
	t.Helper()
	must(t, filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if d.IsDir() && filepath.Base(path) == "book" {
			return fs.SkipDir
		}
		paths = append(paths, path)
		return nil
	}))
	return paths
}
