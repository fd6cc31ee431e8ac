package columns

import (
	"bytes"
	"encoding/binary"
	"maps"
	"slices"
	"sort"
	"sync"

	"xingke/backend/core/pinyin"
)

// rankGap is the room between the ranks of two neighbours, for texts that came later.
const rankGap = 20

// ranks orders the rows of a column of texts by pinyin: the rank of a row is a number that
// compares as its text does; rows with one text share a rank, rows without have none.
// It is never changed; when the column changes, a later one is made from it.
type ranks struct {
	version int
	texts   []textSlot // as they were when sorted was made
	sorted  []int32    // rows in order
	blocks  []*[blockRows]int64
	moved   map[int]bool // rows changed since
	later   []placed     // their texts, in order
}

// placed is a text that came later: it stands before the place-th sorted one, or is equal to it.
type placed struct {
	row   int
	key   []byte
	place int
	equal bool
	rank  int64
}

// mostLater is how many later texts there may be before they are sorted in with the others.
const mostLater = 2048

func (r *ranks) at(row int) int64 {
	if bi := row >> blockBits; bi < len(r.blocks) {
		return r.blocks[bi][row&blockMask]
	}
	return null
}

// ranksOf returns the ranks of a column of texts as a view sees it.
func (c *Columns) ranksOf(t *tableView, col *columnView) *ranks {
	k := c.ranked(col.source)
	k.Lock()
	defer k.Unlock()
	old := k.ranks
	if old != nil && old.blocks == nil { // from a snapshot
		old.number(t.n, func(i int) bool {
			return textAt(old.texts, int(old.sorted[i])) == textAt(old.texts, int(old.sorted[i-1]))
		})
	}
	if old != nil {
		switch changed, known := col.since(old.version); {
		case known && len(changed) == 0:
			return old
		case known && len(changed) <= len(old.sorted)/16+256:
			fresh := old.patched(t, col, changed)
			if len(fresh.later) > mostLater {
				fresh = fresh.settled(t, col)
			}
			k.ranks = fresh
			return fresh
		}
	}
	fresh := sortedRanks(t, col, nil)
	if old == nil || old.version < col.version() {
		k.ranks = fresh
	}
	if old == nil {
		c.follow(col)
		c.unsaved.Store(true)
	}
	return fresh
}

// ranked keeps the latest ranks of a column, nil before anybody asked for them.
type ranked struct {
	sync.Mutex
	ranks *ranks
}

func (c *Columns) ranked(col *column) *ranked {
	c.ranking.Lock()
	defer c.ranking.Unlock()
	k := c.ranks[col]
	if k == nil {
		k = &ranked{}
		c.ranks[col] = k
	}
	return k
}

// follow has the changes of a column noted from now on: its order is kept.
func (c *Columns) follow(col *columnView) {
	c.mu.Lock()
	defer c.mu.Unlock()
	col.source.log.on = true
}

// sortedRanks orders all rows. Between its steps it asks whether to go on, if goOn is given, and
// gives up with nil if not.
func sortedRanks(t *tableView, col *columnView, goOn func() bool) *ranks {
	r := &ranks{version: col.version(), texts: col.texts}
	var keys []headed
	arena, ends := []byte{}, make([]uint32, t.n+1) // the whole keys, row by row
	for row := range t.n {
		if row&1023 == 0 && goOn != nil && !goOn() {
			return nil
		}
		ends[row+1] = ends[row]
		slot := textSlot{}
		if bi := row >> blockBits; bi < len(col.texts) {
			slot = col.texts[bi]
		}
		if slot.entry(row&blockMask).n == 0 {
			continue
		}
		key := pinyin.Sort(string(slot.raw(row & blockMask)))
		keys = append(keys, headed{headOf(key), int32(row)})
		arena = append(arena, key...)
		ends[row+1] = uint32(len(arena))
	}
	keyOf := func(k headed) []byte { return arena[ends[k.row]:ends[k.row+1]] }
	keys, going := sortHeads(keys), true
	eachRun(keys, func(from, to int) {
		if going = going && (goOn == nil || goOn()); going {
			sortAlike(keys[from:to], 8, keyOf)
		}
	})
	if !going {
		return nil
	}
	r.sorted = make([]int32, len(keys))
	for i, k := range keys {
		r.sorted[i] = k.row
	}
	r.number(t.n, func(i int) bool { return bytes.Equal(keyOf(keys[i-1]), keyOf(keys[i])) })
	return r
}

// Keys of which so many begin alike are ordered by the piece that follows, up to a depth; the others as a whole.
const (
	manyAlike = 256
	deepAlike = 48
)

// sortAlike orders keys that are the same up to a depth, and those that are the same altogether by their rows.
func sortAlike(keys []headed, depth int, keyOf func(headed) []byte) {
	if len(keys) < manyAlike || depth > deepAlike {
		slices.SortFunc(keys, func(a, b headed) int {
			if d := bytes.Compare(keyOf(a), keyOf(b)); d != 0 {
				return d
			}
			return int(a.row - b.row)
		})
		return
	}
	for i, k := range keys {
		key := keyOf(k)
		keys[i].head = headOf(key[min(depth, len(key)):])
	}
	copy(keys, sortHeads(keys))
	eachRun(keys, func(from, to int) { sortAlike(keys[from:to], depth+8, keyOf) })
}

