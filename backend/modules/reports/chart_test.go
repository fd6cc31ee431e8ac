package reports_test

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"strings"
	"testing"
)

// Excel writes 12 as "12." where the format allows decimals: only a value that has some is given it.
func TestWholeFiguresHaveNoPoint(t *testing.T) {
	d := newDesk(t, 1)
	const pointed = "#,##0.####"
	for values, want := range map[[2]string]bool{{"12", "-3"}: false, {"12", "3.5"}: true} {
		raw := d.charted(fmt.Sprintf(`{"entity":"order","title":"件数","kind":"columns","labels":["产品"],"series":[{"name":"件数","format":"plain"}],`+
			`"rows":[{"labels":["甲"],"values":[%q]},{"labels":["乙"],"values":[%q]}],"total":["9"]}`, values[0], values[1]))
		z, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
		if err != nil {
			t.Fatal(err)
		}
		var found []string
		for _, f := range z.File {
			part, err := f.Open()
			if err != nil {
				t.Fatal(err)
			}
			text, err := io.ReadAll(part)
			if err != nil {
				t.Fatal(err)
			}
			if bytes.Contains(text, []byte(pointed)) {
				found = append(found, f.Name)
			}
		}
		if got := strings.Join(found, " "); want != strings.Contains(got, "styles.xml") || want != strings.Contains(got, "charts/") {
			t.Errorf("%v: %q has %s", values, got, pointed)
		}
	}
}
