package backup

import (
	"fmt"
	"time"
)

// How many backups are kept: the last of each of the last days, weeks and months in which one was made.
const (
	KeptDays   = 7
	KeptWeeks  = 5
	KeptMonths = 12
)

// Stale lists what need not be kept of backups made at these moments, the newest first: the newest one,
// and the newest of each day, week and month up to the numbers above, stay.
func Stale(made []time.Time, zone *time.Location) []int {
	needed := map[int]bool{0: true}
	for _, span := range []struct {
		most int
		name func(time.Time) string
	}{
		{KeptDays, func(t time.Time) string { return t.Format("2006-01-02") }},
		{KeptWeeks, func(t time.Time) string { year, week := t.ISOWeek(); return fmt.Sprint(year, "-", week) }},
		{KeptMonths, func(t time.Time) string { return t.Format("2006-01") }},
	} {
		seen := map[string]bool{}
		for i, at := range made {
			name := span.name(at.In(zone))
			if seen[name] {
				continue
			}
			if len(seen) == span.most {
				break
			}
			seen[name] = true
			needed[i] = true
		}
	}
	var stale []int
	for i := range made {
		if !needed[i] {
			stale = append(stale, i)
		}
	}
	return stale
}

// Prune deletes the backups of the shelf that need not be kept, also such as were sealed with an older key.
func (s *Shelf) Prune(zone *time.Location) (int, error) {
	names, err := s.names()
	if err != nil {
		return 0, err
	}
	made := make([]time.Time, len(names))
	for i, name := range names {
		if made[i], err = time.Parse(nameLayout, name); err != nil {
			return 0, err
		}
	}
	var drop []string
	for _, i := range Stale(made, zone) {
		drop = append(drop, names[i])
	}
	return len(drop), s.Drop(drop)
}
