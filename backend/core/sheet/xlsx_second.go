package sheet

import (
	"strconv"
	"strings"

	"xingke/backend/core/field"
)

// Second is a small table on a sheet behind that of a long one: what its groups come to. A file of
// another kind than a workbook leaves it out.
type Second struct {
	Name     string
	Headings []Heading
	Rows     [][]field.Cell
}

// sheetName is the name of the sheet; no two of a workbook are alike.
func (t *Second) sheetName(first string) string {
	if name := SheetName(t.Name); !strings.EqualFold(name, first) {
		return name
	}
	return SheetName("2 " + t.Name)
}

// beside writes the second sheet.
func (x *xlsxWriter) beside() {
	if x.err != nil {
		return
	}
	out, err := x.archive.Create("xl/worksheets/sheet2.xml")
	if err != nil {
		x.err = err
		return
	}
	rows := newRowXML(out, len(x.second.Headings), x.tag)
	rows.head(x.second.Headings, x.second.Rows)
	for _, cells := range x.second.Rows {
		rows.line(cells)
	}
	rows.raw(`</sheetData>` + landscape + `</worksheet>`)
	rows.flush()
	x.err = rows.err
}

// landscape is how a sheet is printed: all of its columns on one page.
const landscape = `<pageMargins left="0.4" right="0.4" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>` +
	`<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>`

// workbookXML lists the sheets; the first is filtered within an area, and its headings are printed on every page.
func workbookXML(names []string, area string) string {
	var sheets strings.Builder
	for i, name := range names {
		n := strconv.Itoa(i + 1)
		sheets.WriteString(`<sheet name="` + escapeXML(name) + `" sheetId="` + n + `" r:id="rId` + n + `"/>`)
	}
	first := escapeXML(strings.ReplaceAll(names[0], "'", "''"))
	return xmlHead + `<workbook xmlns="` + mainNS + `" xmlns:r="` + relNS + `"><sheets>` + sheets.String() + `</sheets>` +
		`<definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">'` + first + `'!` + absolute(area) + `</definedName>` +
		`<definedName name="_xlnm.Print_Titles" localSheetId="0">'` + first + `'!$1:$1</definedName></definedNames></workbook>`
}

func workbookRelsXML(sheets int) string {
	var rels strings.Builder
	for i := range sheets {
		n := strconv.Itoa(i + 1)
		rels.WriteString(`<Relationship Id="rId` + n + `" Type="` + relNS + `/worksheet" Target="worksheets/sheet` + n + `.xml"/>`)
	}
	return xmlHead + `<Relationships xmlns="` + packageNS + `/relationships">` + rels.String() +
		`<Relationship Id="rId` + strconv.Itoa(sheets+1) + `" Type="` + relNS + `/styles" Target="styles.xml"/></Relationships>`
}

func typesXML(sheets int) string {
	var parts strings.Builder
	for i := range sheets {
		parts.WriteString(`<Override PartName="/xl/worksheets/sheet` + strconv.Itoa(i+1) + `.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`)
	}
	return xmlHead + `<Types xmlns="` + packageNS + `/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>` +
		`<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` + parts.String() +
		`<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>`
}
