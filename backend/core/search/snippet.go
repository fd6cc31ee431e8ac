package search

import (
	"slices"
	"strings"
	"unicode/utf8"

	"xingke/backend/core/pinyin"
)

// The marks around a match in a snippet.
const (
	MarkStart = "\x01"
	MarkEnd   = "\x02"
)

// snippetRunes is how much text of a long part is shown around the first match.
const (
	snippetRunes  = 80
	snippetBefore = 20
)

// A span is a stretch of a text, in bytes.
type span struct{ from, to int }

// snippet shows where a record has what was asked for: in its name if everything is there, else in the part that has
// most of it.
func (m *matcher) snippet(parts []folded) string {
	bestPart, bestCount := -1, 0
	var bestSpans []span
	asked := 0
	for _, c := range m.clauses {
		if !c.not {
			asked += max(1, len(c.pieces))
		}
	}
	for i := range parts {
		spans, count := m.spans(&parts[i])
		if parts[i].title && count >= asked {
			bestPart, bestSpans = i, spans
			break
		}
		fuller := bestPart >= 0 && count == bestCount && !parts[i].ref && (parts[bestPart].title || len(parts[i].text) > len(parts[bestPart].text))
		if count > bestCount || fuller {
			bestPart, bestCount, bestSpans = i, count, spans
		}
	}
	if bestPart < 0 {
		if len(parts) == 0 {
			return ""
		}
		bestPart = 0
	}
	return parts[bestPart].said + mark(parts[bestPart].text, bestSpans)
}

// spans finds what is asked for in a part, and how many of the things asked.
func (m *matcher) spans(f *folded) (list []span, count int) {
	for _, c := range m.clauses {
		if c.not {
			continue
		}
		if c.phrase != "" {
			if found := textSpans(f, c.phrase, false); found != nil {
				list, count = append(list, found...), count+len(c.pieces)
			}
			continue
		}
		for _, p := range c.pieces {
			found := pieceSpans(f, p)
			if found != nil {
				list, count = append(list, found...), count+1
			}
		}
	}
	return joinSpans(list), count
}

func pieceSpans(f *folded, p piece) []span {
	if p.kind == numberPiece {
		return numberSpans(f, p.text)
	}
	if found := textSpans(f, p.text, p.kind == wordPiece); found != nil {
		return found
	}
	if p.kind == wordPiece && f.name {
		if from, to, ok := pinyin.Find(f.text, p.text); ok {
			return []span{{from, to}}
		}
	}
	return nil
}

// textSpans finds a text wherever it stands; a word preferably where a word begins.
func textSpans(f *folded, text string, word bool) []span {
	var begin, within []span
	at := 0
	for len(begin)+len(within) < 20 {
		i := strings.Index(f.plain[at:], text)
		if i < 0 {
			break
		}
		from := at + i
		s := f.original(from, from+len(text))
		if before, _ := utf8.DecodeLastRuneInString(f.plain[:from]); !word || from == 0 || !wordRune(before) {
			begin = append(begin, s)
		} else {
			within = append(within, s)
		}
		at = from + len(text)
	}
	if begin != nil {
		return begin
	}
	return within
}

// numberSpans finds a number in spite of the marks within it.
func numberSpans(f *folded, number string) []span {
	text := f.number()
	i := strings.Index(text, number)
	if i < 0 {
		return nil
	}
	from, to, n := -1, -1, 0
	for at, r := range f.plain {
		if !wordRune(r) {
			continue
		}
		if n == i {
			from = at
		}
		n += utf8.RuneLen(r)
		if n == i+len(number) {
			to = at + utf8.RuneLen(r)
			break
		}
	}
	if from < 0 || to < 0 {
		return nil
	}
	return []span{f.original(from, to)}
}

// original turns a place in the folded text into one in the text itself: both have the same number of characters.
func (f *folded) original(from, to int) span {
	skip := func(s string, runes int) int {
		at := 0
		for ; runes > 0 && at < len(s); runes-- {
			_, size := utf8.DecodeRuneInString(s[at:])
			at += size
		}
		return at
	}
	start := skip(f.text, utf8.RuneCountInString(f.plain[:from]))
	return span{start, start + skip(f.text[start:], utf8.RuneCountInString(f.plain[from:to]))}
}

// joinSpans orders spans and makes those that touch into one.
func joinSpans(list []span) []span {
	slices.SortFunc(list, func(a, b span) int { return a.from - b.from })
	var joined []span
	for _, s := range list {
		if n := len(joined); n > 0 && s.from <= joined[n-1].to {
			joined[n-1].to = max(joined[n-1].to, s.to)
			continue
		}
		joined = append(joined, s)
	}
	return joined
}

// mark cuts a window around the first match and puts the marks in.
func mark(text string, spans []span) string {
	from, to := window(text, spans)
	var b strings.Builder
	if from > 0 {
		b.WriteString("…")
	}
	at := from
	for _, s := range spans {
		if s.from >= to || s.to <= from {
			continue
		}
		s.from, s.to = max(s.from, at), min(s.to, to)
		b.WriteString(plainText(text[at:s.from]))
		b.WriteString(MarkStart)
		b.WriteString(plainText(text[s.from:s.to]))
		b.WriteString(MarkEnd)
		at = s.to
	}
	b.WriteString(plainText(text[at:to]))
	if to < len(text) {
		b.WriteString("…")
	}
	return b.String()
}

// window is the stretch of text that is shown.
func window(text string, spans []span) (from, to int) {
	if len(spans) > 0 {
		from = spans[0].from
	}
	for n := 0; n < snippetBefore && from > 0; n++ {
		_, size := utf8.DecodeLastRuneInString(text[:from])
		from -= size
	}
	to = from
	for n := 0; n < snippetRunes && to < len(text); n++ {
		_, size := utf8.DecodeRuneInString(text[to:])
		to += size
	}
	return from, to
}

// plainText makes one line without marks of the text's own.
func plainText(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case r < ' ':
			return -1
		}
		return r
	}, s)
}
