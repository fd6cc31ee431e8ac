package segment

import (
	"bytes"
	"cmp"
	"math"
	"slices"

	"github.com/RoaringBitmap/roaring/v2"
	api "github.com/blevesearch/scorch_segment_api/v2"
)

// dropped is the number of a document that is left out.
const dropped = math.MaxUint64

// A merging makes one segment of several.
type merging struct {
	w       *writer
	parts   []*body
	numbers [][]uint64 // of the documents of each part, in the new segment
	order   []int      // of the parts: by their first documents there
	closed  <-chan struct{}
	term    gathered
	scratch []byte
	tally   tally
}

func (m *merging) run(drops []*roaring.Bitmap) error {
	if err := m.docs(drops); err != nil {
		return err
	}
	m.arrange()
	var names []string
	for _, s := range m.parts {
		for _, f := range s.fields {
			if !slices.Contains(names, f.name) {
				names = append(names, f.name)
			}
		}
	}
	slices.Sort(names)
	for _, name := range names {
		if err := m.field(name); err != nil {
			return err
		}
	}
	return m.w.end()
}

// a queue is the documents of one part that are still to be taken, page by page.
type queue struct {
	s     *body
	page  int
	num   int // of the first of names
	names [][]byte
}

func (q *queue) fill() error {
	if len(q.names) > 0 || q.page >= len(q.s.firsts) {
		return nil
	}
	var all []byte
	q.num = q.page * docsPerPage
	err := q.s.eachDoc(q.page, func(_, entity int, key []byte) bool {
		start := len(all)
		all = q.s.name(all, entity, key)
		q.names = append(q.names, all[start:len(all):len(all)])
		return true
	})
	q.page++
	return err
}

// docs takes the documents that live, by their ids.
func (m *merging) docs(drops []*roaring.Bitmap) error {
	queues := make([]queue, len(m.parts))
	for i, s := range m.parts {
		queues[i].s = s
		m.numbers = append(m.numbers, make([]uint64, s.docs))
	}
	for {
		least := -1
		for i := range queues {
			q := &queues[i]
			if err := q.fill(); err != nil {
				return err
			}
			if len(q.names) > 0 && (least < 0 || bytes.Compare(q.names[0], queues[least].names[0]) < 0) {
				least = i
			}
		}
		if least < 0 {
			return nil
		}
		q := &queues[least]
		name, num := q.names[0], q.num
		q.names = q.names[1:]
		q.num++
		if d := drops[least]; d != nil && d.Contains(uint32(num)) {
			m.numbers[least][num] = dropped
			continue
		}
		m.numbers[least][num] = uint64(m.w.plan.docs)
		if err := m.w.doc(name); err != nil {
			return err
		}
	}
}

// arrange puts the parts in the order of their first documents: most follow each other, and then so do the documents of
// a term.
func (m *merging) arrange() {
	first := make([]uint64, len(m.parts))
	for i, numbers := range m.numbers {
		m.order = append(m.order, i)
		first[i] = dropped
		if len(numbers) > 0 {
			first[i] = slices.Min(numbers)
		}
	}
	slices.SortFunc(m.order, func(a, b int) int { return cmp.Compare(first[a], first[b]) })
}

// field takes the terms of one field.
func (m *merging) field(name string) error {
	placed := slices.ContainsFunc(m.parts, func(s *body) bool {
		f := s.fieldNamed(name)
		return f != nil && f.placed
	})
	if err := m.w.field(name, placed); err != nil {
		return err
	}
	var walks []*terms
	var numbers [][]uint64
	for _, i := range m.order {
		s := m.parts[i]
		t := &terms{s: s, f: s.fieldNamed(name)}
		if ok, err := t.next(); err != nil {
			return err
		} else if ok {
			walks, numbers = append(walks, t), append(numbers, m.numbers[i])
		}
	}
	var term []byte
	for count := 0; len(walks) > 0; count++ {
		if count%1024 == 0 {
			select {
			case <-m.closed:
				return api.ErrClosed
			default:
			}
		}
		least := 0
		for i := 1; i < len(walks); i++ {
			if bytes.Compare(walks[i].term, walks[least].term) < 0 {
				least = i
			}
		}
		term = append(term[:0], walks[least].term...)
		m.term.begin()
		for i := least; i < len(walks); i++ {
			if !bytes.Equal(walks[i].term, term) {
				continue
			}
			if err := m.take(walks[i], numbers[i]); err != nil {
				return err
			}
			ok, err := walks[i].next()
			if err != nil {
				return err
			}
			if !ok {
				walks, numbers = slices.Delete(walks, i, i+1), slices.Delete(numbers, i, i+1)
				i--
			}
		}
		if err := m.put(term); err != nil {
			return err
		}
	}
	return nil
}

// take gathers the documents that one part has for the present term.
func (m *merging) take(t *terms, numbers []uint64) error {
	l, err := t.postings()
	if err != nil {
		return err
	}
	g := &m.term
	start := len(g.docs)
	g.docs = l.docs(g.docs)
	for i, doc := range g.docs[start:] {
		if n := numbers[doc]; n != dropped {
			g.docs[start+i] = uint32(n)
		} else {
			g.docs[start+i], g.whole = leftOut, false
		}
	}
	if !m.placed() {
		return nil
	}
	if m.scratch, err = t.places(m.scratch); err != nil {
		return err
	}
	if len(m.scratch) > 0 {
		g.any = true
		g.places = append(g.places, m.scratch...)
	} else {
		g.places = append(g.places, make([]byte, l.count)...)
	}
	return nil
}

// placed tells whether it is known where the terms of the present field stand.
func (m *merging) placed() bool { return m.w.fields[len(m.w.fields)-1].placed }

// put writes the present term, if a document that has it still lives.
func (m *merging) put(term []byte) error {
	g := &m.term
	g.settle(m.placed())
	if len(g.docs) == 0 {
		return nil
	}
	m.tally = tally{gaps: m.tally.gaps[:0]}
	for _, doc := range g.docs {
		m.tally.add(doc)
	}
	places := g.places
	if !g.any {
		places = nil
	}
	return m.w.term(term, m.tally.list(m.w.plan.docs), places)
}
