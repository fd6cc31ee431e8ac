package customers

import (
	"cmp"
	"context"
	"time"

	"xingke/backend/base/day"
	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/money"
	"xingke/backend/core/access"
	"xingke/backend/core/columns"
	"xingke/backend/core/records"
	"xingke/backend/core/store"
)

// TodayInput asks for what waits.
type TodayInput struct {
	Everybody bool `json:"everybody,omitempty"` // all that the caller may see, not only the caller's own
	Limit     int  `json:"limit,omitempty"`     // of each kind; 100 if not said
}

// TodayItem is one thing that waits.
type TodayItem struct {
	Kind       string   `json:"kind"` // plan, promised, deal, order, silent
	Entity     string   `json:"entity"`
	ID         string   `json:"id"`
	Title      string   `json:"title"`
	On         day.Day  `json:"on,omitzero"` // when it is or was due, or when it was last heard of
	Overdue    bool     `json:"overdue"`
	Days       int      `json:"days"`              // until then; below zero it is overdue
	At         string   `json:"at,omitempty"`      // the hour agreed, RFC 3339
	Reasons    []string `json:"reasons,omitempty"` // why a deal is here: overdue, closing, noNextStep, idle
	Way        Way      `json:"way,omitempty"`
	Stage      string   `json:"stage,omitempty"`
	Level      Level    `json:"level,omitempty"`
	Amount     string   `json:"amount,omitempty"`
	Subject    id.Link  `json:"subject,omitzero"` // what a plan is about, where it is no customer
	About      string   `json:"about,omitempty"`  // its name
	CustomerID string   `json:"customerId,omitempty"`
	Customer   string   `json:"customer,omitempty"`
	Demand     string   `json:"specialDemand,omitempty"` // what to mind with this customer
	ContactID  string   `json:"contactId,omitempty"`
	Contact    string   `json:"contact,omitempty"`
	Phone      string   `json:"phone,omitempty"`
	LastOn     day.Day  `json:"lastFollowUpOn,omitzero"` // of the customer
	OwnerID    string   `json:"ownerId,omitempty"`
	Owner      string   `json:"owner,omitempty"` // who it waits for, where everybody's was asked for
}

// TodaySection is one kind of things that wait: how many there are, and the list that shows them all.
type TodaySection struct {
	Kind   string         `json:"kind"`
	Entity string         `json:"entity"`
	Total  int            `json:"total"`
	Where  columns.Filter `json:"where"`
	Days   map[string]int `json:"days,omitempty"` // the limits it goes by, such as idle: 14
}

// TodayFigure is one figure of the month with the list it was counted from.
type TodayFigure struct {
	Key    string         `json:"key"` // won, open, expected, done
	Entity string         `json:"entity"`
	Count  int            `json:"count"`
	Amount money.Amount   `json:"amount"`
	Where  columns.Filter `json:"where"`
}

// TodayOutput is what waits: plans, the most overdue first, then what other houses add.
type TodayOutput struct {
	On       day.Day        `json:"on"`
	Items    []TodayItem    `json:"items"`
	Overdue  int            `json:"overdue"` // plans that should have been done before today
	Sections []TodaySection `json:"sections"`
	Figures  []TodayFigure  `json:"figures"`
}

// TodayPart is what another house adds to today.
type TodayPart func(ctx context.Context, l *TodayList) error

// AddToday lets another house add to today. It is called while the program is put together.
func (s *Service) AddToday(part TodayPart) { s.today = append(s.today, part) }

// Today lists plans due and overdue, what other houses add, and customers long not heard of.
func (s *Service) Today(ctx context.Context, in TodayInput) (TodayOutput, error) {
	if in.Limit <= 0 || in.Limit > 500 {
		in.Limit = 100
	}
	l := &TodayList{s: s, On: day.In(s.clock.Now(), time.Local), in: in, known: map[id.Of[Customer]]*Customer{}}
	l.out = TodayOutput{On: l.On, Items: []TodayItem{}, Sections: []TodaySection{}, Figures: []TodayFigure{}}
	parts := append([]TodayPart{s.plansDue, s.promised}, s.today...)
	for _, part := range append(parts, s.silent, s.doneToday) {
		if err := part(ctx, l); err != nil {
			return l.out, err
		}
	}
	return l.out, nil
}

