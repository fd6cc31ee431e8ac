package search

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	"xingke/backend/base/heap"
)

const (
	longestWait = 400 * time.Millisecond // that a query waits for its own change
)

var errBatch = errors.New("search: write batch")

// building is what the index does besides answering.
type building struct {
	done    atomic.Int64
	running atomic.Bool
	damaged atomic.Bool
	mu      sync.Mutex
	cancel  context.CancelFunc
	closed  bool
	err     error         // of the last attempt to load or build
	repair  chan struct{} // asks for a new build
	work    sync.WaitGroup
}

// begin notes work that Close must end; false when the index closes.
func (b *building) begin(ctx context.Context) (context.Context, func(), bool) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.closed {
		return nil, nil, false
	}
	ctx, cancel := context.WithCancel(ctx)
	if b.cancel == nil {
		b.cancel = cancel
	} else {
		before := b.cancel
		b.cancel = func() { before(); cancel() }
	}
	b.work.Add(1)
	return ctx, func() { cancel(); b.work.Done() }, true
}

// fail notes why the index could not be filled.
func (b *building) fail(err error) {
	if errors.Is(err, context.Canceled) {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.err = err
}

// broken notes that the index cannot be trusted and asks for a new one.
func (b *building) broken() {
	b.damaged.Store(true)
	b.askRepair()
}

// askRepair asks whoever runs the index to build it anew.
func (b *building) askRepair() {
	select {
	case b.repair <- struct{}{}:
	default:
	}
}

func (b *building) stop() {
	b.mu.Lock()
	b.closed = true
	if b.cancel != nil {
		b.cancel()
	}
	b.mu.Unlock()
	b.work.Wait()
}

// Status is what the Health page says of the index.
type Status struct {
	Built    bool
	Building bool   // being filled now
	Done     int    // documents so far while being filled
	Damaged  bool   // a query failed; it will be built anew
	Cursor   uint64 // sequence of the last change it holds
	Records  uint64
	Names    int   // in the memory of suggestions
	Err      error // why the index could not be filled
}

// Status tells the state of the index.
func (x *Index) Status() Status {
	x.mu.RLock()
	defer x.mu.RUnlock()
	s := Status{Built: x.built && !x.old, Building: x.state.running.Load(), Done: int(x.state.done.Load()), Damaged: x.state.damaged.Load(), Cursor: x.cursor.Load(), Names: x.suggest.count()}
	x.state.mu.Lock()
	s.Err = x.state.err
	x.state.mu.Unlock()
	if x.bleve != nil {
		s.Records, _ = x.bleve.DocCount()
	}
	return s
}

// Build fills the index from the store, from nothing. An index that answers goes on doing so until the new one is
// complete; otherwise queries find what is there already. progress, if not nil, is told how many records are done.
// When it is cancelled all stays as it was and the next Build starts over.
func (x *Index) Build(ctx context.Context, progress func(done int)) error {
	ctx, end, ok := x.state.begin(ctx)
	if !ok {
		return errClosed
	}
	defer end()
	x.filling.Lock()
	defer x.filling.Unlock()
	defer heap.Roomily()()
	x.state.running.Store(true)
	defer x.state.running.Store(false)
	x.state.done.Store(0)
	build := x.buildHere
	if x.answers() {
		build = x.buildBeside
	}
	if err := build(ctx, progress); err != nil {
		return err
	}
	x.state.mu.Lock()
	x.state.err = nil
	x.state.mu.Unlock()
	return nil
}

// buildHere fills the index that is open.
func (x *Index) buildHere(ctx context.Context, progress func(done int)) error {
	x.writing.Lock()
	defer x.writing.Unlock()
	if err := x.empty(); err != nil {
		return err
	}
	from := x.store.Seq()
	if err := x.fill(ctx, x.bleve, progress); err != nil {
		return err
	}
	if err := finish(x.bleve, from, nil); err != nil {
		return err
	}
	if err := x.point(x.folder); err != nil {
		return err
	}
	x.mu.Lock()
	x.built = true
	x.mu.Unlock()
	x.state.damaged.Store(false)
	x.moveTo(from)
	return nil
}

// empty makes sure that the index holds nothing.
func (x *Index) empty() error {
	if x.bleve != nil {
		if n, err := x.bleve.DocCount(); err == nil && n == 0 && !x.state.damaged.Load() {
			return nil
		}
	}
	x.mu.Lock() // queries wait until there is an index again
	defer x.mu.Unlock()
	if x.bleve != nil {
		_ = x.bleve.Close()
		x.bleve = nil
		x.discard(x.folder, x.state.damaged.Load())
	}
	return x.create()
}

// moveTo tells those who wait that the index has followed the store up to here.
func (x *Index) moveTo(seq uint64) {
	x.cursor.Store(seq)
	x.movedMu.Lock()
	defer x.movedMu.Unlock()
	close(x.moved)
	x.moved = make(chan struct{})
}
