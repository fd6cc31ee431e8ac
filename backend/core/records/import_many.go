package records

import (
	"context"
	"strings"

	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/sheet"
)

// separators stand between the names in a cell of several references.
const separators = ",，;；、|\n"

func namesIn(text string) []string {
	var names []string
	for _, name := range strings.FieldsFunc(text, func(x rune) bool { return strings.ContainsRune(separators, x) }) {
		if name = strings.TrimSpace(name); name != "" {
			names = append(names, name)
		}
	}
	return names
}

// manyPlan is the plan of a column of several references.
func (p *importPlan) manyPlan(c *importColumn, to *entity.Type) *refPlan {
	return &refPlan{path: c.target.Path, spec: c.target.Spec, lines: c.target.Lines, to: to, title: c.at}
}

// many reads a cell of several references, separated by commas. Names that no record bears are treated as those
// of a single reference are.
func (r *resolver) many(ctx context.Context, c *importColumn, row *sheet.Row) (field.Value, *refusal, error) {
	to, cell := r.s.types.Type(c.target.Spec.Target), row.Cells[c.at]
	if to == nil || cell.Empty() {
		return field.None, nil, nil
	}
	dir, err := r.dirs.of(ctx, to)
	if err != nil {
		return field.None, nil, err
	}
	ref := r.plan.manyPlan(c, to)
	var ids []string
	for _, name := range namesIn(plainText(cell)) {
		if chosen, ok := r.plan.values[ref.path][name]; ok {
			if chosen == "" {
				continue
			}
			if of, ok := dir.called(chosen); ok {
				ids = append(ids, of)
				continue
			}
		}
		of, ok := dir.called(name)
		if !ok && r.meansNothing(dir, ref, name) {
			continue
		}
		if !ok {
			var no *refusal
			if of, no, err = r.settle(ctx, dir, ref, row.Number, name, nil); no != nil || err != nil {
				return field.None, no, err
			}
		}
		if of != "" {
			ids = append(ids, of)
		}
	}
	return field.OfList(ids), nil, nil
}
