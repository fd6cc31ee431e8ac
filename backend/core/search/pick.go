package search

import (
	"context"
	"fmt"
	"time"

	"xingke/backend/core/entity"
)

// within gives the documents that have what is wanted and nothing that is not, among those that a node means.
func (s *session) within(m *matcher, among node) (docs, error) {
	wanted, err := s.wantedDocs(m, false)
	if err != nil {
		return nil, err
	}
	found, err := s.among(among, wanted)
	if nodes := m.unwanted(); err == nil && len(nodes) > 0 {
		var barred docs
		barred, err = s.among(some(nodes...), found)
		found = found.butNot(barred)
	}
	return found, err
}

// wantedDocs looks up what is wanted once for all entities whose fields are the same.
func (s *session) wantedDocs(m *matcher, inName bool) (docs, error) {
	return s.lookUp(fmt.Sprint(inName, m.fields), func() node { return every(m.wanted(inName)...) })
}

// lookUp gives the documents that a node means, which has a name of its own in this query.
func (s *session) lookUp(name string, what func() node) (docs, error) {
	if d, ok := s.known[name]; ok {
		return d, nil
	}
	d, err := s.docs(what())
	if err == nil {
		s.known[name] = d
	}
	return d, err
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
			d, err := s.docs(soundNode(p.text))
			if err != nil {
				return false, err
			}
			may = !d.none()
		}
	}
	s.sounds = &may
	return may, nil
}

// month gives the documents of one month, counted back from the present one.
func (s *session) month(back int) (docs, error) {
	return s.filed(keyMonth, s.monthBack(back).Format("200601"))
}

// monthBack is the first day of a month, counted back from the present one.
func (s *session) monthBack(back int) time.Time {
	now := s.x.clock.Now().In(s.x.zone)
	return time.Date(now.Year(), now.Month()-time.Month(back), 1, 0, 0, 0, 0, s.x.zone)
}

// filed gives the documents of a month or a day.
func (s *session) filed(prefix, when string) (docs, error) {
	return s.lookUp(prefix+when, func() node { return keyNode(prefix, when) })
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

// recentMonths is how far back the newest of many hits are looked for month by month.
const recentMonths = 12

// bestOf picks the documents worth reading when there are too many: those with the match in their name, of the last
// months first; then any others, of the last months first.
func (s *session) bestOf(m *matcher, found docs, most int) ([]docNum, error) {
	p := &picking{s: s, most: most, seen: map[docNum]bool{}}
	if s.q.Order == ByRelevance {
		names, err := s.wantedDocs(m, true)
		if err != nil {
			return nil, err
		}
		both := names.and(found)
		if n := both.count(); n <= fewChecks { // each name may be the one
			p.most = max(most, n)
			p.add(both.first(n))
		} else if err := p.newest(both); err != nil {
			return nil, err
		}
	}
	p.most = max(most, len(p.docs))
	if !p.full() {
		if err := p.newest(found); err != nil {
			return nil, err
		}
	}
	return p.docs, nil
}

// A picking is documents picked from many.
type picking struct {
	s    *session
	most int
	docs []docNum
	seen map[docNum]bool
}

func (p *picking) full() bool { return len(p.docs) >= p.most }

// add picks documents, the last of them first: they came last.
func (p *picking) add(docs []docNum) {
	for i := len(docs) - 1; i >= 0 && !p.full(); i-- {
		if !p.seen[docs[i]] {
			p.seen[docs[i]] = true
			p.docs = append(p.docs, docs[i])
		}
	}
}

// newest picks the documents of the last months, of a month with many those of its last days.
func (p *picking) newest(from docs) error {
	for back := 0; back < recentMonths && !p.full(); back++ {
		month, err := p.s.month(back)
		if err != nil {
			return err
		}
		month = month.and(from)
		if n := month.count(); n < 2*p.most {
			p.add(month.first(n))
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
			filed = filed.and(month)
			p.add(filed.first(filed.count()))
		}
	}
	p.add(from.first(2 * p.most))
	return nil
}
