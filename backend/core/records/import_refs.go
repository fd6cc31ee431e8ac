package records

import (
	"context"
	"slices"

	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/sheet"
)

// directory knows the live records of one entity that may be read, by name and by their unique fields.
type directory struct {
	t      *entity.Type
	names  *sheet.Names
	unique map[string]map[string]string // id by field and value
	held   map[string]map[string]string // value by field and id
	titles map[string]string
}

// directories are filled when first asked for.
type directories struct {
	s    *Service
	open map[string]*directory
}

func (d *directories) of(ctx context.Context, t *entity.Type) (*directory, error) {
	if found := d.open[t.Name]; found != nil {
		return found, nil
	}
	dir := &directory{t: t, names: sheet.NewNames(), unique: map[string]map[string]string{}, held: map[string]map[string]string{}, titles: map[string]string{}}
	for _, s := range t.Specs {
		if s.Unique {
			dir.unique[s.Name], dir.held[s.Name] = map[string]string{}, map[string]string{}
		}
	}
	err := d.s.eachReadable(ctx, t, func(rec entity.Record) bool {
		dir.add(rec)
		return true
	})
	if err != nil {
		return nil, err
	}
	d.open[t.Name] = dir
	return dir, nil
}

func (d *directory) add(rec entity.Record) {
	of, title := rec.Meta().ID, d.t.Title(rec)
	d.names.Add(of, title)
	d.titles[of] = title
	for name := range d.unique {
		if v := entity.Get(rec, d.t.Spec(name)); !v.Empty() {
			d.unique[name][v.Text], d.held[name][of] = of, v.Text
		}
	}
}

// called finds the record that a person means by a value typed into a mapping: an id, a unique value or a name.
func (d *directory) called(text string) (string, bool) {
	if _, ok := d.titles[text]; ok {
		return text, true
	}
	for _, byValue := range d.unique {
		if of, ok := byValue[text]; ok {
			return of, true
		}
	}
	m, ok := d.names.Exact(text)
	return m.ID, ok && !m.Many
}

// newcomer is a record that a row needs and that does not exist yet.
type newcomer struct {
	dir *directory
	rec entity.Record
	key string
}

// resolver finds or makes what the references of rows point to.
type resolver struct {
	s       *Service
	plan    *importPlan
	read    *cellReader
	dirs    *directories
	made    map[string]string // id of a record made on the way, by reference key
	current entity.Record     // the record being updated, nil for a new one
	emptied []emptied         // of the row at hand: names that nobody bears and that are left out
	place   int               // of the line being read, in the record's lines
	pending []newcomer        // of the row at hand
	matched map[string]*likeness
	coming  map[string]bool   // names of the file's own records, when they may be referred to before their row
	ahead   map[string]string // id by name, of those of them that were made before their own row because rows wait for one another
}

// A likeness is a name in the file that was taken for another, and the rows it stands in.
type likeness struct {
	sheet.Match
	rows map[int]bool
}

// postponed says that a row refers to a row further down; it is tried again after all others.
var postponed = &refusal{key: "postponed", column: -1}

// saidBefore says that a row of the file spoke of this record already, and that the first one counts.
var saidBefore = &refusal{key: "said before", column: -1}

// leftAsItIs says that the record is there already and is not to be touched.
var leftAsItIs = &refusal{key: "left as it is", column: -1}

// resolve gives the id that a reference of a row points to, "" for none.
func (r *resolver) resolve(ctx context.Context, ref *refPlan, row *sheet.Row) (string, *refusal, error) {
	title := ""
	if ref.title >= 0 {
		cell := row.Cells[ref.title]
		if cell.Form == sheet.Broken {
			_, no := r.read.value(&importColumn{at: ref.title, heading: r.plan.table.Columns[ref.title].Heading, target: sheet.Target{Path: ref.path, Spec: ref.spec}}, cell)
			return "", no, nil
		}
		title = plainText(cell)
	}
	details, no := r.details(ref, row)
	if no != nil {
		return "", no, nil
	}
	dir, err := r.dirs.of(ctx, ref.to)
	if err != nil {
		return "", nil, err
	}
	if title == "" && !identifies(details) {
		return "", nil, nil
	}
	if chosen, ok := r.plan.values[ref.path][title]; ok && title != "" {
		if chosen == "" {
			return "", nil, nil
		}
		if of, ok := dir.called(chosen); ok {
			return of, nil, nil
		}
		if !id.Valid(chosen) {
			title = chosen // the name it stands for, of a record that is not there yet
		}
	}
	if title != "" && r.meansNothing(dir, ref, title) {
		return "", nil, nil
	}
	if no := r.itself(dir, ref, row, title); no != nil {
		return "", no, nil
	}
	return r.settle(ctx, dir, ref, row.Number, title, details)
}

