package sheet

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// PivotValue is a column that a pivot table adds up.
type PivotValue struct {
	Column string // its heading in the source
	Name   string // its heading in the pivot table
	Count  bool   // count instead of adding up
}

// Pivot is a native pivot table over a table of the workbook; Excel fills it on opening the file.
type Pivot struct {
	Source  Area // with its heading row
	At      Area // where it stands; the size is only a first guess
	Rows    []string
	Columns []string
	Values  []PivotValue
}

// Pivot puts a pivot table on the page. Its parts are made here: what excelize makes them with reaches its engine
// of formulas, and with it three megabytes of the program.
func (p *Page) Pivot(v Pivot) {
	headings := make([]string, 0, v.Source.Right-v.Source.Left+1)
	for column := v.Source.Left; column <= v.Source.Right; column++ {
		headings = append(headings, p.book.texts[Place{page: v.Source.page, Row: v.Source.Top, Column: column}])
	}
	asked := slices.Concat(v.Rows, v.Columns)
	for _, value := range v.Values {
		asked = append(asked, value.Column)
	}
	for _, name := range asked {
		if name == "" || !slices.Contains(headings, name) {
			p.book.note(fmt.Errorf("a pivot table asks for the column %q, which is not there", name))
			return
		}
	}
	p.book.pivots = append(p.book.pivots, pivotOn{p.name, v, headings})
}

// pivotOn is a pivot table with the page it stands on and the headings of its source.
type pivotOn struct {
	page string
	Pivot
	headings []string
}

const (
	pivotType      = "application/vnd.openxmlformats-officedocument.spreadsheetml.pivotTable+xml"
	pivotCacheType = "application/vnd.openxmlformats-officedocument.spreadsheetml.pivotCacheDefinition+xml"
	partRelNS      = "http://schemas.openxmlformats.org/package/2006/relationships"
	relsBegin      = xmlHead + `<Relationships xmlns="` + partRelNS + `">`
	relsEnd        = `</Relationships>`
)

// addPivots puts the pivot tables into the archive: two parts each, and the places where the workbook names them.
func (w *Workbook) addPivots(to *pageArchive) {
	caches := ""
	for i := range w.pivots {
		v, n := &w.pivots[i], strconv.Itoa(i+1)
		id := "pivot" + n
		caches += `<pivotCache cacheId="` + n + `" r:id="` + id + `"/>`
		to.part("xl/pivotCache/pivotCacheDefinition"+n+".xml", v.cache())
		to.part("xl/pivotTables/pivotTable"+n+".xml", v.table(n))
		to.relation("xl/pivotTables/_rels/pivotTable"+n+".xml.rels", "rId1", "pivotCacheDefinition", "../pivotCache/pivotCacheDefinition"+n+".xml")
		to.relation("xl/_rels/workbook.xml.rels", id, "pivotCacheDefinition", "pivotCache/pivotCacheDefinition"+n+".xml")
		sheet := 1 + slices.IndexFunc(w.pages, func(p *Page) bool { return p.name == v.page })
		to.relation("xl/worksheets/_rels/sheet"+strconv.Itoa(sheet)+".xml.rels", id, "pivotTable", "../pivotTables/pivotTable"+n+".xml")
		to.insert("[Content_Types].xml", "</Types>", `<Override PartName="/xl/pivotTables/pivotTable`+n+`.xml" ContentType="`+pivotType+`"/>`+
			`<Override PartName="/xl/pivotCache/pivotCacheDefinition`+n+`.xml" ContentType="`+pivotCacheType+`"/>`)
	}
	if caches != "" {
		to.insert("xl/workbook.xml", "</workbook>", `<pivotCaches>`+caches+`</pivotCaches>`)
	}
}

// cache says where the figures come from; Excel reads them itself.
func (v *pivotOn) cache() string {
	var x strings.Builder
	x.WriteString(xmlHead + `<pivotCacheDefinition xmlns="` + mainNS + `" saveData="0" refreshOnLoad="1" backgroundQuery="0" createdVersion="3" refreshedVersion="8" minRefreshableVersion="3">` +
		`<cacheSource type="worksheet"><worksheetSource ref="` + v.Source.local() + `" sheet="` + escapeXML(v.Source.page) + `"/></cacheSource>` +
		`<cacheFields count="` + strconv.Itoa(len(v.headings)) + `">`)
	for _, name := range v.headings {
		x.WriteString(`<cacheField name="` + escapeXML(name) + `" numFmtId="0"><sharedItems containsBlank="1" count="0"><m/></sharedItems></cacheField>`)
	}
	x.WriteString(`</cacheFields></pivotCacheDefinition>`)
	return x.String()
}

// table says what stands where.
func (v *pivotOn) table(n string) string {
	var x strings.Builder
	x.WriteString(xmlHead + `<pivotTableDefinition xmlns="` + mainNS + `" name="PivotTable` + n + `" cacheId="` + n + `" dataCaption="Values" showError="0" updatedVersion="8" minRefreshableVersion="3" ` +
		`showDrill="1" useAutoFormatting="0" pageOverThenDown="0" rowGrandTotals="1" colGrandTotals="1" mergeItem="0" createdVersion="3" compactData="1">` +
		`<location ref="` + v.At.local() + `" firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/><pivotFields count="` + strconv.Itoa(len(v.headings)) + `">`)
	for _, name := range v.headings {
		x.WriteString(v.field(name))
	}
	x.WriteString(`</pivotFields>` + v.axis("rowFields", v.Rows, false) + `<rowItems count="1"><i><x/></i></rowItems>` +
		v.axis("colFields", v.Columns, len(v.Values) > 1) + `<colItems count="1"><i/></colItems><dataFields count="` + strconv.Itoa(len(v.Values)) + `">`)
	for _, value := range v.Values {
		how := "sum"
		if value.Count {
			how = "count"
		}
		x.WriteString(`<dataField name="` + escapeXML(value.Name) + `" fld="` + v.at(value.Column) + `" subtotal="` + how + `" numFmtId="4"/>`)
	}
	x.WriteString(`</dataFields><pivotTableStyleInfo name="PivotStyleLight16" showRowHeaders="1" showColHeaders="1" showRowStripes="0" showColStripes="0" showLastColumn="1"/></pivotTableDefinition>`)
	return x.String()
}

func (v *pivotOn) at(heading string) string {
	return strconv.Itoa(slices.Index(v.headings, heading))
}

// field is one column of the source.
func (v *pivotOn) field(name string) string {
	value := ""
	if slices.ContainsFunc(v.Values, func(one PivotValue) bool { return one.Column == name }) {
		value = ` dataField="1"`
	}
	for axis, names := range map[string][]string{"axisRow": v.Rows, "axisCol": v.Columns} {
		if slices.Contains(names, name) {
			return `<pivotField name="` + escapeXML(name) + `" axis="` + axis + `"` + value + ` compact="1" outline="1" showAll="0" defaultSubtotal="1"><items count="1"><item t="default"/></items></pivotField>`
		}
	}
	return `<pivotField` + value + ` showAll="0"/>`
}

// axis names what stands at a side; several values are a column of their own.
func (v *pivotOn) axis(element string, names []string, values bool) string {
	fields := ""
	for _, name := range names {
		fields += `<field x="` + v.at(name) + `"/>`
	}
	count := len(names)
	if values {
		fields, count = fields+`<field x="-2"/>`, count+1
	}
	if count == 0 {
		return ""
	}
	return `<` + element + ` count="` + strconv.Itoa(count) + `">` + fields + `</` + element + `>`
}
