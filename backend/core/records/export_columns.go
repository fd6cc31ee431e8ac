package records

import (
	"context"
	"io"
	"slices"

	"xingke/backend/core/columns"
	"xingke/backend/core/field"
	"xingke/backend/core/sheet"
)

// columnExport writes a list from the columns: only long texts, which these do not hold, are read from the records.
type columnExport struct {
	*exporter
	paths []string // of what is in the columns
	texts []string // the fields that are not
	from  []source // of each column of the file

	out   sheet.Writer
	found *columns.Found
	done  int // rows of earlier queries
	total int
	shows []map[int64]string // what is shown for what comes again and again, by place among paths
}

// source is where a column of the file comes from.
type source struct {
	spec *field.Spec
	at   int  // place among paths, or among texts
	text bool // among texts
	once bool // the same number stands for the same text
}

// farthest is how many fields a path of the columns may have.
const farthest = 4

// fromColumns tells whether the columns have what is asked for. They do not have the lines of records, nor long texts
// of other records.
func (e *exporter) fromColumns() (*columnExport, bool) {
	c := &columnExport{exporter: e}
	for _, column := range e.cols {
		spec := column.steps[len(column.steps)-1]
		one := source{spec: spec, at: len(c.paths)}
		switch held := spec.Kind.Column(); {
		case column.lines != nil || len(column.steps) > farthest || slices.ContainsFunc(column.steps[:len(column.steps)-1], several):
			return nil, false
		case held != field.NoColumn:
			one.once = held == field.DictColumn || held == field.ListColumn
			c.paths = append(c.paths, column.path)
		case spec.Kind.Form() == field.Str && len(column.steps) == 1:
			one.text, one.at = true, len(c.texts)
			c.texts = append(c.texts, spec.Name)
		default:
			return nil, false
		}
		c.from = append(c.from, one)
	}
	return c, true
}

// several tells of a field that does not lead to one record.
func several(spec *field.Spec) bool { return spec.Kind.Name() != "ref" }

// write writes what the queries find as a table, one after the other.
func (c *columnExport) write(ctx context.Context, to io.Writer, parts []columns.Query) (err error) {
	all := make([]*columns.Found, len(parts))
	for i, query := range parts {
		if all[i], err = c.s.columns.Find(ctx, query, c.paths...); err != nil {
			return err
		}
		c.total += all[i].Len()
	}
	if c.out, err = sheet.NewWriterWith(to, c.format, c.t.Plural.In(c.tag), c.headings(), c.tag, c.second); err != nil {
		return err
	}
	for _, c.found = range all {
		c.shows = make([]map[int64]string, len(c.paths))
		for i := range c.shows {
			c.shows[i] = map[int64]string{}
		}
		if err := c.each(ctx, func(i int, texts []string) error { return c.row(ctx, i, texts) }); err != nil {
			return err
		}
		c.done += c.found.Len()
	}
	c.progress.Set(c.total, c.total)
	return c.out.Close()
}

// each goes through what was found, with the long texts of each.
func (c *columnExport) each(ctx context.Context, do func(i int, texts []string) error) error {
	n := c.found.Len()
	if len(c.texts) > 0 {
		ids := make([]string, n)
		for i := range ids {
			ids[i] = c.found.ID(i)
		}
		return c.s.db.ManyTexts(ctx, c.t, ids, c.texts, do)
	}
	for i := range n {
		if i%told == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		if err := do(i, nil); err != nil {
			return err
		}
	}
	return nil
}

// row writes a record.
func (c *columnExport) row(ctx context.Context, i int, texts []string) error {
	if i%told == 0 {
		c.progress.Set(c.done+i, c.total)
	}
	c.cells = append(c.cells[:0], field.OfCellText(c.found.ID(i)))
	for k := range c.from {
		c.cells = append(c.cells, c.cell(ctx, i, &c.from[k], texts))
	}
	c.rows++
	return c.out.Row(c.cells)
}

func (c *columnExport) cell(ctx context.Context, i int, from *source, texts []string) field.Cell {
	switch {
	case from.text:
		return c.shown(ctx, from.spec, field.OfText(texts[from.at]))
	case !from.once:
		return c.shown(ctx, from.spec, c.found.Value(i, from.at))
	}
	code := c.found.Code(i, from.at)
	text, known := c.shows[from.at][code]
	if !known {
		text = c.shown(ctx, from.spec, c.found.Value(i, from.at)).String()
		c.shows[from.at][code] = text
	}
	return field.OfCellText(text)
}
