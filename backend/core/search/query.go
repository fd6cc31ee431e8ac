package search

import (
	"context"
	"fmt"
	"slices"
	"time"

	index "github.com/blevesearch/bleve_index_api"

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
	Building bool // the index is still being filled: more may be found later
}

// Group is what was found of one entity.
type Group struct {
	Entity string
	Total  int
	Exact  bool // false: Total is an estimate, too many to check each
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
	maxCount     = 200_000 // so many are counted, more are "about"
	sureChecks   = 60      // records read for a group when the index is sure of its hits
	unsureChecks = 400     // and when it is not
)

// Query finds records. Only records that the person in ctx may read are shown and counted.
func (x *Index) Query(ctx context.Context, q Query) (Result, error) {
	clauses := parse(q.Text)
	types, err := x.wanted(q.Entities)
	if err != nil {
		return Result{}, err
	}
	result := Result{Building: !x.Built()}
	if !slices.ContainsFunc(clauses, func(c clause) bool { return !c.not }) {
		return result, nil
	}
	x.WaitFor(ctx, q.After)
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
		if err != nil && ctx.Err() == nil {
			x.state.broken()
			err = fault.Wrap(err, fault.Unavailable, "搜索索引正在修复，请稍后再试", "The search index is being repaired. Try again in a moment.")
		}
	}()
	if x.bleve == nil {
		return nil, errClosed
	}
	adv, err := x.bleve.Advanced()
	if err != nil {
		return nil, err
	}
	reader, err := adv.Reader()
	if err != nil {
		return nil, err
	}
	defer reader.Close()
	s := &session{x: x, q: q, clauses: clauses, fuzzy: fuzzy, limit: q.limit()}
	s.reading = reading{ctx: ctx, reader: reader}
	defer s.close()
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
}

// group finds the records of one entity.
func (s *session) group(t *entity.Type) (Group, error) {
	g := Group{Entity: t.Name, Exact: true}
	m := s.matcher(t)
	scope, ok := s.scope(t)
	if !ok {
		return g, nil
	}
	found, err := s.docs(every(append(scope, m.wanted(false)...)...))
	if err != nil || found == nil {
		return g, err
	}
	barred, err := s.barred(m)
	if err != nil {
		return g, err
	}
	unsure := m.unsure()
	most := max(sureChecks, 2*s.limit)
	if unsure {
		most = max(unsureChecks, 2*s.limit)
	}
	picked, err := collect(found, barred, most, maxCount)
	if err != nil {
		return g, err
	}
	g.Total, g.Exact = picked.total, picked.total < maxCount
	candidates := picked.docs
	if picked.total > len(picked.docs) {
		g.Exact = g.Exact && !unsure
		if candidates, err = s.bestOf(m, found, barred, most); err != nil {
			return g, err
		}
	}
	hits, refused, err := s.check(t, m, candidates)
	if err != nil {
		return g, err
	}
	g.Total = max(g.Total-refused, len(hits))
	g.Hits = s.rank(hits, m, t)
	return g, nil
}

// scope is the filters of the query and of the person's rights; false if nothing may be found.
func (s *session) scope(t *entity.Type) ([]node, bool) {
	nodes := []node{keyNode(keyEntity, t.Name)}
	if s.q.OwnerID != "" {
		nodes = append(nodes, keyNode(keyOwner, s.q.OwnerID))
	}
	if !s.q.From.IsZero() || !s.q.To.IsZero() {
		nodes = append(nodes, daysNode(s.q.From, s.q.To, s.x.zone))
	}
	rights := s.x.scopeOf(s.ctx, t)
	if rights.All {
		return nodes, true
	}
	var mine []node
	for _, owner := range rights.Owners {
		mine = append(mine, keyNode(keyOwner, owner))
	}
	for _, department := range rights.Departments {
		mine = append(mine, keyNode(keyDepartment, department))
	}
	return append(nodes, some(mine...)), len(mine) > 0
}

func (x *Index) scopeOf(ctx context.Context, t *entity.Type) Scope {
	if x.access == nil {
		return Scope{All: true}
	}
	return x.access.Scope(ctx, t)
}

// barred is the documents that have what must not be found.
func (s *session) barred(m *matcher) (map[uint64]bool, error) {
	nodes := m.unwanted()
	if len(nodes) == 0 {
		return nil, nil
	}
	found, err := s.docs(some(nodes...))
	if err != nil || found == nil {
		return nil, err
	}
	list, err := collect(found, nil, maxCount, maxCount)
	barred := make(map[uint64]bool, len(list.docs))
	for _, doc := range list.docs {
		barred[doc] = true
	}
	return barred, err
}

// bestOf picks the documents worth reading when there are too many: those with the match in their name, of the last
// months first; then any others, of the last months first.
func (s *session) bestOf(m *matcher, found index.TermFieldReader, barred map[uint64]bool, most int) ([]uint64, error) {
	var docs []uint64
	seen := map[uint64]bool{}
	base := found
	var levels []index.TermFieldReader
	if s.q.Order == ByRelevance {
		names, err := s.docs(every(m.wanted(true)...))
		if err != nil {
			return nil, err
		}
		if names != nil {
			both, err := combineReaders(joinAll, []index.TermFieldReader{names, base})
			if err != nil {
				return nil, err
			}
			levels = append(levels, both)
		}
	}
	levels = append(levels, base)
	now := s.x.clock.Now()
	for _, level := range levels {
		for _, months := range []int{1, 6, 24, 0} {
			recent := level // a reader is read once; joined with itself it is a fresh one
			if months > 0 {
				var err error
				if recent, err = s.docs(daysNode(now.AddDate(0, -months, 0), now.AddDate(0, 1, 0), s.x.zone)); err != nil {
					return nil, err
				}
			}
			if recent == nil {
				continue
			}
			within, err := combineReaders(joinAll, []index.TermFieldReader{level, recent})
			if err != nil {
				return nil, err
			}
			list, err := collect(within, barred, 2*most, 2*most)
			if err != nil {
				return nil, err
			}
			for _, doc := range list.docs {
				if !seen[doc] {
					seen[doc] = true
					docs = append(docs, doc)
				}
			}
			if len(docs) >= most {
				return docs[:most], nil
			}
		}
	}
	return docs, nil
}

type collected struct {
	docs  []uint64
	total int
}

// collect reads the first documents of a reader, up to keep, and counts on, up to count.
func collect(t index.TermFieldReader, barred map[uint64]bool, keep, count int) (collected, error) {
	var c collected
	var doc index.TermFieldDoc
	for c.total < count {
		next, err := t.Next(doc.Reset())
		if err != nil || next == nil {
			return c, err
		}
		n := next.ID.Value()
		if barred[n] {
			continue
		}
		c.total++
		if len(c.docs) < keep {
			c.docs = append(c.docs, n)
		}
	}
	return c, nil
}
