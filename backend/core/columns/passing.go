package columns

import (
	"context"
	"encoding/json"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"xingke/backend/base/day"
	"xingke/backend/base/who"
)

// passing marks the living rows that a filter wants, for all pages of a list while nothing changes.
type passing struct {
	blocks []words
	total  int
	counts sync.Map // by lineup: how many pass in the pieces before each
}

// passingAs names what a filter wants: all that it is compiled from but the view.
type passingAs struct {
	entity, filters, me, veils string
	today                      day.Day
	zone                       *time.Location
}

// mostPassing is how many filters are kept with a view.
const mostPassing = 32

// wants names the filters of a question; false where they cannot be named.
func (a *asker) wants(entity string, filters ...*Filter) (passingAs, bool) {
	raw, err := json.Marshal(filters)
	if err != nil {
		return passingAs{}, false
	}
	user, _ := who.From(a.ctx)
	var veils []string
	for entity, v := range a.veils {
		if v != nil {
			veils = append(veils, entity+" "+v.name)
		}
	}
	slices.Sort(veils)
	names, err := json.Marshal(veils)
	return passingAs{entity, string(raw), user.ID, string(names), a.today, a.zone}, err == nil
}

// passing is the rows that pass.
func (q *question) passing(ctx context.Context) (*passing, error) {
	name, named := q.a.wants(q.t.name, q.filters...)
	if old, known := q.w.lifted.Load(name); named && known {
		return old.(*passing), nil
	}
	p := &passing{blocks: make([]words, q.t.blocks())}
	var total atomic.Int64
	err := scan(ctx, q.t, q.pass, false, func() func(int, *words) {
		return func(block int, sel *words) {
			p.blocks[block] = *sel
			total.Add(int64(sel.count()))
		}
	})
	if err != nil {
		return nil, err
	}
	p.total = int(total.Load())
	if named && q.w.filters.Add(1) <= mostPassing {
		q.w.lifted.Store(name, p)
	}
	return p, nil
}

func (p *passing) has(row int32) bool { return p.blocks[row>>blockBits].has(int(row) & blockMask) }

// farToLook is how many rows of an order are looked at before those that pass are counted, piece by piece. Only
// tests change it.
var farToLook = 32_000

// along takes so many rows that pass, after leaving some out, from a place of an order on.
func (p *passing) along(order *lineup, begin, leave, n int, take func(row int32)) {
	looks, at := farToLook, begin
	order.each(begin, func(row int32) bool {
		if looks--; looks < 0 || n == 0 {
			return false
		}
		at++
		switch {
		case !p.has(row):
		case leave > 0:
			leave--
		default:
			take(row)
			n--
		}
		return true
	})
	if n == 0 || at >= order.len() {
		return
	}
	counts := p.countsIn(order)
	piece, in := order.find(at)
	for _, row := range order.pieces[piece].rows[:in] {
		if p.has(row) {
			leave++
		}
	}
	target := counts[piece] + leave
	piece, _ = slices.BinarySearch(counts, target+1) // of the first piece before which as many pass
	piece--
	for leave = target - counts[min(piece, len(order.pieces))]; piece < len(order.pieces) && n > 0; piece++ {
		if counts[piece] == counts[piece+1] {
			continue
		}
		for _, row := range order.pieces[piece].rows {
			switch {
			case n == 0 || !p.has(row):
			case leave > 0:
				leave--
			default:
				take(row)
				n--
			}
		}
	}
}

// countsIn is how many rows pass before each piece of an order, and in the end all.
func (p *passing) countsIn(order *lineup) []int {
	if old, known := p.counts.Load(order); known {
		return old.([]int)
	}
	counts := make([]int, len(order.pieces)+1)
	for i, piece := range order.pieces {
		counts[i+1] = counts[i]
		for _, row := range piece.rows {
			if p.has(row) {
				counts[i+1]++
			}
		}
	}
	p.counts.Store(order, counts)
	return counts
}
