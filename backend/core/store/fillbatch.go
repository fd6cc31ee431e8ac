package store

import "bytes"

// batch is some subjects with all that was said of each, and then what came of it.
type batch struct {
	bytes    []byte
	subjects []subject
	done     chan struct{}

	puts []op
	rest []later
	last uint64
	err  error
}

const batchBytes = 256 << 10

type subject struct {
	key  span
	said []saying
}

type saying struct {
	n     uint64
	value span
}

// span is a piece of a batch's bytes.
type span struct{ from, to int }

// later is an op that is put when all of its kind are known.
type later struct {
	op
	seq uint64
}

func (b *batch) of(s span) []byte { return b.bytes[s.from:s.to] }

func (b *batch) keep(raw []byte) span {
	from := len(b.bytes)
	b.bytes = append(b.bytes, raw...)
	return span{from, len(b.bytes)}
}

func (b *batch) about(key []byte) bool {
	return len(b.subjects) > 0 && bytes.Equal(b.of(b.subjects[len(b.subjects)-1].key), key)
}

func (b *batch) subject(key []byte) { b.subjects = append(b.subjects, subject{key: b.keep(key)}) }

func (b *batch) say(n uint64, value []byte) {
	one := &b.subjects[len(b.subjects)-1]
	one.said = append(one.said, saying{n, b.keep(value)})
}

func (b *batch) work(f *filler) {
	names := map[string]string{}
	for i := range b.subjects {
		one := &b.subjects[i]
		if b.of(one.key)[0] == spaceRecord {
			b.err = b.record(f, one, names)
		} else {
			b.err = b.set(one)
		}
		if b.err != nil {
			return
		}
	}
}

// record folds the changes of one record.
func (b *batch) record(f *filler, one *subject, names map[string]string) error {
	var s state
	var c Change
	for _, said := range one.said {
		d := decoder{b: b.of(said.value), lends: true}
		c = Change{Seq: said.n, At: stamp(d.int()), Actor: d.text()}
		d.change(&c, names)
		if d.err != nil {
			return d.err
		}
		if s.rev < c.Rev {
			s = fold(s, &c)
		}
		b.last = max(b.last, said.n)
	}
	b.puts = f.db.recordOps(b.puts, &c, s, nil)
	for _, o := range indexOps(nil, f.indexes[c.Entity], c.ID, state{}, s) {
		b.rest = append(b.rest, later{op: o, seq: s.seq})
	}
	return nil
}

// set adds up the frames of one change set.
func (b *batch) set(one *subject) error {
	var set *SetInfo
	for _, said := range one.said {
		what, value := b.of(said.value)[0], b.of(said.value)[1:]
		switch {
		case what == setFrame:
			info, err := decodeSet(value)
			if err != nil {
				return err
			}
			set = joined(set, info)
		case set == nil: // it takes back what was never made
		case what == setUndone:
			set.UndoneBy = string(value)
		case what == setAgain && set.UndoneBy == string(value):
			set.UndoneBy = ""
		}
	}
	if set == nil {
		return nil
	}
	b.puts = append(b.puts, op{key: b.of(one.key), value: seqBytes(set.First)})
	b.rest = append(b.rest, later{op: op{key: setKey(set.First), value: encodeSet(set)}, seq: set.First})
	return nil
}

// joined adds a later frame to what is known of a set.
func joined(set, frame *SetInfo) *SetInfo {
	if set == nil {
		return frame
	}
	set.Last, set.At = frame.Last, frame.At
	set.Count += frame.Count
	for name, n := range frame.Entities {
		set.Entities[name] += n
	}
	return set
}
