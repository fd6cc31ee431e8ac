package store

import (
	"slices"
	"strings"
	"time"

	"xingke/backend/base/id"
	"xingke/backend/base/who"
	"xingke/backend/core/seal"
	"xingke/backend/core/store/engine"
	"xingke/backend/core/store/journal"
)

// mending works out what the lost frames of a journal did.
type mending struct {
	db   *DB
	dir  journal.Dir
	box  seal.Box
	hint string

	engine  engine.Engine
	view    engine.Snapshot // nil when it cannot be used
	applied applied

	look      journal.Survey
	gaps      []journal.Gap // those of the survey and a lost end
	end       uint64        // the last sequence the journal must have
	concerned map[string]*lostRecord
	certain   bool // the view accounts for everything
	made      []Change
	unknown   int // of made: changes of nobody knows which record
}

// lostRecord is a record of which changes are lost.
type lostRecord struct {
	holes  []hole
	frames []Change // that are left
	after  state    // as the view has it, or as far as it can be told
	seen   bool     // the view has it
	sure   bool
}

// hole is a stretch of changes of one record that are lost, the last of them at a known sequence.
type hole struct {
	after uint64 // the change before it, 0 for none
	at    uint64 // the last lost one
	revs  int    // how many
}

// place is where a record stands according to the frames that are left.
type place struct {
	seq, rev   uint64
	then, revA uint64 // the same up to where the view has come
}

// survey reads what is left, and finds the records whose changes do not follow each other.
func (m *mending) survey(s sentinel) error {
	places := map[string]*place{}
	m.concerned = map[string]*lostRecord{}
	var err error
	m.look, err = journal.Look(m.dir, m.box, m.hint, func(f journal.Frame) error {
		changes, err := decodeFrame(f.First, f.Payload)
		for i := range changes {
			m.follow(places, &changes[i])
		}
		return err
	})
	if err != nil {
		return err
	}
	m.gaps = m.look.Gaps
	if m.end = max(m.look.Last, s.Applied, m.applied.seq); m.end > m.look.Last {
		m.gaps = append(slices.Clone(m.gaps), journal.Gap{First: m.look.Last + 1, Last: m.end})
	}
	m.certain = m.view != nil && (len(m.gaps) == 0 || m.gaps[len(m.gaps)-1].Last <= m.applied.seq)
	if m.view != nil {
		if err := m.compare(places); err != nil {
			m.close() // a view that cannot be read, or is not of this journal, is none
			m.applied = applied{}
			return m.survey(s)
		}
	}
	return nil
}

func (m *mending) follow(places map[string]*place, c *Change) {
	key := string(recordKey(c.Entity, c.ID))
	p := places[key]
	if p == nil {
		p = &place{}
		places[key] = p
	}
	if c.Based != p.seq || c.Rev != p.rev+1 {
		m.concern(key, hole{after: p.seq, at: c.Based, revs: int(c.Rev - 1 - p.rev)})
	}
	p.seq, p.rev = c.Seq, c.Rev
	if c.Seq <= m.applied.seq {
		p.then, p.revA = c.Seq, c.Rev
	}
}

func (m *mending) concern(key string, h hole) {
	one := m.concerned[key]
	if one == nil {
		one = &lostRecord{}
		m.concerned[key] = one
	}
	one.holes = append(one.holes, h)
}

// compare looks whether the view has every record as the frames left it, but for what is lost.
func (m *mending) compare(places map[string]*place) error {
	seen := 0
	var bad error
	err := m.view.Scan(engine.Prefix([]byte{spaceRecord}), func(key, sealed []byte) bool {
		entity, _ := splitKey(string(key))
		plain, err := m.db.openRecord(key, sealed)
		var s state
		if err == nil {
			s, err = decodeRecord(plain, m.db.planOf(entity))
		}
		if err != nil {
			bad = err
			return false
		}
		p := places[string(key)]
		if p == nil {
			p = &place{}
		} else if p.then > 0 {
			seen++
		}
		switch {
		case s.seq == p.then && s.rev == p.revA:
		case s.seq > p.then && s.rev > p.revA && m.lost(s.seq):
			m.concern(string(key), hole{after: p.then, at: s.seq, revs: int(s.rev - p.revA)})
		default:
			bad = errCodec
			return false
		}
		if one := m.concerned[string(key)]; one != nil {
			one.after, one.seen = s, true
		}
		return true
	})
	if err == nil {
		err = bad
	}
	for _, p := range places {
		if p.then > 0 {
			seen--
		}
	}
	if err == nil && seen != 0 {
		err = errCodec // records are missing
	}
	return err
}

func (m *mending) lost(seq uint64) bool {
	return slices.ContainsFunc(m.gaps, func(g journal.Gap) bool { return g.Has(seq) })
}

// plan makes the lost changes again.
func (m *mending) plan() error {
	moments := map[uint64]*Change{} // the change before each gap, and the one after it
	_, err := journal.Look(m.dir, m.box, m.hint, func(f journal.Frame) error {
		changes, err := decodeFrame(f.First, f.Payload)
		if err != nil {
			return err
		}
		for i := range changes {
			c := &changes[i]
			if one := m.concerned[string(recordKey(c.Entity, c.ID))]; one != nil {
				one.frames = append(one.frames, *c)
			}
		}
		for _, g := range m.gaps {
			if f.Last+1 == g.First {
				moments[g.First] = &changes[len(changes)-1]
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	bySeq := map[uint64]Change{}
	var needs []need
	for key, one := range m.concerned {
		if slices.ContainsFunc(one.holes, func(h hole) bool { return h.revs < 1 || !m.lost(h.at) }) {
			return errCodec // these changes never belonged together
		}
		needs = append(needs, one.restore(m, key, bySeq)...)
	}
	m.spread(needs, bySeq)
	for _, g := range m.gaps {
		m.fill(g, bySeq, moments[g.First])
	}
	if m.unknown > 0 {
		m.certain = false
	}
	for _, one := range m.concerned {
		one.sure = m.certain && one.seen
	}
	return nil
}

// fill puts the changes of a gap in order and gives each its place.
func (m *mending) fill(g journal.Gap, bySeq map[uint64]Change, before *Change) {
	set, at, dseq := id.New(), time.Unix(0, 0).UTC(), uint64(0)
	if before != nil {
		at = before.At
		dseq = before.DSeq
	}
	for seq := g.First; seq <= g.Last; seq++ {
		c, known := bySeq[seq]
		if !known {
			m.unknown++
			c = Change{Entity: lostEntity, ID: id.New(), Verb: Created, Rev: 1}
		}
		if c.At.IsZero() { // nothing tells it
			c.Actor = who.System.ID
		}
		c.At = when(c.At, at)
		at = c.At
		dseq++
		c.Seq, c.Set, c.Label, c.Device, c.DSeq = seq, set, mendLabel.ZH, m.db.cfg.Device, dseq
		m.made = append(m.made, c)
	}
}

// lostEntity holds the place of a change of which nothing is known.
const lostEntity = "lostChange"

func splitKey(key string) (entity, id string) {
	entity, id, _ = strings.Cut(key[1:], "\x00")
	return entity, id
}

func compareText(a, b string) int { return strings.Compare(a, b) }
