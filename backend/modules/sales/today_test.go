package sales_test

import (
	"slices"
	"testing"

	"xingke/backend/modules/customers"
	"xingke/backend/modules/sales"
)

func TestDealsInNeedOfAttentionWaitToday(t *testing.T) {
	h := open(t)
	near, past, stuck, fine, own := h.deal(nil, "1"), h.deal(nil, "2"), h.deal(nil, "4"), h.deal(nil, "8"), h.deal(nil, "16")
	near.ExpectedCloseOn, near.NextStep = on("2026-03-05"), "送合同"
	past.ExpectedCloseOn, past.NextStep = on("2026-02-20"), "催回复"
	stuck.ExpectedCloseOn = on("2026-06-01")
	fine.ExpectedCloseOn, fine.NextStep = on("2026-06-01"), "等样机"
	own.ExpectedCloseOn, own.OwnerID = on("2026-03-05"), ""
	for _, o := range []*sales.Opportunity{near, past, stuck, fine, own} {
		h.put(o)
	}
	order := &sales.Order{Number: "DD-1", Status: sales.Confirmed, OrderedOn: on("2026-02-10"), Total: 500}
	order.OwnerID = near.OwnerID
	h.put(order)
	out, err := h.customers.Today(h.ctx, customers.TodayInput{})
	if err != nil {
		t.Fatal(err)
	}
	why := map[string][]string{}
	for _, item := range out.Items {
		why[item.ID] = item.Reasons
		if item.ID == order.ID && (item.Kind != "order" || item.Days != -20) {
			t.Errorf("the order waits as %+v", item)
		}
	}
	want := map[string][]string{near.ID: {"closing"}, past.ID: {"overdue"}, stuck.ID: {"noNextStep"}, order.ID: nil}
	if len(why) != len(want) {
		t.Fatalf("%d things wait, want %d: %+v", len(why), len(want), why)
	}
	for id, reasons := range want {
		if !slices.Equal(why[id], reasons) {
			t.Errorf("%s waits because of %v, want %v", id, why[id], reasons)
		}
	}
	open := out.Figures[slices.IndexFunc(out.Figures, func(f customers.TodayFigure) bool { return f.Key == "open" })]
	if open.Count != 4 || open.Amount.String() != "15.00" {
		t.Errorf("open: %+v", open)
	}
	everybody, err := h.customers.Today(h.ctx, customers.TodayInput{Everybody: true})
	if err != nil || len(everybody.Items) != len(out.Items)+1 {
		t.Errorf("of everybody wait %d, %v", len(everybody.Items), err)
	}
}
