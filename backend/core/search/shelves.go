package search

import (
	"bytes"
	"math"
	"slices"
)

// gone is where a dead record is on a joint shelf.
const gone = math.MaxUint32

// now is a shelf as it is, whatever dies meanwhile.
func (s *shelf) now() *shelf {
	twin := *s
	twin.dead = slices.Clone(s.dead)
	return &twin
}

// joined makes one shelf of what is alive on several. They are sorted: merging them takes much less than sorting
// all names anew, and reading them aloud.
func joined(list []*shelf) *shelf {
	s, at := &shelf{}, make([][]uint32, len(list)) // where each record of each one comes
	for k, one := range list {
		at[k] = make([]uint32, len(one.recs))
		for i := range one.recs {
			if at[k][i] = gone; !one.dead[i] {
				at[k][i] = uint32(len(s.recs))
				s.recs = append(s.recs, one.recs[i])
			}
		}
	}
	s.dead, s.alive = make([]bool, len(s.recs)), len(s.recs)
	s.joinEntries(list, at)
	s.joinGrams(list, at)
	s.fillRecent()
	return s
}

func (s *shelf) joinEntries(list []*shelf, at [][]uint32) {
	entries, bytesOfKeys := 0, 0
	for _, one := range list {
		entries, bytesOfKeys = entries+len(one.entries), bytesOfKeys+len(one.arena)
	}
	s.entries, s.arena = make([]entry, 0, entries), make([]byte, 0, bytesOfKeys)
	rest := make([][]entry, len(list))
	for k, one := range list {
		rest[k] = one.entries
	}
	for {
		next, first := -1, []byte(nil)
		for k, one := range list {
			for len(rest[k]) > 0 && at[k][rest[k][0].rec] == gone {
				rest[k] = rest[k][1:]
			}
			if len(rest[k]) == 0 {
				continue
			}
			if key := one.key(rest[k][0]); next < 0 || bytes.Compare(key, first) < 0 {
				next, first = k, key
			}
		}
		if next < 0 {
			return
		}
		e := rest[next][0]
		rest[next] = rest[next][1:]
		e.from, e.rec = uint32(len(s.arena)), at[next][e.rec]
		s.entries, s.arena = append(s.entries, e), append(s.arena, first...)
	}
}

func (s *shelf) joinGrams(list []*shelf, at [][]uint32) {
	posts := 0
	for _, one := range list {
		posts += len(one.posts)
	}
	s.starts, s.posts = make([]uint32, gramBuckets+1), make([]uint32, 0, posts)
	for b := range gramBuckets {
		for k, one := range list {
			for _, rec := range one.posts[one.starts[b]:one.starts[b+1]] {
				if to := at[k][rec]; to != gone {
					s.posts = append(s.posts, to)
				}
			}
		}
		s.starts[b+1] = uint32(len(s.posts))
	}
}
