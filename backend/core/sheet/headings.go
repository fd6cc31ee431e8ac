package sheet

import (
	"slices"
	"strings"
)

// whole is a region with all that belongs to its heading: columns beyond a blank one, and the second row of headings.
func whole(rows []Row, r region) region {
	at := slices.IndexFunc(rows, func(row Row) bool { return row.Number == r.heading })
	r = joined(rows, at, r)
	if next, ok := subHeadings(rows, at, r); ok {
		r.heading, r.above = rows[next].Number, rows[at].Cells
		r.right = max(r.right, len(rows[next].Cells)-1)
	} else if at > 0 && rows[at-1].Number == r.heading-1 {
		r = underGroupRow(rows, at, r)
	}
	return named(rows, r)
}

// mostGap is how many blank columns a table may have between two filled ones.
const mostGap = 3

// joined takes in the spans of the heading row beside a region that are columns of the same table: they have headings
// of their own, something in a good part of its rows, and nothing in any other row, unless it is they that have
// something in all. Notes beside a table have not.
func joined(rows []Row, at int, r region) region {
	list := spans(rows, at)
	here := slices.IndexFunc(list, func(s [2]int) bool { return s[0] == r.left })
	if here < 0 {
		return r
	}
	for _, other := range list[here+1:] {
		if other[0]-r.right-1 > mostGap || !sameTable(rows, at, r, other) {
			break
		}
		r.right = other[1]
	}
	for _, other := range slices.Backward(list[:here]) {
		if r.left-other[1]-1 > mostGap || !sameTable(rows, at, r, other) {
			break
		}
		r.left = other[0]
	}
	return r
}

func sameTable(rows []Row, at int, r region, other [2]int) bool {
	own, familiar := across(rows[at].Cells, r.left, r.right), true
	for _, c := range across(rows[at].Cells, other[0], other[1]) {
		if !c.Empty() && (!isLabel(c) || slices.Contains(own, c)) {
			return false
		}
		familiar = familiar && (c.Empty() || knownHeading(normal(cutText(c.Text))))
	}
	mine, both, theirs := 0, 0, 0
	for _, row := range rows[at+1 : min(len(rows), at+21)] {
		here := fill(across(row.Cells, r.left, r.right)) > 0
		there := fill(across(row.Cells, other[0], other[1])) > 0
		switch {
		case here && there:
			both++
			mine++
		case here:
			mine++
		case there:
			theirs++
		}
	}
	if theirs > 0 && (!familiar || both < mine) { // only if theirs is the fuller part of the table
		return false
	}
	return both > 0 && both*3 >= mine
}

// subHeadings finds a second row of headings below the first: words under a heading that spans several columns,
// blank under those that stand in both rows.
func subHeadings(rows []Row, at int, r region) (int, bool) {
	next := at + 1
	if next+1 >= len(rows) || rows[next].Number != rows[at].Number+1 {
		return 0, false
	}
	upper := across(rows[at].Cells, r.left, max(r.right, len(rows[next].Cells)-1))
	lower := across(rows[next].Cells, r.left, r.left+len(upper)-1)
	tall, spanned, known, words := 0, 0, 0, 0
	for k := range upper {
		switch {
		case lower[k].Empty() && isLabel(upper[k]):
			tall++
		case lower[k].Empty():
			return 0, false
		case !isLabel(lower[k]) || repeats(rows[next+1:min(len(rows), next+21)], r.left+k, lower[k]):
			return 0, false
		default:
			words++
			known += one(knownHeading(normal(cutText(lower[k].Text))))
			spanned += one(upper[k].Empty())
		}
	}
	return next, tall > 0 && spanned > 0 && known*2 >= words
}

// underGroupRow takes the row above a heading row as part of it, where it names columns that have no heading below.
func underGroupRow(rows []Row, at int, r region) region {
	upper := rows[at-1].Cells
	if fill(upper) < 2 {
		return r
	}
	named := func(c int) bool {
		return c >= 0 && c < len(upper) && isLabel(upper[c]) && (c >= len(rows[at].Cells) || rows[at].Cells[c].Empty()) && dataBelow(rows, at, c)
	}
	wide := r
	for named(wide.left - 1) {
		wide.left--
	}
	for named(wide.right + 1) {
		wide.right++
	}
	twice := duplicates(across(rows[at].Cells, r.left, r.right))
	if wide.left == r.left && wide.right == r.right && !twice {
		return r
	}
	wide.above = upper
	return wide
}

func duplicates(cells []Cell) bool {
	seen := map[string]bool{}
	for _, c := range cells {
		name := normal(cutText(c.Text))
		if name != "" && seen[name] {
			return true
		}
		seen[name] = true
	}
	return false
}

// underGroups completes headings by the row above them: a blank one takes what stands there. One that is there several
// times, says too little alone, or is a known heading only with it (客户 over 名称), takes the name of its group in front.
func (r *region) underGroups(texts []string) []string {
	if r.above == nil {
		return texts
	}
	counts := map[string]int{}
	for _, text := range texts {
		counts[text]++
	}
	out, group := slices.Clone(texts), ""
	for k, c := range across(r.above, r.left, r.left+len(texts)-1) {
		if !c.Empty() {
			group = headingText(c)
		}
		switch {
		case texts[k] == "":
			out[k] = headingText(c)
		case group != "" && (counts[texts[k]] > 1 || !knownHeading(normal(texts[k])) || knownHeading(normal(group+texts[k]))):
			out[k] = group + " " + texts[k]
		}
	}
	return out
}

func headingText(c Cell) string { return strings.Join(strings.Fields(cutText(c.Text)), " ") }

// across are the cells of some columns; what a row does not reach is blank.
func across(cells []Cell, left, right int) []Cell {
	if right < len(cells) {
		return cells[left : right+1]
	}
	out := make([]Cell, right-left+1)
	if left < len(cells) {
		copy(out, cells[left:])
	}
	return out
}
