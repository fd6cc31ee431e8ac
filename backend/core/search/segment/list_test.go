package segment

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
)

// TestLists compares lists of few and many documents, near each other and far apart, with what was put into them.
func TestLists(t *testing.T) {
	rng := rand.New(rand.NewPCG(8, 9))
	for _, c := range []struct{ count, among int }{{1, 10}, {50, 60}, {300, 100_000}, {3000, 4000}, {3000, 70_000}, {3000, 300_000}, {20_000, 140_000}} {
		var docs []uint32
		for range c.count {
			docs = append(docs, uint32(rng.IntN(c.among)))
		}
		slices.Sort(docs)
		docs = slices.Compact(docs)
		var made tally
		for _, doc := range docs {
			made.add(doc)
		}
		for _, l := range []list{made.list(c.among), {count: len(docs), one: made.last, gaps: made.gaps}} {
			if got := l.docs(nil); !slices.Equal(got, docs) {
				t.Errorf("%v: %d documents, want %d", c, len(got), len(docs))
			}
			if got := l.bitmap().ToArray(); !slices.Equal(got, docs) {
				t.Errorf("%v: %d in the bitmap, want %d", c, len(got), len(docs))
			}
			for _, few := range []int{1, 100, 5000} {
				other := roaring.New()
				for range few {
					other.Add(uint32(rng.IntN(c.among)))
				}
				want := roaring.And(other, roaring.BitmapOf(docs...))
				if got := l.among(other); !got.Equals(want) {
					t.Errorf("%v: %d of %d, want %d", c, got.GetCardinality(), few, want.GetCardinality())
				}
			}
		}
	}
}
