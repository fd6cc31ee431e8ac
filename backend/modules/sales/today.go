package sales

import (
	"context"

	"xingke/backend/base/day"
	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/core/columns"
	"xingke/backend/core/store"
	"xingke/backend/modules/customers"
)

// When something of this house stands on the list of today, in days.
const (
	closingWithin = 7  // an expected close is near
	idleAfter     = 14 // nobody has spoken with the customer of an open deal
	shipWithin    = 7  // an order that binds has not been shipped
)

// today adds open deals that need attention, orders that wait to be shipped, and the figures of the month.
func (s *Service) today(ctx context.Context, l *customers.TodayList) error {
	for _, part := range []customers.TodayPart{s.dealsToMind, s.ordersToShip, s.figuresOfMonth} {
		if err := part(ctx, l); err != nil {
			return err
		}
	}
	return nil
}

func isOpen() columns.Filter { return columns.Where("stage", "notIn", string(Won), string(Lost)) }

// dealsToMind lists open deals that close soon or should have closed, have no next step, or whose
// customer nobody has spoken with for long; those worth most first.
func (s *Service) dealsToMind(ctx context.Context, l *customers.TodayList) error {
	ids, err := l.Waiting(ctx, "deal", Opportunities.Name, columns.All(isOpen(), columns.Any(
		columns.Where("expectedCloseOn", "le", (l.On+closingWithin).String()),
		columns.Where("customerId.lastFollowUpOn", "lt", (l.On-idleAfter).String()),
		columns.All(columns.Where("nextStep", "empty"), columns.Where("customerId.nextFollowUpOn", "empty")),
	)), columns.Sort{Field: "weighted", Desc: true})
	if err != nil {
		return err
	}
	l.Limit("closing", closingWithin)
	l.Limit("idle", idleAfter)
	for _, dealID := range ids {
		o, err := store.Get(ctx, s.db, Opportunities, id.Of[Opportunity](dealID))
		if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden) {
			continue
		}
		if err != nil {
			return err
		}
		item := customers.TodayItem{
			Kind: "deal", Entity: Opportunities.Name, ID: o.ID, Title: o.Name, On: o.ExpectedCloseOn, Amount: o.Amount.String(),
			Stage: string(o.Stage), CustomerID: string(o.CustomerID), ContactID: string(o.ContactID), OwnerID: string(o.OwnerID),
		}
		if item.Reasons, err = s.whyMind(ctx, o, l.On); err != nil {
			return err
		}
		if err := l.Add(ctx, item); err != nil {
			return err
		}
	}
	return nil
}

// whyMind says why a deal needs attention: overdue, closing, noNextStep, idle.
func (s *Service) whyMind(ctx context.Context, o *Opportunity, on day.Day) ([]string, error) {
	var why []string
	switch {
	case o.ExpectedCloseOn == 0:
	case o.ExpectedCloseOn < on:
		why = append(why, "overdue")
	case o.ExpectedCloseOn <= on+closingWithin:
		why = append(why, "closing")
	}
	last, next := day.Day(0), day.Day(0)
	if o.CustomerID != "" {
		c, err := store.Get(ctx, s.db, customers.Customers, o.CustomerID)
		if err != nil && !fault.Is(err, fault.NotFound) && !fault.Is(err, fault.Forbidden) {
			return nil, err
		}
		if err == nil {
			last, next = c.LastFollowUpOn, c.NextFollowUpOn
		}
	}
	if o.NextStep == "" && next == 0 {
		why = append(why, "noNextStep")
	}
	if last != 0 && last < on-idleAfter {
		why = append(why, "idle")
	}
	return why, nil
}

// ordersToShip lists orders that bind and have waited too long to be shipped.
func (s *Service) ordersToShip(ctx context.Context, l *customers.TodayList) error {
	ids, err := l.Waiting(ctx, "order", Orders.Name, columns.All(
		columns.Where("status", "in", string(Confirmed), string(FinanceChecked), string(Picking)),
		columns.Where("shippedOn", "empty"),
		columns.Where("orderedOn", "lt", (l.On-shipWithin).String()),
	), columns.Sort{Field: "orderedOn"})
	if err != nil {
		return err
	}
	l.Limit("ship", shipWithin)
	for _, orderID := range ids {
		o, err := store.Get(ctx, s.db, Orders, id.Of[Order](orderID))
		if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden) {
			continue
		}
		if err != nil {
			return err
		}
		if err := l.Add(ctx, customers.TodayItem{
			Kind: "order", Entity: Orders.Name, ID: o.ID, Title: o.Number, On: o.OrderedOn, Amount: o.Total.String(),
			Stage: string(o.Status), CustomerID: string(o.CustomerID), OwnerID: string(o.OwnerID),
		}); err != nil {
			return err
		}
	}
	return nil
}

// figuresOfMonth adds what was won this month, what is open, and what of it is expected this month.
func (s *Service) figuresOfMonth(ctx context.Context, l *customers.TodayList) error {
	inMonth := func(name string) columns.Filter {
		return columns.Filter{Field: name, Op: "eq", Value: columns.Operand{Period: &columns.Period{Which: "this", Unit: "month"}}}
	}
	won := columns.All(columns.Where("stage", "eq", string(Won)), inMonth("closedOn"))
	if err := l.Figure(ctx, "won", Opportunities.Name, "amount", won); err != nil {
		return err
	}
	if err := l.Figure(ctx, "open", Opportunities.Name, "amount", isOpen()); err != nil {
		return err
	}
	return l.Figure(ctx, "expected", Opportunities.Name, "weighted", columns.All(isOpen(), inMonth("expectedCloseOn")))
}
