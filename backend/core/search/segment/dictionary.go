package segment

import (
	"bytes"

	"github.com/RoaringBitmap/roaring/v2"
	index "github.com/blevesearch/bleve_index_api"
	api "github.com/blevesearch/scorch_segment_api/v2"
)

// A dictionary is the terms of one field.
type dictionary struct {
	s     *body
	field *fieldPlan
	ids   bool // they are the ids of the documents
}

// Cardinality is how many terms there are.
func (d *dictionary) Cardinality() int {
	if d.field == nil {
		return 0
	}
	return d.field.terms
}

// Contains tells whether there is a term.
func (d *dictionary) Contains(term []byte) (bool, error) {
	l, err := d.lookUp(term)
	return l.count > 0, err
}

func (d *dictionary) lookUp(term []byte) (list, error) {
	if d.ids {
		num, ok, err := d.s.find(string(term))
		if !ok || err != nil {
			return list{}, err
		}
		return list{count: 1, one: num}, nil
	}
	if d.field == nil {
		return list{}, nil
	}
	t := terms{s: d.s, f: d.field}
	t.seek(term)
	for {
		ok, err := t.next()
		if !ok || err != nil {
			return list{}, err
		}
		switch bytes.Compare(t.term, term) {
		case 0:
			return t.postings()
		case 1:
			return list{}, nil
		}
	}
}

// PostingsList gives the documents that have a term, but for some.
func (d *dictionary) PostingsList(term []byte, except *roaring.Bitmap, _ api.PostingsList) (api.PostingsList, error) {
	l, err := d.lookUp(term)
	if err != nil {
		return nil, err
	}
	p := &postings{}
	switch {
	case l.count == 1 && (except == nil || !except.Contains(l.one)):
		p.one, p.single, p.count = l.one, true, 1
	case l.count > 1:
		p.docs = l.bitmap()
		if except != nil && !except.IsEmpty() {
			p.docs.AndNot(except)
		}
		p.count = p.docs.GetCardinality()
	}
	return p, nil
}

// AutomatonIterator gives the terms of a range that an automaton takes, all without one.
func (d *dictionary) AutomatonIterator(a api.Automaton, from, before []byte) api.DictionaryIterator {
	walk := &walk{terms: terms{s: d.s, f: d.field}, from: from, before: before, automaton: a}
	if d.field != nil {
		walk.seek(from)
	}
	if a != nil {
		walk.states = []int{a.Start()}
	}
	return walk
}

// A walk is the terms of a range.
type walk struct {
	terms
	from, before []byte
	automaton    api.Automaton
	states       []int // after each byte of the term, as far as the automaton has followed it
	entry        index.DictEntry
}

// Next is the next term, nil behind the last.
func (w *walk) Next() (*index.DictEntry, error) {
	for {
		ok, err := w.next()
		if !ok || err != nil || w.before != nil && bytes.Compare(w.term, w.before) >= 0 {
			return nil, err
		}
		if w.automaton != nil && !w.takes() || bytes.Compare(w.term, w.from) < 0 {
			continue
		}
		w.entry = index.DictEntry{Term: string(w.term), Count: uint64(w.list.count)}
		return &w.entry, nil
	}
}

// takes lets the automaton follow a term from where it differs from the one before.
func (w *walk) takes() bool {
	known := len(w.states) - 1 // bytes followed
	if w.same < known {
		known = w.same
		w.states = w.states[:known+1]
	}
	state := w.states[known]
	for _, b := range w.term[known:] {
		if !w.automaton.CanMatch(state) {
			return false // as is every term that begins so
		}
		state = w.automaton.Accept(state, b)
		w.states = append(w.states, state)
	}
	return w.automaton.IsMatch(state)
}

// postings are the documents that have a term.
type postings struct {
	unread
	docs   *roaring.Bitmap // nil when there is at most one
	one    uint32
	single bool
	count  uint64
}

// Count and Size are part of Bleve's interfaces.
func (p *postings) Count() uint64 { return p.count }

// Size is about how much memory they take.
func (p *postings) Size() int { return 64 }

// Iterator walks the documents; there is nothing but their numbers.
func (p *postings) Iterator(_, _, _ bool, _ api.PostingsIterator) api.PostingsIterator {
	it := &iterator{one: p.one, single: p.single}
	if !p.single {
		it.ReplaceActual(p.docs)
	}
	return it
}

// An iterator walks documents.
type iterator struct {
	unread
	docs   *roaring.Bitmap
	at     roaring.IntPeekable
	one    uint32
	single bool
	done   bool
	now    posting
}

// ActualBitmap and the following let Bleve join whole lists.
func (it *iterator) ActualBitmap() *roaring.Bitmap { return it.docs }

// DocNum1Hit is the document when there is but one.
func (it *iterator) DocNum1Hit() (uint64, bool) { return uint64(it.one), it.single }

// ReplaceActual walks other documents instead.
func (it *iterator) ReplaceActual(docs *roaring.Bitmap) {
	it.docs, it.at = docs, nil
	if docs != nil {
		it.at = docs.Iterator()
	}
}

// ResetIterator begins again.
func (it *iterator) ResetIterator() {
	it.done = false
	it.ReplaceActual(it.docs)
}

// Size is about how much memory it takes.
func (it *iterator) Size() int { return 64 }

// Next is the next document.
func (it *iterator) Next() (api.Posting, error) { return it.Advance(0) }

// Advance is the next document that is not before another.
func (it *iterator) Advance(num uint64) (api.Posting, error) {
	if it.single {
		if it.done || uint64(it.one) < num {
			return nil, nil
		}
		it.done = true
		it.now = posting{num: uint64(it.one)}
		return &it.now, nil
	}
	if it.at == nil {
		return nil, nil
	}
	it.at.AdvanceIfNeeded(uint32(num))
	if !it.at.HasNext() {
		return nil, nil
	}
	it.now = posting{num: uint64(it.at.Next())}
	return &it.now, nil
}

// A posting is one document that has a term.
type posting struct{ num uint64 }

// Number and the following are part of Bleve's interfaces.
func (p *posting) Number() uint64 { return p.num }

// Frequency is not kept.
func (p *posting) Frequency() uint64 { return 1 }

// Norm is not kept.
func (p *posting) Norm() float64 { return 1 }

// Locations are not kept.
func (p *posting) Locations() []api.Location { return nil }

// Size is about how much memory it takes.
func (p *posting) Size() int { return 8 }
