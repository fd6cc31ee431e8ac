package backend_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// chapters reads a handbook: the levels of its headings by file.
func chapters(t *testing.T, dir string) map[string][]int {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*.md"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no chapters in %s: %v", dir, err)
	}
	all := map[string][]int{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if level := len(line) - len(strings.TrimLeft(line, "#")); level > 0 {
				all[filepath.Base(file)] = append(all[filepath.Base(file)], level)
			}
		}
	}
	return all
}

func TestHandbooksHaveTheSameChapters(t *testing.T) {
	zh, en := chapters(t, "../docs/manual/zh"), chapters(t, "../docs/manual/en")
	for file, headings := range zh {
		if !slices.Equal(headings, en[file]) {
			t.Errorf("%s: the Chinese chapter has headings %v, the English one %v", file, headings, en[file])
		}
	}
	if len(zh) != len(en) {
		t.Errorf("%d chapters in Chinese, %d in English", len(zh), len(en))
	}
}
