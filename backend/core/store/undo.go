package store

import (
	"context"
	"errors"
	"slices"

	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/core/entity"
)

// UndoResult tells what an undo did.
type UndoResult struct {
	Set       string // the change set that undoes; undoing it brings everything back
	Reverted  int    // records brought back to what they were
	Conflicts []Conflict
}

// Conflict is a record that was left, in whole or in part, because somebody built on the change.
type Conflict struct {
	Entity, ID string
	Title      string
	Fields     []string // that were left as they are now; empty for the whole record
	Reason     lang.Text
}

const undoBatch = 500

// undone is what a set did to one record, all of its changes together.
type undone struct {
	entity, id string
	created    bool
	turned     Verb // Deleted or Restored if that is the outcome
	gone       bool // deleted before the set and after it, but not within
	rev        uint64
	order      []string
	fields     map[string]Delta
}

// Undo takes a change set back: a field returns to its old value if it still has the one the
// set gave it; what the set created goes to the recycle bin if nobody changed it since; what
// it deleted is restored. The rest is told as conflicts and stays. An undo that was cut short
// is finished by calling it again; when nothing is left to take back, that is a Conflict.
// progress may be nil.
func (db *DB) Undo(ctx context.Context, set string, progress func(done, total int)) (UndoResult, error) {
	info, found, err := db.SetInfo(ctx, set)
	if err != nil {
		return UndoResult{}, err
	}
	if !found {
		return UndoResult{}, fault.New(fault.NotFound, "找不到这次改动", "This change does not exist.")
	}
	todo, err := db.collect(ctx, info)
	if err != nil {
		return UndoResult{}, err
	}
	result := UndoResult{Set: id.New()}
	in := setIn{id: result.Set, label: undoLabel(info.Label), undoes: set}
	if db.txIn(ctx) != nil {
		return UndoResult{}, errors.New("store: an undo is a transaction of its own")
	}
	ctx = context.WithValue(ctx, setKeyType{}, in)
	for done := 0; done < len(todo); {
		batch := todo[done:min(len(todo), done+undoBatch)]
		if err := db.undoBatch(ctx, batch, &result); err != nil {
			return result, err
		}
		done += len(batch)
		if progress != nil {
			progress(done, len(todo))
		}
	}
	if info.UndoneBy != "" && result.Reverted == 0 {
		return result, fault.New(fault.Conflict, "这次改动已经撤销过；如需恢复，请撤销那次“撤销”", "This change has already been undone. To bring it back, undo the undo.")
	}
	return result, nil
}

func undoLabel(label string) string {
	if label == "" {
		return "撤销"
	}
	return "撤销：" + label
}

func (db *DB) undoBatch(ctx context.Context, batch []*undone, result *UndoResult) error {
	reverted, conflicts := 0, []Conflict(nil)
	err := db.Write(ctx, func(ctx context.Context) error {
		for _, u := range batch {
			conflict, did, err := db.txIn(ctx).revert(ctx, u)
			if err != nil {
				return err
			}
			if did {
				reverted++
			}
			if conflict != nil {
				conflicts = append(conflicts, *conflict)
			}
		}
		return ctx.Err()
	})
	if err == nil {
		result.Reverted += reverted
		result.Conflicts = append(result.Conflicts, conflicts...)
	}
	return err
}

// collect gathers what a set did, the record changed last coming first.
func (db *DB) collect(ctx context.Context, info SetInfo) ([]*undone, error) {
	byKey := map[string]*undone{}
	var all []*undone
	err := db.EachOf(ctx, info, func(c *Change) bool {
		if db.lasting(c) {
			return true
		}
		key := string(recordKey(c.Entity, c.ID))
		u := byKey[key]
		if u == nil {
			u = &undone{entity: c.Entity, id: c.ID, fields: map[string]Delta{}}
			byKey[key] = u
			all = append(all, u)
		}
		u.take(c)
		return true
	})
	slices.Reverse(all)
	return all, err
}

func (u *undone) take(c *Change) {
	u.rev = c.Rev
	switch c.Verb {
	case Created:
		u.created = true
	case Deleted, Restored:
		if u.turned == "" {
			u.turned = c.Verb
		} else if u.turned != c.Verb {
			u.turned = "" // there and back again
			u.gone = c.Verb == Deleted
		}
	}
	for _, d := range c.Delta {
		if first, ok := u.fields[d.Field]; ok {
			d.Old = first.Old
		} else {
			u.order = append(u.order, d.Field)
		}
		u.fields[d.Field] = d
	}
}

