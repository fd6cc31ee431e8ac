package columns

import (
	"strconv"
	"strings"
	"sync"
	"sync/atomic"

	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

// table is the writer's side of one entity, or of the lines of one.
type table struct {
	name    string
	typ     *entity.Type // nil for a reference's target that is not in the set
	parent  *table       // of lines
	rows    *field.Spec  // the lines field of the parent
	ids     ids          // of lines: only late
	n       int          // of lines: number of rows
	live    marks
	lives   changeLog // of live
	gone    marks     // in the recycle bin
	columns []*column
	byName  map[string]*column
	places  map[string]int // of columns; views share it, it is never changed
	title   *column
	naming  []*field.Spec // the fields that name a record
	lines   []*table      // of the lines fields
	tick    tick
	dirty   bool
	seen    *tableView // the last view taken

	findings []*finding // of words in its long texts
	rolls    rolls      // of its records
	line     []byte     // room to fold one in

	// of lines: a list of rows for each row of the parent, and the rows free for use
	head, next []int32 // row + 1
	free       []int32
}

func (t *table) size() int {
	if t.parent != nil {
		return t.n
	}
	return t.ids.n
}

// register returns the row of an id, making an empty row for one that is not known yet.
func (t *table) register(id string) int {
	before := t.ids.n
	row := t.ids.register(id)
	if t.ids.n != before {
		t.dirty = true
	}
	return row
}

// ownTitle names the hidden column of titles where no single text field is the title.
const ownTitle = "\x00title"

// describe makes the columns of a type; table finds tables by name.
func (t *table) describe(find func(string) *table) {
	old := t.byName
	t.columns, t.byName, t.naming, t.places = nil, map[string]*column{}, nil, map[string]int{}
	for _, s := range t.specs() {
		c := old[s.Name]
		if c == nil || c.form != formOf(s) || c.target != nil && c.target.name != s.Target {
			c = newColumn(s, find)
		}
		if c.spec != s {
			twin := *c
			twin.spec = s
			c = &twin
		}
		t.keep(s.Name, c)
		if s.Title {
			t.naming = append(t.naming, s)
		}
	}
	t.dirty = true
	if t.parent != nil || t.typ == nil {
		return
	}
	if len(t.naming) == 0 {
		t.naming = []*field.Spec{t.typ.TitleSpec()}
	}
	if c := t.byName[t.naming[0].Name]; len(t.naming) == 1 && c.form == strung {
		t.title = c
		return
	}
	t.title = old[ownTitle]
	if t.title == nil {
		kind, _ := field.ByName("text")
		t.title = newColumn(&field.Spec{Name: ownTitle, Kind: kind}, find)
	}
	t.keep(ownTitle, t.title)
}

func (t *table) keep(name string, c *column) {
	t.places[name] = len(t.columns)
	t.columns = append(t.columns, c)
	t.byName[name] = c
}

// specs lists the fields of a row: of lines, the reference to their record comes first.
func (t *table) specs() []*field.Spec {
	switch {
	case t.parent != nil:
		kind, _ := field.ByName("ref")
		number, _ := field.ByName("number")
		own := []*field.Spec{
			{Name: t.parent.name + "Id", Label: t.parent.typ.Label, Kind: kind, Target: t.parent.name},
			{Name: lineNumber, Kind: number, Unlisted: true},
		}
		return append(own, t.rows.Columns...)
	case t.typ != nil:
		return t.typ.Specs
	}
	return nil
}

// lineNumber counts the lines of a record from 0.
const lineNumber = "line"

// put brings a record's row up to date.
func (t *table) put(rec entity.Record) { t.change(nil, rec) }

// change does so for a record of which the row holds an older form: only columns in which the two
// differ are looked at. before is nil where that is not known.
func (t *table) change(before, rec entity.Record) {
	meta, rows := rec.Meta(), t.ids.n
	row := t.register(meta.ID)
	if t.ids.n > rows {
		before = nil // there was no row
	}
	for _, c := range t.columns {
		if c.spec.Name == ownTitle {
			continue
		}
		now := entity.Get(rec, c.spec)
		if before == nil || !now.Equal(entity.Get(before, c.spec)) {
			c.set(row, now, t.tick, t.ids.n)
		}
	}
	if c := t.byName[ownTitle]; c != nil {
		c.set(row, field.OfText(t.typ.Title(rec)), t.tick, t.ids.n)
	}
	t.noteLong(row, func(s *field.Spec) string { return entity.Get(rec, s).Text })
	t.lets(row, !meta.Deleted())
	t.gone.set(row, meta.Deleted(), t.tick)
	for _, lines := range t.lines {
		lines.putLines(row, entity.Get(rec, lines.rows).Rows, meta.Deleted())
	}
	t.dirty = true
}

// drop forgets a record: its row stays, empty.
func (t *table) drop(id string) {
	row, known := t.ids.find(id)
	if !known {
		return
	}
	for _, c := range t.columns {
		c.set(row, field.None, t.tick, t.ids.n)
	}
	t.noteLong(row, func(*field.Spec) string { return "" })
	t.lets(row, false)
	t.gone.set(row, false, t.tick)
	for _, lines := range t.lines {
		lines.putLines(row, nil, true)
	}
	t.dirty = true
}

// lets has a row live or not.
func (t *table) lets(row int, live bool) {
	if t.live.set(row, live, t.tick) {
		t.lives.note(row, t.size())
	}
}

// putLines brings the rows of one record's lines up to date: rows are used again in their
// order, those too many become free.
func (t *table) putLines(parent int, given []field.Row, deleted bool) {
	t.ids.wait()
	for parent >= len(t.head) {
		t.head = append(t.head, 0)
	}
	t.dirty = true
	at := &t.head[parent]
	for i, line := range given {
		if *at == 0 {
			row := t.newLine()
			at = t.chain(parent, row)
		}
		row := int(*at - 1)
		t.putLine(row, parent, i, line)
		t.lets(row, !deleted)
		t.gone.set(row, deleted, t.tick)
		at = &t.next[row]
	}
	rest := *at
	*at = 0
	for rest != 0 {
		row := int(rest - 1)
		rest, t.next[row] = t.next[row], 0
		t.clearLine(row)
	}
}

// newLine is a row for one more line.
func (t *table) newLine() int {
	if last := len(t.free) - 1; last >= 0 {
		row := int(t.free[last])
		t.free = t.free[:last]
		return row
	}
	t.n++
	return t.n - 1
}

// chain hangs a new row at the end of a record's list and returns the place it hangs from.
func (t *table) chain(parent, row int) *int32 {
	for row >= len(t.next) {
		t.next = append(t.next, 0)
	}
	at := &t.head[parent]
	for *at != 0 {
		at = &t.next[*at-1]
	}
	*at = int32(row + 1)
	return at
}

func (t *table) putLine(row, parent, number int, line field.Row) {
	for i, c := range t.columns {
		switch i {
		case 0:
			c.ints.set(row, int64(parent), t.tick)
		case 1:
			c.ints.set(row, int64(number), t.tick)
		default:
			c.set(row, line[c.spec.Name], t.tick, t.n)
		}
	}
}

func (t *table) clearLine(row int) {
	for _, c := range t.columns {
		c.set(row, field.None, t.tick, t.n)
	}
	t.lets(row, false)
	t.gone.set(row, false, t.tick)
	t.free = append(t.free, int32(row))
}

// tableView is what a view sees of a table.
type tableView struct {
	name    string
	label   *entity.Type
	n       int
	live    []*words
	lives   logView // of live
	gone    []*words
	lived   int // number of live rows
	went    int
	ids     idView
	columns []columnView
	byName  map[string]int
	title   int // -1: records have none
	parent  string
	found   map[sought]foundView
}

func (t *table) view() *tableView {
	v := &tableView{
		name: t.name, label: t.typ, n: t.size(), live: t.live.blocks, lives: t.lives.view(), gone: t.gone.blocks, lived: t.live.total, went: t.gone.total,
		ids: t.ids.view(), columns: make([]columnView, len(t.columns)), title: -1,
	}
	v.byName, v.found = t.places, t.seenFindings()
	for i, c := range t.columns {
		v.columns[i] = c.view(v.n)
		if c == t.title {
			v.title = i
		}
	}
	if t.parent != nil {
		v.parent, v.label = t.parent.name, t.parent.typ
	}
	return v
}

func (v *tableView) column(name string) *columnView {
	if i, ok := v.byName[name]; ok && name != ownTitle {
		return &v.columns[i]
	}
	return nil
}

// titles is the column of titles, nil if records have none.
func (v *tableView) titles() *columnView {
	if v.title < 0 {
		return nil
	}
	return &v.columns[v.title]
}

// blocks is the number of blocks of rows.
func (v *tableView) blocks() int { return (v.n + blockRows - 1) >> blockBits }

// state marks the rows of a block that live, or that are deleted.
func (v *tableView) state(block int, deleted bool) (words, bool) {
	from := v.live
	if deleted {
		from = v.gone
	}
	if block >= len(from) {
		return words{}, false
	}
	return *from[block], true
}

// lively tells that a row lives.
func (v *tableView) lively(row int) bool {
	block := row >> blockBits
	return block < len(v.live) && v.live[block].has(row&blockMask)
}

// inBlock is the number of rows of a block.
func (v *tableView) inBlock(block int) int { return min(blockRows, v.n-block<<blockBits) }

// view is all tables at one moment, and what several queries of that moment need alike.
type view struct {
	tables  map[string]*tableView
	lifted  sync.Map     // see kept
	filters atomic.Int32 // among what is kept
}

// id is the id of a row; a line's is that of its record and its number.
func (w *view) id(t *tableView, row int) string {
	if t.parent == "" {
		return t.ids.at(row)
	}
	of := t.columns[0].at(row)
	if of == null {
		return ""
	}
	return w.tables[t.parent].ids.at(int(of)) + "." + strconv.FormatInt(t.columns[1].at(row), 10)
}

// compare orders rows by their ids.
func (w *view) compare(t *tableView, a, b int) int {
	if t.parent == "" {
		return t.ids.compare(a, b)
	}
	x, y := t.columns[0].at(a), t.columns[0].at(b)
	if x != y {
		return w.tables[t.parent].ids.compare(int(max(x, 0)), int(max(y, 0)))
	}
	return int(t.columns[1].at(a) - t.columns[1].at(b))
}

// lineOf finds the row of a line by its id, "<id of the record>.<number>".
func (t *table) lineOf(id string) (int, bool) {
	t.ids.wait()
	dot := strings.LastIndexByte(id, '.')
	number, err := strconv.Atoi(id[dot+1:])
	if dot < 0 || err != nil {
		return 0, false
	}
	parent, known := t.parent.ids.find(id[:dot])
	if !known || parent >= len(t.head) {
		return 0, false
	}
	for at := t.head[parent]; at != 0; at = t.next[at-1] {
		if number == 0 {
			return int(at - 1), true
		}
		number--
	}
	return 0, false
}
