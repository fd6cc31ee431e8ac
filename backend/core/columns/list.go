package columns

import (
	"context"
	"sync"
)

// Query asks for records in an order. Scope is what the acting user may see, joined to Where.
type Query struct {
	Entity  string // or "<entity>.<lines field>"
	Where   *Filter
	Sort    []Sort
	Limit   int    // of a page; 100 if 0, at most 10,000
	After   string // Next of the page before
	Skip    int    // rows left out at the beginning
	Deleted bool   // the recycle bin instead of the living
	Scope   *Filter
	Shows   []string // fields that the list shows: the order of one of them may be asked for next
}

// Page is one page of a list.
type Page struct {
	IDs   []string
	Total int    // of all records the query wants, exact
	Next  string // cursor of the page after, "" when this is the last
}

const (
	usualPage   = 100
	largestPage = 10_000
)

// question is a query made ready for one view.
type question struct {
	c       *Columns
	a       *asker
	w       *view
	t       *tableView
	filters []*Filter
	pass    test
	sorts   []Sort
	keys    []*key
	tie     *tie
}

func (c *Columns) ask(ctx context.Context, q Query) (*question, error) {
	a, t, pass, err := c.compiled(ctx, q.Entity, q.Where, q.Scope)
	if err != nil {
		return nil, err
	}
	keys, err := a.keys(t, q.Sort)
	return &question{c, a, a.w, t, []*Filter{q.Where, q.Scope}, pass, q.Sort, keys, a.tie(t)}, err
}

// List returns one page of records and the total of all. Pages follow each other by Next: a record
// that did not change appears on exactly one of them, whatever was written in between.
func (c *Columns) List(ctx context.Context, q Query) (Page, error) {
	defer c.answering()()
	asked, err := c.ask(ctx, q)
	if err != nil {
		return Page{}, err
	}
	limit := min(q.Limit, largestPage)
	if limit <= 0 {
		limit = usualPage
	}
	var after *item
	if q.After != "" {
		if after, err = asked.resume(c, q); err != nil {
			return Page{}, err
		}
	}
	skip := max(0, min(q.Skip, asked.t.n))
	best, total, err := asked.some(ctx, skip, skip+limit+1, after, q.Deleted)
	if err != nil {
		return Page{}, err
	}
	page := Page{Total: total, IDs: make([]string, 0, min(limit, len(best)))}
	for i, it := range best {
		if i == limit {
			page.Next = asked.cursor(q, best[i-1])
			break
		}
		page.IDs = append(page.IDs, asked.w.id(asked.t, int(it.row)))
	}
	if total >= warmFrom {
		c.shows(q.Entity, q.Shows)
	}
	return page, nil
}

// Count is the number of records a query wants.
func (c *Columns) Count(ctx context.Context, q Query) (int, error) {
	defer c.answering()()
	q.Sort = nil
	asked, err := c.ask(ctx, q)
	if err != nil {
		return 0, err
	}
	if all, plain := asked.pass.(always); q.Deleted || plain && bool(all) || asked.t.n < standFrom {
		return count(ctx, asked.t, asked.pass, q.Deleted)
	}
	p, err := asked.passing(ctx)
	if err != nil {
		return 0, err
	}
	return p.total, nil
}

// IDs gives all records a query wants, in its order, until yield says false. Limit and After do not count.
// What is written meanwhile is not seen.
func (c *Columns) IDs(ctx context.Context, q Query, yield func(id string) bool) error {
	asked, err := c.ask(ctx, q)
	if err != nil {
		return err
	}
	all, _, err := asked.best(ctx, asked.t.n, nil, q.Deleted)
	if err != nil {
		return err
	}
	for i, it := range all {
		if i&1023 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if !yield(asked.w.id(asked.t, int(it.row))) {
			return nil
		}
	}
	return nil
}

// some finds the rows at from…to in the order, after a given place, and counts all that pass.
func (q *question) some(ctx context.Context, from, to int, after *item, deleted bool) ([]item, int, error) {
	if order := q.lineup(deleted); order != nil {
		return q.along(ctx, order, from, to, after)
	}
	if to > mostKept {
		return q.page(ctx, from, to, after, deleted)
	}
	found, total, err := q.best(ctx, to, after, deleted)
	return found[min(from, len(found)):], total, err
}

// best finds the first rows in the order, after a given place, and counts all that pass.
func (q *question) best(ctx context.Context, k int, after *item, deleted bool) ([]item, int, error) {
	found, total, err := q.gather(ctx, k, after, deleted)
	if err != nil {
		return nil, 0, err
	}
	q.sort(found)
	return found[:min(k, len(found))], total, nil
}

// gather finds rows among which are the first k in the order, after a given place, and counts all that pass.
func (q *question) gather(ctx context.Context, k int, after *item, deleted bool) ([]item, int, error) {
	var mu sync.Mutex
	var tops []*top
	err := scanIn(ctx, q.t, q.pass, deleted, q.promising(k), func() func(int, *words) {
		one := newTop(q, k, after)
		mu.Lock()
		tops = append(tops, one)
		mu.Unlock()
		return one.visit
	})
	if err != nil {
		return nil, 0, err
	}
	found, total := tops[0].items, 0
	for i, one := range tops {
		total += one.total
		if i > 0 {
			found = append(found, one.items...)
		}
	}
	return found, total, nil
}
