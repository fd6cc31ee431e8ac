//go:build !unix

package main

import "time"

// cpuTime is how long processors have worked for this process; nobody asks this system.
func cpuTime() time.Duration { return 0 }
