package segment

import (
	"bytes"
	"errors"
	"strings"

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

// lookUp reads the documents of a term, which are likely to be asked for again.
func (d *dictionary) lookUp(term []byte) (list, error) {
	t, err := d.find(term)
	if t == nil || err != nil {
		return list{}, err
	}
	t.again = true
	return t.postings()
}

// find goes to a term; nil if there is none.
func (d *dictionary) find(term []byte) (*terms, error) {
	if d.ids {
		num, ok, err := d.s.find(string(term))
		if !ok || err != nil {
			return nil, err
		}
		return &terms{list: list{count: 1, one: num}}, nil
	}
	if d.field == nil {
		return nil, nil
	}
	t := &terms{s: d.s, f: d.field}
	t.seek(term)
	for {
		ok, err := t.next()
		if !ok || err != nil {
			return nil, err
		}
		switch bytes.Compare(t.term, term) {
		case 0:
			return t, nil
		case 1:
			return nil, nil
		}
	}
}

// PostingsList is what Bleve's own queries would ask; ours ask the segment, see Having.
func (d *dictionary) PostingsList([]byte, *roaring.Bitmap, api.PostingsList) (api.PostingsList, error) {
	return nil, errors.New("search: a segment keeps no lists for queries of Bleve")
}

// AutomatonIterator gives the terms of a range that an automaton takes, all without one.
func (d *dictionary) AutomatonIterator(a api.Automaton, from, before []byte) api.DictionaryIterator {
	w := &walk{from: from, before: before, automaton: a}
	w.begin(d.s, d.field)
	return w
}

// A walk is the terms of a range, up to a term before which it ends.
type walk struct {
	terms
	from, before []byte
	automaton    api.Automaton
	states       []int // after each byte of the term, as far as the automaton has followed it
	entry        index.DictEntry
}

func (w *walk) begin(s *body, f *fieldPlan) {
	w.terms = terms{s: s, f: f}
	if f != nil {
		w.seek(w.from)
	}
	if w.automaton != nil {
		w.states = []int{w.automaton.Start()}
	}
}

// Next is the next term, nil behind the last.
func (w *walk) Next() (*index.DictEntry, error) {
	ok, err := w.advance()
	if !ok || err != nil {
		return nil, err
	}
	w.entry = index.DictEntry{Term: string(w.term), Count: uint64(w.list.count)}
	return &w.entry, nil
}

// advance goes to the next term.
func (w *walk) advance() (bool, error) {
	for {
		ok, err := w.next()
		if !ok || err != nil || len(w.before) > 0 && bytes.Compare(w.term, w.before) >= 0 {
			return false, err
		}
		if bytes.Compare(w.term, w.from) < 0 {
			continue
		}
		if w.automaton == nil || w.takes() {
			return true, nil
		}
		if dead := w.states[len(w.states)-1]; !w.automaton.CanMatch(dead) {
			w.pass(w.term[:len(w.states)-1])
		}
	}
}

// pass goes over the pages on which all terms begin so, if what is left of this one does too.
func (w *walk) pass(beginning []byte) {
	for w.page+1 < len(w.f.pages) && strings.HasPrefix(w.f.firsts[w.page+1], string(beginning)) {
		w.data = nil
		w.page++
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
