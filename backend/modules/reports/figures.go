package reports

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"xingke/backend/base/day"
	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/money"
	"xingke/backend/base/who"
	"xingke/backend/core/columns"
)

// Figures are the numbers of a sales report. Won and lost are of the period; open is now.
type Figures struct {
	Title       string       `json:"title"`
	Book        string       `json:"book"`
	Period      string       `json:"period"`
	Month       string       `json:"month,omitempty"`
	From        day.Day      `json:"from,omitzero"`
	To          day.Day      `json:"to,omitzero"`
	Totals      Totals       `json:"totals"`
	People      []PersonRow  `json:"people"`
	Departments []ShareRow   `json:"departments"` // won, by the department of the owner
	Regions     []ShareRow   `json:"regions"`     // won, by the place of the customer
	Stages      []StageRow   `json:"stages"`
	Months      []MonthRow   `json:"months"`
	LostReasons []ShareRow   `json:"lostReasons"`
	Orders      []ShareRow   `json:"orders"`     // by sales region
	Categories  []ShareRow   `json:"categories"` // of what was ordered
	Products    []ShareRow   `json:"products"`   // won, by product
	Sold        []ProductRow `json:"sold"`       // ordered, by product, the best first
}

// Totals are the key figures.
type Totals struct {
	WonAmount    money.Amount `json:"wonAmount"`
	WonCount     int          `json:"wonCount"`
	LostCount    int          `json:"lostCount"`
	OpenAmount   money.Amount `json:"openAmount"`
	OpenCount    int          `json:"openCount"`
	Weighted     money.Amount `json:"weighted"`
	OrderAmount  money.Amount `json:"orderAmount"`
	OrderCount   int          `json:"orderCount"`
	NewCustomers int          `json:"newCustomers"`
	FollowUps    int          `json:"followUps"`
}

// PersonRow is one salesperson.
type PersonRow struct {
	ID          string       `json:"id"` // "" for what has no owner
	Name        string       `json:"name"`
	Department  string       `json:"department,omitempty"`
	WonAmount   money.Amount `json:"wonAmount"`
	WonCount    int          `json:"wonCount"`
	LostCount   int          `json:"lostCount"`
	OpenAmount  money.Amount `json:"openAmount"`
	OpenCount   int          `json:"openCount"`
	Weighted    money.Amount `json:"weighted"`
	OrderAmount money.Amount `json:"orderAmount"`
	FollowUps   int          `json:"followUps"`
}

// ShareRow is one part of a whole.
type ShareRow struct {
	Name   string       `json:"name"`
	Amount money.Amount `json:"amount"`
	Count  int          `json:"count"`
}

// StageRow is one open stage.
type StageRow struct {
	Stage    string       `json:"stage"`
	Name     string       `json:"name"`
	Amount   money.Amount `json:"amount"`
	Count    int          `json:"count"`
	Weighted money.Amount `json:"weighted"`
}

// MonthRow is one month of the trend.
type MonthRow struct {
	Month       string       `json:"month"`
	WonAmount   money.Amount `json:"wonAmount"`
	WonCount    int          `json:"wonCount"`
	OrderAmount money.Amount `json:"orderAmount"`
	OrderCount  int          `json:"orderCount"`
}

// ProductRow is one product that was ordered.
type ProductRow struct {
	Name     string         `json:"name"`
	Quantity money.Quantity `json:"quantity"`
	Amount   money.Amount   `json:"amount"`
}

// Figures are the numbers of the sales report of a month.
func (s *Service) Figures(ctx context.Context, in RunInput) (Figures, error) {
	if !isMonthly(in.Name) {
		return Figures{}, fault.New(fault.NotFound, "没有名为“%s”的报表；内置的有：销售月报", "There is no report named %s. Built in: salesMonthly.", lang.S(in.Name))
	}
	when, err := s.period(ctx, in.Params)
	if err != nil {
		return Figures{}, err
	}
	return s.figures(ctx, when)
}

var (
	isWon  = columns.Where("stage", "eq", "won")
	isLost = columns.Where("stage", "eq", "lost")
	isOpen = columns.None(columns.Where("stage", "in", "won", "lost"))
	isBuy  = columns.None(columns.Where("status", "in", "cancelled"))
	isLine = columns.None(columns.Where("orderId.status", "in", "cancelled"))

	counted  = columns.Measure{Op: "count"}
	amount   = columns.Measure{Op: "sum", Field: "amount"}
	weighted = columns.Measure{Op: "sum", Field: "weighted"}
	total    = columns.Measure{Op: "sum", Field: "total"}
)

