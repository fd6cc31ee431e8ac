package columns

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"xingke/backend/base/day"
)

// eachSeen adds rows to a column and changes some, up to most in each of sixty commits, and looks after each at views
// that were taken after one of them.
func eachSeen(rnd *rand.Rand, most int, value func() int64, look func(v columnView)) {
	var column ints
	var views []columnView
	now, rows := tick{epoch: 1}, 0
	for range 60 {
		for range 1 + rnd.IntN(most) {
			row := rows
			if rnd.IntN(3) == 0 && rows > 0 {
				row = rnd.IntN(rows)
			}
			column.set(row, value(), now)
			rows = max(rows, row+1)
		}
		views = append(views, columnView{slots: column.slots, rows: rows})
		now = tick{epoch: now.epoch + 1, seen: rows}
		for range 4 {
			look(views[rnd.IntN(len(views))])
		}
	}
}

// TestBesideIsOfTheRowsSeen asks views taken one after the other for what blocks keep beside their
// numbers, while rows are added to the blocks and change.
func TestBesideIsOfTheRowsSeen(t *testing.T) {
	rnd := rand.New(rand.NewPCG(3, 14))
	zone, err := time.LoadLocation("Australia/Lord_Howe")
	must(t, err)
	for _, far := range []int64{3 * dayMillis, 900 * dayMillis, 90_000 * dayMillis} {
		begin := time.Date(2001, 3, 1, 0, 0, 0, 0, zone).UnixMilli()
		turns := []*turns{turnsFor(begin, begin+far, zone), turnsFor(begin, begin+far, time.UTC)}
		moment := func() int64 {
			v := begin + rnd.Int64N(far)
			if rnd.IntN(8) == 0 {
				v = null
			}
			return v
		}
		eachSeen(rnd, 40, moment, func(v columnView) { daysAsSeen(t, v, turns[rnd.IntN(2)]) })
	}
}

// turnsFor gives each day itself as its index.
func turnsFor(lo, hi int64, zone *time.Location) *turns {
	days, at := localTurns(lo, hi, zone)
	marks := &turns{zone: zone, from: floorDiv(lo, dayMillis) * dayMillis, days: days, at: at}
	marks.first = marks.day(lo)
	for d := marks.first; d <= marks.day(hi); d++ {
		marks.index = append(marks.index, uint32(d))
	}
	return marks
}

func daysAsSeen(t *testing.T, v columnView, marks *turns) {
	s, want := v.slot(0), make([]uint32, v.rows)
	for row := range want {
		if ms := v.at(row); ms != null {
			want[row] = 3 * uint32(day.In(time.UnixMilli(ms), marks.zone))
		}
	}
	lo, hi := v.bounds()
	if lo > hi {
		return
	}
	got := make([]uint32, v.rows)
	wide := marks.day(hi)-marks.day(lo) >= 1<<16-1
	if done := marks.add(got, s, 3); done == wide || done && !slices.Equal(got, want) {
		t.Fatalf("%d rows: %v, days %v, should be %v", v.rows, done, got, want)
	}
}

// TestRefersAreOfTheRowsSeen does so for what rows refer to.
func TestRefersAreOfTheRowsSeen(t *testing.T) {
	rnd := rand.New(rand.NewPCG(2, 71))
	for _, far := range []int64{1, 70, 3_000, 400_000} {
		first := rnd.Int64N(50_000)
		other := func() int64 {
			v := first + rnd.Int64N(far)
			if rnd.IntN(300) == 0 {
				v = null
			}
			return v
		}
		eachSeen(rnd, 60, other, func(v columnView) { refersAsSeen(t, v) })
	}
}

func refersAsSeen(t *testing.T, v columnView) {
	want, got, none := newCodeset(1<<19), newCodeset(1<<19), false
	for row := range v.rows {
		if to := v.at(row); to != null {
			want.add(int(to))
		} else {
			none = true
		}
	}
	r := v.slot(0).refers(v.rows)
	if r == nil {
		if lo, hi := v.bounds(); lo <= hi && hi-lo < int64(v.rows) {
			t.Fatalf("nothing kept of %d rows that refer to %d…%d", v.rows, lo, hi)
		}
		return
	}
	if got.take(r); !slices.Equal(got, want) || r.none != none {
		t.Fatalf("%d rows refer to %v, should be %v", v.rows, r, want)
	}
}
