package search

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode/utf8"

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
}

// guesses gathers the best of what fits, by entity and person's rights.
type guesses struct {
	most int
	list []guess
	seen map[*named]int
}

func (c *guesses) add(entityName string, n *named, cost int) {
	if i, ok := c.seen[n]; ok {
		if cost < c.list[i].cost {
			c.list[i].cost = cost
		}
		return
	}
	c.seen[n] = len(c.list)
	c.list = append(c.list, guess{entityName, n, cost})
}

// best orders the guesses: the better fit, then the newer.
func (c *guesses) best() []guess {
	slices.SortStableFunc(c.list, func(a, b guess) int { return cmp.Or(cmp.Compare(a.cost, b.cost), cmp.Compare(b.n.at, a.n.at)) })
	return c.list
}

// What the ways of finding a name cost: of two of one way the shorter name is better.
var costs = [...]struct{ whole, begin int }{
	byName: {0, 100}, byRest: {150, 200}, bySound: {120, 250}, byInitials: {140, 280}, byCode: {50, 300},
}

const costWithin = 500

func costOf(n *named, how uint8, whole bool) int {
	cost := costs[how].begin
	if whole {
		cost = costs[how].whole
	}
	return cost + min(40, utf8.RuneCountInString(n.name))
}

// Suggest finds records by their names while a person types. It answers from memory and then reads the few records
// it shows, so that nobody sees what they may not read.
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
	var list []Suggestion
	for _, one := range x.guess(ctx, q.Text, types, spare*limit) {
		if len(list) == limit {
			break
		}
		t := x.types.Type(one.entity)
		rec, err := x.store.Get(ctx, t, one.id)
		if fault.Is(err, fault.NotFound) || fault.Is(err, fault.Forbidden) {
			continue
		}
		if err != nil {
			return nil, err
		}
		list = append(list, Suggestion{Entity: t.Name, ID: one.id, Title: t.Title(rec), Detail: x.detail(ctx, t, rec)})
	}
	return list, nil
}

type found struct{ entity, id string }

// guess is the part of Suggest that works in memory.
func (x *Index) guess(ctx context.Context, text string, types []*entity.Type, most int) []found {
	typed := strings.Join(strings.Fields(fold(text)), " ")
	c := &guesses{most: most, seen: map[*named]int{}}
	g := &x.suggest
	g.mu.RLock()
	defer g.mu.RUnlock()
	for _, t := range types {
		r := g.racks[t.Name]
		if r == nil {
			continue
		}
		may := g.readable(x.scopeOf(ctx, t))
		add := func(n *named, cost int) bool {
			if n.id != "" && (may == nil || may(n)) {
				c.add(t.Name, n, cost)
			}
			return len(c.list) < 8*most
		}
		if typed == "" {
			r.newest(add)
		} else {
			r.look(typed, most, add)
		}
	}
	best := c.best()
	list := make([]found, 0, min(len(best), most))
	for _, one := range best[:min(len(best), most)] {
		list = append(list, found{one.entity, one.n.id})
	}
	return list
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
	return func(n *named) bool { return owners[n.owner] || departments[n.dept] }
}

// newest gives the names changed last.
func (r *rack) newest(add func(*named, int) bool) {
	for i := range r.overlay {
		add(&r.overlay[i], 0)
	}
	for _, s := range r.shelves {
		for _, rec := range s.recent {
			if !s.dead[rec] {
				add(&s.recs[rec], 0)
			}
		}
	}
}

// look gives the names that begin with what was typed and, if there are few, those that have it anywhere.
func (r *rack) look(typed string, most int, add func(*named, int) bool) {
	forms := []string{typed}
	if code := codeForm(typed); code != typed && code != "" {
		forms = append(forms, code)
	}
	words := strings.Fields(typed)
	n := 0
	for _, form := range forms {
		for _, s := range r.shelves {
			s.begins(form, func(rec uint32, how uint8, whole bool) {
				n++
				add(&s.recs[rec], costOf(&s.recs[rec], how, whole))
			})
		}
	}
	for i := range r.overlay {
		one := &r.overlay[i]
		if one.id == "" {
			continue
		}
		one.eachKey(func(key string, how uint8) {
			for _, form := range forms {
				if strings.HasPrefix(key, form) {
					n++
					add(one, costOf(one, how, key == form))
				}
			}
		})
		if one.has(words) {
			add(one, costWithin+min(40, utf8.RuneCountInString(one.name)))
		}
	}
	if n >= most {
		return
	}
	for _, s := range r.shelves {
		s.within(words, func(rec uint32) bool {
			return add(&s.recs[rec], costWithin+min(40, utf8.RuneCountInString(s.recs[rec].name)))
		})
	}
}

// detail tells records of one name apart: whose it is, else its code, phone or place.
func (x *Index) detail(ctx context.Context, t *entity.Type, rec entity.Record) string {
	var code, phone, place string
	for _, s := range t.Specs {
		if s.System || s.Private != "" || s == t.TitleSpec() {
			continue
		}
		v := entity.Get(rec, s)
		if v.Form != field.Str {
			continue
		}
		switch kind := s.Kind.Name(); {
		case s.Target != "":
			if title := x.titles.get(ctx, x, s.Target, v.Text); title != "" {
				return title
			}
		case s.Unique && code == "":
			code = v.Text
		case kind == "phone" && phone == "":
			phone = v.Text
		case kind == "region" && place == "":
			place = v.Text
		}
	}
	return cmp.Or(code, phone, place)
}
