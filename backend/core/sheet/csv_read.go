package sheet

import (
	"context"
	"strings"

	"xingke/backend/base/lang"
)

var binaryFile = lang.Of("无法识别的二进制文件", "a binary file of an unknown kind")

// csvText is a delimited text file, decoded; cells are pieces of it.
type csvText struct {
	text   string
	comma  byte
	quote  byte
	limits Limits
}

func (b *Book) openText(ctx context.Context, raw []byte, opt Options) error {
	text, name, err := decodeText(raw, opt.Encoding)
	if err != nil {
		return err
	}
	if strings.TrimSpace(text) == "" {
		return errEmpty()
	}
	if isCards(text) {
		return b.openCards(ctx, text, name, opt)
	}
	if binary(text) {
		return errWrongType(binaryFile)
	}
	c := &csvText{text: text, quote: '"', limits: opt.Limits}
	if rest, comma, ok := separatorLine(text); ok {
		c.text, c.comma = rest, comma
	} else if opt.Delimiter != "" {
		c.comma = opt.Delimiter[0]
	} else {
		c.comma, c.quote = sniffDelimiter(text)
	}
	b.Kind, b.source, b.Encoding, b.Delimiter = "csv", c, name, string(c.comma)
	b.Sheets = []*Sheet{{Name: strings.TrimSuffix(opt.Name, extension(opt.Name))}}
	return nil
}

func extension(name string) string {
	if i := strings.LastIndexByte(name, '.'); i > 0 {
		return name[i:]
	}
	return ""
}

// binary tells whether control characters say that this is no text.
func binary(text string) bool {
	sample := text[:min(len(text), 8192)]
	odd := 0
	for i := 0; i < len(sample); i++ {
		if c := sample[i]; c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != 0x1A {
			odd++
		}
	}
	return odd*50 > len(sample)
}

// separatorLine reads the line "sep=;" by which Excel is told the delimiter.
func separatorLine(text string) (rest string, comma byte, ok bool) {
	line, rest, _ := strings.Cut(text, "\n")
	line = strings.Trim(line, "\r\"")
	if value, found := strings.CutPrefix(strings.ToLower(line), "sep="); found && len(value) == 1 {
		return rest, value[0], true
	}
	return "", 0, false
}

// sniffDelimiter takes the delimiter that divides the first lines most often and most evenly.
func sniffDelimiter(text string) (comma, quote byte) {
	best, bestScore := byte(','), 0.0
	quote = '"'
	for _, q := range []byte{'"', '\''} {
		for _, d := range []byte{',', '\t', ';', '|'} {
			if score := delimiterScore(text, d, q); score > bestScore*1.02 {
				best, bestScore, quote = d, score, q
			}
		}
	}
	return best, quote
}

// delimiterScore is the usual number of delimiters in a row, times the share of rows that have it.
func delimiterScore(text string, comma, quote byte) float64 {
	sample := text[:min(len(text), 64<<10)]
	if quote == '\'' && strings.Count(sample, string(comma)+"'") < 4 {
		return 0 // an apostrophe, not a quote
	}
	p := csvParser{csvText: &csvText{text: sample, comma: comma, quote: quote, limits: Limits{Columns: 1 << 14, Cells: 1 << 30, Cell: 1 << 30}}, line: 1}
	counts, rows := map[int]int{}, 0
	for ; p.at < len(sample) && rows < 100; rows++ {
		if _, err := p.record(); err != nil {
			break
		}
		counts[len(p.cells)]++
	}
	score := 0.0
	for n, times := range counts {
		share := float64(times) / float64(rows)
		if s := float64(min(n-1, 20)+1) * share * share; n > 1 && s > score {
			score = s
		}
	}
	return score
}

// rows splits the text into rows, numbered by record as Excel numbers them on opening the file.
func (c *csvText) rows(ctx context.Context, _ int, yield func(int, []Cell) bool) error {
	p := csvParser{csvText: c, line: 1}
	for number := 1; p.at < len(c.text); number++ {
		if number%4096 == 0 && ctx.Err() != nil {
			return stopped(ctx)
		}
		cells, err := p.record()
		if err != nil {
			return err
		}
		if len(cells) > 0 && !yield(number, cells) {
			return nil
		}
	}
	return nil
}

type csvParser struct {
	*csvText
	at     int
	line   int
	filled int
	cells  []Cell
}

// record reads one record; trailing blank cells are cut off. The slice is reused.
func (p *csvParser) record() ([]Cell, error) {
	p.cells = p.cells[:0]
	last := 0
	for column := 0; ; column++ {
		field, err := p.field()
		if err != nil {
			return nil, err
		}
		if len(field) > p.limits.Cell {
			return nil, errTooLong(p.line)
		}
		cell := unguard(field)
		if !cell.Empty() {
			if column >= p.limits.Columns {
				return nil, errTooWide(p.limits.Columns)
			}
			if p.filled++; p.filled > p.limits.Cells {
				return nil, errTooManyCells(p.limits.Cells)
			}
			last = column + 1
		}
		if column < p.limits.Columns {
			p.cells = append(p.cells, cell)
		}
		if p.at >= len(p.text) {
			break
		}
		if p.text[p.at] == p.comma {
			p.at++
			continue
		}
		p.newline()
		break
	}
	return p.cells[:last], nil
}

// unguard takes off the apostrophe by which exports keep text from becoming a formula, and the ="0012" form that keeps zeros.
func unguard(field string) Cell {
	if len(field) > 1 && field[0] == '\'' && strings.IndexByte("=+-@\t\r", field[1]) >= 0 {
		return TextCell(field[1:])
	}
	if len(field) > 3 && strings.HasPrefix(field, `="`) && field[len(field)-1] == '"' && strings.Count(field, `"`) == 2 {
		return TextCell(field[2 : len(field)-1])
	}
	return TextCell(field)
}

// field reads up to the next delimiter or end of line, which stays.
func (p *csvParser) field() (string, error) {
	start := p.at
	for start < len(p.text) && p.text[start] == ' ' && p.comma != ' ' {
		start++
	}
	if start < len(p.text) && p.text[start] == p.quote {
		return p.quoted(start)
	}
	for p.at < len(p.text) {
		if c := p.text[p.at]; c == p.comma || c == '\n' || c == '\r' {
			break
		}
		p.at++
	}
	return p.text[start:p.at], nil
}

// quoted reads a field in quotes. What stands between the closing quote and the delimiter is kept as it is.
func (p *csvParser) quoted(start int) (string, error) {
	line := p.line
	var joined strings.Builder
	for from := start + 1; ; {
		end := strings.IndexByte(p.text[from:], p.quote)
		if end < 0 {
			return "", errOpenQuote(line)
		}
		end += from
		p.line += strings.Count(p.text[from:end], "\n")
		if end+1 < len(p.text) && p.text[end+1] == p.quote { // a doubled quote is one
			joined.WriteString(p.text[from : end+1])
			from = end + 2
			continue
		}
		tail := end + 1
		for tail < len(p.text) && p.text[tail] != p.comma && p.text[tail] != '\n' && p.text[tail] != '\r' {
			tail++
		}
		p.at = tail
		rest := strings.TrimRight(p.text[end+1:tail], " ")
		if joined.Len() == 0 && rest == "" {
			return p.text[from:end], nil
		}
		joined.WriteString(p.text[from:end])
		joined.WriteString(rest)
		return joined.String(), nil
	}
}

func (p *csvParser) newline() {
	if p.text[p.at] == '\r' {
		p.at++
		if p.at < len(p.text) && p.text[p.at] == '\n' {
			p.at++
		}
	} else {
		p.at++
	}
	p.line++
}
