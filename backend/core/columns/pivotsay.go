package columns

import (
	"runtime"
	"sync"

	"xingke/backend/core/field"
)

// saidAlone is how many rows are written by one goroutine. Only tests change it.
var saidAlone = 4096

// say writes the rows of the result, those of the cells given.
func (p *pivot) say(whole *part, cells []int32) ([]AggregateRow, error) {
	specs := make([]*field.Spec, len(p.axes))
	known := whole.far == nil
	for i, x := range p.axes {
		specs[i] = x.spec
		if known = known && x.size <= 2*len(cells)+64; known {
			x.known = make([]field.Value, x.size)
		}
	}
	rows := make([]AggregateRow, len(cells))
	keys, values := make([]*field.Value, len(cells)*len(p.axes)), make([]Number, len(cells)*len(p.measures))
	write := func(from, to int) error {
		for i := from; i < to; i++ {
			k, v := i*len(p.axes), i*len(p.measures)
			rows[i] = AggregateRow{keys[k : k+len(p.axes) : k+len(p.axes)], values[v : v+len(p.measures) : v+len(p.measures)], &specs}
			if known {
				cell := uint32(cells[i])
				for j, x := range p.axes {
					index := cell / x.stride
					cell -= index * x.stride
					keys[k+j] = &x.known[index]
				}
				continue
			}
			at := whole.keysOf(int(cells[i]))
			for j, x := range p.axes {
				keys[k+j] = x.say(at[j])
			}
		}
		for j := range p.measures {
			if err := whole.results(cells[from:to], j, values[from*len(p.measures):], len(p.measures)); err != nil {
				return err
			}
		}
		return nil
	}
	if !known || len(cells) < saidAlone {
		err := write(0, len(cells))
		if known {
			p.sayKnown(cells)
		}
		return rows, err
	}
	p.sayKnown(cells)
	parts := min(runtime.GOMAXPROCS(0), 4)
	faults := make([]error, parts)
	var wait sync.WaitGroup
	for n := range parts {
		wait.Go(func() { faults[n] = write(len(cells)*n/parts, len(cells)*(n+1)/parts) })
	}
	wait.Wait()
	for _, err := range faults {
		if err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// sayKnown says the keys that cells have, for axes whose keys are held by their indexes.
func (p *pivot) sayKnown(cells []int32) {
	said := make([][]bool, len(p.axes))
	for i, x := range p.axes {
		said[i] = make([]bool, x.size)
		said[i][0] = true
	}
	for _, at := range cells {
		cell := uint32(at)
		for i, x := range p.axes {
			index := cell / x.stride
			cell -= index * x.stride
			if !said[i][index] {
				said[i][index], x.known[index] = true, x.value(x.lo+int64(index)-1)
			}
		}
	}
}

// results writes the j-th measure of cells, one in so many numbers.
func (o *part) results(cells []int32, j int, into []Number, width int) error {
	a := &o.accs[j]
	for i, cell := range cells {
		n := &into[i*width+j]
		switch {
		case a.way == countRows:
			n.Int = o.records(int(cell))
		case a.way == addSafely && a.op == "sum" && a.void == nil && o.live(int(cell)) > 0:
			n.Int, n.Spec = o.cells[int(cell)*o.width+a.at], a.place.spec()
		default:
			one, err := o.result(int(cell), j)
			if err != nil {
				return err
			}
			*n = one
		}
	}
	return nil
}
