package office

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"

	"xingke/app"
	"xingke/backend/core/rpc"
)

// feed tells browsers what changed, as server-sent events. It keeps the last of them, so that a
// browser that was away for a moment misses nothing.
type feed struct {
	stop func()
	gone chan struct{} // closed when the door closes

	mu      sync.Mutex
	kept    []told
	waiting map[chan struct{}]bool
	closed  bool
	first   uint64 // number of the oldest event kept
	epoch   string // of the numbers: they begin anew with every start of the program
}

// told is one event as it was told. Numbers count up by one.
type told struct {
	number uint64
	event  app.Event
	text   []byte
}

const (
	keptEvents = 512
	breath     = 20 * time.Second // between signs of life
)

func newFeed(a *app.App) *feed {
	f := &feed{gone: make(chan struct{}), waiting: map[chan struct{}]bool{}, first: 1, epoch: randomToken()[:8]}
	f.stop = a.Subscribe(f.hear)
	return f
}

func (f *feed) close() {
	f.stop()
	f.mu.Lock()
	defer f.mu.Unlock()
	if !f.closed {
		f.closed = true
		close(f.gone)
	}
}

func (f *feed) hear(e app.Event) {
	text, err := rpc.Encode(e)
	if err != nil {
		return // an event is plain data: it always encodes
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.kept = append(f.kept, told{f.first + uint64(len(f.kept)), e, text})
	if over := len(f.kept) - keptEvents; over > 0 {
		f.kept = append([]told(nil), f.kept[over:]...)
		f.first += uint64(over)
	}
	for wake := range f.waiting {
		select {
		case wake <- struct{}{}:
		default: // it is awake already
		}
	}
}

// after lists what was told after a number; missed says that some of it is no longer known.
func (f *feed) after(number uint64) (events []told, missed bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	next := f.first + uint64(len(f.kept))
	if number+1 < f.first || number >= next {
		return nil, number+1 != next
	}
	return f.kept[number+1-f.first:], false
}

func (f *feed) last() uint64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.first + uint64(len(f.kept)) - 1
}

func (f *feed) join() (wake chan struct{}, leave func()) {
	wake = make(chan struct{}, 1)
	f.mu.Lock()
	defer f.mu.Unlock()
	f.waiting[wake] = true
	return wake, func() {
		f.mu.Lock()
		defer f.mu.Unlock()
		delete(f.waiting, wake)
	}
}

// serve streams events until the browser goes. Last-Event-ID says where it was; if what came
// since is no longer known, it is told that everything may have changed. It ends when inside says that the one
// who listens may not be here any more.
func (f *feed) serve(w http.ResponseWriter, r *http.Request, v *app.Visit, inside func() bool) {
	out := http.NewResponseController(w)
	h := w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	w.WriteHeader(http.StatusOK)
	wake, leave := f.join()
	defer leave()
	at, known := f.place(r.Header.Get("Last-Event-ID"))
	if !known {
		if r.Header.Get("Last-Event-ID") != "" {
			_, _ = fmt.Fprintf(w, "id: %s-%d\ndata: {\"reset\":true}\n\n", f.epoch, at)
		}
	}
	_, _ = fmt.Fprint(w, "retry: 1000\n\n")
	beat := time.NewTicker(breath)
	defer beat.Stop()
	for {
		events, missed := f.after(at)
		if missed {
			at = f.last()
			_, _ = fmt.Fprintf(w, "id: %s-%d\ndata: {\"reset\":true}\n\n", f.epoch, at)
		}
		for _, one := range events {
			at = one.number
			if !v.Hears(one.event) {
				continue // other people's jobs are nobody's business
			}
			if !one.event.Door && !inside() { // who was here when it began may have left the company
				return
			}
			if _, err := fmt.Fprintf(w, "id: %s-%d\ndata: %s\n\n", f.epoch, at, one.text); err != nil {
				return
			}
		}
		if out.Flush() != nil {
			return
		}
		select {
		case <-wake:
		case <-beat.C:
			if _, err := fmt.Fprint(w, ": \n\n"); err != nil {
				return
			}
		case <-r.Context().Done():
			return
		case <-f.gone:
			return
		}
	}
}

// place reads where a browser was; a new one begins now. Numbers of an earlier start of the program are not known.
func (f *feed) place(id string) (at uint64, known bool) {
	epoch, number, _ := strings.Cut(id, "-")
	if at, err := strconv.ParseUint(number, 10, 64); err == nil && epoch == f.epoch {
		return at, true
	}
	return f.last(), false
}
