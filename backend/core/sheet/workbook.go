package sheet

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"

	"xingke/backend/core/field"
)

// Workbook is a workbook in the making, for reports: pages with tables, formulas, native charts and pivot tables.
// The first thing that goes wrong is kept and returned by Save, so that a report reads from top to bottom.
// Text is always text; a formula can only be made from places and areas of the workbook.
type Workbook struct {
	file   *excelize.File
	styles map[Style]int
	pages  []*Page
	texts  map[Place]string // what was written
	pivots []pivotOn
	err    error
}

// NewWorkbook starts an empty workbook.
func NewWorkbook() *Workbook {
	return &Workbook{file: excelize.NewFile(), styles: map[Style]int{}, texts: map[Place]string{}}
}

// Page adds a sheet; the name is made fit for a workbook and unlike the others.
func (w *Workbook) Page(name string) *Page {
	name = SheetName(name)
	for n, base := 2, name; w.taken(name); n++ {
		mark := " " + strconv.Itoa(n)
		runes := []rune(base)
		name = string(runes[:min(len(runes), 31-len(mark))]) + mark
	}
	if len(w.pages) == 0 {
		w.note(w.file.SetSheetName("Sheet1", name))
	} else {
		_, err := w.file.NewSheet(name)
		w.note(err)
	}
	off := false
	w.note(w.file.SetSheetView(name, 0, &excelize.ViewOptions{ShowGridLines: &off}))
	p := &Page{book: w, name: name}
	w.pages = append(w.pages, p)
	return p
}

func (w *Workbook) taken(name string) bool {
	for _, p := range w.pages {
		if strings.EqualFold(p.name, name) {
			return true
		}
	}
	return false
}

// Describe sets what the file says about itself.
func (w *Workbook) Describe(title, author string) {
	w.note(w.file.SetDocProps(&excelize.DocProperties{Title: title, Creator: author}))
}

// Save writes the workbook, or returns the first thing that went wrong in making it.
func (w *Workbook) Save(out io.Writer) error {
	if w.err != nil {
		return w.err
	}
	on := true
	w.note(w.file.SetCalcProps(&excelize.CalcPropsOptions{FullCalcOnLoad: &on}))
	w.file.SetActiveSheet(0)
	if w.err == nil {
		archive := w.archive(out)
		w.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return archive })
		_, w.err = w.file.WriteToBuffer() // nothing gets there: the archive goes out as it is made
	}
	if err := w.file.Close(); w.err == nil {
		w.err = err
	}
	return w.err
}

func (w *Workbook) note(err error) {
	if w.err == nil && err != nil {
		w.err = fmt.Errorf("make workbook: %w", err)
	}
}

// Page is one sheet of a workbook in the making. Rows and columns count from 1.
type Page struct {
	book *Workbook
	name string
	rows *Rows
}

// Name is the name of the sheet, as it came out.
func (p *Page) Name() string { return p.name }

// At is a place on the page.
func (p *Page) At(row, column int) Place { return Place{page: p.name, Row: row, Column: column} }

// Text writes text.
func (p *Page) Text(at Place, text string, style Style) { p.Cell(at, field.OfCellText(text), style) }

// Number writes a plain decimal as a number.
func (p *Page) Number(at Place, decimal string, style Style) {
	p.Cell(at, field.Cell{Form: field.NumberCell, Text: decimal}, style)
}

// Cell writes a cell; its own number format holds unless the style names one.
func (p *Page) Cell(at Place, c field.Cell, style Style) {
	f, w, ref := p.book.file, p.book, at.ref()
	if p.rows != nil && at.Row >= p.rows.Top {
		w.note(errBelowRows)
	}
	switch c.Form {
	case field.BlankCell:
	case field.NumberCell:
		w.note(f.SetCellDefault(p.name, ref, c.Text))
		style = style.showing(c.Format)
	case field.DayCell:
		w.note(f.SetCellInt(p.name, ref, serialOf(c.Day.Time())))
		style = style.showing("day")
	case field.InstantCell:
		w.note(f.SetCellValue(p.name, ref, c.At))
		style = style.showing("instant")
	default:
		text := cutCell(c.Text)
		w.texts[Place{page: p.name, Row: at.Row, Column: at.Column}] = text
		w.note(f.SetCellStr(p.name, ref, text))
	}
	p.style(at, at, style)
}

