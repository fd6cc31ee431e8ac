package store

import (
	"context"
	"errors"
	"sync"

	"xingke/backend/core/store/journal"
)

// pageSize is how many lines a list gives that was asked for none in particular.
const pageSize = 100

// Changes returns the changes after a sequence, in order, at most limit of them. It gives
// only what is on disk, so nobody acts on a change that a crash takes back.
func (db *DB) Changes(ctx context.Context, after uint64, limit int) ([]Change, error) {
	if db.closed.Load() {
		return nil, closed()
	}
	horizon := db.horizon()
	if after >= horizon {
		return nil, nil
	}
	if limit <= 0 {
		limit = pageSize
	}
	var changes []Change
	var bad error
	take := func(f frame) bool {
		for i := range f {
			if f[i].Seq > after && len(changes) < limit {
				changes = append(changes, f[i])
			}
		}
		return len(changes) < limit
	}
	from := after
	if big := db.feed.held(after + 1); big != nil {
		if !take(big) {
			return changes, nil
		}
		from = big.last()
	}
	err := db.log.Frames(from, func(f journal.Frame) bool {
		if f.First > horizon {
			return false
		}
		var decoded frame
		if decoded, bad = decodeFrame(f.First, f.Payload); bad != nil {
			return false
		}
		db.feed.hold(decoded)
		return take(decoded) && ctx.Err() == nil
	})
	if err = errors.Join(err, bad, ctx.Err()); err != nil {
		return nil, err
	}
	return changes, nil
}

// HashAt is the hash of the journal up to the end of a commit. It tells the history of a book apart from that of
// another, and from its own after it was set back.
func (db *DB) HashAt(seq uint64) (hash [32]byte, err error) {
	switch seq {
	case 0:
		return hash, nil
	case db.log.Last():
		return db.log.Hash(), nil
	}
	f, err := db.log.At(seq)
	if err == nil && f.Last != seq {
		err = errors.New("store: no commit ends with this sequence")
	}
	if err != nil {
		return hash, err
	}
	return f.Hash, nil
}

// horizon is the last sequence that is both on disk and in the view.
func (db *DB) horizon() uint64 { return min(db.seq.Load(), db.log.Durable()) }

// History returns what happened to one record, newest first, before a sequence; 0 begins with
// the newest. Each change names the one it is based on, so the journal itself is the list. The
// guard is not asked: ask it for the record.
func (db *DB) History(ctx context.Context, entity, id string, before uint64, limit int) ([]Change, error) {
	seq, err := db.latest(entity, id)
	if err != nil {
		return nil, err
	}
	if limit <= 0 {
		limit = pageSize
	}
	var changes []Change
	var f frame
	for seq > 0 && len(changes) < limit {
		if len(f) == 0 || seq < f.first() || seq > f.last() {
			if f, err = db.frameAt(seq); err != nil {
				return nil, err
			}
		}
		c := f[seq-f.first()]
		if c.Entity != entity || c.ID != id || c.Based >= seq {
			return nil, viewFault(errCodec)
		}
		if before == 0 || seq < before {
			changes = append(changes, c)
		}
		seq = c.Based
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	return changes, nil
}

// latest is the sequence of the latest change of a record, 0 if there is no record.
func (db *DB) latest(entity, id string) (uint64, error) {
	v, err := db.hold()
	if err != nil {
		return 0, err
	}
	defer v.release()
	snap := v.engine.Snapshot()
	defer snap.Release()
	s, err := db.readState(snap, recordKey(entity, id), db.planOf(entity))
	if err != nil {
		return 0, viewFault(err)
	}
	return s.seq, nil
}

func (db *DB) frameAt(seq uint64) (frame, error) {
	if big := db.feed.held(seq); big != nil {
		return big, nil
	}
	f, err := db.log.At(seq)
	if err != nil {
		return nil, err
	}
	decoded, err := decodeFrame(f.First, f.Payload)
	if err == nil {
		db.feed.hold(decoded)
	}
	return decoded, err
}

// feed wakes the followers and keeps the large frame that was read last, so that followers
// who take it in parts do not decode it again for each.
type feed struct {
	mu        sync.Mutex
	followers []*following
	news      chan struct{} // closed at every commit and every step of a follower, then replaced
	big       frame
	ctx       context.Context
	cancel    context.CancelFunc
	running   sync.WaitGroup
}

const bigFrame = 200

func (f *feed) init() {
	f.news = make(chan struct{})
	f.ctx, f.cancel = context.WithCancel(context.Background())
}

func (f *feed) held(seq uint64) frame {
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.big) > 0 && f.big.first() <= seq && seq <= f.big.last() {
		return f.big
	}
	return nil
}

func (f *feed) hold(decoded frame) {
	if len(decoded) < bigFrame {
		return
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.big = decoded
}

// wake tells everybody who waits to look again.
func (f *feed) wake() {
	f.mu.Lock()
	defer f.mu.Unlock()
	close(f.news)
	f.news = make(chan struct{})
}

func (f *feed) waiting() <-chan struct{} {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.news
}

func (f *feed) stop() {
	f.cancel()
	f.running.Wait()
}
