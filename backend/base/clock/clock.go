// Package clock tells the time, and lets a test set it.
package clock

import (
	"sync"
	"time"
)

// Clock tells the present instant.
type Clock interface{ Now() time.Time }

// System is the machine's clock.
type System struct{}

// Now returns the present instant in UTC.
func (System) Now() time.Time { return time.Now().UTC() }

// Settable is a clock that stands until it is moved. It is safe for concurrent use.
type Settable struct {
	mu sync.Mutex
	at time.Time
}

// At makes a clock that stands at an instant.
func At(at time.Time) *Settable { return &Settable{at: at.UTC()} }

// Now returns where the clock stands.
func (c *Settable) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.at
}

// Move puts the clock forward, or back.
func (c *Settable) Move(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at = c.at.Add(d)
}
