package customers

import (
	"context"

	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/columns"
	"xingke/backend/core/store"
)

// mostPromises is up to how many promised days are told from plans one by one.
const mostPromises = 500

// promised lists customers whose next day has come without a plan for it: the day stands in a follow-up
// that was imported, or written in a list.
func (s *Service) promised(ctx context.Context, l *TodayList) error {
	due := columns.Where("nextFollowUpOn", "le", l.On.String())
	planned, err := s.plannedFor(ctx, l, due)
	if err != nil {
		return err
	}
	where := due
	if len(planned) > 0 && len(planned) <= mostPromises {
		where = columns.All(due, columns.Where("id", "notIn", planned...))
	}
	ids, err := l.Waiting(ctx, "promised", Customers.Name, where, columns.Sort{Field: "nextFollowUpOn"})
	if err != nil || len(ids) == 0 {
		return err
	}
	said, err := s.lastPromises(ctx, l, ids)
	if err != nil {
		return err
	}
	for _, customerID := range ids {
		c, err := l.customer(ctx, id.Of[Customer](customerID))
		if err != nil {
			return err
		}
		if c == nil {
			continue
		}
		item := TodayItem{
			Kind: "promised", Entity: Customers.Name, ID: c.ID, On: c.NextFollowUpOn,
			CustomerID: c.ID, OwnerID: string(c.OwnerID), Title: lang.Of("继续跟进", "Follow up").In(who.Lang(ctx)),
		}
		if f := said[c.ID]; f != nil {
			item.Title, item.ContactID = firstOf(f.NextStep, item.Title), string(f.ContactID)
		}
		if err := l.Add(ctx, item); err != nil {
			return err
		}
	}
	return nil
}

// plannedFor finds the customers, of those with a day that has come, for whom a plan says so.
func (s *Service) plannedFor(ctx context.Context, l *TodayList, due columns.Filter) ([]string, error) {
	mine := l.whose(due)
	page, err := s.cols.List(ctx, columns.Query{Entity: Customers.Name, Where: &mine, Scope: s.scope(ctx, Customers.Name), Limit: mostPromises})
	if err != nil || len(page.IDs) == 0 {
		return nil, err
	}
	where := columns.All(
		columns.Where("customerId", "in", page.IDs...),
		columns.Where("status", "in", string(Planned), string(Postponed)),
		columns.Where("dueOn", "le", l.On.String()),
	)
	rows, err := s.cols.Aggregate(ctx, columns.Aggregate{
		Entity: FollowUpPlans.Name, Where: &where, Groups: []columns.Group{{Field: "customerId"}}, Measures: []columns.Measure{{Op: "count"}},
	})
	planned := make([]string, 0, rows.Len())
	for row := range rows.All() {
		planned = append(planned, row.Key(0).Text)
	}
	return planned, err
}

// lastPromises finds the last follow-up of each customer that names a next day.
func (s *Service) lastPromises(ctx context.Context, l *TodayList, ids []string) (map[string]*FollowUp, error) {
	where := columns.All(columns.Where("customerId", "in", ids...), columns.Where("nextOn", "le", l.On.String()))
	page, err := s.cols.List(ctx, columns.Query{
		Entity: FollowUps.Name, Where: &where, Scope: s.scope(ctx, FollowUps.Name), Sort: []columns.Sort{{Field: "at", Desc: true}}, Limit: mostPromises,
	})
	if err != nil {
		return nil, err
	}
	said := map[string]*FollowUp{}
	for _, of := range page.IDs {
		f, err := store.Get(ctx, s.db, FollowUps, id.Of[FollowUp](of))
		if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden) {
			continue
		}
		if err != nil {
			return nil, err
		}
		if known := said[string(f.CustomerID)]; known == nil {
			said[string(f.CustomerID)] = f
		}
	}
	return said, nil
}
