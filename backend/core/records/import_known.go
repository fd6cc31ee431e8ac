package records

import (
	"context"
	"fmt"
	"hash/fnv"
	"io"
	"maps"
	"slices"
	"sync"

	"xingke/backend/base/who"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/sheet"
)

// nameList are the different names in a column of references, and the rows each stands in.
type nameList struct {
	texts []string
	rows  map[string]int
}

// distinctNames lists the names in a column of references; a cell of several gives each of them.
func distinctNames(p *importPlan, ref *refPlan) nameList {
	profile := &p.table.Columns[ref.title].Profile
	if ref.spec.Kind.Name() != "refs" {
		return nameList{profile.Values, profile.Distinct}
	}
	out := nameList{rows: map[string]int{}}
	for _, cell := range profile.Values {
		for _, name := range namesIn(cell) {
			if out.rows[name] == 0 {
				out.texts = append(out.texts, name)
			}
			out.rows[name] += max(1, profile.Distinct[cell])
		}
	}
	return out
}

// rival is the heading of the column that has the field which a column without a field fits best, "" if there is
// none: of two columns for one field the second must not vanish unsaid.
func rival(table *sheet.Table, columns map[string]string, at int, guess sheet.Guess) string {
	if columns[table.Columns[at].Heading] != "" || len(guess.Offers) == 0 || guess.Offers[0].Confidence < sheet.Likely {
		return ""
	}
	for i, c := range table.Columns {
		if i != at && columns[c.Heading] == guess.Offers[0].Path {
			return c.Heading
		}
	}
	return ""
}

// leftOut lists the columns that hold something and go nowhere, although the caller did not say so.
func (s *Service) leftOut(ctx context.Context, t *entity.Type, table *sheet.Table, columns, said map[string]string, guesses []sheet.Guess) []ImportLeftOut {
	allowed := s.importTargets(ctx, t)
	var out []ImportLeftOut
	for i, c := range table.Columns {
		if _, settled := said[c.Heading]; settled || columns[c.Heading] != "" || c.Profile.Filled == 0 {
			continue
		}
		one := ImportLeftOut{Heading: c.Heading, Filled: c.Profile.Filled}
		if one.Rival = rival(table, columns, i, guesses[i]); one.Rival != "" {
			if _, ok := allowed[guesses[i].Offers[0].Path]; ok {
				one.Field = guesses[i].Offers[0].Path
			} else {
				one.Rival = ""
			}
		}
		out = append(out, one)
	}
	return out
}

// countKnown counts, for each field by which records may be known again, the rows whose record is there already.
// Names that are only unique within another record are left to the trial.
func (s *Service) countKnown(ctx context.Context, p *importPlan, out *ImportGuess) error {
	type candidate struct {
		spec *field.Spec
		at   int
		key  func(string) string
		seen map[string]bool
	}
	var list []candidate
	for _, name := range out.Matches {
		c := p.columnOf(name)
		if c == nil || c.target.Spec == p.t.TitleSpec() && belongs(p.t) && !c.target.Spec.Unique {
			continue
		}
		key := func(text string) string { return text }
		if c.target.Spec == p.t.TitleSpec() && !c.target.Spec.Unique {
			key = sheet.NormalHeading
		}
		one := candidate{c.target.Spec, c.at, key, map[string]bool{}}
		for _, text := range c.profile.Values {
			one.seen[key(cleanText(c.target.Spec, text))] = false
		}
		list = append(list, one)
	}
	if len(list) == 0 {
		return nil
	}
	sum := fnv.New64a() // of what is looked for
	for _, one := range list {
		_, _ = io.WriteString(sum, one.spec.Name)
		for i := range p.table.Rows {
			_, _ = io.WriteString(sum, p.table.Rows[i].Cells[one.at].Text+"\x00")
		}
	}
	me, _ := who.From(ctx) // each counts what they may read
	key := fmt.Sprint(s.db.Seq(), p.t.Name, len(p.table.Rows), sum.Sum64(), me.ID)
	if known, ok := s.counted.recall(key); ok {
		out.Known = known
		return nil
	}
	err := s.eachReadable(ctx, p.t, func(rec entity.Record) bool {
		for _, one := range list {
			key := one.key(entity.Get(rec, one.spec).Text)
			if _, asked := one.seen[key]; asked && key != "" {
				one.seen[key] = true
			}
		}
		return true
	})
	if err != nil {
		return err
	}
	for _, one := range list {
		n := 0
		for i := range p.table.Rows {
			if cell := p.table.Rows[i].Cells[one.at]; !cell.Empty() && one.seen[one.key(cleanText(one.spec, plainText(cell)))] {
				n++
			}
		}
		out.Known[one.spec.Name] = n
	}
	s.counted.keep(key, out.Known)
	return nil
}

