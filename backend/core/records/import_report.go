package records

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"time"

	"xingke/backend/base/day"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/sheet"
)

// previewed is how many rows a result shows with their changes.
const previewed = 30

// importReport counts what becomes of the rows of an import.
type importReport struct {
	run      *importRun
	counts   ImportResult
	linked   map[string]int
	reasons  []*tally
	warnings []*tally
	rejected map[int]lang.Text // by row of the table
	preview  []previewRow
	worded   *ImportWorded
}

type tally struct {
	key    string
	text   lang.Text
	rows   []int // numbers in the sheet
	path   string
	column int // -1 if it is not about one
	texts  map[string]int
	cells  []ImportCell
}

// Of a reason so many cells and different texts are shown; the others are only counted.
const (
	shownCells = 30
	shownTexts = 60
)

type previewRow struct {
	row         int
	also        []int
	rec, before entity.Record
}

func newImportReport(run *importRun) *importReport {
	return &importReport{run: run, linked: map[string]int{}, rejected: map[int]lang.Text{}}
}

// accept counts a record that was saved, or that says nothing new. A further row of a record that the file has made or
// changed already is counted with the first one, and is no record more.
func (p *importReport) accept(d draft, rec, before entity.Record, rounded int) (verb string) {
	n := len(d.rows)
	said, again := p.run.heard.first[rec.Meta().ID]
	p.counts.Rounded += rounded
	switch {
	case before == nil:
		verb = verbCreated
		p.counts.Records.Created++
	case rec.Meta().Rev == before.Meta().Rev:
		p.unchanged(d)
		if !again {
			p.counts.Records.Skipped++
		}
		return verbUnchanged
	case !again:
		verb = verbUpdated
		p.counts.Records.Updated++
	case said.verb == verbUnchanged:
		verb, again = verbUpdated, false
		p.counts.Records.Updated++
		p.counts.Records.Skipped--
	default:
		verb = said.verb
	}
	p.counts.Read += n
	if verb == verbCreated {
		p.counts.Created += n
	} else {
		p.counts.Updated += n
	}
	p.show(d, rec, before, again)
	return verb
}

// unchanged counts rows that change nothing.
func (p *importReport) unchanged(d draft) {
	p.counts.Read += len(d.rows)
	p.counts.Skipped += len(d.rows)
}

// show keeps a record for the preview; of several rows it shows what becomes of all of them.
func (p *importReport) show(d draft, rec, before entity.Record, again bool) {
	row := p.run.plan.table.Rows[d.rows[0]].Number
	if again {
		for i := range p.preview {
			if one := &p.preview[i]; one.rec.Meta().ID == rec.Meta().ID {
				one.rec, one.also = p.run.plan.t.Copy(rec), append(one.also, row)
			}
		}
		return
	}
	if p.previews(before == nil) {
		p.preview = append(p.preview, previewRow{row: row, rec: p.run.plan.t.Copy(rec), before: before})
	}
}

// previews tells whether one more record is shown: some that are made, some that change.
func (p *importReport) previews(made bool) bool {
	n := 0
	for _, one := range p.preview {
		if (one.before == nil) == made {
			n++
		}
	}
	return n < previewed/2
}

// leave counts rows whose record is there already and is left as it is.
func (p *importReport) leave(d draft) {
	p.unchanged(d)
	p.counts.Records.Skipped++
}

// reject counts the rows of a record that was not saved, because of the row at.
func (p *importReport) reject(d draft, at int, no *refusal) {
	n := len(d.rows)
	p.counts.Read += n
	p.counts.Rejected += n
	p.counts.Records.Rejected++
	rows := p.run.plan.table.Rows
	p.reasons = add(p.reasons, fmt.Sprint(no.key, "\x00", no.column), no.group, rows[at].Number)
	p.cell(no, at)
	p.rejected[at] = no.detail
	for _, more := range no.others {
		p.reasons = add(p.reasons, fmt.Sprint(more.key, "\x00", more.column), more.group, rows[more.row].Number)
		p.cell(more, more.row)
		p.rejected[at] = lang.Sayf("%s；%s", "%s; %s", p.rejected[at], more.detail)
	}
	for _, i := range d.rows {
		if i == at || slices.ContainsFunc(no.others, func(more *refusal) bool { return more.row == i }) {
			continue
		}
		p.reasons = add(p.reasons, "sibling", lang.Of("同一条记录的另一行有误，整条未导入", "Another row of the same record has an error, so the whole record was not imported"), rows[i].Number)
		p.rejected[i] = lang.Sayf("同一条记录的第 %s 行有误", "Row %s of the same record has an error", lang.N(rows[at].Number))
	}
}

