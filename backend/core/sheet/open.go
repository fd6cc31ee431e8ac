package sheet

import (
	"archive/zip"
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf16"

	"xingke/backend/base/lang"
)

// Options say how to open a file; the zero value lets the file speak for itself.
type Options struct {
	Name      string // the file's name as people know it; it decides nothing, the content does
	Encoding  string // of a text file: "UTF-8", "GB18030", "UTF-16LE" …; "" detects it
	Delimiter string // of a text file; "" detects it
	Limits    Limits // zero: DefaultLimits

	// Brief opens the file for the table of the sheet Sheet alone ("" of the only one), which is read at once: what
	// that reading finds anyway is not looked for before. Sheets then say less of themselves.
	Brief bool
	Sheet string
}

// Book is an opened file. It may be read by one goroutine at a time.
type Book struct {
	Name      string
	Kind      string // "xlsx", "csv" or "vcf"
	Encoding  string // of a text file
	Delimiter string // of a text file
	Sheets    []*Sheet

	limits Limits
	source source
	closer io.Closer
}

// source yields the rows of a sheet, in order, blank ones left out.
type source interface {
	rows(ctx context.Context, sheet int, yield func(number int, cells []Cell) bool) error
}

// Open opens the file at a path and finds the tables in it.
func Open(ctx context.Context, path string, opt Options) (*Book, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	if opt.Name == "" {
		opt.Name = filepath.Base(path)
	}
	b, err := Read(ctx, f, info.Size(), opt)
	if err != nil {
		_ = f.Close()
		return nil, err
	}
	b.closer = f
	return b, nil
}

// Read opens the bytes of a file and finds the tables in it. r must stay readable while the book is in use.
func Read(ctx context.Context, r io.ReaderAt, size int64, opt Options) (*Book, error) {
	if opt.Limits == (Limits{}) {
		opt.Limits = DefaultLimits
	}
	if size == 0 {
		return nil, errEmpty()
	}
	if strings.HasPrefix(opt.Name, "~$") && size < 4096 {
		return nil, errLockFile()
	}
	if size > opt.Limits.Bytes {
		return nil, errTooBig(opt.Limits.Bytes)
	}
	ctx, cancel := context.WithTimeout(ctx, opt.Limits.Time)
	defer cancel()
	b := &Book{Name: opt.Name, limits: opt.Limits}
	if err := b.open(ctx, r, size, opt); err != nil {
		return nil, err
	}
	if err := b.survey(ctx, opt); err != nil {
		return nil, err
	}
	return b, nil
}

// Close lets go of the file.
func (b *Book) Close() error {
	if b.closer == nil {
		return nil
	}
	return b.closer.Close()
}

