package hostile

import (
	"archive/zip"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"hash/crc32"
	"math/rand/v2"
	"strings"
)

// entry is a part of an archive. With lie, its header says another size than it has.
type entry struct {
	name   string
	text   string
	lie    uint64
	crc    bool // a wrong checksum
	stored bool
	flags  uint16
}

// pack makes an archive, without any check of its own.
func pack(entries []entry) []byte {
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for _, e := range entries {
		packed, method := []byte(e.text), uint16(zip.Store)
		if !e.stored {
			packed, method = deflated(e.text), zip.Deflate
		}
		h := &zip.FileHeader{Name: e.name, Method: method, Flags: e.flags, CRC32: crc32.ChecksumIEEE([]byte(e.text)), CompressedSize64: uint64(len(packed)), UncompressedSize64: uint64(len(e.text))}
		if e.lie > 0 {
			h.UncompressedSize64 = e.lie
		}
		if e.crc {
			h.CRC32 ^= 0xffff
		}
		if w, err := z.CreateRaw(h); err == nil {
			_, _ = w.Write(packed)
		}
	}
	_ = z.Close()
	return out.Bytes()
}

func deflated(text string) []byte {
	var b bytes.Buffer
	w, _ := flate.NewWriter(&b, flate.BestCompression)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return b.Bytes()
}

