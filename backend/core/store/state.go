package store

import (
	"slices"

	"xingke/backend/core/field"
)

// Names of the fields that the store itself stamps.
const (
	nameCreatedAt = "createdAt"
	nameCreatedBy = "createdBy"
	nameUpdatedAt = "updatedAt"
	nameUpdatedBy = "updatedBy"
	nameDeletedAt = "deletedAt"
)

// state is a stored record: its revision, the sequence of its latest change and its fields.
// The zero state is "no record". States are never changed, only replaced.
type state struct {
	rev   uint64
	seq   uint64
	pairs []pair
}

func (s state) exists() bool { return s.rev > 0 }

// live tells that there is a record and that it does not lie in the recycle bin.
func (s state) live() bool { return s.exists() && s.get(nameDeletedAt).Empty() }

func (s state) get(name string) field.Value {
	if i, ok := s.find(name); ok {
		return s.pairs[i].v
	}
	return field.None
}

func (s state) find(name string) (int, bool) {
	return slices.BinarySearchFunc(s.pairs, name, func(p pair, name string) int { return nameOrder(p.name, name) })
}

// with returns the pairs with a field set, or cleared by the empty value. The pairs given must
// be the caller's own.
func with(pairs []pair, name string, v field.Value) []pair {
	i, ok := state{pairs: pairs}.find(name)
	switch {
	case v.Empty() && ok:
		return slices.Delete(pairs, i, i+1)
	case v.Empty():
		return pairs
	case ok:
		pairs[i].v = v
		return pairs
	}
	return slices.Insert(pairs, i, pair{name, v})
}

// stamped names are not part of a delta: they follow from the change itself.
func stamped(name string) bool {
	return name == nameUpdatedAt || name == nameUpdatedBy || name == nameDeletedAt
}

// fold applies a change to the state before it. Live writes and replay share it, so that a
// rebuilt view is the same to the byte.
func fold(before state, c *Change) state {
	pairs := make([]pair, 0, len(before.pairs)+len(c.Delta)+5)
	if c.Verb == Created {
		pairs = with(pairs, nameCreatedAt, field.OfInstant(c.At))
		pairs = with(pairs, nameCreatedBy, field.OfText(c.Actor))
	} else {
		pairs = append(pairs, before.pairs...)
	}
	if c.Verb == Created && len(c.Delta) > 4 { // sorted already: one merge instead of many inserts
		pairs = mergeNew(pairs, c.Delta)
	} else {
		for _, d := range c.Delta {
			pairs = with(pairs, d.Field, d.New)
		}
	}
	switch c.Verb {
	case Deleted:
		pairs = with(pairs, nameDeletedAt, field.OfInstant(c.At))
	case Restored:
		pairs = with(pairs, nameDeletedAt, field.None)
	}
	pairs = with(pairs, nameUpdatedAt, field.OfInstant(c.At))
	pairs = with(pairs, nameUpdatedBy, field.OfText(c.Actor))
	return state{rev: c.Rev, seq: c.Seq, pairs: pairs}
}

// mergeNew merges the new values of a sorted delta into sorted pairs.
func mergeNew(pairs []pair, delta []Delta) []pair {
	out := make([]pair, 0, len(pairs)+len(delta)+3)
	for _, d := range delta {
		for len(pairs) > 0 && nameOrder(pairs[0].name, d.Field) < 0 {
			out = append(out, pairs[0])
			pairs = pairs[1:]
		}
		if len(pairs) > 0 && pairs[0].name == d.Field {
			pairs = pairs[1:]
		}
		if !d.New.Empty() {
			out = append(out, pair{d.Field, d.New})
		}
	}
	return append(out, pairs...)
}

// diff lists what changed between two sorted lists of pairs, leaving out what the store stamps.
func diff(before, after []pair) []Delta {
	var delta []Delta
	if len(before) == 0 {
		delta = make([]Delta, 0, len(after))
	}
	add := func(name string, old, new field.Value) {
		if !stamped(name) && !old.Equal(new) {
			delta = append(delta, Delta{Field: name, Old: old, New: new})
		}
	}
	for len(before) > 0 || len(after) > 0 {
		switch {
		case len(before) == 0 || len(after) > 0 && nameOrder(after[0].name, before[0].name) < 0:
			add(after[0].name, field.None, after[0].v)
			after = after[1:]
		case len(after) == 0 || nameOrder(before[0].name, after[0].name) < 0:
			add(before[0].name, before[0].v, field.None)
			before = before[1:]
		default:
			add(before[0].name, before[0].v, after[0].v)
			before, after = before[1:], after[1:]
		}
	}
	return delta
}
