package search

import (
	"unicode/utf8"
	"unsafe"

	"xingke/backend/core/pinyin"
)

const (
	gramMark = '#' // begins the terms that are pieces of numbers
	gramSize = 4
	edgeMark = '^'          // begins the terms that are exact beginnings of pinyin
	maxWord  = 40           // bytes of a word that are indexed
	edgeMax  = gramSize - 1 // so many first letters of a pinyin key are terms of their own
)

// textTerms gives the terms of a text (folded): pairs of Chinese characters, the last one of each run alone (so that
// "begins with 华" finds every 华), words, and pieces of numbers.
func textTerms(s string, buf []byte, yield func(term []byte)) []byte {
	scan(s, func(r run) {
		if r.han {
			hanTerms(r.text, yield)
		} else {
			buf = wordTerms(r.text, buf, yield)
		}
	})
	return buf
}

func hanTerms(s string, yield func([]byte)) {
	if s == "" {
		return
	}
	text := unsafe.Slice(unsafe.StringData(s), len(s)) // nobody writes to a term
	_, size := utf8.DecodeRune(text)
	for from, next := 0, size; from < len(text); {
		_, size = utf8.DecodeRune(text[next:]) // 0 at the end
		yield(text[from : next+size])
		from, next = next, next+size
	}
}

func wordTerms(s string, buf []byte, yield func([]byte)) []byte {
	pieces(s, func(p string) {
		if len(p) > maxWord {
			p = p[:maxWord]
		}
		buf = append(buf[:0], p...)
		yield(buf)
	})
	if !hasDigit(s) {
		return buf
	}
	eachGram(bare(s), func(gram string) {
		buf = append(append(buf[:0], gramMark), gram...)
		yield(buf)
	})
	return buf
}

// eachGram gives every four characters of a number, and its last three: so any three characters are the beginning
// of one of them.
func eachGram(number string, yield func(gram string)) {
	for i := 0; i+gramSize <= len(number); i++ {
		yield(number[i : i+gramSize])
	}
	if len(number) >= gramSize-1 {
		yield(number[len(number)-(gramSize-1):])
	}
}

// nameTerms gives the pinyin terms of a name: the first one to three letters of its keys, exactly, and every four
// letters of them. Whole keys are no terms: each would be a term of one record, and thousands begin alike.
func nameTerms(name string, buf []byte, yield func(term []byte)) []byte {
	for _, key := range pinyin.Keys(name) {
		buf = edgeTerms(key, buf, yield)
		for i := 0; i+gramSize <= len(key); i++ {
			buf = append(buf[:0], key[i:i+gramSize]...)
			yield(buf)
		}
	}
	return buf
}

// edgeTerms gives the first one to three letters of a key.
func edgeTerms(key string, buf []byte, yield func(term []byte)) []byte {
	for n := 1; n <= edgeMax && n <= len(key); n++ {
		buf = append(append(buf[:0], edgeMark), key[:n]...)
		yield(buf)
	}
	return buf
}

// edge marks the exact beginning of a key.
func edge(letters string) string { return string(edgeMark) + letters }
