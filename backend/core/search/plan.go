package search

import (
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/blevesearch/vellum/levenshtein"
)

// A node says which documents are meant: those with a term (or any term that begins with it, or is one letter away),
// or all of, or any of, other nodes.
type node struct {
	op       nodeOp
	field    string
	term     string
	end      string // of a range, included
	near     *levenshtein.DFA
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

// oneWrong makes what takes words that differ in one letter: it costs a moment, words then little.
var oneWrong = sync.OnceValues(func() (*levenshtein.LevenshteinAutomatonBuilder, error) {
	return levenshtein.NewLevenshteinAutomatonBuilder(1, false)
})

// nearNode is false for a word that is too long.
func nearNode(field, word string) (node, bool) {
	builder, err := oneWrong()
	if err != nil {
		return node{}, false
	}
	taking, err := builder.BuildDfa(word, 1)
	return node{op: opNear, field: field, near: taking}, err == nil
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
			if n, ok := nearNode(latinField, p.text); ok {
				ways = append(ways, n)
			}
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
