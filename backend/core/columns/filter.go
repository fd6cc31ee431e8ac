package columns

import (
	"bytes"
	"encoding/json"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
)

// Filter says which records a query wants. It is one of: a test of a field (Field, Op, Value),
// all of And, one of Or, not Not. The zero Filter wants all records; an Or of nothing wants none.
//
// In JSON: {"field":"stage","op":"eq","value":"won"}, {"and":[…]}, {"or":[…]}, {"not":…}, {}.
//
// Ops: eq ne in notIn empty notEmpty for all fields; lt le gt ge between for numbers, money, days
// and moments (between includes both ends, null is an open end); contains startsWith for texts,
// tags, places (startsWith: all that lies in a place) and references (by the title of what they
// point to), letter case and width aside; of a long text, read as one line, these two only. A list passes eq and in if it has the item. ne and notIn
// pass empty values too; no comparison does. A field of the lines inside records (stageLog.to) passes
// if that of any line does; ne, notIn and empty if that of none passes eq, in and notEmpty. A Period compared by eq or in means any day in it,
// by lt and ge its first day, by le and gt its last.
type Filter struct {
	And, Or []Filter
	Not     *Filter
	Field   string // name, or path over references: customerId.region
	Op      string
	Value   Operand
}

// Operand is what a field is compared with: plain JSON in the field's own form or, where the op
// takes several, a list of it; a Period; or the acting user.
type Operand struct {
	Raw    json.RawMessage
	Period *Period
	Me     bool
}

// The deepest nesting and the greatest number of tests in one filter.
const (
	deepest   = 20
	mostTests = 500
)

// Where is the test of a field against one or several texts (a choice, ids, a region, a day).
// The op in and notIn takes any number of them, between two, the others one; empty and notEmpty none.
func Where(field, op string, values ...string) Filter {
	f := Filter{Field: field, Op: op}
	switch {
	case op == "in" || op == "notIn" || op == "between":
		f.Value.Raw, _ = json.Marshal(append([]string{}, values...))
	case len(values) > 0:
		f.Value.Raw, _ = json.Marshal(values[0])
	}
	return f
}

// WhereMe wants records whose reference points to the acting user.
func WhereMe(field string) Filter { return Filter{Field: field, Op: "eq", Value: Operand{Me: true}} }

// All wants what every one of the filters wants.
func All(filters ...Filter) Filter { return Filter{And: append([]Filter{}, filters...)} }

// Any wants what at least one of the filters wants.
func Any(filters ...Filter) Filter { return Filter{Or: append([]Filter{}, filters...)} }

// None wants what the filter does not.
func None(filter Filter) Filter { return Filter{Not: &filter} }

// Nothing wants no record.
func Nothing() Filter { return Filter{Or: []Filter{}} }

// everything tells that the filter has no condition.
func (f *Filter) everything() bool {
	return f == nil || f.And == nil && f.Or == nil && f.Not == nil && f.Field == "" && f.Op == ""
}

type filterJSON struct {
	And   *[]Filter `json:"and,omitempty"`
	Or    *[]Filter `json:"or,omitempty"`
	Not   *Filter   `json:"not,omitempty"`
	Field string    `json:"field,omitempty"`
	Op    string    `json:"op,omitempty"`
	Value *Operand  `json:"value,omitempty"`
}

// JSONShape says which names a filter has, so that a call that misspells one is told so.
func (Filter) JSONShape() any { return filterJSON{} }

// MarshalJSON writes the filter as documented at Filter.
func (f Filter) MarshalJSON() ([]byte, error) {
	out := filterJSON{Not: f.Not, Field: f.Field, Op: f.Op}
	if f.And != nil {
		out.And = &f.And
	}
	if f.Or != nil {
		out.Or = &f.Or
	}
	if f.Field != "" && (f.Value.Me || f.Value.Period != nil || f.Value.Raw != nil) {
		out.Value = &f.Value
	}
	return json.Marshal(out)
}

