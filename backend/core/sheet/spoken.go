package sheet

import (
	"math/big"
	"regexp"
	"strings"
)

// Figures as they are said rather than written, read alike here and in forms (frontend/src/lib/money.ts): both are held to
// testdata/numbers.json.

var (
	hanFigures  = strings.NewReplacer("一", "1", "二", "2", "两", "2", "三", "3", "四", "4", "五", "5", "六", "6", "七", "7", "八", "8", "九", "9", "零", "0", "〇", "0")
	spokenParts = regexp.MustCompile(`^(?:\d+(?:\.\d+)?|[十百千万亿])+$`)
	spokenPart  = regexp.MustCompile(`\d+(?:\.\d+)?|[十百千万亿]`)
	spokenPower = map[string]int{"十": 1, "百": 2, "千": 3, "万": 4, "亿": 8}
	coins       = regexp.MustCompile(`^(\d+)[块元](\d{1,2})$`)
)

// spoken reads 3千5, 1万2千, 一亿二千万 and 三万五. A single digit at the end counts one place below the unit before it, as
// people say it. What could mean two things, such as 1.5万5, 1万50 or 3千5千, is no number.
func spoken(s string) (string, bool) {
	if !strings.ContainsAny(s, "十百千万亿块元") {
		return "", false
	}
	if found := coins.FindStringSubmatch(s); found != nil { // 12块5
		return plainDecimal(found[1] + "." + found[2])
	}
	for _, end := range []string{"整", "元", "块"} {
		s = strings.TrimSuffix(s, end)
	}
	s = hanFigures.Replace(s)
	if len(s) > len("十") && strings.HasPrefix(s, "十") {
		s = "1" + s
	}
	if !spokenParts.MatchString(s) {
		return "", false
	}
	sum := spokenSum{section: 9, within: 9}
	parts := spokenPart.FindAllString(s, -1)
	for i, part := range parts {
		power, unit := spokenPower[part]
		switch {
		case unit && power < 4:
			unit = sum.small(power)
		case unit:
			unit = sum.large(power)
		case i == len(parts)-1:
			unit = sum.end(part)
		default:
			unit = sum.figure(part)
		}
		if !unit {
			return "", false
		}
	}
	return trimDecimal(sum.all().FloatString(8)), len(parts) > 1
}

// spokenSum adds up what is said: sections of 亿 and 万, and in each of them 千, 百 and 十, in this order.
type spokenSum struct {
	total, part big.Rat
	last        *big.Rat // a figure that waits for its unit
	decimal     bool     // the last figure had decimals: no other may follow
	section     int      // power of the section that was said last
	within      int      // power said last within the section at hand
	below       int      // place that a digit at the end has
	chained     bool     // the unit before stood beside another one, as in 3千万
}

func power10(n int) *big.Rat {
	return new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(n)), nil))
}

func (s *spokenSum) figure(text string) bool {
	if s.last != nil || s.decimal || len(text) > 16 {
		return false
	}
	s.last, _ = new(big.Rat).SetString(text)
	s.decimal = strings.Contains(text, ".")
	return true
}

func (s *spokenSum) small(power int) bool {
	if s.last == nil || s.last.Sign() == 0 || power >= s.within || s.within < 9 && s.last.Cmp(power10(s.within-power)) >= 0 {
		return false
	}
	s.part.Add(&s.part, s.last.Mul(s.last, power10(power)))
	s.within, s.last, s.below, s.chained = power, nil, power-1, false
	return true
}

func (s *spokenSum) large(power int) bool {
	s.chained = s.last == nil
	if s.last != nil {
		s.part.Add(&s.part, s.last)
	}
	if s.part.Sign() == 0 || power >= s.section || s.section < 9 && s.part.Cmp(power10(s.section-power)) >= 0 {
		return false
	}
	s.total.Add(&s.total, s.part.Mul(&s.part, power10(power)))
	s.part = big.Rat{}
	s.section, s.within, s.last, s.below = power, 4, nil, power-1
	return true
}

// end reads a figure without a unit after it.
func (s *spokenSum) end(text string) bool {
	if s.last != nil || s.decimal || strings.Contains(text, ".") || len(text) > s.below+1 {
		return false
	}
	s.last, _ = new(big.Rat).SetString(text)
	switch {
	case len(text) == 1 && text != "0" && !s.chained:
		s.last.Mul(s.last, power10(s.below))
		return true
	case text[0] == '0':
		return strings.Trim(text, "0") != ""
	}
	return len(text) == s.below+1
}

func (s *spokenSum) all() *big.Rat {
	sum := new(big.Rat).Add(&s.total, &s.part)
	if s.last != nil {
		sum.Add(sum, s.last)
	}
	return sum
}

func trimDecimal(text string) string {
	return strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
}
