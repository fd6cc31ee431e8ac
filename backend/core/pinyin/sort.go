package pinyin

import (
	"unicode"
	"unicode/utf8"
)

// The classes of a sort key, in order; letters stand between digit and other as themselves.
const (
	classSpace = 0x02
	classPunct = 0x03
	classDigit = 0x10
	classOther = 0x7b

	afterLatin = 0x01 // a Latin letter comes before the Chinese characters of the same letter
	afterHan   = 0x02
	endOfSound = 0x01
)

// Sort is the key to order texts by, compared as bytes: as in a Chinese address book. Texts stand by letter, under
// each letter first Latin words, then Chinese characters by pinyin, tone and code point, character by character, so
// that one family name stays together. Numbers count by their value (2 before 10) and come before letters. Texts
// that differ only in case, width or accents stand together. Different texts have different keys.
func Sort(s string) []byte {
	t := theTable()
	key := make([]byte, 0, 4*len(s)+8)
	person := t.personName(s)
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		c := t.lookup(r)
		switch {
		case c.phrase:
			if n := t.phraseAt(s, i, func(r rune, reads []string) { key = t.sortHan(key, r, reads[0]) }); n > 0 {
				i += n
				continue
			}
			key = t.sortHan(key, r, t.first(c, r, i == 0 && person))
		case c.set != 0:
			key = t.sortHan(key, r, t.first(c, r, i == 0 && person))
		case r == utf8.RuneError && size == 1:
			key = append(key, classOther, 0xff, s[i])
		default:
			folded := Fold(r)
			if folded >= '0' && folded <= '9' {
				size = digitRun(s[i:])
				key = sortNumber(key, s[i:i+size])
			} else {
				key = sortRune(key, folded)
			}
		}
		i += size
	}
	key = append(key, 0)
	return append(key, s...)
}

func (t *table) first(c char, r rune, person bool) string {
	if person {
		return t.surnames[r][0]
	}
	if c.set == 0 {
		return "{"
	}
	return t.sets[c.set][0]
}

func (t *table) sortHan(key []byte, r rune, sound string) []byte {
	tone := uint8(5)
	if c := t.lookup(r); c.set != 0 && t.sets[c.set][0] == sound {
		tone = c.tone
	}
	key = append(key, sound[0], afterHan)
	key = append(key, sound[1:]...)
	return append(key, endOfSound, tone, byte(r>>16), byte(r>>8), byte(r))
}

func sortRune(key []byte, r rune) []byte {
	switch {
	case r >= 'a' && r <= 'z':
		return append(key, byte(r), afterLatin)
	case r == ' ' || r == '\t' || r == '\n' || r == '\r':
		return append(key, classSpace)
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		return append(key, classOther, byte(r>>16), byte(r>>8), byte(r))
	}
	return append(key, classPunct, byte(r>>16), byte(r>>8), byte(r))
}

// digitRun is the length of the digits at the beginning of s, of half or full width.
func digitRun(s string) int {
	n := 0
	for n < len(s) {
		r, size := utf8.DecodeRuneInString(s[n:])
		if f := Fold(r); f < '0' || f > '9' {
			break
		}
		n += size
	}
	return n
}

// sortNumber orders digits by value: how many there are, then which.
func sortNumber(key []byte, digits string) []byte {
	start := len(key)
	key = append(key, classDigit, 0, 0)
	leading := true
	for _, r := range digits {
		d := byte(Fold(r))
		if leading && d == '0' {
			continue
		}
		leading = false
		key = append(key, d)
	}
	n := min(len(key)-start-3, 0xffff)
	key[start+1], key[start+2] = byte(n>>8), byte(n)
	return key
}
