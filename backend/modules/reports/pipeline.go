package reports

import (
	"cmp"
	"context"
	"slices"

	"xingke/backend/base/day"
	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/money"
	"xingke/backend/core/columns"
	"xingke/backend/core/records"
)

// PipelineOnInput asks what was open at the end of a day.
type PipelineOnInput struct {
	On    day.Day         `json:"on"`
	Where *columns.Filter `json:"where,omitempty"`
	By    *records.Group  `json:"by,omitempty"` // one more part for each value of a field, as it is today
}

// PipelineOnOutput is the pipeline of that day. Open on a day is an opportunity that was opened by then and
// not closed by then, as its days say. It counts in the stage its stage log says it was in at the end of
// the day, with the amount and the owner it has today. One opened again is in a closed stage on the days it
// was closed, and weighs nothing there.
type PipelineOnOutput struct {
	Total PipelinePart   `json:"total"`
	Parts []PipelinePart `json:"parts"` // by key, then by stage
}

// PipelinePart is what was open in one stage. What has not moved since weighs what it weighs today; what has
// moved weighs the usual chance of the stage it was in.
type PipelinePart struct {
	Key      string       `json:"key,omitempty"`   // of By
	Stage    string       `json:"stage,omitempty"` // "": the stage log begins after that day; nothing of it is weighed
	Count    int          `json:"count"`
	Amount   money.Amount `json:"amount"`
	Weighted money.Amount `json:"weighted"`
	// Of Count and Amount, what has no known stage.
	UnknownCount  int          `json:"unknownCount"`
	UnknownAmount money.Amount `json:"unknownAmount"`
}

// Pipeline tells what was open at the end of a day, from the stage logs.
func (s *Service) Pipeline(ctx context.Context, in PipelineOnInput) (PipelineOnOutput, error) {
	if in.On == 0 {
		return PipelineOnOutput{}, fault.Field("on", lang.Of("请给出日期", "Choose a day"))
	}
	if err := s.Records.MayAsk(ctx, opportunity, in.Where); err != nil {
		return PipelineOnOutput{}, err
	}
	that := in.On.String()
	l := &lookBack{s: s, then: columns.Where("stageLog.at", "le", that), cells: map[cell]*standing{}}
	l.open = columns.All(columns.Where("openedOn", "le", that),
		columns.Any(columns.Where("closedOn", "empty"), columns.Where("closedOn", "gt", that)))
	if in.Where != nil {
		l.open.And = append(l.open.And, *in.Where)
	}
	if in.By != nil {
		if err := s.Records.MayAsk(ctx, opportunity, &columns.Filter{Field: in.By.Field}); err != nil {
			return PipelineOnOutput{}, err
		}
		l.by = []columns.Group{columns.Group(*in.By)}
	}
	err := firstError(
		l.walk(ctx, "to", that, +1), l.walk(ctx, "from", that, -1), l.rested(ctx, that), l.unknown(ctx), l.readChances(ctx),
	)
	return l.answer(), err
}

// lookBack finds the stages of a day by adding up: what came to a stage by then, less what left it by then, is
// what was in it. So no stage log has to be walked by itself.
type lookBack struct {
	s       *Service
	open    columns.Filter // opportunities that were open
	then    columns.Filter // those whose stage log had begun
	by      []columns.Group
	cells   map[cell]*standing
	chances map[[2]string]int // by pipeline and stage
}

// cell is the stage of a pipeline, for one key.
type cell struct{ key, stage, pipeline string }

// standing is what stood in a cell; moved is what of it has moved since.
type standing struct{ count, amount, moved, weighted int64 }

func (l *lookBack) at(row columns.AggregateRow) *standing {
	where := cell{stage: row.Key(0).Text, pipeline: row.Key(1).Text}
	if len(l.by) > 0 {
		where.key = row.Key(2).Text
	}
	if l.cells[where] == nil {
		l.cells[where] = &standing{}
	}
	return l.cells[where]
}

