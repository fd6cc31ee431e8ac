package columns

import (
	"runtime"
	"sync"

	"xingke/backend/core/field"
)

// saidAlone is how many rows are written by one goroutine. Only tests change it.
var saidAlone = 4096

// say writes the rows of the result, those of the cells given.
func (p *pivot) say(whole *part, cells []int32) (*Rows, error) {
	r := p.room(whole, len(cells))
	near := whole.far == nil
	for _, x := range p.axes {
		near = near && x.size <= 2*len(cells)+64
	}
	if !near {
		p.sayFar(r, whole, cells)
	}
	write := func(from, to int) error {
		if near {
			p.sayNear(r, cells, from, to)
		}
		for j := range p.measures {
			if err := whole.results(&r.figures[j], j, cells, from, to); err != nil {
				return err
			}
		}
		return nil
	}
	if err := inParts(len(cells), write); err != nil {
		return nil, err
	}
	if near {
		p.sayKnown(r)
	}
	return r, nil
}

// inParts writes rows in several goroutines at once where there are many.
func inParts(n int, write func(from, to int) error) error {
	parts := min(runtime.GOMAXPROCS(0), 4)
	if n < saidAlone {
		parts = 1
	}
	faults := make([]error, parts)
	var wait sync.WaitGroup
	for i := range parts - 1 {
		wait.Go(func() { faults[i] = write(n*i/parts, n*(i+1)/parts) })
	}
	faults[parts-1] = write(n*(parts-1)/parts, n)
	wait.Wait()
	for _, err := range faults {
		if err != nil {
			return err
		}
	}
	return nil
}

// room is empty columns for n rows.
func (p *pivot) room(whole *part, n int) *Rows {
	r := &Rows{n: n, groups: make([]keyColumn, len(p.axes)), figures: make([]figureColumn, len(p.measures))}
	keys, numbers := make([]uint32, n*len(p.axes)), make([]int64, n*len(p.measures))
	for j, x := range p.axes {
		r.groups[j] = keyColumn{spec: x.spec, at: keys[j*n : (j+1)*n]}
	}
	for j := range p.measures {
		a, c := &whole.accs[j], &r.figures[j]
		c.whole = numbers[j*n : (j+1)*n]
		if a.op == "count" || a.op == "distinct" {
			continue
		}
		c.spec = a.place.spec()
		if !whole.full(a) {
			c.empty = make([]bool, n)
		}
		if a.op == "avg" && a.plain {
			c.fractions = make([]float64, n)
		}
	}
	return r
}

// full tells that there is something to measure in each cell with records.
func (o *part) full(a *acc) bool { return a.way == addSafely && a.void == nil && len(o.p.axes) > 0 }

// along is where on an axis the last cell was: those that follow each other mostly lie in one.
type along struct {
	stride, from, index uint32
	at                  []uint32
}

// sayNear notes the keys of rows by their indexes along the axes.
func (p *pivot) sayNear(r *Rows, cells []int32, from, to int) {
	if len(p.axes) == 0 {
		return
	}
	var room [mostGroups]along
	for j, x := range p.axes {
		room[j] = along{stride: x.stride, at: r.groups[j].at[from:to]}
	}
	last := len(p.axes) - 1
	axes, final := room[:last], room[last].at
	for i, at := range cells[from:to] {
		cell := uint32(at)
		for j := range axes {
			x := &axes[j]
			if cell-x.from >= x.stride { // also where it lies before
				x.index = cell / x.stride
				x.from = x.index * x.stride
			}
			x.at[i] = x.index
			cell -= x.from
		}
		final[i] = cell
	}
}

// sayKnown says the keys that rows have, by their indexes.
func (p *pivot) sayKnown(r *Rows) {
	for j, x := range p.axes {
		c, done := &r.groups[j], make([]bool, x.size)
		c.said, done[0] = make([]field.Value, x.size), true // the empty value has no words
		for _, index := range c.at {
			if !done[index] {
				done[index], c.said[index] = true, x.value(x.lo+int64(index)-1)
			}
		}
	}
}

// sayFar says the keys of rows as they come: those of few cells, of axes that are longer than that.
func (p *pivot) sayFar(r *Rows, whole *part, cells []int32) {
	places := make([]map[int64]uint32, len(p.axes))
	for j := range p.axes {
		places[j] = map[int64]uint32{}
	}
	for i, cell := range cells {
		keys := whole.keysOf(int(cell))
		for j, x := range p.axes {
			c := &r.groups[j]
			at, known := places[j][keys[j]]
			if !known {
				at = uint32(len(c.said))
				places[j][keys[j]], c.said = at, append(c.said, x.say(keys[j]))
			}
			c.at[i] = at
		}
	}
}

// results writes the j-th measure of cells.
func (o *part) results(into *figureColumn, j int, cells []int32, from, to int) error {
	a := &o.accs[j]
	for i := from; i < to; i++ {
		cell := int(cells[i])
		switch {
		case a.way == countRows:
			into.whole[i] = o.records(cell)
		case a.op == "sum" && o.full(a):
			into.whole[i] = o.cells[cell*o.width+a.at]
		default:
			n, err := o.result(cell, j)
			if err != nil {
				return err
			}
			if into.whole[i] = n.Int; into.empty != nil {
				into.empty[i] = n.Empty
			}
			if into.fractions != nil {
				into.fractions[i] = n.Fraction
			}
		}
	}
	return nil
}
