package customers_test

import (
	"testing"
	"time"

	"xingke/backend/base/id"
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

func TestADayNamedInAnImportedFollowUpWaitsToday(t *testing.T) {
	h := open(t)
	today := on("2026-11-20")
	put := func(name, step string) *customers.Customer {
		c := h.customer(name)
		c.OwnerID = "wangfang"
		h.put(c)
		f := customers.FollowUps.New().(*customers.FollowUp)
		f.CustomerID, f.Content, f.Way, f.At, f.NextOn, f.NextStep = id.Of[customers.Customer](c.ID), "聊过", customers.Call, h.clock.Now(), today, step
		h.put(f)
		return c
	}
	put("只写了日期", "")
	spoken := put("写了下一步", "送两套报价")
	planned := h.customer("有计划")
	planned.OwnerID = "wangfang"
	h.put(planned)
	h.record(customers.RecordInput{CustomerID: planned.ID, Content: "聊过", NextOn: today})
	waits := func() map[string]string {
		out, err := h.Today(h.ctx, customers.TodayInput{})
		if err != nil {
			t.Fatal(err)
		}
		found := map[string]string{}
		for _, item := range out.Items {
			if item.Kind == "promised" {
				found[item.Customer] = item.Title
			}
		}
		for _, section := range out.Sections {
			if section.Kind == "promised" && section.Total != len(found) {
				t.Errorf("%d are counted, %d listed", section.Total, len(found))
			}
		}
		return found
	}
	for h.clock.Now().Before(today.Time()) {
		if got := waits(); len(got) != 0 {
			t.Fatalf("before the day %v wait", got)
		}
		h.clock.Move(24 * time.Hour)
	}
	if got := waits(); len(got) != 2 || got["写了下一步"] != "送两套报价" || got["只写了日期"] != "继续跟进" {
		t.Errorf("on the day %v wait", got)
	}
	h.record(customers.RecordInput{CustomerID: spoken.ID, Content: "送到了"})
	if got := waits(); len(got) != 1 {
		t.Errorf("after it was done %v wait", got)
	}
}
