package sheet

import (
	"strconv"
	"strings"
	"time"
)

// DateOrder is the order in which a column writes year, month and day.
type DateOrder string

// The orders of a date.
const (
	YMD DateOrder = "YYYY-M-D" // 2026-03-08, 2026/3/8, 2026.3.8, 2026年3月8日
	MDY DateOrder = "M/D/YYYY"
	DMY DateOrder = "D/M/YYYY"
)

// ParseOrder reads the name of an order as mappings write it; separators do not matter.
func ParseOrder(s string) (DateOrder, bool) {
	var letters strings.Builder
	for _, r := range strings.ToUpper(s) {
		if (r == 'Y' || r == 'M' || r == 'D') && !strings.ContainsRune(letters.String(), r) {
			letters.WriteRune(r)
		}
	}
	switch letters.String() {
	case "YMD":
		return YMD, true
	case "MDY":
		return MDY, true
	case "DMY":
		return DMY, true
	}
	return "", false
}

// ParseDate reads a date, perhaps with a time of day, in the order given. A date that begins with its year,
// or names its month, is read whatever the order. timed tells whether a time of day was written.
func ParseDate(text string, order DateOrder) (at time.Time, timed, ok bool) {
	if len(text) > longestWord {
		return time.Time{}, false, false
	}
	date, clock := splitDate(bareDate(text))
	seconds := 0
	if clock != "" {
		if seconds, ok = parseClock(clock); !ok {
			return time.Time{}, false, false
		}
	}
	for _, c := range dateReadings(date) {
		if c.order == order || c.sure {
			return c.at.Add(time.Duration(seconds) * time.Second), clock != "", true
		}
	}
	return time.Time{}, false, false
}

// layoutsOf lists the orders in which a text can be read as a date; eight bare digits are not taken for one.
func layoutsOf(text string) []DateOrder {
	text = bareDate(text)
	if len(text) < 6 || len(text) > 40 || isDigits(text) {
		return nil
	}
	date, clock := splitDate(text)
	if clock != "" {
		if _, ok := parseClock(clock); !ok {
			return nil
		}
	}
	var orders []DateOrder
	for _, r := range dateReadings(date) {
		orders = append(orders, r.order)
	}
	return orders
}

// bareDate is a text without what people write around a date: brackets, the day of the week, another dash or stroke.
// Chinese numerals become digits.
func bareDate(text string) string {
	text = dashes.Replace(strings.TrimSpace(fold(text)))
	if strings.Contains(text, "年") {
		text = chineseDigits(text)
	}
	for _, week := range weekdays {
		if i := strings.Index(text, week); i >= 0 {
			rest := text[i+len(week):]
			if size := len("一"); len(rest) >= size && strings.Contains("一二三四五六日天", rest[:size]) {
				text = text[:i] + " " + rest[size:]
			}
			break
		}
	}
	if day, rest, found := strings.Cut(text, " "); found && weekdayNamed(strings.TrimSuffix(day, ",")) {
		text = rest
	}
	text = strings.ReplaceAll(strings.ReplaceAll(text, "()", " "), "( )", " ")
	if strings.HasPrefix(text, "(") && strings.HasSuffix(text, ")") {
		text = text[1 : len(text)-1]
	}
	return strings.TrimSpace(text)
}

var (
	dashes   = strings.NewReplacer("—", "-", "–", "-", "‐", "-", "\\", "/")
	weekdays = []string{"星期", "礼拜", "周"}
)

func weekdayNamed(s string) bool {
	switch strings.ToLower(s) {
	case "mon", "tue", "wed", "thu", "fri", "sat", "sun", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday":
		return true
	}
	return false
}

// chineseDigits writes the numerals of 二〇二六年三月二十八日 as digits.
func chineseDigits(text string) string {
	var out strings.Builder
	tens, begun := 0, false // a ten that waits for its ones
	for _, r := range text + " " {
		n := strings.IndexRune("零一二三四五六七八九", r) / len("零")
		switch {
		case r == '〇' || r == '○' || r == '零':
			n = 0
		case r == '十':
			if s := out.String(); begun && s != "" {
				last := s[len(s)-1]
				out.Reset()
				out.WriteString(s[:len(s)-1])
				tens = int(last-'0') * 10
			} else {
				tens = 10
			}
			begun = false
			continue
		case n <= 0:
			if tens > 0 {
				out.WriteString(strconv.Itoa(tens))
				tens = 0
			}
			out.WriteRune(r)
			begun = false
			continue
		}
		out.WriteString(strconv.Itoa(tens + n))
		tens, begun = 0, true
	}
	return strings.TrimSuffix(out.String(), " ")
}

type dateReading struct {
	order DateOrder
	sure  bool // it cannot be read otherwise
	at    time.Time
}

