package store

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
)

// words are texts that are looked for in other texts, the longest first.
type words struct{ form *regexp.Regexp }

func (w words) none() bool { return w.form == nil }

func (w words) in(text string) bool { return w.form != nil && w.form.MatchString(text) }

func (w words) replace(text, by string) string {
	if w.form == nil || text == "" {
		return text
	}
	return w.form.ReplaceAllLiteralString(text, by)
}

// exactly finds texts as they are.
func exactly(list []string) (words, error) {
	return alternatives(list, "", regexp.QuoteMeta)
}

// wherever finds texts however they are written: in small or capital letters, a number with or without gaps.
func wherever(list []string) (words, error) {
	return alternatives(list, "(?i)", func(word string) string {
		if digits := number(word); digits != "" {
			return strings.Join(strings.Split(digits, ""), `[\s\-.]{0,2}`)
		}
		return regexp.QuoteMeta(word)
	})
}

func alternatives(list []string, how string, form func(string) string) (words, error) {
	list = slices.DeleteFunc(slices.Clone(list), func(one string) bool { return strings.TrimSpace(one) == "" })
	if len(list) == 0 {
		return words{}, nil
	}
	slices.SortFunc(list, func(a, b string) int { return cmp.Or(len(b)-len(a), strings.Compare(a, b)) })
	forms := make([]string, len(list))
	for i, one := range list {
		forms[i] = form(one)
	}
	found, err := regexp.Compile(how + "(?:" + strings.Join(forms, "|") + ")")
	return words{found}, err
}

// shortNumber is how many digits make a number that stands for somebody.
const shortNumber = 7

// number returns the digits of a telephone number without the country, "" for another text.
func number(text string) string {
	digits := strings.Map(func(r rune) rune {
		switch {
		case '0' <= r && r <= '9':
			return r
		case strings.ContainsRune("+-() .", r):
			return -1
		}
		return 'x'
	}, text)
	if strings.Contains(digits, "x") || len(digits) < shortNumber {
		return ""
	}
	if len(digits) == 13 {
		digits = strings.TrimPrefix(digits, "86")
	}
	return digits
}
