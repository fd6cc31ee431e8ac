package search

import (
	"context"
	"strings"
	"time"
	"unicode/utf8"

	index "github.com/blevesearch/bleve_index_api"
)

// maxExpand bounds how many terms one beginning may stand for.
const maxExpand = 5000

// How Bleve is asked to join readers.
const (
	joinAll = "conjunction:unadorned"
	joinAny = "disjunction:unadorned"
)

// A node says which documents are meant: those with a term (or any term that begins with it, or is one letter away),
// or all of, or any of, other nodes.
type node struct {
	op       nodeOp
	field    string
	term     string
	end      string // of a range, included
	children []node
}

type nodeOp uint8

const (
	opTerm nodeOp = iota
	opPrefix
	opNear
	opRange
	opAll
	opAny
)

func termNode(field, term string) node { return node{op: opTerm, field: field, term: term} }
func prefixNode(field, term string) node {
	if len(term) > maxWord {
		term = term[:maxWord]
	}
	return node{op: opPrefix, field: field, term: term}
}
func every(children ...node) node { return node{op: opAll, children: children} }
func some(children ...node) node  { return node{op: opAny, children: children} }

func rangeNode(first, last string) node {
	return node{op: opRange, field: keyField, term: first, end: last}
}

func keyNode(prefix, value string) node { return termNode(keyField, prefix+value) }

// clauseNode says which documents may have a clause, in one of the text fields.
func clauseNode(c clause, fields []string, sounds, fuzzy bool) node {
	var needs []node
	for _, p := range c.pieces {
		if n, ok := pieceNode(p, fields, sounds, fuzzy, len(c.pieces) > 1); ok {
			needs = append(needs, n)
		}
	}
	if needs == nil {
		for _, p := range c.pieces {
			n, _ := pieceNode(p, fields, sounds, fuzzy, false)
			needs = append(needs, n)
		}
	}
	return every(needs...)
}

// daysNode says which documents are filed under a span of days, to not included; the zero time is open.
func daysNode(from, to time.Time, zone *time.Location) node {
	if to.IsZero() {
		to = time.Date(2300, 1, 1, 0, 0, 0, 0, zone)
	}
	if from.IsZero() {
		from = time.Date(1, 1, 1, 0, 0, 0, 0, zone)
	}
	from, to = from.In(zone), to.In(zone)
	last := to.Add(-time.Nanosecond)
	if from.Format("200601") == last.Format("200601") {
		return rangeNode(keyDay+from.Format("20060102"), keyDay+last.Format("20060102"))
	}
	nextMonth := time.Date(from.Year(), from.Month()+1, 1, 0, 0, 0, 0, zone)
	lastMonth := time.Date(last.Year(), last.Month(), 0, 0, 0, 0, 0, zone)
	return some(
		rangeNode(keyDay+from.Format("20060102"), keyDay+from.Format("200601")+"31"),
		rangeNode(keyMonth+nextMonth.Format("200601"), keyMonth+lastMonth.Format("200601")),
		rangeNode(keyDay+last.Format("200601")+"01", keyDay+last.Format("20060102")),
	)
}

// pieceNode is false for a piece that the index cannot look up and that reading the record will decide.
func pieceNode(p piece, fields []string, sounds, fuzzy, among bool) (node, bool) {
	if p.kind == shortPiece && among {
		return node{}, false
	}
	var ways []node
	for _, f := range fields {
		ways = append(ways, fieldNode(p, f))
	}
	if p.kind == wordPiece && sounds {
		ways = append(ways, soundNode(p.text))
		if fuzzy && utf8.RuneCountInString(p.text) >= 4 {
			ways = append(ways, node{op: opNear, field: latinField, term: p.text})
		}
	}
	return some(ways...), true
}

func fieldNode(p piece, field string) node {
	switch p.kind {
	case hanPiece:
		if utf8.RuneCountInString(p.text) == 1 {
			return prefixNode(field, p.text)
		}
		var pairs []node
		hanTerms(p.text, func(term []byte) {
			if utf8.RuneCount(term) == 2 {
				pairs = append(pairs, termNode(field, string(term)))
			}
		})
		return every(pairs...)
	case numberPiece:
		if len(p.text) < gramSize {
			return prefixNode(field, string(gramMark)+p.text)
		}
		var grams []node
		for i := 0; i+gramSize <= len(p.text); i++ {
			grams = append(grams, termNode(field, string(gramMark)+p.text[i:i+gramSize]))
		}
		return every(grams...)
	case shortPiece:
		if strings.Trim(p.text, "0123456789") == "" {
			return termNode(field, p.text)
		}
		return prefixNode(field, p.text)
	}
	if len(p.text) < edgeMax {
		return termNode(field, p.text) // too many words begin so; names that do are found by their edges
	}
	return prefixNode(field, p.text)
}

