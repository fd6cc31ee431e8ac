package access

import (
	"slices"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

// fills refuses what somebody wrote into a field of a private group, and in such columns of lines.
func (p *Policy) fills(s Subject, t *entity.Type, before, after entity.Record) error {
	may := groupTest(s, true)
	for _, spec := range t.Specs {
		if spec.ReadOnly { // what the program sets follows from what people may write
			continue
		}
		var old field.Value
		if before != nil {
			old = entity.Get(before, spec)
		}
		now := entity.Get(after, spec)
		if may(spec) {
			if c := invented(may, spec, old, now); c != nil {
				return closed(spec, c)
			}
			continue
		}
		if !now.Equal(old) && !(before == nil && zero(now)) {
			return closed(spec, spec)
		}
	}
	return nil
}

// invented finds a private column of lines that got a value which none of the lines had before.
func invented(may func(*field.Spec) bool, spec *field.Spec, old, now field.Value) *field.Spec {
	for _, c := range spec.Columns {
		if may(c) {
			continue
		}
		for _, row := range now.Rows {
			v := row[c.Name]
			if !zero(v) && !slices.ContainsFunc(old.Rows, func(was field.Row) bool { return was[c.Name].Equal(v) }) {
				return c
			}
		}
	}
	return nil
}

func closed(at, spec *field.Spec) error {
	reason := lang.Sayf("%s只对有权限的人开放", "%s is visible only to people with the right to see it.", spec.Label)
	return &fault.Error{Kind: fault.Forbidden, Text: reason, Fields: map[string]lang.Text{at.Name: reason}}
}

// zero tells that nothing is said: nothing, or a number left at 0.
func zero(v field.Value) bool { return v.Empty() || v.Form == field.Int && v.Int == 0 }

// Carry puts, into lines written by somebody who does not see all columns, the values of those
// columns from the lines as they were: line by line, as long as the first thing said of it is the same.
func Carry(may func(*field.Spec) bool, spec *field.Spec, old, now field.Value) field.Value {
	if len(spec.Columns) == 0 || len(now.Rows) == 0 || len(old.Rows) == 0 {
		return now
	}
	rows := slices.Clone(now.Rows)
	for i := range rows {
		if i >= len(old.Rows) || !alike(may, spec, old.Rows[i], rows[i]) {
			continue
		}
		for _, c := range spec.Columns {
			if v, had := old.Rows[i][c.Name]; had && !may(c) {
				twin := field.Row{}
				for name, cell := range rows[i] {
					twin[name] = cell
				}
				twin[c.Name], rows[i] = v, twin
			}
		}
	}
	return field.OfRows(rows)
}

// alike tells that two lines are about the same thing: their references are equal, or where there is
// none their first column.
func alike(may func(*field.Spec) bool, spec *field.Spec, a, b field.Row) bool {
	compared := false
	for _, c := range spec.Columns {
		if c.Target != "" && may(c) {
			if compared = true; !a[c.Name].Equal(b[c.Name]) {
				return false
			}
		}
	}
	first := spec.Columns[0].Name
	return compared || a[first].Equal(b[first])
}
