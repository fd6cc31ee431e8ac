package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"xingke/app"
	"xingke/backend/base/who"
)

func main() {
	if apart() {
		return
	}
	sizes := flag.String("customers", "1000,10000,100000", "customers in the books, one after the other; ten follow-ups for each")
	dir := flag.String("dir", "", "where the books lie, and stay; a temporary folder without it")
	out := flag.String("out", "", "where the tables go; printed without it")
	only := flag.String("only", "", "the steps to do, by their names with commas; all without it")
	profiles := flag.String("profiles", "", "a folder for a profile of the processor for each step, and of the memory at rest; go tool pprof reads them")
	programs := flag.Bool("programs", false, "build the programs that are handed out, and weigh them")
	flag.Parse()
	log.SetFlags(log.Ltime)
	app.SaveMemory()
	if err := profileInto(*profiles); err != nil {
		log.Fatal(err)
	}
	if err := run(*sizes, *dir, *out, *only, *programs, thorough); err != nil {
		log.Fatal(err)
	}
}

// run does everything at each size and writes what is known after each.
func run(sizes, dir, out, only string, programs bool, how effort) error {
	kept := dir != ""
	if !kept {
		made, err := os.MkdirTemp("", "xingke-bench-")
		if err != nil {
			return err
		}
		defer os.RemoveAll(made)
		dir = made
	}
	var reports []*report
	var weighed report
	for size := range strings.SplitSeq(sizes, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(size))
		if err != nil || n < 1 {
			return fmt.Errorf("customers: %q is no number of them", size)
		}
		b := &bench{dir: filepath.Join(dir, strconv.Itoa(n)), how: how, ctx: who.With(context.Background(), who.System)}
		err = b.all(n, only)
		reports = append(reports, &b.report)
		if out != "" { // what is known by now, should a later part fail
			err = errors.Join(err, save(out, reports, &weighed))
		}
		if err != nil {
			return fmt.Errorf("%d customers: %w", n, err)
		}
		if !kept { // room for the next
			if err := os.RemoveAll(b.dir); err != nil {
				return err
			}
		}
	}
	if programs {
		if err := weigh(&weighed); err != nil {
			return err
		}
	}
	return save(out, reports, &weighed)
}

// step is one part of a run.
type step struct {
	name string
	do   func() error
}

// all is the run at one size: data, the engine by itself, then the program as a whole. Those that
// change the book come last.
func (b *bench) all(size int, only string) error {
	r := &b.report
	r.Day, r.Machine, r.Load = time.Now().Format("2006-01-02"), machine(), load()
	for _, s := range []step{
		{"fill", func() error { return b.fill(size) }},
		{"engine", b.openEngine},
		{"copy", b.copyToPeer},
		{"index", b.fillIndex},
		{"lists", b.works(b.engineLists)},
		{"sums", b.works(b.engineSums)},
		{"update", b.figures(b.updates)},
		{"words", b.works(b.words)},
		{"recall", b.figures(b.recall)},
		{"shut", b.shutEngine},
		{"lines", b.lines},
		{"columns", b.figures(b.ledger)},
		{"texts", b.figures(b.texts)},
		{"saves", b.saves},
		{"bulk", b.figures(b.bulk)},
		{"hour", b.figures(b.hour)},
		{"start", b.figures(b.start)},
		{"pages", b.works(b.pages)},
		{"pivots", b.works(b.pivots)},
		{"finds", b.works(b.finds)},
		{"single", b.works(b.single)},
		{"together", b.figures(b.saveTogether)},
		{"findable", b.works(b.findable)},
		{"door", b.door},
		{"export", b.figures(b.exportLists)},
		{"month", b.figures(b.monthEnd)},
		{"import", b.figures(b.importFile)},
	} {
		if only != "" && !needed[s.name] && !strings.Contains(","+only+",", ","+s.name+",") {
			continue
		}
		begun := time.Now()
		if err := profiled(fmt.Sprint(size, "-", s.name), s.do); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		log.Printf("-- %s: %s", s.name, short(time.Since(begun)))
	}
	r.Load += " at the beginning, " + load() + " at the end"
	if b.app != nil {
		if err := b.app.Close(); err != nil {
			return err
		}
	}
	return b.peer.Close()
}

// needed are the steps that others build on.
var needed = map[string]bool{"fill": true, "engine": true, "copy": true, "index": true, "shut": true, "start": true}

// works is the step that measures some works.
func (b *bench) works(list func() ([]work, error)) func() error {
	return func() error {
		all, err := list()
		if err != nil {
			return err
		}
		for _, w := range all {
			if err := b.figures(func() ([]figure, error) { return b.how.measure(w) })(); err != nil {
				return err
			}
		}
		return nil
	}
}

// figures is the step that adds some figures, and says so.
func (b *bench) figures(of func() ([]figure, error)) func() error {
	return func() error {
		list, err := of()
		if err != nil {
			return err
		}
		for _, f := range list {
			b.add(f)
		}
		return nil
	}
}

func (b *bench) add(f figure) {
	f.Size = b.report.Customers
	b.report.Figures = append(b.report.Figures, f)
	ours := short(f.Ours.Median)
	if f.Amount != nil {
		ours = f.Amount.say(f.Amount.Got)
	}
	miss := ""
	if names := f.misses(); names != nil {
		miss = "MISS " + strings.Join(names, ", ")
	}
	log.Printf("%-70s %10s %10s   peer %10s  %s %s", f.Work, ours, short(f.Ours.P95), short(f.Peer.Median), miss, f.Extra)
}
