package columns

import "fmt"

// dense prepares the index of every raw number of the first column on the path. What it cannot
// hold in a table (moments) is looked up number by number, or by the days they lie in.
func (x *axis) dense(w *view, stride uint32) {
	x.stride = stride
	p := x.place
	if x.listed {
		return // a row has several indexes
	}
	if p.leaf != nil && p.leaf.form != strung {
		lo, hi := p.leaf.bounds()
		if lo <= hi && uint64(hi)-uint64(lo) < widestAxis {
			x.from, x.table = lo, make([]uint32, hi-lo+1)
			for i := range x.table {
				x.table[i] = x.index(lo + int64(i))
			}
		}
	}
	if len(p.hops) > 0 {
		far := kept(w, p, "axis "+x.cut, nil, func() []uint32 {
			return lift(w, p, 0, func(block int, out []uint32) { x.addLeaf(block, out, make([]int64, len(out)), 1) })
		})
		x.from, x.table = 0, far
	}
}

// together makes one table of those of several axes that begin with the same reference: the rows of
// the table it points to have one index then.
func together(w *view, axes []*axis) []*axis {
	var rest []*axis
	for i, x := range axes {
		if len(x.place.hops) == 0 || x.listed {
			rest = append(rest, x)
			continue
		}
		hop := x.place.hops[0].source
		same, path, what := []*axis{}, "", "axes"
		first := true
		for j, y := range axes {
			if len(y.place.hops) > 0 && !y.listed && y.place.hops[0].source == hop {
				first = first && j >= i
				same = append(same, y)
				path += y.place.path + y.place.behind + "\x00"
				what += fmt.Sprint(" ", y.cut, y.stride)
			}
		}
		switch {
		case !first: // done with the one before
		case len(same) == 1:
			rest = append(rest, x)
		default:
			one := &axis{place: &place{path: path, hops: x.place.hops}, stride: 1}
			one.table = kept(w, one.place, what, nil, func() []uint32 { return sumOf(same) })
			rest = append(rest, one)
		}
	}
	return rest
}

func sumOf(axes []*axis) []uint32 {
	all := make([]uint32, len(axes[0].table))
	for _, x := range axes {
		for i, index := range x.table[:len(all)] {
			all[i] += index * x.stride
		}
	}
	return all
}

// add adds the indexes of a block's rows, times stride, to out.
func (x *axis) add(block int, out []uint32, buf []int64) {
	if len(x.place.hops) > 0 {
		gatherSlot(out, x.place.hops[0].slot(block), x.table, 0, x.stride)
		return
	}
	x.addLeaf(block, out, buf, x.stride)
}

// addLeaf does so for the rows of the last table on the path.
func (x *axis) addLeaf(block int, out []uint32, buf []int64, stride uint32) {
	if x.table != nil {
		gatherSlot(out, x.place.leaf.slot(block), x.table, x.from, stride)
		return
	}
	if x.turns != nil && x.turns.add(out, x.place.leaf.slot(block), stride) {
		return
	}
	x.place.numbers(block, buf)
	for i, n := range buf {
		out[i] += x.index(n) * stride
	}
}

func gatherSlot(out []uint32, s slot, table []uint32, from int64, stride uint32) {
	switch {
	case s.block == nil:
	case s.u8 != nil:
		gather(out, s.u8, table, s.base-from, stride)
	case s.u16 != nil:
		gather(out, s.u16, table, s.base-from, stride)
	case s.u32 != nil:
		gather(out, s.u32, table, s.base-from, stride)
	default:
		for i, n := range s.i64[:min(len(out), len(s.i64))] {
			if n != null {
				out[i] += table[n-from] * stride
			}
		}
	}
}

func gather[T uint8 | uint16 | uint32](out []uint32, data []T, table []uint32, base int64, stride uint32) {
	data = data[:min(len(out), len(data))]
	for i, s := range data {
		if s != 0 {
			out[i] += table[base+int64(s)] * stride
		}
	}
}