// Formula writes a formula. value is what it comes to, a plain decimal, for programs that show a file
// without computing it; "" leaves that to the program.
func (p *Page) Formula(at Place, formula Formula, value string, style Style) {
	if value != "" {
		p.book.note(p.book.file.SetCellDefault(p.name, at.ref(), value))
	}
	p.book.note(p.book.file.SetCellFormula(p.name, at.ref(), formula.text))
	p.style(at, at, style)
}

// Link makes a place lead to another page.
func (p *Page) Link(at Place, text string, to *Page, style Style) {
	p.Text(at, text, style)
	p.book.note(p.book.file.SetCellHyperLink(p.name, at.ref(), quoted(to.name)+"!A1", "Location"))
}

// Paint gives an area a style without changing what it holds.
func (p *Page) Paint(a Area, style Style) {
	p.style(Place{Row: a.Top, Column: a.Left}, Place{Row: a.Bottom, Column: a.Right}, style)
}

func (p *Page) style(from, to Place, s Style) {
	if s == (Style{}) {
		return
	}
	p.book.note(p.book.file.SetCellStyle(p.name, from.ref(), to.ref(), p.book.style(s)))
}

// Table writes a heading row and the rows below it, with a line under the heading, and returns where
// the rows (without the heading) came to stand.
func (p *Page) Table(at Place, headings []string, rows [][]field.Cell) Area {
	for i, h := range headings {
		p.Text(p.At(at.Row, at.Column+i), h, HeadStyle)
	}
	for r, cells := range rows {
		for i, c := range cells {
			p.Cell(p.At(at.Row+1+r, at.Column+i), c, Style{Line: true})
		}
	}
	return Area{page: p.name, Top: at.Row + 1, Left: at.Column, Bottom: at.Row + len(rows), Right: at.Column + len(headings) - 1}
}

// Width sets the width of columns, in characters.
func (p *Page) Width(from, to int, characters float64) {
	p.book.note(p.book.file.SetColWidth(p.name, Letters(from-1), Letters(to-1), characters))
}

// Height sets the height of a row, in points.
func (p *Page) Height(row int, points float64) {
	p.book.note(p.book.file.SetRowHeight(p.name, row, points))
}

// Merge joins the cells of an area into one.
func (p *Page) Merge(a Area) {
	p.book.note(p.book.file.MergeCell(p.name, a.topLeft(), a.bottomRight()))
}

// Freeze keeps the rows above and the columns left of a place in view.
func (p *Page) Freeze(at Place) {
	pane := "bottomLeft"
	if at.Column > 1 {
		pane = "bottomRight"
	}
	p.book.note(p.book.file.SetPanes(p.name, &excelize.Panes{Freeze: true, XSplit: at.Column - 1, YSplit: at.Row - 1, TopLeftCell: at.ref(), ActivePane: pane}))
}

// Filter puts filter buttons on the row above an area of rows.
func (p *Page) Filter(rows Area) {
	rows.Top--
	p.book.note(p.book.file.AutoFilter(p.name, rows.local(), nil))
}

// Break begins a new printed page above a row.
func (p *Page) Break(row int) { p.book.note(p.book.file.InsertPageBreak(p.name, p.At(row, 1).ref())) }

// Print says how a page is printed: on A4, one page wide.
type Print struct {
	Landscape  bool
	TitleRows  int    // rows from the top that are repeated on every page
	Header     string // in the middle
	FooterLeft string
}

// Print sets the page up for printing; page numbers are put into the footer.
func (p *Page) Print(setup Print) {
	f, w := p.book.file, p.book
	orientation, size, wide, tall, fit := "portrait", 9, 1, 0, true
	if setup.Landscape {
		orientation = "landscape"
	}
	w.note(f.SetSheetProps(p.name, &excelize.SheetPropsOptions{FitToPage: &fit}))
	w.note(f.SetPageLayout(p.name, &excelize.PageLayoutOptions{Orientation: &orientation, Size: &size, FitToWidth: &wide, FitToHeight: &tall}))
	margin, edge := 0.5, 0.7
	w.note(f.SetPageMargins(p.name, &excelize.PageLayoutMarginsOptions{Left: &margin, Right: &margin, Top: &edge, Bottom: &edge}))
	plain := func(s string) string { return strings.ReplaceAll(s, "&", "&&") }
	w.note(f.SetHeaderFooter(p.name, &excelize.HeaderFooterOptions{OddHeader: "&C" + plain(setup.Header), OddFooter: "&L" + plain(setup.FooterLeft) + "&R&P / &N"}))
	if setup.TitleRows > 0 {
		w.note(f.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", Scope: p.name,
			RefersTo: quoted(p.name) + "!$1:$" + strconv.Itoa(setup.TitleRows)}))
	}
}
