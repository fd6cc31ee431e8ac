package store

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
)

// crashDir tells the test program, started by itself, to write into a book until it is killed.
const crashDir = "XINGKE_TEST_CRASH_DIR"

func TestMain(m *testing.M) {
	if dir := os.Getenv(crashDir); dir != "" {
		writeUntilKilled(dir)
	}
	os.Exit(m.Run())
}

// writeUntilKilled saves firms from several goroutines, alone, in groups and again, and prints
// what was acknowledged.
func writeUntilKilled(dir string) {
	cfg := config(dir)
	cfg.Clock, cfg.Much = nil, true
	db, err := Open(cfg)
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	var out sync.Mutex
	say := func(fs ...*firm) {
		out.Lock()
		defer out.Unlock()
		var b strings.Builder
		for _, f := range fs {
			fmt.Fprintf(&b, "%s %d %s\n", f.ID, f.Rev, f.Name)
		}
		_, _ = os.Stdout.WriteString(b.String()) // one write, so that a line is whole
	}
	for worker := range 4 {
		go func() {
			for i := 0; ; i++ {
				f := &firm{Name: fmt.Sprint("w", worker, "-", i), Note: strings.Repeat("n", rand.IntN(500))}
				group := []*firm{f}
				err := db.Write(bg, func(ctx context.Context) error {
					if i%5 == 0 {
						for range rand.IntN(60) {
							g := &firm{Name: fmt.Sprint("g", worker, "-", i)}
							group = append(group, g)
							if err := db.Put(ctx, g); err != nil {
								return err
							}
						}
					}
					return db.Put(ctx, f)
				})
				if err == nil {
					say(group...)
					f.Name += "'"
					err = db.Put(bg, f)
				}
				if err != nil {
					fmt.Println("error", err)
					os.Exit(1)
				}
				say(f)
			}
		}()
	}
	select {}
}

func TestLongKilledInTheMiddle(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	self, err := os.Executable()
	must(t, err)
	dir := t.TempDir()
	said := map[string]string{} // id → revision and name, as acknowledged last
	for round := range 9 {      // the whole program is killed more often, in trust
		cmd := exec.Command(self)
		cmd.Env = append(os.Environ(), crashDir+"="+dir)
		out, err := cmd.StdoutPipe()
		must(t, err)
		must(t, cmd.Start())
		lines := bufio.NewScanner(out)
		left := 1 + rand.IntN(400)
		for lines.Scan() {
			id, rest, ok := strings.Cut(lines.Text(), " ")
			if !ok || id == "error" {
				t.Fatalf("round %d: %s", round, lines.Text())
			}
			said[id] = rest
			if left--; left == 0 {
				must(t, cmd.Process.Kill())
			}
		}
		var exit *exec.ExitError
		if err := cmd.Wait(); !errors.As(err, &exit) {
			t.Fatalf("round %d: the child ended by itself: %v", round, err)
		}
		db := openAt(t, dir)
		for id, want := range said {
			f := firmOf(t, db, id)
			var rev uint64
			var name string
			if _, err := fmt.Sscan(want, &rev, &name); err != nil {
				t.Fatal(err)
			}
			if f.Rev < rev || f.Rev == rev && f.Name != name {
				t.Fatalf("round %d: %s was acknowledged as %s, there is revision %d %s", round, id, want, f.Rev, f.Name)
			}
		}
		if round%8 == 0 {
			wantSound(t, db)
		}
		must(t, db.Close())
	}
	t.Logf("%d acknowledged records, none lost", len(said))
}
