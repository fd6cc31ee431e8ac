package sheet

import (
	"archive/zip"
	"context"
	"errors"
	"io"
	"path"
	"strconv"
	"strings"

	"xingke/backend/base/fault"
)

// xlsx is an opened workbook. Its rows are pulled from the archive anew at each reading.
type xlsx struct {
	parts    map[string]*zip.File
	limits   Limits
	sheets   []xlsxSheet
	strings  []Cell      // the texts that cells refer to by number
	texts    int64       // their bytes
	styles   []displayed // by number
	from1904 bool
	unseen   []int // numbers of the hidden rows of the sheet that was read last
}

type xlsxSheet struct {
	name, part string
	hidden     bool
}

func openXLSX(ctx context.Context, archive *zip.Reader, limits Limits) (*xlsx, error) {
	x := &xlsx{parts: map[string]*zip.File{}, limits: limits}
	if err := x.index(archive); err != nil {
		return nil, err
	}
	home := x.relations(ctx, "", "officeDocument")
	workbook := "xl/workbook.xml"
	for _, target := range home {
		workbook = target
	}
	if err := x.readWorkbook(ctx, workbook); err != nil {
		return nil, err
	}
	if len(x.sheets) == 0 {
		return nil, errNoTable()
	}
	if err := x.readStyles(ctx, x.related(ctx, workbook, "styles")); err != nil {
		return nil, err
	}
	return x, x.readStrings(ctx, x.related(ctx, workbook, "sharedStrings"))
}

// index lists the parts and refuses an archive that unpacks to far more than it should.
func (x *xlsx) index(archive *zip.Reader) error {
	if len(archive.File) > x.limits.Entries {
		return errBomb()
	}
	var packed, unpacked uint64
	for _, f := range archive.File {
		if f.Flags&1 != 0 {
			return errEncrypted()
		}
		if f.UncompressedSize64 > uint64(x.limits.Part) {
			return errBomb()
		}
		if f.UncompressedSize64 > smallPart && f.UncompressedSize64/uint64(x.limits.Ratio) > f.CompressedSize64 {
			return errBomb()
		}
		packed, unpacked = packed+f.CompressedSize64, unpacked+f.UncompressedSize64
		x.parts[strings.TrimPrefix(strings.ReplaceAll(f.Name, "\\", "/"), "/")] = f
	}
	if unpacked > smallPart && unpacked/uint64(x.limits.Ratio) > packed {
		return errBomb()
	}
	return nil
}

// part opens a part. Whatever its header says, it yields at most the size that the header says, and at most so much.
func (x *xlsx) part(ctx context.Context, name string, most int64) (io.ReadCloser, error) {
	f := x.parts[name]
	if f == nil {
		return nil, io.EOF
	}
	r, err := f.Open()
	if err != nil {
		return nil, errDamaged(err)
	}
	return &boundedPart{ReadCloser: r, ctx: ctx, left: min(most, int64(f.UncompressedSize64))}, nil
}

type boundedPart struct {
	io.ReadCloser
	ctx  context.Context
	left int64
}

func (p *boundedPart) Read(b []byte) (int, error) {
	if p.ctx.Err() != nil {
		return 0, stopped(p.ctx)
	}
	n, err := p.ReadCloser.Read(b)
	if p.left -= int64(n); p.left < 0 {
		return 0, errBomb()
	}
	return n, err
}

// walk calls visit for each opening tag of a part; a missing part is an empty one.
func (x *xlsx) walk(ctx context.Context, name string, visit func(s *scanner) error) error {
	r, err := x.part(ctx, name, describing)
	if err == io.EOF {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }()
	s := newScanner(r, x.limits.Cell)
	for {
		ev, err := s.next()
		if err != nil {
			return damage(err)
		}
		switch ev {
		case atEnd:
			return nil
		case openTag:
			if err := visit(s); err != nil {
				return damage(err)
			}
		}
	}
}

// damage keeps faults and cancellations, and calls everything else damage of the file.
func damage(err error) error {
	var f *fault.Error
	if err == nil || errors.As(err, &f) || errors.Is(err, context.Canceled) {
		return err
	}
	return errDamaged(err)
}

