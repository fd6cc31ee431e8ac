package backend

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var (
	namedTest = regexp.MustCompile("`([a-z][a-z/]*)\\.((?:Test|Fuzz)[A-Za-z]+)`")
	namedFile = regexp.MustCompile("`((?:e2e|scripts)/[a-z.]+\\.(?:mjs|sh)|[a-z_/]+\\.go|frontend/src/[A-Za-z/]+\\.tsx?)`")
	item      = regexp.MustCompile(`(?m)^\| (\d+\.\d+\.\d+) \([12]\) \|[^|]+\|(.+)\|$`)
)

// What docs/security.md and docs/asvs.md name as a proof is there.
func TestTheProofsOfSecurityAreThere(t *testing.T) {
	named := document(t, "security.md") + document(t, "asvs.md")
	tests := map[string]string{}
	count := 0
	for _, found := range namedTest.FindAllStringSubmatch(named, -1) {
		dir, name := found[1], found[2]
		if tests[dir] == "" {
			tests[dir] = testsIn(t, filepath.Join("..", dir))
		}
		if !strings.Contains(tests[dir], "func "+name+"(") {
			t.Errorf("there is no %s in %s", name, dir)
		}
		count++
	}
	if count < 200 {
		t.Errorf("only %d tests are named", count)
	}
	for _, found := range namedFile.FindAllStringSubmatch(named, -1) {
		if _, err := os.Stat(filepath.Join("..", found[1])); err != nil {
			t.Error(err)
		}
	}
}

// Every item of the standard is answered by something or is not met, and docs/security.md counts them right.
func TestTheItemsOfSecurityAreCounted(t *testing.T) {
	met, not, seen := 0, 0, map[string]bool{}
	for _, found := range item.FindAllStringSubmatch(document(t, "asvs.md"), -1) {
		number, answer := found[1], found[2]
		switch {
		case strings.Contains(answer, "**not met**"):
			not++
		case strings.Contains(answer, "`"), strings.Contains(answer, "]("):
			met++
		default:
			t.Errorf("%s: nothing answers it", number)
		}
		if seen[number] {
			t.Errorf("%s stands there twice", number)
		}
		seen[number] = true
	}
	want := fmt.Sprintf("%d apply to a program for one machine without cloud, mail or sign-in by others. %d are met, %d are not.", met+not, met, not)
	if !strings.Contains(document(t, "security.md"), want) {
		t.Errorf("docs/security.md does not say: %s", want)
	}
}

func document(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("../docs", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

var (
	target  = regexp.MustCompile(`(?m)^func (Fuzz\w+)\(`)
	nightly = regexp.MustCompile(`(?m)^[a-z]+ +\./(\S+) +(Fuzz\w+)$`)
)

// What is read that others may have written is tried at length every night: each fuzz target has its line there.
func TestEveryFuzzTargetHasItsNight(t *testing.T) {
	raw, err := os.ReadFile("../scripts/nightly.sh")
	if err != nil {
		t.Fatal(err)
	}
	tried := map[string]bool{}
	for _, line := range nightly.FindAllStringSubmatch(string(raw), -1) {
		tried[line[1]+"."+line[2]] = true
	}
	there := map[string]bool{}
	for _, root := range []string{"../app", "../backend"} {
		if err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, "_test.go") {
				return err
			}
			raw, err := os.ReadFile(path)
			for _, found := range target.FindAllStringSubmatch(string(raw), -1) {
				there[strings.TrimPrefix(filepath.ToSlash(filepath.Dir(path)), "../")+"."+found[1]] = true
			}
			return err
		}); err != nil {
			t.Fatal(err)
		}
	}
	for name := range there {
		if !tried[name] {
			t.Errorf("%s has no line in scripts/nightly.sh", name)
		}
	}
	for name := range tried {
		if !there[name] {
			t.Errorf("scripts/nightly.sh names %s, which is not there", name)
		}
	}
}

func testsIn(t *testing.T, dir string) string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join(dir, "*_test.go"))
	if err != nil || len(paths) == 0 {
		t.Errorf("no tests in %s: %v", dir, err)
	}
	var all strings.Builder
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		all.Write(raw)
	}
	return all.String()
}

var listening = regexp.MustCompile(`net\.Listen\w*\(|ListenAndServe|\.ListenTCP\(|net\.ListenConfig`)

// Only the office door opens a port, and only the command of that name opens the office door: the window has none.
func TestNothingListensUnlessAsked(t *testing.T) {
	for _, root := range []string{"../app", "../backend", "../main.go"} {
		if err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			raw, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			text, name := string(raw), filepath.ToSlash(path)
			for _, call := range listening.FindAllStringIndex(text, -1) {
				line, _, _ := strings.Cut(text[call[0]:], "\n")
				socket := name == "../app/office/local.go" && strings.Contains(line, `"unix"`)
				if !socket && name != "../app/office/server.go" {
					t.Errorf("%s listens: %s", name, line)
				}
			}
			if strings.Contains(text, "office.Open(") && !strings.HasPrefix(name, "../app/xingke/") {
				t.Errorf("%s opens the office door", name)
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
	}
}
