package sheet

import (
	"io"
	"strings"
	"unicode/utf8"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/field"
)

// Format is a kind of file that can be written.
type Format string

// The kinds of files that can be written.
const (
	XLSX Format = "xlsx"
	CSV  Format = "csv"
)

// ParseFormat reads a format, or the name of a file that ends in one.
func ParseFormat(s string) (Format, error) {
	switch low := strings.ToLower(s); {
	case low == "xlsx", strings.HasSuffix(low, ".xlsx"):
		return XLSX, nil
	case low == "csv", strings.HasSuffix(low, ".csv"):
		return CSV, nil
	}
	return "", fault.New(fault.Invalid, "不能写成“%s”这种文件。请选择 .xlsx 或 .csv。", "Files of the kind “%s” cannot be written. Choose .xlsx or .csv.", lang.S(s))
}

// Heading describes a column of a table that is written.
type Heading struct {
	Text   string
	Hidden bool    // shown in neither Excel nor print, but read on import
	Width  float64 // in characters; 0 fits what the first rows hold
}

// Writer writes one table, row by row. What people typed stays text: it cannot become a formula.
type Writer interface {
	// Row writes the next row; the cells are not kept.
	Row(cells []field.Cell) error
	// Close completes the file. The destination itself is not closed.
	Close() error
}

// NewWriter starts a file of one table. Yes and no are written in the language given.
func NewWriter(w io.Writer, format Format, name string, headings []Heading, tag lang.Tag) (Writer, error) {
	return NewWriterWith(w, format, name, headings, tag, nil)
}

// NewWriterWith starts a file of one table and, where it is a workbook, a second one on a sheet of its own.
func NewWriterWith(w io.Writer, format Format, name string, headings []Heading, tag lang.Tag, second *Second) (Writer, error) {
	if format == CSV {
		return newCSVWriter(w, headings, tag)
	}
	return newXLSXWriter(w, name, headings, tag, second), nil
}

// flagWord says yes or no.
func flagWord(c field.Cell, tag lang.Tag) string {
	if c.Text == "1" || c.Text == "true" {
		return lang.Of("是", "Yes").In(tag)
	}
	return lang.Of("否", "No").In(tag)
}

// CellText is a cell as people read it outside of a workbook: percents with their sign, yes and no as words.
func CellText(c field.Cell, tag lang.Tag) string {
	switch {
	case c.Form == field.FlagCell:
		return flagWord(c, tag)
	case c.Form == field.NumberCell && c.Format == "percent":
		return scaleDecimal(c.Text, 2) + "%"
	}
	return c.String()
}

// longestCell is the number of UTF-16 units that Excel holds in one cell.
const longestCell = 32767

// cutCell shortens text that no workbook can hold.
func cutCell(s string) string {
	if len(s) <= longestCell {
		return s
	}
	units := 0
	for i, r := range s {
		if units++; r > 0xFFFF {
			units++
		}
		if units > longestCell-1 {
			return s[:i] + "…"
		}
	}
	return s
}

// textWidth is how many characters of ordinary width a text takes in its longest line.
func textWidth(s string) float64 {
	widest, line := 0.0, 0.0
	for _, r := range s {
		switch {
		case r == '\n':
			line = 0
		case r >= 0x1100 && utf8.RuneLen(r) >= 3:
			line += 2
		default:
			line++
		}
		widest = max(widest, line)
	}
	return widest
}
