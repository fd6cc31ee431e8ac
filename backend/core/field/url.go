package field

import (
	"fmt"
	"net/url"
	"strings"
)

// urlKind is a web address; only http and https are links.
type urlKind struct{ textual }

var kindURL = register(urlKind{textual{plain{"url"}}})

func (urlKind) Clean(_ *Spec, v Value) Value {
	text := strings.TrimSpace(v.Text)
	if text != "" && !strings.Contains(text, ":") && strings.Contains(text, ".") {
		text = "https://" + text
	}
	return OfText(text)
}

func (k urlKind) Check(s *Spec, v Value) error {
	u, err := url.Parse(v.Text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return wrong(s, "不是网址，应形如 https://example.com", "is no web address; it looks like https://example.com")
	}
	return k.textual.Check(s, v)
}

func (urlKind) Sample(_ *Spec, n int) Value { return OfText(fmt.Sprintf("https://example.com/%d", n)) }

// URL declares a web address.
func URL[S ~string](p *S, zh string) *TextField { return newText(kindURL, p, zh, 2_000) }
