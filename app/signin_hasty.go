package app

import (
	"context"

	"xingke/backend/base/lang"
	"xingke/backend/core/audit"
	"xingke/backend/core/seal"
)

// hasty counts the tries that come before their wait is over, by whose secret is tried.
type hasty map[string]int

// mostHasty is how many whose tries are counted apart.
const mostHasty = 1000

// count tells whether one more is worth a line: the first, the tenth, the hundredth. Whoever tries without end is to
// be seen in the journal, and not to fill it.
func (h hasty) count(whose string) (n int, line bool) {
	for one := range h { // any of them
		if len(h) < mostHasty {
			break
		}
		delete(h, one)
	}
	h[whose]++
	head := h[whose]
	for head%10 == 0 {
		head /= 10
	}
	return h[whose], head == 1
}

// tooSoonLine is what is noted of a try that nobody looked at.
func tooSoonLine(event audit.Event, n int) audit.Event {
	event.Kind, event.Count = audit.SignInFailed, n
	if n == 1 {
		return event.Say(lang.Of("还没到可以再试的时间就又试了一次", "Tried again before the waiting time was over"))
	}
	return event.Say(lang.Sayf("还没到可以再试的时间就又试了，已有 %s 次", "Tried again before the waiting time was over, %s times so far", lang.N(n)))
}

// notesHaste writes down a try at the book's passphrase that came too soon. While there is no book, b is nil and the
// line is kept until there is one.
func (a *App) notesHaste(ctx context.Context, b *book, err error) {
	a.gate.mu.Lock()
	if a.gate.hasty == nil || !seal.IsTooSoon(err) {
		a.gate.hasty = hasty{}
	}
	n, line := 0, false
	if seal.IsTooSoon(err) {
		n, line = a.gate.hasty.count("")
	}
	a.gate.mu.Unlock()
	if !line {
		return
	}
	place := audit.PlaceOf(ctx)
	event := tooSoonLine(audit.Event{At: a.now().UTC(), Door: place.Door, From: place.From}, n)
	if b != nil {
		a.noted(audit.Note(ctx, b.db, event))
		return
	}
	a.later(event)
}