// lastCount keeps the counts that were made last: settling one column after the other asks for the same ones again.
type lastCount struct {
	mu    sync.Mutex
	key   string
	known map[string]int
}

func (l *lastCount) recall(key string) (map[string]int, bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.known, l.key == key && l.known != nil
}

func (l *lastCount) keep(key string, known map[string]int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.key, l.known = key, maps.Clone(known)
}

// cleanText is a text as the field would keep it.
func cleanText(spec *field.Spec, text string) string {
	v, err := spec.Kind.FromCell(spec, field.Cell{Form: field.TextCell, Text: text})
	if err != nil || v.Form != field.Str {
		return text
	}
	return spec.Kind.Clean(spec, v).Text
}

// ImportRecognizeInput names a sheet.
type ImportRecognizeInput struct {
	File       FileRef `json:"file"`
	Sheet      string  `json:"sheet,omitempty"`
	HeadingRow int     `json:"headingRow,omitempty"`
	Encoding   string  `json:"encoding,omitempty"`
}

// ImportRecognized is what a sheet may hold, the likeliest first.
type ImportRecognized struct {
	Entities []ImportEntity `json:"entities"`
}

// ImportEntity is an entity that a sheet may hold.
type ImportEntity struct {
	Entity     string  `json:"entity"`
	Confidence float64 `json:"confidence"`
	Placed     int     `json:"placed"` // columns that have a field there
}

// ImportRecognize guesses by the headings, and the values below them, which entities a sheet holds.
func (s *Service) ImportRecognize(ctx context.Context, in ImportRecognizeInput) (ImportRecognized, error) {
	out := ImportRecognized{Entities: []ImportEntity{}}
	book, closer, err := s.openSheet(ctx, in.File, sheet.Options{Encoding: in.Encoding, Brief: true, Sheet: in.Sheet})
	if err != nil {
		return out, err
	}
	defer func() { _ = closer.Close() }()
	table, err := book.Table(ctx, in.Sheet, in.HeadingRow)
	if err != nil {
		return out, err
	}
	for _, t := range s.types.All() {
		if t.Quiet || internal[t.Name] || s.policy.Allow(ctx, "import", t.Name) != nil {
			continue
		}
		memory, err := s.recallMapping(ctx, t)
		if err != nil {
			return out, err
		}
		columns, guesses := s.guessColumns(ctx, t, table, nil, memory)
		if one := likelihood(t, table, columns, guesses); one.Placed > 0 {
			out.Entities = append(out.Entities, one)
		}
	}
	slices.SortStableFunc(out.Entities, func(a, b ImportEntity) int {
		switch {
		case a.Confidence > b.Confidence:
			return -1
		case a.Confidence < b.Confidence:
			return 1
		}
		return b.Placed - a.Placed
	})
	return out, nil
}

// likelihood is how well an entity explains the columns of a table: the sure ones count in full, fields of other
// records that it refers to for less, and what it cannot do without must be there.
func likelihood(t *entity.Type, table *sheet.Table, columns map[string]string, guesses []sheet.Guess) ImportEntity {
	one, sum, has := ImportEntity{Entity: t.Name}, 0.0, map[string]bool{}
	for i, c := range table.Columns {
		path := columns[c.Heading]
		if path == "" || guesses[i].Confidence < sheet.Likely {
			continue
		}
		has[path] = true
		one.Placed++
		if spec := t.Spec(path); spec != nil && spec.Target == "" {
			sum += guesses[i].Confidence
		} else {
			sum += 0.7 * guesses[i].Confidence
		}
	}
	one.Confidence = sum / float64(max(1, len(table.Columns)))
	if !has[t.TitleSpec().Name] {
		one.Confidence -= 0.25
	}
	for _, spec := range t.Specs {
		if spec.Required && !has[spec.Name] && spec != t.TitleSpec() {
			one.Confidence -= 0.15
		}
	}
	one.Confidence = round2(max(0, one.Confidence))
	return one
}
