package columns

import "math/rand/v2"

// middle puts the items that belong at from…to in the order there, in their order; what stands before
// and after them stays unsorted. Looking into the middle of a long list need not sort all of it.
func (q *question) middle(items []item, from, to int) []item {
	from, to = min(from, len(items)), min(to, len(items))
	if from >= to {
		return nil
	}
	if from > 0 {
		q.split(items, from)
	}
	rest := items[from:]
	if n := to - from; n < len(rest) {
		q.split(rest, n)
		rest = rest[:n]
	}
	q.sort(rest)
	return rest
}

// split moves the first n items of the order before all others.
func (q *question) split(items []item, n int) {
	for lo, hi := 0, len(items); hi-lo > 32; {
		mid := q.median(items, lo, hi)
		items[lo], items[mid] = items[mid], items[lo]
		i, j := lo, hi
		for { // items[lo] is what the others are held against
			for i++; i < hi && q.compare(&items[i], &items[lo]) < 0; i++ {
			}
			for j--; j > lo && q.compare(&items[j], &items[lo]) > 0; j-- {
			}
			if i >= j {
				break
			}
			items[i], items[j] = items[j], items[i]
		}
		items[lo], items[j] = items[j], items[lo]
		switch {
		case j == n || j == n-1:
			return
		case j < n:
			lo = j + 1
		default:
			hi = j
		}
		if hi-lo <= 32 {
			q.sort(items[lo:hi])
		}
	}
	if len(items) <= 32 {
		q.sort(items)
	}
}

// median picks the middle one of three taken at random: rows come in runs that are in order already, and
// any fixed places would hit the ends of runs.
func (q *question) median(items []item, lo, hi int) int {
	a, b, c := lo+rand.IntN(hi-lo), lo+rand.IntN(hi-lo), lo+rand.IntN(hi-lo)
	if q.compare(&items[a], &items[b]) > 0 {
		a, b = b, a
	}
	if q.compare(&items[b], &items[c]) > 0 {
		b = c
		if q.compare(&items[a], &items[b]) > 0 {
			b = a
		}
	}
	return b
}
