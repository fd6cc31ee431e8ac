package sheet_test

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"

	"xingke/backend/base/day"
	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/field"
	"xingke/backend/core/sheet"
)

func open(t *testing.T, data []byte, opt sheet.Options) *sheet.Book {
	t.Helper()
	b, err := sheet.Read(t.Context(), bytes.NewReader(data), int64(len(data)), opt)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func table(t *testing.T, data []byte, name string) *sheet.Table {
	t.Helper()
	out, err := open(t, data, sheet.Options{}).Table(t.Context(), name, 0)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// workbook packs sheets, given as the XML inside sheetData, into a workbook.
func workbook(sheets ...string) []byte {
	parts := map[string]string{}
	book, rels := "", ""
	for i, data := range sheets {
		n := fmt.Sprint(i + 1)
		book += `<sheet name="S` + n + `" sheetId="` + n + `" r:id="r` + n + `"/>`
		rels += `<Relationship Id="r` + n + `" Type="http://x/worksheet" Target="worksheets/sheet` + n + `.xml"/>`
		parts["xl/worksheets/sheet"+n+".xml"] = `<worksheet><sheetData>` + data + `</sheetData></worksheet>`
	}
	parts["xl/workbook.xml"] = `<?xml version="1.0"?><workbook><sheets>` + book + `</sheets></workbook>`
	parts["xl/_rels/workbook.xml.rels"] = `<Relationships>` + rels + `<Relationship Id="s" Type="http://x/styles" Target="styles.xml"/></Relationships>`
	parts["xl/styles.xml"] = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="22"/><xf numFmtId="9"/><xf numFmtId="164"/></cellXfs></styleSheet>`
	return pack(parts)
}

func pack(parts map[string]string) []byte {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for name, text := range parts {
		w, _ := z.Create(name)
		_, _ = w.Write([]byte(text))
	}
	_ = z.Close()
	return out.Bytes()
}

// row writes one row of inline texts and numbers; "" leaves the cell out.
func row(n int, cells ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<row r="%d">`, n)
	for i, c := range cells {
		switch ref := sheet.Letters(i) + fmt.Sprint(n); {
		case c == "":
		case strings.HasPrefix(c, "#"):
			fmt.Fprintf(&b, `<c r="%s"><v>%s</v></c>`, ref, c[1:])
		case strings.HasPrefix(c, "<"):
			b.WriteString(c)
		default:
			fmt.Fprintf(&b, `<c r="%s" t="inlineStr"><is><t>%s</t></is></c>`, ref, c)
		}
	}
	b.WriteString(`</row>`)
	return b.String()
}

func texts(t *sheet.Table, column int) string {
	var out []string
	for _, r := range t.Rows {
		out = append(out, r.Cells[column].Text)
	}
	return strings.Join(out, "|")
}

func TestCellsOfAWorkbook(t *testing.T) {
	data := workbook(row(1, "名称", "金额", "日期", "时间", "比例", "编号", "有效", "公式", "中文日期") + `<row r="2">` +
		`<c r="A2" t="inlineStr"><is><r><t>华东</t></r><rPh><t>x</t></rPh><r><t>科技&amp;_x000A_</t></r></is></c><c r="B2"><v>629.09999999999991</v></c><c r="C2" s="1"><v>43094</v></c>` +
		`<c r="D2" s="2"><v>43094.395833333</v></c><c r="E2" s="3"><v>0.15</v></c><c r="F2"><v>110101199003074514</v></c>` +
		`<c r="G2" t="b"><v>1</v></c><c r="H2"><f>SUM(A1)</f></c><c r="I2" s="4"><v>60</v></c></row>` +
		`<row r="3"><c r="A3" t="str"><v>x</v></c><c r="B3"><v>1.0E-3</v></c><c r="C3" t="d"><v>2026-03-08</v></c><c r="F3"><v>1.38001380013E10</v></c><c r="G3" t="e"><v>#N/A</v></c><c r="H3" t="str"><f>A</f><v></v></c></row>`)
	got := table(t, data, "")
	want := [][]sheet.Cell{
		{{Form: sheet.Text, Text: "华东科技&\n"}, {Form: sheet.Number, Text: "629.1"}, {Form: sheet.Day, Text: "2017-12-25"}, {Form: sheet.Instant, Text: "2017-12-25T09:30:00"}, {Form: sheet.Percent, Text: "15"},
			{Form: sheet.Number, Text: "110101199003074514"}, {Form: sheet.Flag, Text: "true"}, {Form: sheet.Broken, Text: "#FORMULA"}, {Form: sheet.Day, Text: "1900-02-28"}},
		{{Form: sheet.Text, Text: "x"}, {Form: sheet.Number, Text: "0.001"}, {Form: sheet.Day, Text: "2026-03-08"}, {}, {}, {Form: sheet.Number, Text: "13800138001.3"}, {Form: sheet.Broken, Text: "#N/A"}, {}, {}},
	}
	for r, cells := range want {
		for c, cell := range cells {
			if have := got.Rows[r].Cells[c]; have.Form != cell.Form || have.Text != cell.Text {
				t.Errorf("row %d column %d: %v, want %v", r, c, got.Rows[r].Cells[c], cell)
			}
		}
	}
}

func TestCentsOfStoredNumbers(t *testing.T) {
	data := workbook(row(1, "名称", "金额") + row(2, "a", "#28.484999999999999") + row(3, "b", "#213.11499999999998") + row(4, "c", "#-1.5") + row(5, "d", "1.005") + row(6, "e", "#-0.125"))
	want := []int64{2849, 21311, -150, 101, -13}
	for i, r := range table(t, data, "").Rows {
		if cents, rounded, ok := r.Cells[1].Cents(); !ok || cents != want[i] || rounded != (i != 2) {
			t.Errorf("%s: %d %v %v", r.Cells[1].Text, cents, rounded, ok)
		}
	}
}

func TestTableIsFoundAmongNotes(t *testing.T) {
	data := workbook("",
		row(1, "2026年客户名单")+row(2, "制表：", "王芳")+
			row(4, "客户名称", "电话", "金额", "", "客户名称", "电话", "金额")+
			row(5, "甲公司", "010-88886666", "#100", "", "条件")+
			row(6, "乙公司", "021-66668888", "#200")+
			row(7, "客户名称", "电话", "金额")+
			row(9, "丙公司", "", "#300")+
			row(10, "合计", "", "#600")+
			row(12, "备注：以上金额含税"))
	got := table(t, data, "S2")
	if got.Heading != 4 || len(got.Columns) != 3 || texts(got, 0) != "甲公司|乙公司|丙公司" {
		t.Fatalf("heading %d, %d columns, %s", got.Heading, len(got.Columns), texts(got, 0))
	}
	if fmt.Sprint(got.LeftOut) != "[7 10 12]" {
		t.Errorf("left out %v", got.LeftOut)
	}
}

func TestTwoColumnsOfOneHeadingStayApart(t *testing.T) {
	got := table(t, []byte("姓名,电话,电话\n张三,13800000000,13900000000\n李四,13800000001,\n"), "")
	if got.Columns[1].Heading != "电话" || got.Columns[2].Heading != "电话 (2)" {
		t.Fatalf("%+v", got.Columns)
	}
}

func TestEncodingsAndDelimiters(t *testing.T) {
	text := "客户名称,城市,备注\n华东科技,上海,\"含,逗号\n和换行\"\n单县食品,菏泽,\n"
	gbk, err := simplifiedchinese.GB18030.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	wide := []byte{0xFF, 0xFE}
	for _, u := range utf16.Encode([]rune(strings.ReplaceAll(text, ",", "\t"))) {
		wide = binary.LittleEndian.AppendUint16(wide, u)
	}
	for name, data := range map[string]string{
		"UTF-8 ,": text, "UTF-8 ,\ufeff": "\ufeff" + text, "GB18030 ,": gbk, "UTF-16 \t": string(wide),
		"UTF-8 ;": strings.NewReplacer(",", ";", "含;", "含,").Replace(text), "UTF-8 |": "sep=|\n" + strings.ReplaceAll(text, ",", "|"),
		"UTF-16LE \t": string(wide[2:]),
	} {
		b := open(t, []byte(data), sheet.Options{Name: "客户.csv"})
		if got := b.Encoding + " " + b.Delimiter; got != strings.TrimSuffix(name, "\ufeff") {
			t.Errorf("%q: %q", name, got)
		}
		tab, err := b.Table(t.Context(), "", 0)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if texts(tab, 1) != "上海|菏泽" || !strings.Contains(tab.Rows[0].Cells[2].Text, "\n和换行") || b.Sheets[0].Name != "客户" {
			t.Errorf("%s: %v", name, tab.Rows)
		}
	}
	latin := open(t, []byte("name,city\nM\xfcller,K\xf6ln\nJos\xe9,M\xe1laga\nFran\xe7ois,Orl\xe9ans\n"), sheet.Options{})
	if latin.Encoding == "GB18030" || latin.Encoding == "UTF-8" {
		t.Errorf("western text taken for %s", latin.Encoding)
	}
}

func TestLongBadFilesSayWhatToDo(t *testing.T) {
	good := workbook(row(1, "名称", "电话") + row(2, "甲", "13800000000"))
	compound := func(name string) string {
		s := "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 600)
		for _, c := range name {
			s += string(rune(c)) + "\x00"
		}
		return s
	}
	encrypted, legacy := compound("EncryptedPackage"), compound("Workbook")
	wide := make([]string, 201)
	for i := range wide {
		wide[i] = fmt.Sprint("列", i)
	}
	var manyParts = map[string]string{"xl/workbook.xml": "<workbook/>"}
	for i := range 2001 {
		manyParts[fmt.Sprint("xl/x", i)] = ""
	}
	seen := map[string]string{}
	for name, data := range map[string]string{
		"empty": "", "blank": "  \r\n \n", "pdf": "%PDF-1.4", "picture": "\x89PNG\r\n", "program": "MZ\x90\x00\x03",
		"word": string(pack(map[string]string{"word/document.xml": "<x/>"})), "zip": string(pack(map[string]string{"a.txt": "x"})),
		"xlsb": string(pack(map[string]string{"xl/workbook.bin": "x"})), "html xls": "<html><table><tr><td>客户</td></tr></table>",
		"xls": legacy, "xls 4": "\x09\x04\x06\x00\x00\x00\x10\x00", "password": encrypted, "truncated": string(good[:len(good)/2]),
		"json": `[{"a":1}]`, "wrong encoding": "\ufeff名称,电话\n甲,\xff\xfe\xfd\n", "open quote": "名称,电话\n甲,\"1380\n乙,2\n",
		"too wide": strings.Join(wide, ",") + "\n" + strings.Join(wide, ",") + "\n",
		"bomb":     string(workbook(strings.Repeat(" ", 20<<20))), "parts": string(pack(manyParts)),
		"no rows": "客户名称,电话\n", "empty sheet": string(workbook("")), "mixed": "名称\n" + strings.Repeat("很长的中文", 50) + "\xff\xff\n",
	} {
		b, err := sheet.Read(t.Context(), strings.NewReader(data), int64(len(data)), sheet.Options{})
		if err == nil {
			_, err = b.Table(t.Context(), "", 0)
		}
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", name, err)
			continue
		}
		text := fault.From(err).Text
		if text.ZH == "" || text.EN == "" {
			t.Errorf("%s says nothing: %+v", name, text)
		}
		seen[name] = text.EN
	}
	for _, pair := range [][2]string{{"password", "xls"}, {"truncated", "zip"}, {"bomb", "truncated"}, {"empty", "no rows"}} {
		if seen[pair[0]] == seen[pair[1]] {
			t.Errorf("%s and %s are told alike", pair[0], pair[1])
		}
	}
}

