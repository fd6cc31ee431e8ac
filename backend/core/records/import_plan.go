package records

import (
	"context"
	"slices"
	"strings"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/access"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/sheet"
)

// matchNone says that records are never known again: every row is a new one.
const matchNone = "none"

// What becomes of a name that no record bears.
const (
	missingCreate = "create"
	missingReject = "reject"
	missingEmpty  = "empty"
)

// importPlan is a mapping that was checked: what each column of the table means.
type importPlan struct {
	t       *entity.Type
	table   *sheet.Table
	columns []importColumn
	id      int                          // column of identities, -1 if there is none
	byID    bool                         // records are known again by identity
	match   *field.Spec                  // or by this field; nil: by identity, or not at all
	within  *refPlan                     // a name is looked for only among the records that refer to the same
	skip    bool                         // what is in the book already stays as it is
	first   bool                         // of rows of the file that speak of one record the first counts, not the last
	fold    bool                         // rows that share the match value are one record with lines
	values  map[string]map[string]string // what texts stand for, by path
	missing map[string]string            // by path of the reference
	refs    []refPlan
	order   sheet.DateOrder
}

// importColumn is a column that goes to a field of the record or of its lines.
type importColumn struct {
	at      int
	heading string
	target  sheet.Target
	profile *sheet.Profile
}

// refPlan is a reference with all the columns that speak of what it refers to.
type refPlan struct {
	path  string
	spec  *field.Spec
	lines *field.Spec
	to    *entity.Type
	title int // column of its name, -1 if there is none
	more  []importColumn
}

// targets lists the places that the one who acts may fill.
func (s *Service) importTargets(ctx context.Context, t *entity.Type) map[string]sheet.Target {
	may := s.policy.Fills(ctx)
	out := map[string]sheet.Target{}
	for _, x := range sheet.Targets(s.types, t) {
		if x.Spec != nil && (!may(x.Spec) || x.Spec.ReadOnly && !s.mayBackdate(ctx, t)) {
			continue
		}
		out[x.Path] = x
	}
	return out
}

// mayBackdate tells whether the one who acts may say who made a record and when.
func (s *Service) mayBackdate(ctx context.Context, t *entity.Type) bool {
	scope := s.policy.Reach(ctx, access.Import, t.Name)
	return scope.All || len(scope.DepartmentIDs) > 0
}

// plan checks a mapping against the table and the entity. columns holds a path for every heading.
func (s *Service) importPlan(ctx context.Context, t *entity.Type, table *sheet.Table, columns map[string]string) (*importPlan, error) {
	p := &importPlan{t: t, table: table, id: -1, values: map[string]map[string]string{}, missing: map[string]string{}}
	targets := s.importTargets(ctx, t)
	by := map[string]string{}
	var faults fault.Faults
	for heading := range columns {
		if _, ok := table.Column(heading); !ok {
			faults.Add("columns."+heading, lang.Sayf("文件里没有名为“%s”的列，请检查列名", "The file has no column called “%s”. Check the heading.", lang.S(heading)))
		}
	}
	for i, c := range table.Columns {
		path := columns[c.Heading]
		if path == "" {
			continue
		}
		x, ok := targets[path]
		switch {
		case !ok:
			faults.Add("columns."+c.Heading, lang.Sayf("“%s”列：%s没有可导入的字段“%s”", "Column “%s”: %s has no field “%s” that can be imported.", lang.S(c.Heading), t.Label, lang.S(path)))
			continue
		case by[path] != "":
			faults.Add("columns."+c.Heading, lang.Sayf("“%s”和“%s”两列都对应到%s，请只保留一列", "The columns “%s” and “%s” are both imported into %s. Keep one of them.", lang.S(by[path]), lang.S(c.Heading), x.Label))
			continue
		}
		by[path] = c.Heading
		p.add(importColumn{at: i, heading: c.Heading, target: x, profile: &table.Columns[i].Profile})
	}
	if len(by) == 0 && faults.Err() == nil {
		return nil, fault.New(fault.Invalid, "没有一列能对应到%s的字段。请检查标题行是否选对，或手动指定各列对应的字段。",
			"No column goes to a field of %s. Check that the right heading row is chosen, or say where the columns go.", t.Label)
	}
	return p, faults.Err()
}

