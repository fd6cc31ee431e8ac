package audit

import (
	"context"
	"log/slog"
	"strings"
	"sync"
	"time"

	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/entity"
	"xingke/backend/core/store"
)

// Watch gathers what happens too often for an event each: refusals, and reads of private fields. The
// first of a kind is written soon; what one person repeats from one place is counted, and written
// together a while later. A nil Watch watches nothing.
type Watch struct {
	db          *store.DB
	soon, while time.Duration

	mu     sync.Mutex
	seen   map[sight]*sighted
	timer  *time.Timer
	next   time.Time
	closed bool
}

const (
	writtenSoon = 3 * time.Second
	gathered    = 10 * time.Minute
	mostSights  = 500 // different ones at a time; what goes beyond is counted under one roof
	mostNames   = 8   // of records, in the sentence
	mostRecords = 20_000
)

// sight is what is counted together.
type sight struct {
	kind          Kind
	user, from    string
	door          Door
	entity, about string // the private group, or the operation
}

type sighted struct {
	ctx     context.Context
	count   int
	records map[string]bool
	first   Event
	names   []string
	due     time.Time
}

// NewWatch watches a book. Close it before the book is closed.
func NewWatch(db *store.DB) *Watch {
	return &Watch{db: db, soon: writtenSoon, while: gathered, seen: map[sight]*sighted{}}
}

// Read notes that the one who acts was shown a private group of fields of a record.
func (w *Watch) Read(ctx context.Context, t *entity.Type, group string, rec entity.Record) {
	if w == nil {
		return
	}
	user, known := who.From(ctx)
	if !known || user.ID == who.System.ID {
		return
	}
	id := rec.Meta().ID
	w.note(ctx, sight{kind: Read, user: user.ID, entity: t.Name, about: group}, func(s *sighted) bool {
		if s.records[id] || len(s.records) >= mostRecords {
			return false
		}
		if s.records == nil {
			s.records = map[string]bool{}
		}
		s.records[id] = true
		if len(s.names) < mostNames {
			s.names = append(s.names, cut(t.Title(rec), 40))
		}
		s.first.Group = group
		if len(s.records) == 1 {
			s.first = s.first.About(t, rec)
			s.first.What, s.first.WhatEN = t.Label.ZH, t.Label.EN // until the sentence is made
		}
		return true
	})
}

// Refused notes that a call was refused for want of a right.
func (w *Watch) Refused(ctx context.Context, operation, entity string, reason lang.Text) {
	if w == nil {
		return
	}
	user, _ := who.From(ctx)
	w.note(ctx, sight{kind: Refused, user: user.ID, entity: entity, about: operation}, func(s *sighted) bool {
		s.first.Entity = entity
		s.first = s.first.Say(lang.Sayf("%s：%s", "%s: %s", lang.S(operation), reason))
		return true
	})
}

// TurnedAway notes that a door refused a request for how it came, whoever sent it; from is what it said of itself.
func (w *Watch) TurnedAway(ctx context.Context, from string, reason lang.Text) {
	if w == nil {
		return
	}
	w.note(ctx, sight{kind: Refused, about: reason.EN}, func(s *sighted) bool {
		s.first = s.first.By("", cut(from, 60)).Say(reason)
		return true
	})
}

func (w *Watch) note(ctx context.Context, key sight, add func(*sighted) bool) {
	place := PlaceOf(ctx)
	key.door, key.from = place.Door, place.From
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.closed {
		return
	}
	s := w.seen[key]
	if s == nil && len(w.seen) >= mostSights {
		key = sight{kind: key.kind}
		s = w.seen[key]
	}
	now := time.Now() // of the machine: it only thins out
	if s == nil {
		s = &sighted{due: now.Add(w.soon)}
		w.seen[key] = s
	}
	if s.count == 0 {
		s.ctx, s.first = context.WithoutCancel(ctx), Event{Kind: key.kind}
	}
	if add(s) {
		s.count++
		w.arm(s.due)
	}
}

// arm sees to it that what is due is written.
func (w *Watch) arm(due time.Time) {
	if w.timer != nil && !due.Before(w.next) {
		return
	}
	if w.timer != nil {
		w.timer.Stop()
	}
	w.next = due
	w.timer = time.AfterFunc(time.Until(due), func() { w.flush(false) })
}

// flush writes what is due, or everything.
func (w *Watch) flush(all bool) {
	now := time.Now()
	w.mu.Lock()
	w.timer = nil
	var ready []*sighted
	for key, s := range w.seen {
		switch {
		case s.count == 0 && (all || !s.due.After(now)): // quiet for a while: the next one is a first one again
			delete(w.seen, key)
		case all || !s.due.After(now):
			ready = append(ready, s)
			w.seen[key] = &sighted{due: now.Add(w.while)}
			w.arm(now.Add(w.while))
		default:
			w.arm(s.due)
		}
	}
	w.mu.Unlock()
	for _, s := range ready {
		if err := Note(s.ctx, w.db, s.event()); err != nil {
			slog.Warn("an audit event was not written", "kind", s.first.Kind, "count", s.count, "err", err)
		}
	}
}

// event sums up what was seen.
func (s *sighted) event() Event {
	e := s.first
	e.Count = s.count
	switch {
	case e.Kind == Refused && s.count > 1:
		e.What += lang.Sayf("（%s 次）", " (%s times)", lang.N(s.count)).ZH
		e.WhatEN += lang.Sayf("（%s 次）", " (%s times)", lang.N(s.count)).EN
	case e.Kind == Read:
		if s.count > 1 {
			e.RecordID, e.Title = "", ""
		}
		e = e.Say(s.sentence(lang.Of(e.What, e.WhatEN)))
	}
	return e
}

func (s *sighted) sentence(label lang.Text) lang.Text {
	if s.count == 1 {
		return lang.Sayf("查看%s“%s”的保密字段", "Viewed sensitive fields of %s %s", label, lang.S(s.names[0]))
	}
	names := lang.Of(strings.Join(s.names, "、"), strings.Join(s.names, ", "))
	if s.count > len(s.names) {
		names = lang.Sayf("%s 等", "%s and more", names)
	}
	return lang.Sayf("查看 %s 条%s的保密字段：%s", "Viewed sensitive fields of %s records (%s): %s", lang.N(s.count), label, names)
}

// Flush writes what was gathered so far.
func (w *Watch) Flush() {
	if w != nil {
		w.flush(true)
	}
}

// Close writes what was gathered.
func (w *Watch) Close() error {
	if w == nil {
		return nil
	}
	w.mu.Lock()
	if w.timer != nil {
		w.timer.Stop()
	}
	w.mu.Unlock()
	w.flush(true)
	w.mu.Lock()
	defer w.mu.Unlock()
	w.closed = true
	if w.timer != nil {
		w.timer.Stop()
	}
	return nil
}
