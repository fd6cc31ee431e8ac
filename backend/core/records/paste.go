package records

import (
	"context"
	"maps"
	"slices"
	"strings"

	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/columns"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/sheet"
	"xingke/backend/core/store"
)

// mostPasted is how many cells one paste may hold.
const mostPasted = 50_000

// PasteInput writes texts into fields of records, as they are copied from a spreadsheet.
type PasteInput struct {
	Entity string     `json:"entity"`
	Rows   []PasteRow `json:"rows"`
}

// PasteRow is the cells for one record: texts by field, as people write them. An empty text empties the field.
type PasteRow struct {
	ID    string            `json:"id"`
	Cells map[string]string `json:"cells"`
}

// PasteResult is what became of the cells. Those that were not understood or not allowed are left as they
// were in the record, and named with their text, so that nothing that was pasted is lost.
type PasteResult struct {
	Change  string       `json:"change,omitempty"` // the set to undo
	Records int          `json:"records"`          // that were changed
	Cells   int          `json:"cells"`            // that were taken
	Faults  []PasteFault `json:"faults"`
}

// PasteFault is a cell that was not taken, and why.
type PasteFault struct {
	ID     string `json:"id"`
	Field  string `json:"field"`
	Text   string `json:"text"`
	Reason string `json:"reason"`
}

// Paste writes texts into many records as one change that can be undone. Each cell is read as an import
// reads it; a cell that is refused does not hold up the others of its record.
func (s *Service) Paste(ctx context.Context, in PasteInput) (Started[PasteResult], error) {
	t, err := s.writable(in.Entity)
	if err != nil {
		return Started[PasteResult]{}, err
	}
	cells := 0
	for _, row := range in.Rows {
		cells += len(row.Cells)
	}
	if cells == 0 {
		return Started[PasteResult]{}, notAsked("rows")
	}
	if cells > mostPasted {
		return Started[PasteResult]{}, fault.New(fault.Invalid, "一次最多粘贴 %s 格；更多的内容请从文件导入", "At most %s cells can be pasted at once. Import larger amounts from a file.", lang.N(mostPasted))
	}
	return StartJob(ctx, s.jobs, "records.paste", func(ctx context.Context, progress *Progress) (PasteResult, error) {
		set := id.New()
		ctx = store.WithSet(ctx, set, lang.Sayf("粘贴到%s（%s 条）", "Pasted into %s (%s)", lang.Of(t.Label.ZH, t.Plural.EN), lang.N(len(in.Rows))).In(who.Lang(ctx)))
		p := &paster{s: s, t: t, read: newCellReader(&importPlan{t: t, order: sheet.YMD}, s.zone), found: map[string]named{}}
		result := PasteResult{Faults: []PasteFault{}}
		for from := 0; from < len(in.Rows); from += bulkGroup {
			progress.Set(from, len(in.Rows))
			if err := ctx.Err(); err != nil {
				return result, err
			}
			if err := p.write(ctx, in.Rows[from:min(from+bulkGroup, len(in.Rows))], &result); err != nil {
				return result, err
			}
			if result.Records > 0 {
				result.Change = set
			}
		}
		return result, nil
	})
}

// paster reads and writes the rows of one paste.
type paster struct {
	s     *Service
	t     *entity.Type
	read  *cellReader
	found map[string]named // what names of records stand for
}

type named struct {
	id  string
	err error
}

