package search

import (
	"context"
	"sync"

	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/store"
)

// Attachments says which records are files of others: the name of a file finds the record that holds it.
type Attachments struct {
	Type  *entity.Type
	Field string // the link to the record, indexed in the store
}

// maxFiles bounds the names of files that are indexed with one record.
const maxFiles = 300

// holders remembers which records have files, for most have none.
type holders struct {
	mu    sync.RWMutex
	known map[string]bool // by their ids; nil until they were read
}

// may tells whether a record may have files.
func (h *holders) may(ctx context.Context, x *Index, of string) bool {
	h.mu.RLock()
	known, has := h.known != nil, h.known[of]
	h.mu.RUnlock()
	if known {
		return has
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.known == nil {
		all := map[string]bool{}
		err := x.store.Each(ctx, x.attachments.Type, func(rec entity.Record) bool {
			if !rec.Meta().Deleted() {
				all[x.holderOf(rec).ID] = true
			}
			return ctx.Err() == nil
		})
		if err != nil || ctx.Err() != nil {
			return true // then it is looked up
		}
		h.known = all
	}
	return h.known[of]
}

// note remembers that a record has files.
func (h *holders) note(of string) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.known != nil {
		h.known[of] = true
	}
}

func (x *Index) holderOf(rec entity.Record) id.Link {
	return entity.Get(rec, x.attachments.Type.Spec(x.attachments.Field)).Link()
}

// fileParts are the names of the files that a record holds. Who may read the record may read them.
func (x *Index) fileParts(ctx context.Context, list []part, t *entity.Type, rec entity.Record) []part {
	if x.attachments.Type == nil || t.Name == x.attachments.Type.Name {
		return list
	}
	if !x.holders.may(ctx, x, rec.Meta().ID) {
		return list
	}
	inside := who.With(ctx, who.System)
	ids, err := x.store.Lookup(inside, x.attachments.Type, x.attachments.Field, field.OfLink(id.Link{Entity: t.Name, ID: rec.Meta().ID}))
	if err != nil {
		return list
	}
	said := lang.Of("附件：", "Attachment: ").In(who.Lang(ctx))
	for _, one := range ids[:min(len(ids), maxFiles)] {
		if file, err := x.store.Get(inside, x.attachments.Type, one); err == nil {
			list = append(list, part{text: x.attachments.Type.Title(file), said: said})
		}
	}
	return list
}

// holderTouch is the record whose files a change is about.
func (x *Index) holderTouch(ctx context.Context, c *store.Change) (touch, bool) {
	if x.attachments.Type == nil || c.Entity != x.attachments.Type.Name {
		return touch{}, false
	}
	var link id.Link
	for _, d := range c.Delta {
		if d.Field == x.attachments.Field {
			if link = d.New.Link(); link.ID == "" {
				link = d.Old.Link()
			}
		}
	}
	if link.ID == "" {
		rec, err := x.store.Find(who.With(ctx, who.System), x.attachments.Type, c.ID)
		if err != nil {
			return touch{}, false // it is gone for good, and was told of before
		}
		link = x.holderOf(rec)
	}
	x.holders.note(link.ID)
	return touch{entity: link.Entity, id: link.ID}, link.ID != ""
}
