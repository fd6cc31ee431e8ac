// Package day holds calendar days, free of hours and time zones.
package day

import (
	"fmt"
	"time"
)

// Day counts days, 1 being 1 January of year 1 in the Gregorian calendar; 0 is no day.
type Day int32

// epoch is the day number of 1970-01-01.
const epoch = 719163

// Of returns the day of a year, month and day of month; out-of-range values carry over as in time.Date.
func Of(year int, month time.Month, dom int) Day {
	return Day(time.Date(year, month, dom, 0, 0, 0, 0, time.UTC).Unix()/86400 + epoch)
}

// In returns the calendar day of an instant in a location.
func In(at time.Time, loc *time.Location) Day {
	y, m, d := at.In(loc).Date()
	return Of(y, m, d)
}

// Parse reads the form 2026-03-08 and refuses days that do not exist; "" is no day.
func Parse(s string) (Day, error) {
	if s == "" {
		return 0, nil
	}
	at, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return 0, fmt.Errorf("parse day %q: %w", s, err)
	}
	return Of(at.Date()), nil
}

// Time returns the instant at which the day begins in UTC.
func (d Day) Time() time.Time { return time.Unix((int64(d)-epoch)*86400, 0).UTC() }

// Date returns year, month and day of month.
func (d Day) Date() (int, time.Month, int) { return d.Time().Date() }

// String writes 2026-03-08, or "" for no day.
func (d Day) String() string {
	if d == 0 {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}

// Weekday returns the day of the week.
func (d Day) Weekday() time.Weekday { return d.Time().Weekday() }

// Month returns the number of months since January of year 0: equal for days of one month, one more in the next.
func (d Day) Month() int32 {
	y, m, _ := d.Date()
	return int32(y*12 + int(m) - 1)
}

// AddMonths moves by whole months and stays within the month reached (31 January + 1 = 28 or 29 February).
func (d Day) AddMonths(n int) Day {
	y, m, dom := d.Date()
	first := Of(y, m+time.Month(n), 1)
	y, m, _ = first.Date()
	if last := Of(y, m+1, 0); first+Day(dom-1) > last {
		return last
	}
	return first + Day(dom-1)
}

// Week returns the ISO 8601 year and week.
func (d Day) Week() (int, int) { return d.Time().ISOWeek() }

// Monday returns the first day of the day's week.
func (d Day) Monday() Day { return d - Day((int(d.Weekday())+6)%7) }

// MarshalText writes 2026-03-08.
func (d Day) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads 2026-03-08.
func (d *Day) UnmarshalText(b []byte) error {
	got, err := Parse(string(b))
	if err == nil {
		*d = got
	}
	return err
}
