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

// Figures are the numbers of a sales report. Won and lost are of the period; open is now. What is made of
// records that the caller may not read is absent: no figure, rather than zero.
type Figures struct {
	Title       string       `json:"title"`
	Book        string       `json:"book"`
	Period      string       `json:"period"`
	Month       string       `json:"month,omitempty"`
	From        day.Day      `json:"from,omitzero"`
	To          day.Day      `json:"to,omitzero"`
	Totals      Totals       `json:"totals"`
	People      []PersonRow  `json:"people"`
	Departments []ShareRow   `json:"departments"`      // won, by the department of the owner
	Regions     []ShareRow   `json:"regions,omitzero"` // won, by the place of the customer
	Stages      []StageRow   `json:"stages"`
	Months      []MonthRow   `json:"months"`
	LostReasons []ShareRow   `json:"lostReasons"`
	Orders      []ShareRow   `json:"orders,omitzero"`     // by sales region
	Categories  []ShareRow   `json:"categories,omitzero"` // of what was ordered
	Products    []ShareRow   `json:"products,omitzero"`   // won, by product
	Sold        []ProductRow `json:"sold,omitzero"`       // ordered, by product, the best first
}

// Totals are the key figures.
type Totals struct {
	WonAmount    money.Amount  `json:"wonAmount"`
	WonCount     int           `json:"wonCount"`
	LostCount    int           `json:"lostCount"`
	OpenAmount   money.Amount  `json:"openAmount"`
	OpenCount    int           `json:"openCount"`
	Weighted     money.Amount  `json:"weighted"`
	OrderAmount  *money.Amount `json:"orderAmount,omitzero"`
	OrderCount   *int          `json:"orderCount,omitzero"`
	NewCustomers *int          `json:"newCustomers,omitzero"`
	FollowUps    *int          `json:"followUps,omitzero"`
}

// PersonRow is one salesperson.
type PersonRow struct {
	ID          string        `json:"id"` // "" for what has no owner
	Name        string        `json:"name"`
	Department  string        `json:"department,omitempty"`
	WonAmount   money.Amount  `json:"wonAmount"`
	WonCount    int           `json:"wonCount"`
	LostCount   int           `json:"lostCount"`
	OpenAmount  money.Amount  `json:"openAmount"`
	OpenCount   int           `json:"openCount"`
	Weighted    money.Amount  `json:"weighted"`
	OrderAmount *money.Amount `json:"orderAmount,omitzero"`
	FollowUps   *int          `json:"followUps,omitzero"`
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
	Month       string        `json:"month"`
	WonAmount   money.Amount  `json:"wonAmount"`
	WonCount    int           `json:"wonCount"`
	OrderAmount *money.Amount `json:"orderAmount,omitzero"`
	OrderCount  *int          `json:"orderCount,omitzero"`
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
	f.fillEmpty(func(entity string) bool { return s.may(ctx, entity) })
	return f, nil
}

// people are the figures by salesperson, and the totals, which are their sums.
func (s *Service) people(ctx context.Context, when period, f *Figures) error {
	byOwner := []columns.Group{{Field: "ownerId"}}
	rows := map[string]*PersonRow{}
	orders, talks := s.may(ctx, order), s.may(ctx, followUp)
	ask := func(entity string, where columns.Filter, put func(p *PersonRow, row columns.AggregateRow), measures ...columns.Measure) error {
		if !s.may(ctx, entity) {
			return nil
		}
		got, err := s.sums(ctx, entity, &where, byOwner, measures...)
		for row := range got.All() {
			owner := row.Key(0).Text
			if rows[owner] == nil {
				rows[owner] = &PersonRow{
					ID: owner, Name: s.person(ctx, owner), Department: s.departmentOf(ctx, owner),
					OrderAmount: known[money.Amount](orders), FollowUps: known[int](talks),
				}
			}
			put(rows[owner], row)
		}
		return err
	}
	t := &f.Totals
	t.OrderAmount, t.OrderCount, t.FollowUps = known[money.Amount](orders), known[int](orders), known[int](talks)
	err := firstError(
		ask(opportunity, columns.All(isWon, when.in("closedOn")), func(p *PersonRow, row columns.AggregateRow) {
			p.WonCount, p.WonAmount = count(row.Value(0)), fen(row.Value(1))
			t.WonCount, t.WonAmount = t.WonCount+p.WonCount, t.WonAmount+p.WonAmount
		}, counted, amount),
		ask(opportunity, columns.All(isLost, when.in("closedOn")), func(p *PersonRow, row columns.AggregateRow) {
			p.LostCount = count(row.Value(0))
			t.LostCount += p.LostCount
		}, counted),
		ask(opportunity, isOpen, func(p *PersonRow, row columns.AggregateRow) {
			p.OpenCount, p.OpenAmount, p.Weighted = count(row.Value(0)), fen(row.Value(1)), fen(row.Value(2))
			t.OpenCount, t.OpenAmount, t.Weighted = t.OpenCount+p.OpenCount, t.OpenAmount+p.OpenAmount, t.Weighted+p.Weighted
		}, counted, amount, weighted),
		ask(order, columns.All(isBuy, when.in("orderedOn")), func(p *PersonRow, row columns.AggregateRow) {
			*p.OrderAmount = fen(row.Value(1))
			*t.OrderCount, *t.OrderAmount = *t.OrderCount+count(row.Value(0)), *t.OrderAmount+*p.OrderAmount
		}, counted, total),
		ask(followUp, when.in("at"), func(p *PersonRow, row columns.AggregateRow) {
			*p.FollowUps = count(row.Value(0))
			*t.FollowUps += *p.FollowUps
		}, counted),
	)
	for _, p := range rows {
		f.People = append(f.People, *p)
	}
	slices.SortFunc(f.People, func(a, b PersonRow) int {
		return cmp.Or(cmp.Compare(b.WonAmount, a.WonAmount), compareKnown(b.OrderAmount, a.OrderAmount), cmp.Compare(b.OpenAmount, a.OpenAmount), compareKnown(b.FollowUps, a.FollowUps), strings.Compare(a.Name, b.Name), strings.Compare(a.ID, b.ID))
	})
	return err
}

// may tells that there are records of an entity, and that the caller may read some.
func (s *Service) may(ctx context.Context, entity string) bool {
	return s.Types.Type(entity) != nil && s.Policy.Allow(ctx, "read", entity) == nil
}

// known is a figure to be counted up from zero, nil if the caller may not know it.
func known[N money.Amount | int](may bool) *N {
	if !may {
		return nil
	}
	return new(N)
}

// compareKnown compares figures of which both are known, or neither.
func compareKnown[N money.Amount | int](a, b *N) int {
	if a == nil || b == nil {
		return 0
	}
	return cmp.Compare(*a, *b)
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

// fillEmpty makes empty lists lists, for the pages. What may not be read stays absent.
func (f *Figures) fillEmpty(may func(entity string) bool) {
	for list, from := range map[*[]ShareRow]string{
		&f.Departments: opportunity, &f.Regions: customer, &f.LostReasons: opportunity, &f.Orders: order, &f.Categories: order, &f.Products: product,
	} {
		if *list == nil && may(from) {
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
	if f.Sold == nil && may(order) {
		f.Sold = []ProductRow{}
	}
}
