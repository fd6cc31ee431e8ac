package columns

import (
	"context"
	"runtime"
	"slices"
	"sync"
	"unsafe"

	"xingke/backend/core/entity"
)

// textsOf reads the texts of one field, as store.DB.Texts.
type textsOf func(ctx context.Context, t *entity.Type, name, from, to string, wants func(id []byte) bool, yield func(id, text []byte)) (seq uint64, err error)

// A reading looks for words in a long text of all records of an entity.
type reading struct {
	c      *Columns
	ctx    context.Context
	of     *tableView
	field  string
	held   []*finding
	fresh  []*finding            // to be filled
	within map[*finding][]*words // rows among which those of a finding are, where that is known
	found  []codeset             // rows that have what each fresh finding seeks
	seq    uint64                // the last change that was read
}

// shareFrom is the number of rows from which several goroutines read. Only tests change it.
var shareFrom = 8192

// read reads the texts.
func (r *reading) read() error {
	bounds := r.shares()
	faults := make([]error, len(bounds)-1)
	var mu sync.Mutex
	var wait sync.WaitGroup
	for i := range faults {
		wait.Go(func() {
			found, seq, err := r.share(bounds[i], bounds[i+1])
			faults[i] = err
			mu.Lock()
			defer mu.Unlock()
			r.seq = max(r.seq, seq)
			if r.found == nil {
				r.found = found
				return
			}
			for k, set := range r.found {
				for at, rows := range found[k] {
					set[at] |= rows
				}
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

// shares cuts the ids of the table into as many stretches as there are processors, "" being the open ends.
func (r *reading) shares() []string {
	n := 1
	if r.of.n >= shareFrom {
		n = min(runtime.GOMAXPROCS(0), 4)
	}
	bounds := []string{""}
	for i := 1; i < n; i++ {
		bounds = append(bounds, r.of.ids.at(r.of.n*i/n))
	}
	slices.Sort(bounds)
	return append(bounds, "")
}

// share reads the texts of records with an id from from until before to.
func (r *reading) share(from, to string) ([]codeset, uint64, error) {
	found := make([]codeset, len(r.fresh))
	for i := range found {
		found[i] = newCodeset(r.of.blocks() * blockRows)
	}
	var wants func(id []byte) bool
	if len(r.within) == len(r.fresh) {
		wants = func(id []byte) bool {
			row, known := r.row(id)
			for _, rows := range r.within {
				if known && row>>blockBits < len(rows) && rows[row>>blockBits].has(row&blockMask) {
					return true
				}
			}
			return false
		}
	}
	var line []byte
	seq, err := r.c.texts(r.ctx, r.of.label, r.field, from, to, wants, func(id, text []byte) {
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
