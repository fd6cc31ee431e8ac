package columns

import (
	"cmp"
	"slices"
)

// item is a row with its keys.
type item struct {
	keys [mostKeys]int64
	row  int32
	id   string // of a cursor whose record may be gone
}

// compare orders two items by keys, then by id.
func (q *question) compare(a, b *item) int {
	for i := range q.keys {
		if a.keys[i] != b.keys[i] {
			return cmp.Compare(a.keys[i], b.keys[i])
		}
	}
	if a.row >= 0 && b.row >= 0 {
		return q.w.compare(q.t, int(a.row), int(b.row))
	}
	return q.compareIDs(a, b)
}

func (q *question) compareIDs(a, b *item) int {
	id := func(it *item) string {
		if it.row < 0 {
			return it.id
		}
		return q.w.id(q.t, int(it.row))
	}
	return compareIDs(id(a), id(b), q.t.parent != "")
}

func (q *question) sort(items []item) {
	slices.SortFunc(items, func(a, b item) int { return q.compare(&a, &b) })
}

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
	last  int64 // first key of the last one kept: what is greater need not be looked at
}

func newTop(q *question, k int, after *item) *top {
	t := &top{q: q, k: k, after: after, every: k > 2_000 || k >= q.t.n}
	for i := range q.keys {
		t.loads[i] = make([]int64, blockRows)
	}
	t.last = noKey
	return t
}

// promising orders the blocks so that those come first whose rows probably do, judged by a few of
// each. Rows mostly stand in the order of time: taken as they are, each would come before all so
// far where the newest are wanted. nil is as good where most rows are kept anyway.
func (q *question) promising(k int) []int {
	blocks := q.t.blocks()
	if len(q.keys) == 0 || blocks < 2 || k > 2_000 {
		return nil
	}
	const looks = 4
	first, order := make([]int64, blocks), make([]int, blocks)
	for b := range blocks {
		n := q.t.inBlock(b)
		first[b], order[b] = noKey, b
		for i := range looks {
			first[b] = min(first[b], q.keys[0].at(b<<blockBits+i*(n-1)/(looks-1)))
		}
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(first[a], first[b]) })
	return order
}

func (t *top) visit(block int, sel *words) {
	from, n := block<<blockBits, t.q.t.inBlock(block)
	rows := sel.rowsOf(n, &t.rows)
	t.total += len(rows)
	if len(t.q.keys) == 0 && t.q.w.inOrder(t.q.t) && len(t.items) == t.k && from > int(t.items[0].row) {
		return // ordered by id, as the rows are: nothing here comes before what there is
	}
	dense := len(rows) > n/8
	if dense {
		for i, k := range t.q.keys {
			k.load(block, t.loads[i][:n])
		}
	}
	first := t.records(block, n) // of lines ordered by their record
	if dense && len(t.q.keys) > 0 {
		first = t.loads[0][:n]
	}
	var it item
	for _, i := range rows {
		if first != nil && first[i] > t.last {
			continue // most rows, once the heap is full
		}
		it.row = int32(from + int(i))
		for j, k := range t.q.keys {
			if dense {
				it.keys[j] = t.loads[j][i]
			} else {
				it.keys[j] = k.at(int(it.row))
			}
		}
		t.offer(&it)
	}
}

// records gives the record of every line of a block where lines are ordered by it and enough are
// kept: those of later records than the last kept need not be looked at.
func (t *top) records(block, n int) []int64 {
	q := t.q
	if len(q.keys) > 0 || q.t.parent == "" || t.every || len(t.items) < t.k || !q.w.inOrder(q.w.tables[q.t.parent]) {
		return nil
	}
	of := &q.t.columns[0]
	t.last = of.at(int(t.items[0].row))
	if t.loads[0] == nil {
		t.loads[0] = make([]int64, blockRows)
	}
	of.slot(block).load(t.loads[0][:n])
	return t.loads[0]
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
	if len(t.q.keys) > 0 && !t.every && len(t.items) == t.k {
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
