package pinyin

import (
	"strings"
	"unicode/utf8"
)

// How many readings a search key is made for: of the whole name, and of the name after its place.
const (
	maxWholeKeys = 8
	maxRestKeys  = 4
)

// Keys are what a person may type to find s by pinyin: every reading in full and its initials; and the same for the
// name after the place it begins with (深圳市华为技术: huaweijishu, hwjs). Without repeats, the likeliest first.
// A text without Chinese characters has no keys: it is found as it is.
func Keys(s string) []string {
	if !hasHan(s) {
		return nil
	}
	full, initials := combine(s, maxWholeKeys)
	keys := append(full, initials...)
	for rest := AfterPlace(s); rest != ""; rest = AfterPlace(rest) {
		full, initials := combine(rest, maxRestKeys)
		for _, k := range append(full, initials...) {
			keys = appendNew(keys, k)
		}
	}
	return keys
}

func hasHan(s string) bool {
	for _, r := range s {
		if r >= 0x3007 && Han(r) {
			return true
		}
	}
	return false
}

// AfterPlace gives what follows the place name that s begins with (深圳市华为 → 华为), or "" when s does not begin
// with a place, or is nothing but a place.
func AfterPlace(s string) string {
	t := theTable()
	end, longest := 0, 0
	for i := 0; i < len(s) && end < 4; end++ {
		_, size := utf8.DecodeRuneInString(s[i:])
		i += size
		if t.places[s[:i]] {
			longest = i
		}
	}
	if longest == 0 {
		return ""
	}
	rest := s[longest:]
	for _, unit := range placeUnits {
		if cut, ok := strings.CutPrefix(rest, unit); ok {
			rest = cut
			break
		}
	}
	return strings.TrimLeft(rest, " ·-　()（）")
}
