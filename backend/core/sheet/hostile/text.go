package hostile

import (
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"strings"
	"unicode/utf16"
)

// textClass is a class of delimited texts.
func textClass(name string, refused bool, text func(r *rand.Rand) string) class {
	return class{name, refused, func(r *rand.Rand) (string, []byte) { return numbered("名单%d.csv", r), []byte(text(r)) }}
}

const plainRows = "客户名称,电话\r\n甲公司,13800000000\r\n"

// wide is a text in UTF-16, without a mark.
func wide(text string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(text)) {
		b.Write([]byte{byte(u), byte(u >> 8)})
	}
	return b.String()
}

var textClasses = []class{
	textClass("formulas in a text", false, func(*rand.Rand) string {
		var b strings.Builder
		b.WriteString(plainRows)
		for i, f := range Formulas {
			fmt.Fprintf(&b, "\"%s\",1380000%04d\r\n", strings.ReplaceAll(f, `"`, `""`), i)
		}
		return b.String()
	}),
	textClass("a cell of a million letters", true, func(r *rand.Rand) string {
		return plainRows + strings.Repeat(pick(r, "长", "a", " x"), 1<<20) + ",1\r\n"
	}),
	textClass("a quotation mark that is never closed", true, func(r *rand.Rand) string {
		return plainRows + `"乙公司` + strings.Repeat(",13900000000\r\n丙公司", 1+r.IntN(100_000))
	}),
	textClass("nothing but quotation marks", false, func(r *rand.Rand) string { return plainRows + strings.Repeat(`"`, 1+r.IntN(2<<20)) }),
	textClass("nothing but delimiters", false, func(r *rand.Rand) string {
		return plainRows + strings.Repeat(pick(r, ",", ";", "\t", "|"), 1<<20)
	}),
	textClass("very many columns", true, func(r *rand.Rand) string { return plainRows + strings.Repeat("a,", 201+r.IntN(300_000)) + "\r\n" }),
	textClass("very many blank lines", false, func(r *rand.Rand) string {
		return plainRows + strings.Repeat(pick(r, "\n", "\r", "\r\n", ",\n"), 1<<19)
	}),
	textClass("zero bytes", false, func(r *rand.Rand) string {
		return plainRows + "乙\x00公司,\x00\x00\r\n" + strings.Repeat("\x00", r.IntN(5000))
	}),
	textClass("control characters", false, func(r *rand.Rand) string {
		var b strings.Builder
		b.WriteString(plainRows)
		for c := range 32 {
			fmt.Fprintf(&b, "乙%c公司,1%c\r\n", rune(c), rune(0x80+c))
		}
		return b.String()
	}),
	textClass("characters that turn the line round", false, func(r *rand.Rand) string {
		return plainRows + "\u202e司公乙\u202c,\u2066 1390\u2069\r\n" + strings.Repeat("e\u0301\u0327\u0488", 2000) + ",1\r\n\ufeff\u200b\u2060,\U000e0041\r\n\ud7ff\ue000\ufffd\uffff,2\r\n"
	}),
	textClass("a text in two encodings", false, func(r *rand.Rand) string {
		return plainRows + "\xd2\xd2\xb9\xab\xcb\xbe,1\r\n丙公司,2\r\n" + string(noise(r, 40))
	}),
	textClass("a mark of one encoding before another", false, func(r *rand.Rand) string {
		return pick(r, "\xef\xbb\xbf", "\xff\xfe", "\xfe\xff", "\xff\xfe\x00\x00", "\x00\x00\xfe\xff", "+/v8-") + pick(r, plainRows, "\xbf\xcd\xbb\xa7\xc3\xfb\xb3\xc6,\xb5\xe7\xbb\xb0\r\n\xbc\xd7,1\r\n", wide(plainRows), wide(plainRows)+"x")
	}),
	textClass("bytes that are no characters", false, func(r *rand.Rand) string {
		return plainRows + "\xc0\xaf\xe0\x80\xaf\xf0\x80\x80\xaf\xed\xa0\x80\xf8\x88\x80\x80\x80\xfe\xff,1\r\n" + string(noise(r, r.IntN(300)))
	}),
	textClass("half of a wide text", false, func(r *rand.Rand) string { return "\xff\xfe" + wide(plainRows)[:5+r.IntN(40)] + "\xd8" }),
	textClass("random bytes", false, func(r *rand.Rand) string { return string(noise(r, 1+r.IntN(20_000))) }),
	textClass("random pieces of a table", false, func(r *rand.Rand) string {
		var b strings.Builder
		for range 10 + r.IntN(4000) {
			b.WriteString(pick(r, `"`, `'`, ",", ";", "\t", "\r", "\n", "sep=;\n", "客户名称", "电话", "合计", "=1+1", "\x00", "2026-03-08", "1,234.5", "13800000000", " ", "\u3000", "<script>", "''", `""`))
		}
		return b.String()
	}),
	textClass("a strange delimiter", false, func(r *rand.Rand) string {
		return "sep=" + pick(r, "\x00", `"`, "\r", "=", "a", " ", "客") + "\r\n" + plainRows
	}),
	textClass("only headings", true, func(r *rand.Rand) string { return "客户名称,电话\r\n" }),
	textClass("nothing", true, func(r *rand.Rand) string { return pick(r, "", "\ufeff", " ", "\r\n\r\n", "\t\t", "\xff\xfe", "\u3000") }),
	textClass("very long headings", false, func(r *rand.Rand) string {
		long := strings.Repeat(pick(r, "客户", "a-", "名 "), 20_000)
		return long + "," + long + "\r\n甲,1\r\n乙,2\r\n"
	}),
	{"names of files that lead elsewhere", false, func(r *rand.Rand) (string, []byte) {
		return pick(r, "../../../../tmp/xingke-escaped.csv", "/etc/xingke-escaped", `..\..\xingke-escaped.csv`, "a\x00b.csv", "CON.csv", "\u202evsc.exe", `<img src=x onerror=alert(1)>.csv`, strings.Repeat("长", 5000)+".csv", "..", ".", "", " ", "-rf.csv", "a\r\nSet-Cookie: x=1.csv", "$(touch xingke-escaped).csv", "`id`.csv"), []byte(plainRows)
	}},
	{"cards that break off", false, func(r *rand.Rand) (string, []byte) {
		whole := "BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=GBK;ENCODING=QUOTED-PRINTABLE:=BC=D7=\r\n=B9=AB;;=ZZ\r\nTEL;CELL:138\r\nPHOTO;ENCODING=B:" + base64.StdEncoding.EncodeToString(noise(r, 2000)) + "\r\n\r\nEMAIL:a@b\r\nEND:VCARD\r\n"
		return numbered("名片%d.vcf", r), []byte(whole[:12+r.IntN(len(whole)-12)])
	}},
	{"a card of folded lines", true, func(r *rand.Rand) (string, []byte) {
		return numbered("名片%d.vcf", r), []byte("BEGIN:VCARD\r\nFN:甲\r\nNOTE:x\r\n" + strings.Repeat(" 长\r\n", 1<<19) + "END:VCARD\r\n")
	}},
	{"a card of soft breaks", true, func(r *rand.Rand) (string, []byte) {
		return numbered("名片%d.vcf", r), []byte("BEGIN:VCARD\r\nNOTE;ENCODING=QUOTED-PRINTABLE:x=\r\n" + strings.Repeat("=E9=95=BF=\r\n", 1<<18) + "\r\nEND:VCARD\r\n")
	}},
	{"a card with very many numbers", true, func(r *rand.Rand) (string, []byte) {
		var b strings.Builder
		b.WriteString("BEGIN:VCARD\r\nFN:甲\r\n")
		for i := range 20_000 {
			fmt.Fprintf(&b, "TEL:%d\r\n", i)
		}
		return numbered("名片%d.vcf", r), []byte(b.String() + "END:VCARD\r\n")
	}},
	{"very many cards", true, func(r *rand.Rand) (string, []byte) {
		return numbered("名片%d.vcf", r), []byte(strings.Repeat("BEGIN:VCARD\nEND:VCARD\n", 100_001+r.IntN(100_000)))
	}},
	{"a card in strange encodings", false, func(r *rand.Rand) (string, []byte) {
		return numbered("名片%d.vcf", r), []byte("BEGIN:VCARD\r\n" + strings.Repeat("N;CHARSET="+pick(r, "UTF-7", "x-user-defined", "replacement", "ISO-2022-JP", "\x00", "GBK")+";ENCODING="+pick(r, "B", "QUOTED-PRINTABLE", "BASE64")+":"+string(noise(r, 30))+"\r\n", 20) + "FN:甲\r\nEND:VCARD\r\n")
	}},
}
