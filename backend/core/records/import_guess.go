package records

import (
	"context"
	"slices"
	"strings"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/sheet"
)

// mostValues is how many values of a field a guess lists, the most frequent first.
const mostValues = 200

// ImportGuess proposes where columns go and what their values stand for.
func (s *Service) ImportGuess(ctx context.Context, in ImportGuessInput) (ImportGuess, error) {
	t, err := s.writable(in.Entity)
	if err != nil {
		return ImportGuess{}, err
	}
	book, closer, err := s.openSheet(ctx, in.File, sheet.Options{Encoding: in.Encoding, Brief: true, Sheet: in.Sheet})
	if err != nil {
		return ImportGuess{}, err
	}
	defer func() { _ = closer.Close() }()
	table, err := book.Table(ctx, in.Sheet, in.HeadingRow)
	if err != nil {
		return ImportGuess{}, err
	}
	memory, err := s.recallMapping(ctx, t)
	if err != nil {
		return ImportGuess{}, err
	}
	columns, guesses := s.guessColumns(ctx, t, table, in.Columns, memory)
	out := ImportGuess{Sheet: table.Sheet, HeadingRow: table.Heading, Rows: len(table.Rows), LeftOut: table.LeftOut, Hidden: len(table.Hidden),
		Columns: s.describeColumns(ctx, t, table, columns, guesses), Fields: s.describeTargets(ctx, t),
		Values: map[string][]ImportValue{}, Matches: []string{}, Known: map[string]int{}, Missing: map[string]string{}, Match: matchNone}
	plan, err := s.importPlan(ctx, t, table, columns)
	if err != nil {
		if len(in.Columns) == 0 && len(table.Columns) > 0 {
			return out, nil // nothing fits by itself; the person maps by hand
		}
		return ImportGuess{}, err
	}
	plan.values = memory.valuesWith(nil)
	return out, s.guessRest(ctx, plan, &out)
}

// guessRest proposes dates, match field, missing names and values for a mapping.
func (s *Service) guessRest(ctx context.Context, plan *importPlan, out *ImportGuess) error {
	sure, err := plan.settleDates("")
	if err != nil {
		return err
	}
	if out.DatesSure = sure; plan.hasDates() {
		out.Dates = string(plan.order)
	} else {
		out.DatesSure = true
	}
	if list := plan.candidates(); len(list) > 0 {
		out.Matches = list
	}
	out.Match = plan.bestMatch()
	read := newCellReader(plan, s.zone)
	dirs := &directories{s: s, open: map[string]*directory{}}
	for i := range plan.columns {
		c := &plan.columns[i]
		if kind := c.target.Spec.Kind.Name(); kind == "choice" || kind == "choices" {
			out.Values[c.target.Path] = read.guessOptions(c, who.Lang(ctx) == lang.EN)
		}
	}
	for _, ref := range plan.allRefs(s.types) {
		values, unknown, err := guessRefs(ctx, plan, ref, dirs)
		if err != nil {
			return err
		}
		out.Missing[ref.path] = missingReject
		if total := distinctTitles(plan, ref); plan.outsider(ref) {
			out.Missing[ref.path] = missingEmpty
		} else if unknown > 0 && unknown*2 >= total {
			out.Missing[ref.path] = missingCreate
		}
		if len(values) > 0 {
			out.Values[ref.path] = values
		}
	}
	return s.countKnown(ctx, plan, out)
}

func (p *importPlan) hasDates() bool {
	return slices.ContainsFunc(p.columns, func(c importColumn) bool {
		kind := c.target.Spec.Kind.Name()
		return kind == "day" || kind == "instant"
	})
}

func distinctTitles(p *importPlan, ref *refPlan) int {
	if ref.title < 0 {
		return 0
	}
	return len(distinctNames(p, ref).texts)
}

// guessColumns gives every heading its path: as the caller says, else as guessed.
func (s *Service) guessColumns(ctx context.Context, t *entity.Type, table *sheet.Table, said map[string]string, memory importMemory) (map[string]string, []sheet.Guess) {
	allowed := s.importTargets(ctx, t)
	guesses := sheet.Map(s.types, t, table, memory.Columns)
	said = asHeaded(table, said)
	columns, used := map[string]string{}, map[string]bool{}
	for heading, path := range said {
		columns[heading] = path
		used[path] = true
	}
	for i, c := range table.Columns {
		if _, settled := said[c.Heading]; settled {
			continue
		}
		path := guesses[i].Path
		if _, ok := allowed[path]; !ok || used[path] {
			path = ""
		}
		columns[c.Heading] = path
	}
	return columns, guesses
}

