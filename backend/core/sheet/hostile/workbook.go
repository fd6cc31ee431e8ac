package hostile

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
)

// sheetClass is a class whose harm is in the XML of the sheet.
func sheetClass(name string, refused bool, xml func(r *rand.Rand) string) class {
	return class{name, refused, func(r *rand.Rand) (string, []byte) { return numbered("名单%d.xlsx", r), pack(book(xml(r))) }}
}

// partClass is a class whose harm is in another part.
func partClass(name string, refused bool, part, sheet string, xml func(r *rand.Rand) string) class {
	return class{name, refused, func(r *rand.Rand) (string, []byte) {
		return numbered("名单%d.xlsx", r), pack(book(sheet, entry{name: part, text: xml(r)}))
	}}
}

const laughs = `<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "哈"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;"><!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">]>`

func refer(texts string) string { return rows(`<row>` + texts + `</row>`) }

var workbookClasses = []class{
	sheetClass("entities that grow", true, func(*rand.Rand) string { return laughs + rows(`<row><c t="inlineStr"><is><t>&f;</t></is></c></row>`) }),
	sheetClass("an entity that reads a file", true, func(r *rand.Rand) string {
		return `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY x ` + pick(r, `SYSTEM "file:///etc/passwd"`, `SYSTEM "http://evil.example/x"`, `PUBLIC "x" "expect://id"`) + `>]>` + rows(`<row><c t="inlineStr"><is><t>&x;</t></is></c></row>`)
	}),
	partClass("entities that grow, in the texts", true, "xl/sharedStrings.xml", refer(`<c t="s"><v>0</v></c>`), func(*rand.Rand) string { return laughs + `<sst><si><t>&f;</t></si></sst>` }),
	partClass("entities that grow, in the workbook", true, "xl/workbook.xml", rows(""), func(*rand.Rand) string { return laughs + `<workbook><sheets>&f;</sheets></workbook>` }),
	partClass("texts that are not there", false, "xl/sharedStrings.xml", refer(`<c t="s"><v>-1</v></c><c t="s"><v>99999999999999999999</v></c><c t="s"><v>1e9</v></c><c t="s"><v>x</v></c>`), func(*rand.Rand) string { return `<sst count="4000000000" uniqueCount="-1"><si><t>甲</t></si></sst>` }),
	partClass("one long text in very many cells", true, "xl/sharedStrings.xml", rows(strings.Repeat(`<row>`+strings.Repeat(`<c t="s"><v>0</v></c>`, 180)+`</row>`, 60)), func(r *rand.Rand) string {
		return `<sst><si><t>` + strings.Repeat(pick(r, "长", "a ", "1,"), 40_000) + `。</t></si></sst>`
	}),
	partClass("blank texts in very many cells", false, "xl/sharedStrings.xml", rows(strings.Repeat(`<row>`+strings.Repeat(`<c t="s"><v>0</v></c>`, 180)+`</row>`, 60)), func(r *rand.Rand) string {
		return `<sst><si><t>` + strings.Repeat(" ", 100_000) + `</t></si></sst>`
	}),
	partClass("a text longer than a cell can be", true, "xl/sharedStrings.xml", refer(`<c t="s"><v>0</v></c>`), func(r *rand.Rand) string {
		return `<sst><si><t>` + strings.Repeat("长", 200_000+r.IntN(300_000)) + `</t></si></sst>`
	}),
	partClass("a text of very many runs", true, "xl/sharedStrings.xml", refer(`<c t="s"><v>0</v></c>`), func(*rand.Rand) string {
		return `<sst><si>` + strings.Repeat(`<r><t>很长很长很长很长</t></r>`, 20_000) + `</si></sst>`
	}),
	partClass("parts that point at each other", false, "xl/_rels/workbook.xml.rels", rows(""), func(r *rand.Rand) string {
		at := pick(r, "workbook.xml", "_rels/workbook.xml.rels", "worksheets/sheet1.xml", "../[Content_Types].xml")
		return `<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="` + at + `"/><Relationship Id="r2" Type="http://x/sharedStrings" Target="` + at + `"/><Relationship Id="r3" Type="http://x/styles" Target="` + at + `"/></Relationships>`
	}),
	partClass("very many sheets", true, "xl/workbook.xml", rows(""), func(r *rand.Rand) string {
		return `<workbook><sheets>` + strings.Repeat(`<sheet name="同一张" r:id="r1"/>`, 201+r.IntN(50_000)) + `</sheets></workbook>`
	}),
	partClass("no sheet", true, "xl/workbook.xml", rows(""), func(*rand.Rand) string { return `<workbook><sheets/></workbook>` }),
	partClass("strange names of sheets", false, "xl/workbook.xml", rows(""), func(r *rand.Rand) string {
		return `<workbook><sheets><sheet name="` + pick(r, `&lt;img src=x onerror=alert(1)&gt;`, "../../../etc/passwd", "&#0;&#1;&#8238;", strings.Repeat("长", 9000), "") + `" r:id="r1"/></sheets></workbook>`
	}),
	partClass("very many styles", false, "xl/styles.xml", refer(`<c s="4294967295"><v>1</v></c><c s="-5"><v>45000</v></c>`), func(*rand.Rand) string {
		var b strings.Builder
		b.WriteString(`<styleSheet><numFmts>`)
		for i := range 66_000 {
			b.WriteString(`<numFmt numFmtId="` + strconv.Itoa(i) + `" formatCode="yyyy&quot;[\"/>`)
		}
		return b.String() + `</numFmts><cellXfs>` + strings.Repeat(`<xf numFmtId="14"/>`, 70_000) + `</cellXfs></styleSheet>`
	}),
	sheetClass("as many columns as Excel has", true, func(r *rand.Rand) string {
		var b strings.Builder
		for i := range 16_384 {
			b.WriteString(inline(letters(i)+"3", "值"))
		}
		return rows(`<row r="3">` + b.String() + `</row>`)
	}),
	sheetClass("cells far away", false, func(r *rand.Rand) string {
		return `<worksheet><dimension ref="A1:XFD1048576"/>` + strings.TrimPrefix(rows(`<row r="1048576"><c r="A1048576"><v>1</v></c></row><row r="2147483648"><c r="ZZZZZZ9"><v>1</v></c></row><row r="-7"><c r="0"><v>1</v></c></row><row r="9223372036854775807"><c r="B9223372036854775807"><v>1</v></c></row><row><c><v>`+numbered("%d", r)+`</v></c></row>`), "<worksheet>")
	}),
	sheetClass("numbers that are none", false, func(r *rand.Rand) string {
		var b strings.Builder
		for _, n := range []string{"1e308", "-1e308", "1e-400", "NaN", "INF", "-0", "0x10", "1_000", strings.Repeat("9", 3000), "." + strings.Repeat("0", 3000) + "1", "1e" + strings.Repeat("9", 50), "2958466", "-1", "1.7976931348623157e309", "１２"} {
			b.WriteString(`<row><c s="` + pick(r, "0", "1", "2", "3") + `"><v>` + n + `</v></c><c t="d"><v>` + n + `</v></c><c t="b"><v>` + n + `</v></c><c t="e"><v>` + n + `</v></c></row>`)
		}
		return rows(b.String())
	}),
	sheetClass("elements without end", false, func(r *rand.Rand) string {
		return rows(strings.Repeat(pick(r, "<row>", "<c>", "<is>", "<x>"), 200_000))
	}),
	sheetClass("a tag that is all signs of the end", true, func(*rand.Rand) string { return rows(`<row a="` + strings.Repeat(">", 3<<20)) }),
	sheetClass("a very long tag", true, func(*rand.Rand) string { return rows(`<row a="` + strings.Repeat("x", 3<<20) + `"/>`) }),
	sheetClass("a very long comment", false, func(*rand.Rand) string { return rows("<!--" + strings.Repeat("-x", 1<<20) + "-->") }),
	sheetClass("raw text without end", true, func(r *rand.Rand) string {
		return rows(`<row><c t="inlineStr"><is><t><![CDATA[` + strings.Repeat(pick(r, "]", "x", "&"), 3<<20) + pick(r, "]]></t></is></c></row>", ""))
	}),
	sheetClass("a value in very many pieces", true, func(*rand.Rand) string {
		return rows(`<row><c><v>` + strings.Repeat("12345678<!-- -->", 20_000) + `</v></c></row>`)
	}),
	sheetClass("XML that breaks off", true, func(r *rand.Rand) string {
		whole := rows(strings.Repeat(`<row><c t="inlineStr"><is><t>值</t></is></c></row>`, 20))
		return whole[:60+r.IntN(len(whole)-160)]
	}),
	sheetClass("XML in another encoding", false, func(r *rand.Rand) string {
		if r.IntN(2) == 0 {
			return `<?xml version="1.0" encoding="UTF-16"?>` + wide(rows(""))
		}
		return `<?xml version="1.0" encoding="GB2312"?>` + strings.ReplaceAll(rows(""), "甲", "\xbc\xd7")
	}),
	sheetClass("random XML", false, func(r *rand.Rand) string {
		var b strings.Builder
		bits := []string{"<row>", "</row>", "<c t=\"s\">", "</c>", "<v>", "</v>", "1", "<is><t>", "</t></is>", "&#x0;", "&#xD800;", "<", ">", "\"", "<!--", "-->", "<![CDATA[", "]]>", "<?", "?>", "\x00", "\xff", "_x0000_", "_xD800_", "</sheetData>", "<f>1+1</f>", "<row r=\"0\">", "<c r=\"A1\" s=\"9\">"}
		for range 20 + r.IntN(3000) {
			b.WriteString(pick(r, bits...))
		}
		return rows(b.String())
	}),
	sheetClass("formulas in a workbook", false, func(*rand.Rand) string {
		var b strings.Builder
		for i, f := range Formulas {
			b.WriteString(`<row>` + inline(fmt.Sprintf("A%d", i+3), escape.Replace(f)) + fmt.Sprintf(`<c r="B%d" t="str"><f>cmd|' /C calc'!A0</f><v>1380000%04d</v></c></row>`, i+3, i))
		}
		return rows(b.String())
	}),
	sheetClass("very many headings of one name", false, func(r *rand.Rand) string {
		var head, body strings.Builder
		for i := range 200 {
			head.WriteString(inline(letters(i)+"1", pick(r, "客户名称", "电话", "<")))
			body.WriteString(inline(letters(i)+"2", "值"))
		}
		return `<worksheet><sheetData><row r="1">` + strings.ReplaceAll(head.String(), "<</t>", "x</t>") + `</row>` + strings.Repeat(`<row>`+body.String()+`</row>`, 30) + `</sheetData></worksheet>`
	}),
	{"a workbook with macros", false, func(r *rand.Rand) (string, []byte) {
		return numbered("宏%d.xlsm", r), pack(book(rows(""), entry{name: "xl/vbaProject.bin", text: "\xD0\xCF\x11\xE0" + string(noise(r, 5000))}, entry{name: "xl/externalLinks/externalLink1.xml", text: `<externalLink><ddeLink ddeService="cmd" ddeTopic="/C calc"/></externalLink>`}))
	}},
}

var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;")

func letters(column int) string {
	name := ""
	for column++; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name
}
