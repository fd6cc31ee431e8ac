package store

import (
	"context"
	"errors"
	"strings"

	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

// Put saves a record: it creates one whose Rev is 0, giving it an id if it has none, and
// updates one over the very revision it was read with (else a Conflict). It runs the type's
// Check and stamps rec with what was saved. A record that says nothing new is not saved again.
func (db *DB) Put(ctx context.Context, rec entity.Record) error {
	t, err := db.typeOf(rec)
	if err != nil {
		return err
	}
	return db.within(ctx, func(ctx context.Context, x *tx) error { return x.put(ctx, t, rec) })
}

// Delete puts a record into the recycle bin. rev is the revision that was read; 0 is whatever it is now.
func (db *DB) Delete(ctx context.Context, t *entity.Type, id string, rev uint64) error {
	return db.within(ctx, func(ctx context.Context, x *tx) error {
		before, err := x.present(t, id, rev)
		if err != nil {
			return err
		}
		if !before.live() {
			return notFound(t.Label)
		}
		return x.turn(ctx, t, id, before, Deleted)
	})
}

// Restore takes a record out of the recycle bin. A live one stays as it is.
func (db *DB) Restore(ctx context.Context, t *entity.Type, id string) error {
	return db.within(ctx, func(ctx context.Context, x *tx) error {
		before, err := x.present(t, id, 0)
		if err != nil || before.live() {
			return err
		}
		return x.turn(ctx, t, id, before, Restored)
	})
}

// within runs fn in the transaction that ctx carries, or in one of its own.
func (db *DB) within(ctx context.Context, fn func(ctx context.Context, x *tx) error) error {
	if x := db.txIn(ctx); x != nil {
		return fn(ctx, x)
	}
	return db.Write(ctx, func(ctx context.Context) error { return fn(ctx, db.txIn(ctx)) })
}

// state returns a record as the transaction sees it.
func (x *tx) state(t *entity.Type, id string) (state, error) {
	key := recordKey(t.Name, id)
	if s, ok := x.states[string(key)]; ok {
		return s, nil
	}
	s, err := x.db.readState(x.snap, key, x.db.plan(t))
	if err != nil {
		return s, viewFault(err)
	}
	return s, nil
}

func (x *tx) present(t *entity.Type, id string, rev uint64) (state, error) {
	before, err := x.state(t, id)
	switch {
	case err != nil:
		return before, err
	case !before.exists():
		return before, notFound(t.Label)
	case rev != 0 && rev != before.rev:
		return before, stale(t.Label)
	}
	return before, nil
}

func (x *tx) put(ctx context.Context, t *entity.Type, rec entity.Record) (err error) {
	base := rec.Meta()
	stamps := *base
	defer func() {
		if err != nil {
			*base = stamps
		}
	}()
	if err := x.db.ensureInside(x, t); err != nil {
		return err
	}
	p := x.db.plan(t)
	before, old, err := x.former(p, base)
	if err == nil {
		err = kept(t, old != nil)
	}
	if err != nil {
		return err
	}
	kept := *base
	base.UpdatedAt, base.UpdatedBy = field.OfInstant(stamp(x.at)).Time(), id.Of[who.User](x.actor) // who writes and when: rules may ask
	if err := t.Check(rec, old); err != nil {
		return err
	}
	verb := Updated
	if old == nil {
		verb = Created
	}
	if err := x.allow(ctx, t, verb, old, rec); err != nil {
		return err
	}
	if err := x.db.laws.allow(ctx, t, old, rec); err != nil {
		return err
	}
	return x.lawfully(ctx, t, old, rec, func() error {
		if err := x.save(ctx, t, p, rec, verb, before, stamps); err != nil || base.Rev != kept.Rev {
			return err
		}
		base.UpdatedAt, base.UpdatedBy = kept.UpdatedAt, kept.UpdatedBy // nothing was new
		return errNothingNew
	})
}

// former finds what a record replaces and sets the stamps it keeps.
func (x *tx) former(p *plan, base *entity.Base) (state, entity.Record, error) {
	if base.ID == "" && base.Rev == 0 {
		base.ID = id.New()
		x.stampNew(base)
		return state{}, nil, nil
	}
	if err := soundID(base.ID); err != nil {
		return state{}, nil, err
	}
	before, err := x.state(p.t, base.ID)
	if err != nil {
		return before, nil, err
	}
	switch {
	case base.Rev == 0 && before.exists():
		return before, nil, fault.New(fault.Conflict, "已有同一编号的%s", "A record (%s) with this ID already exists.", p.t.Label)
	case base.Rev == 0:
		x.stampNew(base)
		return before, nil, nil
	case !before.exists():
		return before, nil, notFound(p.t.Label)
	case before.rev != base.Rev || !before.live():
		return before, nil, stale(p.t.Label)
	}
	old := p.record(base.ID, before)
	was := old.Meta()
	base.CreatedAt, base.CreatedBy, base.DeletedAt = was.CreatedAt, was.CreatedBy, was.DeletedAt
	base.UpdatedAt, base.UpdatedBy = was.UpdatedAt, was.UpdatedBy
	return before, old, nil
}

// stampNew fills in who made a record and when, unless the source of the record knows better.
func (x *tx) stampNew(base *entity.Base) {
	if base.CreatedAt.IsZero() {
		base.CreatedAt = field.OfInstant(stamp(x.at)).Time()
	}
	if base.CreatedBy == "" {
		base.CreatedBy = id.Of[who.User](x.actor)
	}
	base.DeletedAt = field.None.Time()
}

// soundID keeps bytes out of ids that would break the keys.
func soundID(id string) error {
	if id == "" || len(id) > 64 || strings.IndexFunc(id, func(r rune) bool { return r <= ' ' || r > '~' }) >= 0 {
		return fault.New(fault.Invalid, "记录编号“%s”无效", "The record id %q is not valid.", lang.S(id))
	}
	return nil
}

// save adds the change that makes before into rec, and stamps rec.
func (x *tx) save(ctx context.Context, t *entity.Type, p *plan, rec entity.Record, verb Verb, before state, stamps entity.Base) error {
	base := rec.Meta()
	now := p.pairs(rec)
	delta := diff(p.shown(before.pairs), now)
	if verb == Updated && len(delta) == 0 {
		return nil
	}
	c := x.change(t, base.ID, verb, before)
	if verb == Created {
		delta = withoutOwnStamps(delta, &c)
	}
	c.Delta = delta
	if err := x.references(p, delta); err != nil {
		return err
	}
	after := fold(before, &c)
	ops, err := x.indexed(ctx, t, base.ID, before, after)
	if err != nil {
		return err
	}
	base.Rev = c.Rev
	base.UpdatedAt, base.UpdatedBy = field.OfInstant(c.At).Time(), id.Of[who.User](c.Actor)
	x.add(pending{Change: c, t: t, before: before, after: after, ops: ops}, rec, stamps)
	return nil
}

// withoutOwnStamps leaves out creation stamps that follow from the change.
func withoutOwnStamps(delta []Delta, c *Change) []Delta {
	kept := delta[:0]
	for _, d := range delta {
		if d.Field == nameCreatedAt && d.New.Equal(field.OfInstant(c.At)) || d.Field == nameCreatedBy && d.New.Text == c.Actor {
			continue
		}
		kept = append(kept, d)
	}
	return kept
}

// shown are the pairs that the type knows; the others stay untouched when a record is saved.
func (p *plan) shown(pairs []pair) []pair {
	hint := 0
	for i, one := range pairs {
		at, ok := p.at(one.name, hint)
		if ok && p.specs[at].Kind.Form() == one.v.Form {
			hint = at + 1
			continue
		}
		kept := append([]pair(nil), pairs[:i]...)
		for _, one := range pairs[i:] {
			if at, ok := p.byName[one.name]; ok && p.specs[at].Kind.Form() == one.v.Form {
				kept = append(kept, one)
			}
		}
		return kept
	}
	return pairs
}

func (x *tx) change(t *entity.Type, id string, verb Verb, before state) Change {
	return Change{Entity: t.Name, ID: id, Verb: verb, Rev: before.rev + 1, Actor: x.actor, Device: x.db.cfg.Device, At: stamp(x.at)}
}

// turn deletes or restores.
func (x *tx) turn(ctx context.Context, t *entity.Type, id string, before state, verb Verb) error {
	if err := kept(t, true); err != nil {
		return err
	}
	p := x.db.plan(t)
	if err := x.db.ensureInside(x, p.t); err != nil {
		return err
	}
	c := x.change(t, id, verb, before)
	after := fold(before, &c)
	old, now := p.record(id, before), p.record(id, after)
	if err := x.allow(ctx, t, verb, old, now); err != nil {
		return err
	}
	if err := x.db.laws.allow(ctx, t, old, now); err != nil {
		return err
	}
	return x.lawfully(ctx, t, old, now, func() error {
		ops, err := x.indexed(ctx, t, id, before, after)
		if err != nil {
			return err
		}
		x.add(pending{Change: c, t: t, before: before, after: after, ops: ops}, nil, entity.Base{})
		return nil
	})
}

func (x *tx) allow(ctx context.Context, t *entity.Type, verb Verb, before, after entity.Record) error {
	if x.db.cfg.Guard == nil {
		return nil
	}
	return x.db.cfg.Guard.Write(ctx, t, verb, before, after)
}

// indexed lists the index changes of a record and refuses a unique value that another has.
func (x *tx) indexed(ctx context.Context, t *entity.Type, id string, before, after state) ([]op, error) {
	indexes := x.db.indexesOf(t.Name)
	ops := indexOps(make([]op, 0, len(indexes)), indexes, id, before, after)
	for _, o := range ops {
		if o.gone || o.value == nil {
			continue
		}
		holder, found, err := x.unique(o.key)
		if err != nil {
			return nil, viewFault(err)
		}
		if found && holder != id {
			return nil, x.taken(ctx, t, o.key, holder)
		}
	}
	return ops, nil
}

// unique returns who holds a unique key.
func (x *tx) unique(key []byte) (string, bool, error) {
	if v, ok := x.overlay.Get(key); ok {
		return string(v[1:]), v[0] == 1, nil
	}
	var holder string
	found, err := x.snap.Get(key, func(v []byte) error { holder = string(v); return nil })
	return holder, found, err
}

// taken names the field and the record that has its value already.
func (x *tx) taken(ctx context.Context, t *entity.Type, key []byte, holder string) error {
	name := strings.Split(string(key[1:]), "\x00")[1]
	label := lang.Of(name, name)
	if s := t.Spec(name); s != nil {
		label = s.Label
	}
	title := holder
	if other, err := x.state(t, holder); err == nil && other.exists() {
		p := x.db.plan(t)
		rec := p.record(holder, other)
		if guard := x.db.cfg.Guard; guard != nil && guard.Read(ctx, t, rec) != nil {
			f := fault.Field(name, lang.Sayf("%s不能重复：另一条您无权查看的%s已经用了这个值", "%s must be unique: another %s, which you cannot see, already has this value", label, t.Label))
			f.Kind, f.Cause = fault.Conflict, &Taken{Entity: t.Name, Field: name, ID: holder}
			return f
		}
		title = p.t.Title(rec)
	}
	text := lang.Sayf("%s不能重复：%s“%s”已经用了这个值", "%s must be unique: the record %s \"%s\" already has this value", label, t.Label, lang.S(title))
	f := fault.Field(name, text)
	f.Kind, f.Cause = fault.Conflict, &Taken{Entity: t.Name, Field: name, ID: holder}
	return f
}

// Taken is the cause of the Conflict about a unique field: which record has the value.
type Taken struct{ Entity, Field, ID string }

// Error says it for logs.
func (t *Taken) Error() string { return "store: " + t.Entity + " " + t.ID + " has this " + t.Field }

// TakenBy returns the record whose unique value a save collided with.
func TakenBy(err error) (*Taken, bool) {
	var t *Taken
	return t, errors.As(err, &t)
}
