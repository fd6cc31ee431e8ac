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

// weigh makes the programs for Windows as they are handed out, and weighs them.
func weigh(r *report) error {
	pack := exec.Command("scripts/package.sh", "windows")
	pack.Dir = ".."
	if said, err := pack.CombinedOutput(); err != nil {
		return fmt.Errorf("the window for Windows: %w\n%s", err, said)
	}
	dir, err := os.MkdirTemp("", "xingke-programs-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	command := filepath.Join(dir, "program.exe")
	build := exec.Command("go", "build", "-trimpath", "-tags", "nethttpomithttp2", "-ldflags", "-s -w", "-o", command, "./app/xingke")
	build.Dir, build.Env = "..", append(os.Environ(), "CGO_ENABLED=0", "GOOS=windows", "GOARCH=amd64")
	if said, err := build.CombinedOutput(); err != nil {
		return fmt.Errorf("the command for Windows: %w\n%s", err, said)
	}
	r.Figures = append(r.Figures,
		weight("the window for Windows", "../build/bin/package/xingke-desktop-windows.exe", windowsMost),
		weight("the command for Windows", command, 0))
	made, err := filepath.Glob("../build/bin/package/*-installer.exe")
	if err != nil {
		return err
	}
	for _, path := range made {
		r.Figures = append(r.Figures, weight("the installer for Windows", path, installerMost))
	}
	if len(made) == 0 {
		f := weighed("the installer for Windows", amount{Unit: "MB"})
		f.Note = "not there: makensis (package nsis) makes it"
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
