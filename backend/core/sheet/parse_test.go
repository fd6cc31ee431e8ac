package sheet_test

import (
	"bytes"
	"strings"
	"testing"

	"xingke/backend/core/sheet"
)

func TestParseNumber(t *testing.T) {
	for text, want := range map[string]string{
		"1,234.50": "1234.5", "￥1,234": "1234", "¥ 12": "12", "$-3.5": "-3.5", "-$3.5": "-3.5", "(1,200)": "-1200", "3万": "30000", "1.25亿": "125000000",
		"１２３．５": "123.5", "12.5%": "12.5", "100元": "100", "3.2万元": "32000", "1.3E+10": "13000000000", "007": "7", "-0": "0", "+5": "5",
		"5w": "50000", "3千": "3000", "50k": "50000", "2百万": "2000000", "12人": "12", "1,234.50-": "-1234.5",
		"人民币 88": "88", "629.09999999999991": "629.1", "957.57749999999999": "957.5775", "1 234 567": "1234567", ".5": "0.5",
	} {
		if got, ok := sheet.ParseNumber(text); !ok || got != want {
			t.Errorf("%q: %q %v, want %q", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "abc", "12,34", "1.2.3", "13800-1", "2026-01-02", "--1", "1,2345", "1.234,50", "1,5", "-5-", "e5", "CA-2017", "十", "1e", "%", "元"} {
		if got, ok := sheet.ParseNumber(text); ok {
			t.Errorf("%q is read as %s", text, got)
		}
	}
}

func TestParseDate(t *testing.T) {
	for _, c := range []struct {
		text  string
		order sheet.DateOrder
		want  string
	}{
		{"10/20/2016", sheet.MDY, "2016-10-20 00:00:00"}, {"3/1/2017", sheet.MDY, "2017-03-01 00:00:00"}, {"3/1/2017", sheet.DMY, "2017-01-03 00:00:00"},
		{"2026年3月8日", sheet.MDY, "2026-03-08 00:00:00"}, {"2026.3.8", sheet.DMY, "2026-03-08 00:00:00"}, {"2026/3/8 9:05", sheet.MDY, "2026-03-08 09:05:00"},
		{"2026-03-08T21:04:05Z", sheet.MDY, "2026-03-08 21:04:05"}, {"20260308", sheet.YMD, "2026-03-08 00:00:00"}, {"2026年3月8日 下午3时20分", sheet.YMD, "2026-03-08 15:20:00"},
		{"Mar 8, 2026", sheet.YMD, "2026-03-08 00:00:00"}, {"8-Mar-26", sheet.YMD, "2026-03-08 00:00:00"}, {"3/8/26 3:20 PM", sheet.MDY, "2026-03-08 15:20:00"},
		{"2026年03月08日 星期日", sheet.YMD, "2026-03-08 00:00:00"}, {"2026-03-08（周日）", sheet.YMD, "2026-03-08 00:00:00"}, {"(2026-03-08)", sheet.MDY, "2026-03-08 00:00:00"},
		{"二〇二六年三月二十八日", sheet.MDY, "2026-03-28 00:00:00"}, {"二零二六年十月十日", sheet.YMD, "2026-10-10 00:00:00"}, {"2026年十二月三十一日", sheet.YMD, "2026-12-31 00:00:00"},
		{"2026—03—08", sheet.MDY, "2026-03-08 00:00:00"}, {`2026\3\8`, sheet.DMY, "2026-03-08 00:00:00"}, {"Sun, Mar 8 2026", sheet.DMY, "2026-03-08 00:00:00"},
		{"２０２６－０３－０８", sheet.YMD, "2026-03-08 00:00:00"}, {"26年3月8日", sheet.YMD, "2026-03-08 00:00:00"}, {"2026-03-08 09:30:00.123+08:00", sheet.YMD, "2026-03-08 09:30:00"},
	} {
		at, _, ok := sheet.ParseDate(c.text, c.order)
		if !ok || at.Format("2006-01-02 15:04:05") != c.want {
			t.Errorf("%q %s: %v %v, want %s", c.text, c.order, at, ok, c.want)
		}
	}
	for _, text := range []string{"", "2026-02-30", "13/13/2026", "10.5", "CA-2017-114055", "1-2", "2026", "明天", "2026-13-01", "25:00", "1/2/3", "010-8888-6666"} {
		if at, _, ok := sheet.ParseDate(text, sheet.MDY); ok {
			t.Errorf("%q is read as %v", text, at)
		}
	}
}

func TestDateOrderIsDecidedByTheWholeColumn(t *testing.T) {
	for text, want := range map[string]struct {
		order sheet.DateOrder
		sure  bool
	}{
		"1/2/2017\n3/4/2017\n10/20/2016\n": {sheet.MDY, true}, "1/2/2017\n20/10/2016\n": {sheet.DMY, true},
		"1/2/2017\n3/4/2017\n": {sheet.MDY, false}, "8-Mar-2026\n9-Apr-2026\n3/25/2026\n": {sheet.MDY, true}, "8 March 2026\n": {sheet.YMD, true}, "2017-01-02\n": {sheet.YMD, true}, "2017年1月2日\n": {sheet.YMD, true},
	} {
		tab := table(t, []byte("签约日期\n"+text), "")
		order, sure := tab.Columns[0].Profile.Order()
		if order != want.order || sure != want.sure {
			t.Errorf("%q: %s %v", text, order, sure)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"1,234.5", "(3)", "2026年3月8日 下午3时", "1e300", "-0.00000000000000000000001", "１２", "8-Mar-26", "3万"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if decimal, ok := sheet.ParseNumber(s); ok {
			again, ok := sheet.ParseNumber(decimal)
			if !ok || again != decimal {
				t.Fatalf("%q became %q, which became %q", s, decimal, again)
			}
		}
		for _, order := range []sheet.DateOrder{sheet.YMD, sheet.MDY, sheet.DMY} {
			if at, _, ok := sheet.ParseDate(s, order); ok && (at.Year() < 1000 || at.Year() > 9999) {
				t.Fatalf("%q is in the year %d", s, at.Year())
			}
		}
	})
}

func FuzzOpen(f *testing.F) {
	f.Add([]byte("名称,电话\n甲,\"1\"\"2\"\n"))
	f.Add([]byte("a;b\r\n1;'x'\r\n"))
	f.Add(workbook(row(1, "名称", "金额") + row(2, "甲", "#1.5")))
	f.Add([]byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"))
	f.Fuzz(func(t *testing.T, data []byte) { readAll(t, data) })
}

// FuzzSheetXML puts the fuzzer's bytes into a sheet, past the archive's checksums.
func FuzzSheetXML(f *testing.F) {
	f.Add(row(1, "名称", "金额") + row(2, "甲", "#1.5"))
	f.Add(`<row><c t="s"><v>9</v></c><c><is/></c></row><!-- x --><![CDATA[x]]>`)
	f.Add(`<row r="1"><c r="ZZZ1"><v>1</v></c><c r="A1" t="inlineStr"><is><t>&#x10FFFF;_xD800_</t></is></c>`)
	f.Fuzz(func(t *testing.T, xml string) { readAll(t, workbook(xml)) })
}

func readAll(t *testing.T, data []byte) {
	b, err := sheet.Read(t.Context(), bytes.NewReader(data), int64(len(data)), sheet.Options{})
	if err != nil {
		return
	}
	for _, s := range b.Sheets {
		tab, err := b.Table(t.Context(), s.Name, 0)
		if err != nil {
			continue
		}
		seen := map[string]bool{}
		for _, c := range tab.Columns {
			if strings.TrimSpace(c.Heading) == "" || seen[c.Heading] {
				t.Fatalf("heading %q is empty or twice", c.Heading)
			}
			seen[c.Heading] = true
		}
		for _, r := range tab.Rows {
			if len(r.Cells) != len(tab.Columns) {
				t.Fatal("a row of another width")
			}
		}
	}
}