// book are the parts of a workbook with one sheet; what is given takes the place of a part of the same name.
func book(sheet string, other ...entry) []entry {
	parts := []entry{
		{name: "[Content_Types].xml", text: `<?xml version="1.0"?><Types/>`},
		{name: "_rels/.rels", text: `<Relationships><Relationship Id="r1" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{name: "xl/workbook.xml", text: `<?xml version="1.0"?><workbook><sheets><sheet name="客户" sheetId="1" r:id="r1"/></sheets></workbook>`},
		{name: "xl/_rels/workbook.xml.rels", text: `<Relationships><Relationship Id="r1" Type="http://x/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="r2" Type="http://x/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="r3" Type="http://x/styles" Target="styles.xml"/></Relationships>`},
		{name: "xl/worksheets/sheet1.xml", text: sheet},
	}
	for _, e := range other {
		found := false
		for i := range parts {
			if parts[i].name == e.name {
				parts[i], found = e, true
			}
		}
		if !found {
			parts = append(parts, e)
		}
	}
	return parts
}

const sheetPart = "xl/worksheets/sheet1.xml"

// rows are the XML of a sheet with a heading and one customer, and more of it.
func rows(more string) string {
	return `<worksheet><sheetData><row r="1">` + inline("A1", "客户名称") + inline("B1", "电话") + `</row><row r="2">` + inline("A2", "甲公司") + inline("B2", "13800000000") + `</row>` + more + `</sheetData></worksheet>`
}

func inline(ref, text string) string {
	return `<c r="` + ref + `" t="inlineStr"><is><t>` + text + `</t></is></c>`
}

var archiveClasses = []class{
	{"a part that unpacks to a thousand times its size", true, func(r *rand.Rand) (string, []byte) {
		return numbered("名单%d.xlsx", r), pack(book(rows(strings.Repeat(`<row><c><v>1</v></c></row>`, (17+r.IntN(2))<<20/26))))
	}},
	{"very many rows", true, func(r *rand.Rand) (string, []byte) {
		return numbered("名单%d.xlsx", r), pack(book(rows(strings.Repeat(`<row><c><v>1</v></c></row>`, 300_001+r.IntN(200_000)))))
	}},
	{"a part that is larger than it says", true, func(r *rand.Rand) (string, []byte) {
		text := rows(strings.Repeat(`<row><c><v>1</v></c></row>`, (1+r.IntN(3))<<20/26))
		return numbered("名单%d.xlsx", r), pack(book("", entry{name: sheetPart, text: text, lie: uint64(100 + r.IntN(5000))}))
	}},
	{"a part that is smaller than it says", false, func(r *rand.Rand) (string, []byte) {
		return numbered("名单%d.xlsx", r), pack(book("", entry{name: sheetPart, text: rows(""), lie: uint64(1<<20 + r.IntN(1<<20))}))
	}},
	{"a part that says it takes all memory", true, func(r *rand.Rand) (string, []byte) {
		return numbered("名单%d.xlsx", r), pack(book("", entry{name: sheetPart, text: rows(""), lie: 1 << (34 + r.IntN(28))}))
	}},
	{"too many parts", true, func(r *rand.Rand) (string, []byte) {
		parts := book(rows(""))
		for range 2001 + r.IntN(300) {
			parts = append(parts, entry{name: "xl/media/" + string(noiseName(r)), stored: true})
		}
		return numbered("名单%d.xlsx", r), pack(parts)
	}},
	{"a directory of parts and nothing else", true, func(r *rand.Rand) (string, []byte) {
		return numbered("目录%d.xlsx", r), directory(200_000 + r.IntN(100_000))
	}},
	{"an archive in an archive", true, func(r *rand.Rand) (string, []byte) {
		inner := pack([]entry{{name: "名单.xlsx", text: string(pack(book(rows(""))))}})
		for range 1 + r.IntN(6) {
			inner = pack([]entry{{name: "内层.zip", text: string(inner), stored: true}})
		}
		return numbered("打包%d.xlsx", r), inner
	}},
	{"names that lead out of the folder", false, func(r *rand.Rand) (string, []byte) {
		var bad []entry
		for _, name := range []string{"../../../../tmp/xingke-escaped", "/tmp/xingke-escaped", `..\..\xingke-escaped`, `C:\Windows\xingke-escaped`, "xl/../../../xingke-escaped", "\x00xingke-escaped", "xl/worksheets/../../../../xingke-escaped", "CON", strings.Repeat("a/", 2000) + "b"} {
			bad = append(bad, entry{name: name, text: "escaped", stored: true})
		}
		return "../../../xingke-escaped.xlsx", pack(book(rows(""), bad...))
	}},
	{"parts that point out of the archive", true, func(r *rand.Rand) (string, []byte) {
		target := pick(r, "../../../../../etc/passwd", "file:///etc/passwd", "http://evil.example/sheet.xml", `\\evil.example\share\sheet.xml`, "/proc/self/environ")
		return numbered("名单%d.xlsx", r), pack(book(rows(""), entry{name: "xl/_rels/workbook.xml.rels", text: `<Relationships><Relationship Id="r1" TargetMode="External" Type="http://x/worksheet" Target="` + target + `"/></Relationships>`}))
	}},
	{"parts of the same name", false, func(r *rand.Rand) (string, []byte) {
		parts := book(rows(""))
		for range 50 {
			parts = append(parts, entry{name: sheetPart, text: rows(`<row><c><v>` + numbered("%d", r) + `</v></c></row>`)})
		}
		return numbered("名单%d.xlsx", r), pack(parts)
	}},
	{"wrong checksums", true, func(r *rand.Rand) (string, []byte) {
		return numbered("名单%d.xlsx", r), pack(book("", entry{name: sheetPart, text: rows(strings.Repeat(`<row><c><v>7</v></c></row>`, 1+r.IntN(2000))), crc: true}))
	}},
	{"an archive that is cut off", true, func(r *rand.Rand) (string, []byte) {
		whole := pack(book(rows("")))
		return numbered("名单%d.xlsx", r), whole[:4+r.IntN(len(whole)-60)]
	}},
	{"an archive with changed bytes", false, func(r *rand.Rand) (string, []byte) {
		whole := pack(book(rows(strings.Repeat(`<row><c t="s"><v>1</v></c></row>`, 50)), entry{name: "xl/sharedStrings.xml", text: `<sst><si><t>a</t></si><si><t>b</t></si></sst>`}))
		for range 1 + r.IntN(20) {
			whole[4+r.IntN(len(whole)-4)] = byte(r.Uint32())
		}
		return numbered("名单%d.xlsx", r), whole
	}},
	{"a locked archive", true, func(r *rand.Rand) (string, []byte) {
		return numbered("加密%d.xlsx", r), pack(book(rows(""), entry{name: sheetPart, text: rows(""), flags: 1}))
	}},
	{"garbage before and after the archive", false, func(r *rand.Rand) (string, []byte) {
		whole := pack(book(rows("")))
		return numbered("名单%d.xlsx", r), append(append([]byte("PK\x03\x04"), noise(r, r.IntN(3000))...), append(whole, noise(r, r.IntN(3000))...)...)
	}},
	{"an archive that ends where it begins", true, func(r *rand.Rand) (string, []byte) {
		end := make([]byte, 22)
		copy(end, "PK\x05\x06")
		binary.LittleEndian.PutUint16(end[8:], uint16(r.Uint32()))
		binary.LittleEndian.PutUint16(end[10:], uint16(r.Uint32()))
		binary.LittleEndian.PutUint32(end[12:], r.Uint32())
		binary.LittleEndian.PutUint32(end[16:], r.Uint32())
		return numbered("名单%d.xlsx", r), append([]byte("PK\x03\x04"), append(noise(r, r.IntN(200)), end...)...)
	}},
}

func noiseName(r *rand.Rand) []byte {
	b := make([]byte, 12)
	for i := range b {
		b[i] = 'a' + byte(r.IntN(26))
	}
	return b
}

// directory is an archive that says it holds nothing, and lists so many parts.
func directory(parts int) []byte {
	head := make([]byte, 47)
	copy(head, "PK\x01\x02")
	binary.LittleEndian.PutUint16(head[28:], 1) // a name of one letter
	head[46] = 'a'
	list := bytes.Repeat(head, parts)
	end := make([]byte, 22)
	copy(end, "PK\x05\x06")
	binary.LittleEndian.PutUint16(end[8:], uint16(parts))
	binary.LittleEndian.PutUint16(end[10:], uint16(parts))
	binary.LittleEndian.PutUint32(end[12:], uint32(len(list)))
	return append(list, end...)
}
