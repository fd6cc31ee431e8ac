package records

import (
	"context"
	"errors"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/sheet"
	"xingke/backend/core/store"
)

// importGroup is how many records one transaction of an import takes.
const importGroup = 500

// importRun is one import on its way. A trial goes the same way, but each transaction is taken back.
type importRun struct {
	s      *Service
	plan   *importPlan
	read   *cellReader
	refs   *resolver
	dirs   *directories
	known  map[string][]string // ids of records by the value they are known again by
	trial  *trial              // nil when it is meant
	report *importReport
	later  []draft // that refer to rows further down
	file   string

	leftOut []ImportLeftOut
	heard   heardOf
}

// draft is the rows of one record, by their place in the table.
type draft struct{ rows []int }

// errTakenBack ends the transaction of a trial.
var errTakenBack = errors.New("records: a trial leaves nothing behind")

// Import reads a file into records, or tries what it would do.
func (s *Service) Import(ctx context.Context, in ImportInput) (Started[ImportResult], error) {
	t, err := s.writable(in.Entity)
	if err != nil {
		return Started[ImportResult]{}, err
	}
	kind := "import.run"
	if in.DryRun {
		kind = "import.trial"
	}
	return StartJob(ctx, s.jobs, kind, func(ctx context.Context, p *Progress) (ImportResult, error) {
		return s.importFile(ctx, t, in, p)
	})
}

// ImportNow is Import for callers that wait for the end themselves.
func (s *Service) ImportNow(ctx context.Context, in ImportInput) (ImportResult, error) {
	t, err := s.writable(in.Entity)
	if err != nil {
		return ImportResult{}, err
	}
	return s.importFile(ctx, t, in, nil)
}

func (s *Service) importFile(ctx context.Context, t *entity.Type, in ImportInput, p *Progress) (ImportResult, error) {
	book, closer, err := s.openSheet(ctx, in.File, sheet.Options{Encoding: in.Encoding, Brief: true, Sheet: in.Sheet})
	if err != nil {
		return ImportResult{}, err
	}
	defer func() { _ = closer.Close() }()
	table, err := book.Table(ctx, in.Sheet, in.HeadingRow)
	if err != nil {
		return ImportResult{}, err
	}
	table.Correct(in.Texts, fixes(in.Cells), plainText)
	if in.OnlyShown {
		table.WithoutHidden()
	}
	run, err := s.prepareImport(ctx, t, table, in)
	if err != nil {
		return ImportResult{}, err
	}
	label := importLabel(t, book.Name)
	if in.DryRun {
		label = lang.Sayf("试算：%s", "Trial run: %s", label)
	}
	p.Name(label.In(who.Lang(ctx)))
	if in.Remember && !in.DryRun {
		if err := s.rememberMapping(ctx, t, table, run.plan, in); err != nil {
			return ImportResult{}, err
		}
	}
	set := id.New()
	if !in.DryRun {
		done, err := s.noteImport(ctx, ImportNote{Set: set, Entity: t.Name, File: book.Name, At: s.clock.Now(), Rows: len(table.Rows), Anew: run.plan.match == nil && !run.plan.byID})
		if err != nil {
			return ImportResult{}, err
		}
		defer done()
	}
	begun := s.clock.Now()
	result, err := run.all(ctx, set, p)
	if result.Change != "" {
		result.From, result.To = begun.Truncate(time.Millisecond), s.clock.Now().Add(time.Millisecond)
	}
	if err != nil && ctx.Err() == nil {
		return result, err
	}
	result.DryRun, result.Entity, result.File, result.LeftOut = in.DryRun, t.Name, book.Name, run.leftOut
	if finishErr := run.report.finish(context.WithoutCancel(ctx), s, table, &result); err == nil {
		err = finishErr
	}
	return result, err
}

