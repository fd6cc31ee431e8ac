package pinyin

import (
	"bytes"
	"compress/gzip"
	"flag"
	"maps"
	"os"
	"slices"
	"testing"

	gopinyin "github.com/mozillazg/go-pinyin"
)

var update = flag.Bool("update", false, "write dictionary.gz anew")

// The dictionary is that of go-pinyin, no more and no less; after another version of it: go test -update.
func TestDictionaryIsThatOfGoPinyin(t *testing.T) {
	if *update {
		writeDictionary(t)
	}
	got := map[int]string{}
	eachReading(func(readings, characters string) {
		for _, r := range characters {
			got[int(r)] = readings
		}
	})
	if !maps.Equal(got, gopinyin.PinyinDict) {
		t.Errorf("%d characters, go-pinyin has %d, or they are read in another way", len(got), len(gopinyin.PinyinDict))
	}
}

func writeDictionary(t *testing.T) {
	t.Helper()
	lines := map[string][]rune{}
	for _, code := range slices.Sorted(maps.Keys(gopinyin.PinyinDict)) {
		readings := gopinyin.PinyinDict[code]
		lines[readings] = append(lines[readings], rune(code))
	}
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, gzip.BestCompression)
	if err != nil {
		t.Fatal(err)
	}
	for _, readings := range slices.Sorted(maps.Keys(lines)) {
		if _, err := w.Write([]byte(readings + "\t" + string(lines[readings]) + "\n")); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	packed = out.Bytes()
	if err := os.WriteFile("dictionary.gz", packed, 0o644); err != nil {
		t.Fatal(err)
	}
}
