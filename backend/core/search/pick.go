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
	return s.filed(keyMonth, s.monthBack(back).Format("200601"))
}

// monthBack is the first day of a month, counted back from the present one.
func (s *session) monthBack(back int) time.Time {
	now := s.x.clock.Now().In(s.x.zone)
	return time.Date(now.Year(), now.Month()-time.Month(back), 1, 0, 0, 0, 0, s.x.zone)
}

// filed gives the documents of a month or a day.
func (s *session) filed(prefix, when string) (index.TermFieldReader, error) {
	key := prefix + when
	if t, ok := s.known[key]; ok {
		return t, nil
	}
	t, err := s.docs(keyNode(prefix, when))
	if err == nil {
		s.known[key] = t
	}
	return t, err
}

// scope is the filters of the query and of the person's rights; not ok if nothing may be found. sure: what passes them
// may be read.
func (s *session) scope(t *entity.Type) (nodes []node, sure, ok bool) {
	nodes = []node{keyNode(keyEntity, t.Name)}
	if s.q.OwnerID != "" {
		nodes = append(nodes, keyNode(keyOwner, s.q.OwnerID))
	}
	if !s.q.From.IsZero() || !s.q.To.IsZero() {
		nodes = append(nodes, daysNode(s.q.From, s.q.To, s.x.zone))
	}
	rights := s.x.scopeOf(s.ctx, t)
	if rights.All {
		return nodes, true, true
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
	return append(nodes, some(mine...)), len(rights.Under) == 0, len(mine) > 0
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
	p := &picking{s: s, barred: barred, most: most, seen: map[uint64]bool{}}
	if s.q.Order == ByRelevance {
		names, err := s.wantedDocs(m, true)
		if err != nil {
			return nil, err
		}
		if names != nil {
			both, err := combineReaders(joinAll, []index.TermFieldReader{names, found})
			if err != nil {
				return nil, err
			}
			list, err := collect(both, barred, fewChecks+1, fewChecks+1)
			if err != nil {
				return nil, err
			}
			if list.total <= fewChecks { // each name may be the one
				p.most = max(most, list.total)
				p.add(list.docs)
			} else if err := p.newest(both); err != nil {
				return nil, err
			}
		}
	}
	p.most = max(most, len(p.docs))
	if len(p.docs) < p.most {
		if err := p.newest(found); err != nil {
			return nil, err
		}
	}
	return p.docs, nil
}

// A picking is documents picked from many.
type picking struct {
	s      *session
	barred map[uint64]bool
	most   int
	docs   []uint64
	seen   map[uint64]bool
}

func (p *picking) full() bool { return len(p.docs) >= p.most }

// add picks documents, the last of them first: they came last.
func (p *picking) add(docs []uint64) {
	for i := len(docs) - 1; i >= 0 && !p.full(); i-- {
		if !p.seen[docs[i]] {
			p.seen[docs[i]] = true
			p.docs = append(p.docs, docs[i])
		}
	}
}

// newest picks the documents of the last months, of a month with many those of its last days.
func (p *picking) newest(from index.TermFieldReader) error {
	for back := 0; back < recentMonths && !p.full(); back++ {
		month, err := p.s.month(back)
		if err != nil {
			return err
		}
		list, err := p.among(from, month, 2*p.most)
		if err != nil {
			return err
		}
		if len(list) < 2*p.most {
			p.add(list)
			continue
		}
		first := p.s.monthBack(back)
		last := first.AddDate(0, 1, -1)
		if back == 0 { // or, of what lies ahead, the rest below
			last = p.s.x.clock.Now().In(p.s.x.zone)
		}
		for day := last; !day.Before(first) && !p.full(); day = day.AddDate(0, 0, -1) {
			filed, err := p.s.filed(keyDay, day.Format("20060102"))
			if err != nil {
				return err
			}
			if list, err = p.among(from, filed, maxCount); err != nil {
				return err
			}
			p.add(list)
		}
	}
	if p.full() {
		return nil
	}
	list, err := p.among(from, from, 2*p.most) // joined with itself a reader is read once more
	p.add(list)
	return err
}

// among gives the documents of both, up to most.
func (p *picking) among(a, b index.TermFieldReader, most int) ([]uint64, error) {
	if a == nil || b == nil {
		return nil, nil
	}
	both, err := combineReaders(joinAll, []index.TermFieldReader{a, b})
	if err != nil {
		return nil, err
	}
	list, err := collect(both, p.barred, most, most)
	return list.docs, err
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
