package sheet

import (
	"context"
	"errors"
	"io"
	"strconv"
	"strings"
	"time"
)

// rows pulls the rows of a sheet that hold anything. Cells end at the last one that does; the slice is reused.
func (x *xlsx) rows(ctx context.Context, sheet int, yield func(int, []Cell) bool) error {
	r, err := x.part(ctx, x.sheets[sheet].part, x.limits.Part)
	if err == io.EOF {
		return errDamaged(io.ErrUnexpectedEOF)
	}
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }()
	reader := rowReader{x: x, s: newScanner(r, x.limits.Cell), yield: yield, texts: x.texts}
	err = reader.run()
	x.unseen = reader.unseen
	if errors.Is(err, errLongCell) {
		return errTooLong(reader.number)
	}
	if err == nil && !reader.stopped { // the checksum is behind the last byte
		_, err = io.Copy(io.Discard, r)
	}
	return damage(err)
}

type rowReader struct {
	x       *xlsx
	s       *scanner
	yield   func(int, []Cell) bool
	number  int
	column  int
	filled  int
	texts   int64 // bytes that are kept
	spread  int64 // bytes of all texts so far
	cells   []Cell
	stopped bool
	unseen  []int // numbers of the rows that are hidden and hold something
}

func (r *rowReader) run() error {
	for !r.stopped {
		ev, err := r.s.next()
		if err != nil {
			return err
		}
		switch {
		case ev == atEnd:
			return nil
		case ev == closeTag && string(r.s.name) == "sheetData":
			return nil
		case ev == openTag && string(r.s.name) == "row":
			if err := r.row(); err != nil {
				return err
			}
		}
	}
	return nil
}

func (r *rowReader) row() error {
	r.number++
	if n, err := strconv.Atoi(r.s.attr("r")); err == nil && n >= r.number {
		r.number = n
	}
	if r.s.empty {
		r.s.empty = false
		return nil
	}
	hidden := truth(r.s.rawAttr("hidden"))
	r.cells, r.column = r.cells[:0], 0
	for depth := r.s.depth - 1; ; {
		ev, err := r.s.next()
		switch {
		case err != nil:
			return err
		case ev == atEnd:
			return io.ErrUnexpectedEOF
		case ev == openTag && string(r.s.name) == "c":
			if err := r.cell(); err != nil {
				return err
			}
		case ev == closeTag && r.s.depth <= depth:
			if len(r.cells) > 0 {
				if hidden {
					r.unseen = append(r.unseen, r.number)
				}
				r.stopped = !r.yield(r.number, r.cells)
			}
			return nil
		}
	}
}

func truth(raw []byte) bool { return string(raw) == "1" || string(raw) == "true" }

// cell reads one <c> and puts it at its column, if it says anything.
func (r *rowReader) cell() error {
	column := r.column
	if ref := r.s.rawAttr("r"); len(ref) > 0 {
		if c, ok := columnOf(ref); ok {
			column = c
		}
	}
	r.column = column + 1
	if r.s.empty {
		r.s.empty = false
		return nil
	}
	kind := kindOf(r.s.rawAttr("t"))
	style := 0
	if raw := r.s.rawAttr("s"); len(raw) > 0 {
		style, _ = strconv.Atoi(string(raw))
	}
	value, formula, err := r.value()
	if err != nil {
		return err
	}
	if kind == "s" && len(r.x.strings) == 0 && value != "" {
		return errDamaged(io.ErrUnexpectedEOF) // the texts are gone
	}
	c := r.x.interpret(kind, style, value)
	if c.Empty() && formula && value == "" && kind != "str" {
		c = Cell{Form: Broken, Text: uncalculated}
	}
	if c.Empty() {
		return nil
	}
	if column >= r.x.limits.Columns {
		return errTooWide(r.x.limits.Columns)
	}
	if r.filled++; r.filled > r.x.limits.Cells {
		return errTooManyCells(r.x.limits.Cells)
	}
	if kind != "s" {
		r.texts += int64(len(c.Text))
	}
	if r.spread += int64(len(c.Text)); r.spread > r.x.limits.Spread || r.texts > r.x.limits.Texts {
		return errTooMuchText(r.x.limits.Texts)
	}
	for len(r.cells) <= column {
		r.cells = append(r.cells, Cell{})
	}
	r.cells[column] = c
	return nil
}

// kindOf is what a cell says its value is.
func kindOf(raw []byte) string {
	for _, kind := range []string{"", "s", "inlineStr", "str", "b", "e", "d"} {
		if string(raw) == kind {
			return kind
		}
	}
	return unescape(raw)
}

