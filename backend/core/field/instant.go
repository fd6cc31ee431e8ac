package field

import (
	"encoding/json"
	"time"

	"xingke/backend/base/lang"
)

// instantKind is a moment, held as milliseconds since 1970 in UTC.
type instantKind struct{ numeric }

var kindInstant = register(instantKind{numeric{plain{"instant"}}})

// OfInstant holds a moment; the zero time is nothing.
func OfInstant(at time.Time) Value {
	if at.IsZero() {
		return None
	}
	return OfInt(at.UnixMilli())
}

// Time returns the moment of an instant value, the zero time if it is empty.
func (v Value) Time() time.Time {
	if v.Empty() {
		return time.Time{}
	}
	return time.UnixMilli(v.Int).UTC()
}

// Cell shows the moment in the machine's own time zone, as people read it.
func (instantKind) Cell(_ *Spec, v Value, _ lang.Tag) Cell {
	if v.Empty() {
		return Cell{}
	}
	return Cell{Form: InstantCell, At: v.Time().In(time.Local)}
}

func (instantKind) FromCell(s *Spec, c Cell) (Value, error) {
	switch {
	case c.Blank():
		return None, nil
	case c.Form == InstantCell:
		return OfInstant(c.At), nil
	case c.Form == DayCell:
		y, m, d := c.Day.Date()
		return OfInstant(time.Date(y, m, d, 0, 0, 0, 0, time.Local)), nil
	}
	return instantOf(s, c.Text)
}

func instantOf(s *Spec, text string) (Value, error) {
	for _, layout := range []string{time.RFC3339, "2006-01-02 15:04:05", "2006-01-02 15:04", time.DateOnly} {
		if at, err := time.ParseInLocation(layout, text, time.Local); err == nil {
			return OfInstant(at), nil
		}
	}
	return None, wrong(s, "不是时间，应形如 2026-03-08 15:04", "is no time; it looks like 2026-03-08 15:04")
}

func (instantKind) JSON(dst []byte, _ *Spec, v Value) []byte {
	if v.Empty() {
		return append(dst, "null"...)
	}
	return appendString(dst, v.Time().Format("2006-01-02T15:04:05.999Z07:00"))
}

func (instantKind) FromJSON(s *Spec, raw json.RawMessage) (Value, error) {
	v, err := textFromJSON(s, raw)
	if err != nil || v.Empty() {
		return None, err
	}
	return instantOf(s, v.Text)
}

func (instantKind) Sample(_ *Spec, n int) Value {
	return OfInstant(time.Date(2026, 1, 1, 8, 0, 0, 0, time.UTC).Add(time.Duration(n) * time.Minute))
}

// InstantField declares a moment.
type InstantField struct{ common[InstantField] }

// Instant declares a moment, kept to the millisecond in UTC.
func Instant(p *time.Time, zh string) *InstantField {
	f := &InstantField{}
	f.common = declare(f, kindInstant, p, zh, OfInstant, Value.Time)
	return f
}
