//go:build !unix

package columns

import "time"

// cpuTime is not known here.
func cpuTime() time.Duration { return 0 }