func (b *Book) open(ctx context.Context, r io.ReaderAt, size int64, opt Options) error {
	head := make([]byte, min(size, 4096))
	if _, err := r.ReadAt(head, 0); err != nil && err != io.EOF {
		return err
	}
	switch {
	case bytes.HasPrefix(head, []byte("PK")):
		return b.openZip(ctx, r, size)
	case bytes.HasPrefix(head, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")):
		return compoundFault(r, size)
	}
	if err := foreign(head); err != nil {
		return err
	}
	whole := make([]byte, size)
	if _, err := io.ReadFull(io.NewSectionReader(r, 0, size), whole); err != nil {
		return err
	}
	return b.openText(ctx, whole, opt)
}

func (b *Book) openZip(ctx context.Context, r io.ReaderAt, size int64) error {
	if err := countEntries(r, size, b.limits.Entries); err != nil {
		return err
	}
	archive, err := zip.NewReader(r, size)
	if err != nil {
		return errDamaged(err)
	}
	names := map[string]bool{}
	for _, part := range archive.File {
		names[strings.TrimPrefix(part.Name, "/")] = true
		if top, _, ok := strings.Cut(part.Name, "/"); ok {
			names[top+"/"] = true
		}
	}
	switch {
	case names["xl/workbook.bin"]:
		return errOtherTable(lang.Of("二进制工作簿（.xlsb）", "a binary workbook (.xlsb)"))
	case names["xl/"], names["xl/workbook.xml"]:
	case names["word/"]:
		return errWrongType(lang.Of("Word 文档", "a Word document"))
	case names["ppt/"]:
		return errWrongType(lang.Of("演示文稿", "a presentation"))
	case names["content.xml"] && names["mimetype"]:
		return errOtherTable(lang.Of("OpenDocument 文件（.ods）", "an OpenDocument file (.ods)"))
	case names["[Content_Types].xml"]:
		// some writers put the workbook elsewhere; its relations tell
	default:
		return errWrongType(lang.Of("压缩包，请先解压", "a zip archive; unpack it first"))
	}
	x, err := openXLSX(ctx, archive, b.limits)
	if err != nil {
		return err
	}
	b.Kind, b.source = "xlsx", x
	for _, s := range x.sheets {
		b.Sheets = append(b.Sheets, &Sheet{Name: s.name, Hidden: s.hidden})
	}
	return nil
}

// countEntries refuses an archive with far too many entries before a list of them is made: what the
// archive says of their number may be a lie.
func countEntries(r io.ReaderAt, size int64, most int) error {
	mark := []byte("PK\x01\x02")
	buf := make([]byte, min(size, 1<<20))
	for found, off := 0, int64(0); off < size; off += int64(len(buf) - len(mark) + 1) {
		n, err := r.ReadAt(buf, off)
		if err != nil && err != io.EOF {
			return err
		}
		if found += bytes.Count(buf[:n], mark); found > 2*most { // a workbook may hold other workbooks, not packed
			return errBomb()
		}
		if off+int64(n) >= size {
			break
		}
	}
	return nil
}

// compoundFault says what a file of the old Office container is: its directory names its streams in UTF-16.
func compoundFault(r io.ReaderAt, size int64) error {
	whole := make([]byte, size)
	if _, err := io.ReadFull(io.NewSectionReader(r, 0, size), whole); err != nil {
		return err
	}
	has := func(name string) bool {
		var wide []byte
		for _, u := range utf16.Encode([]rune(name)) {
			wide = append(wide, byte(u), byte(u>>8))
		}
		return bytes.Contains(whole, wide)
	}
	switch {
	case has("EncryptedPackage"), has("EncryptionInfo"):
		return errEncrypted()
	case has("WordDocument"):
		return errWrongType(lang.Of("Word 文档", "a Word document"))
	case has("PowerPoint Document"):
		return errWrongType(lang.Of("演示文稿", "a presentation"))
	}
	return errOldExcel()
}

var magics = []struct {
	magic string
	what  lang.Text
}{
	{"%PDF", lang.Of("PDF 文件", "a PDF file")},
	{"\x89PNG", lang.Of("图片", "a picture")},
	{"\xFF\xD8\xFF", lang.Of("图片", "a picture")},
	{"GIF8", lang.Of("图片", "a picture")},
	{"RIFF", lang.Of("媒体文件", "a media file")},
	{"Rar!", lang.Of("压缩包，请先解压", "an archive; unpack it first")},
	{"7z\xBC\xAF", lang.Of("压缩包，请先解压", "an archive; unpack it first")},
	{"\x1F\x8B", lang.Of("压缩包，请先解压", "an archive; unpack it first")},
	{"MZ", lang.Of("程序文件", "a program")},
	{"\x7FELF", lang.Of("程序文件", "a program")},
	{"{\\rtf", lang.Of("RTF 文档", "an RTF document")},
	{"SQLite format 3", lang.Of("数据库文件", "a database")},
}

// foreign recognises files that are neither workbook nor delimited text.
func foreign(head []byte) error {
	for _, m := range magics {
		if bytes.HasPrefix(head, []byte(m.magic)) && (m.magic != "MZ" || bytes.IndexByte(head, 0) >= 0) {
			return errWrongType(m.what)
		}
	}
	if len(head) > 4 && head[0] == 9 && (head[1] == 8 || head[1] == 4 || head[1] == 2 || head[1] == 0) && head[3] == 0 {
		return errOldExcel()
	}
	start := bytes.ToLower(bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\xEF\xBB\xBF")), " \t\r\n"))
	switch {
	case bytes.HasPrefix(start, []byte("<html")), bytes.HasPrefix(start, []byte("<!doctype html")),
		bytes.HasPrefix(start, []byte("<table")), bytes.HasPrefix(start, []byte("<meta")):
		return errOtherTable(lang.Of("网页形式的表格", "a table saved as a web page"))
	case bytes.HasPrefix(start, []byte("<?xml")), bytes.HasPrefix(start, []byte("<workbook")):
		return errOtherTable(lang.Of("XML 文件", "an XML file"))
	case bytes.HasPrefix(start, []byte("{\"")), bytes.HasPrefix(start, []byte("[{")):
		return errWrongType(lang.Of("JSON 数据", "JSON data"))
	}
	return nil
}
