package sheet

import (
	"bufio"
	"io"
	"strings"

	"xingke/backend/base/lang"
	"xingke/backend/core/field"
)

// csvWriter writes UTF-8 with a byte order mark, so that Excel reads Chinese right.
type csvWriter struct {
	out *bufio.Writer
	tag lang.Tag
}

func newCSVWriter(w io.Writer, headings []Heading, tag lang.Tag) (*csvWriter, error) {
	c := &csvWriter{out: bufio.NewWriterSize(w, 64<<10), tag: tag}
	if _, err := c.out.WriteString("\uFEFF"); err != nil {
		return nil, err
	}
	cells := make([]field.Cell, len(headings))
	for i, h := range headings {
		cells[i] = field.OfCellText(h.Text)
	}
	return c, c.Row(cells)
}

// Row implements Writer.
func (c *csvWriter) Row(cells []field.Cell) error {
	for i, cell := range cells {
		if i > 0 {
			_ = c.out.WriteByte(',')
		}
		text := CellText(cell, c.tag)
		if cell.Form == field.TextCell {
			text = Guard(text)
		}
		c.field(text)
	}
	_, err := c.out.WriteString("\r\n")
	return err
}

// Guard puts an apostrophe before text that a spreadsheet program would take for a formula.
func Guard(text string) string {
	if text != "" && strings.IndexByte("=+-@\t\r", text[0]) >= 0 {
		return "'" + text
	}
	return text
}

func (c *csvWriter) field(text string) {
	if !strings.ContainsAny(text, ",\"\r\n") && strings.TrimSpace(text) == text {
		_, _ = c.out.WriteString(text)
		return
	}
	_ = c.out.WriteByte('"')
	_, _ = c.out.WriteString(strings.ReplaceAll(text, `"`, `""`))
	_ = c.out.WriteByte('"')
}

// Close implements Writer.
func (c *csvWriter) Close() error { return c.out.Flush() }
