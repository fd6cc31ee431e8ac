package sheet

import (
	"strings"

	"golang.org/x/text/width"
)

// ParseNumber reads a number as people write it: thousands separators, ¥ $ € £ 元, 万 and 亿, 3千5, a percent sign,
// parentheses for less than zero, full-width digits. It returns a plain decimal; 12.5% is 12.5 (see Cell.Form Percent).
func ParseNumber(text string) (decimal string, ok bool) {
	n, ok := parseNumber(text)
	return n.decimal, ok
}

// Worded tells whether a text is a number whose size is said in words or letters: 1.2万, 3千5, 50k.
func Worded(text string) bool {
	if len(text) < 2 || isDigits(text) {
		return false
	}
	n, ok := parseNumber(text)
	return ok && n.worded
}

// WordedMoney is Worded for amounts, of which 2.5M is one.
func WordedMoney(text string) bool {
	_, million := cutMillion(text)
	return million || Worded(text)
}

type numberText struct {
	decimal string
	percent bool
	worded  bool
}

var currencies = []string{"人民币", "rmb", "cny", "usd", "eur", "us$", "hk$", "¥", "$", "€", "£"}
var units = []struct {
	sign  string
	power int
}{{"百万元", 6}, {"千万元", 7}, {"万元", 4}, {"亿元", 8}, {"百万", 6}, {"千万", 7}, {"万", 4}, {"亿", 8}, {"千元", 3}, {"千", 3}, {"元整", 0}, {"元", 0},
	{"块", 0}, {"整", 0}, {"人", 0}, {"million", 6}, {"mio", 6}, {"thousand", 3}, {"w", 4}, {"k", 3}, {"%", 0}, {"‰", -1}}

func parseNumber(text string) (numberText, bool) {
	if len(text) > longestWord {
		return numberText{}, false
	}
	s := strings.ToLower(strings.TrimSpace(fold(text)))
	if s == "" || len(s) > 64 {
		return numberText{}, false
	}
	negative := false
	if strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")") {
		negative, s = true, strings.TrimSpace(s[1:len(s)-1])
	}
	s, minus := cutSign(s)
	for _, c := range currencies {
		if rest, found := strings.CutPrefix(s, c); found {
			s = strings.TrimSpace(rest)
			break
		}
		if rest, found := strings.CutSuffix(s, c); found {
			s = strings.TrimSpace(rest)
			break
		}
	}
	s, again := cutSign(s)
	if bare, after := strings.CutSuffix(s, "-"); after && !minus && !again && !negative { // as ledgers write what is owed
		s, again = strings.TrimSpace(bare), true
	}
	power, percent, said := 0, false, s
	for _, u := range units {
		if rest, found := strings.CutSuffix(s, u.sign); found {
			s, power, percent = strings.TrimSpace(rest), u.power, u.sign == "%" || u.sign == "‰"
			break
		}
	}
	decimal, ok := plainDecimal(s)
	worded := power > 0
	switch {
	case ok && power != 0:
		decimal = scaleDecimal(decimal, power)
	case !ok:
		decimal, ok = spoken(said)
		worded = true
	}
	if !ok || (minus && again) {
		return numberText{}, false
	}
	if (negative || minus || again) && decimal != "0" {
		decimal = "-" + decimal
	}
	return numberText{decimal, percent, worded}, true
}

func cutSign(s string) (string, bool) {
	if rest, found := strings.CutPrefix(s, "-"); found {
		return strings.TrimSpace(rest), true
	}
	return strings.TrimPrefix(s, "+"), false
}

// plainDecimal reads digits with thousands separators, a point and perhaps an exponent.
func plainDecimal(s string) (string, bool) {
	if s == "" || (s[0] < '0' || s[0] > '9') && s[0] != '.' {
		return "", false
	}
	whole, part, pointed := strings.Cut(s, ".")
	if mantissa, exponent, found := strings.Cut(s, "e"); found {
		if !isDigits(strings.TrimLeft(exponent, "+-")) || len(exponent) > 4 || strings.ContainsAny(mantissa, ", '") {
			return "", false
		}
		return decimalOf(s)
	}
	whole, ok := ungroup(whole)
	if !ok || pointed && part != "" && !isDigits(part) || whole == "" && part == "" {
		return "", false
	}
	whole, part = trimZeros(whole), strings.TrimRight(part, "0")
	if part == "" {
		return whole, true
	}
	if len(part) > 10 || len(whole)+len(part) > 15 { // the tail of a binary fraction
		if rounded, ok := decimalOf(whole + "." + part); ok {
			return rounded, true
		}
	}
	return whole + "." + part, true
}

