package sheet

import (
	"context"
	"slices"
	"strings"

	"xingke/backend/base/fault"
)

// Sheet is one sheet of a book, as far as it is known before its table is read.
type Sheet struct {
	Name       string
	Hidden     bool
	Rows       int          // records in the table found
	HeadingRow int          // number of the heading row, from 1; 0 if none was found
	Headings   []string     // of the table found
	Samples    [][]string   // for each column, the first few different values
	Columns    []int        // for each column, its place in the sheet, from 0
	Problem    *fault.Error // why the sheet cannot be imported; nil if it can

	preview []Row
}

// Row is one row of a table. Number is the row's number in the sheet, from 1.
type Row struct {
	Number int
	Cells  []Cell
}

// Table is the table of a sheet, with all of its rows.
type Table struct {
	Book    *Book
	Sheet   string
	Heading int // number of the heading row
	Columns []Column
	Rows    []Row
	Hidden  []int // numbers of those rows that the sheet does not show: filtered away, or hidden by hand
	LeftOut []int // numbers of the rows after the heading that are no records: repeated headings, totals, notes below
}

// Column is one column of a table.
type Column struct {
	Index   int    // place in the sheet, from 0
	Heading string // never empty and never twice in a table
	Profile Profile
}

// previewRows is how many rows the search for a heading looks at.
const previewRows = 80

// survey looks through every sheet once and notes the tables; briefly, it looks at the beginning of the one wanted.
func (b *Book) survey(ctx context.Context, opt Options) error {
	var first *fault.Error
	usable := false
	brief := opt.Brief && (opt.Sheet != "" || len(b.Sheets) == 1)
	for i, s := range b.Sheets {
		if brief && opt.Sheet != "" && opt.Sheet != s.Name {
			usable = true // as far as is known
			continue
		}
		err := b.surveySheet(ctx, i, brief)
		if err != nil && ctx.Err() != nil {
			return stopped(ctx)
		}
		if err != nil {
			s.Problem = fault.From(err)
		}
		if s.Problem == nil {
			usable = true
		} else if first == nil || first.Text == errNoTable().Text {
			first = s.Problem
		}
	}
	if !usable && first != nil && first.Text != errNoHeading().Text {
		return first
	}
	return nil
}

func (b *Book) surveySheet(ctx context.Context, i int, brief bool) error {
	s := b.Sheets[i]
	var g *gatherer
	more := false // than was looked at
	settle := func() {
		if g == nil {
			g = &gatherer{region: detect(s.preview), keep: 60}
			for _, row := range s.preview {
				g.add(row.Number, row.Cells)
			}
		}
	}
	err := b.source.rows(ctx, i, func(number int, cells []Cell) bool {
		if g != nil {
			g.add(number, cells)
			return g.count <= b.limits.Rows
		}
		s.preview = append(s.preview, Row{Number: number, Cells: slices.Clone(cells)})
		if len(s.preview) == previewRows {
			settle()
			more = brief
		}
		return !more
	})
	if err != nil {
		return err
	}
	settle()
	if g.count > b.limits.Rows {
		return errTooManyRows(b.limits.Rows)
	}
	if !more {
		g.trim()
	}
	switch {
	case len(s.preview) == 0:
		return errNoTable()
	case g.region.heading == 0:
		return errNoHeading()
	}
	s.HeadingRow, s.Rows = g.region.heading, g.count
	s.Headings = g.region.headings
	for c := g.region.left; c <= g.region.right; c++ {
		s.Columns = append(s.Columns, c)
		s.Samples = append(s.Samples, samples(s.preview, g.region.heading, c))
	}
	if g.count == 0 && !more {
		return errNoTable()
	}
	return nil
}

func samples(rows []Row, heading, column int) []string {
	var out []string
	for _, row := range rows {
		if row.Number <= heading || column >= len(row.Cells) || row.Cells[column].Empty() {
			continue
		}
		if text := shorten(row.Cells[column].Text); !slices.Contains(out, text) {
			if out = append(out, text); len(out) == 3 {
				break
			}
		}
	}
	return out
}

func shorten(text string) string {
	if runes := []rune(cutText(text)); len(runes) > 60 {
		return string(runes[:60]) + "…"
	}
	return text
}

// Sheet finds a sheet by name; "" is the first that can be imported.
func (b *Book) Sheet(name string) (int, error) {
	for i, s := range b.Sheets {
		if s.Name == name && name != "" || name == "" && s.Problem == nil && !s.Hidden {
			return i, nil
		}
	}
	if name == "" {
		return 0, nil
	}
	return 0, errNoSheet(name)
}

