package records

import (
	"context"
	"io"
	"strings"

	"xingke/backend/base/fault"
	"xingke/backend/base/heap"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/columns"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/rpc"
	"xingke/backend/core/sheet"
)

// ExportInput asks for a list as a file: its own columns, order and filter. Columns may be paths over
// references (customerId.region) and columns of lines (lines.quantity), which give every line a row of its own.
type ExportInput struct {
	Entity  string          `json:"entity"`
	Where   *columns.Filter `json:"where,omitempty"`
	IDs     []string        `json:"ids,omitempty"` // these records instead of what the filter finds
	Sort    []Sort          `json:"sort,omitempty"`
	Columns []string        `json:"columns,omitempty"`
	Format  string          `json:"format,omitempty"` // xlsx or csv; xlsx without it
	Lang    string          `json:"lang,omitempty"`   // of headings and labels; the caller's without it
	Groups  *ExportGroups   `json:"groups,omitempty"` // where the rows stand together in groups
}

// ExportResult names the file that was written; it is fetched from /files/{file}.
type ExportResult struct {
	File string `json:"file"`
	Name string `json:"name"`
	Rows int    `json:"rows"`
}

// exportColumn is one column of an exported list.
type exportColumn struct {
	path  string
	label lang.Text
	steps []*field.Spec // references to follow, then the field
	lines *field.Spec   // the lines it is a column of
}

func (s *Service) exposeExport(t *rpc.Table) {
	rpc.Handle(t, "export.run", rpc.EntityVerb("export"), s.Export).Says("把列表导出为 Excel 或 CSV 文件", "Writes a list to an Excel or CSV file.")
	rpc.Handle(t, "export.all", rpc.SignedIn, s.ExportAll).Says("把能导出的全部数据写成一个压缩包：每类记录一份 Excel 和一份 JSON", "Writes everything the caller may export to one archive: an Excel file and JSON for every kind of record.")
}

// Export writes a list to a file. The file has the identity of each record, so that it can be changed and imported again.
func (s *Service) Export(ctx context.Context, in ExportInput) (Started[ExportResult], error) {
	t, err := s.types.Need(in.Entity)
	if err != nil {
		return Started[ExportResult]{}, err
	}
	format := sheet.XLSX
	if in.Format != "" {
		if format, err = sheet.ParseFormat(in.Format); err != nil {
			return Started[ExportResult]{}, err
		}
	}
	tag := who.Lang(ctx)
	if in.Lang != "" {
		tag = lang.Parse(in.Lang)
	}
	cols, err := s.exportColumns(ctx, t, in.Columns)
	if err != nil {
		return Started[ExportResult]{}, err
	}
	parts, err := s.exportParts(ctx, in)
	if err != nil {
		return Started[ExportResult]{}, err
	}
	return StartJob(ctx, s.jobs, "export.run", func(ctx context.Context, p *Progress) (ExportResult, error) {
		e := &exporter{s: s, t: t, cols: cols, tag: tag, format: format, titles: map[string]string{}, progress: p}
		if e.second, err = s.groupTable(ctx, in, parts, cols, tag); err != nil {
			return ExportResult{}, err
		}
		return e.run(ctx, parts, in.IDs)
	})
}

// exportColumns resolves the columns asked for, or takes all that people choose from.
func (s *Service) exportColumns(ctx context.Context, t *entity.Type, paths []string) ([]exportColumn, error) {
	var cols []exportColumn
	if len(paths) == 0 {
		for _, spec := range t.Specs {
			if !spec.Unlisted && len(spec.Columns) == 0 && s.policy.Field(ctx, spec) {
				cols = append(cols, exportColumn{path: spec.Name, label: spec.Label, steps: []*field.Spec{spec}})
			}
		}
		return cols, nil
	}
	for _, path := range paths {
		if path == "id" || path == "rev" {
			continue // identity is there in any case
		}
		c, err := s.exportColumn(ctx, t, path)
		if err != nil {
			return nil, err
		}
		cols = append(cols, c)
	}
	return cols, nil
}

func (s *Service) exportColumn(ctx context.Context, t *entity.Type, path string) (exportColumn, error) {
	c := exportColumn{path: path}
	parts := strings.Split(path, ".")
	find := t.Spec
	if first := t.Spec(parts[0]); first != nil && len(first.Columns) > 0 && len(parts) > 1 {
		c.lines, find, parts = first, first.Column, parts[1:]
	}
	var labels []lang.Text
	for i, name := range parts {
		spec := find(name)
		if spec == nil {
			return c, noField(t, path)
		}
		if !s.policy.Field(ctx, spec) {
			return c, forbidden(spec)
		}
		c.steps = append(c.steps, spec)
		labels = append(labels, spec.Label)
		if next := s.types.Type(spec.Target); next != nil && i+1 < len(parts) {
			find = next.Spec
		} else {
			find = func(string) *field.Spec { return nil }
		}
	}
	c.label = labels[0]
	for _, l := range labels[1:] {
		c.label = lang.Sayf("%s：%s", "%s: %s", c.label, l)
	}
	return c, nil
}

// exporter writes one list.
type exporter struct {
	s        *Service
	t        *entity.Type
	cols     []exportColumn
	tag      lang.Tag
	format   sheet.Format
	titles   map[string]string
	progress *Progress
	second   *sheet.Second // what the groups come to
	rows     int
	cells    []field.Cell // of the row that is written
	names    namer
}

