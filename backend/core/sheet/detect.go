package sheet

import (
	"fmt"
	"slices"
	"strings"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
)

// region is where the table of a sheet lies: its heading row and its first and last column. heading 0 is none.
type region struct {
	heading     int
	left, right int
	headings    []string
	raw         []string // normalised, to know a repeated heading row by
	above       []Cell   // the row above, where headings stand in two rows
}

// detect searches the first rows of a sheet for the heading row that best explains what stands below it.
func detect(rows []Row) region {
	best, bestScore := region{}, 0.0
	widest := 0
	for i := range rows {
		widest = max(widest, fill(rows[i].Cells))
	}
	for i := range rows[:min(len(rows), 30)] {
		for _, span := range spans(rows, i) {
			score, ok := headingScore(rows, i, span, widest)
			if ok && score-0.05*float64(i) > bestScore {
				bestScore = score - 0.05*float64(i)
				best = region{heading: rows[i].Number, left: span[0], right: span[1]}
			}
		}
	}
	if best.heading == 0 {
		return best
	}
	return whole(rows, best)
}

// regionAt takes the heading row that a person pointed out.
func regionAt(rows []Row, heading int) (region, error) {
	for i := range rows {
		if rows[i].Number != heading {
			continue
		}
		widest := region{}
		for _, span := range spans(rows, i) {
			if widest.heading == 0 || span[1]-span[0] > widest.right-widest.left {
				widest = region{heading: heading, left: span[0], right: span[1]}
			}
		}
		return whole(rows, widest), nil
	}
	return region{}, fault.New(fault.Invalid, "第 %s 行没有内容，不能作为标题行。请选择写有列名的那一行。",
		"Row %s is blank and cannot be the heading row. Choose the row that holds the names of the columns.", lang.N(heading))
}

// spans are the runs of filled cells in a row; a blank cell joins two runs if there is data below it.
func spans(rows []Row, i int) [][2]int {
	var out [][2]int
	start := -1
	cells := rows[i].Cells
	for c := 0; c <= len(cells); c++ {
		joined := c < len(cells) && (!cells[c].Empty() || start >= 0 && dataBelow(rows, i, c))
		switch {
		case joined && start < 0:
			start = c
		case !joined && start >= 0:
			out = append(out, [2]int{start, c - 1})
			start = -1
		}
	}
	return out
}

func dataBelow(rows []Row, i, column int) bool {
	below := rows[i+1 : min(len(rows), i+21)]
	n := 0
	for _, row := range below {
		if column < len(row.Cells) && !row.Cells[column].Empty() {
			n++
		}
	}
	return n > 0 && n*3 >= len(below)
}

// headingScore says how well a span of a row would do as the heading of what is below it.
func headingScore(rows []Row, i int, span [2]int, widest int) (float64, bool) {
	cells := rows[i].Cells[span[0] : span[1]+1]
	below := withoutRepeats(rows[i+1:min(len(rows), i+21)], cells, span[0])
	var label, known, contrast, mirrored, echo, filled, n float64
	seen := map[string]bool{}
	for k, c := range cells {
		if c.Empty() {
			continue
		}
		n++
		name := normal(cutText(c.Text))
		seen[name] = true
		if isLabel(c) {
			label++
		}
		if knownHeading(name) {
			known++
		}
		share, same, other := compare(below, span[0]+k, c)
		filled += share
		contrast += other
		mirrored += same
		if repeats(below, span[0]+k, c) {
			echo++
		}
	}
	label, known, contrast, mirrored, echo, filled = label/n, known/n, contrast/n, mirrored/n, echo/n, filled/n
	unique := float64(len(seen)) / n
	if label < 0.6 || unique < 0.5 || mirrored > contrast && known < 0.3 {
		return 0, false
	}
	if len(below) > 0 && filled == 0 {
		return 0, false
	}
	if len(below) == 0 && i > 0 && known == 0 { // the last row of a table without headings
		return 0, false
	}
	return label + 0.5*unique + 1.5*known + contrast - 1.5*mirrored - echo + 0.8*filled + 1.2*n/float64(widest), true
}