// Table reads the whole table of a sheet. heading is the number of its heading row, 0 to take the one found.
func (b *Book) Table(ctx context.Context, sheet string, heading int) (*Table, error) {
	i, err := b.Sheet(sheet)
	if err != nil {
		return nil, err
	}
	s := b.Sheets[i]
	r := detect(s.preview)
	if heading > 0 {
		if r, err = regionAt(s.preview, heading); err != nil {
			return nil, err
		}
	}
	if r.heading == 0 {
		if s.Problem != nil {
			return nil, s.Problem
		}
		return nil, errNoHeading()
	}
	ctx, cancel := context.WithTimeout(ctx, b.limits.Time)
	defer cancel()
	g := &gatherer{region: r}
	if err := b.source.rows(ctx, i, func(number int, cells []Cell) bool {
		g.add(number, cells)
		return g.count <= b.limits.Rows
	}); err != nil {
		return nil, err
	}
	if g.count > b.limits.Rows {
		return nil, errTooManyRows(b.limits.Rows)
	}
	g.trim()
	if len(g.rows) == 0 {
		return nil, errNoTable()
	}
	t := &Table{Book: b, Sheet: s.Name, Heading: r.heading, Rows: g.rows, LeftOut: g.leftOut}
	if x, ok := b.source.(*xlsx); ok {
		t.Hidden = t.among(x.unseen)
	}
	for k, h := range r.headings {
		t.Columns = append(t.Columns, Column{Index: r.left + k, Heading: h})
	}
	for k, left := 0, allDistinct; k < len(t.Columns); k++ {
		t.Columns[k].Profile = t.profile(k, min(left, maxDistinct))
		left -= len(t.Columns[k].Profile.Distinct)
	}
	return t, nil
}

// among gives those of some numbers, in order, that rows of the table have.
func (t *Table) among(numbers []int) (list []int) {
	at := 0
	for _, row := range t.Rows {
		for at < len(numbers) && numbers[at] < row.Number {
			at++
		}
		if at < len(numbers) && numbers[at] == row.Number {
			list = append(list, row.Number)
		}
	}
	return list
}

// WithoutHidden takes the rows out that the sheet does not show.
func (t *Table) WithoutHidden() {
	t.Rows = slices.DeleteFunc(t.Rows, func(row Row) bool {
		_, hidden := slices.BinarySearch(t.Hidden, row.Number)
		return hidden
	})
}

// Column finds a column by its heading.
func (t *Table) Column(heading string) (int, bool) {
	for i, c := range t.Columns {
		if c.Heading == heading {
			return i, true
		}
	}
	return 0, false
}

// gatherer collects the rows of a region as they come by.
type gatherer struct {
	region  region
	keep    int // 0 keeps all rows, else only the last so many
	rows    []Row
	count   int
	leftOut []int
	slab    []Cell
}

func (g *gatherer) add(number int, cells []Cell) {
	r := &g.region
	if r.heading == 0 || number <= r.heading || r.left >= len(cells) {
		return
	}
	part := cells[r.left:min(len(cells), r.right+1)]
	if fill(part) == 0 {
		return
	}
	if r.repeated(part) {
		g.leftOut = append(g.leftOut, number)
		return
	}
	width := r.right - r.left + 1
	if len(g.slab) < width {
		g.slab = make([]Cell, width*256)
	}
	own := g.slab[:width:width]
	g.slab = g.slab[width:]
	copy(own, part)
	g.rows = append(g.rows, Row{Number: number, Cells: own})
	g.count++
	if g.keep > 0 && len(g.rows) > 2*g.keep {
		g.rows = append(g.rows[:0], g.rows[g.keep:]...)
	}
}

// trim takes totals and notes off the end of the table.
func (g *gatherer) trim() {
	width := g.region.right - g.region.left + 1
	for len(g.rows) > 0 {
		cut := tailStart(g.rows, width)
		if cut == len(g.rows) {
			break
		}
		for _, row := range g.rows[cut:] {
			g.leftOut = append(g.leftOut, row.Number)
		}
		g.count -= len(g.rows) - cut
		g.rows = g.rows[:cut]
	}
	slices.Sort(g.leftOut)
}

// tailStart returns where the last block of totals or notes begins, len(rows) if there is none.
func tailStart(rows []Row, width int) int {
	last := len(rows) - 1
	sparse := func(i int) bool { return width >= 3 && fill(rows[i].Cells)*4 <= width+1 }
	if isTotal(rows[last].Cells) {
		return last
	}
	if !sparse(last) {
		return len(rows)
	}
	if isNote(rows[last].Cells) {
		return last
	}
	first := last
	for first > 0 && sparse(first) && rows[first].Number-rows[first-1].Number == 1 {
		first--
	}
	if first > 0 && sparse(first) && rows[first].Number-rows[first-1].Number > 1 {
		return first
	}
	return len(rows)
}

var totals = []string{"合计", "总计", "小计", "总和", "汇总", "total", "grandtotal", "subtotal", "sum"}

func isTotal(cells []Cell) bool {
	for _, c := range cells {
		if c.Empty() {
			continue
		}
		label := strings.TrimRight(normal(cutText(c.Text)), ":：")
		return c.Form == Text && slices.Contains(totals, label)
	}
	return false
}

var noteStarts = []string{"备注", "注：", "注:", "说明", "制表", "审核", "打印", "填表", "单位：", "单位:", "note:", "notes:", "source:", "*"}

func isNote(cells []Cell) bool {
	for _, c := range cells {
		if c.Empty() {
			continue
		}
		text := strings.ToLower(strings.TrimSpace(cutText(c.Text)))
		return slices.ContainsFunc(noteStarts, func(start string) bool { return strings.HasPrefix(text, start) })
	}
	return false
}

func fill(cells []Cell) int {
	n := 0
	for i := range cells {
		if !cells[i].Empty() {
			n++
		}
	}
	return n
}