func (s *Service) describeColumns(ctx context.Context, t *entity.Type, table *sheet.Table, columns map[string]string, guesses []sheet.Guess) []ImportColumn {
	allowed := s.importTargets(ctx, t)
	out := make([]ImportColumn, len(table.Columns))
	for i, c := range table.Columns {
		out[i] = ImportColumn{Index: c.Index, Heading: c.Heading, Field: columns[c.Heading], Confidence: round2(guesses[i].Confidence), Filled: c.Profile.Filled, Samples: []string{}}
		out[i].Remembered = guesses[i].Recalled && out[i].Field == guesses[i].Path
		out[i].Rival = rival(table, columns, i, guesses[i])
		if out[i].Field != guesses[i].Path && out[i].Field != "" {
			out[i].Confidence = 1
		}
		for _, o := range guesses[i].Offers {
			if _, ok := allowed[o.Path]; ok {
				out[i].Offers = append(out[i].Offers, ImportOffer{o.Path, round2(o.Confidence)})
			}
		}
		for _, v := range c.Profile.Values[:min(3, len(c.Profile.Values))] {
			out[i].Samples = append(out[i].Samples, brief(v))
		}
	}
	return out
}

func (s *Service) describeTargets(ctx context.Context, t *entity.Type) []ImportField {
	allowed := s.importTargets(ctx, t)
	var out []ImportField
	for _, x := range sheet.Targets(s.types, t) {
		if _, ok := allowed[x.Path]; !ok {
			continue
		}
		f := ImportField{Field: x.Path, Label: x.Label, Kind: "text"}
		if x.Spec != nil {
			f.Kind, f.Required = x.Spec.Kind.Name(), x.Spec.Required && x.Ref == nil && x.Lines == nil
		}
		out = append(out, f)
	}
	return out
}

func round2(f float64) float64 { return float64(int(f*100+0.5)) / 100 }

// guessOptions lists the values of a choice column and the options they probably mean.
func (r *cellReader) guessOptions(c *importColumn, english bool) []ImportValue {
	spec := c.target.Spec
	label := func(value string) string {
		o, _ := spec.Option(value)
		if english {
			return o.Label.EN
		}
		return o.Label.ZH
	}
	var out []ImportValue
	for _, text := range c.profile.Values {
		v := ImportValue{Text: text, Rows: c.profile.Distinct[text]}
		if chosen, ok := r.plan.values[c.target.Path][text]; ok {
			v.Value, v.Title, v.Confidence, v.Remembered = chosen, label(chosen), 1, true
		} else if value, ok := r.option(spec, text); ok {
			v.Value, v.Title, v.Confidence = value, label(value), 1
		} else if m, ok := r.names(spec).Near(text); ok {
			v.Value, v.Title, v.Confidence = m.ID, label(m.ID), round2(m.Confidence)
		}
		out = append(out, v)
	}
	return frequent(out)
}

// guessRefs lists the names in a column that are not exactly those of records, and what they probably mean.
func guessRefs(ctx context.Context, p *importPlan, ref *refPlan, dirs *directories) (list []ImportValue, unknown int, err error) {
	if ref.title < 0 {
		return nil, 0, nil
	}
	dir, err := dirs.of(ctx, ref.to)
	if err != nil {
		return nil, 0, err
	}
	names := distinctNames(p, ref)
	near := 0
	var own map[string]bool
	if ref.to == p.t {
		own = p.ownNames()
	}
	for _, text := range names.texts {
		v := ImportValue{Text: text, Rows: names.rows[text]}
		if chosen, ok := p.values[ref.path][text]; ok {
			v.Value, v.Title, v.Confidence, v.Remembered = chosen, dir.titles[chosen], 1, true
			list = append(list, v)
			continue
		}
		m, ok := dir.names.Exact(text)
		if ok && m.Confidence == 1 {
			continue
		}
		if _, numbered := dir.called(text); !ok && (numbered || own[sheet.NormalHeading(text)]) {
			continue
		}
		if !ok && near < mostValues {
			near++
			m, ok = dir.names.Near(text)
		}
		if ok {
			v.Confidence = round2(m.Confidence)
		}
		if ok && !m.Many { // of several that bear the name, none is proposed: the import would refuse to choose
			v.Value, v.Title = m.ID, m.Title
		}
		if !ok || m.Confidence < sheet.Sure && !m.Many {
			unknown++
		}
		list = append(list, v)
	}
	return frequent(list), unknown, ctx.Err()
}

