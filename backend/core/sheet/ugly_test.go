package sheet_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"xingke/backend/core/sheet"
)

func TestHeadingsAreFoundInTablesAsPeopleDrawThem(t *testing.T) {
	for what, c := range map[string]struct {
		file string
		want []string
		rows int
	}{
		"headings in two rows, the groups above":   {"客户名称,级别,联系方式,\n,,电话,邮箱\n甲,A,13800000001,a@b.cn\n乙,B,13800000002,c@d.cn\n", []string{"客户名称", "级别", "电话", "邮箱"}, 2},
		"a row of groups above all headings":       {"基本信息,,联系方式,\n客户名称,级别,电话,邮箱\n甲,A,13800000001,a@b.cn\n乙,B,13800000002,c@d.cn\n", []string{"客户名称", "级别", "电话", "邮箱"}, 2},
		"the same headings in each group":          {"客户名称,一月,,二月,\n,数量,金额,数量,金额\n甲,1,2,3,4\n乙,5,6,7,8\n", []string{"客户名称", "一月 数量", "一月 金额", "二月 数量", "二月 金额"}, 2},
		"headings that need the group above":       {"商机,客户,,金额,,阶段\n,名称,电话,预计,签约,\n采购,甲,13800000001,5,6,报价\n维保,乙,13800000002,7,8,报价\n", []string{"商机", "客户 名称", "电话", "金额 预计", "金额 签约", "阶段"}, 2},
		"a blank column between":                   {"客户名称,,电话,内部\n甲,,13800000001,x\n乙,,13800000002,y\n丙,,13800000003,z\n", []string{"客户名称", "(B)", "电话", "内部"}, 3},
		"blank columns between, and gaps in one":   {",客户名称,,电话,,,级别\n,甲,,13800000001,,,A\n,乙,,,,,B\n,丙,,13800000003,,,C\n", []string{"客户名称", "(C)", "电话", "(E)", "(F)", "级别"}, 3},
		"notes beside that go on below the table":  {"客户名称,电话,,说明\n甲,13800000001,,由王芳整理\n乙,13800000002,,\n,,,核对过\n,,,已存档\n", []string{"客户名称", "电话"}, 2},
		"a second copy of the headings beside it":  {"客户名称,电话,,客户名称,电话\n甲,13800000001,,乙,13800000002\n丙,13800000003,,丁,13800000004\n", []string{"客户名称", "电话"}, 2},
		"a title, who made it, and a blank row":    {"2026年客户明细表,,\n制表人：王芳,,日期：2026-03-01\n\n客户名称,联系电话,级别\n甲,13800000001,A\n乙,13800000002,B\n合计,2,\n", []string{"客户名称", "联系电话", "级别"}, 2},
		"a first record whose cells are words":     {"客户名称,联系人,备注\n甲,王一,\n乙,,老客户\n", []string{"客户名称", "联系人", "备注"}, 2},
		"amounts with a comma before the decimals": {"name;amount\nA;1.234,50\nB;99,90\n", []string{"name", "amount"}, 2},
	} {
		tab := table(t, []byte(c.file), "")
		var got []string
		for _, column := range tab.Columns {
			got = append(got, column.Heading)
		}
		if !slices.Equal(got, c.want) || len(tab.Rows) != c.rows {
			t.Errorf("%s: %q and %d rows, want %q and %d", what, got, len(tab.Rows), c.want, c.rows)
		}
	}
}

func TestCommaBeforeDecimalsIsDecidedByTheWholeColumn(t *testing.T) {
	for text, want := range map[string]bool{
		"1.234,50\n1.234\n": true, "1,5\n2\n": true, "99,90 €\n": true, "1.234.567\n": true,
		"1,234\n": false, "1,234.5\n1,5\n": false, "1.5\n1,5\n": false, "1,2345\n": false, "甲,乙\n": false, "10\n": false,
	} {
		file := "名称;金额\n甲;" + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n乙;") + "\n"
		if tab := table(t, []byte(file), ""); tab.Columns[1].Profile.Comma != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
	if got, _ := sheet.ParseNumber(sheet.PointForComma("€ 1.234.567,80")); got != "1234567.8" {
		t.Error(got)
	}
}

func TestWordsForNothing(t *testing.T) {
	for text, want := range map[string]bool{"-": true, " — ": true, "无": true, "N/A": true, "null": true, "/": true, "暂无": true, "0": false, "无锡": false, "A": false, "": false} {
		if sheet.SaysNothing(text) != want {
			t.Errorf("%q: %v", text, !want)
		}
	}
}

func TestCodesAreReadAsTheirFormatShowsThem(t *testing.T) {
	parts := map[string]string{
		"xl/workbook.xml":            `<workbook><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels": `<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="s" Type="http://x/styles" Target="styles.xml"/></Relationships>`,
		"xl/styles.xml":              `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="00000"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>`,
		"xl/worksheets/sheet1.xml": `<worksheet><sheetData>` + row(1, "客户编号", "客户名称") +
			row(2, `<c r="A2" s="1"><v>123</v></c>`, "甲") + row(3, `<c r="A3" s="1"><v>1234567</v></c>`, "乙") + row(4, `<c r="A4"><v>123</v></c>`, "丙") + `</sheetData></worksheet>`,
	}
	tab := table(t, pack(parts), "S")
	for i, want := range []string{"00123", "1234567", "123"} {
		if got := tab.Rows[i].Cells[0].Text; got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestAWorkbookWhoseTextsAreGoneIsDamaged(t *testing.T) {
	data := workbook(`<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>` + row(2, "#1", "#2"))
	b, err := sheet.Read(t.Context(), bytes.NewReader(data), int64(len(data)), sheet.Options{})
	if err == nil {
		_, err = b.Table(t.Context(), "", 0)
	}
	if err == nil || !strings.Contains(err.Error(), "damaged") && !strings.Contains(err.Error(), "损坏") {
		t.Error(err)
	}
}

func TestDigitsThatExcelDidNotKeepAreNoticed(t *testing.T) {
	for cells, want := range map[string]int{
		"6.22202123456789E+18 6.22202123456788E+18": 2, "6222021234567890000 6222021234567890123": 0, "123456789012345 100000000000000": 0, "1E+16 5": 1,
	} {
		a, b, _ := strings.Cut(cells, " ")
		tab := table(t, workbook(row(1, "客户名称", "银行账号")+row(2, "甲", "#"+a)+row(3, "乙", "#"+b)), "S1")
		if got := tab.Columns[1].Profile.Lost; got != want {
			t.Errorf("%s: %d lost, want %d", cells, got, want)
		}
	}
}

func TestTheFileExcelLeavesBesideAnOpenWorkbookIsKnown(t *testing.T) {
	data := append([]byte{5, 'A', 'd', 'm', 'i', 'n'}, make([]byte, 159)...)
	_, err := sheet.Read(t.Context(), bytes.NewReader(data), int64(len(data)), sheet.Options{Name: "~$客户.xlsx"})
	if err == nil || !strings.Contains(err.Error(), "~$") {
		t.Errorf("%v", err)
	}
}
