package search

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"math"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"xingke/backend/core/pinyin"
)

// The ways to begin typing a name, the better ones first.
const (
	byName uint8 = iota
	byRest       // the name after its place
	bySound
	byInitials
	byCode
)

// A named is what suggestions remember of one record.
type named struct {
	id    string
	name  string // folded
	codes []string
	at    int64 // milliseconds of the last change
	rev   uint64
	owner uint32
	dept  uint32
	shown string // what is shown of it, see show
}

// A key is one way to begin typing a name.
type key struct {
	text string
	how  uint8
}

// An entry is one way to begin typing a record's name: a stretch of the arena.
type entry struct {
	from uint32
	rec  uint32
	len  uint8
	how  uint8
	name uint8 // length of the name, see nameLen
}

// nameLen is the length of a name as far as it matters for the order.
func nameLen(name string) uint8 { return uint8(min(40, utf8.RuneCountInString(name))) }

// A shelf is a sorted, unchanging list of names of one entity; only dead marks are added to it.
type shelf struct {
	recs    []named
	dead    []bool
	alive   int
	arena   []byte
	entries []entry
	starts  []uint32 // of each bucket of grams in posts
	posts   []uint32
	recent  []uint32 // the last changed records, the newest first
}

const (
	gramBuckets = 1 << 16
	maxKey      = 80 // bytes of a key
	recentKept  = 100
)

func newShelf(recs []named) *shelf {
	return shelfOf(recs, func(i int, yield func(key string, how uint8)) { recs[i].eachKey(yield) })
}

// shelfOf is newShelf where the keys of the i-th record are known.
func shelfOf(recs []named, keys func(i int, yield func(key string, how uint8))) *shelf {
	s := &shelf{recs: recs, dead: make([]bool, len(recs)), alive: len(recs)}
	s.fillEntries(keys)
	s.fillGrams()
	s.fillRecent()
	return s
}

// fillEntries lays all keys into the arena and sorts them, most by their first eight bytes alone.
func (s *shelf) fillEntries(keys func(i int, yield func(key string, how uint8))) {
	type sorted struct {
		head uint64
		e    entry
	}
	list := make([]sorted, 0, 5*len(s.recs))
	for i := range s.recs {
		length := nameLen(s.recs[i].name)
		keys(i, func(key string, how uint8) {
			if len(key) > maxKey {
				key = key[:maxKey]
			}
			e := entry{from: uint32(len(s.arena)), rec: uint32(i), len: uint8(len(key)), how: how, name: length}
			s.arena = append(s.arena, key...)
			var head [8]byte
			copy(head[:], key)
			list = append(list, sorted{binary.BigEndian.Uint64(head[:]), e})
		})
	}
	slices.SortFunc(list, func(a, b sorted) int {
		if a.head != b.head {
			return cmp.Compare(a.head, b.head)
		}
		return bytes.Compare(s.key(a.e), s.key(b.e))
	})
	s.arena = slices.Clip(s.arena)
	s.entries = make([]entry, len(list))
	for i := range list {
		s.entries[i] = list[i].e
	}
}

func (s *shelf) key(e entry) []byte { return s.arena[e.from : e.from+uint32(e.len)] }

// eachKey gives the ways to begin typing a record's name.
func (n *named) eachKey(yield func(key string, how uint8)) {
	if n.name != "" {
		yield(n.name, byName)
		if rest := pinyin.AfterPlace(n.name); rest != "" {
			yield(rest, byRest)
		}
		for _, key := range pinyin.Keys(n.name) {
			how := bySound
			if len(key) <= utf8.RuneCountInString(n.name) {
				how = byInitials
			}
			yield(key, how)
		}
	}
	for _, code := range n.codes {
		yield(code, byCode)
	}
}

// fillGrams keeps for every two Chinese characters, or three letters or digits, the records whose name or codes have
// them, so that the middle of a name is found without looking at all names.
func (s *shelf) fillGrams() {
	counts := make([]uint32, gramBuckets+1)
	visit := func(yield func(bucket, rec uint32)) {
		for i := range s.recs {
			each := func(bucket uint32) { yield(bucket, uint32(i)) }
			eachBucket(s.recs[i].name, each)
			for _, code := range s.recs[i].codes {
				eachBucket(code, each)
			}
		}
	}
	visit(func(bucket, _ uint32) { counts[bucket+1]++ })
	for i := 1; i < len(counts); i++ {
		counts[i] += counts[i-1]
	}
	s.starts = slices.Clone(counts)
	s.posts = make([]uint32, counts[gramBuckets])
	visit(func(bucket, rec uint32) {
		s.posts[counts[bucket]] = rec
		counts[bucket]++
	})
}

