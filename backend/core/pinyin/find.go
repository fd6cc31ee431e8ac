package pinyin

import "unicode/utf8"

// Find says which stretch of s (in bytes) is read as letters begin: each character in full or by its initial, the
// last one also in part. "hwji" finds 华为技 in 深圳华为技术.
func Find(s, letters string) (start, end int, ok bool) {
	if letters == "" {
		return 0, 0, false
	}
	units := theTable().located(s)
	for i := range units {
		if last := matchUnits(units[i:], letters, maxSteps); last > 0 {
			return units[i].at, units[i+last-1].at + units[i+last-1].size, true
		}
	}
	return 0, 0, false
}

// maxSteps bounds how far one attempt looks.
const maxSteps = 64

type located struct {
	r        rune
	reads    []string
	at, size int
}

// located gives the units of s with their places.
func (t *table) located(s string) []located {
	var list []located
	at := 0
	t.units(s, func(r rune, reads []string) {
		for at < len(s) {
			have, size := utf8.DecodeRuneInString(s[at:])
			at += size
			if have == r || reads == nil && Fold(have) == r {
				list = append(list, located{r, reads, at - size, size})
				return
			}
		}
	})
	return list
}

// matchUnits is how many units letters cover from the first on, 0 if they do not fit.
func matchUnits(units []located, letters string, steps int) int {
	if len(units) == 0 || steps == 0 {
		return 0
	}
	u := units[0]
	if u.reads == nil {
		own := string(u.r)
		return matchRest(units, letters, own, steps)
	}
	for _, sound := range u.reads {
		if n := matchRest(units, letters, sound, steps); n > 0 {
			return n
		}
	}
	for _, sound := range u.reads {
		if n := matchRest(units, letters, sound[:1], steps); n > 0 {
			return n
		}
	}
	return 0
}

func matchRest(units []located, letters, sound string, steps int) int {
	if len(letters) <= len(sound) {
		if sound[:len(letters)] == letters {
			return 1
		}
		return 0
	}
	if letters[:len(sound)] != sound {
		return 0
	}
	if n := matchUnits(units[1:], letters[len(sound):], steps-1); n > 0 {
		return n + 1
	}
	return 0
}
