package search

import (
	"cmp"
	"context"
	"slices"
	"sort"
	"strings"

	"xingke/backend/base/fault"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

// SuggestQuery is what a person has typed so far. An empty text asks for the records changed last.
type SuggestQuery struct {
	Text     string
	Entities []string // empty: every entity with names
	Limit    int      // 10 unless given, at most 50
}

// Suggestion is a record whose name, pinyin, code or phone begins with, or has, what was typed. Detail tells records
// of one name apart.
type Suggestion struct {
	Entity string
	ID     string
	Title  string
	Detail string
}

const (
	defaultSuggest = 10
	maxSuggest     = 50
	spare          = 4 // times the limit are weighed, for those that turn out not to be for this person
)

// A guess is a record that may be meant, with how well it fits: less is better.
type guess struct {
	entity string
	n      *named
	cost   int
	all    bool
}

// guesses keeps the best of what fits, the best first.
type guesses struct {
	most int
	list []guess
}

// wants tells whether a guess of this cost would be kept.
func (c *guesses) wants(cost int) bool {
	return len(c.list) < c.most || cost <= c.list[len(c.list)-1].cost
}

func (c *guesses) add(one guess) {
	for i, have := range c.list {
		if have.n == one.n {
			if have.cost <= one.cost {
				return
			}
			c.list = slices.Delete(c.list, i, i+1)
			break
		}
	}
	at := sort.Search(len(c.list), func(i int) bool { return better(one, c.list[i]) })
	if at >= c.most {
		return
	}
	c.list = slices.Insert(c.list, at, one)
	c.list = c.list[:min(len(c.list), c.most)]
}

// better: the better fit, then the newer.
func better(a, b guess) bool {
	return a.cost < b.cost || a.cost == b.cost && a.n.at > b.n.at
}

// What the ways of finding a name cost: of two of one way the shorter name is better.
var costs = [...]struct{ whole, begin int }{
	byName: {0, 100}, byRest: {150, 200}, bySound: {120, 250}, byInitials: {140, 280}, byCode: {50, 300},
}

const costWithin = 500

func costOf(length, how uint8, whole bool) int {
	if whole {
		return costs[how].whole + int(length)
	}
	return costs[how].begin + int(length)
}

// Suggest finds records by their names while a person types. It answers from memory; for who may not read all of a
// kind the few records shown are asked for, so that nobody sees what they may not read.
func (x *Index) Suggest(ctx context.Context, q SuggestQuery) ([]Suggestion, error) {
	limit := q.Limit
	if limit <= 0 {
		limit = defaultSuggest
	}
	limit = min(limit, maxSuggest)
	types, err := x.wanted(q.Entities)
	if err != nil {
		return nil, err
	}
	if err := x.readyNames(ctx); err != nil {
		return nil, err
	}
	var list []Suggestion
	for _, one := range x.guess(ctx, q.Text, types, limit) {
		if len(list) == limit {
			break
		}
		if !one.all {
			_, err := x.store.Get(ctx, x.types.Type(one.entity), one.id)
			if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden) {
				continue
			}
			if err != nil {
				return nil, err
			}
		}
		title, detail := x.show(ctx, one)
		list = append(list, Suggestion{Entity: one.entity, ID: one.id, Title: title, Detail: detail})
	}
	return list, nil
}

// A found is a record that may be meant; all: the person may read every one of its kind.
type found struct {
	entity, id, name, shown string
	all                     bool
}

// guess is the part of Suggest that works in memory.
func (x *Index) guess(ctx context.Context, text string, types []*entity.Type, limit int) []found {
	l := look{typed: strings.Join(strings.Fields(fold(text)), " "), best: guesses{most: limit}}
	l.words = strings.Fields(l.typed)
	l.forms = []string{l.typed}
	if code := codeForm(l.typed); code != l.typed && code != "" {
		l.forms = append(l.forms, code)
	}
	g := &x.suggest
	g.mu.RLock()
	defer g.mu.RUnlock()
	scopes := make([]Scope, len(types))
	for i, t := range types {
		if scopes[i] = x.scopeOf(ctx, t); !scopes[i].All {
			l.best.most = spare * limit
		}
	}
	for i, t := range types {
		if r := g.racks[t.Name]; r != nil {
			l.entity, l.may = t.Name, g.readable(scopes[i])
			l.into(r)
		}
	}
	list := make([]found, len(l.best.list))
	for i, one := range l.best.list {
		list[i] = found{one.entity, one.n.id, one.n.name, one.n.shown, one.all}
	}
	return list
}

