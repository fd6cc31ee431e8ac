package main

import (
	"math"
	"slices"
	"time"
)

// figure is what came out of a work: ours beside one peer.
type figure struct {
	Work   string        `json:"work"`
	Size   int           `json:"customers"` // of the book
	Note   string        `json:"note,omitempty"`
	Ours   sample        `json:"ours"`
	Peer   sample        `json:"peer"`
	Bar    time.Duration `json:"bar,omitempty"`  // what our p95 may be
	Need   float64       `json:"need,omitempty"` // what our median may be of the peer's
	Felt   bool          `json:"felt,omitempty"` // asked only where one of the two takes a millisecond
	Amount *amount       `json:"amount,omitempty"`
	Grows  growth        `json:"grows,omitempty"`
	N      int           `json:"n,omitempty"`     // of how many things the work was, where not of the book's customers
	Found  *int          `json:"found,omitempty"` // how many hits the answer has, where larger books have more
	Again  bool          `json:"again,omitempty"`
	Extra  string        `json:"extra,omitempty"` // rates, sizes
}

// amount is what came out where it is no time: bytes, shares.
type amount struct {
	Got   float64 `json:"got"`
	Most  float64 `json:"most,omitempty"`  // it may be; 0: there is no bar
	Least float64 `json:"least,omitempty"` // it must be
	Unit  string  `json:"unit"`
}

// sample is how long something took over many times.
type sample struct {
	Times  int           `json:"times"`
	Median time.Duration `json:"median"`
	P95    time.Duration `json:"p95"`
	Fast   time.Duration `json:"fast"` // the quickest: what it takes when nothing else runs
}

// felt is what nobody feels: of answers that take less on both sides, no ratio is asked.
const felt = time.Millisecond

// misses names what of its bar a figure does not meet.
func (f figure) misses() (out []string) {
	if f.Bar > 0 && f.Ours.P95 > f.Bar {
		out = append(out, "time")
	}
	if f.Need > 0 && f.ratio() > f.Need && !(f.Felt && max(f.Ours.Median, f.Peer.Median) < felt) {
		out = append(out, "ratio")
	}
	if a := f.Amount; a != nil && (a.Most > 0 && a.Got > a.Most || a.Got < a.Least) {
		out = append(out, "amount")
	}
	return out
}

// ratio is how many times the peer's median ours is; 0 without a peer.
func (f figure) ratio() float64 {
	if f.Peer.Median == 0 || f.Ours.Median == 0 {
		return 0
	}
	return float64(f.Ours.Median) / float64(f.Peer.Median)
}

// count is what a work grows with.
func (f figure) count() int {
	if f.N > 0 {
		return f.N
	}
	return f.Size
}

func sampleOf(times []time.Duration) sample {
	if len(times) == 0 {
		return sample{}
	}
	times = slices.Sorted(slices.Values(times))
	n := len(times)
	return sample{Times: n, Median: times[n/2], P95: times[min(n-1, n*95/100)], Fast: times[0]}
}

func sampled(one time.Duration) sample { return sampleOf([]time.Duration{one}) }

// once is a figure of something done a single time.
func once(name string, bar, ours, peer time.Duration) figure {
	f := figure{Work: name, Bar: bar, Ours: sampled(ours)}
	if peer > 0 {
		f.Peer = sampled(peer)
	}
	return f
}

// weighed is a figure of something that is no time.
func weighed(name string, a amount) figure {
	a.Got = math.Round(a.Got*100) / 100
	return figure{Work: name, Amount: &a}
}
