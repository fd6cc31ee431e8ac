package columns

import (
	"encoding/json"
	"time"

	"xingke/backend/base/day"
	"xingke/backend/base/fault"
)

// Period is a stretch of days relative to the present day.
//
//	{"last":{"days":7}}     the 7 days that end today (weeks, months, quarters, years alike)
//	{"next":{"days":7}}     the 7 days that begin today
//	{"this":"month"}        day, week, month, quarter or year that today lies in; weeks begin on Monday
//	{"previous":"month"}    the one before
//	{"next":"month"}        the one after
//	{"today":true}          {"this":"day"}
type Period struct {
	Which string // last, this, previous, next
	Unit  string // day, week, month, quarter, year
	N     int    // of last and next: how many units; 0 is the whole unit before or after
}

var units = map[string]string{
	"day": "day", "week": "week", "month": "month", "quarter": "quarter", "year": "year",
	"days": "day", "weeks": "week", "months": "month", "quarters": "quarter", "years": "year",
}

func wrongPeriod() error {
	return fault.New(fault.Invalid,
		`相对日期的写法不对，应形如 {"last":{"days":7}}、{"next":{"days":30}}、{"this":"month"}、{"previous":"month"}、{"next":"month"} 或 {"today":true}`,
		`The relative day is not well formed. It looks like {"last":{"days":7}}, {"next":{"days":30}}, {"this":"month"}, {"previous":"month"}, {"next":"month"} or {"today":true}.`)
}

func (p *Period) read(keys map[string]json.RawMessage) error {
	if len(keys) != 1 {
		return wrongPeriod()
	}
	for which, raw := range keys {
		switch which {
		case "today":
			if string(raw) != "true" {
				return wrongPeriod()
			}
			*p = Period{Which: "this", Unit: "day"}
			return nil
		case "last", "next", "this", "previous":
			p.Which = which
			return p.readUnit(raw)
		}
	}
	return wrongPeriod()
}

func (p *Period) readUnit(raw json.RawMessage) error {
	var unit string
	if json.Unmarshal(raw, &unit) == nil {
		p.Unit = units[unit]
		if p.Which == "last" {
			p.Which = "previous"
		}
		if p.Unit == "" {
			return wrongPeriod()
		}
		return nil
	}
	var spans map[string]int
	if json.Unmarshal(raw, &spans) != nil || len(spans) != 1 || p.Which != "last" && p.Which != "next" {
		return wrongPeriod()
	}
	for unit, n := range spans {
		p.Unit, p.N = units[unit], n
	}
	if p.Unit == "" || p.N < 1 || p.N > 10_000 {
		return wrongPeriod()
	}
	return nil
}

// MarshalJSON writes the period as documented at Period.
func (p Period) MarshalJSON() ([]byte, error) {
	if p.N > 0 {
		return json.Marshal(map[string]map[string]int{p.Which: {p.Unit + "s": p.N}})
	}
	return json.Marshal(map[string]string{p.Which: p.Unit})
}

// UnmarshalJSON reads what is documented at Period.
func (p *Period) UnmarshalJSON(raw []byte) error {
	var keys map[string]json.RawMessage
	if json.Unmarshal(raw, &keys) != nil {
		return wrongPeriod()
	}
	return p.read(keys)
}

// Days are the first day of the period and the one after its last.
func (p Period) Days(today day.Day) (from, to day.Day) {
	switch p.Which {
	case "last":
		if p.N == 0 {
			return Period{Which: "previous", Unit: p.Unit}.Days(today)
		}
		return moved(today+1, p.Unit, -p.N), today + 1
	case "next":
		if p.N > 0 {
			return today, moved(today, p.Unit, p.N)
		}
		_, next := whole(today, p.Unit)
		return whole(next, p.Unit)
	case "previous":
		first, _ := whole(today, p.Unit)
		return whole(first-1, p.Unit)
	}
	return whole(today, p.Unit)
}

func moved(d day.Day, unit string, n int) day.Day {
	switch unit {
	case "week":
		return d + day.Day(7*n)
	case "month":
		return d.AddMonths(n)
	case "quarter":
		return d.AddMonths(3 * n)
	case "year":
		return d.AddMonths(12 * n)
	}
	return d + day.Day(n)
}

// whole is the unit that a day lies in.
func whole(d day.Day, unit string) (from, to day.Day) {
	y, m, _ := d.Date()
	switch unit {
	case "week":
		return d.Monday(), d.Monday() + 7
	case "month":
		from = day.Of(y, m, 1)
	case "quarter":
		from = day.Of(y, (m-1)/3*3+1, 1)
	case "year":
		from = day.Of(y, time.January, 1)
	default:
		return d, d + 1
	}
	return from, moved(from, unit, 1)
}

// midnight is the instant, in milliseconds, at which a day begins in a place.
func midnight(d day.Day, loc *time.Location) int64 {
	y, m, dom := d.Date()
	return time.Date(y, m, dom, 0, 0, 0, 0, loc).UnixMilli()
}
