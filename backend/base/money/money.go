// Package money holds amounts and quantities as whole numbers of their smallest unit,
// so that sums are exact.
package money

import (
	"errors"
	"math/big"
	"strconv"
	"strings"
)

// Amount is money in fen, hundredths of the unit of its currency.
type Amount int64

// Quantity is a decimal number of pieces, hours, kilograms in ten-thousandths.
type Quantity int64

// One is the quantity 1.
const One Quantity = 10_000

// ErrFormat tells that a text is no decimal number, or too large.
var ErrFormat = errors.New("not a decimal number")

// Parse reads a plain decimal such as -1234.5. It rounds half away from zero to the fen
// and tells whether it had to.
func Parse(s string) (amount Amount, rounded bool, err error) {
	n, rounded, err := parse(s, 2)
	return Amount(n), rounded, err
}

// ParseQuantity reads a plain decimal and rounds half away from zero to four places.
func ParseQuantity(s string) (q Quantity, rounded bool, err error) {
	n, rounded, err := parse(s, 4)
	return Quantity(n), rounded, err
}

func parse(s string, places int) (int64, bool, error) {
	s = strings.TrimSpace(s)
	negative := strings.HasPrefix(s, "-")
	if negative || strings.HasPrefix(s, "+") {
		s = s[1:]
	}
	whole, frac, _ := strings.Cut(s, ".")
	if whole == "" && frac == "" || !digits(whole) || !digits(frac) {
		return 0, false, ErrFormat
	}
	rounded, up := false, false
	if len(frac) > places {
		rest := frac[places:]
		rounded = strings.Trim(rest, "0") != ""
		up = rest[0] >= '5'
		frac = frac[:places]
	}
	n, err := strconv.ParseInt("0"+whole+frac+strings.Repeat("0", places-len(frac)), 10, 64)
	if err != nil || n > 1<<62 {
		return 0, false, ErrFormat
	}
	if up {
		n++
	}
	if negative {
		n = -n
	}
	return n, rounded, nil
}

func digits(s string) bool {
	for _, c := range s {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// String writes two decimals: 1234.50.
func (a Amount) String() string { return decimal(int64(a), 2, 2) }

// String writes as many decimals as it needs, at most four: 1.5.
func (q Quantity) String() string { return decimal(int64(q), 4, 0) }

func decimal(n int64, places, least int) string {
	u, sign := uint64(n), ""
	if n < 0 {
		u, sign = -u, "-"
	}
	s := strconv.FormatUint(u, 10)
	if len(s) <= places {
		s = strings.Repeat("0", places-len(s)+1) + s
	}
	whole, frac := s[:len(s)-places], s[len(s)-places:]
	for len(frac) > least && frac[len(frac)-1] == '0' {
		frac = frac[:len(frac)-1]
	}
	if frac == "" {
		return sign + whole
	}
	return sign + whole + "." + frac
}

// Float returns the amount in units, for charts and spreadsheet cells only.
func (a Amount) Float() float64 { return float64(a) / 100 }

// Float returns the quantity as a float, for charts and spreadsheet cells only.
func (q Quantity) Float() float64 { return float64(q) / 10_000 }

// Times is the amount times a quantity, rounded half away from zero to the fen.
func (a Amount) Times(q Quantity) Amount { return Amount(scale(int64(a), int64(q), 10_000)) }

// Percent is p hundredths of the amount, rounded half away from zero to the fen.
func (a Amount) Percent(p int64) Amount { return Amount(scale(int64(a), p, 100)) }

// scale returns n*by/unit rounded half away from zero, exact beyond 64 bits.
func scale(n, by, unit int64) int64 {
	product := new(big.Int).Mul(big.NewInt(n), big.NewInt(by))
	half := big.NewInt(unit / 2)
	if product.Sign() < 0 {
		half.Neg(half)
	}
	return product.Add(product, half).Quo(product, big.NewInt(unit)).Int64()
}

// MarshalText writes the plain decimal, so that JSON carries a string and never a float.
func (a Amount) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads a plain decimal and refuses more than two places.
func (a *Amount) UnmarshalText(b []byte) error {
	got, rounded, err := Parse(string(b))
	if err != nil || rounded {
		return ErrFormat
	}
	*a = got
	return nil
}

// MarshalText writes the plain decimal.
func (q Quantity) MarshalText() ([]byte, error) { return []byte(q.String()), nil }

// UnmarshalText reads a plain decimal and refuses more than four places.
func (q *Quantity) UnmarshalText(b []byte) error {
	got, rounded, err := ParseQuantity(string(b))
	if err != nil || rounded {
		return ErrFormat
	}
	*q = got
	return nil
}
