package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
)

// report is everything found at one size.
type report struct {
	Day       string
	Machine   string
	Load      string
	Customers int
	FollowUps int
	Records   int
	Figures   []figure
}

// find gives the first figure of a work.
func (r *report) find(work string) figure {
	for _, f := range r.Figures {
		if f.Work == work {
			return f
		}
	}
	return figure{}
}

const preface = `# Speed, measured

` + "`make bench`" + ` writes this page: the work of the program beside what SQLite, its full text search and excelize need for the same work,
in one process (an import in one of its own, its peers too), one run, on the same data, ours and the peers' by turns. The data are
invented, Chinese with some English, the same in every run (` + "`xingke demo`" + `, and what bench adds to it); a tenth as many customers as
follow-ups.

*Engine* in a row means the part of the program that does it, called directly, as SQLite is: lists give the keys of a page of 100 and
the exact total, on both sides. *As the pages call it* means the whole operation: JSON in and out, rights checked, totals exact, the
records of the page read. Journal, records, index and columns are sealed on disk, and there is no way to open them unsealed; the peers
are not sealed. SQLite is modernc's (pure Go, WAL, synchronous=FULL) with an index for each question unless the row says without;
FTS5 is given pairs of characters made by the application, or is its own trigram where the row says so; excelize is by itself.

Ratio: ours ÷ peer by medians, below 1 we are faster. Best: our quickest time, which other programs disturbed least. Bar: what our p95
may be, and what our median may be of the peer's; **MISS** says which of the two it did not meet. Bars of time were set for a million
follow-ups; they are asked of smaller books too. Ratios of answers are asked where one of the two takes a millisecond, those of saves
and of what takes seconds always. Load: programs that wanted to run; above the number of cores, p95 tells of them as
much as of us. Ratios of one run hold to about ±15 %, those of single saves to ±25 %.
`

// write writes the table for people.
func (r *report) write(to io.Writer) {
	if r.Customers > 0 {
		fmt.Fprintf(to, "\n## %s customers, %s follow-ups, %s records in all\n\n%s. %s. Load: %s.\n\n", grouped(r.Customers), grouped(r.FollowUps), grouped(r.Records), r.Day, r.Machine, r.Load)
	} else {
		fmt.Fprint(to, "\n## The programs\n\n")
	}
	fmt.Fprintf(to, "| Work | ours median | p95 | best | peer median | p95 | ratio | bar | | notes |\n|---|--:|--:|--:|--:|--:|--:|---|---|---|\n")
	for _, f := range r.Figures {
		ours, ratio, miss := short(f.Ours.Median), "", ""
		if f.Amount != nil {
			ours = f.Amount.say(f.Amount.Got)
		}
		if f.ratio() > 0 {
			ratio = fmt.Sprintf("%.2f", f.ratio())
		}
		if names := f.misses(); names != nil {
			miss = "**MISS** " + strings.Join(names, ", ")
		}
		name, notes := f.Work, strings.Trim(f.Extra+"; "+f.Note, "; ")
		if f.Again {
			name = "— " + f.Note
			notes = f.Extra
		}
		fmt.Fprintf(to, "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |\n", name, ours, short(f.Ours.P95), short(f.Ours.Fast), short(f.Peer.Median), short(f.Peer.P95), ratio, f.bar(), miss, notes)
	}
}

// bar is what is asked, in words.
func (f figure) bar() string {
	var parts []string
	if f.Bar > 0 {
		parts = append(parts, "≤ "+short(f.Bar))
	}
	if f.Need > 0 {
		parts = append(parts, fmt.Sprintf("≤ %.4g × peer", f.Need))
	}
	if a := f.Amount; a != nil && a.Most > 0 {
		parts = append(parts, "≤ "+a.say(a.Most))
	} else if a != nil && a.Least > 0 {
		parts = append(parts, "≥ "+a.say(a.Least))
	}
	return strings.Join(parts, ", ")
}

func (a *amount) say(n float64) string { return strings.TrimSpace(fmt.Sprintf("%.4g %s", n, a.Unit)) }

// save writes the tables, and beside them a line of JSON for each figure.
func save(path string, reports []*report, programs *report) error {
	if path == "" {
		return page(os.Stdout, reports, programs)
	}
	var text bytes.Buffer
	if err := page(&text, reports, programs); err != nil {
		return err
	}
	if known, err := os.ReadFile(path); err == nil {
		text.Write(ofPages(known))
	}
	if err := os.WriteFile(path, text.Bytes(), 0o644); err != nil {
		return err
	}
	var lines []byte
	for _, r := range append(reports[:len(reports):len(reports)], programs) {
		for _, f := range r.Figures {
			line, err := json.Marshal(f)
			if err != nil {
				return err
			}
			lines = append(append(lines, line...), '\n')
		}
	}
	return os.WriteFile(strings.TrimSuffix(path, filepath.Ext(path))+".jsonl", lines, 0o644)
}

// ofPages is the part of the page that bench/pages writes, which stays until that is run again.
func ofPages(known []byte) []byte {
	from, to := bytes.Index(known, []byte("<!-- pages -->")), bytes.Index(known, []byte("<!-- /pages -->"))
	if from < 0 || to < from {
		return nil
	}
	return append(append([]byte{'\n'}, known[from:to]...), "<!-- /pages -->\n"...)
}

func page(to io.Writer, reports []*report, programs *report) error {
	w := bufio.NewWriter(to)
	_, _ = w.WriteString(preface)
	for _, r := range reports {
		r.write(w)
	}
	if len(reports) > 1 {
		writeGrowth(w, reports)
	}
	if len(programs.Figures) > 0 {
		programs.write(w)
	}
	return w.Flush()
}

func short(d time.Duration) string {
	switch {
	case d == 0:
		return ""
	case d >= 10*time.Second:
		return fmt.Sprintf("%.0f s", d.Seconds())
	case d >= time.Second:
		return fmt.Sprintf("%.1f s", d.Seconds())
	case d >= 10*time.Millisecond:
		return fmt.Sprintf("%.0f ms", float64(d)/1e6)
	case d >= 100*time.Microsecond:
		return fmt.Sprintf("%.2f ms", float64(d)/1e6)
	case d >= 10*time.Microsecond:
		return fmt.Sprintf("%.0f µs", float64(d)/1e3)
	}
	return fmt.Sprintf("%.1f µs", float64(d)/1e3)
}

func trimmed(list string) string { return strings.TrimSuffix(list, ", ") }

func grouped(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// machine says what we ran on.
func machine() string {
	model := runtime.GOARCH
	if raw, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(raw)) {
			if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
				model = strings.TrimSpace(value)
				break
			}
		}
	}
	return fmt.Sprintf("%d cores (%s), %s, %s", runtime.NumCPU(), model, runtime.GOOS, runtime.Version())
}

// load is how many programs want to run, where the system tells.
func load() string {
	raw, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	return strings.Join(strings.Fields(string(raw))[:1], " ")
}
