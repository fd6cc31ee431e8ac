//go:build unix

package columns

import (
	"syscall"
	"time"
)

// cpuTime is what this process has used of all processors: steadier than the clock on a busy machine.
func cpuTime() time.Duration {
	var usage syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &usage) != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
