package columns

import (
	"context"
	"errors"
	"math/bits"
	"runtime"
	"slices"
	"sync"
	"time"
	"unsafe"

	"xingke/backend/core/entity"
	"xingke/backend/core/store"
)

// A reading looks for words in a long text of the records of an entity.
type reading struct {
	c      *Columns
	ctx    context.Context
	of     *tableView
	begun  uint64 // the commit that the columns had seen when it began; of later ones they are told
	held   []*finding
	fresh  []*finding            // to be filled
	within map[*finding][]*words // rows outside of which none has what a finding seeks, where that is known
	sure   []codeset             // rows of which it is known without reading that they have what a finding seeks; nil: of none
	found  []codeset             // rows that have what each fresh finding seeks
	seq    uint64                // the latest change that was read
	rolls  *rolls                // of the table
	order  []int32               // rows in the order of their ids, if they were put in order; see arrange
}

// Only tests change these.
var (
	shareFrom = 8192 // rows from which several goroutines read
	fewOf     = 16   // a part of the rows that is read record by record rather than in passing
)

// read reads the texts that may have what is sought.
func (r *reading) read() error {
	among := r.candidates()
	list := r.shares(among)
	faults := make([]error, len(list))
	r.found = r.none()
	var mu sync.Mutex
	var wait sync.WaitGroup
	for i := range list {
		wait.Go(func() {
			found, seq, err := r.share(list[i])
			faults[i] = err
			mu.Lock()
			defer mu.Unlock()
			r.seq = max(r.seq, seq)
			for k, set := range r.found {
				set.join(found[k])
			}
		})
	}
	wait.Wait()
	for _, err := range faults {
		if err != nil {
			return err
		}
	}
	for i, sure := range r.sure {
		r.found[i].joinBut(sure, among)
	}
	return r.ctx.Err()
}

func (r *reading) none() []codeset {
	sets := make([]codeset, len(r.fresh))
	for i := range sets {
		sets[i] = newCodeset(r.of.blocks() * blockRows)
	}
	return sets
}

// share reads a share of the texts.
func (r *reading) share(of store.Reading) ([]codeset, uint64, error) {
	found, rows := r.none(), r.rower()
	var line []byte
	seq, err := r.c.texts(r.ctx, of, func(id, text []byte) {
		for i, f := range r.fresh {
			if !f.in(text, &line) {
				continue
			}
			if row, known := rows.row(id); known {
				found[i].add(row)
			}
		}
	})
	return found, seq, err
}

func bytesOf(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }

// shares cuts what is to be read into as many shares as there are processors.
func (r *reading) shares(among codeset) []store.Reading {
	all := store.Reading{Type: r.of.label, Field: r.fresh[0].field}
	n := r.of.n
	if among != nil {
		if n = among.count(); n <= r.of.n/fewOf {
			return r.named(all, among)
		}
	}
	r.arrange(n)
	bounds := []string{""}
	for k, i := workers(n), 1; i < k; i++ {
		bounds = append(bounds, r.of.ids.at(r.of.n*i/k))
	}
	slices.Sort(bounds)
	bounds = append(bounds, "")
	list := make([]store.Reading, len(bounds)-1)
	for i := range list {
		list[i] = all
		list[i].From, list[i].To = bounds[i], bounds[i+1]
		if rows := r.rower(); among != nil {
			list[i].Wants = func(id []byte) bool {
				row, known := rows.row(id)
				return known && among.has(int64(row))
			}
		}
	}
	return list
}

// named reads records by their ids, in the order in which they lie.
func (r *reading) named(all store.Reading, among codeset) []store.Reading {
	ids := make([]string, 0, 1024)
	among.each(func(row int) {
		if row < r.of.n {
			ids = append(ids, r.of.ids.at(row))
		}
	})
	slices.Sort(ids)
	var list []store.Reading
	for part := range slices.Chunk(ids, max(1, len(ids)/workers(len(ids)*fewOf)+1)) {
		one := all
		one.IDs = part
		list = append(list, one)
	}
	return list
}

func workers(rows int) int {
	if rows < shareFrom {
		return 1
	}
	return min(runtime.GOMAXPROCS(0), 4)
}

