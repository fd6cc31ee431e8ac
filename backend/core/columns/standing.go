package columns

import (
	"context"
	"sync"
	"time"
)

// A long list that is asked for again is kept in its order: a page of it is then found without looking at
// all rows, as deep as it may be, and what changes is put where it belongs before the next question.

// standing is a list that was asked for, and its order once it is kept.
type standing struct {
	table  string
	mu     sync.Mutex
	asked  int // since there was no order
	making bool
	not    time.Time // before then it is not made again
	used   time.Time
	order  *lineup // nil: there is none
	stands *stands
	heeded []heeded
}

// heeded is how much of a log of changes an order heeds.
type heeded struct {
	log  *changeLog
	upTo int
}

// Only tests change these.
var (
	standFrom = 1_000 // rows from which an order is worth keeping
	standAsks = 2     // questions
	standRest = 20    // times as long as it took to make an order before it is made again
	inPassing = func(do func()) { go do() }
)

const (
	mostStanding = 8_000_000        // rows in all orders, of 6 bytes
	mostAsked    = 1_000            // lists that are remembered
	standFor     = 10 * time.Minute // how long an order is kept that nobody asks for
	mostMoved    = 1_000            // changes that are heeded at once
)

// standings are the lists by their entities and sorts.
type standings struct {
	mu sync.Mutex
	of map[string]*standing
}

