package columns

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// How rows deep in a list are found: by counting how many rows have keys in each of some thousand
// stretches, by keeping the rows of the stretch in which the page lies, and so on within it, by
// narrower stretches or by the next key, until few enough are left to be sorted.
const (
	stretchBits = 13
	stretches   = 1<<stretchBits + 1 // the last is that of empty values
)

// fewRows is how many rows are sorted rather than counted. Only tests change it.
var fewRows = 2_000

// numbered is what rows are ordered by: a key, or in the end their ids.
type numbered interface {
	at(row int) int64
	load(block int, out []int64)
	bounds() (lo, hi int64)
	around(block int) (lo, hi int64) // of the values in a block; empty ones aside
	within(block int, lo, hi int64, sel *words) bool
	tally(block int, rows []uint16, s stretch, counts []int32) bool
}

// chosen marks rows of a table.
type chosen struct {
	blocks []words
	counts []int
	total  int
}

func (q *question) none() *chosen {
	n := q.t.blocks()
	return &chosen{blocks: make([]words, n), counts: make([]int, n)}
}

func (m *chosen) sum() {
	m.total = 0
	for _, n := range m.counts {
		m.total += n
	}
}

// chooser finds a page deep in a list.
type chooser struct {
	ctx  context.Context
	q    *question
	keys []numbered
	list *chosen // nil where rows were left out of the list
}

// page finds the rows from…to in the order, after a given place, and counts all that pass.
func (q *question) page(ctx context.Context, from, to int, after *item, deleted bool) ([]item, int, error) {
	c := &chooser{ctx: ctx, q: q}
	for _, k := range q.keys {
		c.keys = append(c.keys, k)
	}
	c.keys = append(c.keys, q.tie)
	m, total := q.none(), 0
	var passed atomic.Int64
	err := scan(ctx, q.t, q.pass, deleted, func() func(int, *words) {
		return func(block int, sel *words) {
			passed.Add(int64(sel.count()))
			if after != nil {
				q.behind(after, block, sel)
			}
			m.blocks[block], m.counts[block] = *sel, sel.count()
		}
	})
	total = int(passed.Load())
	m.sum()
	if all, plain := q.pass.(always); plain && bool(all) && !deleted && after == nil {
		c.list = m
	}
	if from, to = min(from, m.total), min(to, m.total); err != nil || from == to {
		return nil, total, err
	}
	lo, hi := c.keys[0].bounds()
	items, err := c.take(m, 0, lo, hi, from, to)
	q.sort(items)
	return items, total, err
}

// behind takes rows out that do not come after a place.
func (q *question) behind(after *item, block int, sel *words) {
	sel.each(func(i int) {
		if it := q.itemOf(block<<blockBits + i); q.compare(&it, after) <= 0 {
			sel.clear(i)
		}
	})
}

// itemOf is a row with its keys.
func (q *question) itemOf(row int) item {
	it := item{row: int32(row), tie: q.tie.at(row)}
	for j, k := range q.keys {
		it.keys[j] = k.at(row)
	}
	return it
}

// take finds the rows at from…to among those chosen, which are equal by the keys before the level-th,
// whose own lies in lo…hi or is none.
func (c *chooser) take(m *chosen, level int, lo, hi int64, from, to int) ([]item, error) {
	if err := c.ctx.Err(); err != nil {
		return nil, err
	}
	if from >= to {
		return nil, nil
	}
	if m.total <= fewRows || level == len(c.keys) || from == 0 && to == m.total {
		return c.q.middle(c.items(m), from, to), nil
	}
	if lo == noKey { // no values: the next key decides
		return c.next(m, level, from, to)
	}
	s := stretch{lo: lo, hi: hi}
	for uint64(hi-lo)>>s.shift >= stretches-1 {
		s.shift++
	}
	if level == len(c.keys)-1 {
		s.shift = c.coarse(m, s)
	}
	counts, err := c.count(m, c.keys[level], s)
	if err != nil {
		return nil, err
	}
	first, before := find(counts, 0, 0, from)
	last, upTo := find(counts, first, before, to-1)
	upTo += counts[last] // rows up to and with the last stretch
	if first == last || upTo-before <= fewRows {
		lo, hi = s.at(first, last)
		if m, err = c.within(m, c.keys[level], lo, hi); err != nil {
			return nil, err
		}
		return c.deeper(m, level, lo, hi, from-before, to-before)
	}
	// The page begins in one stretch and ends in another.
	var items []item
	for _, part := range [][4]int{
		{first, first, from - before, counts[first]},
		{first + 1, last - 1, 0, upTo - before - counts[first] - counts[last]},
		{last, last, 0, to - (upTo - counts[last])},
	} {
		if part[2] >= part[3] {
			continue
		}
		lo, hi := s.at(part[0], part[1])
		some, err := c.within(m, c.keys[level], lo, hi)
		if err != nil {
			return nil, err
		}
		found, err := c.deeper(some, level, lo, hi, part[2], part[3])
		if err != nil {
			return nil, err
		}
		items = append(items, found...)
	}
	return items, nil
}

