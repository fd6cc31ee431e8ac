package money_test

import (
	"testing"

	"xingke/backend/base/money"
)

func TestParseRoundsHalfUp(t *testing.T) {
	for _, c := range []struct {
		in      string
		want    string
		rounded bool
	}{
		{"1234.5", "1234.50", false}, {"0.005", "0.01", true}, {"0.0049", "0.00", true}, {"-0.005", "-0.01", true},
		{"629.1000", "629.10", false}, {"-7", "-7.00", false}, {".5", "0.50", false}, {"92233720368547.75", "92233720368547.75", false},
	} {
		got, rounded, err := money.Parse(c.in)
		if err != nil || got.String() != c.want || rounded != c.rounded {
			t.Errorf("%s = %s %v %v, want %s %v", c.in, got, rounded, err, c.want, c.rounded)
		}
	}
	for _, bad := range []string{"", ".", "-", "1e5", "1,000", "12a", "99999999999999999999"} {
		if got, _, err := money.Parse(bad); err == nil {
			t.Errorf("%q read as %s", bad, got)
		}
	}
}

func TestTimesIsExact(t *testing.T) {
	price, _, _ := money.Parse("33.33")
	q, _, _ := money.ParseQuantity("1.5")
	if got := price.Times(q).String(); got != "50.00" { // 49.995
		t.Fatalf("got %s", got)
	}
	if got := (-price).Times(q).String(); got != "-50.00" {
		t.Fatalf("got %s", got)
	}
	huge := money.Amount(9_000_000_000_000_000)
	if got := huge.Percent(50); got != 4_500_000_000_000_000 {
		t.Fatalf("got %d", got)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("12.345")
	f.Fuzz(func(t *testing.T, s string) {
		a, rounded, err := money.Parse(s)
		if err != nil || rounded {
			return
		}
		again, _, err := money.Parse(a.String())
		if err != nil || again != a {
			t.Fatalf("%q -> %s -> %s, %v", s, a, again, err)
		}
	})
}
