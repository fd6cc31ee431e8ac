package records

import (
	"context"
	"encoding/json"

	"xingke/backend/core/columns"
	"xingke/backend/core/field"
)

// AggregateInput asks for figures by groups.
type AggregateInput struct {
	Entity   string          `json:"entity"`
	Where    *columns.Filter `json:"where,omitempty"`
	Groups   []Group         `json:"groups,omitempty"`
	Measures []Measure       `json:"measures"`
	Sort     *columns.By     `json:"sort,omitempty"` // by keys without it
	Limit    int             `json:"limit,omitempty"`
}

// Group is one key of the groups: a field, or a path over references; by cuts days into day,
// week, month, quarter or year.
type Group struct {
	Field string `json:"field"`
	By    string `json:"by,omitempty"`
}

// Measure is one figure: count, sum, avg, min, max or distinct of a field.
type Measure struct {
	Op    string `json:"op"`
	Field string `json:"field,omitempty"`
}

// AggregateOutput is the figures, a row for each group.
type AggregateOutput struct {
	Rows   []AggregateRow `json:"rows"`
	Titles Titles         `json:"titles"`
}

// AggregateRow is one group: its keys, null where empty, and its figures, null where there is nothing to figure.
type AggregateRow struct {
	Keys   []json.RawMessage `json:"keys"`
	Values []json.RawMessage `json:"values"`
}

const mostGroups = 10_000

// Aggregate counts, sums and averages by groups.
func (s *Service) Aggregate(ctx context.Context, in AggregateInput) (AggregateOutput, error) {
	ask := columns.Aggregate{Entity: in.Entity, Where: in.Where, Scope: s.scope(ctx, in.Entity), Sort: in.Sort, Limit: pageSize(in.Limit, 1000, mostGroups)}
	if err := s.mayAsk(ctx, in.Entity, in.Where); err != nil {
		return AggregateOutput{}, err
	}
	for _, g := range in.Groups {
		if err := s.mayAskField(ctx, in.Entity, g.Field); err != nil {
			return AggregateOutput{}, err
		}
		ask.Groups = append(ask.Groups, columns.Group(g))
	}
	for _, m := range in.Measures {
		if err := s.mayAskField(ctx, in.Entity, m.Field); err != nil {
			return AggregateOutput{}, err
		}
		ask.Measures = append(ask.Measures, columns.Measure(m))
	}
	rows, err := s.columns.Aggregate(ctx, ask)
	if err != nil {
		return AggregateOutput{}, err
	}
	return s.figures(ctx, in, rows), nil
}

// figures writes the rows as JSON, with the titles of the records that are keys.
func (s *Service) figures(ctx context.Context, in AggregateInput, rows *columns.Rows) AggregateOutput {
	w := s.writer(ctx)
	keys := make([]*field.Spec, len(in.Groups))
	for i, g := range in.Groups {
		keys[i] = s.kindOf(in.Entity, g.Field)
	}
	out := AggregateOutput{Rows: make([]AggregateRow, 0, rows.Len())}
	for row := range rows.All() {
		one := AggregateRow{Keys: make([]json.RawMessage, len(keys)), Values: make([]json.RawMessage, len(in.Measures))}
		for k, spec := range keys {
			one.Keys[k] = row.KeyJSON(nil, k)
			if spec != nil && (spec.Target != "" || spec.Kind.Name() == "link") {
				w.key(spec, *row.Key(k))
			}
		}
		for k := range one.Values {
			one.Values[k] = row.Value(k).JSON(nil)
		}
		out.Rows = append(out.Rows, one)
	}
	out.Titles = w.titles
	return out
}

// key notes the title of a record that is a key. A field of several references gives one at a time.
func (w *writer) key(spec *field.Spec, v field.Value) {
	if v.Form == field.Str && spec.Kind.Form() == field.List {
		w.title(spec.Target, v.Text)
		return
	}
	w.note(spec, v)
}
