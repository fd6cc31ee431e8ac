package columns

// changeLog lists the rows whose value changed, for those who keep something derived from them.
type changeLog struct {
	rows  []int32
	start int // how many changes were forgotten
	on    bool
}

func (l *changeLog) note(row, rows int) {
	if !l.on {
		l.start++
		return
	}
	if len(l.rows) >= max(rows, blockRows) {
		l.start += len(l.rows)
		l.rows = nil
	}
	l.rows = append(l.rows, int32(row))
}

func (l *changeLog) view() logView { return logView{log: l, changed: l.rows, start: l.start} }

// logView is what a view sees of a log.
type logView struct {
	log     *changeLog
	changed []int32
	start   int
}

// version counts the changes.
func (v logView) version() int { return v.start + len(v.changed) }

// since lists the changes after a version; false where they are not known.
func (v logView) since(version int) ([]int32, bool) {
	if version < v.start || version > v.version() {
		return nil, false
	}
	return v.changed[version-v.start:], true
}
