package sheet

import "strings"

// styleForm says what a number format makes of a number.
type styleForm uint8

const (
	styleNumber styleForm = iota
	styleDate
	stylePercent
)

// displayed is how a style of cells shows numbers: as what, and with at least how many digits.
type displayed struct {
	form   styleForm
	digits int // of a format such as 00000, else 0
}

// zerosIn counts the zeros of a format that is nothing else, by which numbers are shown as codes: 00123.
func zerosIn(code string) int {
	if len(code) < 2 || len(code) > 15 || strings.Trim(code, "0") != "" {
		return 0
	}
	return len(code)
}

// styleOf decides from a built-in format number or a format code.
func styleOf(id int, code string) styleForm {
	if code != "" {
		return codeForm(code)
	}
	switch {
	case id == 9, id == 10:
		return stylePercent
	case id >= 14 && id <= 22, id >= 27 && id <= 36, id == 45, id == 47, id >= 50 && id <= 58:
		return styleDate
	}
	return styleNumber
}

// codeForm looks at the first section of a format code, without quoted text, colours and currencies.
func codeForm(code string) styleForm {
	var plain strings.Builder
	for i := 0; i < len(code); i++ {
		switch c := code[i]; c {
		case '"':
			end := strings.IndexByte(code[i+1:], '"')
			if end < 0 {
				return styleNumber
			}
			i += end + 1
		case '\\', '_', '*':
			i++
		case '[':
			end := strings.IndexByte(code[i:], ']')
			if end < 0 {
				return styleNumber
			}
			i += end // [h] and [mm] measure a length of time, which is a number
		case ';':
			i = len(code)
		default:
			plain.WriteByte(c)
		}
	}
	text := strings.ToLower(plain.String())
	if strings.Contains(text, "general") {
		return styleNumber
	}
	if strings.ContainsAny(text, "yd") || strings.Contains(text, "h:") || strings.Contains(text, "mm") || text == "m" || strings.Contains(text, "年") || strings.Contains(text, "月") {
		return styleDate
	}
	if strings.Contains(text, "%") {
		return stylePercent
	}
	return styleNumber
}