// relations lists the targets of a part's relations of one type, by relation id.
func (x *xlsx) relations(ctx context.Context, from, kind string) map[string]string {
	out := map[string]string{}
	dir, file := path.Split(from)
	_ = x.walk(ctx, dir+"_rels/"+file+".rels", func(s *scanner) error {
		if len(out) < mostFormats && string(s.name) == "Relationship" && strings.HasSuffix(s.attr("Type"), "/"+kind) {
			target := s.attr("Target")
			if !strings.HasPrefix(target, "/") {
				target = path.Join(dir, target)
			}
			out[s.attr("Id")] = strings.TrimPrefix(path.Clean(target), "/")
		}
		return nil
	})
	return out
}

func (x *xlsx) related(ctx context.Context, from, kind string) string {
	for _, target := range x.relations(ctx, from, kind) {
		return target
	}
	return ""
}

func (x *xlsx) readWorkbook(ctx context.Context, name string) error {
	if x.parts[name] == nil {
		return errDamaged(errors.New("no workbook part"))
	}
	targets := x.relations(ctx, name, "worksheet")
	return x.walk(ctx, name, func(s *scanner) error {
		switch string(s.name) {
		case "workbookPr":
			from := s.attr("date1904")
			x.from1904 = from == "1" || from == "true"
		case "sheet":
			state := s.attr("state")
			part, ok := targets[s.attr("id")]
			if !ok {
				return nil // a chart sheet or a macro sheet holds no table
			}
			if len(x.sheets) == x.limits.Sheets {
				return errTooManySheets(x.limits.Sheets)
			}
			x.sheets = append(x.sheets, xlsxSheet{name: s.attr("name"), part: part, hidden: state == "hidden" || state == "veryHidden"})
		}
		return nil
	})
}

// readStyles notes for each cell style how it shows numbers.
func (x *xlsx) readStyles(ctx context.Context, name string) error {
	formats := map[int]string{}
	inCells := false
	return x.walk(ctx, name, func(s *scanner) error {
		switch string(s.name) {
		case "numFmt":
			if id, err := strconv.Atoi(s.attr("numFmtId")); err == nil && len(formats) < mostFormats {
				formats[id] = s.attr("formatCode")
			}
		case "cellXfs":
			inCells = true
		case "cellStyleXfs", "cellStyles", "dxfs":
			inCells = false
		case "xf":
			if inCells && len(x.styles) < mostFormats {
				id, _ := strconv.Atoi(s.attr("numFmtId"))
				x.styles = append(x.styles, displayed{styleOf(id, formats[id]), zerosIn(formats[id])})
			}
		}
		return nil
	})
}

// readStrings loads the texts that cells refer to by number.
func (x *xlsx) readStrings(ctx context.Context, name string) error {
	r, err := x.part(ctx, name, x.limits.Part)
	if err == io.EOF {
		return nil
	}
	if err != nil {
		return err
	}
	defer func() { _ = r.Close() }()
	s := newScanner(r, x.limits.Cell)
	for {
		ev, err := s.next()
		if err != nil {
			return damage(err)
		}
		if ev == atEnd {
			return nil
		}
		if ev != openTag || string(s.name) != "si" {
			continue
		}
		text, err := richText(s)
		if errors.Is(err, errLongCell) {
			return errTooLong(0)
		}
		if err != nil {
			return damage(err)
		}
		if x.texts += int64(len(text)) + cellSize; x.texts > x.limits.Texts {
			return errTooMuchText(x.limits.Texts)
		}
		x.strings = append(x.strings, TextCell(text))
	}
}

// richText joins the runs of a text up to the end of the element just met; readings above characters are left out.
func richText(s *scanner) (string, error) {
	if s.empty {
		s.empty = false
		return "", nil
	}
	var b parts
	inText := false
	for depth := s.depth - 1; ; {
		ev, err := s.next()
		switch {
		case err != nil:
			return "", err
		case ev == atEnd:
			return "", io.ErrUnexpectedEOF
		case ev == closeTag && s.depth <= depth:
			return unexcel(b.String()), nil
		case ev == openTag && string(s.name) == "rPh":
			if err := s.skip(); err != nil {
				return "", err
			}
		case ev == openTag:
			inText = string(s.name) == "t"
		case ev == closeTag:
			inText = false
		case ev == content && inText:
			if b.add(unescape(s.buf)) > s.longest {
				return "", errLongCell
			}
		}
	}
}
