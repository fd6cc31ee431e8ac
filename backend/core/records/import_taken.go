package records

import (
	"slices"
	"strings"

	"xingke/backend/base/lang"
	"xingke/backend/core/sheet"
)

// begin forgets what was noted of the rows before.
func (r *cellReader) begin() {
	r.rounded, r.blank, r.meant, r.worded = 0, r.blank[:0], r.meant[:0], r.worded[:0]
}

// saysNothing tells whether a cell that is no value of its field is a word for nothing, such as 无 or -, and notes it.
func (r *cellReader) saysNothing(c *importColumn, cell sheet.Cell) bool {
	if cell.Form != sheet.Text || !sheet.SaysNothing(cell.Text) {
		return false
	}
	r.blank = append(r.blank, lang.Sayf("%s：写的是“%s”，按空白导入", "%s: “%s” was read as empty", c.target.Spec.Label, lang.S(strings.TrimSpace(cell.Text))))
	return true
}

// meaning is a text that was taken for an option it is not quite.
type meaning struct {
	path, text string
	match      sheet.Match
}

// misspelt finds the option of which a text is a slip of the pen: technolgy. In longer words of Latin letters a letter
// more or less changes no meaning, while 意向 and 转向 are two things: those are only proposed to people. In a file that
// names records by their ID everything is meant as it stands.
func (r *cellReader) misspelt(c *importColumn, text string) (sheet.Match, bool) {
	if r.plan.byID || len(text) < 5 || strings.IndexFunc(text, func(x rune) bool { return x >= 0x80 }) >= 0 {
		return sheet.Match{}, false
	}
	m, ok := r.names(c.target.Spec).Near(text)
	return m, ok && m.Confidence >= 0.9 && !m.Many && strings.EqualFold(text[:1], m.Title[:1])
}

// tellWhatWasTaken reports, of rows that are imported, what was read as something else than it says.
func (r *importRun) tellWhatWasTaken(d draft) {
	for _, text := range r.read.blank {
		r.report.warn(d.rows[0], text)
	}
	for _, one := range r.refs.emptied {
		at := d.rows[0]
		for _, i := range d.rows {
			if r.plan.table.Rows[i].Number == one.row {
				at = i
			}
		}
		r.report.empty(at, one)
	}
	for _, one := range r.read.worded {
		r.report.reads(one)
	}
	for _, one := range r.read.meant {
		r.refs.taken(one.path, one.text, one.match, r.plan.table.Rows[d.rows[0]].Number)
	}
}

// shownReadings is how many different figures in words are shown.
const shownReadings = 20

// reads counts a figure that was read from words, and shows some.
func (p *importReport) reads(one ImportReading) {
	if p.worded == nil {
		p.worded = &ImportWorded{Examples: []ImportReading{}}
	}
	p.worded.Cells++
	if len(p.worded.Examples) < shownReadings && !slices.Contains(p.worded.Examples, one) {
		p.worded.Examples = append(p.worded.Examples, one)
	}
}

// taken notes a text that was taken for a record or an option it does not quite name.
func (r *resolver) taken(path, text string, m sheet.Match, row int) {
	key := path + "\x00" + text
	if r.matched[key] == nil {
		r.matched[key] = &likeness{Match: m, rows: map[int]bool{}}
	}
	r.matched[key].rows[row] = true
}