// itself refuses a new record that is to refer to its own name, as lists say it where the chain of parents ends: waiting
// for that record, or making another one of its name, would be wrong.
func (r *resolver) itself(dir *directory, ref *refPlan, row *sheet.Row, title string) *refusal {
	own := r.plan.columnOf(r.plan.t.TitleSpec().Name)
	if r.current != nil || ref.to != r.plan.t || ref.lines != nil || own == nil || title == "" || sheet.NormalHeading(title) != sheet.NormalHeading(plainText(row.Cells[own.at])) {
		return nil
	}
	if _, known := dir.called(title); known {
		return nil
	}
	return refuse(
		lang.Sayf("%s写的是这一行自己；没有上级的，请把这一格清空再导入", "%s: the row refers to itself; clear this cell for rows that have none", ref.spec.Label),
		lang.Sayf("“%s”就是这一行的%s自己", "“%s” is the %s itself", lang.S(brief(title)), ref.to.Label)).in(ref.path, ref.title)
}

// meansNothing tells whether a cell says - or 无 where a name is expected, and no record is called so.
func (r *resolver) meansNothing(dir *directory, ref *refPlan, title string) bool {
	if !sheet.SaysNothing(title) {
		return false
	}
	_, named := dir.called(title)
	return !named && r.read.saysNothing(&importColumn{target: sheet.Target{Path: ref.path, Spec: ref.spec}}, sheet.TextCell(title))
}

// settle finds the record that a name and its details mean, or does what was decided for missing ones.
func (r *resolver) settle(ctx context.Context, dir *directory, ref *refPlan, row int, title string, details []assignment) (string, *refusal, error) {
	of, many := r.find(dir, ref, row, title, details)
	if of == "" && !many {
		of = r.unchanged(ctx, ref, title)
	}
	switch {
	case of != "":
		return of, nil, nil
	case many:
		return "", refuse(
			lang.Sayf("%s：有几个同名的%s，无法判断是哪一个；请改用编号，或在文件中写明", "%s: several records (%s) have this name; use their numbers instead", ref.spec.Label, ref.to.Label),
			lang.Sayf("%s“%s”有多个同名记录", "%s “%s” is the name of several records", ref.to.Label, lang.S(brief(title)))).in(ref.path, ref.title), nil
	}
	id, no, err := r.absent(dir, ref, row, title, details)
	return id, no.in(ref.path, ref.title), err
}

// details reads the columns about the record that is referred to.
func (r *resolver) details(ref *refPlan, row *sheet.Row) ([]assignment, *refusal) {
	var list []assignment
	for i := range ref.more {
		v, no := r.read.value(&ref.more[i], row.Cells[ref.more[i].at])
		if no != nil {
			return nil, no
		}
		if !v.Empty() {
			list = append(list, assignment{ref.more[i].target.Spec, v})
		}
	}
	return list, nil
}

func identifies(details []assignment) bool {
	for _, d := range details {
		if d.spec.Unique {
			return true
		}
	}
	return false
}

// refKey tells apart what rows refer to: by unique values if there are any, else by name.
func refKey(to *entity.Type, title string, details []assignment) string {
	key := to.Name
	for _, d := range details {
		if d.spec.Unique {
			key += "\x00" + d.spec.Name + "\x01" + d.value.Text
		}
	}
	if key == to.Name {
		key += "\x00" + sheet.NormalHeading(title)
	}
	return key
}

// find looks among the records there are, and among those made on the way.
func (r *resolver) find(dir *directory, ref *refPlan, row int, title string, details []assignment) (of string, many bool) {
	for _, d := range details {
		if d.spec.Unique {
			if of := dir.unique[d.spec.Name][d.value.Text]; of != "" {
				return of, false
			}
		}
	}
	key := refKey(ref.to, title, details)
	if of := r.made[key]; of != "" {
		return of, false
	}
	for _, one := range r.pending {
		if one.key == key {
			return one.rec.Meta().ID, false
		}
	}
	if title == "" {
		return "", false
	}
	if of := r.same(ref, title); of != "" {
		return of, false
	}
	m, ok := dir.names.Exact(title)
	if !ok {
		for name := range dir.unique { // a file may give the number where a name is expected
			if of := dir.unique[name][title]; of != "" {
				return of, false
			}
		}
		return "", false
	}
	for _, d := range details { // of that name, but known by another number: somebody else
		if held := dir.held[d.spec.Name][m.ID]; d.spec.Unique && held != "" && held != d.value.Text {
			return "", false
		}
	}
	if m.Many {
		return "", true
	}
	if m.Confidence < 1 {
		r.taken(ref.path, title, m, row)
	}
	return m.ID, false
}