func (p *importReport) warn(at int, text lang.Text) {
	p.warnings = add(p.warnings, text.ZH, text, p.run.plan.table.Rows[at].Number)
}

func add(list []*tally, key string, text lang.Text, row int) []*tally {
	for _, one := range list {
		if one.key == key {
			one.rows = append(one.rows, row)
			return list
		}
	}
	return append(list, &tally{key: key, text: text, rows: []int{row}, column: -1})
}

// cell notes the cell that a refusal is about, with the reason that was counted last.
func (p *importReport) cell(no *refusal, at int) {
	if no.column < 0 {
		return
	}
	key := fmt.Sprint(no.key, "\x00", no.column)
	for _, one := range p.reasons {
		if one.key == key {
			p.stands(one, no.path, no.column, at, plainText(p.run.plan.table.Rows[at].Cells[no.column]))
			return
		}
	}
}

// stands notes where a text stands that a tally is about.
func (p *importReport) stands(one *tally, path string, column, at int, text string) {
	row, table := &p.run.plan.table.Rows[at], p.run.plan.table
	if one.texts == nil {
		one.path, one.column, one.texts = path, column, map[string]int{}
	}
	one.texts[text]++
	if len(one.cells) < shownCells {
		cell := ImportCell{Row: row.Number, Heading: table.Columns[column].Heading, Text: text}
		if title := p.run.plan.columnAt(p.run.plan.t.TitleSpec().Name); title >= 0 {
			cell.Title = plainText(row.Cells[title])
		}
		one.cells = append(one.cells, cell)
	}
}

// empty warns of a name that nobody bears and that was left out, so that it can be said who is meant.
func (p *importReport) empty(at int, x emptied) {
	ref := x.ref
	text := lang.Sayf("%s：没有这个%s，按选择留空", "%s: there is no such %s; left empty, as chosen", ref.spec.Label, ref.to.Label)
	switch {
	case p.run.plan.outsider(ref) && ref.path == "ownerId":
		text = lang.Sayf("%s：账套里没有这些用户，没有填进去；新建的记录归导入的人", "%s: no such users in this book, so left out; new records belong to whoever imports them", ref.spec.Label)
	case p.run.plan.outsider(ref):
		text = lang.Sayf("%s：账套里没有这些用户，没有填进去", "%s: no such users in this book, so left out", ref.spec.Label)
	}
	key := "empty\x00" + ref.path
	i := slices.IndexFunc(p.warnings, func(one *tally) bool { return one.key == key })
	if i < 0 {
		i, p.warnings = len(p.warnings), append(p.warnings, &tally{key: key, text: text, column: -1})
	}
	one := p.warnings[i]
	if number := p.run.plan.table.Rows[at].Number; len(one.rows) == 0 || one.rows[len(one.rows)-1] != number {
		one.rows = append(one.rows, number)
	}
	p.stands(one, ref.path, ref.title, at, x.name)
}

func (p *importReport) result() ImportResult {
	out := p.counts
	out.Linked = p.linked
	out.Repeated, out.Worded = p.run.repeated(), p.worded
	return out
}

// finish says reasons and changes in the reader's language and writes the workbook of rejected rows.
func (p *importReport) finish(ctx context.Context, s *Service, table *sheet.Table, out *ImportResult) error {
	tag := who.Lang(ctx)
	out.Reasons, out.Warnings = reasons(table, p.reasons, tag), reasons(table, p.warnings, tag)
	for key, m := range p.run.refs.matched {
		path, text, _ := cutLast(key)
		title := m.Title
		if c := p.run.plan.columnOf(path); c != nil {
			if option, ok := c.target.Spec.Option(m.ID); ok {
				title = option.Label.In(tag)
			}
		}
		out.Matched = append(out.Matched, ImportValue{Text: text, Value: m.ID, Title: title, Confidence: round2(m.Confidence), Rows: len(m.rows)})
	}
	slices.SortFunc(out.Matched, func(a, b ImportValue) int { return compareText(a.Text, b.Text) })
	out.Preview = []ImportPreview{}
	for _, one := range p.preview {
		out.Preview = append(out.Preview, p.changes(ctx, s, one, tag))
	}
	if len(p.rejected) == 0 || s.files == nil {
		return nil
	}
	return p.errorBook(ctx, s, table, tag, out)
}

