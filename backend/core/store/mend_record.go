package store

import (
	"cmp"
	"slices"

	"xingke/backend/base/lang"
	"xingke/backend/core/field"
)

// mendLabel is what stands in the history beside changes that were made again.
var mendLabel = lang.Of("日志修复", "Journal repaired")

// need asks for sequences for the lost changes of a record before its last one.
type need struct {
	key        string
	after, at  uint64 // between these
	n          int
	first, all Change // the first of them, and those that follow
}

// restore works out what the lost changes of one record did: the last change of each hole stands
// at a sequence that is known; those before it wait for places.
func (one *lostRecord) restore(m *mending, key string, bySeq map[uint64]Change) (needs []need) {
	entity, id := splitKey(key)
	slices.SortFunc(one.holes, func(a, b hole) int { return cmp.Compare(a.at, b.at) })
	var now state
	rest := one.frames
	for i, h := range one.holes {
		for ; len(rest) > 0 && rest[0].Seq < h.at; rest = rest[1:] {
			now = fold(now, &rest[0])
		}
		later := rest
		if i+1 < len(one.holes) {
			next := one.holes[i+1].at
			later = later[:slices.IndexFunc(append(slices.Clone(later), Change{Seq: next}), func(c Change) bool { return c.Seq >= next })]
		}
		last := i == len(one.holes)-1
		after := one.guess(now, later)
		if one.seen && h.at <= m.applied.seq { // what is not told in between belongs to the first hole
			after = unfold(one.after, rest, m.applied.seq)
		}
		if !now.exists() && h.revs <= 1 { // it was only made here
			after.pairs = with(slices.Clone(after.pairs), nameDeletedAt, field.None)
		}
		c := Change{Entity: entity, ID: id, Based: h.at, Rev: now.rev + uint64(h.revs), Seq: h.at}
		if last && one.seen && one.after.seq == h.at {
			c.At, c.Actor = stamp(one.after.get(nameUpdatedAt).Int*1000), one.after.get(nameUpdatedBy).Text
		}
		needs = append(needs, lostChanges(key, c, h, now, after, bySeq)...)
		now = after
		now.rev, now.seq = c.Rev, h.at
		if c.At.IsZero() && !now.get(nameDeletedAt).Empty() { // not the moment it was: a later hole sets it right
			now.pairs = with(slices.Clone(now.pairs), nameDeletedAt, field.OfInt(1))
		}
	}
	if !one.seen {
		for ; len(rest) > 0; rest = rest[1:] {
			now = fold(now, &rest[0])
		}
		one.after = now
	}
	return needs
}

// lostChanges makes the changes of one hole: the first does everything, but for moving the
// record into the recycle bin or out of it, which is the last one's.
func lostChanges(key string, c Change, h hole, before, after state, bySeq map[uint64]Change) []need {
	does := c
	does.Verb = Updated
	if !before.exists() {
		does.Verb = Created
	}
	does.Delta = diff(before.pairs, after.pairs)
	slices.SortFunc(does.Delta, func(a, b Delta) int { return nameOrder(a.Field, b.Field) })
	moves := Updated
	was, is := before.get(nameDeletedAt), after.get(nameDeletedAt)
	switch {
	case is.Empty() && !was.Empty():
		moves = Restored
	case !is.Equal(was):
		moves = Deleted
		if !was.Empty() && h.revs > 1 {
			does.Verb = Restored // in between
		}
	}
	if h.revs <= 1 {
		if moves != Updated && does.Verb != Created {
			does.Verb = moves
		}
		does.Based = h.after
		bySeq[h.at] = does
		return nil
	}
	last := c
	last.Verb, last.Delta = moves, nil
	bySeq[h.at] = last
	c.Verb, c.Delta = Updated, nil
	return []need{{key: key, after: h.after, at: h.at, n: h.revs - 1, first: does, all: c}}
}

// spread gives the lost changes before the last of each record places that nobody is known to
// have held, in the order of the sequences: who must be placed first comes first.
func (m *mending) spread(needs []need, bySeq map[uint64]Change) {
	slices.SortFunc(needs, func(a, b need) int { return cmp.Compare(a.at, b.at) })
	placed := make([][]uint64, len(needs))
	for _, g := range m.gaps {
		for seq := g.First; seq <= g.Last; seq++ {
			if _, taken := bySeq[seq]; taken {
				continue
			}
			for i := range needs {
				if n := &needs[i]; n.after < seq && seq < n.at && len(placed[i]) < n.n {
					placed[i] = append(placed[i], seq)
					bySeq[seq] = Change{}
					break
				}
			}
		}
	}
	for i, n := range needs {
		based, rev := n.after, n.all.Rev-uint64(n.n)
		if len(placed[i]) < n.n {
			m.certain = false // the sequences do not add up
		}
		c := n.first
		for k, seq := range placed[i] {
			if k > 0 {
				c = n.all
			}
			c.Seq, c.Based, c.Rev = seq, based, rev+uint64(k)
			c.At = n.first.At
			bySeq[seq] = c
			based = seq
		}
		last := bySeq[n.at]
		last.Based = based
		if len(placed[i]) == 0 {
			last.Delta = n.first.Delta
		}
		bySeq[n.at] = last
	}
}

// unfold goes back from a state to the one before the changes given.
func unfold(s state, changes []Change, upTo uint64) state {
	pairs := slices.Clone(s.pairs)
	for i := len(changes) - 1; i >= 0; i-- {
		c := &changes[i]
		if c.Seq > upTo {
			continue
		}
		for _, d := range c.Delta {
			pairs = with(pairs, d.Field, d.Old)
		}
		switch c.Verb {
		case Deleted:
			pairs = with(pairs, nameDeletedAt, field.None)
		case Restored:
			pairs = with(pairs, nameDeletedAt, field.OfInstant(c.At))
		}
	}
	return state{rev: s.rev, seq: s.seq, pairs: pairs}
}

// guess is what a record was before the changes given, as far as they tell: each says what it found.
func (one *lostRecord) guess(before state, later []Change) state {
	pairs := slices.Clone(before.pairs)
	told := map[string]bool{}
	tell := func(name string, v field.Value) {
		if !told[name] {
			told[name] = true
			pairs = with(pairs, name, v)
		}
	}
	for i := range later {
		c := &later[i]
		for _, d := range c.Delta {
			tell(d.Field, d.Old)
		}
		switch c.Verb {
		case Deleted:
			tell(nameDeletedAt, field.None)
		case Restored:
			tell(nameDeletedAt, field.OfInstant(c.At))
		}
	}
	return state{rev: before.rev, seq: before.seq, pairs: pairs}
}
