package search

import (
	"context"
	"fmt"
	"time"

	index "github.com/blevesearch/bleve_index_api"

	"xingke/backend/core/entity"
)

// within gives the documents that have what is wanted, among those that a node means.
func (s *session) within(m *matcher, inName bool, among node) (index.TermFieldReader, error) {
	wanted, err := s.wantedDocs(m, inName)
	if err != nil || wanted == nil {
		return nil, err
	}
	some, err := s.docs(among)
	if err != nil || some == nil {
		return nil, err
	}
	return combineReaders(joinAll, []index.TermFieldReader{wanted, some})
}

// wantedDocs looks up what is wanted once for all entities whose fields are the same.
func (s *session) wantedDocs(m *matcher, inName bool) (index.TermFieldReader, error) {
	key := fmt.Sprint(inName, m.fields)
	if t, ok := s.known[key]; ok {
		return t, nil
	}
	t, err := s.docs(every(m.wanted(inName)...))
	if err == nil {
		s.known[key] = t
	}
	return t, err
}

// mayBeSound tells whether the index has names that may be read as the letters asked for.
func (s *session) mayBeSound() (bool, error) {
	if s.sounds != nil {
		return *s.sounds, nil
	}
	may := false
	for _, c := range s.clauses {
		for _, p := range c.pieces {
			if c.not || may || p.kind != wordPiece || len(p.text) <= gramSize {
				continue
			}
			t, err := s.docs(soundNode(p.text))
			if err != nil {
				return false, err
			}
			may = t != nil
		}
	}
	s.sounds = &may
	return may, nil
}

// month gives the documents of one month, counted back from the present one.
func (s *session) month(back int) (index.TermFieldReader, error) {
	now := s.x.clock.Now().In(s.x.zone)
	key := time.Date(now.Year(), now.Month()-time.Month(back), 1, 0, 0, 0, 0, s.x.zone).Format("200601")
	if t, ok := s.known[key]; ok {
		return t, nil
	}
	t, err := s.docs(keyNode(keyMonth, key))
	if err == nil {
		s.known[key] = t
	}
	return t, err
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
	for _, id := range rights.IDs {
		mine = append(mine, termNode("_id", docID(t.Name, id)))
	}
	for _, id := range rights.Under { // it may point there in another way; the guard reads each hit
		mine = append(mine, termNode(keyField, referenceKey(id)))
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

// recentMonths is how far back the newest of many hits are looked for month by month.
const recentMonths = 12

// bestOf picks the documents worth reading when there are too many: those with the match in their name, of the last
// months first; then any others, of the last months first.
func (s *session) bestOf(m *matcher, found index.TermFieldReader, barred map[uint64]bool, most int) ([]uint64, error) {
	var docs []uint64
	seen := map[uint64]bool{}
	base := found
	var levels []index.TermFieldReader
	if s.q.Order == ByRelevance {
		names, err := s.wantedDocs(m, true)
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
	for _, level := range levels {
		for back := 0; back <= recentMonths; back++ {
			among := level // a reader is read once; joined with itself it is a fresh one
			if back < recentMonths {
				var err error
				if among, err = s.month(back); err != nil {
					return nil, err
				}
			}
			if among == nil {
				continue
			}
			within, err := combineReaders(joinAll, []index.TermFieldReader{level, among})
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
