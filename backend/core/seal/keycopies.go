package seal

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
)

// Copies is how many times the key file lies in a book's folder.
const Copies = 3

// Kept tells what keeping the copies of a key file alike came upon.
type Kept struct {
	Mended []string // copies that were damaged, and the key file itself if it was gone: they are whole again
	Failed []string // of these, which could not be written again
	From   string   // the copy that stood in; "" if it was what the open book knew
	Err    error    // why they could not be written
	Raw    []byte   // the key file as it is now
}

// Keep makes the key file of an open book and its copies alike again. Where none of them can be read,
// known is written, which is the file as it last was.
func (k *Keys) Keep(dir string, known []byte) (kept Kept, err error) {
	kept.Raw = known
	for _, name := range keyPlaces {
		raw, err := os.ReadFile(filepath.Join(dir, name))
		if err == nil && readable(raw) {
			kept.Raw, kept.From = raw, name
			break
		}
	}
	if kept.Raw == nil {
		return kept, Lost(nil)
	}
	for _, name := range keyPlaces {
		was, err := os.ReadFile(filepath.Join(dir, name))
		if err == nil && bytes.Equal(was, kept.Raw) {
			continue
		}
		gone := errors.Is(err, os.ErrNotExist)
		damaged := !gone && !readable(was)
		if damaged || gone && name == KeyFile {
			kept.Mended = append(kept.Mended, name)
		}
		if damaged && err == nil && name == KeyFile {
			_ = replaceFile(dir, KeyFile+damagedEnd, was) // the original stays at hand
		}
		if err := replaceFile(dir, name, kept.Raw); err != nil {
			kept.Failed, kept.Err = append(kept.Failed, name), errors.Join(kept.Err, err)
		}
	}
	return kept, nil
}

// Sound is the key file of the book in dir, or a copy of it that can be read, as it may leave the computer: without what
// lets this one open the book by itself.
func Sound(dir string) ([]byte, error) {
	file, err := readKeys(dir)
	if err != nil {
		return nil, err
	}
	file.Keychain = nil
	return file.bytes()
}

// FormatOf is the number of the format of the book in dir.
func FormatOf(dir string) (int, error) {
	file, err := readKeys(dir)
	if err != nil {
		return 0, err
	}
	return file.Format, nil
}

// Older tells whether a key file that was kept elsewhere, in a backup, is of a book in an older format than this program's.
func Older(raw []byte) bool {
	var file keyFile
	return json.Unmarshal(raw, &file) == nil && file.sound() && file.Format < Format
}

// SetFormat writes the number of its format into the book in dir, once it is in it.
func SetFormat(dir string, format int) error {
	file, err := readKeys(dir)
	if err != nil {
		return err
	}
	file.Format = format
	return writeKeys(dir, *file)
}

var formatWord = regexp.MustCompile(`"format": ?(\d{1,6})\b`)

// formatOf is the format of a book whose key file may be damaged: what is left of it says so. A new book has that of
// this program.
func formatOf(dir string) int {
	if format, err := FormatOf(dir); err == nil {
		return format
	}
	for _, name := range keyPlaces {
		raw, err := os.ReadFile(filepath.Join(dir, name))
		if found := formatWord.FindSubmatch(raw); err == nil && found != nil {
			if format, _ := strconv.Atoi(string(found[1])); format >= 1 && format <= Format {
				return format
			}
		}
	}
	return Format
}

// Put writes a key file that was kept elsewhere, in a backup, back into the book in dir.
func Put(dir string, raw []byte) error {
	var file keyFile
	if err := json.Unmarshal(raw, &file); err != nil || !file.sound() {
		return Lost(err)
	}
	return writeKeys(dir, file)
}

func readable(raw []byte) bool {
	var file keyFile
	return json.Unmarshal(raw, &file) == nil && file.sound()
}
