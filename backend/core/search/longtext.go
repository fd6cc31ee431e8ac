package search

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/pinyin"
)

// A long text that everybody who reads the record may read has terms in a field of its own, so that the index can
// tell by itself which records have some letters in it. The first such text of every entity is in one field, the
// second in another: so a question to all entities looks at few.
const (
	longField  = "t"
	mostLong   = 4      // long texts of an entity that have a field of their own
	markTerm   = "\x01" // begins the terms that are marks
	beginTerm  = "\x02" // begins the term that is the beginning of the text
	endless    = "\x03" // the term of texts with letters in a row that are too long for a term
	beginRunes = 2      // of the beginning
)

var longFields = [mostLong]string{longField, longField + "1", longField + "2", longField + "3"}

// eachLong gives the long texts of a type that have a field of their own.
func eachLong(t *entity.Type, yield func(s *field.Spec, name string)) {
	n := 0
	for _, s := range t.Specs {
		if n < mostLong && s.Weight > 0 && s.Private == "" && !s.System && s.Kind.Name() == "longtext" {
			yield(s, longFields[n])
			n++
		}
	}
}

// longOf is the field of a long text, "" if it has none.
func longOf(t *entity.Type, spec *field.Spec) (name string) {
	eachLong(t, func(s *field.Spec, own string) {
		if s.Name == spec.Name {
			name = own
		}
	})
	return name
}

// longNames are the fields that long texts of any entity have.
func (x *Index) longNames() []string {
	most := 0
	for _, t := range x.types.All() {
		n := 0
		eachLong(t, func(*field.Spec, string) { n++ })
		most = max(most, n)
	}
	return longFields[:most]
}

// longTerms gives the terms of a long text: those it is searched by; every mark in it; its beginning. It is read as
// one line, as filters read it: white space of any length is one mark.
func longTerms(text string, buf []byte, yield func(term []byte)) []byte {
	plain, cut := fold(text), false
	scan(plain, func(r run) {
		if r.han {
			hanTerms(r.text, yield)
			return
		}
		cut = cut || len(r.text) >= maxRun
		buf = wordTerms(r.text, buf, yield)
	})
	var known [24]rune // marks that were given
	marks := known[:0]
	letters, long, gap, before := 0, false, false, 0
	var begin [len(beginTerm) + beginRunes*utf8.UTFMax]byte
	head := append(begin[:0], beginTerm...)
	for _, r := range strings.TrimSpace(text) {
		r, gap = lineRune(r, gap)
		if r < 0 {
			continue
		}
		if before++; before <= beginRunes {
			head = utf8.AppendRune(head, r)
		}
		if wordRune(r) {
			letters += utf8.RuneLen(r)
			long = long || letters > maxWord
			continue
		}
		letters = 0
		if !cjk(r) && !slices.Contains(marks, r) {
			marks = append(marks, r)
			buf = utf8.AppendRune(append(buf[:0], markTerm...), r)
			yield(buf)
		}
	}
	if before > 0 {
		yield(head)
	}
	if long {
		yield([]byte(endless))
	}
	if cut { // somewhere, perhaps within a word
		for _, word := range strings.FieldsFunc(plain, func(r rune) bool { return !wordRune(r) }) {
			if len(word) <= maxWord {
				buf = append(buf[:0], word...)
				yield(buf)
			}
		}
	}
	return buf
}

// lineRune is a character as it stands in one line, -1 for white space after white space.
func lineRune(r rune, gap bool) (rune, bool) {
	switch {
	case !unicode.IsSpace(r):
		return pinyin.FoldLine(r), false
	case gap:
		return -1, true
	}
	return ' ', true
}

// A need is something that every text with certain letters in it has: a term, any term that begins so, or a word
// that has, or ends with, some letters.
type need struct {
	how  needHow
	term string
}

type needHow uint8 // the quicker ones to look up first

const (
	needTerm needHow = iota
	needBegin
	needEnd
	needWithin
)

// needsOf says what a text needs that contains, or begins with, a line of folded letters. exact: nothing more.
func needsOf(line string, begins bool) (needs []need, exact bool) {
	add := func(how needHow, term string) {
		if n := (need{how, term}); !slices.Contains(needs, n) {
			needs = append(needs, n)
		}
	}
	runes := []rune(line)
	if begins {
		add(needBegin, beginTerm+string(runes[:min(len(runes), beginRunes)]))
		if len(runes) <= beginRunes {
			return needs, true
		}
	}
	for from, to := 0, 0; from < len(runes); from = to {
		sort := sortOf(runes[from])
		for to = from + 1; to < len(runes) && sort != aMark && sortOf(runes[to]) == sort; to++ {
		}
		whole := !begins && from == 0 && to == len(runes)
		switch piece := string(runes[from:to]); {
		case sort == aMark:
			add(needTerm, markTerm+piece)
			exact = exact || whole
		case sort == aHan && to-from == 1:
			add(needBegin, piece)
			exact = exact || whole
		case sort == aHan:
			hanTerms(piece, func(term []byte) {
				if utf8.RuneCount(term) == 2 {
					add(needTerm, string(term))
				}
			})
			exact = exact || whole && to-from == 2
		case len(piece) > maxWord:
			add(needTerm, endless)
		default:
			add(wordNeed(from > 0 || begins, to < len(runes)), piece)
			exact = exact || whole
		}
	}
	slices.SortStableFunc(needs, func(a, b need) int { return int(a.how) - int(b.how) })
	return needs, exact
}

// wordNeed is how letters are looked up of which it is known whether the word begins, and ends, with them.
func wordNeed(begins, ends bool) needHow {
	switch {
	case begins && ends:
		return needTerm
	case begins:
		return needBegin
	case ends:
		return needEnd
	}
	return needWithin
}

type sortOfRune uint8

const (
	aMark sortOfRune = iota
	aHan
	aLetter
)

func sortOf(r rune) sortOfRune {
	switch {
	case cjk(r):
		return aHan
	case wordRune(r):
		return aLetter
	}
	return aMark
}
