package sheet

import (
	"math"
	"strconv"
	"strings"
	"time"

	"xingke/backend/base/money"
)

// Form says what a cell holds.
type Form uint8

// The forms of a cell.
const (
	Blank   Form = iota // nothing, or only spaces
	Text                // text, as written
	Number              // a number; its text is a plain decimal such as "-629.1"
	Percent             // a number written with a percent sign; its text is in points: "15" for 15 %
	Day                 // a calendar day: "2026-03-08"
	Instant             // a day with a time of day, in the zone of whoever wrote it: "2026-03-08T09:30:00"
	Flag                // "true" or "false"
	Broken              // an error value of the file: "#N/A", or a formula that was never calculated
)

// Cell is what one cell of a file says, in a form that no longer depends on the kind of file.
type Cell struct {
	Form Form
	Text string
	// Stored is the binary number that a workbook holds, of which Text is the 15 digits that Excel
	// shows; 0 where there is none. Money is rounded to the cent from it.
	Stored float64
}

// Empty tells whether the cell says nothing.
func (c Cell) Empty() bool { return c.Form == Blank }

// TextCell makes the cell of a text; one of only spaces is blank.
func TextCell(s string) Cell {
	if strings.TrimSpace(s) == "" {
		return Cell{}
	}
	return Cell{Form: Text, Text: s}
}

// Cents is the number in hundredths, rounded half away from zero: value × 100 + ½ of what a workbook
// stores, and exactly of a decimal that was written as text. ok is false where there is no such number.
func (c Cell) Cents() (cents int64, rounded, ok bool) {
	decimal, ok := ParseNumber(c.Text)
	if rest, million := cutMillion(c.Text); !ok && million {
		if decimal, ok = ParseNumber(rest); ok {
			decimal = scaleDecimal(decimal, 6)
		}
	}
	if !ok {
		return 0, false, false
	}
	amount, rounded, err := money.Parse(decimal)
	if err != nil {
		return 0, false, false
	}
	if rounded && c.Stored != 0 {
		return int64(math.Copysign(math.Floor(math.Abs(c.Stored)*100+0.5), c.Stored)), true, true
	}
	return int64(amount), rounded, true
}

// cutMillion takes the M of 2.5M away. Only of money: 5m in a column of lengths is no five million.
func cutMillion(text string) (string, bool) {
	text = strings.TrimSpace(text)
	if len(text) < 2 || text[len(text)-1]|0x20 != 'm' || strings.Trim(text[:len(text)-1], "0123456789.,+-¥￥$€£ ") != "" {
		return "", false
	}
	return text[:len(text)-1], true
}

// uncalculated is the text of a Broken cell whose formula has no stored result.
const uncalculated = "#FORMULA"

// decimalOf turns the number text of a workbook into the decimal that Excel shows: whole numbers
// stay digit for digit, others are rounded to 15 significant digits, and there is no exponent.
func decimalOf(raw string) (string, bool) {
	if isDigits(strings.TrimPrefix(raw, "-")) {
		return trimZeros(raw), true
	}
	f, err := strconv.ParseFloat(raw, 64)
	if err != nil || f > 1e30 || f < -1e30 || f != f {
		return "", false
	}
	if f == 0 {
		return "0", true
	}
	short := strconv.FormatFloat(f, 'e', 14, 64)
	mantissa, exponent, _ := strings.Cut(short, "e")
	exp, err := strconv.Atoi(exponent)
	if err != nil {
		return "", false
	}
	return placePoint(mantissa, exp), true
}

// placePoint writes mantissa (d.ddd) times ten to the power of exp without an exponent.
func placePoint(mantissa string, exp int) string {
	sign := ""
	if mantissa[0] == '-' {
		sign, mantissa = "-", mantissa[1:]
	}
	digits := strings.TrimRight(strings.Replace(mantissa, ".", "", 1), "0")
	switch {
	case digits == "":
		return "0"
	case exp < 0:
		if exp < -40 {
			return "0"
		}
		return sign + "0." + strings.Repeat("0", -exp-1) + digits
	case exp >= len(digits)-1:
		return sign + digits + strings.Repeat("0", exp-len(digits)+1)
	default:
		return sign + digits[:exp+1] + "." + digits[exp+1:]
	}
}

func trimZeros(whole string) string {
	sign := ""
	if strings.HasPrefix(whole, "-") {
		sign, whole = "-", whole[1:]
	}
	whole = strings.TrimLeft(whole, "0")
	if whole == "" {
		return "0"
	}
	return sign + whole
}

func isDigits(s string) bool {
	if s == "" {
		return false
	}
	for i := 0; i < len(s); i++ {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

// serialCell turns an Excel serial number into a day or an instant. Serial numbers outside
// of the years 1900 to 9999 are not dates and stay numbers.
func serialCell(decimal string, from1904 bool) Cell {
	f, err := strconv.ParseFloat(decimal, 64)
	if err != nil || f < 0 || f >= 2958466 {
		return Cell{Form: Number, Text: decimal}
	}
	seconds := int64(f*86400 + 0.5)
	days, rest := seconds/86400, seconds%86400
	if days == 0 && !from1904 {
		return Cell{Form: Text, Text: clockText(rest)}
	}
	at := serialDay(days, from1904).Add(time.Duration(rest) * time.Second)
	if rest == 0 {
		return Cell{Form: Day, Text: at.Format(time.DateOnly)}
	}
	return Cell{Form: Instant, Text: at.Format(instantLayout)}
}

const instantLayout = "2006-01-02T15:04:05"

func serialDay(days int64, from1904 bool) time.Time {
	if from1904 {
		return time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(days))
	}
	if days < 60 { // Excel believes that 1900 had a 29th of February, serial 60
		days++
	}
	return time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(days))
}

func clockText(seconds int64) string {
	return time.Unix(seconds, 0).UTC().Format(time.TimeOnly)
}

// scaleDecimal multiplies a plain decimal by ten to the power of n, exactly.
func scaleDecimal(decimal string, n int) string {
	sign := ""
	if strings.HasPrefix(decimal, "-") {
		sign, decimal = "-", decimal[1:]
	}
	whole, part, _ := strings.Cut(decimal, ".")
	for ; n > 0; n-- {
		if part == "" {
			part = "0"
		}
		whole, part = whole+part[:1], part[1:]
	}
	for ; n < 0; n++ {
		if whole == "" {
			whole = "0"
		}
		whole, part = whole[:len(whole)-1], whole[len(whole)-1:]+part
	}
	whole, part = trimZeros(whole), strings.TrimRight(part, "0")
	switch {
	case part != "":
		return sign + whole + "." + part
	case whole == "0":
		return "0"
	}
	return sign + whole
}
