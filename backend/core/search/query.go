package search

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"xingke/backend/base/fault"
	"xingke/backend/core/entity"
)

// Order says which hits come first.
type Order string

// The orders of hits.
const (
	ByRelevance Order = ""       // names before texts, whole before part, then the newest
	ByDate      Order = "newest" // the newest
)

// Query is what a person looks for. Text may hold several words, all of which must be found; "a phrase"; -word for
// what must not be found; pinyin or its initials for names; three or more digits of any number.
type Query struct {
	Text     string
	Entities []string // "" is every entity but the quiet ones
	OwnerID  string
	From, To time.Time // To is the end, not included; the zero time is open
	Limit    int       // hits of each entity, 5 unless given, at most 200
	Order    Order
	After    uint64 // wait, a moment, until the index has followed the store this far
}

// Result is what was found, the entity with the best hit first.
type Result struct {
	Groups   []Group
	Building bool // the index is being filled and does not hold everything: more may be found later
}

// Group is what was found of one entity.
type Group struct {
	Entity string
	Total  int
	Exact  bool // false: Total is an estimate, too many to read each
	Hits   []Hit
}

// Hit is one record found. Snippet is the text that was found, with each match between \u0001 and \u0002; when the
// match is in the name, it is the name.
type Hit struct {
	ID      string
	Title   string
	Snippet string
	At      time.Time

	score int
}

const (
	defaultLimit = 5
	maxLimit     = 200
	fewChecks    = 60  // records read for a group to find its best hits, or to guess how many there are
	sureChecks   = 24  // the same where the index is sure of each
	allChecks    = 250 // up to so many, when the index is not sure of them, each is read
)

// Query finds records. Only records that the person in ctx may read are shown and counted.
func (x *Index) Query(ctx context.Context, q Query) (Result, error) {
	clauses := parse(q.Text)
	types, err := x.wanted(q.Entities)
	if err != nil {
		return Result{}, err
	}
	if err := x.ready(ctx); err != nil {
		return Result{}, err
	}
	result := Result{Building: x.lacking()}
	if !slices.ContainsFunc(clauses, func(c clause) bool { return !c.not }) {
		return result, nil
	}
	if x.answers() {
		x.WaitFor(ctx, q.After)
	}
	result.Groups, err = x.find(ctx, q, types, clauses, false)
	if err == nil && len(result.Groups) == 0 && mayBeMistyped(clauses) {
		result.Groups, err = x.find(ctx, q, types, clauses, true)
	}
	return result, err
}

func (x *Index) wanted(names []string) ([]*entity.Type, error) {
	if len(names) == 0 {
		return slices.DeleteFunc(x.types.All(), func(t *entity.Type) bool { return t.Quiet }), nil
	}
	var types []*entity.Type
	for _, name := range names {
		t, err := x.types.Need(name)
		if err != nil {
			return nil, err
		}
		types = append(types, t)
	}
	return types, nil
}

func mayBeMistyped(clauses []clause) bool {
	for _, c := range clauses {
		for _, p := range c.pieces {
			if !c.not && p.kind == wordPiece && len(p.text) >= 4 {
				return true
			}
		}
	}
	return false
}

// find works on one snapshot of the index. A failure of the index itself is a reason to build it anew.
func (x *Index) find(ctx context.Context, q Query, types []*entity.Type, clauses []clause, fuzzy bool) (groups []Group, err error) {
	x.mu.RLock()
	defer x.mu.RUnlock()
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("search: query: %v", p)
		}
		var other *storeError
		if errors.As(err, &other) {
			err = other.error
		} else if err != nil && ctx.Err() == nil && !errors.Is(err, errClosed) {
			x.state.broken()
			err = fault.Wrap(err, fault.Unavailable, "搜索索引正在修复，请稍后再试", "The search index is being repaired. Try again in a moment.")
		}
	}()
	if x.bleve == nil {
		return nil, errClosed
	}
	r, err := read(ctx, x.bleve)
	if err != nil {
		return nil, err
	}
	defer r.close()
	s := &session{reading: *r, x: x, q: q, clauses: clauses, fuzzy: fuzzy, limit: q.limit(), known: map[string]docs{}}
	for _, t := range types {
		g, err := s.group(t)
		if err != nil {
			return nil, err
		}
		if g.Total > 0 {
			groups = append(groups, g)
		}
	}
	slices.SortStableFunc(groups, func(a, b Group) int { return best(b) - best(a) })
	return groups, ctx.Err()
}

func best(g Group) int {
	if len(g.Hits) == 0 {
		return 0
	}
	return g.Hits[0].score
}

func (q Query) limit() int {
	if q.Limit <= 0 {
		return defaultLimit
	}
	return min(q.Limit, maxLimit)
}

// A session is one query under way.
type session struct {
	reading
	x       *Index
	q       Query
	clauses []clause
	fuzzy   bool
	limit   int
	known   map[string]docs // what was looked up, to be joined again
	sounds  *bool           // see mayBeSound
}

// group finds the records of one entity.
func (s *session) group(t *entity.Type) (Group, error) {
	g := Group{Entity: t.Name, Exact: true}
	m := s.matcher(t)
	scope, sure, ok := s.scope(t)
	if !ok {
		return g, nil
	}
	found, err := s.within(m, every(scope...))
	if err != nil || found.none() {
		return g, err
	}
	if m.sounds, err = s.mayBeSound(); err != nil {
		return g, err
	}
	wary := s.x.wary && !m.open // what was public once may be private now
	unsure := m.unsure() || !sure || wary
	most := max(sureChecks, s.limit+s.limit/4)
	if dated := !s.q.From.IsZero() || !s.q.To.IsZero(); unsure && sure && !wary && !dated && found.count() > most {
		covered, err := s.covered(t, m, found)
		if err != nil {
			return g, err
		}
		unsure = !covered
	}
	if unsure {
		most = max(allChecks, 2*s.limit)
	}
	g.Total = found.count()
	candidates := found.first(most)
	if g.Total > len(candidates) {
		g.Exact = !unsure
		if unsure {
			most = max(fewChecks, 2*s.limit)
		}
		if candidates, err = s.bestOf(m, found, most); err != nil {
			return g, err
		}
	}
	hits, refused, err := s.check(t, m, candidates)
	if err != nil {
		return g, err
	}
	if g.Exact {
		g.Total -= refused
	} else if wary {
		g.Total = len(hits)
	} else if len(candidates) > 0 {
		g.Total = max(g.Total*len(hits)/len(candidates), len(hits)) // as many as in the sample
	}
	g.Hits = s.rank(hits, m, t)
	return g, nil
}
