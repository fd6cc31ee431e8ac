package columns

import (
	"cmp"
	"math"
	"slices"
)

// item is a row with its keys.
type item struct {
	keys [mostKeys]int64
	tie  int64
	row  int32
}

// compare orders two items by keys, then by id.
func (q *question) compare(a, b *item) int {
	for i := range q.keys {
		if a.keys[i] != b.keys[i] {
			return cmp.Compare(a.keys[i], b.keys[i])
		}
	}
	return cmp.Compare(a.tie, b.tie)
}

func (q *question) sort(items []item) {
	slices.SortFunc(items, func(a, b item) int { return q.compare(&a, &b) })
}

// mostKept is how many rows are kept in a heap; a page that ends behind them is found by page. Only
// tests change it.
var mostKept = 500

// top keeps the first k rows in the order: a heap with the last of them on top, or simply all
// rows where most are wanted.
type top struct {
	q     *question
	k     int
	after *item
	items []item
	total int
	every bool // keep all, sort in the end
	loads [mostKeys][]int64
	rows  []uint16
	lead  numbered // the first key, or the ids where there is none
	last  int64    // that of the last one kept: what is greater need not be looked at

	rough   among // see roughly
	roughTo int64
	roughed int
	crowded bool
}

func newTop(q *question, k int, after *item) *top {
	t := &top{q: q, k: k, after: after, every: k >= q.t.n}
	for i := range max(1, len(q.keys)) {
		t.loads[i] = make([]int64, blockRows)
	}
	t.lead, t.last = q.lead(), noKey
	return t
}

// promising orders the blocks so that those come first whose rows probably do, judged by a few of
// each. Rows mostly stand in the order of time: taken as they are, each would come before all so
// far where the newest are wanted. nil is as good where most rows are kept anyway.
func (q *question) promising(k int) []int {
	blocks := q.t.blocks()
	if blocks < 2 || k > mostKept {
		return nil
	}
	lead := q.lead()
	const looks = 4
	first, ids, order := make([]int64, blocks), make([]int64, blocks), make([]int, blocks)
	for b := range blocks {
		n := q.t.inBlock(b)
		first[b], order[b] = noKey, b
		ids[b], _ = q.tie.around(b)
		for i := range looks {
			first[b] = min(first[b], lead.at(b<<blockBits+i*(n-1)/(looks-1)))
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		if d := cmp.Compare(first[a], first[b]); d != 0 {
			return d
		}
		return cmp.Compare(ids[a], ids[b])
	})
	return order
}

// lead is what rows are ordered by first.
func (q *question) lead() numbered {
	if len(q.keys) > 0 {
		return q.keys[0]
	}
	return q.tie
}

func (t *top) visit(block int, sel *words) {
	q, from, n := t.q, block<<blockBits, t.q.t.inBlock(block)
	t.total += sel.count()
	if least, _ := t.lead.around(block); least > t.last {
		return // nothing here comes before what there is
	}
	least, _ := q.tie.around(block)
	if !t.every && (t.after != nil || len(t.items) == t.k) {
		t.ahead(block, 0, sel)
	}
	rows := sel.rowsOf(n, &t.rows)
	dense := len(rows) > n/8
	var first []int64
	if dense {
		t.lead.load(block, t.loads[0][:n])
		for i := 1; i < len(q.keys); i++ {
			q.keys[i].load(block, t.loads[i][:n])
		}
		first = t.loads[0][:n]
	}
	var it item
	limit := t.limit(least)
	back := first != nil && first[n-1] < first[0] // rows mostly stand in the order of time: the newest come last
	for at := range rows {
		i := rows[at]
		if back {
			i = rows[len(rows)-1-at]
		}
		if first != nil && first[i] > limit {
			continue // most rows, once the heap is full
		}
		it.row = int32(from + int(i))
		for j, k := range q.keys {
			if dense {
				it.keys[j] = t.loads[j][i]
			} else {
				it.keys[j] = k.at(int(it.row))
			}
		}
		it.tie = q.tie.at(int(it.row))
		t.offer(&it)
		limit = t.limit(least)
	}
}

