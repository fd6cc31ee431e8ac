package field

import (
	"encoding/json"
	"time"

	"xingke/backend/base/day"
	"xingke/backend/base/lang"
)

// dayKind is a calendar day; its number is that of day.Day.
type dayKind struct{ numeric }

var kindDay = register(dayKind{numeric{plain{"day"}}})

// Days outside of these are typing mistakes or spreadsheet accidents.
var (
	firstDay = day.Of(1800, time.January, 1)
	lastDay  = day.Of(2299, time.December, 31)
)

// OfDay holds a day; no day is nothing.
func OfDay(d day.Day) Value {
	if d == 0 {
		return None
	}
	return OfInt(int64(d))
}

func (dayKind) Check(s *Spec, v Value) error {
	if v.Int < int64(firstDay) || v.Int > int64(lastDay) {
		return wrong(s, "日期应在 1800 年到 2299 年之间", "the date must lie between 1800 and 2299")
	}
	return nil
}

func (dayKind) Cell(_ *Spec, v Value, _ lang.Tag) Cell {
	if v.Empty() {
		return Cell{}
	}
	return Cell{Form: DayCell, Day: day.Day(v.Int)}
}

func (dayKind) FromCell(s *Spec, c Cell) (Value, error) {
	switch {
	case c.Blank():
		return None, nil
	case c.Form == DayCell:
		return OfDay(c.Day), nil
	case c.Form == InstantCell:
		return OfDay(day.Of(c.At.Date())), nil
	}
	return dayOf(s, c.Text)
}

func dayOf(s *Spec, text string) (Value, error) {
	d, err := day.Parse(text)
	if err != nil {
		return None, wrong(s, "不是日期，应形如 2026-03-08", "is no date; it looks like 2026-03-08")
	}
	return OfDay(d), nil
}

func (dayKind) JSON(dst []byte, _ *Spec, v Value) []byte {
	if v.Empty() {
		return append(dst, "null"...)
	}
	return appendString(dst, day.Day(v.Int).String())
}

func (dayKind) FromJSON(s *Spec, raw json.RawMessage) (Value, error) {
	v, err := textFromJSON(s, raw)
	if err != nil || v.Empty() {
		return None, err
	}
	return dayOf(s, v.Text)
}

func (dayKind) Sample(_ *Spec, n int) Value {
	return OfDay(day.Of(2026, time.January, 1) + day.Day(n%1000))
}

// DayField declares a calendar day.
type DayField struct{ common[DayField] }

// Day declares a calendar day.
func Day(p *day.Day, zh string) *DayField {
	f := &DayField{}
	f.common = declare(f, kindDay, p, zh, OfDay, func(v Value) day.Day { return day.Day(v.Int) })
	return f
}