func (s *Service) figures(ctx context.Context, when period) (Figures, error) {
	tag := who.Lang(ctx)
	f := Figures{
		Title: salesMonthly.In(tag), Book: s.Records.BookName(ctx), Period: when.title(tag), Month: when.month, From: when.from, To: when.to,
	}
	for _, step := range []func(context.Context, period, *Figures) error{s.people, s.shares, s.stages, s.months, s.ordered, s.rest} {
		if err := step(ctx, when, &f); err != nil {
			return f, err
		}
	}
	f.fillEmpty()
	return f, nil
}

// people are the figures by salesperson, and the totals, which are their sums.
func (s *Service) people(ctx context.Context, when period, f *Figures) error {
	byOwner := []columns.Group{{Field: "ownerId"}}
	rows := map[string]*PersonRow{}
	ask := func(entity string, where columns.Filter, put func(p *PersonRow, v []columns.Number), measures ...columns.Measure) error {
		got, err := s.sums(ctx, entity, &where, byOwner, measures...)
		for _, row := range got {
			owner := row.Keys[0].Text
			if rows[owner] == nil {
				rows[owner] = &PersonRow{ID: owner, Name: s.person(ctx, owner), Department: s.departmentOf(ctx, owner)}
			}
			put(rows[owner], row.Values)
		}
		return err
	}
	t := &f.Totals
	err := firstError(
		ask(opportunity, columns.All(isWon, when.in("closedOn")), func(p *PersonRow, v []columns.Number) {
			p.WonCount, p.WonAmount = count(v[0]), fen(v[1])
			t.WonCount, t.WonAmount = t.WonCount+p.WonCount, t.WonAmount+p.WonAmount
		}, counted, amount),
		ask(opportunity, columns.All(isLost, when.in("closedOn")), func(p *PersonRow, v []columns.Number) {
			p.LostCount = count(v[0])
			t.LostCount += p.LostCount
		}, counted),
		ask(opportunity, isOpen, func(p *PersonRow, v []columns.Number) {
			p.OpenCount, p.OpenAmount, p.Weighted = count(v[0]), fen(v[1]), fen(v[2])
			t.OpenCount, t.OpenAmount, t.Weighted = t.OpenCount+p.OpenCount, t.OpenAmount+p.OpenAmount, t.Weighted+p.Weighted
		}, counted, amount, weighted),
		ask(order, columns.All(isBuy, when.in("orderedOn")), func(p *PersonRow, v []columns.Number) {
			p.OrderAmount = fen(v[1])
			t.OrderCount, t.OrderAmount = t.OrderCount+count(v[0]), t.OrderAmount+p.OrderAmount
		}, counted, total),
		ask(followUp, when.in("at"), func(p *PersonRow, v []columns.Number) {
			p.FollowUps = count(v[0])
			t.FollowUps += p.FollowUps
		}, counted),
	)
	for _, p := range rows {
		f.People = append(f.People, *p)
	}
	slices.SortFunc(f.People, func(a, b PersonRow) int {
		return cmp.Or(cmp.Compare(b.WonAmount, a.WonAmount), cmp.Compare(b.OrderAmount, a.OrderAmount), cmp.Compare(b.OpenAmount, a.OpenAmount), cmp.Compare(b.FollowUps, a.FollowUps), strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID))
	})
	return err
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func count(n columns.Number) int        { return int(n.Int) }
func fen(n columns.Number) money.Amount { return money.Amount(n.Int) }

func (s *Service) person(ctx context.Context, userID string) string {
	if name, ok := s.Columns.Title("user", userID); ok && name != "" {
		return name
	}
	return unnamed.In(who.Lang(ctx))
}

var unnamed = lang.Of("（未指定）", "(none)")

func (s *Service) departmentOf(ctx context.Context, userID string) string {
	t := s.Types.Type("user")
	if userID == "" || t == nil {
		return ""
	}
	rec, err := s.DB.Find(ctx, t, userID)
	if err != nil {
		return ""
	}
	name, _ := s.Columns.Title("department", rec.Meta().DepartmentID)
	return name
}

func baseName(entity string) string {
	name, _, _ := strings.Cut(entity, ".")
	return name
}

// fillEmpty makes empty lists lists, for the pages.
func (f *Figures) fillEmpty() {
	for _, list := range []*[]ShareRow{&f.Departments, &f.Regions, &f.LostReasons, &f.Orders, &f.Categories, &f.Products} {
		if *list == nil {
			*list = []ShareRow{}
		}
	}
	if f.People == nil {
		f.People = []PersonRow{}
	}
	if f.Stages == nil {
		f.Stages = []StageRow{}
	}
	if f.Months == nil {
		f.Months = []MonthRow{}
	}
	if f.Sold == nil {
		f.Sold = []ProductRow{}
	}
}
