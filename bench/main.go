package main

import (
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"time"

	"xingke/app"
	"xingke/backend/core/records"
)

func main() {
	size := flag.Int("customers", 2000, "customers in the book; ten follow-ups for each")
	dir := flag.String("dir", "", "where the books lie, and stay; a temporary folder without it")
	out := flag.String("out", "", "where the table goes; printed without it")
	quiet := flag.Bool("quiet", false, "leave searching out: its index takes long to fill in a big book")
	add := flag.Bool("add", false, "add to what the table has instead of beginning it")
	rows := flag.Int("import", 0, "rows of the imported workbook; half of the customers without it, 50,000 at most")
	flag.Parse()
	app.SaveMemory()
	b := &bench{dir: *dir, quiet: *quiet}
	if err := b.run(*size, *rows, *out, *add); err != nil {
		log.Fatal(err)
	}
}

func (b *bench) run(size, rows int, out string, add bool) error {
	if b.dir == "" {
		made, err := os.MkdirTemp("", "xingke-bench-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(made)
		b.dir = made
	}
	if rows == 0 {
		rows = min(50_000, size/2)
	}
	b.report.Day, b.report.Machine, b.report.Load = time.Now().Format("2006-01-02"), machine(), load()
	if err := b.all(size, rows); err != nil {
		return err
	}
	b.report.Load += " at the beginning, " + load() + " at the end"
	if out == "" {
		return b.report.write(os.Stdout)
	}
	return b.save(out, add)
}

// all is the run: data, then each kind of work. Those that change the book come last.
func (b *bench) all(size, rows int) (err error) {
	steps := []func() error{
		func() error { return b.fill(size) }, b.copyToPeer, b.fillIndex,
		b.figure(b.start), b.figure(b.rest), b.works(b.lists), b.works(b.pivots),
	}
	if !b.quiet {
		steps = append(steps, b.works(b.finds))
	}
	steps = append(steps, b.works(b.single), b.figure(b.saveTogether), b.figure(b.bulk), b.figure(b.exportList))
	if !b.quiet {
		steps = append(steps, b.figure(func() (figure, error) { return b.importFile(rows) }))
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return err
		}
	}
	if err := b.app.Close(); err != nil {
		return err
	}
	return b.peer.Close()
}

// works is the step that measures some works.
func (b *bench) works(list func() ([]work, error)) func() error {
	return func() error {
		all, err := list()
		if err != nil {
			return err
		}
		for _, w := range all {
			if err := b.figure(func() (figure, error) { return measure(w) })(); err != nil {
				return err
			}
		}
		return nil
	}
}

// figure is the step that adds one figure, and says so.
func (b *bench) figure(of func() (figure, error)) func() error {
	return func() error {
		f, err := of()
		if err != nil {
			return err
		}
		miss := ""
		if f.miss() {
			miss = "MISS"
		}
		log.Printf("%-60s %10s %10s   peer %10s  %s %s", f.Work, short(f.Ours.Median), short(f.Ours.P95), short(f.Peer.Median), miss, f.Extra)
		b.report.Figures = append(b.report.Figures, f)
		return nil
	}
}

// save writes the table, and beside it a line of JSON for each figure.
func (b *bench) save(path string, add bool) error {
	how := os.O_CREATE | os.O_WRONLY | os.O_TRUNC
	if add {
		how = os.O_CREATE | os.O_WRONLY | os.O_APPEND
	}
	for _, one := range []struct {
		path  string
		write func(*os.File) error
	}{
		{path, func(f *os.File) error {
			if !add {
				if err := introduce(f); err != nil {
					return err
				}
			}
			return b.report.write(f)
		}},
		{path[:len(path)-len(filepath.Ext(path))] + ".jsonl", func(f *os.File) error { return b.report.lines(f) }},
	} {
		f, err := os.OpenFile(one.path, how, 0o644)
		if err != nil {
			return err
		}
		if err := one.write(f); err != nil {
			_ = f.Close()
			return fmt.Errorf("write %s: %w", one.path, err)
		}
		if err := f.Close(); err != nil {
			return err
		}
	}
	return nil
}

func (b *bench) health() (records.Health, error) {
	return ask[records.Health](b.app, "health.get", struct{}{})
}
