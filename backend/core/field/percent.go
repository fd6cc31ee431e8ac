package field

import (
	"strings"

	"xingke/backend/base/lang"
	"xingke/backend/base/money"
)

// percentKind is a whole number of hundredths.
type percentKind struct{ numberKind }

var kindPercent = register(percentKind{numberKind{numeric{plain{"percent"}}}})

func (percentKind) Cell(_ *Spec, v Value, _ lang.Tag) Cell {
	if v.Empty() {
		return Cell{}
	}
	return Cell{Form: NumberCell, Text: money.Amount(v.Int).String(), Format: "percent"}
}

// FromCell reads 35% and 35 as 35, and the fraction 0.35 of a number cell as 35 too.
func (percentKind) FromCell(s *Spec, c Cell) (Value, error) {
	if c.Blank() {
		return None, nil
	}
	text := plainNumber(c.Text)
	if bare, marked := strings.CutSuffix(text, "%"); marked {
		text = bare
	} else if hundredths, rounded, err := money.Parse(text); err == nil && !rounded && hundredths >= -100 && hundredths <= 100 && c.Form == NumberCell {
		return OfInt(int64(hundredths)), nil
	}
	return wholeNumber(s, text)
}

// Percent declares a percentage from 0 to 100.
func Percent[N ~int | ~int32 | ~int64](p *N, zh string) *NumberField {
	return newNumber(kindPercent, p, zh).AtLeast(0).AtMost(100)
}
