package pinyin

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Bounds that keep odd texts cheap: so many readings of one text, so many characters of it.
const (
	maxReadings   = 16
	maxCharacters = 48
)

// units calls yield for each character that is read: a Chinese character with its readings (the likeliest first),
// or a letter or digit, folded, with none.
func (t *table) units(s string, yield func(r rune, reads []string)) {
	person := t.personName(s)
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		c := t.lookup(r)
		if c.phrase {
			if n := t.phraseAt(s, i, yield); n > 0 {
				i += n
				continue
			}
		}
		switch {
		case c.set != 0 && i == 0 && person:
			yield(r, t.surnames[r])
		case c.set != 0:
			yield(r, t.sets[c.set])
		default:
			if plain := Fold(r); typed(plain) && !(r == utf8.RuneError && size == 1) {
				yield(plain, nil)
			}
		}
		i += size
	}
}

// typed tells whether a folded character is a letter or a digit.
func typed(r rune) bool {
	return r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r >= 0x80 && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

func (t *table) phraseAt(s string, i int, yield func(r rune, reads []string)) int {
	r, size := utf8.DecodeRuneInString(s[i:])
	for _, p := range t.phrases[r] {
		if !strings.HasPrefix(s[i+size:], p.rest) {
			continue
		}
		n := 0
		for _, r := range s[i : i+size+len(p.rest)] {
			yield(r, p.reads[n])
			n++
		}
		return size + len(p.rest)
	}
	return 0
}

// personName: two or three characters, the first of them a surname that is read otherwise as a name (曾 zeng).
func (t *table) personName(s string) bool {
	if len(s) > 9 || len(s) < 6 {
		return false
	}
	first, _ := utf8.DecodeRuneInString(s)
	if t.surnames[first] == nil {
		return false
	}
	n := 0
	for _, r := range s {
		if t.lookup(r).set == 0 {
			return false
		}
		n++
	}
	return n == 2 || n == 3
}

// Full is the likeliest reading of s, in small letters without spaces or tones.
func Full(s string) string {
	buf := make([]byte, 0, 3*len(s))
	theTable().units(s, func(r rune, reads []string) {
		if reads != nil {
			buf = append(buf, reads[0]...)
		} else {
			buf = utf8.AppendRune(buf, r)
		}
	})
	return string(buf)
}

// Initials are the first letters of the likeliest reading; letters and digits of s stay whole.
func Initials(s string) string {
	buf := make([]byte, 0, len(s))
	theTable().units(s, func(r rune, reads []string) {
		if reads != nil {
			buf = append(buf, reads[0][0])
		} else {
			buf = utf8.AppendRune(buf, r)
		}
	})
	return string(buf)
}

// Readings are all readings of s, the likeliest first, at most 16. A text without a reading has none.
func Readings(s string) []string {
	full, _ := combine(s, maxReadings)
	return full
}

// combine makes the readings of s and the initials of each, without repeats. When there are too many, the
// characters that come first keep their alternatives: those are typed first.
func combine(s string, most int) (full, initials []string) {
	type pair struct{ full, initials []byte }
	all := []pair{{make([]byte, 0, 2*len(s)), make([]byte, 0, len(s))}}
	n := 0
	theTable().units(s, func(r rune, reads []string) {
		if n++; n > maxCharacters {
			return
		}
		if reads == nil {
			for i := range all {
				all[i].full = utf8.AppendRune(all[i].full, r)
				all[i].initials = utf8.AppendRune(all[i].initials, r)
			}
			return
		}
		before := len(all)
		for _, alt := range reads[1:] {
			for i := 0; i < before && len(all) < most; i++ {
				all = append(all, pair{append(append(make([]byte, 0, 2*len(s)), all[i].full...), alt...), append(append(make([]byte, 0, len(s)), all[i].initials...), alt[0])})
			}
		}
		for i := 0; i < before; i++ {
			all[i].full = append(all[i].full, reads[0]...)
			all[i].initials = append(all[i].initials, reads[0][0])
		}
	})
	for _, p := range all {
		if len(p.full) > 0 {
			full = appendNew(full, p.full)
			initials = appendNew(initials, p.initials)
		}
	}
	return full, initials
}

func appendNew[T string | []byte](list []string, s T) []string {
	for _, have := range list {
		if have == string(s) {
			return list
		}
	}
	return append(list, string(s))
}
