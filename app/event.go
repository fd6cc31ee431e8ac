package app

import (
	"sync"
	"time"

	"xingke/backend/core/records"
	"xingke/backend/core/store"
)

// Event tells what changed, or how a job stands. What follows a quiet time is told at
// once; while much happens it is gathered for a moment and told together.
type Event struct {
	Book    string       `json:"-"`             // whose sequence it is
	Seq     uint64       `json:"seq,omitempty"` // of the latest change told
	Changes []Changed    `json:"changes,omitempty"`
	Job     *records.Job `json:"job,omitempty"`
	Door    bool         `json:"door,omitempty"` // somebody signed in or out, or the book was locked: see whether one may stay
}

// Changed names an entity of which something changed. It does not say which records: not everybody may know of each.
type Changed struct {
	Entity string `json:"entity"`
}

// Hears tells whether somebody may be told of an event: that the door stands otherwise, whoever is there; how a job
// stands, whose it is.
func (v *Visit) Hears(e Event) bool {
	v.mu.Lock()
	defer v.mu.Unlock()
	return e.Job == nil || v.user == e.Job.Owner() && !v.locked
}

const (
	soon       = 5 * time.Millisecond // after a quiet time
	gather     = 100 * time.Millisecond
	mostResult = 4 << 10 // bytes of a job's result that an event carries
)

// hub gathers what happens and tells those who listen.
type hub struct {
	mu      sync.Mutex
	book    string
	seq     uint64
	order   []string
	changed map[string]bool // entities
	jobs    []records.Job
	atDoor  bool
	timer   *time.Timer
	told    time.Time
	heard   map[int]func(Event)
	next    int
	closed  bool

	telling sync.Mutex // one event at a time, in order
}

func newHub() *hub { return &hub{changed: map[string]bool{}, heard: map[int]func(Event){}} }

func (h *hub) subscribe(heard func(Event)) (stop func()) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.next++
	key := h.next
	h.heard[key] = heard
	return func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.heard, key)
	}
}

// begin says which book is open now; everything that was shown of another is out of date.
func (h *hub) begin(book string, seq uint64, entities []string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	reset := h.book != "" && h.book != book
	h.book, h.seq = book, seq
	if reset {
		for _, name := range entities {
			h.note(name)
		}
		h.arm()
	}
}

// commit is the store's observer: it only takes notes.
func (h *hub) commit(c store.Commit) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.seq = c.Seq
	for i := range c.Items {
		h.note(c.Items[i].Change.Entity)
	}
	h.arm()
}

func (h *hub) note(entity string) {
	if !h.changed[entity] {
		h.changed[entity] = true
		h.order = append(h.order, entity)
	}
}

// job takes note of how a job stands; only its latest state is told.
func (h *hub) job(job records.Job) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(job.Result) > mostResult {
		job.Result = nil // whoever wants it asks jobs.get
	}
	for i := range h.jobs {
		if h.jobs[i].ID == job.ID {
			h.jobs[i] = job
			h.arm()
			return
		}
	}
	h.jobs = append(h.jobs, job)
	h.arm()
}

// door tells that who may see what has changed.
func (h *hub) door() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.atDoor = true
	h.arm()
}

func (h *hub) arm() {
	if h.timer == nil && !h.closed {
		h.timer = time.AfterFunc(max(soon, gather-time.Since(h.told)), h.tell)
	}
}

func (h *hub) tell() {
	h.telling.Lock()
	defer h.telling.Unlock()
	events, heard := h.take()
	for _, event := range events {
		for _, tell := range heard {
			tell(event)
		}
	}
}

func (h *hub) take() (events []Event, heard []func(Event)) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.timer, h.told = nil, time.Now()
	if h.closed {
		return nil, nil
	}
	if len(h.order) > 0 {
		event := Event{Book: h.book, Seq: h.seq}
		for _, name := range h.order {
			event.Changes = append(event.Changes, Changed{Entity: name})
		}
		events = append(events, event)
	}
	for i := range h.jobs {
		events = append(events, Event{Book: h.book, Job: &h.jobs[i]})
	}
	if h.atDoor {
		events = append(events, Event{Book: h.book, Door: true})
	}
	h.order, h.changed, h.jobs, h.atDoor = nil, map[string]bool{}, nil, false
	for _, one := range h.heard {
		heard = append(heard, one)
	}
	return events, heard
}

func (h *hub) close() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.closed = true
	if h.timer != nil {
		h.timer.Stop()
	}
}