// value reads up to the end of the cell.
func (r *rowReader) value() (value string, formula bool, err error) {
	s := r.s
	for depth := s.depth - 1; ; {
		ev, err := s.next()
		switch {
		case err != nil:
			return "", false, err
		case ev == atEnd:
			return "", false, io.ErrUnexpectedEOF
		case ev == closeTag && s.depth <= depth:
			return value, formula, nil
		case ev == openTag:
			switch string(s.name) {
			case "f":
				formula = true
				err = s.skip()
			case "is", "v":
				value, err = inlineText(s)
			default:
				err = s.skip()
			}
			if err != nil {
				return "", false, err
			}
		}
	}
}

// inlineText reads the text of <v>, or the runs of <is>.
func inlineText(s *scanner) (string, error) {
	if string(s.name) == "is" {
		return richText(s)
	}
	if s.empty {
		s.empty = false
		return "", nil
	}
	var text parts
	for depth := s.depth - 1; ; {
		ev, err := s.next()
		switch {
		case err != nil:
			return "", err
		case ev == atEnd:
			return "", io.ErrUnexpectedEOF
		case ev == content:
			if text.add(unescape(s.buf)) > s.longest {
				return "", errLongCell
			}
		case ev == closeTag && s.depth <= depth:
			return text.String(), nil
		}
	}
}

// parts joins pieces of a text, of which there is mostly one.
type parts struct {
	first string
	all   strings.Builder
	some  bool
}

// add adds a piece and tells how long the text is so far.
func (p *parts) add(piece string) int {
	switch {
	case !p.some && p.first == "":
		p.first = piece
		return len(piece)
	case !p.some:
		p.some = true
		p.all.WriteString(p.first)
	}
	p.all.WriteString(piece)
	return p.all.Len()
}

func (p *parts) String() string {
	if p.some {
		return p.all.String()
	}
	return p.first
}

// interpret gives a stored value its form.
func (x *xlsx) interpret(kind string, style int, value string) Cell {
	switch kind {
	case "s":
		if i, err := strconv.Atoi(value); err == nil && i >= 0 && i < len(x.strings) {
			return x.strings[i]
		}
		return Cell{}
	case "str":
		return TextCell(unexcel(value))
	case "inlineStr":
		return TextCell(value)
	case "b":
		if value == "" {
			return Cell{}
		}
		return Cell{Form: Flag, Text: strconv.FormatBool(value == "1" || value == "true")}
	case "e":
		return Cell{Form: Broken, Text: value}
	case "d":
		return isoCell(value)
	}
	value = strings.TrimSpace(value)
	if value == "" {
		return Cell{}
	}
	decimal, ok := decimalOf(value)
	if !ok {
		return TextCell(value)
	}
	shown := displayed{}
	if style >= 0 && style < len(x.styles) {
		shown = x.styles[style]
	}
	switch shown.form {
	case styleDate:
		return serialCell(decimal, x.from1904)
	case stylePercent:
		return Cell{Form: Percent, Text: scaleDecimal(decimal, 2)}
	}
	c := Cell{Form: Number, Text: decimal}
	if missing := shown.digits - len(decimal); missing > 0 && isDigits(decimal) {
		return Cell{Form: Text, Text: strings.Repeat("0", missing) + decimal} // as Excel shows it
	}
	if strings.Contains(decimal, ".") {
		c.Stored, _ = strconv.ParseFloat(value, 64)
	}
	return c
}

// isoCell reads the dates that workbooks of the strict kind hold as text.
func isoCell(value string) Cell {
	for _, layout := range []string{time.DateOnly, instantLayout, "2006-01-02T15:04:05.999", time.RFC3339} {
		if at, err := time.Parse(layout, value); err == nil {
			if layout == time.DateOnly || strings.HasSuffix(value, "T00:00:00") {
				return Cell{Form: Day, Text: at.Format(time.DateOnly)}
			}
			return Cell{Form: Instant, Text: at.Format(instantLayout)}
		}
	}
	return TextCell(value)
}

// columnOf returns the column, from 0, of a cell reference such as AB12.
func columnOf[T string | []byte](ref T) (int, bool) {
	n := 0
	for i := 0; i < len(ref); i++ {
		c := ref[i] &^ 0x20
		if c < 'A' || c > 'Z' {
			return n - 1, i > 0
		}
		if n = n*26 + int(c-'A') + 1; n > 16384 {
			return 0, false
		}
	}
	return n - 1, n > 0
}

// Letters returns the name of a column, from 0, as Excel writes it: 0 is A, 26 is AA.
func Letters(column int) string {
	name := ""
	for column++; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name
}
