package sales

import (
	"context"

	"xingke/backend/base/clock"
	"xingke/backend/core/columns"
	"xingke/backend/core/entity"
	"xingke/backend/core/rpc"
	"xingke/backend/core/store"
	"xingke/backend/modules/customers"
)

// Service holds the laws and verbs of sales. It is safe for concurrent use.
type Service struct {
	db        *store.DB
	cols      *columns.Columns
	clock     clock.Clock
	customers *customers.Service
}

// New makes the service, puts its laws into force and adds its part to the list of today.
func New(db *store.DB, cols *columns.Columns, clk clock.Clock, house *customers.Service) *Service {
	s := &Service{db: db, cols: cols, clock: clk, customers: house}
	db.Enact(Opportunities.Name, store.Law{Allow: losingNeedsAReason, Then: s.opportunityMovesCustomer})
	db.Enact(Orders.Name, store.Law{Then: s.orderMovesCustomer})
	house.AddToday(s.today)
	return s
}

// losingNeedsAReason refuses to set an opportunity to lost without saying why, whichever way it is changed.
// A file tells of what is over; it need not know why.
func losingNeedsAReason(ctx context.Context, before, after entity.Record) error {
	if before == nil || store.FromFile(ctx) {
		return nil
	}
	old, now := before.(*Opportunity), after.(*Opportunity)
	if now.Stage != Lost || old.Stage == Lost || now.LostReason != "" {
		return nil
	}
	return noLostReason()
}

// opportunityMovesCustomer lets what becomes of an opportunity drive its customer's status.
func (s *Service) opportunityMovesCustomer(ctx context.Context, before, after entity.Record) error {
	o := after.(*Opportunity)
	if o.CustomerID == "" || o.Deleted() || o.Stage == Lost {
		return nil
	}
	if before != nil {
		old := before.(*Opportunity)
		if old.Stage == o.Stage && old.CustomerID == o.CustomerID && old.Deleted() == o.Deleted() {
			return nil
		}
	}
	if o.Stage == Won {
		return s.customers.Advance(ctx, o.CustomerID, customers.Dealt, o.ClosedOn)
	}
	return s.customers.Advance(ctx, o.CustomerID, customers.Interested, o.OpenedOn)
}

// orderMovesCustomer makes who has bought a customer who has bought.
func (s *Service) orderMovesCustomer(ctx context.Context, before, after entity.Record) error {
	o := after.(*Order)
	if o.CustomerID == "" || o.Deleted() || !o.Status.Binding() {
		return nil
	}
	if before != nil {
		old := before.(*Order)
		if old.Status.Binding() && old.CustomerID == o.CustomerID && old.Deleted() == o.Deleted() {
			return nil
		}
	}
	return s.customers.Advance(ctx, o.CustomerID, customers.Dealt, o.OrderedOn)
}

// Expose puts the verbs of this house into the table of operations.
func (s *Service) Expose(t *rpc.Table) {
	update := rpc.Needs("update", Opportunities.Name)
	rpc.Handle(t, "opportunity.move", update, s.Move).
		Says("把商机移到另一个阶段", "Moves an opportunity to another stage.")
	rpc.Handle(t, "opportunity.win", update, s.Win).
		Says("商机赢单，客户随之成为成交客户", "Wins an opportunity; its customer becomes one who has bought.")
	rpc.Handle(t, "opportunity.lose", update, s.Lose).
		Says("商机输单，必须写明原因", "Loses an opportunity; the reason must be given.")
	rpc.Handle(t, "opportunity.reopen", update, s.Reopen).
		Says("重新打开已结束的商机，并记入阶段记录", "Opens a closed opportunity again, and notes it in the stage log.")
	rpc.Handle(t, "opportunity.pipelines", rpc.Needs("read", Opportunities.Name), s.PipelinesInUse).
		Says("在用的销售流程和各阶段的要求", "The pipelines in use, with what each stage asks.")
	orders := rpc.Needs("update", Orders.Name)
	rpc.Handle(t, "order.confirm", orders, s.Confirm).
		Says("确认订单", "Confirms an order.")
	rpc.Handle(t, "order.cancel", orders, s.Cancel).
		Says("取消订单", "Cancels an order.")
}
