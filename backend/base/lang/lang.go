// Package lang holds the two languages of the program and a text said in both.
//
// A text that a person reads is a Text: the compiler asks for Chinese and English
// together, so neither can be forgotten.
package lang

import (
	"fmt"
	"strings"
)

// Tag names a language of the program.
type Tag string

// The languages of the program. The zero Tag reads as Chinese.
const (
	ZH Tag = "zh-CN"
	EN Tag = "en"
)

// Parse reads a language tag as browsers and settings write it; what it does not know is Chinese.
func Parse(s string) Tag {
	if strings.HasPrefix(strings.ToLower(s), "en") {
		return EN
	}
	return ZH
}

// Text is one sentence or label in both languages.
type Text struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

// Of makes a Text.
func Of(zh, en string) Text { return Text{ZH: zh, EN: en} }

// Sayf makes a Text from two formats that take the same arguments in the same order.
// An argument that is itself a Text is said in the language of its sentence.
func Sayf(zh, en string, args ...fmt.Stringer) Text {
	return Text{ZH: fill(zh, ZH, args), EN: fill(en, EN, args)}
}

func fill(format string, tag Tag, args []fmt.Stringer) string {
	said := make([]interface{}, len(args))
	for i, arg := range args {
		if text, ok := arg.(Text); ok {
			said[i] = text.In(tag)
		} else {
			said[i] = arg.String()
		}
	}
	return fmt.Sprintf(format, said...)
}

// In says the text in a language.
func (t Text) In(tag Tag) string {
	if tag == EN && t.EN != "" {
		return t.EN
	}
	if t.ZH == "" {
		return t.EN
	}
	return t.ZH
}

// Empty tells that nothing is said.
func (t Text) Empty() bool { return t.ZH == "" && t.EN == "" }

// String is the Chinese text, for logs and tests.
func (t Text) String() string { return t.In(ZH) }

// S is a plain argument of Sayf, said alike in both languages.
type S string

// String returns the argument itself.
func (s S) String() string { return string(s) }

// N is a whole-number argument of Sayf.
type N int

// String writes the number in plain digits.
func (n N) String() string { return fmt.Sprint(int(n)) }
