package columns

import "slices"

// table writes the rows that a view sees.
func (p *packer) table(t *tableView) {
	if t.parent == "" {
		p.each(partIDs, 0, t.blocks(), func(b int) { p.put(rawOf(t.ids.chunks[b][:t.inBlock(b)])) })
		p.names(partOdd, 0, t.ids.odd)
	}
	p.each(partLive, 0, len(t.live), func(b int) { p.put(rawOf(t.live[b][:])) })
	p.each(partGone, 0, len(t.gone), func(b int) { p.put(rawOf(t.gone[b][:])) })
	for i := range t.columns {
		p.column(t, i)
	}
}

func (p *packer) column(t *tableView, i int) {
	c := &t.columns[i]
	if c.form == strung {
		p.each(partTexts, i, len(c.texts), func(b int) { p.textSlot(c.texts[b], t.inBlock(b)) })
	} else {
		p.each(partNumbers, i, len(c.slots), func(b int) { p.slot(c.slots[b], t.inBlock(b)) })
	}
	p.names(partNames, i, c.names)
	p.each(partLists, i, len(c.items), func(k int) {
		p.uint(len(c.items[k]))
		p.put(rawOf(c.items[k]))
	})
	if len(c.sorted) > 0 {
		p.each(partOrder, i, 1, func(int) {
			p.uint(len(c.sorted))
			p.put(rawOf(c.sorted))
		})
	}
}

// makeRoom prepares a table that is still empty for the sections of its file. Of one whose columns do
// not fit only the ids are read: what other tables refer to must keep its rows.
func (s *snapFile) makeRoom(t *table) error {
	t.dirty = true
	if t.parent == nil {
		t.ids.chunks, t.ids.n, t.ids.sorted = make([]*[blockRows][16]byte, (s.rows+blockMask)>>blockBits), s.rows, s.sorted
	} else if !s.stale {
		t.n = s.rows
	}
	if !s.stale && s.columns != len(t.columns) {
		return errSnapshot
	}
	if s.stale {
		s.parts = slices.DeleteFunc(s.parts, func(p piece) bool { return p.kind > partOdd })
	}
	for _, p := range slices.Backward(s.parts) { // the last section of a column tells how much it has
		if p.column >= max(1, len(t.columns)) {
			return errSnapshot
		}
		s.room(t, p)
	}
	return nil
}

func (s *snapFile) room(t *table, p piece) {
	n, epoch := p.from+p.n, t.tick.epoch
	var c *column
	if p.kind > partGone {
		c = t.columns[p.column]
	}
	switch {
	case p.kind == partOdd && len(t.ids.odd) == 0:
		t.ids.odd = make([]string, n)
	case p.kind == partLive && len(t.live.blocks) == 0:
		t.live = marksFor(n, epoch)
	case p.kind == partGone && len(t.gone.blocks) == 0:
		t.gone = marksFor(n, epoch)
	case p.kind == partNumbers && len(c.ints.slots) == 0:
		c.ints = ints{make([]slot, n), epoch}
	case p.kind == partTexts && len(c.texts.slots) == 0:
		c.texts = texts{make([]textSlot, n), epoch}
	case p.kind == partNames && c.dict != nil && len(c.dict.names) == 0:
		c.dict = &dict{names: make([]string, n)}
	case p.kind == partLists && c.lists != nil && len(c.lists.items) == 0:
		c.lists = &lists{items: make([][]int32, n)}
	}
}

func marksFor(blocks int, epoch uint64) marks {
	return marks{blocks: make([]*words, blocks), made: slices.Repeat([]uint64{epoch}, blocks), epoch: epoch}
}

// window is the part of a list that a section fills.
func window[T any](u *unpacker, list []T, p piece) []T {
	if p.from+p.n > len(list) {
		u.fail()
		return nil
	}
	return list[p.from : p.from+p.n]
}

// unpack puts a section where it belongs; several may be at work at once, each on its own place.
func (u *unpacker) unpack(t *table, p piece) error {
	switch p.kind {
	case partIDs:
		u.ids(t, p)
	case partOdd:
		u.names(window(u, t.ids.odd, p))
	case partLive:
		u.marks(window(u, t.live.blocks, p))
	case partGone:
		u.marks(window(u, t.gone.blocks, p))
	default:
		u.column(t.columns[p.column], p, t.size(), t.tick.epoch)
	}
	return u.err
}

func (u *unpacker) ids(t *table, p piece) {
	for i, chunk := range window(u, t.ids.chunks, p) {
		rows := min(blockRows, t.ids.n-(p.from+i)<<blockBits)
		list := listOf[[16]byte](u.take(16 * rows))
		if u.err != nil {
			return
		}
		if rows == blockRows {
			chunk = (*[blockRows][16]byte)(list)
		} else {
			chunk = new([blockRows][16]byte)
			copy(chunk[:], list)
		}
		t.ids.chunks[p.from+i] = chunk
	}
}

func (u *unpacker) marks(into []*words) {
	for i := range into {
		if list := listOf[words](u.take(blockRows / 8)); len(list) == 1 {
			into[i] = &list[0]
		}
	}
}

func (u *unpacker) column(c *column, p piece, rows int, epoch uint64) {
	switch p.kind {
	case partNumbers:
		blocks := make([]block, p.n)
		for i := range window(u, c.ints.slots, p) {
			u.slot(&c.ints.slots[p.from+i], &blocks[i], epoch)
		}
	case partTexts:
		for i := range window(u, c.texts.slots, p) {
			u.textSlot(&c.texts.slots[p.from+i], epoch)
		}
	case partNames:
		if c.dict == nil {
			u.fail()
			return
		}
		u.names(window(u, c.dict.names, p))
	case partLists:
		if c.lists == nil {
			u.fail()
			return
		}
		for i := range window(u, c.lists.items, p) {
			c.lists.items[p.from+i] = listOf[int32](u.take(4 * u.uint(mostRows)))
		}
	case partOrder:
		c.sorted = listOf[int32](u.take(4 * u.uint(rows)))
	}
}

// settle ends the reading of a table.
func (s *snapFile) settle(t *table) error {
	for _, m := range []*marks{&t.live, &t.gone} {
		for _, b := range m.blocks {
			if b == nil {
				return errSnapshot
			}
			m.total += b.count()
		}
	}
	return t.ids.linkOdd()
}

// relink finds the lines of every record again, in their order, and the rows free for use.
func (t *table) relink(records int) {
	parents, numbers := t.columns[0].ints.all(t.n), t.columns[1].ints.all(t.n)
	t.next, t.head = make([]int32, t.n), make([]int32, records)
	for row := t.n - 1; row >= 0; row-- {
		parent, number := parents[row], numbers[row]
		if parent < 0 || number < 0 || parent >= int64(len(t.head)) {
			t.free = append(t.free, int32(row))
			continue
		}
		at := &t.head[parent] // rows mostly stand in the order of the lines: each is put before those after it
		for *at != 0 && numbers[*at-1] < number {
			at = &t.next[*at-1]
		}
		t.next[row], *at = *at, int32(row+1)
	}
	slices.Reverse(t.free)
}

// all is the numbers of the first rows.
func (c *ints) all(rows int) []int64 {
	out := make([]int64, rows)
	for b := 0; b<<blockBits < rows; b++ {
		s := slot{}
		if b < len(c.slots) {
			s = c.slots[b]
		}
		s.load(out[b<<blockBits : min(rows, (b+1)<<blockBits)])
	}
	return out
}
