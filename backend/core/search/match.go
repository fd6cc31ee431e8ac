package search

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/pinyin"
)

// A matcher decides for one entity and one person: which fields of the index to ask, and whether a record really has
// what is asked for.
type matcher struct {
	clauses []clause
	fields  []string
	groups  []string // private groups that may be read
	open    bool     // those are all there are
	fuzzy   bool
	sounds  bool // some name may be read as asked: the letters may lie apart in it
}

func (s *session) matcher(t *entity.Type) *matcher {
	m := &matcher{clauses: s.clauses, fields: append([]string{allField}, s.x.longNames()...), fuzzy: s.fuzzy}
	m.groups = s.x.groupsOf(s.ctx, t)
	m.open = len(m.groups) == len(privateGroups(t))
	for _, g := range m.groups {
		if searched(t, g) {
			m.fields = append(m.fields, groupField(g))
		}
	}
	return m
}

func privateGroups(t *entity.Type) (have []string) {
	for _, s := range t.Specs {
		if s.Private != "" && !slices.Contains(have, s.Private) {
			have = append(have, s.Private)
		}
	}
	return have
}

// searched tells whether a private group has texts that are searched: most have numbers only, and need no field of the
// index.
func searched(t *entity.Type, group string) bool {
	words := func(s *field.Spec) bool { return s.Weight > 0 || s.Target != "" || s.Kind.Name() == "link" }
	return slices.ContainsFunc(t.Specs, func(s *field.Spec) bool {
		return s.Private == group && (words(s) || slices.ContainsFunc(s.Columns, words))
	})
}

// groupsOf lists the private groups of a type that may be read.
func (x *Index) groupsOf(ctx context.Context, t *entity.Type) []string {
	have := privateGroups(t)
	if x.access == nil || len(have) == 0 {
		return have
	}
	may := x.access.Groups(ctx, t)
	return slices.DeleteFunc(have, func(g string) bool { return !slices.Contains(may, g) })
}

// wanted says what documents must have, anywhere or in their name.
func (m *matcher) wanted(inName bool) []node {
	fields := m.fields
	if inName {
		fields = []string{nameField}
	}
	var nodes []node
	for _, c := range m.clauses {
		if !c.not {
			nodes = append(nodes, clauseNode(c, fields, true, m.fuzzy))
		}
	}
	return nodes
}

// unwanted says what documents must not have.
func (m *matcher) unwanted() []node {
	var nodes []node
	for _, c := range m.clauses {
		if c.not {
			nodes = append(nodes, clauseNode(c, m.fields, false, false))
		}
	}
	return nodes
}

// unsure tells whether the index may offer records that do not have what is wanted.
func (m *matcher) unsure() bool {
	for _, c := range m.clauses {
		if c.not {
			continue
		}
		if c.unsure() || m.sounds {
			return true
		}
		for _, p := range c.pieces {
			if p.kind == shortPiece && len(c.pieces) > 1 {
				return true
			}
		}
	}
	return false
}

// readable drops the parts that the person may not read.
func (m *matcher) readable(parts []part) []part {
	return slices.DeleteFunc(parts, func(p part) bool { return p.group != "" && !slices.Contains(m.groups, p.group) })
}

// A folded part is a part ready to be compared.
type folded struct {
	part
	plain string // folded
	bare  string // letters and digits only, made when needed
}

func foldParts(parts []part) []folded {
	list := make([]folded, len(parts))
	for i, p := range parts {
		list[i] = folded{part: p, plain: fold(p.text)}
	}
	return list
}

func (f *folded) number() string {
	if f.bare == "" {
		f.bare = bare(f.plain)
	}
	return f.bare
}

// Scores of a match, by where it is.
const (
	scoreWhole  = 100 // the whole name
	scoreBegin  = 60  // the name begins with it
	scoreInName = 40
	scoreSound  = 35 // the name is read so
	scoreText   = 12
	scoreRef    = 6 // in the name of another record
	scoreNear   = 3 // by one letter
)

// score tells how well a record has every wanted clause, 0 if it has not.
func (m *matcher) score(parts []folded) int {
	total, n := 0, 0
	for _, c := range m.clauses {
		if c.not {
			continue
		}
		if c.phrase != "" {
			best := bestPart(parts, func(f *folded) (bool, int) { return strings.Contains(f.plain, c.phrase), textScore(f, c.phrase) })
			if best == 0 {
				return 0
			}
			total, n = total+best, n+1
			continue
		}
		for _, p := range c.pieces {
			best := m.pieceScore(parts, p)
			if best == 0 {
				return 0
			}
			total, n = total+best, n+1
		}
	}
	if n == 0 {
		return 0
	}
	return max(1, total/n)
}

func (m *matcher) pieceScore(parts []folded, p piece) int {
	best := bestPart(parts, func(f *folded) (bool, int) {
		if p.kind == numberPiece {
			return strings.Contains(f.number(), p.text), textScore(f, p.text)
		}
		return strings.Contains(f.plain, p.text), textScore(f, p.text)
	})
	if p.kind != wordPiece || best >= scoreSound {
		return best
	}
	for _, f := range parts {
		if !f.name {
			continue
		}
		if start, _, ok := pinyin.Find(f.text, p.text); ok {
			if start == 0 {
				best = max(best, scoreSound+2)
			}
			best = max(best, scoreSound)
		}
	}
	if best == 0 && m.fuzzy {
		return scoreNear
	}
	return best
}

func bestPart(parts []folded, has func(*folded) (bool, int)) int {
	best := 0
	for i := range parts {
		if ok, score := has(&parts[i]); ok {
			best = max(best, score)
		}
	}
	return best
}

func textScore(f *folded, text string) int {
	switch {
	case f.ref:
		return scoreRef
	case !f.title && !f.name:
		return scoreText
	case f.plain == text:
		return scoreWhole
	case strings.HasPrefix(f.plain, text):
		return scoreBegin
	}
	// the more of the name it is, the better
	return scoreInName + 10*utf8.RuneCountInString(text)/max(1, utf8.RuneCountInString(f.plain))
}