// UnmarshalJSON reads a filter and refuses, with a sentence for people, anything not documented at Filter.
func (f *Filter) UnmarshalJSON(raw []byte) error {
	var in filterJSON
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&in); err != nil {
		if fault.Is(err, fault.Invalid) {
			return fault.From(err)
		}
		return fault.Wrap(err, fault.Invalid,
			`筛选条件的写法不对，应形如 {"field":"stage","op":"eq","value":"won"}，可用 and、or、not 组合`,
			`The filter is not well formed. It looks like {"field":"stage","op":"eq","value":"won"}, combined by and, or and not.`)
	}
	kinds := 0
	for _, given := range []bool{in.And != nil, in.Or != nil, in.Not != nil, in.Field != "" || in.Op != ""} {
		if given {
			kinds++
		}
	}
	if kinds > 1 || in.Value != nil && in.Field == "" {
		return fault.New(fault.Invalid,
			"一个筛选条件只能是 field、and、or、not 之一",
			"A filter is one of field, and, or, not; not several of them at once.")
	}
	*f = Filter{Not: in.Not, Field: in.Field, Op: in.Op}
	if in.And != nil {
		f.And = append([]Filter{}, *in.And...)
	}
	if in.Or != nil {
		f.Or = append([]Filter{}, *in.Or...)
	}
	if in.Value != nil {
		f.Value = *in.Value
	}
	return nil
}

// ParseFilter reads a filter from JSON; nothing and null want everything.
func ParseFilter(raw []byte) (*Filter, error) {
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || string(raw) == "null" {
		return nil, nil
	}
	if nesting(raw) > 4*deepest {
		return nil, tooDeep()
	}
	f := &Filter{}
	if err := json.Unmarshal(raw, f); err != nil {
		if !fault.Is(err, fault.Invalid) {
			err = fault.Wrap(err, fault.Invalid, "筛选条件不是正确的 JSON", "The filter is not valid JSON.")
		}
		return nil, fault.From(err)
	}
	return f, f.measure(0, new(int))
}

// nesting is how deep the brackets of a JSON text go: unmarshalling nested filters takes the
// square of it, so the depth is known before.
func nesting(raw []byte) int {
	depth, deepestSeen, quoted := 0, 0, false
	for i := 0; i < len(raw); i++ {
		switch c := raw[i]; {
		case quoted && c == '\\':
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '{' || c == '[':
			depth++
			deepestSeen = max(deepestSeen, depth)
		case c == '}' || c == ']':
			depth--
		}
	}
	return deepestSeen
}

func tooDeep() error {
	return fault.New(fault.Invalid, "筛选条件太复杂：最多嵌套 %s 层、%s 个条件", "The filter is too complex: at most %s levels and %s tests.",
		lang.N(deepest), lang.N(mostTests))
}

func (f *Filter) measure(depth int, count *int) error {
	if *count++; depth > deepest || *count > mostTests {
		return tooDeep()
	}
	for i := range f.And {
		if err := f.And[i].measure(depth+1, count); err != nil {
			return err
		}
	}
	for i := range f.Or {
		if err := f.Or[i].measure(depth+1, count); err != nil {
			return err
		}
	}
	if f.Not != nil {
		return f.Not.measure(depth+1, count)
	}
	return nil
}

// MarshalJSON writes the operand as it was read.
func (o Operand) MarshalJSON() ([]byte, error) {
	switch {
	case o.Me:
		return []byte(`{"me":true}`), nil
	case o.Period != nil:
		return json.Marshal(o.Period)
	case o.Raw == nil:
		return []byte("null"), nil
	}
	return o.Raw, nil
}

// UnmarshalJSON reads an operand.
func (o *Operand) UnmarshalJSON(raw []byte) error {
	*o = Operand{}
	raw = bytes.TrimSpace(raw)
	if len(raw) == 0 || raw[0] != '{' {
		o.Raw = append(json.RawMessage{}, raw...)
		return nil
	}
	var keys map[string]json.RawMessage
	if err := json.Unmarshal(raw, &keys); err != nil {
		return err
	}
	_, link := keys["entity"]
	if _, money := keys["amount"]; link || money {
		o.Raw = append(json.RawMessage{}, raw...)
		return nil
	}
	if me, given := keys["me"]; given && len(keys) == 1 && string(me) == "true" {
		o.Me = true
		return nil
	}
	o.Period = &Period{}
	return o.Period.read(keys)
}
