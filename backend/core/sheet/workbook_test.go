package sheet_test

import (
	"archive/zip"
	"bytes"
	"io"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"xingke/backend/base/day"
	"xingke/backend/core/field"
	"xingke/backend/core/sheet"
)

// report makes a workbook with everything a report may have.
func report(t *testing.T) []byte {
	t.Helper()
	w := sheet.NewWorkbook()
	w.Describe("销售月报", "行客")
	cover, data, twin := w.Page("封面"), w.Page("数据：一/二"), w.Page("数据：一/二")
	if data.Name() == twin.Name() || strings.ContainsAny(data.Name(), "/") {
		t.Fatalf("names %q and %q", data.Name(), twin.Name())
	}
	money := func(s string) field.Cell { return field.Cell{Form: field.NumberCell, Text: s, Format: "money"} }
	rows := data.Table(data.At(1, 1), []string{"区域", "产品", "金额", "日期"}, [][]field.Cell{
		{field.OfCellText("East"), field.OfCellText("=1+1"), money("1234.50"), {Form: field.DayCell, Day: day.Of(2026, 3, 8)}},
		{field.OfCellText("West"), field.OfCellText("B"), money("-3"), {Form: field.InstantCell, At: time.Date(2026, 3, 8, 9, 30, 0, 0, time.UTC)}},
	})
	data.Filter(rows)
	data.Freeze(data.At(2, 1))
	data.Width(1, 4, 14)
	data.Print(sheet.Print{Landscape: true, TitleRows: 1, Header: "甲 & 乙", FooterLeft: "行客"})
	cover.Text(cover.At(1, 1), "销售月报", sheet.TitleStyle)
	cover.Merge(cover.Area(1, 1, 1, 3))
	cover.Formula(cover.At(3, 1), sheet.Sum(rows.Column(2)), "1231.5", sheet.TotalStyle.As("money"))
	cover.Formula(cover.At(4, 1), sheet.SumIf(rows.Column(0), rows.Place(0, 0), rows.Column(2)), "", sheet.Style{})
	cover.Formula(cover.At(5, 1), sheet.Ratio(cover.At(4, 1), cover.At(3, 1)), "", sheet.Style{Format: "share"})
	cover.Link(cover.At(6, 1), "明细", data, sheet.LinkStyle)
	for i, kind := range []sheet.ChartKind{sheet.ColumnChart, sheet.BarChart, sheet.LineChart, sheet.PieChart, sheet.FunnelChart, sheet.StackedChart} {
		cover.Chart(sheet.Chart{Kind: kind, Title: "按区域", At: cover.At(8+20*i, 1), Labels: true, Format: "whole",
			Series: []sheet.Series{{Name: data.At(1, 3), Labels: rows.Column(0), Values: rows.Column(2)}}})
	}
	twin.Pivot(sheet.Pivot{Source: rows.WithHeading(), At: twin.Area(3, 1, 12, 5), Rows: []string{"区域"}, Columns: []string{"产品"}, Values: []sheet.PivotValue{{Column: "金额", Name: "金额合计"}}})
	var out bytes.Buffer
	if err := w.Save(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestWorkbookHasChartsPivotAndFormulas(t *testing.T) {
	raw := report(t)
	z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	charts, pivots, all := 0, 0, ""
	for _, f := range z.File {
		if strings.HasPrefix(f.Name, "xl/charts/chart") {
			charts++
		}
		if strings.HasPrefix(f.Name, "xl/pivotTables/pivotTable") {
			pivots++
		}
		if strings.HasPrefix(f.Name, "xl/worksheets/sheet") {
			r, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			text, err := io.ReadAll(r)
			if err != nil {
				t.Fatal(err)
			}
			all += string(text)
		}
	}
	if charts != 6 || pivots != 1 {
		t.Errorf("%d charts, %d pivot tables", charts, pivots)
	}
	if n := strings.Count(all, "<f>"); n != 3 || strings.Contains(all, "<f>1+1") {
		t.Errorf("%d formulas: text of users must not be one", n)
	}
	tab := table(t, raw, "数据：一 二")
	if c := tab.Rows[0].Cells; c[1].Text != "=1+1" || c[2].Text != "1234.5" || c[3].Text != "2026-03-08" {
		t.Errorf("%v", c)
	}
	if c := tab.Rows[1].Cells; c[2].Text != "-3" || c[3].Text != "2026-03-08T09:30:00" {
		t.Errorf("%v", c)
	}
}

func TestWorkbookKeepsItsFirstError(t *testing.T) {
	w := sheet.NewWorkbook()
	p := w.Page("一")
	p.Pivot(sheet.Pivot{Source: p.Area(1, 1, 3, 2), At: p.Area(5, 1, 9, 3), Rows: []string{"没有这一列"}})
	if err := w.Save(io.Discard); err == nil {
		t.Fatal("a pivot table over nothing was saved")
	}
}

func TestSheetNames(t *testing.T) {
	for name, want := range map[string]string{"": "Sheet1", "a/b:c": "a b c", "'x'": "x", strings.Repeat("长", 40): strings.Repeat("长", 31)} {
		if got := sheet.SheetName(name); got != want {
			t.Errorf("%q: %q", name, got)
		}
	}
}

func TestLongTablesGoStraightIntoTheFile(t *testing.T) {
	w := sheet.NewWorkbook()
	w.Page("封面")
	p := w.Page("明细")
	for i, h := range []string{"名称", "金额", "日期", "空"} {
		p.Text(p.At(2, 1+i), h, sheet.HeadStyle)
	}
	red := sheet.Style{Color: "FF0000"}
	area := p.Rows(sheet.Rows{Top: 3, Count: 3, Columns: []sheet.Style{{Line: true}, {Line: true, Align: "right"}, {}, {}}, Paints: []sheet.Style{red},
		Fill: func(i int, line *sheet.Line) {
			if line.Cells[3] != (field.Cell{}) {
				t.Errorf("row %d begins with %v", i, line.Cells[3])
			}
			line.Cells[0] = field.OfCellText([]string{"=1+1", " <甲> & “乙” \x07_x0041_\n", "c"}[i])
			line.Cells[1] = field.Cell{Form: field.NumberCell, Text: "12.50", Format: "money"}
			line.Cells[2] = field.Cell{Form: field.DayCell, Day: day.Of(2026, 3, 8+i)}
			if i == 1 {
				line.Paint(0, 0)
				line.Cells[3] = field.OfCellText("x")
			}
		}})
	p.Formula(p.At(1, 2), sheet.Sum(area.Column(1)), "37.5", sheet.TotalStyle)
	p.Filter(area)
	var out bytes.Buffer
	if err := w.Save(&out); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(out.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("明细")
	if err != nil || len(rows) != 5 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	for i, want := range [][]string{{"=1+1", "12.50", "2026-03-08"}, {" <甲> & “乙” \x07_x0041_\n", "12.50", "2026-03-09", "x"}, {"c", "12.50", "2026-03-10"}} {
		if got := rows[2+i]; !slices.Equal(got, want) {
			t.Errorf("row %d: %q, want %q", i, got, want)
		}
	}
	style := func(ref string) *excelize.Style {
		id, err := f.GetCellStyle("明细", ref)
		if err != nil {
			t.Fatal(err)
		}
		s, err := f.GetStyle(id)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	colour := func(ref string) string { return style(ref).Font.Color }
	if !style("B3").Alignment.ShrinkToFit || !style("C3").Alignment.ShrinkToFit || style("A3").Alignment.ShrinkToFit {
		t.Error("a figure or a day too wide for its column would stand as ###")
	}
	if colour("A4") != "FF0000" || colour("A3") == "FF0000" || colour("A5") == "FF0000" {
		t.Errorf("colours %s, %s, %s", colour("A3"), colour("A4"), colour("A5"))
	}
}

func TestNothingStandsWhereALongTableDoes(t *testing.T) {
	w := sheet.NewWorkbook()
	p := w.Page("一")
	p.Rows(sheet.Rows{Top: 2, Count: 1, Columns: []sheet.Style{{}}, Fill: func(int, *sheet.Line) {}})
	p.Text(p.At(2, 1), "x", sheet.Style{})
	if err := w.Save(io.Discard); err == nil {
		t.Fatal("it was saved")
	}
}

// Two pivot tables, one of them beside a chart, are read back by another program as they were asked for.
func TestPivotTablesAreThereForOthers(t *testing.T) {
	w := sheet.NewWorkbook()
	p, far := w.Page("甲 & 乙"), w.Page("远")
	rows := p.Table(p.At(1, 1), []string{"区域", "产品 <A>", "金额"}, [][]field.Cell{
		{field.OfCellText("East"), field.OfCellText("A"), field.OfCellText("x")}, {field.OfCellText("West"), field.OfCellText("B"), field.OfCellText("y")},
	})
	p.Chart(sheet.Chart{Title: "图", At: p.At(20, 1), Series: []sheet.Series{{Name: p.At(1, 3), Labels: rows.Column(0), Values: rows.Column(2)}}})
	values := []sheet.PivotValue{{Column: "金额", Name: "合计"}, {Column: "区域", Name: "个数", Count: true}}
	p.Pivot(sheet.Pivot{Source: rows.WithHeading(), At: p.Area(5, 1, 9, 3), Rows: []string{"区域"}, Columns: []string{"产品 <A>"}, Values: values[:1]})
	far.Pivot(sheet.Pivot{Source: rows.WithHeading(), At: far.Area(5, 1, 9, 3), Rows: []string{"产品 <A>"}, Values: values})
	var out bytes.Buffer
	if err := w.Save(&out); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for _, want := range []struct {
		page, rows, columns string
		data                []string
	}{{p.Name(), "区域", "产品 <A>", []string{"Sum 合计"}}, {far.Name(), "产品 <A>", "", []string{"Sum 合计", "Count 个数"}}} {
		found, err := f.GetPivotTables(want.page)
		if err != nil || len(found) != 1 {
			t.Fatalf("%s: %d pivot tables, %v", want.page, len(found), err)
		}
		one := found[0]
		names := func(fields []excelize.PivotTableField) (all []string) {
			for _, f := range fields {
				all = append(all, f.Data)
			}
			return all
		}
		var data []string
		for _, f := range one.Data {
			data = append(data, f.Subtotal+" "+f.Name)
		}
		if one.DataRange != "甲 & 乙!A1:C3" || strings.Join(names(one.Rows), ",") != want.rows || strings.Join(names(one.Columns), ",") != want.columns || !slices.Equal(data, want.data) {
			t.Errorf("%s: over %s, %v, %v, %v", want.page, one.DataRange, names(one.Rows), names(one.Columns), data)
		}
	}
	if charts, err := f.GetCellValue(p.Name(), "A1"); err != nil || charts != "区域" {
		t.Errorf("%q, %v", charts, err)
	}
}
