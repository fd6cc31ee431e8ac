package search

import (
	"bytes"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
	"unsafe"

	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/pinyin"
	"xingke/backend/core/search/segment"
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

// longTerms gives the terms of a long text, with their places in the text as filters read it: as one line, white space
// of any length being one mark. These are its words, its Chinese characters in pairs, and its marks; then come terms
// without a place: its beginning, and whatever else it is searched by.
func longTerms(text string, buf []byte, yield func(term []byte, place int)) []byte {
	line := lineOf(text)
	place, words := 0, false
	eachPiece(line, func(sort sortOfRune, piece []byte, runes int) {
		words = words || sort == aLetter
		switch {
		case sort == aHan:
			at := place
			hanTerms(unsafe.String(&piece[0], len(piece)), func(term []byte) {
				yield(term, at)
				at++
			})
		case sort == aMark:
			buf = append(append(buf[:0], markTerm...), piece...)
			yield(buf, place)
		case len(piece) > maxWord:
			yield([]byte(endless), segment.Nowhere)
		default:
			yield(piece, place)
		}
		place += runes
	})
	if len(line) > 0 {
		buf = append(append(buf[:0], beginTerm...), line[:runesEnd(line, beginRunes)]...)
		yield(buf, segment.Nowhere)
	}
	if !words {
		return buf
	}
	scan(fold(text), func(r run) {
		if !r.han {
			buf = wordTerms(r.text, buf, func(term []byte) { yield(term, segment.Nowhere) })
		}
	})
	return buf
}

// lineOf is a text as filters read it.
func lineOf(text string) []byte {
	line := make([]byte, 0, len(text))
	gap := false
	for _, r := range strings.TrimSpace(text) {
		if r, gap = lineRune(r, gap); r >= 0 {
			line = utf8.AppendRune(line, r)
		}
	}
	return line
}

// eachPiece cuts a line into marks and stretches of one sort; runes is how many characters a piece has.
func eachPiece(line []byte, yield func(sort sortOfRune, piece []byte, runes int)) {
	from, runes, before := 0, 0, aMark
	for at := 0; at < len(line); {
		r, size := utf8.DecodeRune(line[at:])
		sort := sortOf(r)
		if runes > 0 && (sort == aMark || sort != before) {
			yield(before, line[from:at], runes)
			from, runes = at, 0
		}
		before = sort
		at += size
		runes++
	}
	if runes > 0 {
		yield(before, line[from:], runes)
	}
}

// runesEnd is where the first characters end.
func runesEnd(text []byte, runes int) (end int) {
	for ; runes > 0 && end < len(text); runes-- {
		_, size := utf8.DecodeRune(text[end:])
		end += size
	}
	return end
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

// A want is what a text has that contains, or begins with, a line of folded letters: what it needs, each by itself, and
// where these pieces stand in it. exact: a text that has what is needed has the line.
type want struct {
	needs  []need
	pieces []segment.Piece
	exact  bool

	letters bool // some pieces are of words, of which those that are too long are no terms
}

func wantOf(line string, begins bool) want {
	var w want
	runes := utf8.RuneCountInString(line)
	if begins {
		w.need(needBegin, beginTerm+line[:runesEnd([]byte(line), beginRunes)])
		if runes <= beginRunes {
			w.exact = true
			return w
		}
	}
	place := 0
	eachPiece([]byte(line), func(sort sortOfRune, piece []byte, n int) {
		whole := !begins && n == runes
		switch text := string(piece); {
		case sort == aMark:
			w.stands(needTerm, markTerm+text, place)
			w.exact = whole
		case sort == aHan && n == 1:
			w.stands(needBegin, text, place)
			w.exact = whole
		case sort == aHan:
			w.characters(text, n, place)
			w.exact = whole && n == 2
		case len(text) > maxWord:
			w.letters = true
			w.need(needTerm, endless)
		default:
			w.letters = true
			w.stands(wordNeed(place > 0 || begins, place+n < runes), text, place)
			w.exact = whole
		}
		place += n
	})
	slices.SortStableFunc(w.needs, func(a, b need) int { return int(a.how) - int(b.how) })
	return w
}

func (w *want) need(how needHow, term string) {
	if n := (need{how, term}); !slices.Contains(w.needs, n) {
		w.needs = append(w.needs, n)
	}
}

// stands adds what is needed, at a place in the line.
func (w *want) stands(how needHow, term string, at int) {
	if how != needEnd { // which takes as long to look up as to see where it stands
		w.need(how, term)
	}
	piece := segment.Term(term, at)
	switch how {
	case needBegin:
		piece.Stretches = [][2]string{{term, behind(term)}}
	case needEnd:
		runes := utf8.RuneCountInString(term)
		piece.Stretches = wordStretches
		piece.Within = func(word []byte, into []int) []int {
			if !bytes.HasSuffix(word, []byte(term)) {
				return into
			}
			return append(into, utf8.RuneCount(word)-runes)
		}
	}
	w.pieces = append(w.pieces, piece)
}

// characters adds Chinese characters: all pairs are needed; where they stand, every other one tells.
func (w *want) characters(text string, n, place int) {
	at := 0
	hanTerms(text, func(term []byte) {
		switch {
		case at == n-1: // the last one alone
		case at%2 == 0 || at == n-2:
			w.stands(needTerm, string(term), place+at)
		default:
			w.need(needTerm, string(term))
		}
		at++
	})
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
