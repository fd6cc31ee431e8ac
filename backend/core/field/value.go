package field

import (
	"slices"
	"strings"
)

// Form is the shape in which a value is held.
type Form uint8

// The forms of values.
const (
	Empty Form = iota // nothing
	Int               // numbers, fen, days, milliseconds, flags
	Str               // text, ids, choices
	List              // several choices or tags
	Table             // lines
)

// Value is the content of a field. Which members count depends on Form; the zero Value is empty.
type Value struct {
	Form Form
	Int  int64
	Text string
	List []string
	Rows []Row
}

// Row is one line of a table inside a record: values by the names of its columns. Empty ones are absent.
type Row map[string]Value

// None is the empty value.
var None = Value{}

// OfInt holds a number. Zero is a number, not nothing.
func OfInt(n int64) Value { return Value{Form: Int, Int: n} }

// OfText holds a text; the empty text is nothing.
func OfText(s string) Value {
	if s == "" {
		return None
	}
	return Value{Form: Str, Text: s}
}

// OfList holds several texts; no text is nothing.
func OfList(list []string) Value {
	if len(list) == 0 {
		return None
	}
	return Value{Form: List, List: list}
}

// OfRows holds lines; no line is nothing.
func OfRows(rows []Row) Value {
	if len(rows) == 0 {
		return None
	}
	return Value{Form: Table, Rows: rows}
}

// OfFlag holds yes or no.
func OfFlag(yes bool) Value {
	if yes {
		return OfInt(1)
	}
	return OfInt(0)
}

// Empty tells that there is no value.
func (v Value) Empty() bool { return v.Form == Empty }

// Equal compares two values, lines and lists in their order.
func (v Value) Equal(w Value) bool {
	if v.Form != w.Form {
		return false
	}
	switch v.Form {
	case Int:
		return v.Int == w.Int
	case Str:
		return v.Text == w.Text
	case List:
		return slices.Equal(v.List, w.List)
	case Table:
		return slices.EqualFunc(v.Rows, w.Rows, Row.equal)
	}
	return true
}

func (r Row) equal(o Row) bool {
	if len(r) != len(o) {
		return false
	}
	for name, v := range r {
		if !o[name].Equal(v) {
			return false
		}
	}
	return true
}

// Contains tells whether a list has an item.
func (v Value) Contains(item string) bool { return slices.Contains(v.List, item) }

// String writes the value for logs and tests.
func (v Value) String() string {
	switch v.Form {
	case Int:
		return itoa(v.Int)
	case Str:
		return v.Text
	case List:
		return strings.Join(v.List, ", ")
	case Table:
		return "lines(" + itoa(int64(len(v.Rows))) + ")"
	}
	return ""
}