// revert takes back what a set did to one record. did tells whether anything was changed.
func (x *tx) revert(ctx context.Context, u *undone) (conflict *Conflict, did bool, err error) {
	t := x.db.cfg.Types.Type(u.entity)
	if t == nil {
		return &Conflict{Entity: u.entity, ID: u.id, Reason: lang.Of("程序不再有这种记录", "The program no longer has records of this type.")}, false, nil
	}
	changes := len(x.changes)
	err = x.nested(ctx, func(ctx context.Context) error {
		if u.created {
			conflict, err = x.uncreate(ctx, t, u)
		} else {
			conflict, err = x.restoreFields(ctx, t, u)
		}
		return err
	})
	var f *fault.Error
	if errors.As(err, &f) && f.Kind != fault.Internal {
		return x.conflict(t, u, nil, f.Text), false, nil
	}
	return conflict, len(x.changes) > changes, err
}

// uncreate deletes a record that the set created, unless it is not what the set made it any more.
func (x *tx) uncreate(ctx context.Context, t *entity.Type, u *undone) (*Conflict, error) {
	now, err := x.state(t, u.id)
	if err != nil || !now.live() {
		return nil, err
	}
	if now.rev != u.rev {
		for _, p := range now.pairs {
			made := u.fields[p.name].New
			if !stamped(p.name) && p.name != nameCreatedAt && p.name != nameCreatedBy && !p.v.Equal(made) {
				return x.conflict(t, u, nil, lang.Of("之后又被修改过", "It has been changed since.")), nil
			}
		}
		for name, d := range u.fields {
			if !now.get(name).Equal(d.New) {
				return x.conflict(t, u, nil, lang.Of("之后又被修改过", "It has been changed since.")), nil
			}
		}
	}
	return nil, x.turn(ctx, t, u.id, now, Deleted)
}

// restoreFields brings fields that still have the set's values back to their old ones.
func (x *tx) restoreFields(ctx context.Context, t *entity.Type, u *undone) (*Conflict, error) {
	now, err := x.state(t, u.id)
	if err != nil {
		return nil, err
	}
	if !now.exists() {
		return nil, notFound(t.Label)
	}
	if u.turned == Deleted && !now.live() {
		if err := x.turn(ctx, t, u.id, now, Restored); err != nil {
			return nil, err
		}
	}
	if now, err = x.state(t, u.id); err != nil {
		return nil, err
	}
	var delta []Delta
	var left []string
	for _, name := range u.order {
		d, value := u.fields[name], now.get(name)
		switch {
		case value.Equal(d.Old):
		case value.Equal(d.New) && (now.live() || u.gone):
			delta = append(delta, Delta{Field: name, Old: value, New: d.Old})
		default:
			left = append(left, name)
		}
	}
	if err := x.takeBackFields(ctx, t, u.id, now, delta, len(left) > 0); err != nil {
		return nil, err
	}
	if u.turned == Restored {
		if now, err = x.state(t, u.id); err != nil {
			return nil, err
		}
		if now.live() {
			return nil, x.turn(ctx, t, u.id, now, Deleted)
		}
	}
	if len(left) == 0 {
		return nil, nil
	}
	return x.conflict(t, u, left, lang.Of("之后又被修改过", "It has been changed since.")), nil
}

// takeBackFields writes values that the record had before. If it becomes what it once was, its rules
// were asked then; if only a part goes back, they are asked now.
func (x *tx) takeBackFields(ctx context.Context, t *entity.Type, id string, before state, delta []Delta, part bool) error {
	if len(delta) == 0 {
		return nil
	}
	if err := x.db.ensureInside(x, t); err != nil {
		return err
	}
	slices.SortFunc(delta, func(a, b Delta) int { return nameOrder(a.Field, b.Field) })
	p := x.db.plan(t)
	c := x.change(t, id, Updated, before)
	c.Delta = delta
	after := fold(before, &c)
	old, rec := p.record(id, before), p.record(id, after)
	if part {
		if err := t.Check(rec, old); err != nil {
			return err
		}
		for _, one := range p.pairs(rec) { // what the check itself sets
			if !stamped(one.name) && !after.get(one.name).Equal(one.v) {
				c.Delta = append(c.Delta, Delta{Field: one.name, Old: before.get(one.name), New: one.v})
			}
		}
		after = fold(before, &c)
	}
	if err := x.allow(ctx, t, Updated, old, rec); err != nil {
		return err
	}
	ops, err := x.indexed(ctx, t, id, before, after)
	if err != nil {
		return err
	}
	x.add(pending{Change: c, t: t, before: before, after: after, ops: ops}, nil, entity.Base{})
	return nil
}

func (x *tx) conflict(t *entity.Type, u *undone, fields []string, why lang.Text) *Conflict {
	c := &Conflict{Entity: u.entity, ID: u.id, Fields: fields, Reason: why}
	if s, err := x.state(t, u.id); err == nil && s.exists() {
		c.Title = t.Title(x.db.plan(t).record(u.id, s))
	}
	if c.Title == "" {
		c.Title = u.fields[t.TitleSpec().Name].New.Text
	}
	return c
}
