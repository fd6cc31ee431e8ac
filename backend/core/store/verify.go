package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"hash/maphash"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/field"
	"xingke/backend/core/store/engine"
	"xingke/backend/core/store/journal"
)

// Report is what Verify found.
type Report struct {
	Segments int
	Frames   int
	Changes  int
	Records  int
	Live     map[string]int // records by entity that do not lie in the recycle bin
	Indexes  int            // entries of indexes
	Faults   []lang.Text    // empty when all is well; at most 100
}

// OK tells that nothing was found.
func (r Report) OK() bool { return len(r.Faults) == 0 }

const keptFaults = 100

func (r *Report) add(text lang.Text) {
	if len(r.Faults) < keptFaults {
		r.Faults = append(r.Faults, text)
	}
}

// Verify walks the journal's chain, adds up what each record must be from its changes, and
// compares every record and every index entry of the view with it. The book stays in use.
// progress may be nil.
func (db *DB) Verify(ctx context.Context, progress func(done, total int64)) (Report, error) {
	v, snap, seq, err := db.still(ctx)
	if err != nil {
		return Report{}, err
	}
	defer v.release()
	defer snap.Release()
	c := &checker{db: db, seq: seq, seeds: [2]maphash.Seed{maphash.MakeSeed(), maphash.MakeSeed()}, sums: map[[2]uint64]sum{}, heard: newTestimony(), report: Report{Live: map[string]int{}}}
	walked, err := db.log.Verify(ctx, c.frame, progress)
	if err != nil {
		return c.report, err
	}
	c.report.Segments, c.report.Frames = walked.Segments, walked.Frames
	for _, bad := range walked.Faults {
		c.report.add(fault.From(bad).Text)
	}
	if len(walked.Faults) > 0 {
		db.distrust()
	} else if wrong := c.heard.fault(); !wrong.Empty() {
		c.report.add(wrong)
	}
	if err := c.records(ctx, snap); err != nil {
		return c.report, err
	}
	return c.report, c.indexes(ctx, snap)
}

// still takes a snapshot and the sequence it stands at.
func (db *DB) still(ctx context.Context) (*view, engine.Snapshot, uint64, error) {
	select {
	case <-db.writer:
	case <-ctx.Done():
		return nil, nil, 0, ctx.Err()
	}
	defer func() { db.writer <- struct{}{} }()
	v, err := db.hold()
	if err != nil {
		return nil, nil, 0, err
	}
	return v, v.engine.Snapshot(), db.seq.Load(), nil
}

// sum is what a record's changes add up to: a sum over its fields that does not depend on
// their order, so that a change takes the old value out and puts the new one in.
type sum struct {
	rev     uint64
	seq     uint64
	fields  uint64
	stamps  uint64
	deleted int64
}

type checker struct {
	db     *DB
	seq    uint64
	seeds  [2]maphash.Seed
	sums   map[[2]uint64]sum
	wanted int // index entries that must be there
	heard  testimony
	report Report
	buf    []byte
}

func (c *checker) key(entity, id string) [2]uint64 {
	k := recordKey(entity, id)
	return [2]uint64{maphash.Bytes(c.seeds[0], k), maphash.Bytes(c.seeds[1], k)}
}

func (c *checker) hash(name string, v field.Value) uint64 {
	if v.Empty() {
		return 0
	}
	c.buf = appendValue(append(append(c.buf[:0], name...), 0), v)
	return maphash.Bytes(c.seeds[0], c.buf)
}

func (c *checker) stamps(at int64, by string, deleted int64) uint64 {
	c.buf = binary.BigEndian.AppendUint64(c.buf[:0], uint64(at))
	c.buf = append(binary.BigEndian.AppendUint64(c.buf, uint64(deleted)), by...)
	return maphash.Bytes(c.seeds[0], c.buf)
}

func (c *checker) frame(f journal.Frame) error {
	if f.First > c.seq {
		return nil
	}
	changes, err := decodeFrame(f.First, f.Payload)
	if err != nil {
		c.report.add(lang.Sayf("第 %s 号变更读不懂", "Change %s cannot be read.", lang.S(fmt.Sprint(f.First))))
		return nil //nolint:nilerr // it is in the report
	}
	c.heard.hear(&f, changes)
	for i := range changes {
		c.change(&changes[i])
	}
	return nil
}

