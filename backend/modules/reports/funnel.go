package reports

import (
	"cmp"
	"context"
	"slices"

	"xingke/backend/base/day"
	"xingke/backend/base/money"
	"xingke/backend/core/columns"
)

// FunnelInput names the opportunities a funnel is about, usually those opened in a period.
type FunnelInput struct {
	Where *columns.Filter `json:"where,omitempty"`
}

// FunnelOutput is how far these opportunities came, from the first stage to winning.
type FunnelOutput struct {
	Stages     []FunnelStage `json:"stages"`
	LostCount  int           `json:"lostCount"`
	LostAmount money.Amount  `json:"lostAmount"`
}

// FunnelStage is one stage. An opportunity came to a stage if its stage log has it or a later one, so the
// records behind Count are those where stageLog.to is in Reach; of the first stage they are all.
type FunnelStage struct {
	Stage      string       `json:"stage"`
	Name       string       `json:"name"`
	Reach      []string     `json:"reach"`
	Count      int          `json:"count"`
	Amount     money.Amount `json:"amount"`
	NowCount   int          `json:"nowCount"` // of those that are there now
	NowAmount  money.Amount `json:"nowAmount"`
	LeftCount  int          `json:"leftCount"` // of those that were there and left, where stageLog.from is the stage
	MeanDays   float64      `json:"meanDays"`  // that those stayed
	MedianDays float64      `json:"medianDays"`
}

// CycleInput names closed opportunities.
type CycleInput struct {
	Where *columns.Filter `json:"where,omitempty"`
}

// CycleOutput is how many days it took from opening to closing, of those where both days are known.
type CycleOutput struct {
	Count      int     `json:"count"`
	MeanDays   float64 `json:"meanDays"`
	MedianDays float64 `json:"medianDays"`
}

const stageLog = opportunity + ".stageLog"

// Funnel tells how far opportunities came and how long they stayed in each stage.
func (s *Service) Funnel(ctx context.Context, in FunnelInput) (FunnelOutput, error) {
	out := FunnelOutput{Stages: []FunnelStage{}}
	if err := s.Records.MayAsk(ctx, opportunity, in.Where); err != nil {
		return out, err
	}
	all := columns.Filter{}
	if in.Where != nil {
		all = *in.Where
	}
	now, err := s.sums(ctx, opportunity, &all, []columns.Group{{Field: "stage"}}, counted, amount)
	if err != nil {
		return out, err
	}
	here := map[string]columns.AggregateRow{}
	for row := range now.All() {
		here[row.Key(0).Text] = row
	}
	if lost, some := here["lost"]; some {
		out.LostCount, out.LostAmount = count(lost.Value(0)), fen(lost.Value(1))
	}
	lines := under(opportunity+"Id", all)
	stayed, err := s.stayed(ctx, &lines)
	if err != nil {
		return out, err
	}
	left, err := s.left(ctx, &lines)
	if err != nil {
		return out, err
	}
	order, err := s.stageOrder(ctx, here, stayed)
	if err != nil {
		return out, err
	}
	for i, one := range order {
		one.Reach = make([]string, 0, len(order)-i)
		for _, later := range order[i:] {
			one.Reach = append(one.Reach, later.Stage)
		}
		if err := s.fillStage(ctx, &one, all, i == 0); err != nil {
			return out, err
		}
		if row, some := here[one.Stage]; some {
			one.NowCount, one.NowAmount = count(row.Value(0)), fen(row.Value(1))
		}
		one.LeftCount = left[one.Stage]
		one.MeanDays, one.MedianDays = stayed[one.Stage].middle()
		out.Stages = append(out.Stages, one)
	}
	return out, nil
}

// fillStage counts the opportunities that came to a stage.
func (s *Service) fillStage(ctx context.Context, one *FunnelStage, all columns.Filter, first bool) error {
	came := all
	if !first {
		came = columns.All(all, columns.Where("stageLog.to", "in", one.Reach...))
	}
	rows, err := s.sums(ctx, opportunity, &came, nil, counted, amount)
	if err == nil {
		one.Count, one.Amount = count(rows.At(0).Value(0)), fen(rows.At(0).Value(1))
	}
	return err
}

