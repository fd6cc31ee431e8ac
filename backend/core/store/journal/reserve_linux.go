package journal

import (
	"os"
	"syscall"
)

// reserve asks for disk space ahead, so that an append need not. A refusal is no failure.
func reserve(f *os.File, room int64) { _ = syscall.Fallocate(int(f.Fd()), 0, 0, room) }
