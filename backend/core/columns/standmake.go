package columns

import (
	"context"
	"time"
)

// stand makes the order of a list.
func (c *Columns) stand(s *standing, entity string, sorts []Sort) {
	begun := time.Now()
	q := c.allOf(entity, sorts)
	if q == nil {
		return // the entity or the field is gone: nobody can ask for it
	}
	c.heed(q) // before the view is taken: what changes meanwhile is put in later
	if q = c.allOf(entity, sorts); q == nil {
		return
	}
	order, where := linedUp(q.ordered(), q.t.n)
	s.mu.Lock()
	if s.making = false; order != nil {
		s.order, s.stands, s.used = order, where, time.Now()
		s.heed(q.logs())
	}
	s.not = time.Now().Add(time.Duration(standRest) * time.Since(begun)) // where much is written, it may be of no use at once
	s.mu.Unlock()
	c.standings.limit()
	c.forgetLater(s, standFor)
}

// allOf asks for all records in an order.
func (c *Columns) allOf(entity string, sorts []Sort) *question {
	a := c.asker(context.Background(), c.view())
	a.unveiled = true
	t, err := a.w.table(entity)
	if err != nil {
		return nil
	}
	keys, err := a.keys(t, sorts)
	if err != nil {
		return nil
	}
	return &question{c: c, w: a.w, t: t, pass: always(true), sorts: sorts, keys: keys, tie: a.tie(t)}
}

// heed has what an order hangs on noted.
func (c *Columns) heed(q *question) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, l := range q.logs() {
		l.log.on = true
	}
}

// ordered is the living rows in order: sorted by their ids, and from the last key to the first by each.
func (q *question) ordered() []int32 {
	heads := make([]headed, 0, q.t.lived)
	add := func(row int) {
		if q.t.lively(row) {
			heads = append(heads, headed{row: int32(row)})
		}
	}
	if q.tie.rank == nil {
		for row := range q.t.n {
			add(row)
		}
	} else {
		byID := make([]int32, len(q.tie.rank))
		for row, rank := range q.tie.rank {
			byID[rank] = int32(row)
		}
		for _, row := range byID {
			if int(row) < q.t.n {
				add(int(row))
			}
		}
	}
	values := make([]int64, q.t.blocks()*blockRows)
	for i := len(q.keys) - 1; i >= 0; i-- {
		for b := range q.t.blocks() {
			q.keys[i].load(b, values[b<<blockBits:][:q.t.inBlock(b)])
		}
		for j := range heads {
			heads[j].head = uint64(values[heads[j].row]) ^ 1<<63 // as unsigned numbers they compare alike
		}
		heads = sortHeads(heads)
	}
	order := make([]int32, len(heads))
	for i, h := range heads {
		order[i] = h.row
	}
	return order
}

// limit forgets the orders that were not used for longest while there are too many.
func (s *standings) limit() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for {
		rows, oldest, at := 0, (*standing)(nil), time.Time{}
		for _, one := range s.of {
			one.mu.Lock()
			if one.order != nil {
				if rows += len(one.stands.in); oldest == nil || one.used.Before(at) {
					oldest, at = one, one.used
				}
			}
			one.mu.Unlock()
		}
		if rows <= mostStanding || oldest == nil {
			return
		}
		oldest.forget()
	}
}

func (s *standing) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.clear()
}

func (s *standing) clear() { s.order, s.stands, s.heeded, s.asked = nil, nil, nil, 0 }

// forgetLater forgets an order that was not used for so long.
func (c *Columns) forgetLater(s *standing, wait time.Duration) {
	time.AfterFunc(wait, func() {
		s.mu.Lock()
		kept, idle := s.order != nil, time.Since(s.used)
		s.mu.Unlock()
		switch {
		case !kept:
		case idle >= standFor:
			s.forget()
		default:
			c.forgetLater(s, standFor-idle)
		}
	})
}

// bytes is the memory of the orders of a table.
func (s *standings) bytes(table string) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range s.of {
		one.mu.Lock()
		if one.order != nil && one.table == table {
			n += 4*one.order.len() + 2*len(one.stands.in) + 40*len(one.order.pieces)
		}
		one.mu.Unlock()
	}
	return n
}
