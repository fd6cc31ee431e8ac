package app

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"

	"xingke/backend/base/lang"
	"xingke/backend/core/pinyin"
)

// What is tried first by whoever guesses: the most used passwords of those that are long enough, one after the other.
//
//go:embed guessable.txt
var mostUsed string

var guessedFirst = sync.OnceValue(func() map[string]bool {
	all := map[string]bool{}
	for _, word := range strings.Fields(mostUsed) {
		all[word] = true
	}
	return all
})

// nearAtHand are words that everybody thinks of before this program, besides the names of who is asked.
var nearAtHand = []string{"xingke", "行客", "crm", "admin", "administrator", "root", "user", "guest", "test", "login", "welcome", "hello", "password", "passwd", "passphrase", "secret", "mima", "密码", "口令", "woaini", "我爱你", "qwerty", "asdfgh", "zxcvbn", "abc", "abcd", "qwe", "asd"}

// guessable tells of a secret that many have, or that is a word near at hand, the name of its owner or of the company,
// with nothing but digits and signs added.
func guessable(secret string, about ...string) bool {
	plain := strings.Map(pinyin.Fold, secret)
	if guessedFirst()[plain] || alike(plain) {
		return true
	}
	bare := letters(plain)
	if bare == "" {
		return false
	}
	for _, word := range append(about, nearAtHand...) {
		word = letters(strings.Map(pinyin.Fold, word))
		for _, spelt := range []string{word, pinyin.Full(word)} {
			if spelt != "" && strings.ReplaceAll(bare, spelt, "") == "" {
				return true
			}
		}
	}
	return false
}

func letters(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) {
			return r
		}
		return -1
	}, text)
}

// alike tells of one character over and over, or of one after the other as they stand on the keys or in the alphabet.
func alike(text string) bool {
	runes := []rune(text)
	steps := map[rune]bool{}
	for i := 1; i < len(runes); i++ {
		steps[runes[i]-runes[i-1]] = true
	}
	return len(steps) <= 1
}

var tooEasy = lang.Of("太容易猜到：它很常见，或者只是姓名、登录名、公司名之类的词加上数字；请换一个", "Too easy to guess: many people use it, or it is only a name, a login or the company with digits. Choose another.")