// candidates are the rows to be read: of any other it is known of each finding whether it has what is sought. They
// are nil where any may.
func (r *reading) candidates() codeset {
	all := newCodeset(r.of.blocks() * blockRows)
	sure := make([]codeset, len(r.fresh))
	for i, f := range r.fresh {
		doubt, ok := r.hinted(f, &sure[i])
		near, within := r.within[f]
		if !ok && !within {
			return nil
		}
		if within {
			among := codesetOf(near, r.of)
			if !ok {
				doubt = among
			}
			doubt.meet(among)
			sure[i].meet(among)
		}
		all.join(doubt)
	}
	r.sure = sure
	return all
}

// mostBehind is how many changes later than the hint are looked at, but a part of the rows; hintWaits is how often it
// is looked whether what the columns have seen is on disk, which comes a moment later.
const (
	mostBehind = 2000
	behindOf   = 50
	hintWaits  = 50
)

// hinted is the rows to be read by what others know of what is sought: those they are not sure of, what changed since,
// and what is in the recycle bin. Those they are sure of go to sure.
func (r *reading) hinted(f *finding, sure *codeset) (doubt codeset, ok bool) {
	hints := r.c.hints.Load()
	if hints == nil {
		return nil, false
	}
	set := newCodeset(r.of.blocks() * blockRows)
	doubt = codesetOf(r.of.gone, r.of)
	var fault error
	upTo, but, ok := (*hints).Holding(r.ctx, r.of.label, f.spec, f.word, f.begins, func(of entity.Roll, nums []uint32, sure bool) {
		into := doubt
		if sure {
			into = set
		}
		fault = errors.Join(fault, r.enrol(of, nums, into))
	})
	if !ok || fault != nil {
		return nil, false
	}
	r.seq = max(r.seq, r.c.db.Seq()) // nobody can know of more
	changed, ok := r.since(upTo)
	if !ok {
		return nil, false
	}
	for _, id := range changed {
		if row, known := r.row(id); known {
			doubt.add(row)
		}
	}
	if but {
		set.invert(r.of.n)
	}
	*sure = set
	return doubt, true
}

// since lists the records that changed after a change and until the reading began.
func (r *reading) since(after uint64) (ids []string, ok bool) {
	most := max(mostBehind, r.of.n/behindOf)
	for range hintWaits {
		if after >= r.begun {
			return ids, true
		}
		changes, err := r.c.db.Changes(r.ctx, after, most)
		if most -= len(changes); err != nil || most <= 0 {
			return nil, false
		}
		for i := range changes {
			if after = changes[i].Seq; changes[i].Entity == r.of.name {
				ids = append(ids, changes[i].ID)
			}
		}
		if len(changes) == 0 {
			select {
			case <-r.ctx.Done():
				return nil, false
			case <-time.After(time.Millisecond):
			}
		}
	}
	return nil, false
}

func (s codeset) join(other codeset) {
	for i, x := range other {
		s[i] |= x
	}
}

// meet keeps those of another set too; nil stays.
func (s codeset) meet(other codeset) {
	for i := range s {
		s[i] &= other[i]
	}
}

// invert is the others of the first rows.
func (s codeset) invert(rows int) {
	for i := range s {
		s[i] = ^s[i]
	}
	for row := rows; row < len(s)<<6; row++ {
		s[row>>6] &^= 1 << (row & 63)
	}
}

// joinBut joins those of another set that are not in a third; nil has none.
func (s codeset) joinBut(other, but codeset) {
	for i, x := range other {
		s[i] |= x &^ but[i]
	}
}

func (s codeset) count() int {
	n := 0
	for _, x := range s {
		n += bits.OnesCount64(x)
	}
	return n
}

// each calls fn with every code of the set.
func (s codeset) each(fn func(code int)) {
	for k, x := range s {
		for ; x != 0; x &= x - 1 {
			fn(k<<6 + bits.TrailingZeros64(x))
		}
	}
}

// codesetOf is a set of the marked rows of a table.
func codesetOf(marked []*words, t *tableView) codeset {
	set := newCodeset(t.blocks() * blockRows)
	for b, block := range marked[:min(len(marked), t.blocks())] {
		copy(set[b*len(block):], block[:])
	}
	return set
}
