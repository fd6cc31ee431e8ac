package trust_test

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"xingke/app/office"
	"xingke/backend/base/lang"
)

// program is the path of the built command: that of XINGKE_PROGRAM, or one built now.
var program = sync.OnceValues(func() (string, error) {
	if path := os.Getenv("XINGKE_PROGRAM"); path != "" {
		return path, nil
	}
	dir, err := os.MkdirTemp("", "xingke-trust-*")
	if err != nil {
		return "", err
	}
	built := filepath.Join(dir, "xingke")
	build := exec.Command("go", "build", "-o", built, "xingke/app/xingke")
	build.Env = append(os.Environ(), "CGO_ENABLED=0") // as make build does, so that it costs one link
	if out, err := build.CombinedOutput(); err != nil {
		return "", fmt.Errorf("build the program: %w\n%s", err, out)
	}
	return built, nil
})

func TestMain(m *testing.M) {
	code := m.Run()
	if built, err := program(); err == nil && os.Getenv("XINGKE_PROGRAM") == "" {
		_ = os.RemoveAll(filepath.Dir(built)) // a folder among the temporary ones
	}
	os.Exit(code)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// command runs the program to its end.
func command(t testing.TB, args ...string) (out string, err error) {
	t.Helper()
	path, err := program()
	must(t, err)
	cmd := exec.Command(path, args...)
	raw, err := cmd.Output()
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		err = fmt.Errorf("%w: %s", err, exit.Stderr)
	}
	return string(raw), err
}

// demo makes a book with invented customers.
func demo(t testing.TB, dir string, customers int) {
	t.Helper()
	_, err := command(t, "demo", "--book", dir, "--customers", fmt.Sprint(customers))
	must(t, err)
}

// running is the program serving a book.
type running struct {
	*office.Client
	cmd    *exec.Cmd
	stderr *tail
}

// serve starts the program on a book and returns when it answers.
func serve(t testing.TB, dir string) *running {
	t.Helper()
	r, err := start(t, dir)
	must(t, err)
	return r
}

// serveBy is serve with another build of the program.
func serveBy(t testing.TB, path, dir string) *running {
	t.Helper()
	r, err := startBy(t, path, dir)
	must(t, err)
	return r
}

func start(t testing.TB, dir string) (*running, error) {
	t.Helper()
	path, err := program()
	must(t, err)
	return startBy(t, path, dir)
}

func startBy(t testing.TB, path, dir string) (*running, error) {
	t.Helper()
	r, out := launch(t, path, dir)
	if _, err := bufio.NewReader(out).ReadString(':'); err != nil { // it says where it listens
		_ = r.cmd.Wait()
		return nil, fmt.Errorf("the program does not open the book: %s", r.stderr.String())
	}
	go func() { _, _ = io.Copy(io.Discard, out) }()
	client, found := office.Dial(t.Context(), dir, lang.EN)
	if !found {
		r.kill()
		return nil, errors.New("the program does not answer")
	}
	r.Client = client
	return r, nil
}

// launch starts the program without waiting for it.
func launch(t testing.TB, path, dir string) (*running, io.Reader) {
	t.Helper()
	r := &running{cmd: exec.Command(path, "--lang=en", "office", "--book", dir, "--listen", "127.0.0.1:0"), stderr: &tail{}}
	r.cmd.Stderr = r.stderr
	out, err := r.cmd.StdoutPipe()
	must(t, err)
	must(t, r.cmd.Start())
	t.Cleanup(r.kill)
	return r, out
}

// kill ends the program at once, wherever it is.
func (r *running) kill() {
	_ = r.cmd.Process.Kill() // it may have ended
	_ = r.cmd.Wait()
}

// stop ends the program as Ctrl+C does.
func (r *running) stop(t testing.TB) {
	t.Helper()
	must(t, r.cmd.Process.Signal(os.Interrupt))
	if err := r.cmd.Wait(); err != nil {
		t.Fatalf("%v: %s", err, r.stderr.String())
	}
}

// ask calls an operation and waits for its job, if it begins one.
func (r *running) ask(ctx context.Context, name string, in, out any) error {
	raw, err := json.Marshal(in)
	if err != nil {
		return err
	}
	answer, err := r.Call(ctx, name, raw)
	if err != nil {
		return err
	}
	var started struct {
		Job *struct {
			ID, State string
			Result    json.RawMessage
			Error     json.RawMessage
		}
	}
	for json.Unmarshal(answer, &started) == nil && started.Job != nil {
		if started.Job.State == "failed" || started.Job.State == "cancelled" {
			return fmt.Errorf("%s %s: %s", name, started.Job.State, started.Job.Error)
		}
		if started.Job.State != "running" {
			answer = started.Job.Result
			break
		}
		if answer, err = r.Call(ctx, "jobs.wait", fmt.Appendf(nil, `{"id":%q}`, started.Job.ID)); err != nil {
			return err
		}
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(answer, out)
}

type flat map[string]any

func (f flat) id() string { id, _ := f["id"].(string); return id }

func (f flat) rev() int { rev, _ := f["rev"].(float64); return int(rev) }

func (f flat) text(name string) string { text, _ := f[name].(string); return text }

type listed struct {
	Rows  []flat
	Total int
	Next  string
}

// where is a filter of one test.
func where(field, op string, value any) flat { return flat{"field": field, "op": op, "value": value} }

// tail keeps the end of what a program says.
type tail struct {
	mu   sync.Mutex
	said []byte
}

// Write implements io.Writer.
func (l *tail) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.said = append(l.said, p...)
	l.said = l.said[max(0, len(l.said)-8<<10):]
	return len(p), nil
}

// String is what was said last.
func (l *tail) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.TrimSpace(string(l.said))
}
