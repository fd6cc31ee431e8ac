package main

import (
	"fmt"
	"time"
)

// work is one thing that is measured.
type work struct {
	name  string
	note  string              // what the peer does, where that is not plain
	bar   time.Duration       // what our p95 may be; 0: there is none
	need  float64             // what our median may be of the peer's; 0: there is no bar
	felt  bool                // that is asked only where somebody feels it
	grows growth              // how the time may grow with the book
	found func() (int, error) // how many hits the answer has, where larger books have more; nil: it is always full
	n     int                 // of how many things it is, where not of the book's customers
	ours  func(i int) error
	peer  func(i int) error // nil: nobody to compare with
	more  []rival
}

// rival is another peer, in a row of its own.
type rival struct {
	name string
	need float64
	do   func(i int) error
}

// effort is how often works are done.
type effort struct {
	fewest, alone, most int           // by turns at least; ours in all at least, afterwards alone; at most
	budget, patience    time.Duration // about so long in all; for fewest no longer than patience
}

var (
	thorough = effort{fewest: 12, alone: 60, most: 400, budget: 2 * time.Second, patience: 12 * time.Second}
	hasty    = effort{fewest: 1, alone: 1, most: 1}
)

// measure does a work over and over, ours and the peers' by turns, so that all meet the same
// noise. Where peers are slow, ours goes on alone until its p95 means something.
func (e effort) measure(w work) ([]figure, error) {
	does := []func(int) error{w.ours, w.peer}
	for _, r := range w.more {
		does = append(does, r.do)
	}
	times := make([][]time.Duration, len(does))
	var spent time.Duration
	round := func(i int, does []func(int) error) error {
		for k, do := range does {
			if do == nil {
				continue
			}
			begun := time.Now()
			if err := do(i); err != nil {
				return fmt.Errorf("%s, number %d: %w", w.name, k, err)
			}
			if took := time.Since(begun); i >= 0 { // the first time warms up
				times[k] = append(times[k], took)
				spent += took
			}
		}
		return nil
	}
	i := -1
	for ; i < e.most && (i < 1 || i < e.fewest && spent < e.patience || spent < e.budget); i++ {
		if err := round(i, does); err != nil {
			return nil, err
		}
	}
	for spent = 0; i < e.alone && spent < e.budget; i++ {
		if err := round(i, does[:1]); err != nil {
			return nil, err
		}
	}
	first := figure{Work: w.name, Note: w.note, Bar: w.bar, Need: w.need, Felt: w.felt, Grows: w.grows, N: w.n, Ours: sampleOf(times[0]), Peer: sampleOf(times[1])}
	if w.found != nil {
		n, err := w.found()
		if err != nil {
			return nil, err
		}
		first.Found = &n
	}
	all := []figure{first}
	for k, r := range w.more {
		all = append(all, figure{Work: w.name, Note: r.name, Need: r.need, Felt: w.felt, Again: true, N: w.n, Ours: first.Ours, Peer: sampleOf(times[k+2])})
	}
	return all, nil
}