var months = map[string]time.Month{"jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11, "dec": 12}

// dateReadings lists what a date may mean, without its time of day.
func dateReadings(date string) []dateReading {
	if len(date) == 8 && isDigits(date) {
		return reading(nil, YMD, true, number(date[:4]), number(date[4:6]), number(date[6:]))
	}
	parts := dateParts(date)
	if len(parts) != 3 {
		return nil
	}
	a, b, c := number(parts[0]), number(parts[1]), number(parts[2])
	if m := monthNamed(parts[0]); m > 0 && b > 0 && c > 0 {
		return reading(nil, YMD, true, year(c, parts[2]), m, b) // no order: it is read in any
	}
	if m := monthNamed(parts[1]); m > 0 && a > 0 && c > 0 {
		if len(parts[0]) == 4 {
			return reading(nil, YMD, true, a, m, c)
		}
		return reading(nil, YMD, true, year(c, parts[2]), m, a)
	}
	if a < 0 || b < 0 || c < 0 {
		return nil
	}
	if len(parts[0]) == 4 {
		return reading(nil, YMD, true, a, b, c)
	}
	if strings.Contains(date, "年") {
		return reading(nil, YMD, true, year(a, parts[0]), b, c)
	}
	if len(parts[2]) != 4 && len(parts[2]) != 2 {
		return nil
	}
	y := year(c, parts[2])
	return reading(reading(nil, MDY, false, y, a, b), DMY, false, y, b, a)
}

func reading(list []dateReading, order DateOrder, sure bool, y, m, d int) []dateReading {
	if y < 1000 || y > 9999 || m < 1 || m > 12 || d < 1 || d > 31 {
		return list
	}
	at := time.Date(y, time.Month(m), d, 0, 0, 0, 0, time.UTC)
	if at.Day() != d {
		return list
	}
	return append(list, dateReading{order, sure, at})
}

// year widens a year of two digits: up to 69 it is in this century.
func year(n int, text string) int {
	if len(text) > 2 {
		return n
	}
	if n < 70 {
		return 2000 + n
	}
	return 1900 + n
}

func monthNamed(s string) int {
	if len(s) < 3 {
		return 0
	}
	return int(months[strings.ToLower(s[:3])])
}

// number reads up to four digits, -1 for anything else.
func number(s string) int {
	if !isDigits(s) || len(s) > 4 {
		return -1
	}
	n := 0
	for i := 0; i < len(s); i++ {
		n = n*10 + int(s[i]-'0')
	}
	return n
}

// dateParts splits a date at its separators; more than two kinds of them make no date.
func dateParts(date string) []string {
	date = strings.TrimSuffix(strings.TrimSuffix(date, "日"), "号")
	parts := strings.FieldsFunc(date, func(r rune) bool { return strings.ContainsRune("-/.年月, ", r) })
	for _, p := range parts {
		if number(p) < 0 && (monthNamed(p) == 0 || len(p) > 9) {
			return nil
		}
	}
	return parts
}

// splitDate takes the time of day off the end: it begins at the first field with a colon, or 时.
func splitDate(s string) (date, clock string) {
	colon := strings.IndexAny(s, ":时")
	if colon < 0 {
		return s, ""
	}
	start := colon
	for start > 0 && s[start-1] >= '0' && s[start-1] <= '9' {
		start--
	}
	date = strings.TrimRight(s[:start], " T")
	for _, noon := range []string{"上午", "下午"} {
		if rest, found := strings.CutSuffix(date, noon); found {
			return strings.TrimSpace(rest), noon + s[start:]
		}
	}
	return date, s[start:]
}

// parseClock reads 9:30, 09:30:15.5, 9时30分, 下午3:20, 3:20 PM, with or without a zone, as seconds.
// The zone is dropped: a table that people keep says the time on the wall.
func parseClock(s string) (int, bool) {
	s = strings.ToLower(strings.TrimSpace(s))
	after, before := false, false
	for _, mark := range []string{"下午", "pm", "p.m."} {
		if strings.Contains(s, mark) {
			after, s = true, strings.TrimSpace(strings.ReplaceAll(s, mark, ""))
		}
	}
	for _, mark := range []string{"上午", "am", "a.m."} {
		if strings.Contains(s, mark) {
			before, s = true, strings.TrimSpace(strings.ReplaceAll(s, mark, ""))
		}
	}
	s = strings.TrimSuffix(s, "z")
	if i := strings.LastIndexAny(s, "+-"); i > 0 {
		s = strings.TrimSpace(s[:i])
	}
	s, _, _ = strings.Cut(s, ".")
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(":时分秒", r) })
	if len(parts) == 0 || len(parts) > 3 {
		return 0, false
	}
	total := 0
	for i := 0; i < 3; i++ {
		n := 0
		if i < len(parts) {
			if n = number(strings.TrimSpace(parts[i])); n < 0 || i == 0 && n > 23 || i > 0 && n > 59 {
				return 0, false
			}
		}
		if i == 0 && after && n < 12 {
			n += 12
		}
		if i == 0 && before && n == 12 {
			n = 0
		}
		total = total*60 + n
	}
	return total, true
}

// ParseSerial reads the number by which Excel knows a day, for columns that lost their date format.
// Only days from 1954 to 2118 are taken for such.
func ParseSerial(text string) (at time.Time, timed, ok bool) {
	n, ok := parseNumber(text)
	if !ok || n.worded { // 3万 is no day
		return time.Time{}, false, false
	}
	decimal := n.decimal
	whole, part, _ := strings.Cut(decimal, ".")
	if len(whole) != 5 || whole < "20000" || whole > "80000" {
		return time.Time{}, false, false
	}
	c := serialCell(decimal, false)
	if c.Form == Day {
		at, err := time.Parse(time.DateOnly, c.Text)
		return at, false, err == nil
	}
	at, err := time.Parse(instantLayout, c.Text)
	return at, part != "", err == nil
}