func headOf(key []byte) uint64 {
	if len(key) >= 8 {
		return binary.BigEndian.Uint64(key)
	}
	var head [8]byte
	copy(head[:], key)
	return binary.BigEndian.Uint64(head[:])
}

// number gives the rows their ranks in their order; same tells whether the i-th text equals the one before.
func (r *ranks) number(rows int, same func(i int) bool) {
	r.blocks = make([]*[blockRows]int64, (rows+blockRows-1)>>blockBits)
	for i := range r.blocks {
		r.blocks[i] = new([blockRows]int64)
		fill(r.blocks[i][:], null)
	}
	rank := int64(0)
	for i, row := range r.sorted {
		if i == 0 || !same(i) {
			rank = int64(i+1) << rankGap
		}
		r.blocks[row>>blockBits][row&blockMask] = rank
	}
}

// patched is the ranks after some rows changed: they get ranks between those of the others.
func (r *ranks) patched(t *tableView, col *columnView, changed []int32) *ranks {
	fresh := &ranks{version: col.version(), texts: r.texts, sorted: r.sorted, moved: maps.Clone(r.moved)}
	if fresh.moved == nil {
		fresh.moved = map[int]bool{}
	}
	now := map[int]bool{}
	for _, row := range changed {
		now[int(row)], fresh.moved[int(row)] = true, true
	}
	for _, p := range r.later {
		if !now[p.row] {
			fresh.later = append(fresh.later, p)
		}
	}
	for row := range now {
		if text := textAt(col.texts, row); text != "" {
			p := placed{row: row, key: pinyin.Sort(text)}
			p.place, p.equal = fresh.place(p.key)
			fresh.later = append(fresh.later, p)
		}
	}
	slices.SortFunc(fresh.later, func(a, b placed) int { return bytes.Compare(a.key, b.key) })
	fresh.rankLater()
	fresh.paste(t.n, r.blocks)
	return fresh
}

// rankLater gives the later texts, in order, ranks in the gaps where they stand.
func (r *ranks) rankLater() {
	for i := range r.later {
		p := &r.later[i]
		switch {
		case p.equal:
			p.rank = int64(p.place+1) << rankGap
		case i > 0 && bytes.Equal(p.key, r.later[i-1].key):
			p.rank = r.later[i-1].rank
		default:
			p.rank = int64(p.place)<<rankGap + 2
			if i > 0 {
				p.rank = max(p.rank, r.later[i-1].rank+2)
			}
		}
	}
}

// settled sorts the later texts in with the others.
func (r *ranks) settled(t *tableView, col *columnView) *ranks {
	fresh := &ranks{version: r.version, texts: col.texts, sorted: make([]int32, 0, len(r.sorted)+len(r.later))}
	order := make([]int64, 0, cap(fresh.sorted))
	add := func(row int, rank int64) {
		fresh.sorted, order = append(fresh.sorted, int32(row)), append(order, rank)
	}
	later := r.later
	for _, row := range r.sorted {
		if r.moved[int(row)] {
			continue
		}
		rank := r.at(int(row))
		for len(later) > 0 && later[0].rank < rank {
			add(later[0].row, later[0].rank)
			later = later[1:]
		}
		add(int(row), rank)
	}
	for _, p := range later {
		add(p.row, p.rank)
	}
	fresh.number(t.n, func(i int) bool { return order[i] == order[i-1] })
	return fresh
}

// paste copies the blocks of the ranks it was made from where rows changed.
func (r *ranks) paste(rows int, from []*[blockRows]int64) {
	r.blocks = make([]*[blockRows]int64, (rows+blockRows-1)>>blockBits)
	own := make([]bool, len(r.blocks))
	copy(r.blocks, from)
	put := func(row int, rank int64) {
		bi := row >> blockBits
		if r.blocks[bi] != nil && r.blocks[bi][row&blockMask] == rank {
			return // most were put before
		}
		if !own[bi] {
			twin := new([blockRows]int64)
			if r.blocks[bi] != nil {
				*twin = *r.blocks[bi]
			} else {
				fill(twin[:], null)
			}
			r.blocks[bi], own[bi] = twin, true
		}
		r.blocks[bi][row&blockMask] = rank
	}
	empty := maps.Clone(r.moved)
	for _, p := range r.later {
		put(p.row, p.rank)
		delete(empty, p.row)
	}
	for row := range empty {
		put(row, null)
	}
	for bi := range r.blocks {
		if r.blocks[bi] == nil {
			put(bi<<blockBits, null)
		}
	}
}

// keyAt is the key of the i-th sorted row, as its text was when it was sorted.
func (r *ranks) keyAt(i int) []byte { return pinyin.Sort(textAt(r.texts, int(r.sorted[i]))) }

// place finds how many sorted texts come before a key, and whether the next is equal to it.
func (r *ranks) place(key []byte) (int, bool) {
	i := sort.Search(len(r.sorted), func(i int) bool { return bytes.Compare(r.keyAt(i), key) >= 0 })
	return i, i < len(r.sorted) && bytes.Equal(r.keyAt(i), key)
}

// seek is a number that compares with the ranks as a text compares with theirs.
func (r *ranks) seek(text string) int64 {
	key := pinyin.Sort(text)
	place, equal := r.place(key)
	if equal {
		return int64(place+1) << rankGap
	}
	rank := int64(place)<<rankGap + 1
	for _, p := range r.later {
		switch bytes.Compare(p.key, key) {
		case 0:
			return p.rank
		case -1:
			rank = max(rank, p.rank+1)
		}
	}
	return rank
}