// prepareImport settles the mapping: what the caller says, and guesses for the rest.
func (s *Service) prepareImport(ctx context.Context, t *entity.Type, table *sheet.Table, in ImportInput) (*importRun, error) {
	memory, err := s.recallMapping(ctx, t)
	if err != nil {
		return nil, err
	}
	in.Columns = asHeaded(table, in.Columns)
	columns, guesses := s.guessColumns(ctx, t, table, in.Columns, memory)
	plan, err := s.importPlan(ctx, t, table, columns)
	if err != nil {
		return nil, err
	}
	if err := plan.settleMatch(in.Match, in.Policy); err != nil {
		return nil, err
	}
	if err := plan.settleRepeats(in.Repeats); err != nil {
		return nil, err
	}
	if _, err := plan.settleDates(in.Dates); err != nil {
		return nil, err
	}
	if err := plan.settleMissing(in.Missing, func(*refPlan) string { return missingReject }); err != nil {
		return nil, err
	}
	if err := s.checkValues(ctx, t, in.Values); err != nil {
		return nil, err
	}
	plan.values = memory.valuesWith(in.Values)
	run := &importRun{s: s, plan: plan, read: newCellReader(plan, s.zone), dirs: &directories{s: s, open: map[string]*directory{}}, file: table.Book.Name, heard: heardOf{first: map[string]saying{}, rows: map[string][]int{}}}
	run.refs = &resolver{s: s, plan: plan, read: run.read, dirs: run.dirs, made: map[string]string{}, ahead: map[string]string{}, matched: map[string]*likeness{}}
	run.report = newImportReport(run)
	run.leftOut = s.leftOut(ctx, t, table, columns, in.Columns, guesses)
	if in.DryRun {
		run.trial = newTrial(s)
	}
	return run, run.learn(ctx)
}

// learn notes the records there are by the value they are known again by.
func (r *importRun) learn(ctx context.Context) error {
	r.known = map[string][]string{}
	if r.plan.match == nil {
		return nil
	}
	return r.s.eachReadable(ctx, r.plan.t, func(rec entity.Record) bool {
		if v := entity.Get(rec, r.plan.match); !v.Empty() {
			key := r.keyOf(rec, v)
			r.known[key] = append(r.known[key], rec.Meta().ID)
		}
		return true
	})
}

// matchKey forgives a name its spaces and letter case, a number nothing.
func (r *importRun) matchKey(text string) string {
	if r.plan.match == r.plan.t.TitleSpec() && !r.plan.match.Unique {
		return sheet.NormalHeading(text)
	}
	return text
}

// keyOf is the value by which a record is known again, within the record it belongs to.
func (r *importRun) keyOf(rec entity.Record, v field.Value) string {
	if r.plan.within == nil {
		return r.matchKey(v.Text)
	}
	return r.matchKey(v.Text) + "\x00" + entity.Get(rec, r.plan.within.spec).Text
}

// all goes through the table in groups. When the context ends, what is written stays and is reported.
func (r *importRun) all(ctx context.Context, set string, p *Progress) (ImportResult, error) {
	label := importLabel(r.plan.t, r.file).In(who.Lang(ctx))
	written := store.WithFile(store.WithSet(context.WithoutCancel(ctx), set, label))
	r.refs.coming = r.plan.ownNames()
	for drafts := r.drafts(); len(drafts) > 0 && ctx.Err() == nil; {
		if err := r.pass(ctx, written, drafts, p); err != nil {
			return r.broken(set, err)
		}
		if len(r.later) == len(drafts) {
			r.refs.coming = nil // they wait for one another
		}
		drafts, r.later = r.later, nil
	}
	result := r.report.result()
	if r.trial == nil && result.Created+result.Updated > 0 {
		result.Change = set
	}
	result.Cancelled = ctx.Err() != nil
	return result, ctx.Err()
}

// importLabel is what an import is called in the history and in the list of jobs.
func importLabel(t *entity.Type, file string) lang.Text {
	return lang.Sayf("导入%s（%s）", "Import of %s (%s)", lang.Of(t.Label.ZH, t.Plural.EN), lang.S(file))
}

func fixes(cells []ImportCell) []sheet.Fix {
	out := make([]sheet.Fix, len(cells))
	for i, c := range cells {
		out[i] = sheet.Fix{Row: c.Row, Heading: c.Heading, Text: c.Text}
	}
	return out
}

// pass tries each draft once.
func (r *importRun) pass(ctx, written context.Context, drafts []draft, p *Progress) error {
	for start := 0; start < len(drafts) && ctx.Err() == nil; start += importGroup {
		group := drafts[start:min(len(drafts), start+importGroup)]
		err := r.s.db.Write(written, func(tx context.Context) error {
			tx = withTargets(tx, r.plan.t.Name)
			if r.trial != nil {
				r.trial.begin()
			}
			for _, d := range group {
				if ctx.Err() != nil {
					break
				}
				if err := r.draft(tx, d); err != nil {
					return err
				}
				p.Set(r.report.counts.Read, len(r.plan.table.Rows))
			}
			if r.trial != nil {
				return errTakenBack
			}
			return nil
		})
		if err != nil && !(r.trial != nil && errors.Is(err, errTakenBack)) {
			return err
		}
	}
	return nil
}

