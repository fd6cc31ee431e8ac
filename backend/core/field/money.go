package field

import (
	"encoding/json"

	"xingke/backend/base/lang"
	"xingke/backend/base/money"
)

// moneyKind is an amount in fen of the currency the spec names.
type moneyKind struct{ numeric }

var kindMoney = register(moneyKind{numeric{plain{"money"}}})

func (moneyKind) Check(s *Spec, v Value) error {
	return between(s, v.Int, func(n int64) string { return money.Amount(n).String() })
}

func (moneyKind) Cell(_ *Spec, v Value, _ lang.Tag) Cell {
	if v.Empty() {
		return Cell{}
	}
	return Cell{Form: NumberCell, Text: money.Amount(v.Int).String(), Format: "money"}
}

func (moneyKind) FromCell(s *Spec, c Cell) (Value, error) {
	if c.Blank() {
		return None, nil
	}
	return amountOf(s, plainNumber(c.Text))
}

func amountOf(s *Spec, text string) (Value, error) {
	amount, _, err := money.Parse(text)
	if err != nil {
		return None, wrong(s, "不是金额，应形如 1234.50", "is no amount; it looks like 1234.50")
	}
	return OfInt(int64(amount)), nil
}

func (moneyKind) JSON(dst []byte, _ *Spec, v Value) []byte {
	if v.Empty() {
		return append(dst, "null"...)
	}
	return appendString(dst, money.Amount(v.Int).String())
}

func (moneyKind) FromJSON(s *Spec, raw json.RawMessage) (Value, error) {
	if isNull(raw) || string(raw) == `""` {
		return None, nil
	}
	if raw[0] == '{' {
		var named struct{ Amount, Currency string }
		if json.Unmarshal(raw, &named) != nil || named.Currency != "" && named.Currency != s.Currency {
			return None, wrong(s, "不是这种货币的金额，应形如 1234.50", "is no amount of this currency; it looks like 1234.50")
		}
		return amountOf(s, named.Amount)
	}
	text, _ := numberToken(raw)
	return amountOf(s, text)
}

func (moneyKind) Sample(s *Spec, n int) Value { return sampleInt(s, int64(n)*100+int64(n%100)) }

// MoneyField declares an amount.
type MoneyField struct{ common[MoneyField] }

// Money declares an amount in CNY unless Currency says otherwise.
func Money(p *money.Amount, zh string) *MoneyField {
	f := &MoneyField{}
	f.common = declare(f, kindMoney, p, zh, func(a money.Amount) Value { return OfInt(int64(a)) }, func(v Value) money.Amount { return money.Amount(v.Int) })
	f.d.spec.Currency = "CNY"
	return f
}

// Currency sets the ISO 4217 code of the field's currency.
func (f *MoneyField) Currency(code string) *MoneyField { f.d.spec.Currency = code; return f }

// AtLeast sets the least amount allowed.
func (f *MoneyField) AtLeast(a money.Amount) *MoneyField {
	f.d.spec.Min, f.d.spec.HasMin = int64(a), true
	return f
}

// ZeroEmpty makes 0 mean "not known": it shows as empty and is left out of averages.
func (f *MoneyField) ZeroEmpty() *MoneyField { f.d.spec.ZeroEmpty = true; return f }