// frequent puts the values first that most rows have, and cuts the list where it gets long.
func frequent(list []ImportValue) []ImportValue {
	slices.SortStableFunc(list, func(a, b ImportValue) int { return b.Rows - a.Rows })
	return list[:min(len(list), mostValues)]
}

// importMemory is what was chosen at earlier imports of an entity: paths by normalised heading,
// and what texts stand for, by path.
type importMemory struct {
	Columns map[string]string            `json:"columns"`
	Values  map[string]map[string]string `json:"values"`
}

func (m importMemory) valuesWith(said map[string]map[string]string) map[string]map[string]string {
	all := map[string]map[string]string{}
	for _, source := range []map[string]map[string]string{m.Values, said} {
		for path, texts := range source {
			if all[path] == nil {
				all[path] = map[string]string{}
			}
			for text, value := range texts {
				all[path][text] = value
			}
		}
	}
	return all
}

func (s *Service) recallMapping(ctx context.Context, t *entity.Type) (importMemory, error) {
	var m importMemory
	err := s.Recall(ctx, "import/"+t.Name, &m)
	return m, err
}

// rememberMapping keeps the mapping of an import, on this device.
func (s *Service) rememberMapping(ctx context.Context, t *entity.Type, table *sheet.Table, p *importPlan, in ImportInput) error {
	memory, err := s.recallMapping(ctx, t)
	if err != nil {
		return err
	}
	if memory.Columns == nil {
		memory.Columns = map[string]string{}
	}
	for heading, path := range in.Columns {
		memory.Columns[sheet.NormalHeading(heading)] = path
	}
	memory.Values = memory.valuesWith(in.Values)
	return s.Remember(ctx, "import/"+t.Name, memory)
}

// checkValues tells of what a caller says that texts stand for, and that cannot be.
func (s *Service) checkValues(ctx context.Context, t *entity.Type, said map[string]map[string]string) error {
	var faults fault.Faults
	targets := s.importTargets(ctx, t)
	for path, texts := range said {
		x, ok := targets[path]
		if !ok || x.Spec == nil {
			faults.Add("values."+path, lang.Sayf("%s没有可导入的字段“%s”", "%s has no field “%s” that can be imported.", t.Label, lang.S(path)))
			continue
		}
		if kind := x.Spec.Kind.Name(); kind != "choice" && kind != "choices" || x.Spec.Dictated {
			continue
		}
		for text, value := range texts {
			if _, known := field.MatchOption(x.Spec, value); !known && value != "" {
				faults.Add("values."+path, lang.Sayf("“%s”要当作“%s”，但%s没有这一项", "“%s” should stand for “%s”, but %s has no such option.", lang.S(brief(text)), lang.S(brief(value)), x.Spec.Label))
			}
		}
	}
	return faults.Err()
}

// asHeaded finds the columns that a caller means by headings written with other spaces or letter case.
func asHeaded(table *sheet.Table, said map[string]string) map[string]string {
	out := make(map[string]string, len(said))
	for heading, path := range said {
		if _, ok := table.Column(heading); !ok {
			at, many := -1, false
			for i, c := range table.Columns {
				if sheet.NormalHeading(c.Heading) == sheet.NormalHeading(heading) {
					at, many = i, at >= 0
				}
			}
			if _, taken := said[table.Columns[max(at, 0)].Heading]; at >= 0 && !many && !taken {
				heading = table.Columns[at].Heading
			}
		}
		out[heading] = path
	}
	return out
}

func cutLast(key string) (before, after string, found bool) {
	i := strings.LastIndexByte(key, 0)
	if i < 0 {
		return key, "", false
	}
	return key[:i], key[i+1:], true
}

func compareText(a, b string) int { return strings.Compare(a, b) }