// deeper goes on within a narrower stretch, or by the next key where all have one value.
func (c *chooser) deeper(m *chosen, level int, lo, hi int64, from, to int) ([]item, error) {
	if lo == hi {
		return c.next(m, level, from, to)
	}
	return c.take(m, level, lo, hi, from, to)
}

func (c *chooser) next(m *chosen, level, from, to int) ([]item, error) {
	if level++; level == len(c.keys) {
		return c.take(m, level, 0, 0, from, to)
	}
	lo, hi := c.keys[level].bounds()
	return c.take(m, level, lo, hi, from, to)
}

// stretch divides the values from lo to hi.
type stretch struct {
	lo, hi int64
	shift  int
	codes  []uint16 // where keys lie in a table: the stretch of each
}

func (s stretch) of(v int64) uint64 {
	if v == noKey {
		return stretches - 1
	}
	return (uint64(v) - uint64(s.lo)) >> s.shift
}

// at is the values from the first to the last of some stretches.
func (s stretch) at(first, last int) (lo, hi int64) {
	if lo = noKey; first < stretches-1 {
		lo = s.lo + int64(uint64(first)<<s.shift)
	}
	if hi = noKey; last < stretches-1 {
		end := uint64(last)<<s.shift | (1<<s.shift - 1)
		hi = s.lo + int64(min(end, uint64(s.hi-s.lo)))
	}
	return lo, hi
}

// find is the stretch in which the place-th row lies, and how many lie before that stretch; it begins
// at one before which so many lie.
func find(counts []int, at, before, place int) (int, int) {
	for at < len(counts)-1 && before+counts[at] <= place {
		before += counts[at]
		at++
	}
	return at, before
}

// values writes the keys of the chosen rows of a block, each at its place, and lists the rows; true
// means that all rows of the block are chosen.
func (c *chooser) values(m *chosen, k numbered, block int, keys []int64, rows *[]uint16) bool {
	n := c.q.t.inBlock(block)
	full := m.counts[block] == n
	if !full {
		*rows = m.blocks[block].list((*rows)[:0])
	}
	if full || m.counts[block] > n/8 {
		k.load(block, keys[:n])
		return full
	}
	for _, i := range *rows {
		keys[i] = k.at(block<<blockBits + int(i))
	}
	return false
}

// within is those of the chosen rows whose key lies in lo…hi.
func (c *chooser) within(m *chosen, k numbered, lo, hi int64) (*chosen, error) {
	some := c.q.none()
	keep := k.within
	if by, is := k.(*key); is {
		keep = by.keeping(lo, hi)
	}
	err := c.each(m, func() (func(int), func()) {
		keys, rows := make([]int64, blockRows), []uint16{}
		width := uint64(hi) - uint64(lo)
		return func(block int) {
			least, most := k.around(block)
			if hi != noKey && (most < lo || least > hi) {
				return
			}
			found := &some.blocks[block]
			if *found = m.blocks[block]; keep(block, lo, hi, found) {
				some.counts[block] = found.count()
				return
			}
			*found = words{}
			if c.values(m, k, block, keys, &rows) {
				mark(found, keys[:c.q.t.inBlock(block)], uint64(lo), width)
			} else {
				for _, i := range rows {
					if uint64(keys[i])-uint64(lo) <= width {
						found.set(int(i))
					}
				}
			}
			some.counts[block] = found.count()
		}, func() {}
	})
	some.sum()
	return some, err
}

// mark marks the places of numbers from lo to lo and width.
func mark(found *words, numbers []int64, lo, width uint64) {
	for k := 0; k<<6 < len(numbers); k++ {
		var acc uint64
		for i, v := range numbers[k<<6 : min(k<<6+64, len(numbers))] {
			var bit uint64
			if uint64(v)-lo <= width {
				bit = 1
			}
			acc |= bit << i
		}
		found[k] |= acc
	}
}

// items are the chosen rows with all their keys.
func (c *chooser) items(m *chosen) []item {
	items := make([]item, 0, m.total)
	for block, n := range m.counts {
		if n > 0 {
			m.blocks[block].each(func(i int) { items = append(items, c.q.itemOf(block<<blockBits+i)) })
		}
	}
	return items
}

// each visits the blocks with chosen rows, on several processors when there are many; begin makes
// what one goroutine works with and what it does in the end.
func (c *chooser) each(m *chosen, begin func() (visit func(block int), end func())) error {
	var next atomic.Int64
	work := func() {
		visit, end := begin()
		for c.ctx.Err() == nil {
			from := int(next.Add(4)) - 4
			if from >= len(m.counts) {
				break
			}
			for b, n := range m.counts[from:min(from+4, len(m.counts))] {
				if n > 0 {
					visit(from + b)
				}
			}
		}
		end()
	}
	if len(m.counts) < parallelFrom {
		work()
		return c.ctx.Err()
	}
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), 4) {
		wait.Go(work)
	}
	wait.Wait()
	return c.ctx.Err()
}
