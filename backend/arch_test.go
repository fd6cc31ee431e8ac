// Package backend_test reads docs/ARCHITECTURE.md and holds the code to it.
package backend_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const module = "xingke"

// row is one line of the floor table.
type row struct {
	floor, sees int
	pattern     string
	libraries   []string
}

func (r row) holds(pkg string) bool {
	if under, all := strings.CutSuffix(r.pattern, "/..."); all {
		return pkg == under || strings.HasPrefix(pkg, under+"/")
	}
	return pkg == r.pattern
}

// floors reads the table: floor, packages, sees, what it gives, libraries.
func floors(t *testing.T) (rows []row, everywhere []string) {
	t.Helper()
	page, err := os.ReadFile("../docs/ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(page)) {
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		floor, err := strconv.Atoi(strings.TrimSpace(cells[0]))
		if err != nil || len(cells) != 5 {
			continue
		}
		r := row{floor: floor, sees: floor - 1, pattern: strings.Trim(strings.TrimSpace(cells[1]), "`")}
		if sees, err := strconv.Atoi(strings.TrimSpace(cells[2])); err == nil {
			r.sees = sees
		}
		for lib := range strings.SplitSeq(cells[4], ",") {
			lib = strings.TrimSpace(lib)
			if free, all := strings.CutSuffix(lib, "*"); all {
				everywhere = append(everywhere, free)
			} else if lib != "" {
				r.libraries = append(r.libraries, lib)
			}
		}
		rows = append(rows, r)
	}
	if len(rows) < 15 {
		t.Fatalf("only %d floors found in docs/ARCHITECTURE.md", len(rows))
	}
	return rows, everywhere
}

type goPackage struct {
	ImportPath       string
	GoFiles, Imports []string
}

func packages(t *testing.T) (all []goPackage) {
	t.Helper()
	list := exec.Command("go", "list", "-e", "-json=ImportPath,GoFiles,Imports", "./...")
	list.Dir, list.Stderr = "..", os.Stderr
	out, err := list.Output()
	if err != nil {
		t.Fatal(err)
	}
	for dec := json.NewDecoder(bytes.NewReader(out)); dec.More(); {
		var p goPackage
		if err := dec.Decode(&p); err != nil {
			t.Fatal(err)
		}
		if len(p.GoFiles) > 0 {
			all = append(all, p)
		}
	}
	return all
}

func local(path string) (string, bool) {
	if path == module {
		return ".", true
	}
	return strings.CutPrefix(path, module+"/")
}

func uses(libraries []string, path string) bool {
	return slices.ContainsFunc(libraries, func(lib string) bool { return path == lib || strings.HasPrefix(path, lib+"/") })
}

func TestImportsGoDown(t *testing.T) {
	rows, everywhere := floors(t)
	find := func(pkg string) *row {
		for i := range rows {
			if rows[i].holds(pkg) {
				return &rows[i]
			}
		}
		return nil
	}
	var named []string // what some row names is only for the rows that name it
	for _, r := range rows {
		named = append(named, r.libraries...)
	}
	for _, p := range packages(t) {
		name, _ := local(p.ImportPath)
		home := find(name)
		if home == nil {
			t.Errorf("%s stands in no row of the floor table in docs/ARCHITECTURE.md", name)
			continue
		}
		for _, imported := range p.Imports {
			if own, ok := local(imported); ok {
				if to := find(own); to != nil && to != home && to.floor > home.sees {
					t.Errorf("%s (floor %d) imports %s (floor %d): imports go down", name, home.floor, own, to.floor)
				}
				continue
			}
			foreign := strings.Contains(strings.SplitN(imported, "/", 2)[0], ".")
			if (foreign || uses(named, imported)) && !uses(home.libraries, imported) && !uses(everywhere, imported) {
				t.Errorf("%s imports %s, which belongs to another row of the floor table", name, imported)
			}
		}
	}
}

// TestFilesFitTheEye: a longer file is two subjects. Generated files and the word lists of the pages are no reading matter.
func TestFilesFitTheEye(t *testing.T) {
	const longest = 400
	skip := []string{".git", "node_modules", "dist", "bin", "locales"}
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			if d != nil && slices.Contains(skip, d.Name()) {
				return filepath.SkipDir
			}
			return err
		}
		if strings.Contains(d.Name(), ".gen.") || !slices.Contains([]string{".go", ".ts", ".tsx", ".mjs"}, filepath.Ext(path)) {
			return nil
		}
		text, err := os.ReadFile(path)
		if n := bytes.Count(text, []byte("\n")); n > longest {
			t.Errorf("%s has %d lines, more than %d: split it by meaning", filepath.ToSlash(path), n, longest)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