// eachBucket gives the buckets of a text's grams; those of a part of a text are among those of the text.
func eachBucket(text string, yield func(bucket uint32)) {
	var a, b rune // the two characters before
	n := 0
	for _, r := range text {
		if n >= 1 && (b >= utf8.RuneSelf || r >= utf8.RuneSelf) {
			yield(bucketOf(0, b, r))
		} else if n >= 2 && a < utf8.RuneSelf {
			yield(bucketOf(a, b, r))
		}
		a, b, n = b, r, n+1
	}
}

func bucketOf(a, b, c rune) uint32 {
	h := uint64(a)*0x9e3779b97f4a7c15 + uint64(b)*0xc2b2ae3d27d4eb4f + uint64(c)*0x165667b19e3779f9
	return uint32(h>>40) & (gramBuckets - 1)
}

func (s *shelf) fillRecent() {
	order := make([]uint32, len(s.recs))
	for i := range order {
		order[i] = uint32(i)
	}
	slices.SortFunc(order, func(a, b uint32) int { return cmp.Compare(s.recs[b].at, s.recs[a].at) })
	s.recent = slices.Clone(order[:min(len(order), recentKept)])
}

// maxRange bounds how many names that begin alike are weighed against each other.
const maxRange = 1500

// begins gives the records that a typed text begins, through any of their keys.
func (s *shelf) begins(typed string, yield func(e entry, whole bool)) {
	if typed == "" {
		return
	}
	want := []byte(typed)
	from := sort.Search(len(s.entries), func(i int) bool { return bytes.Compare(s.key(s.entries[i]), want) >= 0 })
	for i := from; i < len(s.entries) && i < from+maxRange; i++ {
		e := s.entries[i]
		key := s.key(e)
		if !bytes.HasPrefix(key, want) {
			return
		}
		if !s.dead[e.rec] {
			yield(e, len(key) == len(want))
		}
	}
}

// within gives the records whose name or codes have all words somewhere, until yield says enough. It walks the rarest
// gram of the words beside the two next rarest: what is in all of them is worth comparing.
func (s *shelf) within(words []string, yield func(rec uint32) bool) {
	var lists [][]uint32
	for _, w := range words {
		eachBucket(w, func(b uint32) { lists = append(lists, s.posts[s.starts[b]:s.starts[b+1]]) })
	}
	if lists == nil {
		return
	}
	slices.SortFunc(lists, func(a, b []uint32) int { return cmp.Compare(len(a), len(b)) })
	others := lists[1:min(len(lists), 3)]
	last := uint32(math.MaxUint32)
	for _, rec := range lists[0] {
		if rec == last || s.dead[rec] || !inAll(others, rec) {
			continue
		}
		last = rec
		if s.recs[rec].has(words) && !yield(rec) {
			return
		}
	}
}

// inAll tells whether ascending lists have a record; it moves their beginnings up to it.
func inAll(lists [][]uint32, rec uint32) bool {
	for i, list := range lists {
		for len(list) > 0 && list[0] < rec {
			list = list[1:]
		}
		lists[i] = list
		if len(list) == 0 || list[0] != rec {
			return false
		}
	}
	return true
}

// has tells whether the name, or one of the codes, has each word.
func (n *named) has(words []string) bool {
	for _, w := range words {
		if strings.Contains(n.name, w) {
			continue
		}
		code := codeForm(w)
		if code == "" || !slices.ContainsFunc(n.codes, func(c string) bool { return strings.Contains(c, code) }) {
			return false
		}
	}
	return len(words) > 0
}

// codeForm is what was typed as codes are kept: without marks. A text in Chinese is kept as it is.
func codeForm(typed string) string {
	if strings.ContainsFunc(typed, cjk) {
		return typed
	}
	return bare(typed)
}
