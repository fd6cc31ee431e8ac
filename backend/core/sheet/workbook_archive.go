package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"io"
	"maps"
	"slices"
	"strconv"
)

// pageArchive is the archive of a workbook, into whose parts is put what excelize does not make.
type pageArchive struct {
	*zip.Writer
	rows  map[string]*Rows  // by the name of the sheet's part
	parts map[string]string // of ours: those that excelize does not make
	adds  map[string]added  // to a part
}

// added is text that comes before the end of a part.
type added struct{ end, text string }

// archive is where the workbook is written to.
func (w *Workbook) archive(out io.Writer) *pageArchive {
	a := &pageArchive{NewArchive(out), map[string]*Rows{}, map[string]string{}, map[string]added{}}
	for i, p := range w.pages {
		if p.rows != nil && p.rows.Count > 0 {
			a.rows["xl/worksheets/sheet"+strconv.Itoa(i+1)+".xml"] = p.rows
		}
	}
	w.addPivots(a)
	return a
}

func (a *pageArchive) part(name, xml string) { a.parts[name] = xml }

func (a *pageArchive) insert(name, end, text string) {
	a.adds[name] = added{end, a.adds[name].text + text}
}

// relation lets a part name another one. The part that holds such names is made where excelize makes none.
func (a *pageArchive) relation(rels, id, kind, target string) {
	a.insert(rels, relsEnd, `<Relationship Id="`+id+`" Type="`+relNS+`/`+kind+`" Target="`+target+`"/>`)
}

// Create implements excelize.ZipWriter.
func (a *pageArchive) Create(name string) (io.Writer, error) {
	to, err := a.Writer.Create(name)
	if err != nil {
		return to, err
	}
	if more, ok := a.adds[name]; ok {
		delete(a.adds, name)
		to = &partXML{to, more.end, func(to io.Writer) error { _, err := io.WriteString(to, more.text); return err }}
	}
	if rows := a.rows[name]; rows != nil {
		to = &partXML{to, rowsEnd, rows.write}
	}
	return to, nil
}

// Close writes the parts of ours and ends the archive.
func (a *pageArchive) Close() error {
	for name, more := range a.adds {
		if more.end != relsEnd {
			return errors.New("sheet: a workbook without " + name)
		}
		a.part(name, relsBegin+more.text+relsEnd)
	}
	for _, name := range slices.Sorted(maps.Keys(a.parts)) {
		to, err := a.Writer.Create(name)
		if err == nil {
			_, err = io.WriteString(to, a.parts[name])
		}
		if err != nil {
			return err
		}
	}
	return a.Writer.Close()
}

// partXML takes the XML of a part in one piece and has something written before its end.
type partXML struct {
	to    io.Writer
	end   string
	write func(to io.Writer) error
}

const rowsEnd = "</sheetData>"

// Write implements io.Writer.
func (p *partXML) Write(xml []byte) (int, error) {
	at := bytes.LastIndex(xml, []byte(p.end))
	if at < 0 {
		return 0, errors.New("sheet: a part without " + p.end)
	}
	if n, err := p.to.Write(xml[:at]); err != nil {
		return n, err
	}
	if err := p.write(p.to); err != nil {
		return at, err
	}
	n, err := p.to.Write(xml[at:])
	return at + n, err
}