func reasons(table *sheet.Table, list []*tally, tag lang.Tag) []ImportReason {
	out := make([]ImportReason, 0, len(list))
	for _, one := range list {
		slices.Sort(one.rows)
		reason := ImportReason{Reason: one.text.In(tag), Rows: len(one.rows), Examples: one.rows[:min(10, len(one.rows))], Field: one.path, Cells: one.cells}
		if one.column >= 0 {
			reason.Heading = table.Columns[one.column].Heading
		}
		for _, text := range slices.Sorted(maps.Keys(one.texts)) {
			reason.Values = append(reason.Values, ImportWrong{text, one.texts[text]})
		}
		slices.SortStableFunc(reason.Values, func(a, b ImportWrong) int { return b.Rows - a.Rows })
		reason.Values = reason.Values[:min(len(reason.Values), shownTexts)]
		out = append(out, reason)
	}
	slices.SortStableFunc(out, func(a, b ImportReason) int { return b.Rows - a.Rows })
	return out
}

// changes lists what becomes different in a record, as people read it.
func (p *importReport) changes(ctx context.Context, s *Service, one previewRow, tag lang.Tag) ImportPreview {
	t := p.run.plan.t
	out := ImportPreview{Row: one.row, Also: one.also, Verb: "updated", Title: t.Title(one.rec), Fields: []ImportDifference{}}
	if one.before == nil {
		out.Verb = "created"
	}
	may := s.policy.Fields(ctx)
	for _, spec := range t.Specs {
		if spec.ReadOnly || spec.Unlisted || !may(spec) {
			continue
		}
		now, was := entity.Get(one.rec, spec), field.None
		if one.before != nil {
			was = entity.Get(one.before, spec)
		}
		if !now.Equal(was) {
			out.Fields = append(out.Fields, ImportDifference{Field: spec.Name, Old: p.say(ctx, s, spec, was, tag), New: p.say(ctx, s, spec, now, tag)})
		}
	}
	return out
}

// say writes a value for people; a reference is its title, also where it exists only in a trial.
func (p *importReport) say(ctx context.Context, s *Service, spec *field.Spec, v field.Value, tag lang.Tag) string {
	if v.Empty() {
		return ""
	}
	if spec.Target != "" && v.Form == field.Str {
		if dir := p.run.dirs.open[spec.Target]; dir != nil && dir.titles[v.Text] != "" {
			return dir.titles[v.Text]
		}
		return s.titleOf(ctx, spec.Target, v.Text)
	}
	return sheet.CellText(spec.Kind.Cell(spec, v, tag), tag)
}

// errorBook writes the rejected rows with all of their columns and the reason, ready to be corrected and imported again.
func (p *importReport) errorBook(ctx context.Context, s *Service, table *sheet.Table, tag lang.Tag, out *ImportResult) error {
	name := lang.Sayf("未导入的行 %s.xlsx", "Rows not imported %s.xlsx", lang.S(s.clock.Now().In(s.zone).Format("2006-01-02 1504"))).In(tag)
	file, err := s.files.Create(ctx, name)
	if err != nil {
		return err
	}
	defer file.Abort()
	headings := make([]sheet.Heading, 0, len(table.Columns)+2)
	for _, c := range table.Columns {
		headings = append(headings, sheet.Heading{Text: c.Heading})
	}
	headings = append(headings, sheet.Heading{Text: lang.Of("未导入原因", "Why not imported").In(tag)}, sheet.Heading{Text: lang.Of("原文件行号", "Row in the file").In(tag)})
	w, err := sheet.NewWriter(file, sheet.XLSX, table.Sheet, headings, tag)
	if err != nil {
		return err
	}
	for i, row := range table.Rows {
		why, rejected := p.rejected[i]
		if !rejected {
			continue
		}
		cells := make([]field.Cell, 0, len(headings))
		for _, c := range row.Cells {
			cells = append(cells, originalCell(c))
		}
		cells = append(cells, field.OfCellText(why.In(tag)), field.Cell{Form: field.NumberCell, Text: lang.N(row.Number).String()})
		if err := w.Row(cells); err != nil {
			return err
		}
	}
	if err := w.Close(); err != nil {
		return err
	}
	commit := file.Commit
	if p.run.trial != nil {
		commit = file.Temporary // what only tried something leaves nothing behind
	}
	info, err := commit()
	if err != nil {
		return err
	}
	out.Errors, out.ErrorName = info.Hash, name
	return ctx.Err()
}

// originalCell gives a cell back as the file had it.
func originalCell(c sheet.Cell) field.Cell {
	switch c.Form {
	case sheet.Blank:
		return field.Cell{}
	case sheet.Number:
		if len(c.Text) <= 15 {
			return field.Cell{Form: field.NumberCell, Text: c.Text}
		}
	case sheet.Day:
		if d, err := day.Parse(c.Text); err == nil {
			return field.Cell{Form: field.DayCell, Day: d}
		}
	case sheet.Instant:
		if at, err := time.Parse("2006-01-02T15:04:05", c.Text); err == nil {
			return field.Cell{Form: field.InstantCell, At: at}
		}
	}
	return field.OfCellText(plainText(c))
}
