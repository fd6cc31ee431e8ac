package pinyin

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"io"
	"strings"
)

// The dictionary of go-pinyin, packed: a line for each list of readings, "zhòng,chóng", a tab, and the characters that
// are read so. As Go source the same would be a megabyte of the program, and be filled at every start.
//
//go:embed dictionary.gz
var packed []byte

// eachReading yields the lines of the dictionary.
func eachReading(yield func(readings, characters string)) {
	var plain strings.Builder
	unpacked, err := gzip.NewReader(bytes.NewReader(packed))
	if err == nil {
		_, err = io.Copy(&plain, unpacked)
	}
	if err != nil {
		panic("pinyin: " + err.Error()) // it is part of the program: cannot fail
	}
	for line := range strings.Lines(plain.String()) {
		readings, characters, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		yield(readings, characters)
	}
}
