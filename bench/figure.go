package main

import (
	"fmt"
	"slices"
	"time"
)

// work is one thing that is measured.
type work struct {
	name string
	note string        // what the peer does, where that is not plain
	bar  time.Duration // what p95 may be; 0: there is none
	ours func(i int) error
	peer func(i int) error // nil: nobody to compare with
}

// figure is what came out.
type figure struct {
	Work  string        `json:"work"`
	Note  string        `json:"note,omitempty"`
	Ours  sample        `json:"ours"`
	Peer  sample        `json:"peer"`
	Bar   time.Duration `json:"bar,omitempty"`
	Extra string        `json:"extra,omitempty"` // rates, sizes, memory
	Over  bool          `json:"over,omitempty"`  // something else than time missed its bar
}

// sample is how long something took over many times.
type sample struct {
	Times  int           `json:"times"`
	Median time.Duration `json:"median"`
	P95    time.Duration `json:"p95"`
	Fast   time.Duration `json:"fast"` // the quickest: what it takes when nothing else runs
}

// miss tells whether the bar was missed.
func (f figure) miss() bool { return f.Over || f.Bar > 0 && f.Ours.P95 > f.Bar }

// ratio is how many times the peer's median ours is; 0 without a peer.
func (f figure) ratio() float64 {
	if f.Peer.Median == 0 || f.Ours.Median == 0 {
		return 0
	}
	return float64(f.Ours.Median) / float64(f.Peer.Median)
}

// Each work is done at most most times, for about budget in all; at least fewest times, unless
// that takes more than patience.
const (
	fewest   = 12
	most     = 400
	budget   = 3 * time.Second
	patience = 15 * time.Second
)

// measure does a work over and over, ours and the peer's by turns, so that both meet the same noise.
func measure(w work) (figure, error) {
	f := figure{Work: w.name, Note: w.note, Bar: w.bar}
	var ours, peer []time.Duration
	var spent time.Duration
	for i := -1; i < most && (i < 1 || i < fewest && spent < patience || spent < budget); i++ {
		took, err := timed(w.ours, i)
		if err != nil {
			return f, fmt.Errorf("%s: %w", w.name, err)
		}
		other, err := timed(w.peer, i)
		if err != nil {
			return f, fmt.Errorf("%s, the peer: %w", w.name, err)
		}
		if i < 0 {
			continue // the first time warms up
		}
		ours = append(ours, took)
		if w.peer != nil {
			peer = append(peer, other)
		}
		spent += took + other
	}
	f.Ours, f.Peer = sampleOf(ours), sampleOf(peer)
	return f, nil
}

func timed(fn func(i int) error, i int) (time.Duration, error) {
	if fn == nil {
		return 0, nil
	}
	start := time.Now()
	err := fn(i)
	return time.Since(start), err
}

func sampleOf(times []time.Duration) sample {
	if len(times) == 0 {
		return sample{}
	}
	slices.Sort(times)
	n := len(times)
	return sample{Times: n, Median: times[n/2], P95: times[min(n-1, n*95/100)], Fast: times[0]}
}

// once is a figure of something done a single time.
func once(name string, bar, ours, peer time.Duration) figure {
	f := figure{Work: name, Bar: bar, Ours: sampleOf([]time.Duration{ours})}
	if peer > 0 {
		f.Peer = sampleOf([]time.Duration{peer})
	}
	return f
}
