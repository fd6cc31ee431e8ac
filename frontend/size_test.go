package frontend

import (
	"bytes"
	"compress/gzip"
	"io/fs"
	"regexp"
	"testing"
)

// What is read before the first page can be shown: the entry and what it names to be read along with it, packed.
const mostAtFirst = 400_000

var named = regexp.MustCompile(`(?:src|href)="\./(assets/[^"]+\.(?:js|css))"`)

func TestWhatTheFirstPageNeedsIsSmall(t *testing.T) {
	page, err := fs.ReadFile(Pages(), "index.html")
	if err != nil {
		t.Skip("the pages are not built")
	}
	found := named.FindAllSubmatch(page, -1)
	if len(found) == 0 {
		t.Fatal("index.html names no part of the pages")
	}
	var packed bytes.Buffer
	for _, part := range found {
		text, err := fs.ReadFile(Pages(), string(part[1]))
		if err != nil {
			t.Fatal(err)
		}
		to := gzip.NewWriter(&packed)
		if _, err := to.Write(text); err != nil {
			t.Fatal(err)
		}
		if err := to.Close(); err != nil {
			t.Fatal(err)
		}
	}
	if packed.Len() > mostAtFirst {
		t.Errorf("the entry and the %d parts read with it are %d bytes packed; the bar is %d: read lazily what the first page does not show", len(found), packed.Len(), mostAtFirst)
	}
}
