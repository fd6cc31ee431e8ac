package sheet

import (
	"archive/zip"
	"bufio"
	"io"
	"strconv"
	"strings"
	"time"

	"xingke/backend/base/lang"
	"xingke/backend/core/field"
)

// xlsxWriter streams one sheet straight into the archive: no temporary file, no memory of rows
// but for the first ones, which decide how wide the columns are.
type xlsxWriter struct {
	archive  *zip.Writer
	out      *bufio.Writer
	name     string
	headings []Heading
	letters  []string
	tag      lang.Tag
	row      int
	first    [][]field.Cell // nil once the sheet is begun
	begun    bool
	err      error
	scratch  []byte
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
)

func newXLSXWriter(w io.Writer, name string, headings []Heading, tag lang.Tag) *xlsxWriter {
	x := &xlsxWriter{archive: zip.NewWriter(w), name: SheetName(name), headings: headings, tag: tag}
	for i := range headings {
		x.letters = append(x.letters, Letters(i))
	}
	return x
}

// Row implements Writer.
func (x *xlsxWriter) Row(cells []field.Cell) error {
	if !x.begun {
		x.first = append(x.first, append([]field.Cell(nil), cells...))
		if len(x.first) == widthRows {
			x.begin()
		}
		return x.err
	}
	x.write(cells)
	return x.err
}

// Close implements Writer.
func (x *xlsxWriter) Close() error {
	x.begin()
	x.text(`</sheetData>`)
	area := "A1:" + Letters(max(0, len(x.headings)-1)) + strconv.Itoa(x.row)
	x.text(`<autoFilter ref="` + area + `"/><pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>`)
	x.text(`<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/></worksheet>`)
	if x.err == nil {
		x.err = x.out.Flush()
	}
	x.part("xl/workbook.xml", xmlHead+`<workbook xmlns="`+mainNS+`" xmlns:r="`+relNS+`"><sheets><sheet name="`+escapeXML(x.name)+`" sheetId="1" r:id="rId1"/></sheets>`+
		`<definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">'`+escapeXML(strings.ReplaceAll(x.name, "'", "''"))+`'!`+absolute(area)+`</definedName>`+
		`<definedName name="_xlnm.Print_Titles" localSheetId="0">'`+escapeXML(strings.ReplaceAll(x.name, "'", "''"))+`'!$1:$1</definedName></definedNames></workbook>`)
	x.part("xl/_rels/workbook.xml.rels", xmlHead+`<Relationships xmlns="`+packageNS+`/relationships"><Relationship Id="rId1" Type="`+relNS+`/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="`+relNS+`/styles" Target="styles.xml"/></Relationships>`)
	x.part("xl/styles.xml", stylesXML)
	x.part("_rels/.rels", xmlHead+`<Relationships xmlns="`+packageNS+`/relationships"><Relationship Id="rId1" Type="`+relNS+`/officeDocument" Target="xl/workbook.xml"/></Relationships>`)
	x.part("[Content_Types].xml", xmlHead+`<Types xmlns="`+packageNS+`/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>`+
		`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>`+
		`<Override PartName="/xl/worksheets/sheet1.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`+
		`<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`)
	if x.err != nil {
		return x.err
	}
	return x.archive.Close()
}

// begin writes the head of the sheet and the rows held back.
func (x *xlsxWriter) begin() {
	if x.begun {
		return
	}
	x.begun = true
	sheet, err := x.archive.Create("xl/worksheets/sheet1.xml")
	if err != nil {
		x.err = err
		return
	}
	x.out = bufio.NewWriterSize(sheet, 64<<10)
	x.text(xmlHead + `<worksheet xmlns="` + mainNS + `"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>` +
		`<sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="16"/>`)
	if len(x.headings) > 0 {
		x.text(`<cols>`)
		for i, h := range x.headings {
			x.column(i, h)
		}
		x.text(`</cols>`)
	}
	x.text(`<sheetData>`)
	x.openRow()
	for i, h := range x.headings {
		x.inline(i, headStyle, h.Text)
	}
	x.text(`</row>`)
	for _, cells := range x.first {
		x.write(cells)
	}
	x.first = nil
}

func (x *xlsxWriter) column(i int, h Heading) {
	w := h.Width
	if w == 0 {
		w = textWidth(h.Text) + 4 // room for the filter button
		for _, cells := range x.first {
			if i < len(cells) {
				w = max(w, x.cellWidth(cells[i])+2)
			}
		}
		w = min(w, 50)
	}
	n := strconv.Itoa(i + 1)
	hidden := ""
	if h.Hidden {
		hidden = ` hidden="1"`
	}
	x.text(`<col min="` + n + `" max="` + n + `" width="` + strconv.FormatFloat(w, 'f', 1, 64) + `" customWidth="1"` + hidden + `/>`)
}

func (x *xlsxWriter) cellWidth(c field.Cell) float64 {
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

func (x *xlsxWriter) openRow() {
	x.row++
	x.text(`<row r="`)
	x.number(x.row)
	x.text(`">`)
}

func (x *xlsxWriter) write(cells []field.Cell) {
	x.openRow()
	for i, c := range cells {
		if i >= len(x.letters) {
			break
		}
		switch c.Form {
		case field.BlankCell:
		case field.NumberCell:
			x.value(i, numberStyle(c.Format), c.Text)
		case field.DayCell:
			x.value(i, dayStyle, strconv.FormatInt(serialOf(c.Day.Time()), 10))
		case field.InstantCell:
			wall := time.Date(c.At.Year(), c.At.Month(), c.At.Day(), c.At.Hour(), c.At.Minute(), c.At.Second(), 0, time.UTC)
			x.value(i, instantStyle, strconv.FormatFloat(float64(serialOf(wall))+float64(wall.Unix()%86400)/86400, 'f', 9, 64))
		case field.FlagCell:
			x.inline(i, plainStyle, flagWord(c, x.tag))
		default:
			x.inline(i, textStyle, c.Text)
		}
	}
	x.text(`</row>`)
}

// serialOf is the number by which Excel knows a day.
func serialOf(at time.Time) int64 {
	days := (at.Unix() - time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).Unix()) / 86400
	if days <= 60 {
		days--
	}
	return days
}

func numberStyle(format string) int {
	switch format {
	case "money":
		return moneyStyle
	case "quantity":
		return quantityStyle
	case "percent":
		return percentStyle
	}
	return plainStyle
}

func (x *xlsxWriter) value(column, style int, decimal string) {
	x.open(column, style)
	x.text(`"><v>`)
	x.text(decimal)
	x.text(`</v></c>`)
}

func (x *xlsxWriter) inline(column, style int, text string) {
	x.open(column, style)
	x.text(`" t="inlineStr"><is><t xml:space="preserve">`)
	x.text(escapeXML(cutCell(text)))
	x.text(`</t></is></c>`)
}

func (x *xlsxWriter) open(column, style int) {
	x.text(`<c r="`)
	x.text(x.letters[column])
	x.number(x.row)
	x.text(`" s="`)
	x.number(style)
}

func (x *xlsxWriter) number(n int) {
	x.scratch = strconv.AppendInt(x.scratch[:0], int64(n), 10)
	if x.err == nil {
		_, x.err = x.out.Write(x.scratch)
	}
}

func (x *xlsxWriter) text(s string) {
	if x.err == nil {
		_, x.err = x.out.WriteString(s)
	}
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
