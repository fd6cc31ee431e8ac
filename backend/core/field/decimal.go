package field

import (
	"encoding/json"
	"strings"

	"xingke/backend/base/lang"
	"xingke/backend/base/money"
)

// decimalKind is a quantity with up to four decimals.
type decimalKind struct{ numeric }

var kindDecimal = register(decimalKind{numeric{plain{"decimal"}}})

func (decimalKind) Check(s *Spec, v Value) error {
	return between(s, v.Int, func(n int64) string { return money.Quantity(n).String() })
}

func (decimalKind) Cell(_ *Spec, v Value, _ lang.Tag) Cell {
	if v.Empty() {
		return Cell{}
	}
	cell := Cell{Form: NumberCell, Text: money.Quantity(v.Int).String(), Format: "quantity"}
	if !strings.Contains(cell.Text, ".") {
		cell.Format = "whole" // Excel shows a point behind a whole number where decimals may follow
	}
	return cell
}

func (decimalKind) FromCell(s *Spec, c Cell) (Value, error) {
	if c.Blank() {
		return None, nil
	}
	return quantityOf(s, plainNumber(c.Text))
}

func quantityOf(s *Spec, text string) (Value, error) {
	q, _, err := money.ParseQuantity(text)
	if err != nil {
		return None, wrong(s, "不是数量，应形如 1.5", "is no quantity; it looks like 1.5")
	}
	return OfInt(int64(q)), nil
}

func (decimalKind) JSON(dst []byte, _ *Spec, v Value) []byte {
	if v.Empty() {
		return append(dst, "null"...)
	}
	return appendString(dst, money.Quantity(v.Int).String())
}

func (decimalKind) FromJSON(s *Spec, raw json.RawMessage) (Value, error) {
	if isNull(raw) || string(raw) == `""` {
		return None, nil
	}
	text, _ := numberToken(raw)
	return quantityOf(s, text)
}

func (decimalKind) Sample(s *Spec, n int) Value { return sampleInt(s, int64(n)*10_000+5_000) }

// DecimalField declares a quantity.
type DecimalField struct{ common[DecimalField] }

// Decimal declares a quantity with up to four decimals.
func Decimal(p *money.Quantity, zh string) *DecimalField {
	f := &DecimalField{}
	f.common = declare(f, kindDecimal, p, zh, func(q money.Quantity) Value { return OfInt(int64(q)) }, func(v Value) money.Quantity { return money.Quantity(v.Int) })
	return f
}

// AtLeast sets the least quantity allowed.
func (f *DecimalField) AtLeast(q money.Quantity) *DecimalField {
	f.d.spec.Min, f.d.spec.HasMin = int64(q), true
	return f
}

// ZeroEmpty makes 0 mean "not known".
func (f *DecimalField) ZeroEmpty() *DecimalField { f.d.spec.ZeroEmpty = true; return f }
