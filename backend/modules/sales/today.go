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

// closingWithin is how many days ahead an expected close stands on the list of today.
const closingWithin = 7

// today lists open opportunities whose expected close is near or past.
func (s *Service) today(ctx context.Context, on day.Day, in customers.TodayInput) ([]customers.TodayItem, error) {
	where := columns.All(
		columns.None(columns.Where("stage", "in", string(Won), string(Lost))),
		columns.Where("expectedCloseOn", "le", (on+closingWithin).String()))
	ids, err := s.customers.Waiting(ctx, Opportunities.Name, "expectedCloseOn", where, in)
	if err != nil {
		return nil, err
	}
	var items []customers.TodayItem
	for _, oppID := range ids {
		o, err := store.Get(ctx, s.db, Opportunities, id.Of[Opportunity](oppID))
		if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden) {
			continue
		}
		if err != nil {
			return nil, err
		}
		items = append(items, customers.TodayItem{
			Kind: "closing", Entity: Opportunities.Name, ID: o.ID, Title: o.Name, On: o.ExpectedCloseOn, Amount: o.Amount.String(),
			CustomerID: string(o.CustomerID), ContactID: string(o.ContactID), OwnerID: string(o.OwnerID),
		})
	}
	return items, nil
}