// write takes a group of rows in one transaction.
func (p *paster) write(ctx context.Context, rows []PasteRow, result *PasteResult) error {
	var group PasteResult
	err := p.s.db.Write(ctx, func(ctx context.Context) error {
		group = PasteResult{} // a Write may be tried again
		for _, row := range rows {
			if err := p.row(ctx, row, &group); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	result.Records += group.Records
	result.Cells += group.Cells
	result.Faults = append(result.Faults, group.Faults...)
	return nil
}

// row writes what can be written of one row: as long as the record is refused because of some cells, it
// is tried again without them.
func (p *paster) row(ctx context.Context, row PasteRow, out *PasteResult) error {
	before, err := p.s.db.Get(ctx, p.t, row.ID)
	if fatal(err) {
		return err
	}
	if err != nil {
		for _, name := range slices.Sorted(maps.Keys(row.Cells)) {
			p.refuse(ctx, out, row, name, err)
		}
		return nil
	}
	list := p.values(ctx, row, before, out)
	for len(list) > 0 {
		rec := p.t.Copy(before)
		apply(rec, list)
		err := p.s.db.Write(ctx, func(ctx context.Context) error { return p.s.save(ctx, p.t, rec, before) })
		if err == nil {
			out.Records++
			out.Cells += len(list)
			return nil
		}
		if fatal(err) {
			return err
		}
		list = p.without(ctx, row, list, err, out)
	}
	return nil
}

// values reads the cells of a row. A cell that says what is there already is taken and changes nothing.
func (p *paster) values(ctx context.Context, row PasteRow, before entity.Record, out *PasteResult) []assignment {
	var list []assignment
	for _, name := range slices.Sorted(maps.Keys(row.Cells)) {
		spec := p.t.Spec(name)
		v, err := p.value(ctx, spec, name, row.Cells[name])
		switch {
		case err != nil:
			p.refuse(ctx, out, row, name, err)
		case entity.Get(before, spec).Equal(v):
			out.Cells++
		default:
			list = append(list, assignment{spec, v})
		}
	}
	return list
}

// without leaves out the cells that a fault names; a fault that names none of them is about them all.
func (p *paster) without(ctx context.Context, row PasteRow, list []assignment, err error, out *PasteResult) []assignment {
	var rest []assignment
	fields := fault.From(err).Fields
	for _, a := range list {
		if text, named := fields[a.spec.Name]; named {
			p.refuse(ctx, out, row, a.spec.Name, &fault.Error{Kind: fault.Invalid, Text: text})
		} else {
			rest = append(rest, a)
		}
	}
	if len(rest) < len(list) {
		return rest
	}
	for _, text := range fields { // of a field that was not pasted: what it lacks is the reason
		err = &fault.Error{Kind: fault.Invalid, Text: text}
		break
	}
	for _, a := range list {
		p.refuse(ctx, out, row, a.spec.Name, err)
	}
	return nil
}

func (p *paster) refuse(ctx context.Context, out *PasteResult, row PasteRow, name string, err error) {
	out.Faults = append(out.Faults, PasteFault{ID: row.ID, Field: name, Text: row.Cells[name], Reason: fault.From(err).Text.In(who.Lang(ctx))})
}

// value reads the text of one cell as the field's kind does.
func (p *paster) value(ctx context.Context, spec *field.Spec, name, text string) (field.Value, error) {
	switch {
	case spec == nil:
		return field.None, noField(p.t, name)
	case !p.s.policy.Field(ctx, spec):
		return field.None, forbidden(spec)
	case spec.ReadOnly:
		return field.None, fault.New(fault.Invalid, "%s由程序填写，不能直接修改", "%s is set by the program and cannot be changed.", spec.Label)
	case len(spec.Columns) > 0 || spec.Kind.Name() == "link":
		return field.None, fault.New(fault.Invalid, "%s不能粘贴，请打开记录修改", "%s cannot be pasted; open the record to change it.", spec.Label)
	}
	text = strings.TrimSpace(text)
	if text == "" {
		return field.Check(spec, field.None)
	}
	if spec.Target != "" {
		return p.references(ctx, spec, text)
	}
	column := &importColumn{heading: spec.Label.ZH, target: sheet.Target{Spec: spec, Path: spec.Name}, profile: &sheet.Profile{}}
	v, err := p.read.read(column, sheet.TextCell(text))
	if err != nil {
		return v, err
	}
	return cleanValue(spec, v)
}

// references reads the names of records.
func (p *paster) references(ctx context.Context, spec *field.Spec, text string) (field.Value, error) {
	if spec.Kind.Form() != field.List {
		of, err := p.reference(ctx, spec, text)
		return field.OfText(of), err
	}
	v, err := spec.Kind.FromCell(spec, field.Cell{Form: field.TextCell, Text: text})
	if err != nil {
		return v, err
	}
	for i, name := range v.List {
		if v.List[i], err = p.reference(ctx, spec, name); err != nil {
			return field.None, err
		}
	}
	return v, nil
}

// reference finds the record that a text names: by its title or by a field of which no two have the same.
func (p *paster) reference(ctx context.Context, spec *field.Spec, text string) (string, error) {
	key := spec.Target + "\x00" + text
	if known, ok := p.found[key]; ok {
		return known.id, known.err
	}
	of, err := p.s.called(ctx, spec, text)
	p.found[key] = named{of, err}
	return of, err
}

func (s *Service) called(ctx context.Context, spec *field.Spec, text string) (string, error) {
	to := s.types.Type(spec.Target)
	if to == nil {
		return "", fault.New(fault.Invalid, "%s不能粘贴，请打开记录修改", "%s cannot be pasted; open the record to change it.", spec.Label)
	}
	any := columns.Any(columns.Where(to.TitleSpec().Name, "eq", text))
	for _, other := range to.Specs {
		if other.Unique && other != to.TitleSpec() && other.Kind.Form() == field.Str && s.policy.Field(ctx, other) {
			any.Or = append(any.Or, columns.Where(other.Name, "eq", text))
		}
	}
	page, err := s.columns.List(ctx, columns.Query{Entity: to.Name, Where: &any, Scope: s.scope(ctx, to.Name), Limit: 2})
	switch {
	case err != nil:
		return "", err
	case len(page.IDs) == 0:
		return "", fault.New(fault.Invalid, "没有名为“%s”的%s", "No record is named “%s” (%s).", lang.S(brief(text)), to.Label)
	case len(page.IDs) > 1:
		return "", fault.New(fault.Invalid, "有几个名为“%s”的%s，请逐个选择", "Several records are named “%s” (%s); choose one by hand.", lang.S(brief(text)), to.Label)
	}
	return page.IDs[0], nil
}
