package reports

import (
	"context"
	"fmt"
	"time"

	"xingke/backend/base/day"
	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/columns"
)

// The entities and fields these figures are made of, by their names: reports observe, they do not import.
const (
	opportunity = "opportunity"
	order       = "order"
	orderLines  = "order.lines"
	followUp    = "followUp"
	customer    = "customer"
	product     = "product"
)

// period is the stretch of days a report is about; no days are all of them.
type period struct {
	month    string // 2026-10, "" for all
	from, to day.Day
}

// in wants records whose day lies in the period.
func (p period) in(fieldName string) columns.Filter {
	if p.from == 0 {
		return columns.Filter{}
	}
	return columns.Where(fieldName, "between", p.from.String(), p.to.String())
}

// title says the period.
func (p period) title(tag lang.Tag) string {
	if p.from == 0 {
		return lang.Of("全部时间", "All time").In(tag)
	}
	y, m, _ := p.from.Date()
	return lang.Of(fmt.Sprintf("%d年%d月", y, int(m)), fmt.Sprintf("%s %d", m, y)).In(tag)
}

func monthOf(text string) (period, error) {
	at, err := time.Parse("2006-01", text)
	if err != nil {
		return period{}, fault.Field("month", lang.Of("月份应形如 2026-10", "Enter the month like 2026-10"))
	}
	from := day.Of(at.Year(), at.Month(), 1)
	return period{month: text, from: from, to: from.AddMonths(1) - 1}, nil
}

// period is what the params ask for: the last month in which something was won or ordered if they do not say.
func (s *Service) period(ctx context.Context, in Params) (period, error) {
	switch {
	case in.All:
		return period{}, nil
	case in.Month != "":
		return monthOf(in.Month)
	}
	last := ""
	won := columns.Where("stage", "eq", "won")
	for _, one := range []struct {
		entity, field string
		where         *columns.Filter
	}{{opportunity, "closedOn", &won}, {order, "orderedOn", nil}} {
		if !s.may(ctx, one.entity) {
			continue
		}
		rows, err := s.sums(ctx, one.entity, one.where, []columns.Group{{Field: one.field, By: "month"}}, columns.Measure{Op: "count"})
		if err != nil {
			return period{}, err
		}
		for row := range rows.All() {
			last = max(last, row.Key(0).Text)
		}
	}
	if last == "" {
		last = day.In(s.Clock.Now(), s.Zone).String()[:7]
	}
	return monthOf(last)
}

// sums is every question this house asks: with the caller's rights.
func (s *Service) sums(ctx context.Context, entity string, where *columns.Filter, groups []columns.Group, measures ...columns.Measure) (*columns.Rows, error) {
	if s.Types.Type(baseName(entity)) == nil {
		return nil, nil
	}
	return s.Columns.Aggregate(ctx, columns.Aggregate{Entity: entity, Where: where, Scope: s.scope(ctx, entity), Groups: groups, Measures: measures})
}