// same keeps the reference of the record being updated, if the file gives it by its own name.
func (r *resolver) same(ref *refPlan, title string) string {
	dir := r.dirs.open[ref.to.Name]
	if r.current == nil || dir == nil {
		return ""
	}
	named := func(v field.Value) bool { return !v.Empty() && dir.titles[v.Text] == title }
	if ref.lines == nil {
		if v := entity.Get(r.current, ref.spec); named(v) {
			return v.Text
		}
		return ""
	}
	old := entity.Get(r.current, ref.lines).Rows
	if r.place < len(old) && named(old[r.place][ref.spec.Name]) {
		return old[r.place][ref.spec.Name].Text
	}
	found := ""
	for _, line := range old {
		if v := line[ref.spec.Name]; named(v) && v.Text != found {
			if found != "" {
				return "" // two lines of that name: which one is meant cannot be known
			}
			found = v.Text
		}
	}
	return found
}

// unchanged keeps the reference of the record being updated where an export names it as no directory
// does: the program itself, a deleted record, one that may not be read.
func (r *resolver) unchanged(ctx context.Context, ref *refPlan, title string) string {
	if r.current == nil || ref.lines != nil || title == "" {
		return ""
	}
	if v := entity.Get(r.current, ref.spec); !v.Empty() && r.s.titleOf(ctx, ref.to.Name, v.Text) == title {
		return v.Text
	}
	return ""
}

// emptied is a name that was left out because nobody bears it.
type emptied struct {
	ref  *refPlan
	name string
	row  int // its number
}

// absent does what was decided for names that no record bears.
func (r *resolver) absent(dir *directory, ref *refPlan, row int, title string, details []assignment) (string, *refusal, error) {
	if ref.to == r.plan.t && r.coming[sheet.NormalHeading(title)] {
		return "", postponed, nil
	}
	switch r.plan.missing[ref.path] {
	case missingEmpty:
		if one := (emptied{ref, title, row}); title != "" && !slices.Contains(r.emptied, one) {
			r.emptied = append(r.emptied, one)
		}
		return "", nil, nil
	case missingCreate:
		return r.create(dir, ref, title, details)
	}
	name := title
	if name == "" {
		name = details[0].value.Text
	}
	return "", refuse(
		lang.Sayf("%s：没有这个%s；可选择“自动新建”或“留空”，或先导入%s", "%s: there is no such %s; choose to create missing ones or to leave the field empty, or import them first (%s)", ref.spec.Label, ref.to.Label, ref.to.Label),
		lang.Sayf("没有名为“%s”的%s", "“%s” is not a %s in this book", lang.S(brief(name)), ref.to.Label)), nil
}

func (r *resolver) create(dir *directory, ref *refPlan, title string, details []assignment) (string, *refusal, error) {
	rec := ref.to.New()
	rec.Meta().ID = id.New()
	for _, d := range details {
		entity.Put(rec, d.spec, d.value)
		if title == "" && d.spec.Unique {
			title = d.value.Text
		}
	}
	spec := ref.to.TitleSpec()
	v, err := spec.Kind.FromCell(spec, field.Cell{Form: field.TextCell, Text: title})
	if err == nil {
		v, err = cleanValue(spec, v)
	}
	if err != nil {
		return "", refuse(lang.Sayf("%s：无法新建%s", "%s: the %s cannot be created", ref.spec.Label, ref.to.Label),
			lang.Sayf("新建%s“%s”——%s", "Creating %s “%s”: %s", ref.to.Label, lang.S(brief(title)), fault.From(err).Text)), nil
	}
	entity.Put(rec, spec, v)
	r.pending = append(r.pending, newcomer{dir, rec, refKey(ref.to, title, details)})
	return rec.Meta().ID, nil, nil
}

// settled takes the newcomers of a row that was saved into the directories.
func (r *resolver) settled(linked map[string]int) {
	for _, one := range r.pending {
		r.made[one.key] = one.rec.Meta().ID
		one.dir.add(one.rec)
		linked[one.dir.t.Name]++
		if one.dir.t == r.plan.t {
			r.ahead[sheet.NormalHeading(one.dir.t.Title(one.rec))] = one.rec.Meta().ID
		}
	}
	r.pending = nil
}
