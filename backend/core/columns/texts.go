package columns

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"xingke/backend/core/pinyin"
)

// longest is how many bytes of a text a column keeps; no field of one line comes near it.
const longest = 60_000

// entry says where a row's text lies in its block, and after it the form to search in, if that
// differs. Every part ends with the byte 255, which no text contains.
type entry struct {
	off uint32
	n   uint16
	f   uint16 // 0: the text is its own form to search in
}

func (e entry) size() int {
	switch {
	case e.n == 0:
		return 0
	case e.f == 0:
		return int(e.n) + 1
	}
	return int(e.n) + int(e.f) + 2
}

// textSlot holds the texts of one block of rows. Bytes are only ever appended, so a view that
// holds a shorter slice of them is safe.
type textSlot struct {
	entries []entry
	bytes   []byte
	dead    int    // bytes no row uses any more
	ordered bool   // bytes lie in the order of the rows, none dead
	last    int    // the last row appended, while ordered
	made    uint64 // epoch in which entries were copied
}

// texts is a column of texts that are mostly distinct.
type texts struct {
	slots []textSlot
	epoch uint64
}

// folded is the form of a text to search in: letter case, width and accents aside. Marks within
// a sentence stay as they are: else nearly every Chinese sentence would be kept a second time.
func folded(s string) string {
	plain := true
	for i := 0; i < len(s); i++ {
		if c := s[i]; c >= utf8.RuneSelf || c >= 'A' && c <= 'Z' {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	return strings.Map(foldRune, s)
}

func foldRune(r rune) rune { return pinyin.FoldLine(r) }

func cut(s string) string {
	if len(s) <= longest {
		return s
	}
	return strings.ToValidUTF8(s[:longest], "")
}

func (s textSlot) entry(i int) entry {
	if i < len(s.entries) {
		return s.entries[i]
	}
	return entry{}
}

// raw is the text of a row as it was put.
func (s textSlot) raw(i int) []byte {
	e := s.entry(i)
	return s.bytes[e.off : e.off+uint32(e.n)]
}

// search is the text of a row in the form to search in.
func (s textSlot) search(i int) []byte {
	e := s.entry(i)
	if e.f == 0 {
		return s.bytes[e.off : e.off+uint32(e.n)]
	}
	from := e.off + uint32(e.n) + 1
	return s.bytes[from : from+uint32(e.f)]
}

func textAt(slots []textSlot, row int) string {
	if bi := row >> blockBits; bi < len(slots) {
		return string(slots[bi].raw(row & blockMask))
	}
	return ""
}

func (c *texts) set(row int, text string, now tick) bool {
	text = strings.ReplaceAll(cut(text), "\xff", "")
	if bi := row >> blockBits; bi < len(c.slots) {
		if string(c.slots[bi].raw(row&blockMask)) == text {
			return false
		}
	} else if text == "" {
		return false
	}
	if c.epoch != now.epoch {
		c.slots, c.epoch = append(make([]textSlot, 0, len(c.slots)+1+len(c.slots)/4), c.slots...), now.epoch
	}
	for row>>blockBits >= len(c.slots) {
		c.slots = append(c.slots, textSlot{ordered: true, last: -1, made: now.epoch})
	}
	s := &c.slots[row>>blockBits]
	s.set(row&blockMask, text, row < now.seen && s.made != now.epoch, now.epoch)
	return true
}

func (s *textSlot) set(i int, text string, shared bool, epoch uint64) {
	switch room := roomFor(i); {
	case i >= len(s.entries):
		entries := make([]entry, max(room, len(s.entries)))
		copy(entries, s.entries)
		s.entries, s.made = entries, epoch
	case shared:
		s.entries, s.made = clone(s.entries), epoch
	}
	if old := s.entries[i]; old.n > 0 {
		s.dead += old.size()
		s.ordered = false
	}
	if text == "" {
		s.entries[i] = entry{}
		s.tidy(epoch)
		return
	}
	if i < s.last {
		s.ordered = false
	}
	s.last = max(i, s.last)
	e := entry{off: uint32(len(s.bytes)), n: uint16(len(text))}
	s.bytes = append(append(s.bytes, text...), 0xff)
	if form := folded(text); form != text && form != "" {
		e.f = uint16(len(form))
		s.bytes = append(append(s.bytes, form...), 0xff)
	}
	s.entries[i] = e
	s.tidy(epoch)
}

// tidy writes a block's bytes anew once much of them is dead.
func (s *textSlot) tidy(epoch uint64) {
	if s.dead < 4096 || s.dead*4 < len(s.bytes) {
		return
	}
	entries, packed := make([]entry, len(s.entries)), make([]byte, 0, len(s.bytes)-s.dead)
	for i, e := range s.entries {
		if e.n > 0 {
			entries[i] = entry{uint32(len(packed)), e.n, e.f}
			packed = append(packed, s.bytes[e.off:int(e.off)+e.size()]...)
			s.last = i
		}
	}
	s.entries, s.bytes, s.dead, s.ordered, s.made = entries, packed, 0, true, epoch
}

// containing narrows sel to the rows whose form to search in contains needle; rare is the place
// of the byte to look for first.
func (s textSlot) containing(needle []byte, rare int, sel *words) {
	if len(needle) == 0 {
		return
	}
	if !s.ordered || sel.count() < 256 {
		s.keep(sel, func(text []byte) bool { return bytes.Contains(text, needle) })
		return
	}
	var found words
	row := 0
	for pos := 0; pos < len(s.bytes); {
		hit := indexBy(s.bytes[pos:], needle, rare)
		if hit < 0 {
			break
		}
		hit += pos
		for s.entries[row].n == 0 || int(s.entries[row].off)+s.entries[row].size() <= hit {
			row++
		}
		found.set(row)
		pos = int(s.entries[row].off) + s.entries[row].size()
	}
	for k := range sel {
		sel[k] &= found[k]
	}
}

// rarest is the place of the byte of a needle that a sample of the texts contains least often.
func rarest(needle, sample []byte) int {
	var seen [256]int
	for _, c := range sample {
		seen[c]++
	}
	best := 0
	for i, c := range needle {
		if seen[c] < seen[needle[best]] {
			best = i
		}
	}
	return best
}

// indexBy finds a needle by looking for one of its bytes.
func indexBy(hay, needle []byte, at int) int {
	for from := at; from < len(hay); {
		hit := bytes.IndexByte(hay[from:], needle[at])
		if hit < 0 {
			return -1
		}
		begin := from + hit - at
		if begin+len(needle) > len(hay) {
			return -1
		}
		if bytes.Equal(hay[begin:begin+len(needle)], needle) {
			return begin
		}
		from += hit + 1
	}
	return -1
}

// keep narrows sel to the rows whose form to search in passes a test; empty texts do not.
func (s textSlot) keep(sel *words, test func(text []byte) bool) {
	sel.each(func(i int) {
		if text := s.search(i); len(text) == 0 || !test(text) {
			sel.clear(i)
		}
	})
}
