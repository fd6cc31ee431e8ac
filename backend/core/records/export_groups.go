package records

import (
	"context"
	"slices"

	"xingke/backend/base/lang"
	"xingke/backend/core/columns"
	"xingke/backend/core/field"
	"xingke/backend/core/sheet"
)

// ExportGroups is how the rows of a list stand together: the groups in their order, and what they are of. A
// workbook tells on a second sheet what each of them comes to.
type ExportGroups struct {
	By   string        `json:"by"` // the heading above their names
	List []ExportGroup `json:"list"`
	Sums []string      `json:"sums,omitempty"` // columns of the list that are added up
}

// ExportGroup is one of them; a record may be in several.
type ExportGroup struct {
	Name  string          `json:"name"`
	Where *columns.Filter `json:"where"`
}

// exportParts are the queries whose rows make the list, one after the other.
func (s *Service) exportParts(ctx context.Context, in ExportInput) ([]columns.Query, error) {
	wheres := []*columns.Filter{in.Where}
	if in.Groups != nil && in.IDs == nil {
		wheres = nil
		for _, group := range in.Groups.List {
			wheres = append(wheres, bothFilters(in.Where, group.Where))
		}
	}
	parts := make([]columns.Query, len(wheres))
	for i, where := range wheres {
		var err error
		if parts[i], err = s.query(ctx, ListInput{Entity: in.Entity, Where: where, Sort: in.Sort}); err != nil {
			return nil, err
		}
		parts[i].Limit = 0
	}
	return parts, nil
}

func bothFilters(a, b *columns.Filter) *columns.Filter {
	switch {
	case a == nil:
		return b
	case b == nil:
		return a
	}
	return &columns.Filter{And: []columns.Filter{*a, *b}}
}

// groupTable counts and adds up the groups of a list, and all of it; nil where it has none.
func (s *Service) groupTable(ctx context.Context, in ExportInput, parts []columns.Query, cols []exportColumn, tag lang.Tag) (*sheet.Second, error) {
	if in.Groups == nil || in.IDs != nil {
		return nil, nil
	}
	summed, measures := groupMeasures(in.Groups.Sums, cols)
	out := &sheet.Second{Name: lang.Of("分组小计", "Subtotals").In(tag), Headings: []sheet.Heading{{Text: in.Groups.By}, {Text: lang.Of("条数", "Records").In(tag)}}}
	for _, spec := range summed {
		out.Headings = append(out.Headings, sheet.Heading{Text: spec.Label.In(tag)})
	}
	whole, err := s.query(ctx, ListInput{Entity: in.Entity, Where: in.Where})
	if err != nil {
		return nil, err
	}
	names := make([]string, 0, len(parts)+1)
	for _, group := range in.Groups.List {
		names = append(names, group.Name)
	}
	names = append(names, lang.Of("合计", "Total").In(tag))
	for i, part := range append(slices.Clone(parts), whole) {
		rows, err := s.columns.Aggregate(ctx, columns.Aggregate{Entity: in.Entity, Where: part.Where, Scope: part.Scope, Measures: measures})
		if err != nil {
			return nil, err
		}
		if rows.Len() > 0 {
			out.Rows = append(out.Rows, groupCells(names[i], rows.At(0), summed, tag))
		}
	}
	return out, nil
}

// groupMeasures are the count, and the sums of those columns that are amounts or quantities.
func groupMeasures(sums []string, cols []exportColumn) ([]*field.Spec, []columns.Measure) {
	measures := []columns.Measure{{Op: "count"}}
	var summed []*field.Spec
	for i := range cols {
		c := &cols[i]
		kind := c.steps[0].Kind.Name()
		if c.lines != nil || len(c.steps) > 1 || kind != "money" && kind != "decimal" || !slices.Contains(sums, c.path) {
			continue
		}
		summed = append(summed, c.steps[0])
		measures = append(measures, columns.Measure{Op: "sum", Field: c.path})
	}
	return summed, measures
}

func groupCells(name string, row columns.AggregateRow, summed []*field.Spec, tag lang.Tag) []field.Cell {
	cells := []field.Cell{field.OfCellText(name), {Form: field.NumberCell, Text: lang.N(row.Value(0).Int).String(), Format: "whole"}}
	for i, spec := range summed {
		n, cell := row.Value(i+1), field.Cell{}
		if !n.Empty {
			cell = spec.Kind.Cell(spec, field.OfInt(n.Int), tag)
		}
		cells = append(cells, cell)
	}
	return cells
}
