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

// write writes the table for people.
func (r *report) write(to io.Writer) error {
	w := bufio.NewWriter(to)
	fmt.Fprintf(w, "# Speed, measured\n\n")
	fmt.Fprintf(w, "`make bench` wrote this on %s: %s customers, %s follow-ups, %s records in all, Chinese, invented (`xingke demo`).\n", r.Day, grouped(r.Customers), grouped(r.FollowUps), grouped(r.Records))
	fmt.Fprintf(w, "Machine: %s. Load while measuring: %s.\n\n", r.Machine, r.Load)
	fmt.Fprintf(w, "Ours is the whole operation as the pages call it, JSON in and out, rights checked, journal, records, index and\ncolumns sealed. The peer is SQLite (modernc, pure Go, WAL, `synchronous=FULL`, not sealed) called directly, with an index\nfor each question, pinyin and pairs of characters for FTS5 made by the application. Both in one process, on the same\ndata, by turns. Ratio: ours ÷ peer, below 1 is faster. Bar: what our p95 may be; MISS: it was more.\n\n")
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
