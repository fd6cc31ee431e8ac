package sheet

import (
	"bytes"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/wlynxg/chardet"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"
)

// decodeText turns the bytes of a text file into a string and names the encoding it took:
// a byte order mark decides, then valid UTF-8, then the look of the bytes, then chardet.
func decodeText(raw []byte, wanted string) (text, name string, err error) {
	if wanted != "" {
		e, err := htmlindex.Get(wanted)
		if err != nil {
			return "", "", errEncodingName(wanted)
		}
		text, err := strictly(raw, e)
		return text, wanted, err
	}
	switch {
	case bytes.HasPrefix(raw, []byte("\xEF\xBB\xBF")):
		raw = raw[3:]
		if !utf8.Valid(raw) {
			return "", "", errBadText(lineOfInvalid(raw))
		}
		return string(raw), "UTF-8", nil
	case bytes.HasPrefix(raw, []byte("\xFF\xFE")), bytes.HasPrefix(raw, []byte("\xFE\xFF")):
		text, err := strictly(raw, unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM))
		return text, "UTF-16", err
	case bytes.IndexByte(raw, 0) >= 0:
		return wideText(raw)
	case utf8.Valid(raw):
		return string(raw), "UTF-8", nil
	}
	if looksChinese(raw) {
		if text, err := strictly(raw, simplifiedchinese.GB18030); err == nil {
			return text, "GB18030", nil
		}
	}
	if bad := lineOfInvalid(raw); mostlyUTF8(raw) {
		return "", "", errBadText(bad)
	}
	return guessedText(raw)
}

// wideText reads UTF-16 without a byte order mark; zero bytes anywhere else mean that it is no text.
func wideText(raw []byte) (string, string, error) {
	var zeros [2]int
	sample := raw[:min(len(raw), 4096)]
	for i, b := range sample {
		if b == 0 {
			zeros[i%2]++
		}
	}
	order, name := unicode.LittleEndian, "UTF-16LE"
	few, many := zeros[0], zeros[1]
	if zeros[0] > zeros[1] {
		order, name = unicode.BigEndian, "UTF-16BE"
		few, many = zeros[1], zeros[0]
	}
	if many < len(sample)/20 || few > many/10 {
		return "", "", errWrongType(binaryFile)
	}
	text, err := strictly(raw, unicode.UTF16(order, unicode.IgnoreBOM))
	return text, name, err
}

// guessedText asks chardet, and believes it only if every byte can be read and a fair share of the rest is text.
func guessedText(raw []byte) (string, string, error) {
	found := chardet.Detect(raw[:min(len(raw), 256<<10)])
	e, err := htmlindex.Get(found.Encoding)
	if err != nil || found.Confidence < 0.2 {
		return "", "", errEncoding()
	}
	if e == simplifiedchinese.GBK || e == simplifiedchinese.HZGB2312 {
		e, found.Encoding = simplifiedchinese.GB18030, "GB18030"
	}
	text, err := strictly(raw, e)
	return text, found.Encoding, err
}

// strictly decodes and refuses bytes that the encoding does not know.
func strictly(raw []byte, e encoding.Encoding) (string, error) {
	var b strings.Builder
	b.Grow(len(raw) + len(raw)/2) // what Chinese text takes more in UTF-8; a big file is not held twice
	if _, err := io.Copy(&b, transform.NewReader(bytes.NewReader(raw), e.NewDecoder())); err != nil {
		return "", errEncoding()
	}
	out := b.String()
	if i := strings.IndexRune(out, utf8.RuneError); i >= 0 && !bytes.Contains(raw, []byte("\x84\x31\xA4\x37")) {
		return "", errBadText(strings.Count(out[:i], "\n") + 1)
	}
	return strings.TrimPrefix(out, "\uFEFF"), nil
}

// looksChinese tells whether the bytes above ASCII come in the pairs of everyday Chinese text.
// Accented letters of Western text also form valid pairs, but rare ones.
func looksChinese(raw []byte) bool {
	usual, other := 0, 0
	for i := 0; i < len(raw) && i < 1<<20; i++ {
		if raw[i] < 0x80 {
			continue
		}
		if i+1 >= len(raw) {
			other++
			break
		}
		lead, trail := raw[i], raw[i+1]
		switch {
		case trail >= 0xA1 && (lead >= 0xB0 && lead <= 0xF7 || lead >= 0xA1 && lead <= 0xA9):
			usual++
		default:
			other++
		}
		i++
	}
	return usual > 0 && usual >= 4*other
}

// mostlyUTF8 tells whether the text is UTF-8 but for a few damaged places.
func mostlyUTF8(raw []byte) bool {
	good, bad := 0, 0
	for len(raw) > 0 {
		r, n := utf8.DecodeRune(raw)
		switch {
		case r == utf8.RuneError && n == 1:
			bad++
		case n > 1:
			good++
		}
		raw = raw[n:]
	}
	return good > 4*bad
}

func lineOfInvalid(raw []byte) int {
	line := 1
	for len(raw) > 0 {
		r, n := utf8.DecodeRune(raw)
		if r == utf8.RuneError && n == 1 {
			break
		}
		if r == '\n' {
			line++
		}
		raw = raw[n:]
	}
	return line
}
