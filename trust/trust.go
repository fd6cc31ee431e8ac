package trust

import (
	"encoding/json"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"
)

// The surroundings of a nightly run.
const (
	nightlyVariable   = "XINGKE_NIGHTLY"   // "1": the long form
	resultsVariable   = "XINGKE_TRUST"     // file that results are appended to, one JSON line each
	customersVariable = "XINGKE_CUSTOMERS" // how large the large book is
	scaleVariable     = "XINGKE_PERCENT"   // of the long form, for a run in less time
)

// Nightly tells that the long form is asked for.
func Nightly() bool { return os.Getenv(nightlyVariable) == "1" }

// Size is how often something is tried: short in make test, long at night.
func Size(short, long int) int {
	if !Nightly() {
		return short
	}
	return max(short, long*number(scaleVariable, 100)/100)
}

// Customers is how many customers the large book has at night.
func Customers() int { return number(customersVariable, 100_000) }

func number(variable string, otherwise int) int {
	if n, err := strconv.Atoi(os.Getenv(variable)); err == nil && n > 0 {
		return n
	}
	return otherwise
}

// Result is what a suite counted.
type Result struct {
	Area  string    `json:"area"`  // the chapter of the report
	Suite string    `json:"suite"` // what was tried, a sentence
	At    time.Time `json:"at"`
	Load  float64   `json:"load,omitempty"` // programs that wanted to run over the last five minutes, where the system tells
	Facts []Fact    `json:"facts"`
}

// Fact is one count or measure of a result. A bad one must be zero.
type Fact struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit,omitempty"`
	Bad   bool    `json:"bad,omitempty"`
	Most  float64 `json:"most,omitempty"` // more than this is too much, if given
}

// Count is a fact that says how much was tried.
func Count(name string, n int) Fact { return Fact{Name: name, Value: float64(n)} }

// Lost is a fact that must be zero.
func Lost(name string, n int) Fact { return Fact{Name: name, Value: float64(n), Bad: true} }

// Took is a duration, beside the longest that is allowed; 0 allows any.
func Took(name string, d, most time.Duration) Fact {
	return Fact{Name: name, Value: float64(d.Milliseconds()) / 1000, Unit: "s", Most: most.Seconds()}
}

// Reporter is what Record needs of a test.
type Reporter interface {
	Helper()
	Logf(format string, args ...any)
	Errorf(format string, args ...any)
}

var recording sync.Mutex

// Record hands over what a suite counted: to the log of the test and, at night, to the report.
// A bad fact that is not zero fails the test. Call it also when the suite failed.
func Record(t Reporter, area, suite string, facts ...Fact) {
	t.Helper()
	for _, f := range facts {
		t.Logf("%s: %s: %v %s", suite, f.Name, f.Value, f.Unit)
		if f.Bad && f.Value != 0 {
			t.Errorf("%s: %s: %v", suite, f.Name, f.Value)
		}
	}
	path := os.Getenv(resultsVariable)
	if path == "" {
		return
	}
	line, err := json.Marshal(Result{Area: area, Suite: suite, At: time.Now().UTC(), Load: load(), Facts: facts})
	if err == nil {
		err = appendLine(path, append(line, '\n'))
	}
	if err != nil {
		t.Errorf("the result is not recorded: %v", err)
	}
}

// load is the system's load over five minutes; 0 where it does not tell.
func load() float64 {
	raw, err := os.ReadFile("/proc/loadavg")
	if fields := strings.Fields(string(raw)); err == nil && len(fields) > 1 {
		if n, err := strconv.ParseFloat(fields[1], 64); err == nil {
			return n
		}
	}
	return 0
}

func appendLine(path string, line []byte) error {
	recording.Lock()
	defer recording.Unlock()
	f, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	if _, err := f.Write(line); err != nil {
		_ = f.Close() // the first error is the one to tell
		return err
	}
	return f.Close()
}
