package store

import (
	"context"
	"errors"

	"xingke/backend/core/store/engine"
	"xingke/backend/core/store/journal"
)

// errView marks a failure of the view, as against one of the journal: a view can be rebuilt.
var errView = errors.New("store: the view failed")

// recordOps lists what a change of a record writes into the view: the sealed record and its
// indexes.
func (db *DB) recordOps(dst []op, c *Change, after state, indexes []op) []op {
	key := recordKey(c.Entity, c.ID)
	plain := appendRecord(make([]byte, 0, 512), after)
	dst = append(dst, op{key: key, value: db.sealRecord(make([]byte, 0, len(plain)+32), key, plain)})
	return append(dst, indexes...)
}

func writeOps(b engine.Batch, ops []op) error {
	for _, o := range ops {
		var err error
		if o.gone {
			err = b.Delete(o.key)
		} else {
			err = b.Put(o.key, o.value)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// applyOps writes groups of operations, one group a change, and then the tail, which says how
// far the view has come. It is one update if that is possible. If not, each change is one of
// its own and the tail comes last: a crash in between leaves a view that is behind, and the
// replay passes over records that are further already.
func applyOps(e engine.Engine, groups [][]op, tail []op) error {
	err := e.Update(func(b engine.Batch) error {
		for _, g := range groups {
			if err := writeOps(b, g); err != nil {
				return err
			}
		}
		return writeOps(b, tail)
	})
	if !errors.Is(err, engine.ErrTooLarge) {
		return err
	}
	for _, g := range groups {
		if err := e.Update(func(b engine.Batch) error { return writeOps(b, g) }); err != nil {
			return err
		}
	}
	return e.Update(func(b engine.Batch) error { return writeOps(b, tail) })
}

// replayer applies frames of the journal to a view, many at a time.
type replayer struct {
	db      *DB
	engine  engine.Engine
	snap    engine.Snapshot
	indexes map[string][]index
	states  map[string]state // of records touched since the last flush
	sets    setBook
	groups  [][]op
	place   applied
	changes int
	fresh   bool // the view was empty
}

const (
	replayChanges = 500 // in one update
)

// catchUp applies what the journal has more than the view.
func (db *DB) catchUp(ctx context.Context, e engine.Engine, progress func(done, total uint64)) error {
	r := &replayer{db: db, engine: e}
	if err := r.begin(); err != nil {
		return errors.Join(errView, err)
	}
	defer func() { r.snap.Release() }()
	if r.fresh && db.log.Last() > 0 && db.hasRoomToFill() {
		if err := r.fill(ctx, progress); err != nil {
			return err
		}
	}
	return r.replay(ctx, progress)
}

// replay applies the frames that the view has not seen one after the other.
func (r *replayer) replay(ctx context.Context, progress func(done, total uint64)) error {
	from, last := r.place.seq, r.db.log.Last()
	var failed error
	err := r.db.log.Frames(from, func(f journal.Frame) bool {
		var changes frame
		if changes, failed = decodeFrame(f.First, f.Payload); failed != nil {
			return false
		}
		if failed = r.frame(changes, f.Hash); failed == nil && r.changes >= replayChanges {
			failed = r.flush()
			progress(r.place.seq-from, last-from)
		}
		if failed == nil {
			failed = ctx.Err()
		}
		return failed == nil
	})
	if err == nil {
		err = failed
	}
	if err == nil && r.changes > 0 {
		err = r.flush()
	}
	return err
}

// begin reads where the view stands. A view that is empty gets the indexes the types ask for,
// so that the replay fills them on the way.
func (r *replayer) begin() (err error) {
	r.snap = r.engine.Snapshot()
	if r.place, err = readApplied(r.snap); err != nil {
		return err
	}
	if r.indexes, err = readCatalog(r.snap); err != nil {
		return err
	}
	if r.fresh = r.place.seq == 0; r.fresh && len(r.indexes) == 0 {
		for _, t := range r.db.cfg.Types.All() {
			r.indexes[t.Name] = wanted(t)
		}
		if err := r.engine.Update(func(b engine.Batch) error { return writeOps(b, catalogOps(r.indexes)) }); err != nil {
			return err
		}
	}
	r.states, r.sets = map[string]state{}, newSetBook()
	return nil
}

// fill makes an empty view whole in one pass, where there is room for it.
func (r *replayer) fill(ctx context.Context, progress func(done, total uint64)) (err error) {
	r.snap.Release()
	defer func() { r.snap = r.engine.Snapshot() }()
	last, told := r.db.log.Last(), uint64(0)
	place, err := r.db.fill(ctx, r.engine, r.indexes, func(share float64) {
		if done := uint64(share * float64(last)); done >= told+replayChanges {
			told = done
			progress(done, last)
		}
	})
	if err != nil {
		return err
	}
	ops := append(catalogOps(r.indexes), op{key: bookKey, value: []byte(r.db.log.Book())}, op{key: appliedKey, value: place.bytes()})
	if err := r.engine.Update(func(b engine.Batch) error { return writeOps(b, ops) }); err != nil {
		return errors.Join(errView, err)
	}
	r.place, r.fresh = place, false
	progress(last, last)
	return nil
}

func (r *replayer) frame(f frame, hash [32]byte) error {
	for i := range f {
		c := &f[i]
		before, err := r.state(c)
		if err != nil {
			return errors.Join(errView, err)
		}
		if before.rev >= c.Rev {
			continue // this one got through before the crash
		}
		after := fold(before, c)
		r.groups = append(r.groups, r.db.recordOps(nil, c, after, indexOps(nil, r.indexes[c.Entity], c.ID, before, after)))
		r.states[string(recordKey(c.Entity, c.ID))] = after
	}
	if err := r.sets.note(r.snap, f); err != nil {
		return errors.Join(errView, err)
	}
	r.changes += len(f)
	r.place = applied{seq: f.last(), dseq: r.place.dseq, at: f[0].At.UnixMicro(), hash: hash}
	if f[0].Device == r.db.cfg.Device {
		r.place.dseq = f[len(f)-1].DSeq
	}
	return nil
}

func (r *replayer) state(c *Change) (state, error) {
	key := recordKey(c.Entity, c.ID)
	if s, ok := r.states[string(key)]; ok {
		return s, nil
	}
	if r.fresh && c.Based == 0 && c.Rev == 1 { // it is the first of the record
		return state{}, nil
	}
	return r.db.readState(r.snap, key, r.db.planOf(c.Entity))
}

func (r *replayer) flush() error {
	tail := append(r.sets.ops(), op{key: appliedKey, value: r.place.bytes()})
	if err := applyOps(r.engine, r.groups, tail); err != nil {
		return errors.Join(errView, err)
	}
	r.snap.Release()
	r.snap = r.engine.Snapshot()
	r.groups, r.changes = nil, 0
	clear(r.states)
	r.sets = newSetBook()
	return nil
}

// readState reads a stored record; the zero state if there is none.
func (db *DB) readState(r engine.Reader, key []byte, p *plan) (s state, err error) {
	_, err = r.Get(key, func(sealed []byte) error {
		plain, err := db.openRecord(key, sealed)
		if err == nil {
			s, err = decodeRecord(plain, p)
		}
		return err
	})
	return s, err
}