// TodayList is today while houses add to it.
type TodayList struct {
	On    day.Day
	s     *Service
	in    TodayInput
	out   TodayOutput
	known map[id.Of[Customer]]*Customer
}

// Waiting finds the ids of a kind of things that wait, of the caller or of everybody the caller may
// see, and notes how many there are.
func (l *TodayList) Waiting(ctx context.Context, kind, entity string, where columns.Filter, sort ...columns.Sort) ([]string, error) {
	where = l.whose(where)
	page, err := l.s.cols.List(ctx, columns.Query{
		Entity: entity, Where: &where, Scope: l.s.scope(ctx, entity), Sort: sort, Limit: l.in.Limit,
	})
	if err != nil {
		return nil, err
	}
	l.out.Sections = append(l.out.Sections, TodaySection{Kind: kind, Entity: entity, Total: page.Total, Where: where})
	return page.IDs, nil
}

// Limit tells by which numbers of days the section noted last goes.
func (l *TodayList) Limit(name string, days int) {
	last := &l.out.Sections[len(l.out.Sections)-1]
	if last.Days == nil {
		last.Days = map[string]int{}
	}
	last.Days[name] = days
}

// Figure counts records and sums an amount of theirs; amount "" only counts.
// Whoever may not read such records is shown no figure, rather than zero.
func (l *TodayList) Figure(ctx context.Context, key, entity, amount string, where columns.Filter) error {
	if l.s.policy != nil && l.s.policy.Allow(ctx, string(access.Read), entity) != nil {
		return nil
	}
	where = l.whose(where)
	ask := columns.Aggregate{Entity: entity, Where: &where, Scope: l.s.scope(ctx, entity), Measures: []columns.Measure{{Op: "count"}}}
	if amount != "" {
		ask.Measures = append(ask.Measures, columns.Measure{Op: "sum", Field: amount})
	}
	rows, err := l.s.cols.Aggregate(ctx, ask)
	if err != nil {
		return err
	}
	f := TodayFigure{Key: key, Entity: entity, Where: where}
	if rows.Len() > 0 {
		f.Count = int(rows.At(0).Value(0).Int)
		if amount != "" {
			f.Amount = money.Amount(rows.At(0).Value(1).Int)
		}
	}
	l.out.Figures = append(l.out.Figures, f)
	return nil
}

// whose narrows a filter to the caller's own records, unless everybody's were asked for.
func (l *TodayList) whose(where columns.Filter) columns.Filter {
	if l.in.Everybody {
		return where
	}
	if where.And != nil {
		return columns.All(append([]columns.Filter{columns.WhereMe("ownerId")}, where.And...)...)
	}
	return columns.All(columns.WhereMe("ownerId"), where)
}

// Add puts an item on the list, with the names of its customer and contact as far as the caller may see them.
func (l *TodayList) Add(ctx context.Context, item TodayItem) error {
	if item.On != 0 {
		item.Days, item.Overdue = int(item.On-l.On), item.On < l.On
	}
	if item.Overdue && item.Kind == "plan" {
		l.out.Overdue++
	}
	c, err := l.customer(ctx, id.Of[Customer](item.CustomerID))
	if err != nil {
		return err
	}
	if c != nil {
		item.Customer, item.Demand, item.Phone = c.Name, c.SpecialDemand, c.Phone
		item.LastOn, item.Level = c.LastFollowUpOn, c.Level
	}
	if item.ContactID != "" {
		contact, err := seen(store.Get(ctx, l.s.db, Contacts, id.Of[Contact](item.ContactID)))
		if err != nil {
			return err
		}
		if contact != nil {
			item.Contact, item.Phone = contact.Name, cmp.Or(contact.Phone, item.Phone)
		}
	}
	if l.in.Everybody && item.OwnerID != "" {
		item.Owner, _ = l.s.cols.Title("user", item.OwnerID)
	}
	l.out.Items = append(l.out.Items, item)
	return nil
}

func (l *TodayList) customer(ctx context.Context, of id.Of[Customer]) (*Customer, error) {
	if of == "" {
		return nil, nil
	}
	if c, known := l.known[of]; known {
		return c, nil
	}
	c, err := seen(store.Get(ctx, l.s.db, Customers, of))
	if err == nil {
		l.known[of] = c
	}
	return c, err
}