// add puts a column where it belongs: identity, reference, or plain value.
func (p *importPlan) add(c importColumn) {
	x := c.target
	switch {
	case x.Path == sheet.IDPath:
		p.id = c.at
	case x.Ref != nil:
		base := strings.TrimSuffix(x.Path, "."+x.Spec.Name)
		ref := p.ref(base, x.Ref, x.Lines, x.To)
		ref.more = append(ref.more, c)
	case x.To != nil && x.Spec.Kind.Name() == "ref":
		p.ref(x.Path, x.Spec, x.Lines, x.To).title = c.at
	default:
		p.columns = append(p.columns, c)
	}
	p.fold = p.fold || x.Lines != nil
}

func (p *importPlan) ref(path string, spec, lines *field.Spec, to *entity.Type) *refPlan {
	for i := range p.refs {
		if p.refs[i].path == path {
			return &p.refs[i]
		}
	}
	p.refs = append(p.refs, refPlan{path: path, spec: spec, lines: lines, to: to, title: -1})
	return &p.refs[len(p.refs)-1]
}

// candidates lists the fields by which records could be known again, the best first.
func (p *importPlan) candidates() []string {
	var unique, named []string
	if p.id >= 0 {
		unique = append(unique, sheet.IDPath)
	}
	for _, c := range p.columns {
		s := c.target.Spec
		switch {
		case c.target.Lines != nil || s.Kind.Form() != field.Str:
		case s.Unique && c.profile.Filled > 0:
			unique = append(unique, s.Name)
		case s == p.t.TitleSpec() && (!belongs(p.t) || p.parent() != nil):
			named = append([]string{s.Name}, named...)
		case s == p.t.TitleSpec() || s.System:
		case s.Kind.Name() == "phone" || s.Kind.Name() == "email" || s.Kind.Name() == "text" && p.tellsApart(&c):
			named = append(named, s.Name)
		}
	}
	return append(unique, named...)
}

// tellsApart tells whether a column of text is filled in every row, and nearly always with something else, as one of
// tax numbers is.
func (p *importPlan) tellsApart(c *importColumn) bool {
	return c.profile.Filled == len(p.table.Rows) && c.profile.Longest <= 60 && p.variety(c)*100 >= c.profile.Filled*98
}

// What becomes of records that are in the book already.
const (
	policyUpdate = "update"
	policySkip   = "skip"
)

// settleMatch decides by which field records are known again, and what becomes of those that are. wanted ""
// takes the best candidate.
func (p *importPlan) settleMatch(wanted, policy string) error {
	if p.skip = policy == policySkip; !p.skip && policy != "" && policy != policyUpdate {
		return fault.Field("policy", lang.Sayf("“%s”不是可选的处理方式，请写 update 或 skip", "“%s” is not a choice. Use update or skip.", lang.S(policy)))
	}
	if wanted == "" {
		wanted = p.bestMatch()
	}
	switch wanted {
	case matchNone:
		if p.fold {
			return fault.New(fault.Invalid, "表中有明细列，请选择一个字段（例如编号）来判断哪些行属于同一条%s。",
				"The table has lines. Choose the field, such as the number, that tells which rows belong to one %s.", p.t.Label)
		}
		return nil
	case sheet.IDPath:
		if p.id < 0 {
			return fault.Field("match", lang.Of("没有 ID 列，不能按 ID 匹配", "There is no ID column to match by."))
		}
		p.byID = true
		return nil
	}
	for _, c := range p.columns {
		if c.target.Path == wanted && c.target.Lines == nil {
			p.match = c.target.Spec
			if p.match == p.t.TitleSpec() && !p.match.Unique {
				p.within = p.parent()
			}
			return nil
		}
	}
	return fault.Field("match", lang.Sayf("没有列对应到匹配字段“%s”，请为它指定一列或换一个匹配字段", "No column is imported into “%s”, the field to match by. Assign a column to it, or match by another field.", lang.S(wanted)))
}

// bestMatch takes identity, then a unique field, then a name that few rows share.
func (p *importPlan) bestMatch() string {
	list := p.candidates()
	for _, name := range list {
		if name == sheet.IDPath {
			return name
		}
		spec := p.t.Spec(name)
		c := p.columnOf(name)
		complete := c.profile.Filled == len(p.table.Rows)
		if spec.Unique && (complete || p.fold) || spec == p.t.TitleSpec() && complete && (p.fold || belongs(p.t) || p.variety(c)*10 >= c.profile.Filled*7) {
			return name
		}
	}
	if p.fold && len(list) > 0 {
		return list[0]
	}
	return matchNone
}

// variety is how many different values a column has; of a long file the profile has not counted them all.
func (p *importPlan) variety(c *importColumn) int {
	if c.profile.Distinct != nil {
		return len(c.profile.Values)
	}
	seen := map[string]struct{}{}
	for i := range p.table.Rows {
		if text := p.table.Rows[i].Cells[c.at].Text; text != "" {
			seen[text] = struct{}{}
		}
	}
	return len(seen)
}

