package columns

import "strings"

// ofLines finds the table of the lines that a path begins with: of "stageLog.to" that of
// "opportunity.stageLog", and the path from there, "to".
func (w *view) ofLines(t *tableView, path string) (lines *tableView, rest string) {
	name, rest, further := strings.Cut(path, ".")
	if !further {
		return nil, ""
	}
	lines = w.tables[t.name+"."+name]
	if lines == nil || lines.parent != t.name {
		return nil, ""
	}
	return lines, rest
}

// without are the ops that a record passes if none of its lines passes another.
var without = map[string]string{"ne": "eq", "notIn": "in", "empty": "notEmpty"}

// inner compiles a test of the lines inside records: a record passes if any of its lines does.
func (a *asker) inner(t, lines *tableView, f Filter) (test, error) {
	if positive, negated := without[f.Op]; negated {
		f.Op = positive
		one, err := a.inner(t, lines, f)
		if err != nil {
			return nil, err
		}
		return inverse{one}, nil
	}
	one, err := a.filter(lines, &f)
	if err != nil {
		return nil, err
	}
	set := newCodeset(t.blocks() * blockRows)
	records := make([]int64, blockRows)
	for b := range lines.blocks() {
		n := lines.inBlock(b)
		sel := firstRows(n)
		if one.narrow(b, &sel); sel.none() {
			continue
		}
		lines.columns[0].slot(b).load(records[:n])
		sel.each(func(i int) {
			if records[i] != null { // a line that is not in use has no record
				set.add(int(records[i]))
			}
		})
	}
	return pick{set}, nil
}
