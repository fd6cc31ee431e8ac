package search

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"xingke/backend/core/pinyin"
)

// maxRun bounds one run of letters and digits; what is longer is cut (nobody types more of a number).
const maxRun = 64

// fold gives the form in which texts are compared: half width, small letters, no accents. One rune stays one rune.
func fold(s string) string {
	same := staying(s) // of most names all
	if same == len(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for b.WriteString(s[:same]); same < len(s); {
		r, size := utf8.DecodeRuneInString(s[same:])
		b.WriteRune(foldRune(r))
		same += size
		more := staying(s[same:])
		b.WriteString(s[same : same+more])
		same += more
	}
	return b.String()
}

// staying is how many bytes at the beginning of s are sure to stay as they are.
func staying(s string) int {
	i := 0
	for i < len(s) {
		switch c := s[i]; {
		case c >= 'A' && c <= 'Z' || c == '\t' || c == '\n' || c == '\r':
			return i
		case c < utf8.RuneSelf:
			i++
		case c >= 0xe4 && c <= 0xe9 && i+2 < len(s) && s[i+1]&0xc0 == 0x80 && s[i+2]&0xc0 == 0x80: // U+4000…U+9FFF
			i += 3
		default:
			r, size := utf8.DecodeRuneInString(s[i:])
			if r == utf8.RuneError || foldRune(r) != r {
				return i
			}
			i += size
		}
	}
	return i
}

func foldRune(r rune) rune {
	switch r {
	case '\t', '\n', '\r':
		return ' '
	}
	return pinyin.Fold(r)
}

// cjk tells whether a character belongs to a script written without spaces, which is indexed by pairs.
func cjk(r rune) bool {
	if r < 0x2e80 {
		return false
	}
	return pinyin.Han(r) || r >= 0x3041 && r <= 0x30ff || r >= 0xac00 && r <= 0xd7a3 || r >= 0x3105 && r <= 0x318f
}

func asciiDigit(r rune) bool { return r >= '0' && r <= '9' }

// wordRune tells whether a folded character belongs to a word or a number.
func wordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= '0' && r <= '9'
	}
	return !cjk(r) && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

// A run is a stretch of folded text of one sort: Chinese characters (han), or letters and digits, which may be joined
// by single marks as in ca-2017-152156 or 138 0013 8000.
type run struct {
	text string
	han  bool
}

// scan cuts folded text into runs.
func scan(s string, yield func(run)) {
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case cjk(r):
			end := i + size
			for end < len(s) {
				next, n := utf8.DecodeRuneInString(s[end:])
				if !cjk(next) {
					break
				}
				end += n
			}
			yield(run{s[i:end], true})
			i = end
		case wordRune(r):
			end := wordEnd(s, i)
			yield(run{s[i:end], false})
			i = end
		default:
			i += size
		}
	}
}

// wordEnd finds the end of the run of letters and digits that begins at i.
func wordEnd(s string, i int) int {
	var last rune
	for n := 0; i < len(s) && n < maxRun; n++ {
		r, size := utf8.DecodeRuneInString(s[i:])
		if wordRune(r) {
			last = r
			i += size
			continue
		}
		if i+size >= len(s) || !strings.ContainsRune("-_/.#:,+&'()* ", r) {
			break
		}
		next, _ := utf8.DecodeRuneInString(s[i+size:])
		if !wordRune(next) || r == ' ' && !(asciiDigit(last) && asciiDigit(next)) {
			break
		}
		i += size
	}
	return i
}

// bare keeps only the letters and digits of folded text: the form in which numbers are compared, so that GTX-500,
// GTX 500 and gtx500 are one.
func bare(s string) string {
	clean := true
	for _, r := range s {
		if !wordRune(r) {
			clean = false
			break
		}
	}
	if clean {
		return s
	}
	return strings.Map(func(r rune) rune {
		if wordRune(r) {
			return r
		}
		return -1
	}, s)
}

func hasDigit(s string) bool { return strings.ContainsAny(s, "0123456789") }

// pieces cuts a run of letters and digits at its marks, and each of those also where letters meet digits:
// gtx500-a gives gtx500, gtx, 500, a.
func pieces(s string, yield func(piece string)) {
	for _, whole := range strings.FieldsFunc(s, func(r rune) bool { return !wordRune(r) }) {
		yield(whole)
		start, digits := 0, asciiDigit(rune(whole[0]))
		cut := false
		for i, r := range whole {
			if asciiDigit(r) != digits {
				yield(whole[start:i])
				start, digits, cut = i, asciiDigit(r), true
			}
		}
		if cut {
			yield(whole[start:])
		}
	}
}
