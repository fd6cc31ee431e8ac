package records

import (
	"slices"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/sheet"
)

// Which of several rows of a file counts that speak of one record.
const (
	repeatsLast  = "last"
	repeatsFirst = "first"
	repeatsEach  = "each" // where nothing is known again
)

// shownRepeats is how many records are shown of which several rows speak.
const shownRepeats = 30

func (p *importPlan) settleRepeats(wanted string) error {
	if p.first = wanted == repeatsFirst; !p.first && wanted != "" && wanted != repeatsLast {
		return fault.Field("repeats", lang.Sayf("“%s”不是可选的处理方式，请写 last 或 first", "“%s” is not a choice. Use last or first.", lang.S(wanted)))
	}
	return nil
}

// heardOf knows of which rows of the file each record was spoken, by its id; rows are places in the table.
type heardOf struct {
	first map[string]saying
	rows  map[string][]int // of those of which several rows speak
	order []string         // and these as they were found
	again string           // the record of the row at hand, of which a row before it spoke
}

// saying is the first row of a record and what became of the record so far.
type saying struct {
	at   int
	verb string
}

const (
	verbCreated   = "created"
	verbUpdated   = "updated"
	verbUnchanged = "unchanged"
)

func (x *heardOf) add(of string, d draft, verb string) {
	said, known := x.first[of]
	if !known {
		x.first[of] = saying{d.rows[0], verb}
		return
	}
	if x.rows[of] == nil {
		x.order = append(x.order, of)
		x.rows[of] = []int{said.at}
	}
	x.rows[of] = append(x.rows[of], d.rows[0])
	if said.verb == verbUnchanged {
		x.first[of] = saying{said.at, verb}
	}
}

// repeats counts a row that is not taken, because one before it spoke of the same record.
func (r *importRun) repeats(d draft) {
	r.report.unchanged(d)
	r.heard.add(r.heard.again, d, verbUnchanged)
}

// repeated tells of which records several rows of the file speak; those come first that contradict one another.
func (r *importRun) repeated() *ImportRepeats {
	out := &ImportRepeats{Rule: repeatsLast, Examples: []ImportRepeat{}}
	var groups [][]int
	switch {
	case r.plan.match == nil && !r.plan.byID:
		out.Rule = repeatsEach
		out.Field, groups = r.namesakes()
	case r.plan.first:
		out.Rule = repeatsFirst
	}
	for _, of := range r.heard.order {
		groups = append(groups, r.heard.rows[of])
	}
	if len(groups) == 0 {
		return nil
	}
	out.Records = len(groups)
	for _, rows := range groups {
		slices.Sort(rows)
		out.Rows += len(rows)
		one := ImportRepeat{Title: r.nameIn(rows[0]), Rows: []int{}, Differ: r.differ(rows)}
		for _, i := range rows {
			one.Rows = append(one.Rows, r.plan.table.Rows[i].Number)
		}
		if len(one.Differ) > 0 {
			out.Differ++
		}
		out.Examples = append(out.Examples, one)
	}
	slices.SortStableFunc(out.Examples, func(a, b ImportRepeat) int {
		if x, y := min(len(a.Differ), 1), min(len(b.Differ), 1); x != y {
			return y - x
		}
		return a.Rows[0] - b.Rows[0]
	})
	out.Examples = out.Examples[:min(len(out.Examples), shownRepeats)]
	return out
}

// namesakes finds, where every row becomes a record, the rows that bear one name: they may be meant as one.
func (r *importRun) namesakes() (string, [][]int) {
	p := r.plan
	title := p.columnOf(p.t.TitleSpec().Name)
	if title == nil || p.fold || !slices.Contains(p.candidates(), title.target.Path) {
		return "", nil
	}
	parent := -1
	if belongs(p.t) {
		parent = p.parent().title
	}
	at := map[string]int{}
	var groups [][]int
	for i := range p.table.Rows {
		cells := p.table.Rows[i].Cells
		key := sheet.NormalHeading(plainText(cells[title.at]))
		if _, rejected := r.report.rejected[i]; rejected || key == "" {
			continue
		}
		if parent >= 0 {
			key += "\x00" + sheet.NormalHeading(plainText(cells[parent]))
		}
		if place, known := at[key]; known {
			groups[place] = append(groups[place], i)
			continue
		}
		at[key] = len(groups)
		groups = append(groups, []int{i})
	}
	return title.target.Path, slices.DeleteFunc(groups, func(rows []int) bool { return len(rows) < 2 })
}

// nameIn is what a row calls its record: its title, or what it is known again by.
func (r *importRun) nameIn(at int) string {
	cells := r.plan.table.Rows[at].Cells
	if title := r.plan.columnAt(r.plan.t.TitleSpec().Name); title >= 0 && !cells[title].Empty() {
		return plainText(cells[title])
	}
	if key := r.keyColumn(); key >= 0 {
		return plainText(cells[key])
	}
	return ""
}

// differ lists the columns in which rows of one record contradict one another: both say something, and not the same.
func (r *importRun) differ(rows []int) []string {
	out := []string{}
	for at, c := range r.plan.table.Columns {
		if !r.plan.takes(at) {
			continue
		}
		said := ""
		for _, i := range rows {
			text := plainText(r.plan.table.Rows[i].Cells[at])
			if said != "" && text != "" && text != said {
				out = append(out, c.Heading)
				break
			}
			if text != "" {
				said = text
			}
		}
	}
	return out
}

// takes tells whether a column of the table is imported.
func (p *importPlan) takes(at int) bool {
	return slices.ContainsFunc(p.columns, func(c importColumn) bool { return c.at == at }) ||
		slices.ContainsFunc(p.refs, func(r refPlan) bool {
			return r.title == at || slices.ContainsFunc(r.more, func(c importColumn) bool { return c.at == at })
		})
}