// A look is one search through the names.
type look struct {
	typed  string
	forms  []string // what keys may begin with
	words  []string // what names and codes must have otherwise
	best   guesses
	entity string
	may    func(*named) bool // nil: all
}

func (l *look) add(n *named, cost int) {
	if n.id != "" && l.best.wants(cost) && (l.may == nil || l.may(n)) {
		l.best.add(guess{l.entity, n, cost, l.may == nil})
	}
}

// readable turns a scope into a test of names, nil when all may be read.
func (g *suggester) readable(s Scope) func(*named) bool {
	if s.All {
		return nil
	}
	owners, departments := map[uint32]bool{}, map[uint32]bool{}
	for _, o := range s.Owners {
		if n, ok := g.people[o]; ok {
			owners[n] = true
		}
	}
	for _, d := range s.Departments {
		if n, ok := g.people[d]; ok {
			departments[n] = true
		}
	}
	listed := map[string]bool{}
	for _, id := range s.IDs {
		listed[id] = true
	}
	if s.Children != nil {
		for _, id := range s.Children() {
			listed[id] = true
		}
	}
	return func(n *named) bool { return owners[n.owner] || departments[n.dept] || listed[n.id] }
}

// into looks through the names of one entity: those that begin with what was typed and, if there are few, those that
// have it anywhere. When nothing was typed, those changed last.
func (l *look) into(r *rack) {
	if l.typed == "" {
		for i := range r.overlay {
			l.add(&r.overlay[i], 0)
		}
		for _, s := range r.shelves {
			for _, rec := range s.recent {
				if !s.dead[rec] {
					l.add(&s.recs[rec], 0)
				}
			}
		}
		return
	}
	for _, form := range l.forms {
		for _, s := range r.shelves {
			s.begins(form, func(e entry, whole bool) {
				if cost := costOf(e.name, e.how, whole); l.best.wants(cost) {
					l.add(&s.recs[e.rec], cost)
				}
			})
		}
	}
	for i := range r.overlay {
		l.fresh(&r.overlay[i], r.keys[i])
	}
	if len(l.best.list) >= l.best.most {
		return
	}
	for _, s := range r.shelves {
		left := maxRange
		s.within(l.words, func(rec uint32) bool {
			l.add(&s.recs[rec], costWithin+int(nameLen(s.recs[rec].name)))
			left--
			return left > 0
		})
	}
}

// fresh looks at a name that is on no shelf yet.
func (l *look) fresh(n *named, keys []key) {
	if n.id == "" {
		return
	}
	length := nameLen(n.name)
	for _, k := range keys {
		for _, form := range l.forms {
			if strings.HasPrefix(k.text, form) {
				l.add(n, costOf(length, k.how, k.text == form))
			}
		}
	}
	if n.has(l.words) {
		l.add(n, costWithin+int(length))
	}
}

// shownOf packs what is shown of a record: its title, where that is not its folded name, what else tells it apart, and
// what it points to.
func shownOf(t *entity.Type, rec entity.Record, name string) string {
	var code, phone, place string
	var refs []string
	for _, s := range t.Specs {
		if s.System || s.Private != "" || s == t.TitleSpec() {
			continue
		}
		v := entity.Get(rec, s)
		if v.Form != field.Str || v.Text == "" {
			continue
		}
		switch kind := s.Kind.Name(); {
		case s.Target != "":
			refs = append(refs, docID(s.Target, v.Text))
		case s.Unique && code == "":
			code = v.Text
		case kind == "phone" && phone == "":
			phone = v.Text
		case kind == "region" && place == "":
			place = v.Text
		}
	}
	title := t.Title(rec)
	if title == name {
		title = ""
	}
	parts := append([]string{title, cmp.Or(code, phone, place)}, refs...)
	for i := range parts {
		parts[i] = strings.ReplaceAll(parts[i], divider, " ")
	}
	return strings.Join(parts, divider)
}

// divider stands between what is shown of a record.
const divider = "\x00"

// show is the title of a record and what tells it from others of its name: whose it is, else its code, phone or place.
func (x *Index) show(ctx context.Context, one found) (title, detail string) {
	title, rest, _ := strings.Cut(one.shown, divider)
	detail, rest, _ = strings.Cut(rest, divider)
	for rest != "" {
		var ref string
		ref, rest, _ = strings.Cut(rest, divider)
		if of, id := splitDocID(ref); id != "" {
			if whose := x.seen(ctx, of, id); whose != "" {
				detail = whose
				break
			}
		}
	}
	return cmp.Or(title, one.name), detail
}
