package journal

import (
	"sync/atomic"
	"syscall"
)

// counting is a disk that counts syncs, and that is full or fails when told to.
type counting struct {
	Dir
	syncs atomic.Int64
	room  atomic.Int64 // bytes left plus one; 0: plenty
	sick  atomic.Bool
}

func (c *counting) synced() int64 { return c.syncs.Load() }

func (c *counting) fullAfter(n int) { c.room.Store(int64(n) + 1) }

func (c *counting) failSync(on bool) { c.sick.Store(on) }

func (c *counting) Create(name string, room int64) (File, error) {
	f, err := c.Dir.Create(name, room)
	return &countingFile{f, c}, err
}

func (c *counting) Open(name string) (File, error) {
	f, err := c.Dir.Open(name)
	return &countingFile{f, c}, err
}

type countingFile struct {
	File
	c *counting
}

func (f *countingFile) Sync() error {
	if f.c.sick.Load() {
		return syscall.EIO
	}
	f.c.syncs.Add(1)
	return f.File.Sync()
}

// WriteAt writes what fits, as a real disk does.
func (f *countingFile) WriteAt(p []byte, off int64) (int, error) {
	left := f.c.room.Load()
	if left == 0 {
		return f.File.WriteAt(p, off)
	}
	fits := min(int64(len(p)), left-1)
	f.c.room.Add(-fits)
	n, err := f.File.WriteAt(p[:fits], off)
	if err == nil && n < len(p) {
		err = syscall.ENOSPC
	}
	return n, err
}
