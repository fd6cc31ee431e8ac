package columns

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

func TestTheMiddleOfAListIsAsIfAllWereSorted(t *testing.T) {
	q := &question{keys: []*key{{}}, t: &tableView{}}
	random := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{0, 1, 5, 32, 33, 100, 1000, 5000} {
		items := make([]item, n)
		for i := range items {
			items[i] = item{row: -1, tie: int64(i % 26)}
			items[i].keys[0] = random.Int64N(int64(n)*10 + 1)
		}
		want := slices.Clone(items)
		slices.SortFunc(want, func(a, b item) int { return q.compare(&a, &b) })
		for _, part := range [][2]int{{0, n}, {0, 10}, {n / 2, n/2 + 10}, {n - 3, n + 5}, {n, n + 1}, {n / 3, n / 2}} {
			from, to := max(0, part[0]), part[1]
			got := q.middle(slices.Clone(items), from, to)
			if len(got) != max(0, min(to, n)-min(from, n)) {
				t.Fatalf("%d of %d: %d items", part, n, len(got))
			}
			for i, it := range got {
				if it.keys != want[from+i].keys {
					t.Fatalf("%d of %d: place %d is not as sorted", part, n, i)
				}
			}
		}
	}
}

// Rows come as the goroutines that read them left off: runs in order, one behind the other.
func TestTheMiddleOfRunsTakesNoLongerThanSorting(t *testing.T) {
	q := &question{keys: []*key{{}}, t: &tableView{}}
	const n, runs = 60_000, 2
	items := make([]item, 0, n)
	for r := range runs {
		for i := range n / runs {
			it := item{row: -1}
			it.keys[0] = int64(i*runs + r)
			items = append(items, it)
		}
	}
	sorting, picking := slices.Clone(items), slices.Clone(items)
	begun := time.Now()
	q.sort(sorting)
	sorted := time.Since(begun)
	begun = time.Now()
	got := q.middle(picking, n/4, n/4+100)
	if took := time.Since(begun); took > 20*sorted+time.Second {
		t.Errorf("picking took %v, sorting all %v", took, sorted)
	}
	for i, it := range got {
		if it.keys[0] != int64(n/4+i) {
			t.Fatalf("place %d holds %d", n/4+i, it.keys[0])
		}
	}
}
