package sheet

import (
	"errors"
	"io"

	"xingke/backend/base/lang"
	"xingke/backend/core/field"
)

// Rows is a long table of a page. Its rows are asked for when the workbook is saved and go straight into
// the file: they are never in memory together.
type Rows struct {
	Top     int // its first row
	Count   int
	Columns []Style                  // how the cells of each column look
	Paints  []Style                  // how single cells may look instead
	Fill    func(i int, line *Line)  // gives the cells of the i-th row; the rows are asked for in order
	ids     map[string]map[Style]int // of styles, by the format of the number
}

// Line is one row of a long table in the making.
type Line struct {
	Cells []field.Cell // one for each column, blank at first
	paint []int
}

// Paint lets a cell look as one of the table's Paints.
func (l *Line) Paint(column, paint int) { l.paint[column] = paint }

// shownFormats are the formats that cells bring along.
var shownFormats = []string{"", "money", "quantity", "whole", "percent", "day", "instant"}

var errBelowRows = errors.New("sheet: something is written where a long table stands")

// Rows puts a long table on the page, below everything else, and returns where it will stand.
func (p *Page) Rows(r Rows) Area {
	area := Area{page: p.name, Top: r.Top, Left: 1, Bottom: r.Top + r.Count - 1, Right: len(r.Columns)}
	r.ids = map[string]map[Style]int{}
	for _, format := range shownFormats {
		r.ids[format] = map[Style]int{}
		for _, list := range [][]Style{r.Columns, r.Paints} {
			for _, style := range list {
				r.ids[format][style] = p.book.style(style.showing(format))
			}
		}
	}
	p.rows = &r
	if r.Count > 0 {
		p.book.note(p.book.file.SetSheetDimension(p.name, "A1:"+area.bottomRight()))
	}
	return area
}

// style is the number of a style in the file.
func (w *Workbook) style(s Style) int {
	if s == (Style{}) {
		return plainStyle
	}
	id, known := w.styles[s]
	if !known {
		made, err := w.file.NewStyle(s.excel())
		w.note(err)
		id = made
		w.styles[s] = id
	}
	return id
}

// write writes the rows of the table.
func (r *Rows) write(to io.Writer) error {
	x := newRowXML(to, len(r.Columns), lang.ZH)
	line := Line{Cells: make([]field.Cell, len(r.Columns)), paint: make([]int, len(r.Columns))}
	last := make([]looked, len(r.Columns))
	for i := range r.Count {
		clear(line.Cells)
		for c := range line.paint {
			line.paint[c] = -1
		}
		r.Fill(i, &line)
		x.begin(r.Top + i)
		for c := range line.Cells {
			x.cell(c, r.styleOf(&line, c, &last[c]), &line.Cells[c])
		}
		x.end()
		if x.err != nil {
			return x.err
		}
	}
	x.flush()
	return x.err
}

// looked is what the cell above looked like.
type looked struct {
	known  bool
	paint  int
	format string
	id     int
}

func (r *Rows) styleOf(line *Line, column int, above *looked) int {
	format := formatOf(&line.Cells[column])
	if above.known && above.paint == line.paint[column] && above.format == format {
		return above.id
	}
	style := r.Columns[column]
	if paint := line.paint[column]; paint >= 0 {
		style = r.Paints[paint]
	}
	*above = looked{known: true, paint: line.paint[column], format: format, id: r.ids[format][style]}
	return above.id
}

// formatOf is the format that a cell brings along.
func formatOf(c *field.Cell) string {
	switch c.Form {
	case field.NumberCell:
		return c.Format
	case field.DayCell:
		return "day"
	case field.InstantCell:
		return "instant"
	}
	return ""
}
