package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/cookiejar"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"xingke/backend/core/seal"
)

func TestMain(m *testing.M) {
	seal.Cost = seal.Guess{Memory: 64, Time: 1, Threads: 1} // keys have tests of their own
	testscript.Main(m, map[string]func(){"xingke": func() { os.Exit(run(os.Args[1:], os.Stdout, os.Stderr)) }})
}

// TestLongScripts runs the stories in testdata/script. Their own commands: json PATH WANT looks into
// the last output; browse FILE OPERATION INPUT opens the address printed in FILE as a browser
// does and calls an operation; tables FILE wants a workbook with at least this part.
func TestLongScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:   "testdata/script",
		Setup: func(e *testscript.Env) error { e.Setenv("LANG", "zh_CN.UTF-8"); return nil },
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"json": look, "browse": browse, "inside": inside, "keep": keep, "waitfor": waitFor, "damage": damage,
			"keepkey": keepKey, "unkey": unKey,
		},
	})
}

// look compares a value in the last standard output: json rows.0.name 华为.
func look(ts *testscript.TestScript, negated bool, args []string) {
	if len(args) != 2 {
		ts.Fatalf("json PATH WANT")
	}
	var now interface{}
	text := ts.ReadFile("stdout")
	if strings.TrimSpace(text) == "" {
		text = ts.ReadFile("stderr")
	}
	ts.Check(json.Unmarshal([]byte(text), &now))
	for step := range strings.SplitSeq(args[0], ".") {
		switch v := now.(type) {
		case map[string]interface{}:
			now = v[step]
		case []interface{}:
			if step == "length" {
				now = float64(len(v))
				continue
			}
			i, err := strconv.Atoi(step)
			ts.Check(err)
			if i >= len(v) {
				ts.Fatalf("there are only %d at %s in %s", len(v), step, text)
			}
			now = v[i]
		default:
			now = nil
		}
	}
	got := fmt.Sprint(now)
	if n, ok := now.(float64); ok {
		got = strconv.FormatFloat(n, 'f', -1, 64)
	}
	if (got == args[1]) == negated {
		ts.Fatalf("%s is %s in %s", args[0], got, text)
	}
}

// keep puts a value of the last output into a variable: keep CHANGE change.
func keep(ts *testscript.TestScript, _ bool, args []string) {
	var all map[string]interface{}
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &all))
	ts.Setenv(args[0], fmt.Sprint(all[args[1]]))
}

var printed = regexp.MustCompile(`(http://[^/]+)/\?token=\S+`)

// waitFor waits until a background command has written an address into a file.
func waitFor(ts *testscript.TestScript, _ bool, args []string) {
	address(ts, args[0])
}

func address(ts *testscript.TestScript, name string) []string {
	path := ts.MkAbs(name)
	for range 2_000_000 { // until it is there; the test's own time limit ends it
		raw, err := os.ReadFile(path)
		if err != nil && !errors.Is(err, os.ErrNotExist) {
			ts.Fatalf("%v", err)
		}
		if found := printed.FindStringSubmatch(string(raw)); found != nil {
			return found
		}
	}
	ts.Fatalf("no address in %s", name)
	return nil
}

// browse signs in at the address that a background command printed and calls an operation.
func browse(ts *testscript.TestScript, _ bool, args []string) {
	found := address(ts, args[0])
	jar, err := cookiejar.New(nil)
	ts.Check(err)
	client := &http.Client{Jar: jar}
	page, err := client.Get(found[0])
	ts.Check(err)
	ts.Check(page.Body.Close())
	answer, err := client.Post(found[1]+"/rpc/"+args[1], "application/json", strings.NewReader(args[2]))
	ts.Check(err)
	defer answer.Body.Close()
	var text bytes.Buffer
	_, err = text.ReadFrom(answer.Body)
	ts.Check(err)
	_, err = ts.Stdout().Write(text.Bytes())
	ts.Check(err)
}

// inside looks for a text in the parts of a workbook.
func inside(ts *testscript.TestScript, negated bool, args []string) {
	book, err := zip.OpenReader(ts.MkAbs(args[0]))
	ts.Check(err)
	defer book.Close()
	for _, part := range book.File {
		in, err := part.Open()
		ts.Check(err)
		var text bytes.Buffer
		_, err = text.ReadFrom(in)
		ts.Check(errors.Join(err, in.Close()))
		if strings.Contains(text.String(), args[1]) {
			if negated {
				ts.Fatalf("%s is in %s of %s", args[1], part.Name, args[0])
			}
			return
		}
	}
	if !negated {
		ts.Fatalf("%s is not in %s", args[1], args[0])
	}
}

// damage changes one byte in the middle of what a file holds.
func damage(ts *testscript.TestScript, _ bool, args []string) {
	path := ts.MkAbs(args[0])
	found, err := filepath.Glob(path)
	ts.Check(err)
	if len(found) == 0 {
		ts.Fatalf("no file %s", args[0])
	}
	raw, err := os.ReadFile(found[0])
	ts.Check(err)
	used := bytes.TrimRight(raw, "\x00")
	raw[len(used)/2] ^= 0xff
	ts.Check(os.WriteFile(found[0], raw, 0o600))
}

var recoveryKey = regexp.MustCompile(`([0-9A-Z]{4}-){7}[0-9A-Z]{4}`)

// keepKey puts the recovery key that was just printed into a variable.
func keepKey(ts *testscript.TestScript, _ bool, args []string) {
	ts.Setenv(args[0], recoveryKey.FindString(ts.ReadFile("stderr")))
}

// unKey spoils key files in the part that the passphrase opens.
func unKey(ts *testscript.TestScript, _ bool, args []string) {
	for _, name := range args {
		path := ts.MkAbs(name)
		raw, err := os.ReadFile(path)
		ts.Check(err)
		ts.Check(os.WriteFile(path, bytes.Replace(raw, []byte(`"passphrase": {`), []byte(`"passphrase": [`), 1), 0o600))
	}
}
