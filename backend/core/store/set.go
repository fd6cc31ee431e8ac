package store

import (
	"context"
	"maps"
	"slices"
	"time"

	"xingke/backend/base/id"
	"xingke/backend/core/store/engine"
)

// SetInfo tells of one change set.
type SetInfo struct {
	ID       string
	Label    string
	At       time.Time // of its latest change
	Actor    string
	First    uint64 // sequences of its first and latest change; changes of other sets may lie between
	Last     uint64
	Count    int            // changes
	Entities map[string]int // changes by entity
	Undoes   string         // the set that this one takes back
	UndoneBy string         // the set that took this one back, "" if none did
}

type setKeyType struct{}

// setIn is the change set that a context carries.
type setIn struct {
	id, label string
	undoes    string
}

// WithSet puts all Writes under ctx into one change set, which is undone as one. An empty id
// makes a new set. A Write without a set is one of its own.
func WithSet(ctx context.Context, setID, label string) context.Context {
	if setID == "" {
		setID = id.New()
	}
	return context.WithValue(ctx, setKeyType{}, setIn{id: setID, label: label})
}

// SetOf returns the id of the change set that ctx carries, "" if none.
func SetOf(ctx context.Context) string {
	s, _ := ctx.Value(setKeyType{}).(setIn)
	return s.id
}

// CauseFor begins the cause of a change that somebody made in another user's name; their id follows.
const CauseFor = "for:"

type causeKeyType struct{}

type causeIn struct {
	cause string
	depth int
}

// WithCause marks what is written under ctx as an answer to something: a rule, another change.
// depth counts the causes that lie behind it.
func WithCause(ctx context.Context, cause string, depth int) context.Context {
	return context.WithValue(ctx, causeKeyType{}, causeIn{cause, depth})
}

// setBook gathers what frames mean for the list of change sets, before it is written.
type setBook struct {
	infos map[string]*SetInfo
	fresh map[string]bool
}

func newSetBook() setBook { return setBook{infos: map[string]*SetInfo{}, fresh: map[string]bool{}} }

// note adds a frame to its set.
func (b setBook) note(r engine.Reader, f frame) error {
	one := &f[0]
	info, err := b.info(r, one.Set)
	if err != nil {
		return err
	}
	if info == nil {
		info = &SetInfo{ID: one.Set, Label: one.Label, Actor: one.Actor, First: f.first(), Undoes: one.Undoes, Entities: map[string]int{}}
		b.infos[one.Set], b.fresh[one.Set] = info, true
		if err := b.markUndone(r, info); err != nil {
			return err
		}
	}
	if info.Last >= f.last() {
		return nil // a replay over what got through before
	}
	info.Last, info.At = f.last(), one.At
	for i := range f {
		info.Count++
		info.Entities[f[i].Entity]++
	}
	return nil
}

// markUndone notes in the set that is taken back by whom; if that set had itself taken one
// back, that one stands again.
func (b setBook) markUndone(r engine.Reader, by *SetInfo) error {
	if by.Undoes == "" {
		return nil
	}
	undone, err := b.info(r, by.Undoes)
	if err != nil || undone == nil {
		return err
	}
	undone.UndoneBy = by.ID
	if undone.Undoes != "" {
		again, err := b.info(r, undone.Undoes)
		if err != nil {
			return err
		}
		if again != nil && again.UndoneBy == undone.ID {
			again.UndoneBy = ""
		}
	}
	return nil
}

func (b setBook) info(r engine.Reader, set string) (*SetInfo, error) {
	if info, ok := b.infos[set]; ok {
		return info, nil
	}
	info, err := readSet(r, set)
	if info != nil {
		b.infos[set] = info
	}
	return info, err
}

func (b setBook) ops() []op {
	var ops []op
	for set, info := range b.infos {
		ops = append(ops, op{key: setKey(info.First), value: encodeSet(info)})
		if b.fresh[set] {
			ops = append(ops, op{key: setSeqKey(set), value: seqBytes(info.First)})
		}
	}
	return ops
}

func readSet(r engine.Reader, set string) (info *SetInfo, err error) {
	var first []byte
	found, err := r.Get(setSeqKey(set), func(b []byte) error { first = slices.Clone(b); return nil })
	if err != nil || !found {
		return nil, err
	}
	_, err = r.Get(setKey(seqOf(first)), func(b []byte) error {
		info, err = decodeSet(b)
		return err
	})
	return info, err
}

func encodeSet(s *SetInfo) []byte {
	b := head(make([]byte, 0, 160), cborArray, 10)
	b = appendText(b, s.ID)
	b = appendText(b, s.Label)
	b = appendInt(b, s.At.UnixMicro())
	b = appendText(b, s.Actor)
	b = head(b, cborUint, s.First)
	b = head(b, cborUint, s.Last)
	b = head(b, cborUint, uint64(s.Count))
	b = head(b, cborMap, uint64(len(s.Entities)))
	for _, name := range slices.SortedFunc(maps.Keys(s.Entities), nameOrder) {
		b = head(appendText(b, name), cborUint, uint64(s.Entities[name]))
	}
	b = appendText(b, s.Undoes)
	return appendText(b, s.UndoneBy)
}

func decodeSet(raw []byte) (*SetInfo, error) {
	d := decoder{b: raw}
	d.items(cborArray)
	s := &SetInfo{ID: d.text(), Label: d.text(), At: stamp(d.int()), Actor: d.text(), First: d.uint(), Last: d.uint(), Count: int(d.uint()), Entities: map[string]int{}}
	for n := d.items(cborMap); n > 0 && d.err == nil; n-- {
		name := d.text()
		s.Entities[name] = int(d.uint())
	}
	s.Undoes, s.UndoneBy = d.text(), d.text()
	return s, d.err
}

// Sets lists the change sets, newest first, that began before a sequence; 0 begins with the newest.
func (db *DB) Sets(ctx context.Context, before uint64, limit int) ([]SetInfo, error) {
	v, err := db.hold()
	if err != nil {
		return nil, err
	}
	defer v.release()
	snap := v.engine.Snapshot()
	defer snap.Release()
	if limit <= 0 {
		limit = pageSize
	}
	r := engine.Range{From: setKey(0), To: []byte{spaceSet + 1}, Desc: true}
	if before > 0 {
		r.To = setKey(before)
	}
	var sets []SetInfo
	var bad error
	err = snap.Scan(r, func(_, value []byte) bool {
		info, err := decodeSet(value)
		if err != nil {
			bad = err
			return false
		}
		sets = append(sets, *info)
		return len(sets) < limit && ctx.Err() == nil
	})
	if err == nil {
		err = bad
	}
	if err != nil {
		return nil, viewFault(err)
	}
	return sets, ctx.Err()
}

// SetInfo returns what is known of one change set; false if there is none.
func (db *DB) SetInfo(_ context.Context, set string) (SetInfo, bool, error) {
	v, err := db.hold()
	if err != nil {
		return SetInfo{}, false, err
	}
	defer v.release()
	snap := v.engine.Snapshot()
	defer snap.Release()
	info, err := readSet(snap, set)
	if err != nil {
		return SetInfo{}, false, viewFault(err)
	}
	if info == nil {
		return SetInfo{}, false, nil
	}
	return *info, true, nil
}
