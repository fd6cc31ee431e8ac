package field

import (
	"fmt"
	"strings"
	"unicode"
)

// phoneKind is a telephone number as people write it, spaces taken out.
type phoneKind struct{ textual }

var kindPhone = register(phoneKind{textual{plain{"phone"}}})

func (phoneKind) Clean(_ *Spec, v Value) Value {
	text := strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), r == '\u200b', r == '\ufeff', r == '\u202a', r == '\u202c', r == '\u202d', r == '\u200e': // invisible: address books put them around numbers
			return -1
		case r == '、', r == '|':
			return ';'
		case r == '—', r == '–', r == '‐', r == '‑':
			return '-'
		}
		return r
	}, narrow(v.Text))
	return OfText(strings.TrimPrefix(text, "tel:"))
}

func (k phoneKind) Check(s *Spec, v Value) error {
	digits := 0
	for _, r := range v.Text {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case !strings.ContainsRune("+-()*#.,;/extEXT转", r):
			return wrong(s, "不是电话号码，请只用数字和 + - ( )", "is no telephone number; use digits and + - ( )")
		}
	}
	if digits < 3 || digits > 40 {
		return wrong(s, "不是电话号码，请检查位数", "is no telephone number; check the digits")
	}
	return k.textual.Check(s, v)
}

func (phoneKind) Sample(_ *Spec, n int) Value { return OfText(fmt.Sprintf("138%08d", n%100_000_000)) }

// Phone declares a telephone number.
func Phone[S ~string](p *S, zh string) *TextField { return newText(kindPhone, p, zh, 60) }
