package records

import (
	"strings"
	"testing"
)

func TestALogoIsASmallPicture(t *testing.T) {
	for text, want := range map[string]bool{
		"":                                   true,
		"data:image/png;base64,iVBO":         true,
		"data:image/jpeg;base64,/9j":         true,
		"data:image/svg+xml;base64,PHN2Zz4=": false,
		"data:text/html;base64,PGI+":         false,
		"https://example.com/logo.png":       false,
		"data:image/png;base64,\"><script>":  false,
		"data:image/png;base64," + strings.Repeat("A", longestLogo):    false,
		"data:image/png;base64," + strings.Repeat("A", longestLogo-40): true,
	} {
		if got := isLogo(text); got != want {
			t.Errorf("%.40q: %v", text, got)
		}
	}
}
