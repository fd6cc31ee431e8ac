package audit_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"xingke/backend/base/clock"
	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/audit"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/store"
)

// note is something that people keep, beside the events.
type note struct {
	entity.Base
	Text string `json:"text"`
}

var notes = entity.Define("note", "便签", func(n *note) []field.Field {
	return []field.Field{field.Text(&n.Text, "内容").Required().Title()}
})

var noon = time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)

func open(t *testing.T) (*store.DB, context.Context) {
	t.Helper()
	types := entity.NewSet(entity.Group{Module: "test", Types: []*entity.Type{notes.Type, audit.Events.Type}})
	db, err := store.Open(store.Config{Types: types, Clock: clock.At(noon)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = db.Close() })
	audit.Keep(db)
	ctx := who.With(context.Background(), who.User{ID: "u1", Name: "王芳"})
	return db, audit.At(ctx, audit.Place{Door: audit.Office, From: "10.0.0.7"})
}

func events(t *testing.T, db *store.DB) (list []*audit.Event) {
	t.Helper()
	err := db.Each(who.With(context.Background(), who.System), audit.Events.Type, func(rec entity.Record) bool {
		list = append(list, rec.(*audit.Event))
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestAnEventSaysWhoWhatWhenAndFromWhere(t *testing.T) {
	db, ctx := open(t)
	n := &note{Text: "合同"}
	if err := db.Put(ctx, n); err != nil {
		t.Fatal(err)
	}
	said := lang.Of("导出便签", "Exported notes")
	if err := audit.Note(ctx, db, audit.Event{Kind: audit.Export, Count: 3}.About(notes.Type, n).Say(said)); err != nil {
		t.Fatal(err)
	}
	if err := audit.Note(context.Background(), db, audit.Event{Kind: audit.SignInFailed}.By("", strings.Repeat("长", 300)).Say(said)); err != nil {
		t.Fatal(err)
	}
	got := events(t, db)
	if len(got) != 2 {
		t.Fatalf("%d events", len(got))
	}
	e := got[0]
	if e.UserID != "u1" || e.UserName != "王芳" || e.Door != audit.Office || e.From != "10.0.0.7" || e.Count != 3 ||
		e.Entity != "note" || e.RecordID != n.ID || e.Title != "合同" || e.What != said.ZH || e.WhatEN != said.EN || e.At.Sub(noon) > time.Second || e.At.Before(noon) {
		t.Errorf("%+v", e)
	}
	if f := got[1]; f.UserID != "" || f.Door != audit.Program || len([]rune(f.UserName)) != 121 {
		t.Errorf("%+v", f)
	}
}

func TestEventsAreWrittenForGood(t *testing.T) {
	db, ctx := open(t)
	if err := db.Put(ctx, &audit.Event{Kind: audit.SignIn}); !fault.Is(err, fault.Forbidden) {
		t.Errorf("an event was made by hand: %v", err)
	}
	if err := audit.Note(ctx, db, audit.Event{Kind: audit.SignIn}); err != nil {
		t.Fatal(err)
	}
	e := events(t, db)[0]
	e.UserName = "别人"
	if err := db.Put(ctx, e); !fault.Is(err, fault.Forbidden) {
		t.Errorf("an event was changed: %v", err)
	}
	if err := db.Delete(ctx, audit.Events.Type, e.ID, 0); !fault.Is(err, fault.Forbidden) {
		t.Errorf("an event was deleted: %v", err)
	}
	sets, err := db.Sets(ctx, 0, 10)
	if err != nil || len(sets) != 1 {
		t.Fatalf("%v %v", sets, err)
	}
	if result, err := db.Undo(ctx, sets[0].ID, nil); err != nil || result.Reverted != 0 || len(result.Conflicts) != 0 {
		t.Errorf("%+v %v", result, err)
	}
	if got := events(t, db); len(got) != 1 || got[0].UserName != "王芳" {
		t.Errorf("%+v", got)
	}
}

// An event that belongs to a change is saved with it, and stays when the change is undone.
func TestAnEventWithinAWrite(t *testing.T) {
	db, ctx := open(t)
	failed := errors.New("no")
	write := func(fail error) string {
		set := store.WithSet(ctx, "", "改权限")
		err := db.Write(set, func(ctx context.Context) error {
			if err := db.Put(ctx, &note{Text: "角色"}); err != nil {
				return err
			}
			if err := audit.Note(ctx, db, audit.Event{Kind: audit.Rights}); err != nil {
				return err
			}
			return fail
		})
		if !errors.Is(err, fail) {
			t.Fatal(err)
		}
		return store.SetOf(set)
	}
	write(failed)
	if got := events(t, db); len(got) != 0 {
		t.Fatalf("%d events of a write that failed", len(got))
	}
	result, err := db.Undo(ctx, write(nil), nil)
	if err != nil || result.Reverted != 1 || len(result.Conflicts) != 0 {
		t.Errorf("%+v %v", result, err)
	}
	if got := events(t, db); len(got) != 1 {
		t.Errorf("%d events after the undo", len(got))
	}
}
