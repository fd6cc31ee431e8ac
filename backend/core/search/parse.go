package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds of what one query may ask.
const (
	maxQuery   = 200 // characters
	maxClauses = 16
)

type pieceKind uint8

const (
	hanPiece    pieceKind = iota // Chinese characters
	wordPiece                    // letters: the beginning of a word, or pinyin
	numberPiece                  // three or more letters and digits, anywhere in a number
	shortPiece                   // one or two characters with a digit: a whole word
)

// A piece is the smallest thing asked for.
type piece struct {
	kind pieceKind
	text string // folded; of a number without its marks
}

// A clause is one thing asked for: all its pieces, and for a quoted one the very phrase.
type clause struct {
	pieces []piece
	phrase string // folded, "" when not quoted
	not    bool
}

// parse reads a query: words apart by spaces must all be found; "a phrase" as it stands; -word must not be found.
func parse(text string) []clause {
	if utf8.RuneCountInString(text) > maxQuery {
		text = string([]rune(text)[:maxQuery])
	}
	var clauses []clause
	rest := strings.TrimSpace(fold(text))
	for rest != "" && len(clauses) < maxClauses {
		not := false
		if strings.HasPrefix(rest, "-") && len(rest) > 1 && rest[1] != ' ' {
			not, rest = true, rest[1:]
		}
		var word string
		var quoted bool
		word, quoted, rest = nextWord(rest)
		c := clause{pieces: piecesOf(word), not: not}
		if quoted {
			c.phrase = word
		}
		if len(c.pieces) > 0 {
			clauses = append(clauses, c)
		}
		rest = strings.TrimLeftFunc(rest, unicode.IsSpace) // as nextWord ends a word, or it would find nothing for ever
	}
	return clauses
}

// nextWord takes a word, or what stands between quotation marks, from the beginning of s.
func nextWord(s string) (word string, quoted bool, rest string) {
	for _, marks := range [][2]string{{`"`, `"`}, {"“", "”"}, {"「", "」"}} {
		if inner, ok := strings.CutPrefix(s, marks[0]); ok {
			word, rest, _ = strings.Cut(inner, marks[1])
			return strings.Join(strings.Fields(word), " "), true, rest
		}
	}
	if i := strings.IndexFunc(s, unicode.IsSpace); i >= 0 {
		return s[:i], false, s[i:]
	}
	return s, false, ""
}

func piecesOf(word string) []piece {
	var list []piece
	scan(word, func(r run) {
		switch {
		case r.han:
			list = append(list, piece{hanPiece, r.text})
		case hasDigit(r.text):
			if number := bare(r.text); len(number) >= gramSize-1 {
				list = append(list, piece{numberPiece, number})
			} else {
				list = append(list, piece{shortPiece, number})
			}
		default:
			for _, w := range strings.FieldsFunc(r.text, func(r rune) bool { return !wordRune(r) }) {
				list = append(list, piece{wordPiece, w})
			}
		}
	})
	return list
}

// unsure tells whether the index may offer records that do not have the piece: pairs may lie apart.
func (p piece) unsure() bool {
	switch p.kind {
	case hanPiece:
		return utf8.RuneCountInString(p.text) > 2
	case numberPiece:
		return len(p.text) > gramSize
	}
	return false
}

// unsure tells whether records that the index offers must be read to be sure.
func (c clause) unsure() bool {
	if c.phrase != "" {
		return true
	}
	for _, p := range c.pieces {
		if p.unsure() {
			return true
		}
	}
	return false
}
