package records

import (
	"context"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/sheet"
)

// compose makes the record that rows stand for: a new one, or the one they are known again by with
// what the rows change. at is the row a refusal speaks of.
func (r *importRun) compose(ctx context.Context, d draft) (rec, before entity.Record, at int, no *refusal, err error) {
	at = d.rows[0]
	of, no, err := r.knownAgain(ctx, d)
	if no != nil || err != nil {
		return nil, nil, at, no, err
	}
	rec = r.plan.t.New()
	ahead := ""
	if of == "" {
		ahead = r.madeAhead(d)
		of = ahead
	}
	if of != "" {
		if before, no, err = r.former(ctx, of); no != nil || err != nil {
			return nil, nil, at, no, err
		}
		_, said := r.heard.first[of]
		switch {
		case said && r.plan.first:
			r.heard.again = of
			return nil, nil, at, saidBefore, nil
		case r.plan.skip && ahead == "" && !said: // what is in the book, not what this file has put there
			return nil, nil, at, leftAsItIs, nil
		}
		rec = r.plan.t.Copy(before)
		r.refs.current = before
	}
	list, at, no, err := r.facts(ctx, d)
	if no != nil || err != nil {
		return nil, nil, at, no, err
	}
	apply(rec, list)
	at, no, err = r.lines(ctx, d, rec)
	return rec, before, at, no, err
}

// knownAgain finds the record that rows stand for, "" for a new one.
func (r *importRun) knownAgain(ctx context.Context, d draft) (string, *refusal, error) {
	row := &r.plan.table.Rows[d.rows[0]]
	if r.plan.byID {
		return plainText(row.Cells[r.plan.id]), nil, nil
	}
	if r.plan.match == nil {
		return "", nil, nil
	}
	v, no := r.read.value(r.plan.columnOf(r.plan.match.Name), row.Cells[r.keyColumn()])
	if no != nil || v.Empty() {
		return "", no, nil
	}
	key := r.matchKey(v.Text)
	if r.plan.within != nil {
		of, no, err := r.refs.resolve(ctx, r.plan.within, row)
		if no != nil || err != nil {
			return "", no, err
		}
		key += "\x00" + of
	}
	found := r.known[key]
	if len(found) > 1 {
		return "", refuse(
			lang.Sayf("%s：有几条记录的值相同，无法判断更新哪一条；请换一个匹配字段，或先合并重复记录", "%s: several records have the same value; match by another field, or merge the duplicates first", r.plan.match.Label),
			lang.Sayf("%s为“%s”的%s有 %s 条", "%s “%s”: this value of %s is used by %s records", r.plan.match.Label, lang.S(brief(v.Text)), r.plan.t.Label, lang.N(len(found)))).in(r.plan.match.Name, r.keyColumn()), nil
	}
	if len(found) == 1 {
		return found[0], nil, nil
	}
	return "", nil, nil
}

// madeAhead is the record of a row that another row has already made by its name: another one of that name would let two
// rows that are each other's parents both in.
func (r *importRun) madeAhead(d draft) string {
	own := r.plan.columnOf(r.plan.t.TitleSpec().Name)
	if own == nil || r.plan.byID {
		return ""
	}
	return r.refs.ahead[sheet.NormalHeading(plainText(r.plan.table.Rows[d.rows[0]].Cells[own.at]))]
}

// former reads the record that is updated.
func (r *importRun) former(ctx context.Context, of string) (entity.Record, *refusal, error) {
	if r.trial != nil {
		if err := r.trial.again(ctx, of); err != nil {
			return nil, nil, err
		}
	}
	before, err := r.s.db.Get(ctx, r.plan.t, of)
	switch {
	case fault.Is(err, fault.NotFound):
		return nil, refuse(
			lang.Sayf("ID：没有这条%s，它可能已被删除；要新建，请清空 ID 一格", "ID: there is no such %s, it may have been deleted; to create it anew, clear its ID cell", r.plan.t.Label),
			lang.Sayf("没有 ID 为“%s”的%s", "There is no record with the ID “%s” (%s)", lang.S(brief(of)), r.plan.t.Label)).in(sheet.IDPath, r.plan.id), nil
	case fault.Is(err, fault.Forbidden):
		return nil, refuse(fault.From(err).Text, fault.From(err).Text), nil
	}
	return before, nil, err
}

// facts reads the fields of the record itself. Where several rows are one record, the first that says something counts.
func (r *importRun) facts(ctx context.Context, d draft) ([]assignment, int, *refusal, error) {
	var list []assignment
	var wrong *refusal // the first, with the others
	where := d.rows[0]
	for i := range r.plan.columns {
		c := &r.plan.columns[i]
		if c.target.Lines != nil || r.settledAlready(c.target.Spec) {
			continue
		}
		at := r.firstFilled(d, c.at)
		v, no, err := r.cell(ctx, c, &r.plan.table.Rows[at])
		if err != nil {
			return nil, at, no, err
		}
		if no != nil {
			if wrong == nil {
				where = at
			}
			wrong = wrong.with(no, at)
			continue
		}
		if !v.Empty() || r.plan.byID {
			list = append(list, assignment{c.target.Spec, r.finer(c.target.Spec, v)})
		}
		r.warnOfDifference(d, c.at, c.target.Spec)
	}
	for i := range r.plan.refs {
		ref := &r.plan.refs[i]
		if ref.lines != nil || r.settledAlready(ref.spec) {
			continue
		}
		if wrong != nil && r.plan.missing[ref.path] != missingReject {
			continue // nothing is made for a row that stays out
		}
		r.warnOfDifference(d, ref.title, ref.spec)
		at := d.rows[0]
		if ref.title >= 0 {
			at = r.firstFilled(d, ref.title)
		}
		of, no, err := r.refs.resolve(ctx, ref, &r.plan.table.Rows[at])
		switch {
		case err != nil || no.special():
			return nil, at, no, err
		case no != nil:
			if wrong == nil {
				where = at
			}
			wrong = wrong.with(no, at)
			continue
		}
		if of != "" || r.plan.byID && ref.title >= 0 {
			list = append(list, assignment{ref.spec, field.OfText(of)})
		}
	}
	return list, where, wrong, nil
}

