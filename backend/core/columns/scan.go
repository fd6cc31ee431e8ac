package columns

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// parallelFrom is the number of blocks from which a scan uses several processors. Only tests change it.
var parallelFrom = 16

// scan visits the blocks of a table with the rows that pass a test, in several goroutines at once
// when there are many; begin makes what one goroutine works with. It stops when ctx ends.
func scan(ctx context.Context, t *tableView, pass test, deleted bool, begin func() func(block int, sel *words)) error {
	return scanIn(ctx, t, pass, deleted, nil, begin)
}

// scanIn is scan that takes the blocks in an order; nil is that of the rows.
func scanIn(ctx context.Context, t *tableView, pass test, deleted bool, order []int, begin func() func(block int, sel *words)) error {
	blocks, workers := t.blocks(), 1
	if blocks >= parallelFrom {
		workers = min(runtime.GOMAXPROCS(0), 4)
	}
	var next atomic.Int64
	work := func(visit func(int, *words)) {
		var sel words
		for ctx.Err() == nil {
			from := int(next.Add(4)) - 4
			if from >= blocks {
				return
			}
			for b := from; b < min(from+4, blocks); b++ {
				b, some := b, false
				if order != nil {
					b = order[b]
				}
				if sel, some = t.state(b, deleted); !some {
					continue
				}
				if pass.narrow(b, &sel); !sel.none() {
					visit(b, &sel)
				}
			}
		}
	}
	if workers == 1 {
		work(begin())
		return ctx.Err()
	}
	var wait sync.WaitGroup
	for range workers {
		visit := begin()
		wait.Go(func() { work(visit) })
	}
	wait.Wait()
	return ctx.Err()
}

// count is how many rows pass.
func count(ctx context.Context, t *tableView, pass test, deleted bool) (int, error) {
	if a, plain := pass.(always); plain && bool(a) {
		if deleted {
			return t.went, nil
		}
		return t.lived, nil
	}
	var total atomic.Int64
	err := scan(ctx, t, pass, deleted, func() func(int, *words) {
		return func(_ int, sel *words) { total.Add(int64(sel.count())) }
	})
	return int(total.Load()), err
}