// stageOrder lists the stages of a funnel: the standard ones and those of pipelines in use, by their chance, then winning.
func (s *Service) stageOrder(ctx context.Context, here map[string]columns.AggregateRow, stayed map[string]spread) ([]FunnelStage, error) {
	var order []FunnelStage
	chance := map[string]int64{}
	steps, err := s.sums(ctx, "pipeline.stages", nil, []columns.Group{{Field: "key"}, {Field: "name"}, {Field: "chance"}}, counted)
	if err != nil {
		return nil, err
	}
	names := map[string]string{}
	for row := range steps.All() {
		key := row.Key(0).Text
		if _, known := names[key]; !known && key != "" {
			names[key], chance[key] = row.Key(1).Text, row.Key(2).Int
		}
	}
	t := s.Types.Type(opportunity)
	if t == nil {
		return nil, nil
	}
	standard := map[string]bool{"lost": true, "won": true}
	for i, o := range t.Spec("stage").Options {
		if standard[o.Value] {
			continue
		}
		standard[o.Value] = true
		if _, known := chance[o.Value]; !known {
			chance[o.Value] = int64(10 + 20*i)
		}
		order = append(order, FunnelStage{Stage: o.Value, Name: s.label(ctx, opportunity, "stage", o.Value)})
	}
	for key, name := range names {
		if _, some := here[key]; !some && stayed[key] == nil || standard[key] {
			continue
		}
		order = append(order, FunnelStage{Stage: key, Name: name})
	}
	slices.SortFunc(order, func(a, b FunnelStage) int {
		return cmp.Or(cmp.Compare(chance[a.Stage], chance[b.Stage]), cmp.Compare(a.Stage, b.Stage))
	})
	return append(order, FunnelStage{Stage: "won", Name: s.label(ctx, opportunity, "stage", "won")}), nil
}

// stayed tells for each stage how many days opportunities stayed in it before they left.
func (s *Service) stayed(ctx context.Context, where *columns.Filter) (map[string]spread, error) {
	rows, err := s.sums(ctx, stageLog, where, []columns.Group{{Field: "from"}, {Field: "days"}}, counted)
	found := map[string]spread{}
	for row := range rows.All() {
		from := row.Key(0).Text
		if from == "" || row.Key(1).Empty() {
			continue
		}
		if found[from] == nil {
			found[from] = spread{}
		}
		found[from][row.Key(1).Int] += count(row.Value(0))
	}
	return found, err
}

// left counts for each stage the opportunities that left it; one that left it twice counts once.
func (s *Service) left(ctx context.Context, where *columns.Filter) (map[string]int, error) {
	rows, err := s.sums(ctx, stageLog, where, []columns.Group{{Field: "from"}}, columns.Measure{Op: "distinct", Field: opportunity + "Id"})
	found := map[string]int{}
	for row := range rows.All() {
		found[row.Key(0).Text] = count(row.Value(0))
	}
	return found, err
}

// Cycle tells how long opportunities took from opening to closing.
func (s *Service) Cycle(ctx context.Context, in CycleInput) (CycleOutput, error) {
	if err := s.Records.MayAsk(ctx, opportunity, in.Where); err != nil {
		return CycleOutput{}, err
	}
	where := columns.All(columns.Where("openedOn", "notEmpty"), columns.Where("closedOn", "notEmpty"))
	if in.Where != nil {
		where.And = append(where.And, *in.Where)
	}
	rows, err := s.sums(ctx, opportunity, &where, []columns.Group{{Field: "closedOn"}, {Field: "openedOn"}}, counted)
	if err != nil {
		return CycleOutput{}, err
	}
	took, out := spread{}, CycleOutput{}
	for row := range rows.All() {
		n := count(row.Value(0))
		out.Count += n
		took[int64(max(day.Day(row.Key(0).Int)-day.Day(row.Key(1).Int), 0))] += n
	}
	out.MeanDays, out.MedianDays = took.middle()
	return out, nil
}

// spread is how often each number of days came up.
type spread map[int64]int

// middle is the mean and the median, with one decimal.
func (s spread) middle() (mean, median float64) {
	n, sum := 0, int64(0)
	values := make([]int64, 0, len(s))
	for value, times := range s {
		n += times
		sum += value * int64(times)
		values = append(values, value)
	}
	if n == 0 {
		return 0, 0
	}
	slices.Sort(values)
	at := func(place int) int64 {
		for _, value := range values {
			if place -= s[value]; place < 0 {
				return value
			}
		}
		return 0
	}
	tenth := func(x float64) float64 { return float64(int64(x*10+0.5)) / 10 }
	return tenth(float64(sum) / float64(n)), tenth(float64(at((n-1)/2)+at(n/2)) / 2)
}

// under is a filter of records put to what refers to them.
func under(path string, f columns.Filter) columns.Filter {
	moved := f
	if f.Field != "" {
		moved.Field = path + "." + f.Field
	}
	list := func(from []columns.Filter) []columns.Filter {
		if from == nil {
			return nil
		}
		to := make([]columns.Filter, len(from))
		for i := range from {
			to[i] = under(path, from[i])
		}
		return to
	}
	moved.And, moved.Or = list(f.And), list(f.Or)
	if f.Not != nil {
		inner := under(path, *f.Not)
		moved.Not = &inner
	}
	return moved
}