// ungroup takes thousands separators out, if they stand where such stand.
func ungroup(whole string) (string, bool) {
	if whole == "" || isDigits(whole) {
		return whole, true
	}
	for _, mark := range []string{",", " ", "'", "\u00a0", "\u202f"} {
		groups := strings.Split(whole, mark)
		if len(groups) < 2 {
			continue
		}
		for i, g := range groups {
			if !isDigits(g) || i > 0 && len(g) != 3 || i == 0 && len(g) > 3 {
				return "", false
			}
		}
		return strings.Join(groups, ""), true
	}
	return "", false
}

var signs = strings.NewReplacer("，", ",", "。", ".", "－", "-", "−", "-", "￥", "¥", "％", "%", "（", "(", "）", ")")

// fold narrows full-width letters, digits and signs.
func fold(s string) string {
	for i := 0; i < len(s); i++ {
		if s[i] >= 0x80 {
			return signs.Replace(width.Narrow.String(s))
		}
	}
	return s
}

// normal is a text for comparing headings and labels: narrow, lower case, without spaces and joining signs.
func normal(s string) string {
	s = strings.ToLower(fold(s))
	return strings.Map(func(r rune) rune {
		switch r {
		case ' ', '\t', '\n', '\r', '\u00a0', '\u3000', '_', '-', '*', '.', '/', '\\', '#', '\'', '"', '“', '”', ':', '\u200b', '\ufeff':
			return -1
		}
		return r
	}, s)
}

// phoneLike tells whether a text is a telephone number and nothing else.
func phoneLike(s string) bool {
	digits := 0
	for _, r := range fold(s) {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case strings.ContainsRune("+-() ", r):
		default:
			return false
		}
	}
	return digits >= 7 && digits <= 15
}

// PointForComma turns a number of countries where a comma stands before the decimals, such as 1.234,50, into the
// writing that ParseNumber reads.
func PointForComma(text string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case ',', '，':
			return '.'
		case '.':
			return ','
		}
		return r
	}, text)
}

// commaNumber tells whether a text is a number only if its comma stands before the decimals: 1.234,50 or 1,5.
func commaNumber(text string) (numberText, bool) {
	last := strings.LastIndexAny(text, ",，")
	if last < 0 && strings.Count(text, ".") < 2 || len(text) > 64 {
		return numberText{}, false
	}
	if !strings.Contains(text, ".") && len(strings.TrimRight(text[last+1:], " €%-)）元")) > 2 { // 1,2345 is rather a slip
		return numberText{}, false
	}
	if _, plain := parseNumber(text); plain {
		return numberText{}, false
	}
	return parseNumber(PointForComma(text))
}

// pointNumber tells whether a text is a number only if its point stands before the decimals.
func pointNumber(text string) bool {
	if !strings.ContainsAny(text, ".,") || len(text) > 64 {
		return false
	}
	_, otherwise := parseNumber(PointForComma(text))
	return !otherwise
}

// nothings are the words that people write into a cell to say that there is nothing.
var nothings = map[string]bool{}

func init() {
	for _, word := range strings.Fields("- -- --- ---- – — —— / // \\ 无 暂无 未填 未填写 空 n/a na null nil none nan ? ？ ?? (空) （空）") {
		nothings[word] = true
	}
}

// SaysNothing tells whether a text is one of those that people write where there is nothing to say: -, 无, N/A.
func SaysNothing(text string) bool {
	return len(text) <= 16 && nothings[strings.ToLower(strings.TrimSpace(text))]
}

// digitsKept is how many digits of a number Excel keeps; the others become zeros.
const digitsKept = 15

// DigitsLost tells whether a number has lost its last digits: 1.38E+10 as text, or a whole number with nothing but
// zeros after the digits that Excel keeps.
func DigitsLost(c Cell) bool {
	if c.Form == Text {
		return strings.Contains(strings.ToUpper(c.Text), "E+")
	}
	return c.Form == Number && len(c.Text) > digitsKept && isDigits(c.Text) && strings.Trim(c.Text[digitsKept:], "0") == ""
}

// ParseFlag reads yes and no as people write them.
func ParseFlag(text string) (value, ok bool) {
	if len(text) > longestWord {
		return false, false
	}
	switch normal(text) {
	case "是", "有", "对", "真", "已", "√", "✓", "✔", "yes", "y", "true", "t", "1", "on":
		return true, true
	case "否", "无", "没有", "不是", "不", "假", "未", "×", "✗", "no", "n", "false", "f", "0", "off":
		return false, true
	}
	return false, false
}
