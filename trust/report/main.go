// Command report writes docs/trust-report.md from what the long suites counted. It is run by make nightly.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"strconv"
	"strings"
	"time"

	"xingke/trust"
)

func main() {
	in := flag.String("in", "", "results, one JSON line each")
	out := flag.String("out", "", "report to write")
	failed := flag.String("failed", "", "suites that failed, by name, with commas")
	left := flag.String("left", "", "suites that were left out, by name, with commas")
	flag.Parse()
	if err := write(*in, *out, *failed, *left); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func write(in, out, failed, left string) error {
	results, err := read(in)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "# What was tried so that nothing is lost\n\n<!-- Written by make nightly from what it counted. Do not change it by hand. -->\n\n")
	fmt.Fprintf(&b, "%s UTC, %s. Machine: %s.\n\n", time.Now().UTC().Format("2006-01-02 15:04"), revision(), machine())
	fmt.Fprintf(&b, "What must be zero is in bold. A time stands beside the longest that is allowed; the load is how many programs wanted to run then: above the number of processors, times tell of the others as much.\n")
	if failed != "" {
		fmt.Fprintf(&b, "\n**Not everything passed: %s.**\n", failed)
	}
	if left != "" {
		fmt.Fprintf(&b, "\nLeft out this time: %s.\n", left)
	}
	var areas []string
	by := map[string][]trust.Result{}
	for _, r := range results {
		if by[r.Area] == nil {
			areas = append(areas, r.Area)
		}
		by[r.Area] = append(by[r.Area], r)
	}
	for _, area := range areas {
		fmt.Fprintf(&b, "\n## %s\n\n| Tried | Counted |\n|---|---|\n", area)
		for _, r := range by[area] {
			fmt.Fprintf(&b, "| %s | %s |\n", r.Suite, facts(r))
		}
	}
	return os.WriteFile(out, b.Bytes(), 0o644)
}

func facts(r trust.Result) string {
	var said []string
	timed := false
	for _, f := range r.Facts {
		timed = timed || f.Unit != ""
		value := strconv.FormatFloat(f.Value, 'f', -1, 64)
		if f.Unit != "" {
			value += " " + f.Unit
		}
		if f.Most > 0 {
			value += " (at most " + strconv.FormatFloat(f.Most, 'f', -1, 64) + ")"
		}
		if f.Bad {
			value = "**" + value + "**"
		}
		if f.Bad && f.Value != 0 || f.Most > 0 && f.Value > f.Most {
			value += " ✗"
		}
		said = append(said, f.Name+": "+value)
	}
	if timed && r.Load > 0 {
		said = append(said, fmt.Sprintf("load: %.1f", r.Load))
	}
	return strings.Join(said, "<br>")
}

func read(path string) (results []trust.Result, err error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		var r trust.Result
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		results = append(results, r)
	}
	return results, lines.Err()
}

// machine says what it was measured on, without its name.
func machine() string {
	processor := runtime.GOARCH
	if raw, err := os.ReadFile("/proc/cpuinfo"); err == nil {
		for line := range strings.Lines(string(raw)) {
			if name, value, ok := strings.Cut(line, ":"); ok && strings.TrimSpace(name) == "model name" {
				processor = strings.TrimSpace(value)
				break
			}
		}
	}
	memory := ""
	if raw, err := os.ReadFile("/proc/meminfo"); err == nil {
		var kib int
		if _, err := fmt.Sscanf(string(raw), "MemTotal: %d kB", &kib); err == nil {
			memory = fmt.Sprintf(", %d GB of memory", (kib+1<<19)>>20)
		}
	}
	return fmt.Sprintf("%d processors (%s)%s, %s, %s", runtime.NumCPU(), processor, memory, runtime.GOOS, runtime.Version())
}

func revision() string {
	raw, err := exec.Command("git", "rev-parse", "--short", "HEAD").Output()
	if err != nil {
		return "no revision"
	}
	return "revision " + strings.TrimSpace(string(raw))
}
