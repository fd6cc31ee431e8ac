package search

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestJoinedShelves merges shelves with dead names on them: what comes is what sorting the living ones anew gives.
func TestJoinedShelves(t *testing.T) {
	rng := rand.New(rand.NewPCG(4, 2))
	for round := range 30 {
		var list []*shelf
		var alive []named
		for k := range 1 + rng.IntN(4) {
			var recs []named
			for i := range rng.IntN(60) {
				name := places[rng.IntN(len(places))] + marks[rng.IntN(len(marks))] + forms[rng.IntN(len(forms))]
				recs = append(recs, named{id: fmt.Sprint(k, "-", i), name: name, at: rng.Int64N(1e6), codes: []string{fmt.Sprint("c", rng.IntN(500))}})
			}
			s := newShelf(recs)
			for i := range recs {
				if rng.IntN(4) == 0 {
					s.dead[i] = true
					s.alive--
					continue
				}
				alive = append(alive, recs[i])
			}
			list = append(list, s.now())
			for i := range s.dead { // who dies later is not left out
				s.dead[i] = true
			}
		}
		got, want := joined(list), newShelf(slices.Clone(alive))
		if a, b := told(got), told(want); !slices.Equal(a, b) {
			t.Fatalf("round %d: %d entries and grams, %d should be:\n%v\n%v", round, len(a), len(b), a, b)
		}
		sorted := slices.IsSortedFunc(got.entries, func(a, b entry) int { return slices.Compare(got.key(a), got.key(b)) })
		if !sorted || got.alive != len(alive) || len(got.recent) != len(want.recent) {
			t.Fatalf("round %d: in order: %v, %d alive of %d, %d recent of %d", round, sorted, got.alive, len(alive), len(got.recent), len(want.recent))
		}
		for i := range got.recent {
			if a, b := got.recs[got.recent[i]].at, want.recs[want.recent[i]].at; a != b {
				t.Fatalf("round %d: the %dth last change was at %d, not %d", round, i, a, b)
			}
		}
	}
}

// told is all entries and grams of a shelf, by the ids of their records.
func told(s *shelf) (list []string) {
	for _, e := range s.entries {
		list = append(list, fmt.Sprintf("%s %s %d %d", s.key(e), s.recs[e.rec].id, e.how, e.name))
	}
	for b := range gramBuckets {
		posts := s.posts[s.starts[b]:s.starts[b+1]]
		if !slices.IsSorted(posts) {
			list = append(list, fmt.Sprint("not in order: ", b))
		}
		for _, rec := range posts {
			list = append(list, fmt.Sprintf("#%d %s", b, s.recs[rec].id))
		}
	}
	slices.Sort(list)
	return list
}
