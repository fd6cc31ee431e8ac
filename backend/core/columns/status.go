package columns

// Status says how the columns are, for the Health page.
type Status struct {
	FromSnapshot bool   // at the start: loaded, not filled from all records
	Applied      uint64 // sequence of the last commit seen
	Tables       []TableStatus
}

// TableStatus is one table: of an entity, or of the lines inside its records.
type TableStatus struct {
	Name    string
	Live    int
	Deleted int
	Bytes   int // of memory, about
}

// Status counts rows and memory.
func (c *Columns) Status() Status {
	w := c.view()
	c.mu.RLock()
	defer c.mu.RUnlock()
	s := Status{FromSnapshot: c.loaded, Applied: c.seq}
	for _, name := range c.order {
		t := w.tables[name]
		if t == nil || t.label == nil {
			continue
		}
		s.Tables = append(s.Tables, TableStatus{Name: name, Live: t.lived, Deleted: t.went, Bytes: t.size() + 4*c.tables[name].ids.room() + c.standings.bytes(name)})
	}
	return s
}

func (v *tableView) size() int {
	n := len(v.ids.chunks)*blockRows*16 + (len(v.live)+len(v.gone))*blockRows/8
	for i := range v.columns {
		c := &v.columns[i]
		for _, s := range c.slots {
			n += 120 + len(s.u8) + 2*len(s.u16) + 4*len(s.u32) + 8*len(s.i64)
		}
		for _, s := range c.texts {
			n += 80 + 8*len(s.entries) + cap(s.bytes)
		}
		for _, name := range c.names {
			n += 48 + len(name)
		}
		n += 60 * len(c.items)
	}
	return n
}
