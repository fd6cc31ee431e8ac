package field

import (
	"encoding/json"
	"strconv"
	"strings"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
)

// numeric is the part shared by the kinds held as one whole number.
type numeric struct{ plain }

func (numeric) Form() Form                     { return Int }
func (numeric) Column() ColumnForm             { return IntColumn }
func (numeric) Key(dst []byte, v Value) []byte { return IntKey(dst, v.Int) }

// between checks the bounds of a spec; say writes a bound as people do.
func between(s *Spec, n int64, say func(int64) string) error {
	if s.HasMin && n < s.Min {
		return fault.Field(s.Name, lang.Sayf("%s不能小于 %s", "%s must be at least %s", s.Label, lang.S(say(s.Min))))
	}
	if s.HasMax && n > s.Max {
		return fault.Field(s.Name, lang.Sayf("%s不能大于 %s", "%s must be at most %s", s.Label, lang.S(say(s.Max))))
	}
	return nil
}

// plainNumber takes thousands separators, spaces and currency signs out of a number typed by a person. Commas that
// do not stand where thousands are separated stay: 1,5 is not 15.
func plainNumber(text string) string {
	text = strings.TrimSpace(narrow(text))
	if len(text) > 2 && text[0] == '(' && text[len(text)-1] == ')' {
		text = "-" + text[1:len(text)-1]
	}
	text = strings.Map(func(r rune) rune {
		if strings.ContainsRune(" ¥￥$€", r) {
			return -1
		}
		return r
	}, text)
	if !grouped(text) {
		return text
	}
	return strings.ReplaceAll(text, ",", "")
}

// grouped tells whether the commas of a number stand before groups of three digits, and none after its point.
func grouped(text string) bool {
	whole, frac, _ := strings.Cut(strings.TrimLeft(text, "+-"), ".")
	groups := strings.Split(whole, ",")
	for i, group := range groups {
		if i > 0 && len(strings.TrimRight(group, "%")) != 3 || i == 0 && len(groups) > 1 && (group == "" || len(group) > 3) {
			return false
		}
	}
	return !strings.Contains(frac, ",")
}

// numberToken returns the digits of a JSON number or of a string holding one.
func numberToken(raw json.RawMessage) (string, bool) {
	if len(raw) > 0 && raw[0] == '"' {
		var text string
		err := json.Unmarshal(raw, &text)
		return text, err == nil
	}
	var n json.Number
	if err := json.Unmarshal(raw, &n); err != nil || n == "" {
		return "", false
	}
	return n.String(), true
}

type numberKind struct{ numeric }

var kindNumber = register(numberKind{numeric{plain{"number"}}})

func (numberKind) Check(s *Spec, v Value) error { return between(s, v.Int, itoa) }
func (numberKind) Cell(_ *Spec, v Value, _ lang.Tag) Cell {
	if v.Empty() {
		return Cell{}
	}
	return Cell{Form: NumberCell, Text: itoa(v.Int)}
}

func (numberKind) FromCell(s *Spec, c Cell) (Value, error) {
	if c.Blank() {
		return None, nil
	}
	return wholeNumber(s, plainNumber(c.Text))
}

func wholeNumber(s *Spec, text string) (Value, error) {
	whole, frac, _ := strings.Cut(text, ".")
	n, err := strconv.ParseInt(whole, 10, 64)
	if err != nil || strings.Trim(frac, "0") != "" {
		return None, wrong(s, "应为整数", "must be a whole number")
	}
	return OfInt(n), nil
}

func (numberKind) JSON(dst []byte, _ *Spec, v Value) []byte {
	if v.Empty() {
		return append(dst, "null"...)
	}
	return strconv.AppendInt(dst, v.Int, 10)
}

func (numberKind) FromJSON(s *Spec, raw json.RawMessage) (Value, error) {
	if isNull(raw) {
		return None, nil
	}
	text, ok := numberToken(raw)
	if !ok {
		return None, wrong(s, "应为整数", "must be a whole number")
	}
	if strings.TrimSpace(text) == "" {
		return None, nil
	}
	return wholeNumber(s, text)
}

func (numberKind) Sample(s *Spec, n int) Value { return sampleInt(s, int64(n)) }

// sampleInt brings n within the bounds of a spec.
func sampleInt(s *Spec, n int64) Value {
	low, high := int64(1), int64(1_000_000)
	if s.HasMin {
		low = s.Min
	}
	if s.HasMax {
		high = s.Max
	}
	if low < 1 && high >= 1 {
		low = 1
	}
	return OfInt(low + n%(high-low+1))
}

// NumberField declares a number, a percentage or anything else with bounds in plain units.
type NumberField struct{ common[NumberField] }

// Number declares a whole number.
func Number[N ~int | ~int32 | ~int64](p *N, zh string) *NumberField {
	return newNumber(kindNumber, p, zh)
}

func newNumber[N ~int | ~int32 | ~int64](k Kind, p *N, zh string) *NumberField {
	f := &NumberField{}
	f.common = declare(f, k, p, zh, func(n N) Value { return OfInt(int64(n)) }, func(v Value) N { return N(v.Int) })
	return f
}

// AtLeast sets the least number allowed.
func (f *NumberField) AtLeast(n int64) *NumberField {
	f.d.spec.Min, f.d.spec.HasMin = n, true
	return f
}

// AtMost sets the greatest number allowed.
func (f *NumberField) AtMost(n int64) *NumberField {
	f.d.spec.Max, f.d.spec.HasMax = n, true
	return f
}

// ZeroEmpty makes 0 mean "not known": it shows as empty and is left out of averages.
func (f *NumberField) ZeroEmpty() *NumberField { f.d.spec.ZeroEmpty = true; return f }
