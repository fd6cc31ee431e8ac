package day_test

import (
	"testing"
	"time"

	"xingke/backend/base/day"
)

func TestKnownDays(t *testing.T) {
	if got := day.Of(1, time.January, 1); got != 1 {
		t.Fatalf("the first day is %d", got)
	}
	d, err := day.Parse("2026-03-08")
	if err != nil || d.String() != "2026-03-08" || d.Weekday() != time.Sunday || d.Monday().String() != "2026-03-02" {
		t.Fatalf("got %v %v", d, err)
	}
	if _, err := day.Parse("2026-02-30"); err == nil {
		t.Fatal("30 February does not exist")
	}
	y, w := day.Of(2027, time.January, 1).Week()
	if y != 2026 || w != 53 {
		t.Fatalf("ISO week %d-%d", y, w)
	}
}

func TestAddMonthsStaysInTheMonth(t *testing.T) {
	for _, c := range []struct {
		from string
		n    int
		want string
	}{{"2026-01-31", 1, "2026-02-28"}, {"2028-01-31", 1, "2028-02-29"}, {"2026-03-31", -1, "2026-02-28"}, {"2026-11-15", 3, "2027-02-15"}} {
		d, _ := day.Parse(c.from)
		if got := d.AddMonths(c.n).String(); got != c.want {
			t.Errorf("%s %+d months = %s, want %s", c.from, c.n, got, c.want)
		}
	}
}

func TestZoneDecidesTheDay(t *testing.T) {
	at := time.Date(2026, 3, 7, 17, 0, 0, 0, time.UTC)
	if got := day.In(at, time.FixedZone("CST", 8*3600)).String(); got != "2026-03-08" {
		t.Fatalf("in China it is %s", got)
	}
}
