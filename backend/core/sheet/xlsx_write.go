package sheet

import (
	"archive/zip"
	"io"
	"strconv"

	"xingke/backend/base/lang"
	"xingke/backend/core/field"
)

// xlsxWriter streams one sheet straight into the archive: no temporary file, no memory of rows
// but for the first ones, which decide how wide the columns are.
type xlsxWriter struct {
	archive  *zip.Writer
	rows     *rowXML // nil until the sheet is begun
	name     string
	headings []Heading
	tag      lang.Tag
	second   *Second
	first    [][]field.Cell
	err      error
}

// widthRows is how many rows are looked at before the width of the columns is settled.
const widthRows = 100

// The cell styles of the sheet, in the order of stylesXML.
const (
	plainStyle = iota
	headStyle
	moneyStyle
	quantityStyle
	percentStyle
	dayStyle
	instantStyle
	textStyle
	wholeStyle
)

func newXLSXWriter(w io.Writer, name string, headings []Heading, tag lang.Tag, second *Second) *xlsxWriter {
	return &xlsxWriter{archive: NewArchive(w), name: SheetName(name), headings: headings, tag: tag, second: second}
}

// Row implements Writer.
func (x *xlsxWriter) Row(cells []field.Cell) error {
	if x.rows == nil && x.err == nil {
		x.first = append(x.first, append([]field.Cell(nil), cells...))
		if len(x.first) == widthRows {
			x.begin()
		}
		return x.err
	}
	if x.err == nil {
		x.write(cells)
		x.err = x.rows.err
	}
	return x.err
}

// Close implements Writer.
func (x *xlsxWriter) Close() error {
	x.begin()
	if x.err != nil {
		return x.err
	}
	area := "A1:" + Letters(max(0, len(x.headings)-1)) + strconv.Itoa(x.rows.row)
	x.rows.raw(`</sheetData><autoFilter ref="` + area + `"/>` + landscape + `</worksheet>`)
	x.rows.flush()
	x.err = x.rows.err
	names := []string{x.name}
	if x.second != nil {
		names = append(names, x.second.sheetName(x.name))
		x.beside()
	}
	x.part("xl/workbook.xml", workbookXML(names, area))
	x.part("xl/_rels/workbook.xml.rels", workbookRelsXML(len(names)))
	x.part("xl/styles.xml", stylesXML)
	x.part("_rels/.rels", xmlHead+`<Relationships xmlns="`+packageNS+`/relationships"><Relationship Id="rId1" Type="`+relNS+`/officeDocument" Target="xl/workbook.xml"/></Relationships>`)
	x.part("[Content_Types].xml", typesXML(len(names)))
	if x.err != nil {
		return x.err
	}
	return x.archive.Close()
}

// begin writes the head of the sheet and the rows held back.
func (x *xlsxWriter) begin() {
	if x.rows != nil || x.err != nil {
		return
	}
	out, err := x.archive.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		x.err = err
		return
	}
	x.rows = newRowXML(out, len(x.headings), x.tag)
	x.rows.head(x.headings, x.first)
	for _, cells := range x.first {
		x.write(cells)
	}
	x.first, x.err = nil, x.rows.err
}

// head writes what stands before the first row of a sheet, and its headings.
func (x *rowXML) head(headings []Heading, first [][]field.Cell) {
	x.raw(xmlHead + `<worksheet xmlns="` + mainNS + `"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>` +
		`<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="16"/>`)
	if len(headings) > 0 {
		x.raw(`<cols>`)
		for i, h := range headings {
			x.column(i, h, first)
		}
		x.raw(`</cols>`)
	}
	x.raw(`<sheetData>`)
	x.begin(1)
	for i, h := range headings {
		x.text(i, headStyle, h.Text)
	}
	x.end()
}

func (x *rowXML) column(i int, h Heading, first [][]field.Cell) {
	w := h.Width
	if w == 0 {
		w = textWidth(h.Text) + 4 // room for the filter button
		for _, cells := range first {
			if i < len(cells) {
				w = max(w, cellWidth(cells[i])+2)
			}
		}
		w = min(w, 50)
	}
	n := strconv.Itoa(i + 1)
	hidden := ""
	if h.Hidden {
		hidden = ` hidden="1"`
	}
	x.raw(`<col min="` + n + `" max="` + n + `" width="` + strconv.FormatFloat(w, 'f', 1, 64) + `" customWidth="1"` + hidden + `/>`)
}

func cellWidth(c field.Cell) float64 {
	switch c.Form {
	case field.DayCell:
		return 10
	case field.InstantCell:
		return 16
	case field.NumberCell:
		return float64(len(c.Text) + len(c.Text)/3 + 2)
	case field.FlagCell:
		return 3
	}
	return textWidth(c.Text)
}

func (x *xlsxWriter) write(cells []field.Cell) { x.rows.line(cells[:min(len(cells), len(x.headings))]) }

// line writes the next row.
func (x *rowXML) line(cells []field.Cell) {
	x.begin(x.row + 1)
	for i := range cells {
		c := &cells[i]
		x.cell(i, cellStyle(c), c)
	}
	x.end()
}

func cellStyle(c *field.Cell) int {
	switch c.Form {
	case field.NumberCell:
		return numberStyle(c.Format)
	case field.DayCell:
		return dayStyle
	case field.InstantCell:
		return instantStyle
	case field.TextCell:
		return textStyle
	}
	return plainStyle
}

func numberStyle(format string) int {
	switch format {
	case "money":
		return moneyStyle
	case "quantity":
		return quantityStyle
	case "whole":
		return wholeStyle
	case "percent":
		return percentStyle
	}
	return plainStyle
}

func (x *xlsxWriter) part(name, xml string) {
	if x.err != nil {
		return
	}
	w, err := x.archive.Create(name)
	if err == nil {
		_, err = io.WriteString(w, xml)
	}
	x.err = err
}
