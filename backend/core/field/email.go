package field

import (
	"fmt"
	"net/mail"
	"strings"
)

// emailKind is one mail address.
type emailKind struct{ textual }

var kindEmail = register(emailKind{textual{plain{"email"}}})

func (emailKind) Clean(_ *Spec, v Value) Value {
	text := strings.TrimSpace(narrow(v.Text))
	return OfText(strings.TrimPrefix(text, "mailto:"))
}

func (k emailKind) Check(s *Spec, v Value) error {
	at, err := mail.ParseAddress(v.Text)
	if err != nil || at.Address != v.Text || !dotted(v.Text) {
		return wrong(s, "不是邮箱地址，应形如 name@example.com", "is no mail address; it looks like name@example.com")
	}
	return k.textual.Check(s, v)
}

// dotted tells that the domain has a dot inside: a name alone (a@b) is nobody's address on the net.
func dotted(address string) bool {
	_, domain, _ := strings.Cut(address[strings.LastIndexByte(address, '@'):], "@")
	name, top, found := strings.Cut(domain, ".")
	return found && name != "" && top != "" && !strings.HasSuffix(top, ".") || strings.HasPrefix(domain, "[")
}

func (emailKind) Sample(_ *Spec, n int) Value { return OfText(fmt.Sprintf("user%d@example.com", n)) }

// Email declares one mail address.
func Email[S ~string](p *S, zh string) *TextField { return newText(kindEmail, p, zh, 254) }
