package columns

import (
	"encoding/binary"
	"io"
)

// table writes the rows that a view sees.
func (p *packer) table(t *tableView) {
	p.uint(uint64(t.n))
	p.ids(t)
	p.marks(t.live)
	p.marks(t.gone)
	p.uint(uint64(len(t.columns)))
	for i := range t.columns {
		p.column(t, &t.columns[i])
	}
}

func (p *packer) ids(t *tableView) {
	if t.parent != "" {
		return
	}
	for b := range t.blocks() {
		for i := range t.inBlock(b) {
			p.buf = append(p.buf, t.ids.chunks[b][i][:]...)
		}
		p.flush(1 << 16)
	}
	p.uint(uint64(len(t.ids.odd)))
	for _, s := range t.ids.odd {
		p.text(s)
	}
}

func (p *packer) marks(blocks []*words) {
	p.uint(uint64(len(blocks)))
	for _, b := range blocks {
		p.words(b[:])
	}
}

func (p *packer) column(t *tableView, c *columnView) {
	if c.form == strung {
		p.uint(uint64(len(c.texts)))
		for b, s := range c.texts {
			p.textSlot(s, t.inBlock(b))
		}
	} else {
		p.uint(uint64(len(c.slots)))
		for b, s := range c.slots {
			p.slot(s, t.inBlock(b))
		}
	}
	p.uint(uint64(len(c.names)))
	for _, name := range c.names {
		p.text(name)
	}
	p.uint(uint64(len(c.items)))
	for _, list := range c.items {
		p.uint(uint64(len(list)))
		for _, item := range list {
			p.uint(uint64(item))
		}
	}
	p.order(c.sorted)
}

// order writes the order of a column of texts, nothing if it is not known.
func (p *packer) order(sorted []int32) {
	raw := make([]byte, 0, 4*len(sorted))
	for _, row := range sorted {
		raw = binary.LittleEndian.AppendUint32(raw, uint32(row))
	}
	p.bytes(raw)
}

func (u *unpacker) order(n int) []int32 {
	raw := u.bytes()
	if len(raw)%4 != 0 || len(raw)/4 > n {
		u.fail(nil)
		return nil
	}
	sorted := make([]int32, len(raw)/4)
	for i := range sorted {
		sorted[i] = int32(binary.LittleEndian.Uint32(raw[4*i:]))
		if int(sorted[i]) >= n || sorted[i] < 0 {
			u.fail(nil)
			return nil
		}
	}
	return sorted
}

// table reads the rows of a table that is still empty. Without columns it reads only the ids: what
// other tables refer to must keep its rows.
func (u *unpacker) table(t *table, withColumns bool) {
	n := u.size(mostRows)
	if t.parent == nil {
		u.ids(t, n)
		linked := make(chan struct{})
		go func() { // beside reading the columns
			defer close(linked)
			t.ids.reserve(t.ids.n)
		}()
		defer func() { <-linked }()
	}
	t.dirty = true
	if !withColumns {
		// the rest is read over: nothing of it fits
		u.skipRest()
		return
	}
	u.marks(&t.live, t.tick.epoch)
	u.marks(&t.gone, t.tick.epoch)
	if u.size(mostRows) != len(t.columns) {
		u.fail(nil)
	}
	for _, c := range t.columns {
		u.column(c, t.tick.epoch)
		c.sorted = u.order(n)
	}
	if t.parent != nil && u.err == nil {
		t.n = n
		u.relink(t)
	}
}

func (u *unpacker) skipRest() {
	for u.err == nil {
		if _, err := u.r.ReadByte(); err != nil {
			return
		}
	}
}

// ids reads the ids; who finds rows by them must link them first.
func (u *unpacker) ids(t *table, n int) {
	raw := make([]byte, blockRows*16)
	for t.ids.n < n {
		rows := min(blockRows, n-t.ids.n)
		if _, err := io.ReadFull(u.full, raw[:rows*16]); err != nil {
			u.fail(err)
			return
		}
		chunk := new([blockRows][16]byte)
		for i := range rows {
			chunk[i] = [16]byte(raw[i*16:])
		}
		t.ids.chunks = append(t.ids.chunks, chunk)
		for row := t.ids.n; row < t.ids.n+rows && t.ids.sorted; row++ {
			t.ids.sorted = row == 0 || string(t.ids.key(row - 1)[:]) < string(t.ids.key(row)[:])
		}
		t.ids.n += rows
	}
	odd := u.size(n)
	for range odd {
		t.ids.odd = append(t.ids.odd, u.text())
	}
	u.linkOdd(&t.ids)
}

func (u *unpacker) marks(m *marks, epoch uint64) {
	for range u.size(mostRows >> blockBits) {
		list := u.words(blockRows / 64)
		if u.err != nil || len(list) != blockRows/64 {
			u.fail(nil)
			return
		}
		b := words(list)
		m.blocks, m.made = append(m.blocks, &b), append(m.made, epoch)
		m.total += b.count()
	}
	m.epoch = epoch
}

func (u *unpacker) column(c *column, epoch uint64) {
	for range u.size(mostRows >> blockBits) {
		if u.err != nil {
			return
		}
		if c.form == strung {
			c.texts.slots = append(c.texts.slots, u.textSlot(epoch))
		} else {
			c.ints.slots = append(c.ints.slots, u.slot(epoch))
		}
	}
	c.ints.epoch, c.texts.epoch = epoch, epoch
	names := u.size(mostRows)
	for i := 0; i < names && u.err == nil; i++ {
		if c.dict == nil || c.dict.code(u.text()) != i {
			u.fail(nil)
		}
	}
	lists := u.size(mostRows)
	for i := 0; i < lists && u.err == nil; i++ {
		items := make([]int32, u.size(mostRows>>12))
		for j := range items {
			items[j] = int32(u.size(mostRows))
		}
		if c.lists == nil || c.lists.code(items) != i {
			u.fail(nil)
		}
	}
}

// relink finds the lines of every record again, in their order, and the rows free for use.
func (u *unpacker) relink(t *table) {
	t.next = make([]int32, t.n)
	parents, numbers := t.columns[0].ints.all(t.n), t.columns[1].ints.all(t.n)
	most := int64(-1)
	for row, parent := range parents {
		most = max(most, numbers[row])
		if parent >= int64(t.parent.ids.n) {
			u.fail(nil)
			return
		}
	}
	t.head = make([]int32, t.parent.ids.n)
	byNumber := make([][]int32, most+1)
	for row, number := range numbers {
		if number >= 0 {
			byNumber[number] = append(byNumber[number], int32(row))
		} else {
			t.free = append(t.free, int32(row))
		}
	}
	for number := most; number >= 0; number-- { // the last line first: each is put before those after it
		for _, row := range byNumber[number] {
			parent := parents[row]
			if parent < 0 {
				u.fail(nil)
				return
			}
			t.next[row], t.head[parent] = t.head[parent], row+1
		}
	}
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
