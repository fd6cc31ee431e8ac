package main

import (
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"
)

// growth is how the time of a work may grow with the book.
type growth string

const (
	flat   growth = "flat"    // pages, searches, saves: tenfold data, at most three times as long
	builds growth = "n log n" // what goes through everything once
	linear growth = "n"       // sums over all rows: shown, with no bar of their own
)

const (
	flatTenfold = 3.0                    // times as long as with a tenth of the data
	buildsMore  = 1.3                    // of n log n: what noise and colder caches may add
	tooShort    = 250 * time.Microsecond // below, the clock and the scheduler are what is measured
)

// allowed is how many times longer a work may take with b things than with a.
func (g growth) allowed(a, b int) float64 {
	if a <= 1 || b <= a {
		return math.Inf(1)
	}
	more := float64(b) / float64(a)
	switch g {
	case flat:
		return math.Pow(more, math.Log10(flatTenfold))
	case builds:
		return buildsMore * more * math.Log(float64(b)) / math.Log(float64(a))
	}
	return math.Inf(1)
}

// overgrown tells that a work took longer with more data than its kind may.
func overgrown(small, large figure) bool {
	if small.Ours.Median == 0 || large.Ours.Median < tooShort {
		return false
	}
	if small.Found != nil && large.Found != nil && *small.Found < *large.Found {
		return false // more was answered: reading what was found is most of the work
	}
	return float64(large.Ours.Median) > 1.0001*float64(small.Ours.Median)*large.Grows.allowed(small.count(), large.count())
}

const growthPreface = `
## Growth

Our medians from size to size. Flat (pages, searches, saves): tenfold data may take three times as long, no more; a median below
0.25 ms is never called grown. n log n (builds, imports, exports): at most 1.3 times what n log n allows. n: sums over all rows, whose
bar is the time above. Where the answer of the smaller book has fewer hits than that of the larger, nothing is asked, and the hits stand
beside: each is a record that is read.

`

// writeGrowth writes the works beside each other, a column a size.
func writeGrowth(w io.Writer, reports []*report) {
	fmt.Fprint(w, growthPreface+"| Work |")
	for _, r := range reports {
		fmt.Fprintf(w, " %s |", grouped(r.Customers))
	}
	fmt.Fprint(w, " times longer | may grow | |\n|---|")
	for range reports {
		fmt.Fprint(w, "--:|")
	}
	fmt.Fprint(w, "--:|---|---|\n")
	last := reports[len(reports)-1]
	for _, f := range last.Figures {
		if f.Grows == "" || f.Again {
			continue
		}
		cells, ratios, miss, hits := "", "", "", []string{}
		var before figure
		for _, r := range reports {
			now := r.find(f.Work)
			cells += " " + short(now.Ours.Median) + " |"
			if before.Ours.Median > 0 && now.Ours.Median > 0 {
				ratios += fmt.Sprintf("%.1f, ", float64(now.Ours.Median)/float64(before.Ours.Median))
				if overgrown(before, now) {
					miss = "**MISS**"
				}
			}
			if now.Found != nil {
				hits = append(hits, strconv.Itoa(*now.Found))
			}
			before = now
		}
		may := string(f.Grows)
		if len(hits) > 0 {
			may += "; hits " + strings.Join(hits, ", ")
		}
		fmt.Fprintf(w, "| %s |%s %s | %s | %s |\n", f.Work, cells, trimmed(ratios), may, miss)
	}
}
