package main

import (
	"os"
	"path/filepath"
	"runtime/pprof"
)

const profileFolder = "XINGKE_BENCH_PROFILES" // also for the process of the hour

// profileInto has profiles written into a folder, "" none.
func profileInto(dir string) error {
	if dir == "" {
		return nil
	}
	dir, err := filepath.Abs(dir)
	if err == nil {
		err = os.MkdirAll(dir, 0o755)
	}
	if err == nil {
		err = os.Setenv(profileFolder, dir)
	}
	return err
}

// profiled does a step under the processor's profiler, if profiles are wanted.
func profiled(name string, do func() error) error {
	dir := os.Getenv(profileFolder)
	if dir == "" {
		return do()
	}
	f, err := os.Create(filepath.Join(dir, name+".cpu"))
	if err != nil {
		return err
	}
	defer f.Close()
	if err := pprof.StartCPUProfile(f); err != nil {
		return err
	}
	defer pprof.StopCPUProfile()
	return do()
}

// heapProfile writes what memory is held by, if profiles are wanted.
func heapProfile(name string) error {
	dir := os.Getenv(profileFolder)
	if dir == "" {
		return nil
	}
	f, err := os.Create(filepath.Join(dir, name+".heap"))
	if err != nil {
		return err
	}
	defer f.Close()
	return pprof.Lookup("heap").WriteTo(f, 0)
}
