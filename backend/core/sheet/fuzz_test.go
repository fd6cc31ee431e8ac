package sheet_test

import (
	"bytes"
	"strings"
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/field"
	"xingke/backend/core/sheet"
)

// FuzzCSV holds that texts which are exported come back as they were, whatever they begin with, and that
// no cell of an export begins as a formula does.
func FuzzCSV(f *testing.F) {
	for _, seed := range []string{"=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "'=1", `="0012"`, `"quoted"`, "a,b", "甲\r\n乙", " 前后 ", "''", "\r=1"} {
		f.Add(seed, "乙")
	}
	f.Fuzz(func(t *testing.T, one, two string) {
		one, two = strings.ToValidUTF8(one, ""), strings.ToValidUTF8(two, "")
		if strings.ContainsRune(one+two, 0) || strings.ContainsRune(one+two, 0xFFFD) || len(one)+len(two) > 4000 {
			return
		}
		var out bytes.Buffer
		w, err := sheet.NewWriter(&out, sheet.CSV, "客户", []sheet.Heading{{Text: "客户名称"}, {Text: "备注"}}, lang.ZH)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range [][2]string{{one, two}, {two, one}} {
			if err := w.Row([]field.Cell{field.OfCellText(row[0]), field.OfCellText(row[1])}); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		for _, text := range []string{one, two} {
			if guarded := sheet.Guard(text); guarded != "" && strings.ContainsRune("=+-@\t\r", rune(guarded[0])) {
				t.Fatalf("%q is exported as %q", text, guarded)
			}
		}
		readAll(t, out.Bytes())
	})
}

// FuzzText puts any bytes into a text file, or a card after its beginning. Each refusal is a sentence.
func FuzzText(f *testing.F) {
	for _, seed := range []string{"名称,电话\n甲,\"1\"\"2\"\n", "sep=;\na;b\n1;2\n", "a\tb\r1\t2\r", "'a','b'\n'1','2'\n", "\xff\xfea\x00,\x00b\x00\n\x00", "\xbc\xd7,\xd2\xd2\n1,2\n", "\"", "a,b\n\"c\n"} {
		f.Add([]byte(seed), false)
	}
	for _, seed := range []string{"FN:甲\r\nTEL;CELL:13800000000\r\nEND:VCARD", "N;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:=BC=\r\n=D7;;\r\nEND:VCARD\r\n", "PHOTO;ENCODING=B:AAAA\r\n AAAA\r\n\r\nNOTE:a\r\n\tb\r\nEND:VCARD"} {
		f.Add([]byte(seed), true)
	}
	f.Fuzz(func(t *testing.T, data []byte, card bool) {
		if card {
			data = append([]byte("BEGIN:VCARD\r\n"), data...)
		}
		if _, err := sheet.Read(t.Context(), bytes.NewReader(data), int64(len(data)), sheet.Options{Name: "a.csv"}); err != nil && !fault.Is(err, fault.Invalid) {
			t.Fatal(err)
		}
		readAll(t, data)
	})
}

// FuzzParts puts the fuzzer's bytes into the parts that describe a workbook, past the archive's checksums.
func FuzzParts(f *testing.F) {
	f.Add(`<workbook><sheets><sheet name="S" r:id="r1"/></sheets></workbook>`, `<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>`, `<sst><si><t>甲</t></si></sst>`, `<styleSheet><cellXfs><xf numFmtId="14"/></cellXfs></styleSheet>`)
	f.Add(`<workbook><workbookPr date1904="1"/><sheets><sheet name="&#x41;" state="hidden" r:id="r1"/></sheets></workbook>`, `<Relationships><Relationship Id="r1" Type="/worksheet" Target="/xl/../xl/worksheets/sheet1.xml"/></Relationships>`, `<sst><si><r><t>a</t></r><rPh><t>b</t></rPh></si><si/></sst>`, `<numFmt numFmtId="164" formatCode="[&quot;"/>`)
	f.Fuzz(func(t *testing.T, book, rels, texts, styles string) {
		readAll(t, pack(map[string]string{
			"xl/workbook.xml": book, "xl/_rels/workbook.xml.rels": rels + `<Relationship Id="s" Type="/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="t" Type="/styles" Target="styles.xml"/>`,
			"xl/sharedStrings.xml": texts, "xl/styles.xml": styles,
			"xl/worksheets/sheet1.xml": `<worksheet><sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c></row><row><c s="0"><v>45000</v></c><c s="1"><v>2</v></c></row></sheetData></worksheet>`,
		}))
	})
}
