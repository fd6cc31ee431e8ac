package pinyin

import (
	"strings"
	"sync"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/unicode/norm"
)

// The block of characters that is looked up by subtraction; the rest (rare planes) goes through a map.
const (
	blockFirst = 0x3400
	blockLast  = 0x9fff
)

// A char is what the table knows of one character: which set of readings, the tone of the first of them, and
// whether a phrase may begin here.
type char struct {
	set    uint16
	tone   uint8
	phrase bool
}

type table struct {
	block    [blockLast - blockFirst + 1]char
	rare     map[rune]char
	sets     [][]string // sets[0] is empty: no reading
	phrases  map[rune][]phrase
	surnames map[rune][]string
	places   map[string]bool
	letters  map[rune]rune // accented Latin letters to plain ones
}

var theTable = sync.OnceValue(fillTable)

// lookup returns the table's entry of a character; its set is 0 when the character has no reading.
func (t *table) lookup(r rune) char {
	if r >= blockFirst && r <= blockLast {
		return t.block[r-blockFirst]
	}
	if r < blockFirst {
		if r == '〇' {
			return t.rare[r]
		}
		return char{}
	}
	return t.rare[r]
}

func fillTable() *table {
	t := &table{rare: map[rune]char{}, sets: [][]string{nil}, letters: plainLetters()}
	common := commonCharacters()
	modern := modernReadings()
	known := map[string]uint16{}
	intern := map[string]string{}
	var buf [16]string
	eachReading(func(line, characters string) {
		all, tone := parseReadings(line, buf[:])
		if len(all) == 0 {
			return
		}
		for _, r := range characters {
			reads := all
			if m, ok := modern[r]; ok {
				reads = m
			} else if common[r] {
				reads = reads[:1] // the others of a common character are archaic
			}
			t.put(r, char{set: t.setOf(reads, known, intern), tone: tone})
		}
	})
	t.fillPhrases()
	t.surnames = surnameReadings()
	t.places = placeNames()
	return t
}

func (t *table) put(r rune, c char) {
	if r >= blockFirst && r <= blockLast {
		t.block[r-blockFirst] = c
		return
	}
	t.rare[r] = c
}

// setOf keeps each list of readings once, and each syllable once: 27,000 characters share some 4,000 lists.
func (t *table) setOf(reads []string, known map[string]uint16, intern map[string]string) uint16 {
	key := strings.Join(reads, ",")
	if n, ok := known[key]; ok {
		return n
	}
	own := make([]string, len(reads))
	for i, s := range reads {
		if _, ok := intern[s]; !ok {
			intern[s] = s
		}
		own[i] = intern[s]
	}
	n := uint16(len(t.sets))
	t.sets = append(t.sets, own)
	known[key] = n
	return n
}

func (t *table) fillPhrases() {
	t.phrases = phraseReadings()
	for r := range t.phrases {
		c := t.lookup(r)
		c.phrase = true
		t.put(r, c)
	}
}

// parseReadings turns "zhòng,chóng" into zhong and chong, and gives the tone of the first (5: neutral).
func parseReadings(line string, buf []string) (reads []string, tone uint8) {
	reads, tone = buf[:0], 5
	var plain [16]byte
	for i, n := 0, 0; i <= len(line); {
		if i == len(line) || line[i] == ',' {
			reads = appendSound(reads, plain[:n])
			i, n = i+1, 0
			continue
		}
		r, size := utf8.DecodeRuneInString(line[i:])
		i += size
		letter, t := plainVowel(r)
		if t != 0 && len(reads) == 0 {
			tone = t
		}
		if letter != 0 && n < len(plain) {
			plain[n] = letter
			n++
		}
	}
	return reads, tone
}

func appendSound(reads []string, plain []byte) []string {
	for _, have := range reads {
		if have == string(plain) {
			return reads
		}
	}
	if len(plain) == 0 {
		return reads
	}
	return append(reads, string(plain))
}

// plainVowel gives the keyboard letter (v for ü) of a letter of toned pinyin, and its tone, 0 if it bears none.
func plainVowel(r rune) (letter byte, tone uint8) {
	if r >= 'a' && r <= 'z' {
		return byte(r), 0
	}
	const toned = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ\x00ńňǹ\x00ḿ\x00\x00\x00ế\x00ề"
	const letters = "aeiouvnme"
	i := 0
	for _, have := range toned {
		if have == r {
			return letters[i/4], uint8(i%4 + 1)
		}
		i++
	}
	if r == 'ü' {
		return 'v', 0
	}
	if r == 'ê' {
		return 'e', 0
	}
	return 0, 0
}

// commonCharacters are the 3,755 of the first level of GB 2312.
func commonCharacters() map[rune]bool {
	common := make(map[rune]bool, 3755)
	dec := simplifiedchinese.GBK.NewDecoder()
	for hi := 0xb0; hi <= 0xd7; hi++ {
		for lo := 0xa1; lo <= 0xfe; lo++ {
			b, err := dec.Bytes([]byte{byte(hi), byte(lo)})
			if err != nil {
				continue
			}
			for _, r := range string(b) {
				common[r] = r != utf8.RuneError // the last row has holes
			}
		}
	}
	return common
}

// plainLetters maps é to e, Ł to l: what is typed by a person without that keyboard.
func plainLetters() map[rune]rune {
	m := map[rune]rune{'ø': 'o', 'Ø': 'o', 'ł': 'l', 'Ł': 'l', 'đ': 'd', 'Đ': 'd', 'ð': 'd', 'Ð': 'd',
		'ı': 'i', 'ħ': 'h', 'Ħ': 'h', 'ß': 's', 'æ': 'a', 'Æ': 'a', 'œ': 'o', 'Œ': 'o', 'þ': 't', 'Þ': 't'}
	for _, span := range [][2]rune{{0xc0, 0x24f}, {0x1e00, 0x1eff}} {
		for r := span[0]; r <= span[1]; r++ {
			base, _ := utf8.DecodeRuneInString(norm.NFD.String(string(r)))
			if plain := asciiLower(base); plain >= 'a' && plain <= 'z' {
				m[r] = plain
			}
		}
	}
	return m
}

func asciiLower(r rune) rune {
	if r >= 'A' && r <= 'Z' {
		return r + 'a' - 'A'
	}
	return r
}
