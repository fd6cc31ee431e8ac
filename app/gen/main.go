package main

import (
	"bytes"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"xingke/app"
)

func main() {
	check := flag.Bool("check", false, "only tell whether the files are up to date")
	flag.Parse()
	if err := run(*check); err != nil {
		fmt.Fprintln(os.Stderr, "gen:", err)
		os.Exit(1)
	}
}

// output is one file that is derived.
type output struct {
	path string
	text []byte
}

func run(check bool) (err error) {
	root, err := findRoot()
	if err != nil {
		return err
	}
	opened, err := app.Open(app.Config{Quiet: true, Owner: "gen"})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, opened.Close()) }()
	types, ops := opened.Types(), opened.Operations()
	comments, err := readComments(root)
	if err != nil {
		return err
	}
	stale := false
	for _, out := range []output{
		{"frontend/src/api/schema.gen.ts", schema(types, ops)},
		{"docs/operations.md", operationsPage(ops, comments)},
		{"docs/entities.md", entitiesPage(types, comments)},
		{"docs/glossary.md", glossaryPage(types, comments)},
	} {
		path := filepath.Join(root, out.path)
		old, readErr := os.ReadFile(path)
		switch {
		case readErr == nil && bytes.Equal(old, out.text):
		case check:
			fmt.Fprintln(os.Stderr, "out of date:", out.path)
			stale = true
		default:
			if err := write(path, out.text); err != nil {
				return err
			}
			fmt.Println("wrote", out.path)
		}
	}
	if stale {
		return errors.New("run: go run ./app/gen")
	}
	return nil
}

func write(path string, text []byte) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o644)
}

// findRoot is the folder with go.mod, here or above.
func findRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", errors.New("there is no go.mod here or above")
		}
		dir = up
	}
}