// settledAlready tells of fields that only a new record may take: who made it and when.
func (r *importRun) settledAlready(spec *field.Spec) bool {
	return spec.ReadOnly && r.refs.current != nil
}

// finer keeps a moment that is in the record already: files show whole seconds.
func (r *importRun) finer(spec *field.Spec, v field.Value) field.Value {
	if spec.Kind.Name() != "instant" || r.refs.current == nil || v.Empty() {
		return v
	}
	if old := entity.Get(r.refs.current, spec); !old.Empty() && old.Time().Truncate(time.Second).Equal(v.Time()) {
		return old
	}
	return v
}

// cell reads one value of a row.
func (r *importRun) cell(ctx context.Context, c *importColumn, row *sheet.Row) (field.Value, *refusal, error) {
	switch c.target.Spec.Kind.Name() {
	case "refs":
		return r.refs.many(ctx, c, row)
	case "link":
		return r.refs.link(ctx, c, row.Cells[c.at])
	}
	v, no := r.read.value(c, row.Cells[c.at])
	return v, no, nil
}

func (r *importRun) firstFilled(d draft, column int) int {
	for _, i := range d.rows {
		if !r.plan.table.Rows[i].Cells[column].Empty() {
			return i
		}
	}
	return d.rows[0]
}

// warnOfDifference notes rows of one record that disagree about it.
func (r *importRun) warnOfDifference(d draft, at int, spec *field.Spec) {
	if len(d.rows) < 2 || at < 0 {
		return
	}
	first := r.plan.table.Rows[r.firstFilled(d, at)].Cells[at]
	for _, i := range d.rows {
		if cell := r.plan.table.Rows[i].Cells[at]; !cell.Empty() && cell != first {
			r.report.warn(i, lang.Sayf("%s：同一条记录的各行不一致，已采用第一行的值", "%s: the rows of one record disagree; the first one was taken", spec.Label))
		}
	}
}

// lines reads each row as a line of the record.
func (r *importRun) lines(ctx context.Context, d draft, rec entity.Record) (int, *refusal, error) {
	if !r.plan.fold {
		return d.rows[0], nil, nil
	}
	tables := map[*field.Spec][]field.Row{}
	for place, i := range d.rows {
		r.refs.place = place
		row := &r.plan.table.Rows[i]
		line := map[*field.Spec]field.Row{}
		put := func(lines, spec *field.Spec, v field.Value) {
			if v.Empty() {
				return
			}
			if line[lines] == nil {
				line[lines] = field.Row{}
			}
			line[lines][spec.Name] = v
		}
		for k := range r.plan.columns {
			if c := &r.plan.columns[k]; c.target.Lines != nil {
				v, no, err := r.cell(ctx, c, row)
				if no != nil || err != nil {
					return i, no, err
				}
				put(c.target.Lines, c.target.Spec, v)
			}
		}
		for k := range r.plan.refs {
			if ref := &r.plan.refs[k]; ref.lines != nil {
				of, no, err := r.refs.resolve(ctx, ref, row)
				if no != nil || err != nil {
					return i, no, err
				}
				put(ref.lines, ref.spec, field.OfText(of))
			}
		}
		for lines, one := range line {
			tables[lines] = append(tables[lines], one)
		}
	}
	for lines, rows := range tables {
		entity.Put(rec, lines, field.OfRows(r.keepColumns(lines, rows)))
	}
	return d.rows[0], nil, nil
}

// linkable are the entities that a column of links is looked for among, in this order.
var linkable = []string{"customer", "opportunity", "contact", "order", "product"}

// link finds the record that a cell names, whatever its entity.
func (r *resolver) link(ctx context.Context, c *importColumn, cell sheet.Cell) (field.Value, *refusal, error) {
	if cell.Empty() {
		return field.None, nil, nil
	}
	if r.current != nil {
		old := entity.Get(r.current, c.target.Spec)
		if l := old.Link(); !old.Empty() && r.s.titleOf(ctx, l.Entity, l.ID) == plainText(cell) {
			return old, nil, nil
		}
	}
	for _, name := range linkable {
		t := r.s.types.Type(name)
		if t == nil {
			continue
		}
		dir, err := r.dirs.of(ctx, t)
		if err != nil {
			return field.None, nil, err
		}
		if of, ok := dir.called(plainText(cell)); ok {
			return field.OfText(name + ":" + of), nil, nil
		}
	}
	return field.None, refuse(
		lang.Sayf("%s：找不到这条记录", "%s: there is no such record", c.target.Spec.Label),
		lang.Sayf("没有名为“%s”的记录", "No record is called “%s”", lang.S(brief(cell.Text)))).in(c.target.Path, c.at), nil
}
