package records

import (
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

// keepColumns gives the lines of a file what the record's own lines hold in columns that the file does not
// have: an update by a list of quantities must not empty the profits. A line is known again by what it refers
// to, its own place first; where the file says nothing of that, by its place, if there are as many as before.
func (r *importRun) keepColumns(lines *field.Spec, rows []field.Row) []field.Row {
	if r.refs.current == nil {
		return rows
	}
	old := entity.Get(r.refs.current, lines).Rows
	given, refers := r.lineColumns(lines)
	if len(refers) == 0 && len(old) != len(rows) {
		return rows
	}
	used := make([]bool, len(old))
	for i, row := range rows {
		at := sameLine(old, used, row, i, refers)
		if at < 0 {
			continue
		}
		used[at] = true
		for name, v := range old[at] {
			if !given[name] {
				row[name] = v
			}
		}
	}
	return rows
}

// lineColumns are the columns of lines that the file has, and those of them that refer to a record.
func (r *importRun) lineColumns(lines *field.Spec) (given map[string]bool, refers []string) {
	given = map[string]bool{}
	for i := range r.plan.columns {
		if c := &r.plan.columns[i]; c.target.Lines == lines {
			given[c.target.Spec.Name] = true
		}
	}
	for i := range r.plan.refs {
		if ref := &r.plan.refs[i]; ref.lines == lines {
			given[ref.spec.Name] = true
			refers = append(refers, ref.spec.Name)
		}
	}
	return given, refers
}

// sameLine finds the line that a row of the file is, -1 if it is a new one.
func sameLine(old []field.Row, used []bool, row field.Row, place int, refers []string) int {
	same := func(at int) bool {
		if at >= len(old) || used[at] {
			return false
		}
		for _, name := range refers {
			if old[at][name].Text != row[name].Text {
				return false
			}
		}
		return true
	}
	if same(place) {
		return place
	}
	for at := range old {
		if same(at) {
			return at
		}
	}
	return -1
}