// broken tells of an import that could not go on (a full disk): what was written before stays and can be undone.
func (r *importRun) broken(set string, cause error) (ImportResult, error) {
	f := *fault.From(cause)
	f.Text = lang.Sayf("%s 此前完成的部分已保留，可在“变更历史”中撤销本次导入。", "%s What was imported before stays; it can be undone in the change history.", f.Text)
	f.Cause = cause
	result := r.report.result()
	result.Entity, result.File = r.plan.t.Name, r.file
	result.Reasons, result.Preview = []ImportReason{}, []ImportPreview{}
	if r.trial == nil && result.Created+result.Updated > 0 {
		result.Change = set
	}
	return result, &f
}

// drafts puts the rows together that are one record.
func (r *importRun) drafts() []draft {
	rows := r.plan.table.Rows
	drafts := make([]draft, 0, len(rows))
	key := r.keyColumn()
	if !r.plan.fold || key < 0 {
		for i := range rows {
			drafts = append(drafts, draft{rows: []int{i}})
		}
		return drafts
	}
	at := map[string]int{}
	for i := range rows {
		text := plainText(rows[i].Cells[key])
		if place, known := at[text]; known && text != "" {
			drafts[place].rows = append(drafts[place].rows, i)
			continue
		}
		at[text] = len(drafts)
		drafts = append(drafts, draft{rows: []int{i}})
	}
	return drafts
}

func (r *importRun) keyColumn() int {
	if r.plan.byID {
		return r.plan.id
	}
	if r.plan.match == nil {
		return -1
	}
	return r.plan.columnOf(r.plan.match.Name).at
}

// draft saves one record, or notes why not. An error is returned only if the import cannot go on.
func (r *importRun) draft(ctx context.Context, d draft) error {
	r.read.begin()
	r.refs.pending, r.refs.current, r.refs.emptied = nil, nil, nil
	var rec, before entity.Record
	var no *refusal
	at := d.rows[0]
	err := r.s.db.Write(ctx, func(ctx context.Context) error {
		var err error
		if rec, before, at, no, err = r.compose(ctx, d); err != nil || no != nil {
			return errors.Join(err, refused(no))
		}
		return r.save(ctx, rec, before)
	})
	switch {
	case err == nil:
		r.accept(d, rec, before)
		return nil
	case no == nil:
		if no = refusalOf(r.plan, err); no == nil {
			return err
		}
	case !errors.Is(err, errRefused):
		return err
	}
	switch no {
	case postponed:
		r.later = append(r.later, d)
		return nil
	case leftAsItIs:
		r.report.leave(d)
		return nil
	case saidBefore:
		r.repeats(d)
		return nil
	}
	r.report.reject(d, at, no)
	return nil
}

var errRefused = errors.New("records: a row is refused")

func refused(no *refusal) error {
	if no == nil {
		return nil
	}
	return errRefused
}

// save writes the records made on the way, then the record itself.
func (r *importRun) save(ctx context.Context, rec, before entity.Record) error {
	if r.trial != nil {
		if err := r.trial.lay(ctx, r.plan.t, rec); err != nil {
			return err
		}
	}
	for _, one := range r.refs.pending {
		if err := r.s.save(ctx, one.dir.t, one.rec, nil); err != nil {
			return err
		}
	}
	return r.s.save(ctx, r.plan.t, rec, before)
}

// accept counts a record that was saved and takes note of it for the rows to come.
func (r *importRun) accept(d draft, rec, before entity.Record) {
	if r.trial != nil {
		for _, one := range r.refs.pending {
			r.trial.keep(one.dir.t, one.rec, nil)
		}
		r.trial.keep(r.plan.t, rec, before)
	}
	if before != nil {
		delete(r.refs.ahead, sheet.NormalHeading(r.plan.t.Title(before)))
	}
	r.refs.settled(r.report.linked)
	if before == nil && r.plan.match != nil {
		if v := entity.Get(rec, r.plan.match); !v.Empty() {
			key := r.keyOf(rec, v)
			r.known[key] = append(r.known[key], rec.Meta().ID)
		}
	}
	if dir := r.dirs.open[r.plan.t.Name]; dir != nil && before == nil {
		dir.add(rec) // an entity may refer to itself
	}
	r.tellWhatWasTaken(d)
	verb := r.report.accept(d, rec, before, r.read.rounded)
	if r.plan.match != nil || r.plan.byID {
		r.heard.add(rec.Meta().ID, d, verb)
	}
}
