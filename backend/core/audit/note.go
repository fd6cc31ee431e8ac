package audit

import (
	"context"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/entity"
	"xingke/backend/core/store"
)

// Place is where a call came from. A door puts it into the context.
type Place struct {
	Door Door
	From string // the other machine's address; "" is this machine
}

type placeKey struct{}

// At returns a context of which Note says that it came from p.
func At(ctx context.Context, p Place) context.Context { return context.WithValue(ctx, placeKey{}, p) }

// PlaceOf is where a call came from; without a door it is the program itself.
func PlaceOf(ctx context.Context) Place {
	if p, ok := ctx.Value(placeKey{}).(Place); ok {
		return p
	}
	return Place{Door: Program}
}

// Say sets the sentence of an event in both languages.
func (e Event) Say(text lang.Text) Event {
	e.What, e.WhatEN = text.ZH, text.EN
	return e
}

// About names the record an event is about.
func (e Event) About(t *entity.Type, rec entity.Record) Event {
	e.Entity, e.RecordID, e.Title, e.Count = t.Name, rec.Meta().ID, t.Title(rec), max(e.Count, 1)
	return e
}

// By says who did it, where that is not the one who acts in the context: a sign-in, say.
func (e Event) By(userID, name string) Event {
	e.UserID, e.UserName = userID, name
	return e
}

type noting struct{}

// set is the change set of all events that are written by themselves: they are nothing to undo.
const set = "audit"

// Note writes an event into the book's journal. Who, from where and when come from the context where
// the event does not say. Inside a Write it belongs to the same transaction. A book without events,
// as tests make them, takes no note.
func Note(ctx context.Context, db *store.DB, e Event) error {
	if db.Types().Type(Events.Name) == nil {
		return nil
	}
	if user, known := who.From(ctx); known && e.UserID == "" && e.UserName == "" {
		e.UserID, e.UserName = user.ID, user.Name
	}
	if place := PlaceOf(ctx); e.Door == "" {
		e.Door, e.From = place.Door, place.From
	}
	return db.Write(store.WithSet(ctx, set, ""), func(ctx context.Context) error {
		ctx = context.WithValue(who.With(ctx, who.System), noting{}, true) // whoever acts need have no right to it
		return db.Put(ctx, &e)
	})
}

// Keep lets only Note make events in a book. That none is changed or deleted the store itself sees to.
func Keep(db *store.DB) {
	db.Enact(Events.Name, store.Law{Allow: func(ctx context.Context, _, _ entity.Record) error {
		if ctx.Value(noting{}) != nil {
			return nil
		}
		return fault.New(fault.Forbidden, "审计记录只由程序写入", "Only the program itself can write audit events.")
	}})
}
