package reports

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"xingke/backend/base/day"
	"xingke/backend/base/lang"
	"xingke/backend/base/money"
	"xingke/backend/base/who"
	"xingke/backend/core/columns"
)

// mostShares is how many parts of a whole are named; the rest is one part.
const mostShares = 9

// shares are what was won, by department, place and product, and why deals were lost.
func (s *Service) shares(ctx context.Context, when period, f *Figures) (err error) {
	won := columns.All(isWon, when.in("closedOn"))
	if f.Departments, err = s.share(ctx, opportunity, won, columns.Group{Field: "ownerId.departmentId"}, amount, s.titled("department")); err != nil {
		return err
	}
	if s.may(ctx, customer) {
		if f.Regions, err = s.share(ctx, opportunity, won, columns.Group{Field: "customerId.region", By: "province"}, amount, plain); err != nil {
			return err
		}
	}
	if s.may(ctx, product) {
		if f.Products, err = s.share(ctx, opportunity, won, columns.Group{Field: "productId"}, amount, s.titled(product)); err != nil {
			return err
		}
	}
	lost := columns.All(isLost, when.in("closedOn"))
	f.LostReasons, err = s.share(ctx, opportunity, lost, columns.Group{Field: "lostReason"}, amount, plain)
	slices.SortStableFunc(f.LostReasons, func(a, b ShareRow) int { return cmp.Compare(b.Count, a.Count) })
	return err
}

// ordered is what was ordered, by sales region, category and product.
func (s *Service) ordered(ctx context.Context, when period, f *Figures) (err error) {
	if !s.may(ctx, order) {
		return nil
	}
	if f.Orders, err = s.share(ctx, order, columns.All(isBuy, when.in("orderedOn")), columns.Group{Field: "region"}, total, plain); err != nil {
		return err
	}
	lines := columns.All(isLine, when.in("orderId.orderedOn"))
	if f.Categories, err = s.share(ctx, orderLines, lines, columns.Group{Field: "productId.category"}, amount, plain); err != nil {
		return err
	}
	rows, err := s.sums(ctx, orderLines, &lines, []columns.Group{{Field: "productId"}}, amount, columns.Measure{Op: "sum", Field: "quantity"})
	if err != nil {
		return err
	}
	for row := range rows.All() {
		f.Sold = append(f.Sold, ProductRow{Name: s.titled(product)(ctx, row.Key(0).Text), Amount: fen(row.Value(0)), Quantity: money.Quantity(row.Value(1).Int)})
	}
	slices.SortStableFunc(f.Sold, func(a, b ProductRow) int { return cmp.Compare(b.Amount, a.Amount) })
	f.Sold = f.Sold[:min(len(f.Sold), 20)]
	return nil
}

// share is one whole in its parts, the largest first, the small ones together.
func (s *Service) share(ctx context.Context, entity string, where columns.Filter, by columns.Group, sum columns.Measure, name func(context.Context, string) string) ([]ShareRow, error) {
	rows, err := s.sums(ctx, entity, &where, []columns.Group{by}, counted, sum)
	if err != nil {
		return nil, err
	}
	parts := make([]ShareRow, 0, rows.Len())
	for row := range rows.All() {
		title := name(ctx, row.Key(0).Text)
		if title == "" {
			title = unnamed.In(who.Lang(ctx))
		}
		parts = append(parts, ShareRow{Name: title, Count: count(row.Value(0)), Amount: fen(row.Value(1))})
	}
	slices.SortStableFunc(parts, func(a, b ShareRow) int {
		return cmp.Or(cmp.Compare(b.Amount, a.Amount), cmp.Compare(b.Count, a.Count), strings.Compare(a.Name, b.Name))
	})
	if len(parts) <= mostShares {
		return parts, nil
	}
	rest := ShareRow{Name: lang.Sayf("其余 %s 项", "%s others", lang.N(len(parts)-mostShares+1)).In(who.Lang(ctx))}
	for _, p := range parts[mostShares-1:] {
		rest.Amount, rest.Count = rest.Amount+p.Amount, rest.Count+p.Count
	}
	return append(parts[:mostShares-1], rest), nil
}

