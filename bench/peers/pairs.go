package peers

import (
	"strings"
	"unicode"

	"xingke/backend/core/pinyin"
)

// Pairs is a text as full text search is given it: Chinese as overlapping pairs of characters,
// words as they are, and every four digits of a number.
func Pairs(text string) string {
	var b strings.Builder
	cut(text, func(run []rune, han bool) {
		switch {
		case han && len(run) == 1:
			b.WriteRune(run[0])
			b.WriteByte(' ')
		case han:
			for i := range len(run) - 1 {
				b.WriteString(string(run[i : i+2]))
				b.WriteByte(' ')
			}
		default:
			b.WriteString(string(run))
			b.WriteByte(' ')
			for i := 0; i+4 <= len(run) && unicode.IsDigit(run[0]); i++ {
				b.WriteString("#" + string(run[i:i+4]) + " ")
			}
		}
	})
	return b.String()
}

// Match is the question for a text: the pairs of each run one after the other.
func Match(text string) string {
	var parts []string
	cut(text, func(run []rune, han bool) {
		var terms []string
		switch {
		case han && len(run) > 1:
			for i := range len(run) - 1 {
				terms = append(terms, string(run[i:i+2]))
			}
		case !han && len(run) >= 4 && unicode.IsDigit(run[0]):
			for i := 0; i+4 <= len(run); i++ {
				terms = append(terms, "#"+string(run[i:i+4]))
			}
		default:
			terms = []string{string(run)}
		}
		parts = append(parts, `"`+strings.Join(terms, " ")+`"`)
	})
	return strings.Join(parts, " AND ")
}

// cut gives the stretches of Chinese characters, and those of letters and digits, in small letters.
func cut(text string, yield func(run []rune, han bool)) {
	var run []rune
	wasHan := false
	for _, r := range strings.ToLower(text) {
		han := pinyin.Han(r)
		if len(run) > 0 && (han != wasHan || !han && !unicode.IsLetter(r) && !unicode.IsDigit(r)) {
			yield(run, wasHan)
			run = run[:0]
		}
		if han || unicode.IsLetter(r) || unicode.IsDigit(r) {
			run, wasHan = append(run, r), han
		}
	}
	if len(run) > 0 {
		yield(run, wasHan)
	}
}
