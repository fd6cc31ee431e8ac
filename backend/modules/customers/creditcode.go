package customers

import (
	"strings"

	"xingke/backend/base/lang"
)

// creditAlphabet holds the characters of a unified social credit code in the order of their values (GB 32100-2015).
const creditAlphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"

var creditWeights = [17]int{1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28}

// CreditCodeFault says what is wrong with a unified social credit code, nothing if it is right by
// GB 32100-2015: 18 characters, none of I O S V Z, the last one computed from the others.
func CreditCodeFault(code string) lang.Text {
	if n := len([]rune(code)); n != 18 {
		return lang.Sayf("统一社会信用代码应为 18 位，现在是 %s 位；请对照营业执照，不知道就先留空", "A unified social credit code has 18 characters, this has %s; compare it with the business licence, or leave it empty for now", lang.N(n))
	}
	sum := 0
	for i, r := range code {
		value := strings.IndexRune(creditAlphabet, r)
		if value < 0 {
			return lang.Sayf("统一社会信用代码第 %s 位“%s”不是合法字符（没有 I、O、S、V、Z）", "Character %s (%s) cannot be part of a unified social credit code; it has no I, O, S, V or Z", lang.N(i+1), lang.S(string(r)))
		}
		if i < 17 {
			sum += value * creditWeights[i]
		}
	}
	if want := creditCheck(sum); code[17] != want {
		return lang.Of("统一社会信用代码的校验位不对，多半有一位抄错了；请对照营业执照，不知道就先留空", "The check character of the unified social credit code does not match: one character is probably mistyped. Compare it with the business licence, or leave it empty for now")
	}
	return lang.Text{}
}

func creditCheck(sum int) byte { return creditAlphabet[(31-sum%31)%31] }

// CompleteCreditCode appends the check character to the first 17 characters of a credit code.
func CompleteCreditCode(first17 string) string {
	sum := 0
	for i := range 17 {
		sum += strings.IndexByte(creditAlphabet, first17[i]) * creditWeights[i]
	}
	return first17[:17] + string(creditCheck(sum))
}