func (e *exporter) run(ctx context.Context, parts []columns.Query, ids []string) (ExportResult, error) {
	defer heap.Tightly()()
	day := e.s.clock.Now().In(e.s.zone).Format("20060102")
	name := sheet.SheetName(e.t.Plural.In(e.tag)) + "-" + day + "." + string(e.format)
	file, err := e.s.files.Create(ctx, name)
	if err != nil {
		return ExportResult{}, err
	}
	defer file.Abort()
	if err := e.list(ctx, file, parts, ids); err != nil {
		return ExportResult{}, err
	}
	if err := e.s.Exported(ctx, e.t.Name, e.group(), name, e.rows); err != nil {
		return ExportResult{}, err
	}
	info, err := file.Commit()
	return ExportResult{File: info.Hash, Name: name, Rows: e.rows}, err
}

// list writes the records with these ids as a table, or where there are none those that the queries find, one after
// the other: from the columns, as far as they have what is asked for.
func (e *exporter) list(ctx context.Context, to io.Writer, parts []columns.Query, ids []string) error {
	if ids == nil {
		c, ok := e.fromColumns()
		if ok {
			return c.write(ctx, to, parts)
		}
		for _, query := range parts {
			found, err := e.found(ctx, query)
			if err != nil {
				return err
			}
			ids = append(ids, found...)
		}
	}
	return e.write(ctx, to, ids)
}

// write writes records as a table.
func (e *exporter) write(ctx context.Context, to io.Writer, ids []string) error {
	w, err := sheet.NewWriterWith(to, e.format, e.t.Plural.In(e.tag), e.headings(), e.tag, e.second)
	if err != nil {
		return err
	}
	err = e.s.db.Many(ctx, e.t, ids, func(at int, rec entity.Record) error {
		if at%told == 0 {
			e.progress.Set(at, len(ids))
		}
		return e.record(ctx, w, rec)
	})
	if err != nil {
		return err
	}
	e.progress.Set(len(ids), len(ids))
	return w.Close()
}

// told is after how many records an export tells how far it is.
const told = 256

// group is the private group of fields that the file holds, "" if none.
func (e *exporter) group() string {
	for _, c := range e.cols {
		if spec := c.steps[len(c.steps)-1]; spec.Private != "" {
			return spec.Private
		}
	}
	return ""
}

func (e *exporter) found(ctx context.Context, query columns.Query) ([]string, error) {
	var ids []string
	query.Limit = 0
	err := e.s.columns.IDs(ctx, query, func(of string) bool {
		ids = append(ids, of)
		return ctx.Err() == nil
	})
	if err == nil {
		err = ctx.Err()
	}
	return ids, err
}

// headings begin with the identity, which Excel hides.
func (e *exporter) headings() []sheet.Heading {
	list := []sheet.Heading{{Text: "ID", Hidden: true, Width: 38}}
	for _, c := range e.cols {
		list = append(list, sheet.Heading{Text: c.label.In(e.tag)})
	}
	return list
}

// record writes a record as one row, or as one for each line if columns of lines were asked for.
func (e *exporter) record(ctx context.Context, w sheet.Writer, rec entity.Record) error {
	var lines []field.Row
	for _, c := range e.cols {
		if c.lines != nil {
			lines = entity.Get(rec, c.lines).Rows
			break
		}
	}
	if len(lines) == 0 {
		lines = []field.Row{nil}
	}
	for _, line := range lines {
		e.cells = append(e.cells[:0], field.OfCellText(rec.Meta().ID))
		for i := range e.cols {
			cell, err := e.cell(ctx, &e.cols[i], rec, line)
			if err != nil {
				return err
			}
			e.cells = append(e.cells, cell)
		}
		if err := w.Row(e.cells); err != nil {
			return err
		}
		e.rows++
	}
	return nil
}

func (e *exporter) cell(ctx context.Context, c *exportColumn, rec entity.Record, line field.Row) (field.Cell, error) {
	var v field.Value
	if c.lines != nil {
		v = line[c.steps[0].Name]
	} else {
		v = entity.Get(rec, c.steps[0])
	}
	spec := c.steps[0]
	for _, next := range c.steps[1:] {
		target := e.s.types.Type(spec.Target)
		if v.Empty() || target == nil {
			return field.Cell{}, nil
		}
		other, err := e.s.db.Find(ctx, target, v.Text)
		if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden) {
			return field.Cell{}, nil
		}
		if err != nil {
			return field.Cell{}, err
		}
		v, spec = entity.Get(other, next), next
	}
	return e.shown(ctx, spec, v), nil
}

// shown is a value as people read it: references by their names.
func (e *exporter) shown(ctx context.Context, spec *field.Spec, v field.Value) field.Cell {
	switch {
	case v.Empty():
		return field.Cell{}
	case spec.Kind.Name() == "link":
		link := v.Link()
		return field.OfCellText(e.title(ctx, link.Entity, link.ID))
	case spec.Target != "" && v.Form == field.List:
		names := make([]string, len(v.List))
		for i, of := range v.List {
			names[i] = e.title(ctx, spec.Target, of)
		}
		return field.OfCellText(strings.Join(names, lang.Of("、", ", ").In(e.tag)))
	case spec.Target != "":
		return field.OfCellText(e.title(ctx, spec.Target, v.Text))
	}
	return spec.Kind.Cell(spec, v, e.tag)
}

func (e *exporter) title(ctx context.Context, name, of string) string {
	title, known := e.titles[of]
	if known {
		return title
	}
	title = e.names.title(ctx, e.s, name, of)
	e.titles[strings.Clone(of)] = title
	return title
}
