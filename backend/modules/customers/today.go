package customers

import (
	"context"
	"sort"
	"time"

	"xingke/backend/base/day"
	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/core/columns"
	"xingke/backend/core/store"
)

// TodayInput asks for what waits.
type TodayInput struct {
	Everybody bool `json:"everybody,omitempty"` // all that the caller may see, not only the caller's own
	Limit     int  `json:"limit,omitempty"`     // of each kind; 100 if not said
}

// TodayItem is one thing that waits.
type TodayItem struct {
	Kind       string  `json:"kind"` // plan, closing
	Entity     string  `json:"entity"`
	ID         string  `json:"id"`
	Title      string  `json:"title"`
	On         day.Day `json:"on"`
	Overdue    bool    `json:"overdue"`
	Days       int     `json:"days"` // until then; below zero it is overdue
	Way        Way     `json:"way,omitempty"`
	Amount     string  `json:"amount,omitempty"`
	CustomerID string  `json:"customerId,omitempty"`
	Customer   string  `json:"customer,omitempty"`
	Demand     string  `json:"specialDemand,omitempty"` // what to mind with this customer
	ContactID  string  `json:"contactId,omitempty"`
	Contact    string  `json:"contact,omitempty"`
	Phone      string  `json:"phone,omitempty"`
	OwnerID    string  `json:"ownerId,omitempty"`
}

// TodayOutput is what waits, the most overdue first.
type TodayOutput struct {
	On      day.Day     `json:"on"`
	Items   []TodayItem `json:"items"`
	Overdue int         `json:"overdue"`
}

// TodayPart is what another house adds to the list of today.
type TodayPart func(ctx context.Context, on day.Day, in TodayInput) ([]TodayItem, error)

// AddToday lets another house add to the list of today. It is called while the program is put together.
func (s *Service) AddToday(part TodayPart) { s.today = append(s.today, part) }

// Today lists plans due and overdue and what other houses add.
func (s *Service) Today(ctx context.Context, in TodayInput) (TodayOutput, error) {
	if in.Limit <= 0 || in.Limit > 500 {
		in.Limit = 100
	}
	on := day.In(s.clock.Now(), time.Local)
	out := TodayOutput{On: on, Items: []TodayItem{}}
	for _, part := range append([]TodayPart{s.plansDue}, s.today...) {
		items, err := part(ctx, on, in)
		if err != nil {
			return out, err
		}
		out.Items = append(out.Items, items...)
	}
	for i := range out.Items {
		item := &out.Items[i]
		item.Days, item.Overdue = int(item.On-on), item.On < on
		if item.Overdue {
			out.Overdue++
		}
		if err := s.Introduce(ctx, item); err != nil {
			return out, err
		}
	}
	sort.SliceStable(out.Items, func(i, j int) bool { return out.Items[i].On < out.Items[j].On })
	return out, nil
}

// plansDue lists the plans that wait for today or have waited longer.
func (s *Service) plansDue(ctx context.Context, on day.Day, in TodayInput) ([]TodayItem, error) {
	where := columns.All(
		columns.Where("status", "in", string(Planned), string(Postponed)),
		columns.Where("dueOn", "le", on.String()))
	ids, err := s.Waiting(ctx, FollowUpPlans.Name, "dueOn", where, in)
	if err != nil {
		return nil, err
	}
	var items []TodayItem
	for _, planID := range ids {
		p, err := store.Get(ctx, s.db, FollowUpPlans, id.Of[FollowUpPlan](planID))
		if hidden(err) {
			continue
		}
		if err != nil {
			return nil, err
		}
		items = append(items, TodayItem{
			Kind: "plan", Entity: FollowUpPlans.Name, ID: p.ID, Title: p.Goal, On: p.DueOn, Way: p.Way,
			CustomerID: string(p.CustomerID), ContactID: string(p.ContactID), OwnerID: string(p.OwnerID),
		})
	}
	return items, nil
}

// Waiting lists ids of an entity that a filter wants, ordered by a day, of the caller or of everybody.
func (s *Service) Waiting(ctx context.Context, entity, sortBy string, where columns.Filter, in TodayInput) ([]string, error) {
	if !in.Everybody {
		where = columns.All(where, columns.WhereMe("ownerId"))
	}
	page, err := s.cols.List(ctx, columns.Query{Entity: entity, Where: &where, Sort: []columns.Sort{{Field: sortBy}}, Limit: in.Limit})
	return page.IDs, err
}

// hidden tells that a record is not there, or not for the one who asks.
func hidden(err error) bool { return fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden) }

// Introduce fills in the names of the customer and contact of an item, as far as the caller may see them.
func (s *Service) Introduce(ctx context.Context, item *TodayItem) error {
	if item.CustomerID != "" {
		c, err := store.Get(ctx, s.db, Customers, id.Of[Customer](item.CustomerID))
		if err != nil && !hidden(err) {
			return err
		}
		if err == nil {
			item.Customer, item.Demand, item.Phone = c.Name, c.SpecialDemand, c.Phone
		}
	}
	contactID := item.ContactID
	if contactID == "" {
		return nil
	}
	c, err := store.Get(ctx, s.db, Contacts, id.Of[Contact](contactID))
	if err != nil && !hidden(err) {
		return err
	}
	if err == nil {
		item.Contact = c.Name
		if c.Phone != "" {
			item.Phone = c.Phone
		}
	}
	return nil
}
