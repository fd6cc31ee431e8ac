package hostile

import (
	"math/rand/v2"
	"strings"
)

// foreignClass is a file of another kind under the name of a table.
func foreignClass(name string, content func(r *rand.Rand) string) class {
	return class{name, true, func(r *rand.Rand) (string, []byte) {
		return numbered(pick(r, "名单%d.xlsx", "名单%d.csv", "名单%d.xls", "名单%d"), r), []byte(content(r))
	}}
}

const compound = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"

var foreignClasses = []class{
	foreignClass("an old workbook", func(r *rand.Rand) string { return compound + string(noise(r, 3000)) + wide("Workbook") }),
	foreignClass("an old document", func(r *rand.Rand) string { return compound + string(noise(r, 3000)) + wide("WordDocument") }),
	foreignClass("a locked workbook", func(r *rand.Rand) string { return compound + string(noise(r, 3000)) + wide("EncryptedPackage") }),
	foreignClass("a program", func(r *rand.Rand) string {
		return pick(r, "MZ\x90\x00\x03\x00\x00\x00", "\x7fELF\x02\x01\x01\x00") + string(noise(r, 4000))
	}),
	foreignClass("a picture", func(r *rand.Rand) string {
		return pick(r, "\x89PNG\r\n\x1a\n", "\xff\xd8\xff\xe0", "GIF89a", "RIFF\x00\x00\x00\x00WEBP") + string(noise(r, 4000))
	}),
	foreignClass("another archive", func(r *rand.Rand) string {
		return pick(r, "Rar!\x1a\x07\x00", "7z\xbc\xaf\x27\x1c", "\x1f\x8b\x08\x00") + string(noise(r, 4000))
	}),
	foreignClass("a document to print", func(r *rand.Rand) string { return "%PDF-1.7\n" + string(noise(r, 4000)) }),
	foreignClass("a page", func(r *rand.Rand) string {
		return pick(r, "<html><script>alert(1)</script><table><tr><td>甲</td></tr></table>", "<!DOCTYPE html><table></table>", "  \r\n<table><tr><td onload=alert(1)>")
	}),
	foreignClass("other XML", func(r *rand.Rand) string {
		return laughs + `<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">&f;</Workbook>`
	}),
	foreignClass("data for programs", func(r *rand.Rand) string {
		return pick(r, `{"a":`+strings.Repeat(`[`, 20000), `[{"name":"甲"}]`, `{"__proto__":{"x":1}}`)
	}),
	foreignClass("rich text", func(*rand.Rand) string { return `{\rtf1\ansi{\object\objdata 0105}}` }),
	foreignClass("a database", func(r *rand.Rand) string { return "SQLite format 3\x00" + string(noise(r, 3000)) }),
	foreignClass("a document", func(*rand.Rand) string {
		return string(pack([]entry{{name: "word/document.xml", text: laughs + "<w/>"}}))
	}),
	foreignClass("slides", func(*rand.Rand) string { return string(pack([]entry{{name: "ppt/presentation.xml", text: "<p/>"}})) }),
	foreignClass("a binary workbook", func(r *rand.Rand) string {
		return string(pack([]entry{{name: "xl/workbook.bin", text: string(noise(r, 2000))}}))
	}),
	foreignClass("a table of another office", func(*rand.Rand) string {
		return string(pack([]entry{{name: "mimetype", text: "application/vnd.oasis.opendocument.spreadsheet", stored: true}, {name: "content.xml", text: laughs + "<x>&f;</x>"}}))
	}),
	foreignClass("an archive of other things", func(r *rand.Rand) string {
		return string(pack([]entry{{name: "../../xingke-escaped", text: "x"}, {name: "a.csv", text: plainRows}}))
	}),
}
