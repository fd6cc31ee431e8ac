package office

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/fstest"

	"xingke/frontend"
)

func TestPagesThatLiePacked(t *testing.T) {
	const text = "export const all = [];"
	var packed bytes.Buffer
	to := gzip.NewWriter(&packed)
	if _, err := io.WriteString(to, text); err != nil {
		t.Fatal(err)
	}
	if err := to.Close(); err != nil {
		t.Fatal(err)
	}
	show := showPages(frontend.Unpacked{FS: fstest.MapFS{"assets/a-1b.js.gz": {Data: packed.Bytes()}}})
	for accepts, want := range map[string]string{"": text, "br": text, "gzip, deflate, br": packed.String()} {
		ask := httptest.NewRequest(http.MethodGet, "/assets/a-1b.js", http.NoBody)
		ask.Header.Set("Accept-Encoding", accepts)
		answer := httptest.NewRecorder()
		show.ServeHTTP(answer, ask)
		head := answer.Header()
		if answer.Code != http.StatusOK || answer.Body.String() != want || head.Get("Vary") != "Accept-Encoding" || head.Get("Content-Type") != "text/javascript; charset=utf-8" {
			t.Errorf("%q: %d, %v", accepts, answer.Code, head)
		}
		if is := head.Get("Content-Encoding") == "gzip"; is != (want != text) {
			t.Errorf("%q is answered with %q", accepts, head.Get("Content-Encoding"))
		}
	}
}
