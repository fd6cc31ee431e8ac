package columns

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// inParallel does something for every block of a table, on several processors when there are many.
func inParallel(t *tableView, do func(block, rows int)) {
	blocks := t.blocks()
	if blocks < parallelFrom {
		for b := range blocks {
			do(b, t.inBlock(b))
		}
		return
	}
	var next atomic.Int64
	var wait sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), 4) {
		wait.Go(func() {
			for {
				b := int(next.Add(1)) - 1
				if b >= blocks {
					return
				}
				do(b, t.inBlock(b))
			}
		})
	}
	wait.Wait()
}

// lift carries what leaf gives for the rows of a path's last table to the rows of the first table
// the path refers to. Rows without the reference get none.
func lift[T any](w *view, p *place, none T, leaf func(block int, out []T)) []T {
	table := make([]T, p.table.n)
	inParallel(p.table, func(b, n int) { leaf(b, table[b<<blockBits:][:n]) })
	hide(table, p.veilAt(len(p.hops)-1), none)
	for i := len(p.hops) - 1; i > 0; i-- {
		t, hop, below := w.tables[p.hops[i-1].target], p.hops[i], table
		table = make([]T, t.n)
		inParallel(t, func(b, n int) { follow(table[b<<blockBits:][:n], hop.slot(b), below, none) })
		hide(table, p.veilAt(i-1), none)
	}
	return table
}

// follow reads the entries that a block's references point to.
func follow[T any](out []T, s slot, table []T, none T) {
	n := 0
	switch {
	case s.block == nil:
	case s.u8 != nil:
		n = followIn(out, s.u8, s.base, table, none)
	case s.u16 != nil:
		n = followIn(out, s.u16, s.base, table, none)
	case s.u32 != nil:
		n = followIn(out, s.u32, s.base, table, none)
	default:
		n = min(len(out), len(s.i64))
		for i, v := range s.i64[:n] {
			if out[i] = none; v != null {
				out[i] = table[v]
			}
		}
	}
	for i := n; i < len(out); i++ {
		out[i] = none
	}
}

func followIn[T any, U uint8 | uint16 | uint32](out []T, data []U, base int64, table []T, none T) int {
	n := min(len(out), len(data))
	out = out[:n]
	for i, v := range data[:n] {
		if v == 0 {
			out[i] = none
		} else {
			out[i] = table[base+int64(v)]
		}
	}
	return n
}

// textRows gives for the rows of a block the row itself where it has a text: a row stands for its text.
func (v *columnView) textRows(block int, out []int64) {
	slot := v.text(block)
	for i := range out {
		out[i] = null
		if slot.entry(i).n > 0 {
			out[i] = int64(block<<blockBits + i)
		}
	}
}

// numbers gives the numbers at a place of the last table: of a text the row that holds it, of the rows themselves their number.
func (p *place) numbers(block int, out []int64) {
	switch {
	case p.leaf == nil:
		for i := range out {
			out[i] = int64(block<<blockBits + i)
		}
	case p.leaf.form == strung:
		p.leaf.textRows(block, out)
	default:
		p.leaf.slot(block).load(out)
	}
}

// keptAs names what was lifted over a path that begins with a column.
type keptAs struct {
	from *column
	path string
	what string
	by   *ranks // whose numbers were lifted
}

func keptFor(p *place, what string, by *ranks) keptAs {
	from := p.leaf
	if len(p.hops) > 0 {
		from = p.hops[0]
	}
	return keptAs{from.source, p.path + p.behind, what, by}
}

// kept makes something once for all queries of a view: the tiles of a dashboard, the pages of a list.
func kept[T any](w *view, p *place, what string, by *ranks, make func() []T) []T {
	return keptAt(w, keptFor(p, what, by), make)
}

func keptAt[T any](w *view, name keptAs, make func() T) T {
	if old, known := w.lifted.Load(name); known {
		return old.(T)
	}
	fresh := make()
	w.lifted.Store(name, fresh)
	return fresh
}