func (c *checker) change(ch *Change) {
	c.report.Changes++
	key := c.key(ch.Entity, ch.ID)
	s := c.sums[key]
	if ch.Rev != s.rev+1 || ch.Based != s.seq {
		c.report.add(lang.Sayf("%s %s 的第 %s 版不见了", "A revision of %s %s before %s is missing.", lang.S(ch.Entity), lang.S(ch.ID), lang.S(fmt.Sprint(ch.Rev))))
	}
	s.rev, s.seq = ch.Rev, ch.Seq
	at := ch.At.UnixMilli()
	if ch.Verb == Created {
		made := [2]field.Value{field.OfInt(at), field.OfText(ch.Actor)}
		for _, d := range ch.Delta {
			switch d.Field {
			case nameCreatedAt:
				made[0] = field.None
			case nameCreatedBy:
				made[1] = field.None
			}
		}
		s.fields += c.hash(nameCreatedAt, made[0]) + c.hash(nameCreatedBy, made[1])
	}
	for _, d := range ch.Delta {
		s.fields += c.hash(d.Field, d.New) - c.hash(d.Field, d.Old)
	}
	switch ch.Verb {
	case Deleted:
		s.deleted = at
	case Restored:
		s.deleted = 0
	}
	s.stamps = c.stamps(at, ch.Actor, s.deleted)
	c.sums[key] = s
}

// records compares every record of the view with the sum of its changes, and looks for its
// index entries.
func (c *checker) records(ctx context.Context, snap engine.Snapshot) error {
	catalog := *c.db.indexes.Load()
	return c.scan(ctx, snap, engine.Prefix([]byte{spaceRecord}), func(key, sealed []byte) {
		name, id, _ := bytes.Cut(key[1:], []byte{0})
		c.report.Records++
		plain, err := c.db.openRecord(key, sealed)
		var s state
		if err == nil {
			s, err = decodeRecord(plain, c.db.planOf(string(name)))
		}
		if err != nil {
			c.wrong(name, id, lang.Of("打不开", "cannot be opened"))
			return
		}
		if s.live() {
			c.report.Live[string(name)]++
		}
		at := c.key(string(name), string(id))
		if want, ok := c.sums[at]; !ok || want != c.sumOf(s) {
			c.wrong(name, id, lang.Of("与日志不符", "does not match the journal"))
		}
		delete(c.sums, at)
		for _, o := range indexOps(nil, catalog[string(name)], string(id), state{}, s) {
			c.wanted++
			found := false
			if ok, err := snap.Get(o.key, func(v []byte) error { found = bytes.Equal(v, o.value); return nil }); err != nil || !ok || !found {
				c.wrong(name, id, lang.Of("缺少索引", "lacks an index entry"))
			}
		}
	})
}

func (c *checker) sumOf(s state) sum {
	out := sum{rev: s.rev, seq: s.seq, deleted: s.get(nameDeletedAt).Int}
	for _, p := range s.pairs {
		if !stamped(p.name) {
			out.fields += c.hash(p.name, p.v)
		}
	}
	out.stamps = c.stamps(s.get(nameUpdatedAt).Int, s.get(nameUpdatedBy).Text, out.deleted)
	return out
}

// indexes counts the index entries: one too many points to a record that is not there.
func (c *checker) indexes(ctx context.Context, snap engine.Snapshot) error {
	for range c.sums { // what the view did not have
		c.report.add(lang.Of("有一条记录在数据视图中不见了；请重建视图", "A record is missing from the view. Rebuild the view."))
	}
	for _, space := range []byte{spaceIndex, spaceUnique} {
		r := engine.Prefix([]byte{space})
		r.KeysOnly = true
		if err := c.scan(ctx, snap, r, func(_, _ []byte) { c.report.Indexes++ }); err != nil {
			return err
		}
	}
	if c.report.Indexes > c.wanted {
		c.report.add(lang.Sayf("索引多出 %s 条；请重建视图", "There are %s index entries too many. Rebuild the view.", lang.N(c.report.Indexes-c.wanted)))
	}
	return nil
}

func (c *checker) scan(ctx context.Context, snap engine.Snapshot, r engine.Range, each func(key, value []byte)) error {
	err := snap.Scan(r, func(key, value []byte) bool {
		each(key, value)
		return ctx.Err() == nil
	})
	if err != nil {
		c.report.add(viewText)
	}
	return ctx.Err()
}

var viewText = lang.Of("数据视图读不完整；请重建视图", "The view cannot be read completely. Rebuild the view.")

func (c *checker) wrong(entity, id []byte, what lang.Text) {
	c.report.add(lang.Sayf("%s %s %s；请重建视图", "%s %s %s. Rebuild the view.", lang.S(entity), lang.S(id), what))
}
