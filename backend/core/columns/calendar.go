package columns

import (
	"fmt"
	"time"

	"xingke/backend/base/day"
	"xingke/backend/core/field"
)

// calendar cuts days and moments into weeks, months and so on.
func (a *asker) calendar(x *axis, p *place, g Group) error {
	cut, say := cutters[g.By], sayers[g.By]
	if cut == nil {
		return wrongBy(x, g)
	}
	moments := x.spec.Kind.Name() == "instant"
	x.spec = nil
	x.value = func(ordinal int64) field.Value { return field.OfText(say(ordinal)) }
	lo, hi := p.leaf.bounds()
	if lo > hi {
		x.span(0, 0)
		return nil
	}
	toDay := func(n int64) day.Day { return day.Day(n) }
	var days []day.Day
	var turn []int64
	if moments {
		days, turn = localTurns(lo, hi, a.zone)
		toDay = localDays(lo, days, turn, a.zone)
	}
	first, last := toDay(lo), toDay(hi)
	if last-first >= widestAxis {
		x.ordinal = func(n int64) int64 { return cut(toDay(n)) }
		return nil
	}
	of := make([]int64, last-first+1)
	for i := range of {
		of[i] = cut(first + day.Day(i))
	}
	x.ordinal = func(n int64) int64 { return of[toDay(n)-first] }
	x.span(of[0], of[len(of)-1])
	if days != nil {
		index := make([]uint32, len(of))
		for i, ordinal := range of {
			index[i] = uint32(ordinal-x.lo) + 1
		}
		x.turns = &turns{a.zone, floorDiv(lo, dayMillis) * dayMillis, days, turn, first, index}
	}
	return nil
}

// cutters give days of one week, month and so on the same ordinal, the next one more.
var cutters = map[string]func(day.Day) int64{
	"day":     func(d day.Day) int64 { return int64(d) },
	"week":    func(d day.Day) int64 { return int64(d.Monday()-1) / 7 }, // day 1 is a Monday
	"month":   func(d day.Day) int64 { return int64(d.Month()) },
	"quarter": func(d day.Day) int64 { return int64(d.Month() / 3) },
	"year":    func(d day.Day) int64 { return int64(d.Month() / 12) },
}

// sayers write ordinals as keys.
var sayers = map[string]func(int64) string{
	"day": func(n int64) string { return day.Day(n).String() },
	"week": func(n int64) string {
		year, week := day.Day(n*7 + 1).Week()
		return fmt.Sprintf("%04d-W%02d", year, week)
	},
	"month":   func(n int64) string { return fmt.Sprintf("%04d-%02d", n/12, n%12+1) },
	"quarter": func(n int64) string { return fmt.Sprintf("%04d-Q%d", n/4, n%4+1) },
	"year":    func(n int64) string { return fmt.Sprintf("%04d", n) },
}

const dayMillis = 24 * 60 * 60 * 1000

// localTurns gives for each day of universal time, of the moments in milliseconds from lo to hi, the
// local day it begins in and the moment the next one begins; nil where they would be too many.
func localTurns(lo, hi int64, zone *time.Location) ([]day.Day, []int64) {
	first, last := floorDiv(lo, dayMillis), floorDiv(hi, dayMillis)
	if last-first >= widestAxis {
		return nil, nil
	}
	days, turns := make([]day.Day, last-first+1), make([]int64, last-first+1)
	offset := func(i int64) int64 {
		_, seconds := time.UnixMilli((first + i) * dayMillis).In(zone).Zone()
		return int64(seconds) * 1000
	}
	ahead, known := offset(0), int64(0) // and the local day number that is known to be days[0]
	for i := range int64(len(days)) {
		begin, now := (first+i)*dayMillis, ahead
		ahead = offset(i + 1)
		local := floorDiv(begin+now, dayMillis)
		if i == 0 {
			days[0] = day.In(time.UnixMilli(begin), zone)
			known = local - int64(days[0])
		}
		if days[i] = day.Day(local - known); now == ahead {
			turns[i] = (local+1)*dayMillis - now
		} else { // the clocks change
			turns[i] = midnight(days[i]+1, zone)
		}
	}
	return days, turns
}

// localDays finds the calendar day of moments from lo on, in a place, by its turns.
func localDays(lo int64, days []day.Day, turns []int64, zone *time.Location) func(int64) day.Day {
	if days == nil {
		return func(ms int64) day.Day { return day.In(time.UnixMilli(ms), zone) }
	}
	first := floorDiv(lo, dayMillis)
	return func(ms int64) day.Day {
		i := floorDiv(ms, dayMillis) - first
		if ms >= turns[i] {
			return days[i] + 1
		}
		return days[i]
	}
}

func floorDiv(n, by int64) int64 {
	q := n / by
	if n%by < 0 {
		q--
	}
	return q
}