// soundNode says which names may be read so: from their beginning when it is short, else anywhere.
func soundNode(letters string) node {
	if len(letters) <= edgeMax {
		return termNode(soundField, edge(letters))
	}
	var grams []node
	for i := 0; i+gramSize <= len(letters); i++ {
		grams = append(grams, termNode(soundField, letters[i:i+gramSize]))
	}
	return every(grams...)
}

// A reading evaluates nodes on one snapshot of the index.
type reading struct {
	ctx    context.Context
	reader index.IndexReader
	open   []index.TermFieldReader
}

func (r *reading) close() {
	for _, t := range r.open {
		_ = t.Close()
	}
	r.open = nil
}

// docs gives the documents a node means, as bitmaps; nil for none.
func (r *reading) docs(n node) (index.TermFieldReader, error) {
	switch n.op {
	case opTerm:
		return r.term(n.field, n.term)
	case opPrefix:
		dict, err := r.reader.FieldDictPrefix(n.field, []byte(n.term))
		if err != nil {
			return nil, err
		}
		return r.expand(n.field, dict)
	case opNear:
		near, ok := r.reader.(index.IndexReaderFuzzy)
		if !ok {
			return nil, nil
		}
		dict, err := near.FieldDictFuzzy(n.field, n.term, 1, "")
		if err != nil {
			return nil, err
		}
		return r.expand(n.field, dict)
	case opRange:
		if n.term > n.end {
			return nil, nil
		}
		dict, err := r.reader.FieldDictRange(n.field, []byte(n.term), []byte(n.end))
		if err != nil {
			return nil, err
		}
		return r.expand(n.field, dict)
	case opAll:
		return r.join(joinAll, n.children, true)
	}
	return r.join(joinAny, n.children, false)
}

func (r *reading) term(field, term string) (index.TermFieldReader, error) {
	t, err := r.reader.TermFieldReader(r.ctx, []byte(term), field, false, false, false)
	if err != nil {
		return nil, err
	}
	r.open = append(r.open, t)
	if t.Count() == 0 {
		return nil, nil
	}
	return t, nil
}

func (r *reading) expand(field string, dict index.FieldDict) (index.TermFieldReader, error) {
	seen := map[string]bool{}
	var terms []index.TermFieldReader
	for len(terms) < maxExpand {
		entry, err := dict.Next()
		if err != nil || entry == nil {
			_ = dict.Close()
			if err != nil {
				return nil, err
			}
			return combineReaders(joinAny, terms)
		}
		if seen[entry.Term] {
			continue
		}
		seen[entry.Term] = true
		t, err := r.term(field, entry.Term)
		if err != nil {
			return nil, err
		}
		if t != nil {
			terms = append(terms, t)
		}
	}
	_ = dict.Close()
	return combineReaders(joinAny, terms)
}

func (r *reading) join(how string, children []node, every bool) (index.TermFieldReader, error) {
	var readers []index.TermFieldReader
	for _, c := range children {
		t, err := r.docs(c)
		if err != nil {
			return nil, err
		}
		if t != nil {
			readers = append(readers, t)
		} else if every {
			return nil, nil
		}
	}
	return combineReaders(how, readers)
}

// combineReaders lets Bleve and or or the bitmaps of several readers.
func combineReaders(how string, readers []index.TermFieldReader) (index.TermFieldReader, error) {
	switch len(readers) {
	case 0:
		return nil, nil
	case 1:
		return readers[0], nil
	}
	var octx index.OptimizableContext
	for _, t := range readers {
		o, ok := t.(index.Optimizable)
		if !ok {
			return nil, errNotOptimizable
		}
		var err error
		if octx, err = o.Optimize(how, octx); err != nil {
			return nil, err
		}
		if octx == nil {
			return nil, errNotOptimizable
		}
	}
	done, err := octx.Finish()
	if err != nil {
		return nil, err
	}
	t, ok := done.(index.TermFieldReader)
	if !ok {
		return nil, errNotOptimizable
	}
	return t, nil
}
