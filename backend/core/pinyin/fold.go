package pinyin

import "unicode"

// Fold gives the plain form of a character, the one that people type: full width becomes half width, capitals
// become small, accents go. Other characters stay. One rune in, one rune out, so positions in a text are kept.
func Fold(r rune) rune {
	switch {
	case r < 0x80:
		return asciiLower(r)
	case r >= 0xff01 && r <= 0xff5e:
		return asciiLower(r - 0xfee0)
	case r == 0x3000 || r == 0xa0:
		return ' '
	case r >= 0x3400 && r <= 0x9fff:
		return r
	}
	if plain, ok := theTable().letters[r]; ok {
		return plain
	}
	return unicode.ToLower(r)
}

// FoldLine is Fold for texts that are looked into as they stand: marks within a Chinese sentence stay as they are.
func FoldLine(r rune) rune {
	switch r {
	case '，', '；', '：', '！', '？':
		return r
	}
	return Fold(r)
}

// Han tells whether r is a Chinese character (one that is read as a syllable).
func Han(r rune) bool {
	if r >= blockFirst && r <= blockLast {
		return r < 0x4dc0 || r > 0x4dff // the hexagrams lie between
	}
	return r >= 0x20000 && r <= 0x323af || r >= 0xf900 && r <= 0xfaff || r == '〇' || r == '々'
}