// belongs tells whether records of a type are named within another record, as contacts are within their
// customer: two of one name are then not the same.
func belongs(t *entity.Type) bool {
	return slices.ContainsFunc(t.Specs, func(s *field.Spec) bool { return isParent(t, s) })
}

func isParent(t *entity.Type, s *field.Spec) bool {
	return !s.System && s.Kind.Name() == "ref" && s.Target != t.Name && s.Target != "user" && s.Target != "department"
}

// parent is the reference, filled by the file, within which records are named.
func (p *importPlan) parent() *refPlan {
	for i := range p.refs {
		if p.refs[i].lines == nil && isParent(p.t, p.refs[i].spec) {
			return &p.refs[i]
		}
	}
	return nil
}

// ownNames are the names of the records in the file itself, if a column refers to the file's own entity.
func (p *importPlan) ownNames() map[string]bool {
	title := p.columnOf(p.t.TitleSpec().Name)
	refers := slices.ContainsFunc(p.refs, func(r refPlan) bool { return r.to == p.t })
	if title == nil || !refers {
		return nil
	}
	names := map[string]bool{}
	for i := range p.table.Rows {
		names[sheet.NormalHeading(p.table.Rows[i].Cells[title.at].Text)] = true
	}
	delete(names, "")
	return names
}

// columnAt is the place in the table of the column that goes to a field, or that names what the field refers to;
// -1 if there is none.
func (p *importPlan) columnAt(path string) int {
	if c := p.columnOf(path); c != nil {
		return c.at
	}
	for i := range p.refs {
		if p.refs[i].path == path {
			return p.refs[i].title
		}
	}
	return -1
}

func (p *importPlan) columnOf(path string) *importColumn {
	i := slices.IndexFunc(p.columns, func(c importColumn) bool { return c.target.Path == path })
	if i < 0 {
		return nil
	}
	return &p.columns[i]
}

// settleDates decides in which order dates are written; sure is false where the file leaves it open.
func (p *importPlan) settleDates(wanted string) (sure bool, err error) {
	if wanted != "" {
		order, ok := sheet.ParseOrder(wanted)
		if !ok {
			return false, fault.Field("dates", lang.Sayf("不认识日期格式“%s”，请写 YYYY-M-D、M/D/YYYY 或 D/M/YYYY", "Unknown date format “%s”. Use YYYY-M-D, M/D/YYYY or D/M/YYYY.", lang.S(wanted)))
		}
		p.order = order
		return true, nil
	}
	total := sheet.Profile{Orders: map[sheet.DateOrder]int{}}
	for _, c := range p.columns {
		if kind := c.target.Spec.Kind.Name(); kind == "day" || kind == "instant" {
			for order, n := range c.profile.Orders {
				total.Orders[order] += n
			}
		}
	}
	p.order, sure = total.Order()
	return sure, nil
}

// settleMissing decides what becomes of names that no record bears; wanted may hold "*" for all. That makes no users: an
// account is given to somebody knowingly, not to whoever stands in a column.
func (p *importPlan) settleMissing(wanted map[string]string, guess func(*refPlan) string) error {
	for _, r := range p.allRefs(nil) {
		how := wanted[r.path]
		if how == "" {
			if how = wanted["*"]; how == missingCreate && p.outsider(r) {
				how = missingEmpty
			}
		}
		if how == "" {
			how = guess(r)
		}
		if how != missingCreate && how != missingReject && how != missingEmpty {
			return fault.Field("missing", lang.Sayf("“%s”不是可选的处理方式，请写 create、reject 或 empty", "“%s” is not a choice. Use create, reject or empty.", lang.S(how)))
		}
		p.missing[r.path] = how
	}
	return nil
}

// outsider tells whether a reference is to a user, in a file that is none of users.
func (p *importPlan) outsider(r *refPlan) bool { return r.spec.Target == "user" && p.t.Name != "user" }

// allRefs are the references of the file, those to several records included; types finds what the latter point to.
func (p *importPlan) allRefs(types *entity.Set) []*refPlan {
	var all []*refPlan
	for i := range p.refs {
		all = append(all, &p.refs[i])
	}
	for i := range p.columns {
		c := &p.columns[i]
		if c.target.Spec.Kind.Name() != "refs" {
			continue
		}
		to := c.target.To
		if types != nil && to == nil {
			to = types.Type(c.target.Spec.Target)
		}
		all = append(all, p.manyPlan(c, to))
	}
	return all
}
