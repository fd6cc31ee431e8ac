package columns

import (
	"xingke/backend/core/field"
)

// form is how a column holds its values.
type form uint8

const (
	numbers  form = iota // the number itself
	codes                // code of a dictionary of its own
	rows                 // row number of the record referred to
	codeList             // number of a list of codes
	rowList              // number of a list of row numbers
	strung               // text
	presence             // only whether there is a value
)

// column is the writer's side of one field.
type column struct {
	spec   *field.Spec
	form   form
	ints   ints
	texts  texts
	dict   *dict
	lists  *lists
	target *table // of references
	log    changeLog
	sorted []int32 // rows in the order of their texts, as a snapshot gave it; see adopt
}

func formOf(s *field.Spec) form {
	isRef := s.Target != "" && (s.Kind.Name() == "ref" || s.Kind.Name() == "refs")
	switch s.Kind.Column() {
	case field.TextColumn:
		return strung
	case field.DictColumn:
		if isRef {
			return rows
		}
		return codes
	case field.IntColumn:
		return numbers
	case field.ListColumn:
		if isRef {
			return rowList
		}
		return codeList
	}
	return presence
}

// newColumn makes an empty column; table finds the table of an entity.
func newColumn(s *field.Spec, table func(string) *table) *column {
	c := &column{spec: s, form: formOf(s)}
	switch c.form {
	case codes:
		c.dict = newDict()
	case codeList:
		c.dict, c.lists = newDict(), newLists()
	case rows:
		c.target = table(s.Target)
	case rowList:
		c.target, c.lists = table(s.Target), newLists()
	}
	return c
}

// set puts a row's value and tells whether it changed.
func (c *column) set(row int, v field.Value, now tick, total int) bool {
	changed := false
	if c.form == strung {
		changed = c.texts.set(row, v.Text, now)
	} else {
		changed = c.ints.set(row, c.encode(v), now)
	}
	if changed {
		c.log.note(row, total)
	}
	return changed
}

func (c *column) encode(v field.Value) int64 {
	if c.spec.Kind.Name() == "flag" {
		return v.Int & 1
	}
	if v.Empty() {
		return null
	}
	switch c.form {
	case numbers:
		return v.Int
	case codes:
		return int64(c.dict.code(v.Text))
	case rows:
		return int64(c.target.register(v.Text))
	case codeList, rowList:
		items := make([]int32, 0, len(v.List))
		for _, item := range v.List {
			if c.form == codeList {
				items = append(items, int32(c.dict.code(item)))
			} else {
				items = append(items, int32(c.target.register(item)))
			}
		}
		return int64(c.lists.code(items))
	}
	return 1
}

// columnView is what a view sees of a column.
type columnView struct {
	spec   *field.Spec
	form   form
	slots  []slot
	texts  []textSlot
	names  []string
	items  [][]int32
	target string // table of references
	source *column
	rows   int     // of the table, that the view sees
	sorted []int32 // rows in order, for a snapshot only
	logView
}

func (c *column) view(total int) columnView {
	v := columnView{rows: total, spec: c.spec, form: c.form, slots: c.ints.slots, texts: c.texts.slots, source: c, logView: c.log.view()}
	if c.dict != nil {
		v.names = c.dict.names
	}
	if c.lists != nil {
		v.items = c.lists.items
	}
	if c.target != nil {
		v.target = c.target.name
	}
	return v
}

// seen is the number of rows of a block that the view sees.
func (v *columnView) seen(block int) int { return max(0, min(blockRows, v.rows-block<<blockBits)) }

func (v *columnView) slot(block int) slot {
	if block < len(v.slots) {
		return v.slots[block]
	}
	return slot{}
}

func (v *columnView) text(block int) textSlot {
	if block < len(v.texts) {
		return v.texts[block]
	}
	return textSlot{}
}

func (v *columnView) at(row int) int64 {
	if bi := row >> blockBits; bi < len(v.slots) {
		return v.slots[bi].at(row & blockMask)
	}
	return null
}

// bounds holds all numbers of the column; lo > hi if there is none.
func (v *columnView) bounds() (lo, hi int64) {
	lo, hi = 1, 0
	for i, s := range v.slots {
		if i == 0 || lo > hi {
			lo, hi = s.lo, s.hi
		} else if s.lo <= s.hi {
			lo, hi = min(lo, s.lo), max(hi, s.hi)
		}
	}
	return lo, hi
}

// valueOf is the value that a number of the column stands for.
func (v *columnView) valueOf(w *view, n int64) field.Value {
	if n == null {
		return field.None
	}
	switch v.form {
	case numbers:
		return field.OfInt(n)
	case codes:
		return field.OfText(v.names[n])
	case rows:
		return field.OfText(w.tables[v.target].ids.at(int(n)))
	case codeList, rowList:
		items := make([]string, len(v.items[n]))
		for i, code := range v.items[n] {
			items[i] = v.item(w, code)
		}
		return field.OfList(items)
	}
	return field.None
}

// item is the text of one item of a list.
func (v *columnView) item(w *view, code int32) string {
	if v.form == rowList {
		return w.tables[v.target].ids.at(int(code))
	}
	return v.names[code]
}
