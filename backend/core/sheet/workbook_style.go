package sheet

import "github.com/xuri/excelize/v2"

// Style says how a cell of a workbook looks; equal styles are one style in the file.
type Style struct {
	Bold   bool
	Italic bool
	Size   float64 // in points; 0 is 11
	Color  string  // of the text, as 1F2329
	Fill   string  // of the cell
	Align  string  // left, center, right
	Wrap   bool
	Line   bool   // a hairline below
	Format string // money, whole, quantity, percent, share, day, instant; "" is what the cell's kind shows
}

// The usual styles of a report.
var (
	TitleStyle = Style{Bold: true, Size: 20, Color: "14709F"}
	NoteStyle  = Style{Size: 10, Color: "5B6169"}
	HeadStyle  = Style{Bold: true, Fill: "EEF2F7", Line: true, Wrap: true}
	TotalStyle = Style{Bold: true, Fill: "F7F7F5", Line: true}
	LabelStyle = Style{Color: "5B6169"}
	BigStyle   = Style{Bold: true, Size: 18, Align: "left"}
	LinkStyle  = Style{Color: "14709F"}
)

// As is the style showing numbers in a format.
func (s Style) As(format string) Style { s.Format = format; return s }

func (s Style) showing(format string) Style {
	if s.Format == "" {
		s.Format = format
	}
	return s
}

var formats = map[string]string{
	"money": "#,##0.00", "whole": "#,##0", "quantity": "#,##0.####",
	"percent": "0%",   // of one: 0.15 shows as 15%
	"share":   "0.0%", // of one: 0.153 shows as 15.3%
	"day":     `yyyy\-mm\-dd`, "instant": `yyyy\-mm\-dd\ hh:mm`, "month": `yyyy\-mm`,
}

func (s Style) excel() *excelize.Style {
	size, color := s.Size, s.Color
	if size == 0 {
		size = 11
	}
	if color == "" {
		color = "1F2329"
	}
	out := &excelize.Style{
		Font:      &excelize.Font{Bold: s.Bold, Italic: s.Italic, Size: size, Color: color, Family: "Microsoft YaHei"},
		Alignment: &excelize.Alignment{Horizontal: s.Align, Vertical: "center", WrapText: s.Wrap},
	}
	if s.Fill != "" {
		out.Fill = excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{s.Fill}}
	}
	if s.Line {
		out.Border = []excelize.Border{{Type: "bottom", Color: "E6E5E1", Style: 1}}
	}
	if code := formats[s.Format]; code != "" {
		out.CustomNumFmt = &code
		out.Alignment.ShrinkToFit = !s.Wrap // a figure too wide for its column is written smaller, where ### would stand
	}
	return out
}