func TestMissingHeadingRow(t *testing.T) {
	data := []byte("华东科技,13800000000,2026-01-02,300\n华北重工,13900000000,2026-01-05,400\n西南药业,13700000000,2026-02-01,500\n")
	b := open(t, data, sheet.Options{})
	if _, err := b.Table(t.Context(), "", 0); !fault.Is(err, fault.Invalid) || b.Sheets[0].HeadingRow != 0 {
		t.Fatalf("took row %d for a heading: %v", b.Sheets[0].HeadingRow, err)
	}
	tab, err := b.Table(t.Context(), "", 1)
	if err != nil || len(tab.Rows) != 2 {
		t.Fatalf("a heading row pointed out must do: %v", err)
	}
	if _, err := b.Table(t.Context(), "", 7); !fault.Is(err, fault.Invalid) {
		t.Fatalf("a blank row as heading: %v", err)
	}
}

func TestLongMillionEmptyRows(t *testing.T) {
	b := []byte(row(1, "客户名称", "电话") + row(2, "甲公司", "13800000000"))
	for i := int64(3); i < 1_000_000; i++ {
		b = strconv.AppendInt(append(b, `<row r="`...), i, 10)
		b = append(b, `"><c s="1"/></row>`...)
	}
	if tab := table(t, workbook(string(b)), ""); len(tab.Rows) != 1 {
		t.Fatalf("%d rows", len(tab.Rows))
	}
}