// walk adds what went to (+1) or takes away what went from (-1) every stage up to the day.
func (l *lookBack) walk(ctx context.Context, way, that string, sign int64) error {
	lines := columns.All(under(opportunity+"Id", l.open), columns.Where("at", "le", that), columns.Where(way, "notEmpty"))
	groups := []columns.Group{{Field: way}, {Field: opportunity + "Id.pipelineId"}}
	for _, g := range l.by {
		groups = append(groups, columns.Group{Field: opportunity + "Id." + g.Field, By: g.By})
	}
	rows, err := l.s.sums(ctx, stageLog, &lines, groups, counted, columns.Measure{Op: "sum", Field: opportunity + "Id.amount"})
	for row := range rows.All() {
		c := l.at(row)
		c.count += sign * row.Value(0).Int
		c.amount += sign * row.Value(1).Int
		c.moved += sign * row.Value(1).Int
	}
	return err
}

// rested are the opportunities that stand today where they stood: they weigh what they weigh today.
func (l *lookBack) rested(ctx context.Context, that string) error {
	where := columns.All(l.open, isOpen, l.then, columns.None(columns.Where("stageLog.at", "gt", that)))
	groups := append([]columns.Group{{Field: "stage"}, {Field: "pipelineId"}}, l.by...)
	rows, err := l.s.sums(ctx, opportunity, &where, groups, amount, weighted)
	for row := range rows.All() {
		c := l.at(row)
		c.moved -= row.Value(0).Int
		c.weighted += row.Value(1).Int
	}
	return err
}

// unknown are the opportunities whose stage log begins later: they were imported, or written down late.
func (l *lookBack) unknown(ctx context.Context) error {
	where := columns.All(l.open, columns.None(l.then))
	rows, err := l.s.sums(ctx, opportunity, &where, l.by, counted, amount)
	for row := range rows.All() {
		where := cell{}
		if len(l.by) > 0 {
			where.key = row.Key(0).Text
		}
		if n := row.Value(0).Int; n > 0 {
			l.cells[where] = &standing{count: n, amount: row.Value(1).Int}
		}
	}
	return err
}

// readChances reads the chances of the stages of pipelines.
func (l *lookBack) readChances(ctx context.Context) error {
	rows, err := l.s.sums(ctx, "pipeline.stages", nil, []columns.Group{{Field: "pipelineId"}, {Field: "key"}, {Field: "chance"}}, counted)
	l.chances = make(map[[2]string]int, rows.Len())
	for row := range rows.All() {
		l.chances[[2]string{row.Key(0).Text, row.Key(1).Text}] = int(row.Key(2).Int)
	}
	return err
}

// chance is the usual chance of a stage: a standard stage has the same one in every pipeline.
func (l *lookBack) chance(of cell) int {
	if of.stage == "won" || of.stage == "lost" {
		return 0 // no part of an open pipeline
	}
	if usual, standard := l.s.Chances[of.stage]; standard {
		return usual
	}
	return l.chances[[2]string{of.pipeline, of.stage}]
}

// answer puts the pipelines together and adds all up.
func (l *lookBack) answer() PipelineOnOutput {
	out := PipelineOnOutput{Parts: []PipelinePart{}}
	parts := map[[2]string]*PipelinePart{}
	for of, c := range l.cells {
		if c.count == 0 {
			continue
		}
		p := parts[[2]string{of.key, of.stage}]
		if p == nil {
			p = &PipelinePart{Key: of.key, Stage: of.stage}
			parts[[2]string{of.key, of.stage}] = p
		}
		p.Count += int(c.count)
		p.Amount += money.Amount(c.amount)
		p.Weighted += money.Amount(c.weighted) + money.Amount(c.moved).Percent(int64(l.chance(of)))
		if of.stage == "" {
			p.UnknownCount, p.UnknownAmount = p.Count, p.Amount
		}
	}
	t := &out.Total
	for _, p := range parts {
		out.Parts = append(out.Parts, *p)
		t.Count, t.Amount, t.Weighted = t.Count+p.Count, t.Amount+p.Amount, t.Weighted+p.Weighted
		t.UnknownCount, t.UnknownAmount = t.UnknownCount+p.UnknownCount, t.UnknownAmount+p.UnknownAmount
	}
	slices.SortFunc(out.Parts, func(a, b PipelinePart) int {
		return cmp.Or(cmp.Compare(a.Key, b.Key), cmp.Compare(a.Stage, b.Stage))
	})
	return out
}
