package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"time"
)

// report is everything a run found.
type report struct {
	Day       string   `json:"day"`
	Machine   string   `json:"machine"`
	Load      string   `json:"load"`
	Customers int      `json:"customers"`
	FollowUps int      `json:"followUps"`
	Records   int      `json:"records"`
	Figures   []figure `json:"figures"`
}

// introduce says what the tables are.
func introduce(to io.Writer) error {
	_, err := io.WriteString(to, preface)
	return err
}

const preface = `# Speed, measured

` + "`make bench`" + ` writes this page: the daily work of the program beside what SQLite and excelize need for the same work, in one
process, on the same data, by turns. The data are invented, Chinese (` + "`xingke demo`" + `).

Ours is the whole operation as the pages call it: JSON in and out, rights checked, totals exact; journal, records, index and
columns are sealed on disk. The peer is called directly and not sealed: SQLite (modernc, pure Go, WAL, synchronous=FULL) with an
index for each question, pinyin and pairs of characters for FTS5 made by the application; excelize by itself.

Ratio: ours ÷ peer by medians, below 1 we are faster. Best: the quickest time, which other programs on the machine disturbed
least. Bar: what our p95 may be; MISS: it was more. Load: programs that wanted to run; above the number of cores, p95 tells of
them as much as of us.
`

// write writes the table for people.
func (r *report) write(to io.Writer) error {
	w := bufio.NewWriter(to)
	fmt.Fprintf(w, "\n## %s customers, %s follow-ups", grouped(r.Customers), grouped(r.FollowUps))
	if r.Records > 0 {
		fmt.Fprintf(w, ", %s records in all", grouped(r.Records))
	}
	fmt.Fprintf(w, "\n\n%s. %s. Load: %s.\n\n", r.Day, r.Machine, r.Load)
	fmt.Fprintf(w, "| Work | ours median | p95 | best | peer median | p95 | ratio | bar | | notes |\n|---|--:|--:|--:|--:|--:|--:|--:|---|---|\n")
	for _, f := range r.Figures {
		ratio, bar, miss := "", "", ""
		if f.ratio() > 0 {
			ratio = fmt.Sprintf("%.2f", f.ratio())
		}
		if f.Bar > 0 {
			bar = short(f.Bar)
		}
		if f.miss() {
			miss = "**MISS**"
		}
		notes := strings.Trim(f.Extra+"; "+f.Note, "; ")
		fmt.Fprintf(w, "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |\n", f.Work, short(f.Ours.Median), short(f.Ours.P95), short(f.Ours.Fast), short(f.Peer.Median), short(f.Peer.P95), ratio, bar, miss, notes)
	}
	return w.Flush()
}

// lines writes one line of JSON a figure, for programs.
func (r *report) lines(to io.Writer) error {
	enc := json.NewEncoder(to)
	for _, f := range r.Figures {
		if err := enc.Encode(f); err != nil {
			return err
		}
	}
	return nil
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
	}
	return fmt.Sprintf("%.0f µs", float64(d)/1e3)
}

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