// named gives the list of a table that is sorted so.
func (s *standings) named(t *tableView, sorts []Sort) *standing {
	name := t.name
	for _, by := range sorts {
		way := "\x00+"
		if by.Desc {
			way = "\x00-"
		}
		name += way + by.Field
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	one := s.of[name]
	if one == nil {
		if s.of == nil || len(s.of) >= mostAsked {
			s.of = map[string]*standing{}
		}
		one = &standing{table: t.name}
		s.of[name] = one
	}
	return one
}

// lineup is all living rows in the order of a question, nil where that is not kept.
func (q *question) lineup(deleted bool) *lineup {
	if deleted || q.t.parent != "" || q.t.n < standFrom || !q.steady() {
		return nil
	}
	s := q.c.standings.named(q.t, q.sorts)
	order, wanted := s.orderFor(q)
	if wanted {
		inPassing(func() { q.c.stand(s, q.t.name, q.sorts) })
		order, _ = s.orderFor(q)
	}
	return order
}

// steady tells that the order is the same whoever asks, and hangs on nothing that steps does not name.
func (q *question) steady() bool {
	for _, k := range q.keys {
		if k.place.behind != "" || k.place.leaf != nil && k.place.leaf.form == rowList {
			return false
		}
	}
	return true
}

// step is a column that a sort key hangs on, of the rows of a table: each refers to those of the next.
type step struct {
	t   *tableView
	col *columnView
}

func (q *question) steps(k *key) []step {
	t, steps := q.t, []step{}
	for _, hop := range k.place.hops {
		steps = append(steps, step{t, hop})
		t = q.w.tables[hop.target]
	}
	if leaf := k.place.leaf; leaf != nil {
		steps = append(steps, step{t, leaf})
		if k.ranks != nil && leaf.form == rows {
			t = q.w.tables[leaf.target]
			steps = append(steps, step{t, t.titles()})
		}
	}
	return steps
}

// logs are all that the order of a question hangs on.
func (q *question) logs() []logView {
	logs := []logView{q.t.lives}
	for _, k := range q.keys {
		for _, s := range q.steps(k) {
			logs = append(logs, s.col.logView)
		}
	}
	return logs
}

// orderFor is the order as it is in the view of a question; wanted tells that it should be made now.
func (s *standing) orderFor(q *question) (order *lineup, wanted bool) {
	now := time.Now()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.used = now
	if s.order != nil {
		if order, right := s.follow(q); right {
			return order, false
		}
		s.clear()
	}
	s.asked++
	if s.making || s.asked < standAsks || now.Before(s.not) {
		return nil, false
	}
	s.making = true
	return nil, true
}

// follow brings the order up to the view of a question; it is nil for a view of the past. It is not right
// where too much changed.
func (s *standing) follow(q *question) (order *lineup, right bool) {
	logs := q.logs()
	if len(logs) != len(s.heeded) {
		return nil, false
	}
	same, changes := true, 0
	for i, l := range logs {
		known := s.heeded[i]
		if l.log != known.log {
			return nil, false
		}
		if l.version() < known.upTo {
			return nil, true
		}
		changed, ok := l.since(known.upTo)
		if changes += len(changed); !ok || changes > mostMoved {
			return nil, false
		}
		same = same && len(changed) == 0
	}
	if same {
		return s.order, true
	}
	moved, ok := s.moved(q, logs)
	if !ok {
		return nil, false
	}
	if s.order = s.order.mended(q, moved, s.stands); s.order == nil {
		return nil, false
	}
	s.heed(logs)
	return s.order, true
}

func (s *standing) heed(logs []logView) {
	s.heeded = s.heeded[:0]
	for _, l := range logs {
		s.heeded = append(s.heeded, heeded{l.log, l.version()})
	}
}

// moved lists the rows that may stand elsewhere now, or no longer; false where they are too many.
func (s *standing) moved(q *question, logs []logView) ([]int32, bool) {
	at := 0
	next := func() []int32 {
		changed, _ := logs[at].since(s.heeded[at].upTo)
		at++
		return changed
	}
	seen, moved := map[int32]bool{}, []int32{}
	add := func(rows []int32) {
		for _, row := range rows {
			if !seen[row] {
				seen[row], moved = true, append(moved, row)
			}
		}
	}
	add(next())
	for _, k := range q.keys {
		steps := q.steps(k)
		changed := make([][]int32, len(steps))
		for i := range steps {
			changed[i] = next()
		}
		var beyond []int32
		for i := len(steps) - 1; i >= 0; i-- {
			referring := steps[i].referring(beyond)
			if len(referring) > mostMoved {
				return nil, false
			}
			beyond = append(referring, changed[i]...)
		}
		add(beyond)
	}
	return moved, len(moved) <= mostMoved
}

// referring lists the rows that refer to some of the next table.
func (s step) referring(to []int32) []int32 {
	if len(to) == 0 {
		return nil
	}
	lo, hi := to[0], to[0]
	for _, row := range to {
		lo, hi = min(lo, row), max(hi, row)
	}
	set := newCodeset(int(hi) + 1)
	for _, row := range to {
		set.add(int(row))
	}
	pass := among{of: s.col, set: set}
	var found []int32
	for b := range s.t.blocks() {
		if slot := s.col.slot(b); slot.block == nil || slot.lo > int64(hi) || slot.hi < int64(lo) {
			continue
		}
		sel := firstRows(s.t.inBlock(b))
		pass.narrow(b, &sel)
		sel.each(func(i int) { found = append(found, int32(b<<blockBits+i)) })
	}
	return found
}

// along finds the rows at from…to of an order, after a given place, and counts all that pass.
func (q *question) along(ctx context.Context, order *lineup, from, to int, after *item) ([]item, int, error) {
	begin := 0
	if after != nil {
		piece, at := order.after(q, after)
		begin = order.starts[piece] + at
	}
	var items []item
	take := func(row int32) { items = append(items, q.itemOf(int(row))) }
	if all, plain := q.pass.(always); plain && bool(all) {
		left := to - from
		order.each(begin+from, func(row int32) bool {
			if left--; left >= 0 {
				take(row)
			}
			return left > 0
		})
		return items, q.t.lived, nil
	}
	p, err := q.passing(ctx)
	if err != nil {
		return nil, 0, err
	}
	if p.total > fewRows {
		p.along(order, begin, from, to-from, take)
		return items, p.total, nil
	}
	for b := range p.blocks {
		p.blocks[b].each(func(i int) {
			if it := q.itemOf(b<<blockBits + i); after == nil || q.compare(&it, after) > 0 {
				items = append(items, it)
			}
		})
	}
	return q.middle(items, from, to), p.total, nil
}