func plain(_ context.Context, value string) string { return value }

// titled names records of an entity by their titles.
func (s *Service) titled(entity string) func(context.Context, string) string {
	return func(ctx context.Context, id string) string {
		title := s.title(ctx, entity, id)
		return title
	}
}

// stages are the open opportunities by stage, in the order of the stages.
func (s *Service) stages(ctx context.Context, _ period, f *Figures) error {
	rows, err := s.sums(ctx, opportunity, &isOpen, []columns.Group{{Field: "stage"}}, counted, amount, weighted)
	if err != nil {
		return err
	}
	place := map[string]int{}
	if t := s.Types.Type(opportunity); t != nil {
		for i, o := range t.Spec("stage").Options {
			place[o.Value] = i + 1
		}
	}
	for row := range rows.All() {
		stage := row.Key(0).Text
		f.Stages = append(f.Stages, StageRow{
			Stage: stage, Name: s.label(ctx, opportunity, "stage", stage),
			Count: count(row.Value(0)), Amount: fen(row.Value(1)), Weighted: fen(row.Value(2)),
		})
	}
	slices.SortStableFunc(f.Stages, func(a, b StageRow) int {
		return cmp.Compare(cmp.Or(place[a.Stage], 1000), cmp.Or(place[b.Stage], 1000))
	})
	return nil
}

// months are the last twelve months up to the period, or all there are if the period is everything, at most five years.
func (s *Service) months(ctx context.Context, when period, f *Figures) error {
	rows := map[string]*MonthRow{}
	orders := s.may(ctx, order)
	ask := func(entity, on string, where columns.Filter, sum columns.Measure, put func(*MonthRow, columns.AggregateRow)) error {
		if !s.may(ctx, entity) {
			return nil
		}
		got, err := s.sums(ctx, entity, &where, []columns.Group{{Field: on, By: "month"}}, counted, sum)
		for row := range got.All() {
			month := row.Key(0).Text
			if month == "" {
				continue
			}
			if rows[month] == nil {
				rows[month] = monthRow(month, orders)
			}
			put(rows[month], row)
		}
		return err
	}
	err := firstError(
		ask(opportunity, "closedOn", isWon, amount, func(m *MonthRow, row columns.AggregateRow) {
			m.WonCount, m.WonAmount = count(row.Value(0)), fen(row.Value(1))
		}),
		ask(order, "orderedOn", isBuy, total, func(m *MonthRow, row columns.AggregateRow) {
			*m.OrderCount, *m.OrderAmount = count(row.Value(0)), fen(row.Value(1))
		}),
	)
	if err != nil || len(rows) == 0 {
		return err
	}
	first, last := "9999-12", ""
	for month := range rows {
		first, last = min(first, month), max(last, month)
	}
	most := 60
	if when.month != "" {
		last, most = when.month, 12
		first = min(first, last)
	}
	f.Months = run(rows, first, last, most, orders)
	return nil
}

// run lists the months from first to last, those without figures too, at most the last so many.
func run(rows map[string]*MonthRow, first, last string, most int, orders bool) []MonthRow {
	var list []MonthRow
	at, err := day.Parse(last + "-01")
	for ; err == nil && len(list) < most; at = at.AddMonths(-1) {
		month := at.String()[:7]
		row := rows[month]
		if row == nil {
			row = monthRow(month, orders)
		}
		list = append(list, *row)
		if month <= first {
			break
		}
	}
	slices.Reverse(list)
	return list
}

func monthRow(month string, orders bool) *MonthRow {
	return &MonthRow{Month: month, OrderAmount: known[money.Amount](orders), OrderCount: known[int](orders)}
}

// rest are the figures that stand alone.
func (s *Service) rest(ctx context.Context, when period, f *Figures) error {
	if f.Totals.NewCustomers = known[int](s.may(ctx, customer)); f.Totals.NewCustomers == nil {
		return nil
	}
	fresh := when.in("createdAt")
	rows, err := s.sums(ctx, customer, &fresh, nil, counted)
	if err == nil && rows.Len() == 1 {
		*f.Totals.NewCustomers = count(rows.At(0).Value(0))
	}
	return err
}