// withoutRepeats leaves out the rows that say a heading row once more.
func withoutRepeats(rows []Row, head []Cell, left int) []Row {
	return slices.DeleteFunc(slices.Clone(rows), func(row Row) bool {
		for k, c := range head {
			if left+k >= len(row.Cells) || row.Cells[left+k] != c {
				return false
			}
		}
		return true
	})
}

// compare tells how full a column is below a cell, and whether what is there is of another sort than the cell.
func compare(below []Row, column int, head Cell) (filled, same, other float64) {
	sorts := map[sort]int{}
	n := 0
	for _, row := range below {
		if column < len(row.Cells) && !row.Cells[column].Empty() {
			sorts[sortOf(row.Cells[column])]++
			n++
		}
	}
	if n == 0 {
		return 0, 0, 0
	}
	filled = float64(n) / float64(len(below))
	own := sortOf(head)
	for s, count := range sorts {
		if s == wordSort || count*2 <= n {
			continue
		}
		if s == own {
			return filled, 1, 0
		}
		return filled, 0, 1
	}
	return filled, 0, 0
}

// repeats tells whether a cell's own text stands again in its column, as data does and headings do not.
func repeats(below []Row, column int, head Cell) bool {
	for _, row := range below {
		if column < len(row.Cells) && row.Cells[column].Text == head.Text {
			return true
		}
	}
	return false
}

// sort is the rough kind of a cell, whatever the file says its form is.
type sort uint8

const (
	wordSort sort = iota
	numberSort
	daySort
	mailSort
	flagSort
)

// longestWord is how many bytes a heading, a number or a date takes at most. What is longer is prose, and not
// looked into: a file may hold a text of many pages in each of its cells.
const longestWord = 400

func sortOf(c Cell) sort {
	switch c.Form {
	case Number, Percent:
		return numberSort
	case Day, Instant:
		return daySort
	case Flag:
		return flagSort
	case Text:
		if len(c.Text) > longestWord {
			return wordSort
		}
		text := strings.TrimSpace(c.Text)
		if _, ok := ParseNumber(text); ok || phoneLike(text) {
			return numberSort
		}
		if _, ok := commaNumber(text); ok {
			return numberSort
		}
		if len(layoutsOf(text)) > 0 {
			return daySort
		}
		if strings.Contains(text, "@") || strings.Contains(text, "://") {
			return mailSort
		}
	}
	return wordSort
}

func isLabel(c Cell) bool {
	return c.Form == Text && len(c.Text) <= longestWord && sortOf(c) == wordSort && len([]rune(c.Text)) <= 60
}

// cutText is the beginning of a text, as much of it as a heading may have.
func cutText(text string) string {
	if len(text) > longestWord {
		return strings.ToValidUTF8(text[:longestWord], "")
	}
	return text
}

// named gives every column a heading that is not empty and not there twice, and cuts the region
// where its headings begin anew.
func named(rows []Row, r region) region {
	var cells []Cell
	for i := range rows {
		if rows[i].Number == r.heading {
			cells = across(rows[i].Cells, r.left, r.right)
		}
	}
	texts := make([]string, len(cells))
	for k, c := range cells {
		texts[k] = headingText(c)
	}
	for k := 2; k < len(texts); k++ {
		if texts[k] != "" && texts[k] == texts[0] && (k+1 == len(texts) || texts[k+1] == texts[1]) {
			texts, r.right = texts[:k], r.left+k-1
			break
		}
	}
	for _, text := range texts {
		r.raw = append(r.raw, normal(text))
	}
	for k, text := range r.underGroups(texts) {
		if text == "" {
			text = "(" + Letters(r.left+k) + ")"
		}
		for n, base := 2, text; slices.Contains(r.headings, text); n++ {
			text = fmt.Sprintf("%s (%d)", base, n)
		}
		r.headings = append(r.headings, text)
	}
	return r
}

// repeated tells whether a row says the headings once more, as printed lists do on every page.
func (r *region) repeated(cells []Cell) bool {
	for k, want := range r.raw {
		have := ""
		if k < len(cells) {
			have = normal(cutText(cells[k].Text))
		}
		if have != want {
			return false
		}
	}
	return true
}
