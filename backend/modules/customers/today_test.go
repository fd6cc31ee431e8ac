package customers_test

import (
	"testing"
	"time"

	"xingke/backend/modules/customers"
)

func TestCustomersLongNotHeardOfWaitToday(t *testing.T) {
	h := open(t)
	named := map[customers.Level]*customers.Customer{}
	for _, level := range []customers.Level{customers.LevelA, customers.LevelB, customers.LevelC} {
		c := h.customer("级别" + string(level))
		c.Level, c.OwnerID = level, "wangfang"
		h.put(c)
		h.record(customers.RecordInput{CustomerID: c.ID, Content: "聊过"})
		named[level] = c
	}
	planned := h.customer("有计划")
	planned.Level, planned.OwnerID = customers.LevelA, "wangfang"
	h.put(planned)
	h.record(customers.RecordInput{CustomerID: planned.ID, Content: "聊过", NextOn: on("2026-12-01")})
	silent := func() (names []string) {
		out, err := h.Today(h.ctx, customers.TodayInput{})
		if err != nil {
			t.Fatal(err)
		}
		for _, item := range out.Items {
			if item.Kind == "silent" {
				names = append(names, item.Title)
			}
		}
		return names
	}
	for _, step := range []struct{ days, want int }{{7, 0}, {1, 1}, {6, 1}, {1, 2}, {15, 2}, {1, 3}} {
		h.clock.Move(time.Duration(step.days) * 24 * time.Hour)
		if got := silent(); len(got) != step.want {
			t.Fatalf("after %d more days %v are silent, want %d", step.days, got, step.want)
		}
	}
	if got := silent(); got[0] != named[customers.LevelA].Name {
		t.Errorf("the most important stands first: %v", got)
	}
}