// seen makes nothing of a record that is not there, or not for the one who asks.
func seen[T any](rec *T, err error) (*T, error) {
	if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden) {
		return nil, nil
	}
	return rec, err
}

// plansDue lists the plans that wait for today or have waited longer. Of one day, those with an hour come first.
func (s *Service) plansDue(ctx context.Context, l *TodayList) error {
	ids, err := l.Waiting(ctx, "plan", FollowUpPlans.Name, columns.All(
		columns.Where("status", "in", string(Planned), string(Postponed)),
		columns.Where("dueOn", "le", l.On.String()),
	), columns.Sort{Field: "dueOn"}, columns.Sort{Field: "dueAt"})
	if err != nil {
		return err
	}
	for _, planID := range ids {
		p, err := seen(store.Get(ctx, s.db, FollowUpPlans, id.Of[FollowUpPlan](planID)))
		if err != nil {
			return err
		}
		if p == nil {
			continue
		}
		item := TodayItem{
			Kind: "plan", Entity: FollowUpPlans.Name, ID: p.ID, Title: p.Goal, On: p.DueOn, Way: p.Way,
			CustomerID: string(p.CustomerID), ContactID: string(p.ContactID), OwnerID: string(p.OwnerID),
		}
		if !p.DueAt.IsZero() {
			item.At = p.DueAt.Format(time.RFC3339)
		}
		if p.Subject.ID != "" && p.Subject.Entity != Customers.Name {
			item.Subject = p.Subject
			if t := s.db.Types().Type(p.Subject.Entity); t != nil {
				if rec, err := s.db.Find(ctx, t, p.Subject.ID); err == nil { // else it is gone, or not theirs to read
					item.About = t.Title(rec)
				}
			}
		}
		if err := l.Add(ctx, item); err != nil {
			return err
		}
	}
	return nil
}

// SilentAfter is how many days a customer of a level may go without a follow-up. It is the one place
// that says so.
var SilentAfter = []struct {
	Level Level
	Days  day.Day
}{{LevelA, 7}, {LevelB, 14}, {LevelC, 30}}

// silent lists customers with whom nobody has spoken for longer than their level allows and for whom
// nothing is planned, the most important first.
func (s *Service) silent(ctx context.Context, l *TodayList) error {
	var long []columns.Filter
	for _, rule := range SilentAfter {
		since := (l.On - rule.Days).String()
		long = append(long, columns.All(
			columns.Where("level", "eq", string(rule.Level)),
			columns.Any(
				columns.Where("lastFollowUpOn", "lt", since),
				columns.All(columns.Where("lastFollowUpOn", "empty"), columns.Where("createdAt", "lt", since)),
			)))
	}
	ids, err := l.Waiting(ctx, "silent", Customers.Name, columns.All(
		columns.Where("nextFollowUpOn", "empty"),
		columns.Where("status", "ne", string(Lost)),
		columns.Where("kind", "notIn", string(Supplier), string(Investor), string(Competitor)),
		columns.Any(long...),
	), columns.Sort{Field: "level"}, columns.Sort{Field: "lastFollowUpOn"})
	if err != nil {
		return err
	}
	for _, rule := range SilentAfter {
		l.Limit(string(rule.Level), int(rule.Days))
	}
	for _, customerID := range ids {
		c, err := l.customer(ctx, id.Of[Customer](customerID))
		if err != nil {
			return err
		}
		if c == nil {
			continue
		}
		on := cmp.Or(c.LastFollowUpOn, day.In(c.CreatedAt, time.Local))
		item := TodayItem{
			Kind: "silent", Entity: Customers.Name, ID: c.ID, Title: c.Name, On: on, CustomerID: c.ID, OwnerID: string(c.OwnerID),
		}
		if err := l.Add(ctx, item); err != nil {
			return err
		}
	}
	return nil
}

// doneToday counts what was done today: follow-ups written down.
func (s *Service) doneToday(ctx context.Context, l *TodayList) error {
	return l.Figure(ctx, "done", FollowUps.Name, "", columns.Where("at", "eq", l.On.String()))
}

// scope is what the caller may see of an entity, as a filter; nil is everything.
func (s *Service) scope(ctx context.Context, entity string) *columns.Filter {
	if s.policy == nil {
		return nil
	}
	return records.Within(ctx, s.policy, access.Read, entity)
}
