package sheet

import (
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"xingke/backend/base/lang"
	"xingke/backend/core/field"
)

// rowXML writes the rows of a sheet as XML. It gathers them and hands them on in large pieces; a cell
// costs no memory of its own. The first failure to write stays in err.
type rowXML struct {
	out     io.Writer
	tag     lang.Tag
	letters []string // of the columns
	row     int      // the last one begun
	digits  []byte   // its number
	buf     []byte
	err     error
}

// pieceSize is how much is gathered before it is handed on.
const pieceSize = 64 << 10

func newRowXML(out io.Writer, columns int, tag lang.Tag) *rowXML {
	x := &rowXML{out: out, tag: tag, buf: make([]byte, 0, pieceSize+8<<10)}
	for i := range columns {
		x.letters = append(x.letters, Letters(i))
	}
	return x
}

// raw writes XML as it stands.
func (x *rowXML) raw(xml string) { x.buf = append(x.buf, xml...) }

// begin begins the row with a number.
func (x *rowXML) begin(row int) {
	x.row = row
	x.digits = strconv.AppendInt(x.digits[:0], int64(row), 10)
	x.buf = append(x.buf, `<row r="`...)
	x.buf = append(x.buf, x.digits...)
	x.buf = append(x.buf, `">`...)
}

// end ends the row.
func (x *rowXML) end() {
	x.buf = append(x.buf, `</row>`...)
	if len(x.buf) >= pieceSize {
		x.flush()
	}
}

// flush hands on what was gathered.
func (x *rowXML) flush() {
	if x.err == nil && len(x.buf) > 0 {
		_, x.err = x.out.Write(x.buf)
	}
	x.buf = x.buf[:0]
}

// cell writes a cell in a style; one of nothing only if it looks like something.
func (x *rowXML) cell(column, style int, c *field.Cell) {
	switch c.Form {
	case field.BlankCell:
		if style != plainStyle {
			x.open(column, style)
			x.buf = append(x.buf, `/>`...)
		}
	case field.NumberCell:
		x.open(column, style)
		x.buf = append(x.buf, `><v>`...)
		x.buf = append(x.buf, c.Text...)
		x.buf = append(x.buf, `</v></c>`...)
	case field.DayCell:
		x.open(column, style)
		x.buf = append(x.buf, `><v>`...)
		x.buf = strconv.AppendInt(x.buf, serialOf(c.Day.Time()), 10)
		x.buf = append(x.buf, `</v></c>`...)
	case field.InstantCell:
		x.open(column, style)
		x.buf = append(x.buf, `><v>`...)
		x.buf = appendInstant(x.buf, c.At)
		x.buf = append(x.buf, `</v></c>`...)
	case field.FlagCell:
		x.text(column, style, flagWord(*c, x.tag))
	default:
		x.text(column, style, c.Text)
	}
}

// text writes a cell of text.
func (x *rowXML) text(column, style int, text string) {
	x.open(column, style)
	text = cutCell(text)
	if spaced(text) {
		x.buf = append(x.buf, ` t="inlineStr"><is><t xml:space="preserve">`...)
	} else {
		x.buf = append(x.buf, ` t="inlineStr"><is><t>`...)
	}
	x.buf = appendXML(x.buf, text)
	x.buf = append(x.buf, `</t></is></c>`...)
}

func (x *rowXML) open(column, style int) {
	x.buf = append(x.buf, `<c r="`...)
	x.buf = append(x.buf, x.letters[column]...)
	x.buf = append(x.buf, x.digits...)
	if style != plainStyle {
		x.buf = append(x.buf, `" s="`...)
		x.buf = strconv.AppendInt(x.buf, int64(style), 10)
	}
	x.buf = append(x.buf, '"')
}

// appendInstant appends the number by which Excel knows a moment: days, and the part of the day.
func appendInstant(dst []byte, at time.Time) []byte {
	_, offset := at.Zone()
	wall := time.Unix(at.Unix()+int64(offset), 0).UTC()
	return strconv.AppendFloat(dst, float64(serialOf(wall))+float64(((wall.Unix()%86400)+86400)%86400)/86400, 'f', 9, 64)
}

// serialOf is the number by which Excel knows a day.
func serialOf(at time.Time) int64 {
	days := floorDiv(at.Unix(), 86400) + daysTo1970
	if days <= 60 {
		days--
	}
	return days
}

// daysTo1970 is the number of days from 30 December 1899, from which Excel counts, to 1 January 1970.
const daysTo1970 = 25569

func floorDiv(a, b int64) int64 {
	q := a / b
	if a%b < 0 {
		q--
	}
	return q
}

// spaced tells whether a text has space that a reader of XML may take away.
func spaced(s string) bool {
	if s == "" {
		return false
	}
	return s[0] <= ' ' || s[len(s)-1] <= ' ' || strings.ContainsAny(s, "\n\t\r") || strings.Contains(s, "  ")
}

// plainXML are the characters that stand for themselves in the text of a workbook.
var plainXML = func() (plain [utf8.RuneSelf]bool) {
	for c := range plain {
		plain[c] = c >= ' ' && !strings.ContainsRune(`<>&"_`, rune(c)) || c == '\n' || c == '\t'
	}
	return
}()

// appendXML appends text so that it is safe inside an element of a workbook; control characters take
// the form _x0007_, which programs read as the character.
func appendXML(dst []byte, s string) []byte {
	from := 0
	for i := 0; i < len(s); {
		if c := s[i]; c < utf8.RuneSelf {
			if plainXML[c] {
				i++
				continue
			}
			dst = append(dst, s[from:i]...)
			dst = appendMarkup(dst, s, i)
			i++
			from = i
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		broken := r == utf8.RuneError && size == 1
		if !broken && r != 0xFFFE && r != 0xFFFF {
			i += size
			continue
		}
		dst = append(dst, s[from:i]...)
		if broken {
			dst = append(dst, "\uFFFD"...)
		} else {
			dst = appendCode(dst, r)
		}
		i += size
		from = i
	}
	return append(dst, s[from:]...)
}

func appendMarkup(dst []byte, s string, i int) []byte {
	switch c := s[i]; c {
	case '<':
		return append(dst, "&lt;"...)
	case '>':
		return append(dst, "&gt;"...)
	case '&':
		return append(dst, "&amp;"...)
	case '"':
		return append(dst, "&quot;"...)
	case '_':
		if len(s) > i+6 && s[i+1] == 'x' && s[i+6] == '_' {
			return append(dst, "_x005F_"...) // else it would be read as a code
		}
		return append(dst, c)
	default:
		return appendCode(dst, rune(c))
	}
}

func appendCode(dst []byte, r rune) []byte {
	const hex = "0123456789ABCDEF"
	return append(dst, '_', 'x', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15], '_')
}

// escapeXML makes text safe inside an element or an attribute of a workbook.
func escapeXML(s string) string { return string(appendXML(nil, s)) }
