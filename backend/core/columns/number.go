package columns

import (
	"cmp"
	"math"
	"math/bits"
	"strconv"

	"xingke/backend/core/field"
)

// Number is the result of one measure. Sums, extremes and averages of money and quantities are
// whole numbers of the field's smallest unit; averages of plain numbers may have a fraction.
type Number struct {
	Empty    bool // there was nothing to measure
	split    bool // Fraction counts
	Int      int64
	Fraction float64     // of averages of plain numbers: the whole result, Int is it rounded
	Spec     *field.Spec // the field measured; nil for counts
}

// JSON appends the number as the pages expect it: money and quantities as decimal strings, days
// as days, others as numbers, null where there was nothing.
func (n Number) JSON(dst []byte) []byte {
	switch {
	case n.Empty:
		return append(dst, "null"...)
	case n.split:
		return strconv.AppendFloat(dst, n.Fraction, 'f', -1, 64)
	case n.Spec == nil:
		return strconv.AppendInt(dst, n.Int, 10)
	}
	return n.Spec.Kind.JSON(dst, n.Spec, field.OfInt(n.Int))
}

// Float is the number for charts and spreadsheet cells: units, not fen. Empty is 0.
func (n Number) Float() float64 {
	switch {
	case n.Empty:
		return 0
	case n.split:
		return n.Fraction
	case n.Spec != nil && n.Spec.Kind.Name() == "money":
		return float64(n.Int) / 100
	case n.Spec != nil && n.Spec.Kind.Name() == "decimal":
		return float64(n.Int) / 10_000
	}
	return float64(n.Int)
}

// tally adds up what one cell of a pivot holds for one measure.
type tally struct {
	count int64
	hi    int64 // sums are of 128 bits: hi and value
	value int64 // lower half of the sum; or the extreme
}

func (t *tally) add(v int64) {
	t.count++
	sum, carry := bits.Add64(uint64(t.value), uint64(v), 0)
	t.value = int64(sum)
	t.hi += v>>63 + int64(carry)
}

func (t *tally) merge(o tally, op string) {
	if o.count == 0 {
		return
	}
	switch {
	case op == "min" && (t.count == 0 || o.value < t.value), op == "max" && (t.count == 0 || o.value > t.value):
		t.value = o.value
	case op == "sum" || op == "avg":
		sum, carry := bits.Add64(uint64(t.value), uint64(o.value), 0)
		t.value, t.hi = int64(sum), t.hi+o.hi+int64(carry)
	}
	t.count += o.count
}

// fits tells whether the sum is a number of 64 bits.
func (t *tally) fits() bool { return t.hi == t.value>>63 && t.value != math.MinInt64 }

// average is the sum divided by the count, rounded half up (away from zero below it).
func (t *tally) average() int64 {
	n, negative := uint64(t.count), t.hi < 0
	hi, lo := uint64(t.hi), uint64(t.value)
	if negative {
		var borrow uint64
		lo, borrow = bits.Sub64(0, lo, 0)
		hi, _ = bits.Sub64(0, hi, borrow)
	}
	quo, rem := bits.Div64(hi%n, lo, n)
	if rem >= n-rem {
		quo++
	}
	if negative {
		return -int64(quo)
	}
	return int64(quo)
}

// exact is the average of plain numbers.
func (t *tally) exact() float64 {
	sum := float64(t.hi)*(1<<64) + float64(uint64(t.value))
	return sum / float64(t.count)
}

// compare orders numbers, empty ones last either way.
func (n Number) compare(o Number, desc bool) int {
	switch {
	case n.Empty || o.Empty:
		return boolInt(n.Empty) - boolInt(o.Empty)
	case desc:
		n, o = o, n
	}
	if n.split || o.split {
		return cmp.Compare(n.Fraction, o.Fraction)
	}
	return cmp.Compare(n.Int, o.Int)
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}
