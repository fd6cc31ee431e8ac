package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
)

const (
	windowsMost   = 35 // MB
	installerMost = 15
)

// weigh builds the window for Windows as it is handed out, and weighs it, and the installer if one was made.
func weigh(r *report) error {
	dir, err := os.MkdirTemp("", "xingke-programs-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	for _, one := range []struct {
		name, tags, flags, pkg string
		most                   float64
	}{
		{"the window for Windows", "desktop,production,nethttpomithttp2", "-s -w -H windowsgui", ".", windowsMost},
		{"the command for Windows", "nethttpomithttp2", "-s -w", "./app/xingke", 0},
	} {
		path := filepath.Join(dir, "program.exe")
		build := exec.Command("go", "build", "-trimpath", "-tags", one.tags, "-ldflags", one.flags, "-o", path, one.pkg)
		build.Dir, build.Env = "..", append(os.Environ(), "CGO_ENABLED=0", "GOOS=windows", "GOARCH=amd64")
		if said, err := build.CombinedOutput(); err != nil {
			return fmt.Errorf("%s: %w\n%s", one.name, err, said)
		}
		r.Figures = append(r.Figures, weight(one.name, path, one.most))
	}
	made, err := filepath.Glob("../build/bin/package/*-installer.exe")
	if err != nil {
		return err
	}
	for _, path := range made {
		r.Figures = append(r.Figures, weight("the installer for Windows", path, installerMost))
	}
	if len(made) == 0 {
		f := weighed("the installer for Windows", amount{Unit: "MB"})
		f.Note = "not there: make package makes it"
		r.Figures = append(r.Figures, f)
	}
	return nil
}

func weight(name, path string, most float64) figure {
	size := int64(0)
	if info, err := os.Stat(path); err == nil {
		size = info.Size()
	}
	f := weighed(name, amount{Got: float64(size) / (1 << 20), Most: most, Unit: "MB"})
	if pages, err := filepath.Glob("../frontend/dist/index.html"); err == nil && len(pages) == 0 {
		f.Note = "without the pages, which are not built here"
	}
	return f
}