// someRows is how many rows are rather compared one by one than by all keys of a block. Only tests change it.
var someRows = 64

// ahead takes the rows of a block out that cannot come before the last of those kept, or that come
// before the place to begin after, by the level-th key and the following ones.
func (t *top) ahead(block, level int, sel *words) {
	q, lo, hi := t.q, int64(math.MinInt64), int64(noKey)
	if len(t.items) == t.k {
		if hi = t.items[0].tie - 1; level < len(q.keys) {
			hi = t.items[0].keys[level]
		}
	}
	if level == len(q.keys) {
		q.tie.within(block, lo, hi, sel)
		return
	}
	if level == 0 && t.after != nil {
		lo = t.after.keys[0]
	}
	k := q.keys[level]
	if level == 0 && t.roughly(k, block, lo, hi, sel) {
		return
	}
	if least, _ := q.tie.around(block); level+1 == len(q.keys) && len(t.items) == t.k && least > t.items[0].tie {
		if hi == math.MinInt64 { // what is equal by all keys comes after those kept
			*sel = words{}
			return
		}
		hi--
	}
	if lo > hi || !k.within(block, lo, hi, sel) || len(t.items) < t.k || sel.count() <= someRows {
		return
	}
	less, equal := *sel, *sel
	if hi == math.MinInt64 || !k.within(block, lo, hi-1, &less) {
		less = words{}
	}
	for i := range equal {
		equal[i] &^= less[i]
	}
	t.ahead(block, level+1, &equal)
	for i := range sel {
		sel[i] = less[i] | equal[i]
	}
}

// largeTable is how many keys lie too far apart to be read for every row. Only tests change it.
var largeTable = 4096

// mostRough is how often the set of roughly is made anew.
const mostRough = 4

// roughly does so by a set of the codes whose keys came before the last one kept some time ago; true
// means that few rows are left.
func (t *top) roughly(k *key, block int, lo, hi int64, sel *words) bool {
	col, keys := k.table()
	if len(keys) <= largeTable {
		return false
	}
	if t.rough.of == nil || t.crowded && hi < t.roughTo && t.roughed < mostRough {
		t.rough, t.roughTo = k.among(col, keys, lo, hi), hi
		t.roughed++
	}
	t.rough.narrow(block, sel)
	left := sel.count()
	t.crowded = left > blockRows/16
	return left <= someRows
}

// limit is the greatest first key with which a row of a block may come before what there is; least
// is the least of the block's ids.
func (t *top) limit(least int64) int64 {
	if len(t.q.keys) == 1 && len(t.items) == t.k && !t.every && least > t.items[0].tie && t.last > math.MinInt64 {
		return t.last - 1
	}
	return t.last
}

func (t *top) offer(it *item) {
	if t.after != nil && t.q.compare(it, t.after) <= 0 {
		return
	}
	switch {
	case t.every:
		t.items = append(t.items, *it)
	case len(t.items) < t.k:
		t.items = append(t.items, *it)
		t.up(len(t.items) - 1)
	case t.q.compare(it, &t.items[0]) < 0:
		t.items[0] = *it
		t.down(0)
	}
	if t.every || len(t.items) < t.k {
		return
	}
	if t.last = t.items[0].tie; len(t.q.keys) > 0 {
		t.last = t.items[0].keys[0]
	}
}

func (t *top) up(i int) {
	for i > 0 {
		parent := (i - 1) / 2
		if t.q.compare(&t.items[i], &t.items[parent]) <= 0 {
			return
		}
		t.items[i], t.items[parent] = t.items[parent], t.items[i]
		i = parent
	}
}

func (t *top) down(i int) {
	for {
		last := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(t.items); child++ {
			if t.q.compare(&t.items[child], &t.items[last]) > 0 {
				last = child
			}
		}
		if last == i {
			return
		}
		t.items[i], t.items[last] = t.items[last], t.items[i]
		i = last
	}
}
