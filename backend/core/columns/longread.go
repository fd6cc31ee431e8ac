package columns

import (
	"context"
	"math/bits"
	"runtime"
	"slices"
	"sync"
	"time"
	"unsafe"

	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/store"
)

// Holding knows which living records may have a text in a field, as they were up to a change: no other has it. It is
// not ok where that is not known, or where more than most may.
type Holding func(ctx context.Context, t *entity.Type, s *field.Spec, text string, most int) (ids []string, upTo uint64, ok bool)

// Hint spares reading all long texts where somebody knows which ones may have a word. It is called while the program
// is put together.
func (c *Columns) Hint(holding Holding) { c.holding = holding }

// A reading looks for words in a long text of the records of an entity.
type reading struct {
	c      *Columns
	ctx    context.Context
	of     *tableView
	begun  uint64 // the commit that the columns had seen when it began; of later ones they are told
	held   []*finding
	fresh  []*finding            // to be filled
	within map[*finding][]*words // rows outside of which none has what a finding seeks, where that is known
	found  []codeset             // rows that have what each fresh finding seeks
	seq    uint64                // the latest change that was read
}

// Only tests change these.
var (
	shareFrom = 8192 // rows from which several goroutines read
	fewOf     = 16   // a part of the rows that is read record by record rather than in passing
)

// read reads the texts that may have what is sought.
func (r *reading) read() error {
	list := r.shares()
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
	found := r.none()
	var line []byte
	seq, err := r.c.texts(r.ctx, of, func(id, text []byte) {
		for i, f := range r.fresh {
			if !f.in(text, &line) {
				continue
			}
			if row, known := r.row(id); known {
				found[i].add(row)
			}
		}
	})
	return found, seq, err
}

// row is the row of a record, if it was known when the reading began: later ones tell of themselves.
func (r *reading) row(id []byte) (int, bool) {
	row, known := r.c.rowOf(r.of.name, unsafe.String(unsafe.SliceData(id), len(id)))
	return row, known && row < r.of.n
}

func bytesOf(s string) []byte { return unsafe.Slice(unsafe.StringData(s), len(s)) }

// shares cuts what is to be read into as many shares as there are processors.
func (r *reading) shares() []store.Reading {
	all := store.Reading{Type: r.of.label, Field: r.fresh[0].field}
	n := r.of.n
	if among := r.candidates(); among != nil {
		if n = among.count(); n <= r.of.n/fewOf {
			return r.named(all, among)
		}
		all.Wants = func(id []byte) bool {
			row, known := r.row(id)
			return known && among.has(int64(row))
		}
	}
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

// candidates are the rows outside of which none has anything that is sought; nil where any may.
func (r *reading) candidates() codeset {
	all := newCodeset(r.of.blocks() * blockRows)
	for _, f := range r.fresh {
		some := r.hinted(f)
		if near, ok := r.within[f]; ok {
			if set := codesetOf(near, r.of); some == nil || set.count() < some.count() {
				some = set
			}
		}
		if some == nil {
			return nil
		}
		all.join(some)
	}
	return all
}

// mostBehind is how many changes later than the hint are looked at; hintWaits is how often it is looked whether what
// the columns have seen is on disk, which comes a moment later.
const (
	mostBehind = 2000
	hintWaits  = 50
)

// hinted is the rows that may have what is sought by what others know of it: those they name, what changed since, and
// what is in the recycle bin.
func (r *reading) hinted(f *finding) codeset {
	if r.c.holding == nil {
		return nil
	}
	ids, upTo, ok := r.c.holding(r.ctx, r.of.label, f.spec, f.word, r.of.n/fewOf)
	if !ok {
		return nil
	}
	changed, ok := r.since(upTo)
	if !ok {
		return nil
	}
	set := codesetOf(r.of.gone, r.of)
	for _, id := range append(ids, changed...) {
		if row, known := r.row(bytesOf(id)); known {
			set.add(row)
		}
	}
	return set
}

// since lists the records that changed after a change and until the reading began.
func (r *reading) since(after uint64) (ids []string, ok bool) {
	for range hintWaits {
		if after >= r.begun {
			return ids, true
		}
		changes, err := r.c.db.Changes(r.ctx, after, mostBehind)
		if err != nil || len(ids)+len(changes) > mostBehind {
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