func TestLongCellAndTimeLimit(t *testing.T) {
	long := strings.Repeat("长", 32767)
	data := workbook(row(1, "客户名称", "备注") + row(2, "甲公司", long))
	if tab := table(t, data, ""); tab.Rows[0].Cells[1].Text != long || tab.Columns[1].Profile.Longest != 32767 {
		t.Fatal("a cell of 32,767 characters is cut")
	}
	limits := sheet.DefaultLimits
	limits.Time = time.Nanosecond
	if _, err := sheet.Read(t.Context(), bytes.NewReader(data), int64(len(data)), sheet.Options{Limits: limits}); !fault.Is(err, fault.Invalid) {
		t.Fatalf("the time limit: %v", err)
	}
	limits = sheet.DefaultLimits
	limits.Cells = 3
	if _, err := sheet.Read(t.Context(), bytes.NewReader(data), int64(len(data)), sheet.Options{Limits: limits}); !fault.Is(err, fault.Invalid) {
		t.Fatalf("the cell limit: %v", err)
	}
}

func TestCancelStopsReading(t *testing.T) {
	b := open(t, workbook(row(1, "客户名称", "备注")+row(2, "甲公司", "x")), sheet.Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.Table(ctx, "", 0); err == nil {
		t.Fatal("went on after cancel")
	}
}

func TestWhatIsWrittenReadsBack(t *testing.T) {
	headings := []sheet.Heading{{Text: "ID", Hidden: true}, {Text: "名称"}, {Text: "电话"}, {Text: "金额"}, {Text: "签约日期"}, {Text: "时间"}, {Text: "赢率"}}
	at := time.Date(2026, 3, 8, 9, 30, 0, 0, time.UTC)
	cells := []field.Cell{field.OfCellText("0190"), field.OfCellText("=HYPERLINK(\"x\")&<b>_x0041_\n第二行"), field.OfCellText("+8613800000000"),
		{Form: field.NumberCell, Text: "-1234.5", Format: "money"}, {Form: field.DayCell, Day: day.Of(2026, 3, 8)}, {Form: field.InstantCell, At: at},
		{Form: field.NumberCell, Text: "0.15", Format: "percent"}}
	for _, format := range []sheet.Format{sheet.XLSX, sheet.CSV} {
		var out bytes.Buffer
		w, err := sheet.NewWriter(&out, format, "客户/全部", headings, lang.ZH)
		if err != nil {
			t.Fatal(err)
		}
		for range 150 {
			if err := w.Row(cells); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if format == sheet.CSV && !bytes.HasPrefix(out.Bytes(), []byte("\xEF\xBB\xBF")) {
			t.Error("no byte order mark")
		}
		if format == sheet.CSV && !bytes.Contains(out.Bytes(), []byte(`'=HYPERLINK`)) {
			t.Error("a formula is not kept from running")
		}
		tab := table(t, out.Bytes(), "")
		got := tab.Rows[149].Cells
		if len(tab.Rows) != 150 || got[1].Text != cells[1].Text || got[2].Text != "+8613800000000" || got[3].Text != "-1234.5" {
			t.Errorf("%s: %v", format, got)
		}
		if format == sheet.XLSX && (got[4] != sheet.Cell{Form: sheet.Day, Text: "2026-03-08"} || got[5].Text != "2026-03-08T09:30:00" || got[6] != sheet.Cell{Form: sheet.Percent, Text: "15"}) {
			t.Errorf("%s: %v", format, got)
		}
	}
}

func TestRowsWithoutAHeadingAreSaidToLackIt(t *testing.T) {
	var rows strings.Builder
	for i := range 20 {
		fmt.Fprintf(&rows, "某公司%d,1380000%04d,A\n", i, i)
	}
	b := open(t, []byte(rows.String()), sheet.Options{Name: "a.csv"})
	if _, err := b.Table(t.Context(), b.Sheets[0].Name, 0); !fault.Is(err, fault.Invalid) {
		t.Fatalf("%v", err)
	}
	// The last row, with nothing below it, is no heading: a person can still point one out.
	if b.Sheets[0].HeadingRow != 0 {
		t.Fatalf("row %d was taken for the heading", b.Sheets[0].HeadingRow)
	}
	if _, err := b.Table(t.Context(), b.Sheets[0].Name, 1); err != nil {
		t.Fatal(err)
	}
}

func TestWhatIsOpenedBrieflyHoldsTheSameTable(t *testing.T) {
	long := row(1, "名称", "电话", "金额")
	for i := range 200 {
		long += row(2+i, fmt.Sprint("公司", i), fmt.Sprint(13800000000+i), "#1")
	}
	long += row(202, "合计", "", "#200")
	for name, c := range map[string]struct {
		data  []byte
		sheet string
		brief bool // the other sheets are not looked at
	}{
		"one sheet":   {workbook(long), "", true},
		"of several":  {workbook(row(1, "a", "b")+row(2, "c", "d"), long), "S2", true},
		"none named":  {workbook("", long), "", false},
		"a short one": {workbook(row(1, "名称", "电话") + row(2, "甲", "1") + row(3, "合计", "1")), "", true},
	} {
		whole, err := open(t, c.data, sheet.Options{}).Table(t.Context(), c.sheet, 0)
		if err != nil {
			t.Fatal(name, err)
		}
		b := open(t, c.data, sheet.Options{Brief: true, Sheet: c.sheet})
		brief, err := b.Table(t.Context(), c.sheet, 0)
		if err != nil || len(brief.Rows) != len(whole.Rows) || texts(brief, 0) != texts(whole, 0) || fmt.Sprint(brief.LeftOut) != fmt.Sprint(whole.LeftOut) {
			t.Errorf("%s: %d rows of %d, left out %v, %v", name, len(brief.Rows), len(whole.Rows), brief.LeftOut, err)
		}
		if last := b.Sheets[len(b.Sheets)-1]; c.brief && last.Rows > 100 {
			t.Errorf("%s: %d rows were looked at", name, last.Rows)
		}
	}
	broken := workbook(row(1, "名称", "电话")) // no row below the heading
	if _, err := sheet.Read(t.Context(), bytes.NewReader(broken), int64(len(broken)), sheet.Options{Brief: true}); err == nil {
		t.Error("a table without rows was opened")
	}
}
