package records

import (
	"context"
	"io"
	"os"
	"path/filepath"

	"xingke/backend/base/fault"
	"xingke/backend/base/who"
	"xingke/backend/core/sheet"
)

type pathsKey struct{}

// WithPaths lets the operations called under ctx read files by their path. Only a door whose caller
// sits at this machine may do so.
func WithPaths(ctx context.Context) context.Context { return context.WithValue(ctx, pathsKey{}, true) }

// openSheet opens a file for reading as a table.
func (s *Service) openSheet(ctx context.Context, ref FileRef, opt sheet.Options) (*sheet.Book, io.Closer, error) {
	if ref.Path != "" {
		return openPath(ctx, ref.Path, opt)
	}
	if ref.Hash == "" || s.files == nil {
		return nil, nil, notAsked("file")
	}
	info, err := s.statMine(ctx, ref.Hash)
	if err != nil {
		return nil, nil, err
	}
	f, err := s.files.Open(ref.Hash)
	if err != nil {
		return nil, nil, err
	}
	opt.Name = info.Name
	book, err := sheet.Read(ctx, f, info.Size, opt)
	if err != nil {
		_ = f.Close()
		return nil, nil, err
	}
	return book, f, nil
}

func openPath(ctx context.Context, path string, opt sheet.Options) (*sheet.Book, io.Closer, error) {
	if allowed, _ := ctx.Value(pathsKey{}).(bool); !allowed {
		return nil, nil, fault.New(fault.Forbidden, "请先上传文件再导入", "Upload the file, then import it.")
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil, nil, fault.New(fault.Invalid, "这是一个文件夹，请写明其中的一个文件", "This is a folder. Choose one of the files in it.")
	}
	opt.Name = filepath.Base(path)
	book, err := sheet.Open(ctx, path, opt)
	switch {
	case os.IsNotExist(err):
		return nil, nil, fault.New(fault.NotFound, "找不到这个文件，请检查路径是否写对", "There is no such file. Check the path.")
	case os.IsPermission(err):
		return nil, nil, fault.New(fault.Forbidden, "没有权限读取这个文件，请检查文件权限", "The file cannot be read. Check its permissions.")
	case err != nil:
		return nil, nil, err
	}
	return book, book, nil
}

// ImportOpen lists what a file holds.
func (s *Service) ImportOpen(ctx context.Context, in ImportOpenInput) (ImportFile, error) {
	book, closer, err := s.openSheet(ctx, in.File, sheet.Options{Encoding: in.Encoding, Delimiter: in.Delimiter})
	if err != nil {
		return ImportFile{}, err
	}
	defer func() { _ = closer.Close() }()
	out := ImportFile{File: in.File, Name: book.Name, Kind: book.Kind, Encoding: book.Encoding, Sheets: []ImportSheet{}}
	for _, one := range book.Sheets {
		sheet := ImportSheet{Name: one.Name, Rows: one.Rows, HeadingRow: one.HeadingRow, Hidden: one.Hidden, Columns: []ImportSample{}, Head: head(one)}
		if one.Problem != nil {
			sheet.Problem = one.Problem.Text.In(who.Lang(ctx))
		}
		for i, heading := range one.Headings {
			samples := one.Samples[i]
			if samples == nil {
				samples = []string{}
			}
			sheet.Columns = append(sheet.Columns, ImportSample{Index: one.Columns[i], Heading: heading, Samples: samples})
		}
		out.Sheets = append(out.Sheets, sheet)
	}
	return out, nil
}

const (
	headRows  = 8
	headCells = 12
)

// head shows the first rows of a sheet, up to and a little below its heading.
func head(one *sheet.Sheet) []ImportRow {
	rows := []ImportRow{}
	for _, row := range one.Head(max(headRows, min(one.HeadingRow+4, 3*headRows))) {
		cells := make([]string, 0, min(len(row.Cells), headCells))
		for _, c := range row.Cells[:min(len(row.Cells), headCells)] {
			cells = append(cells, brief(plainText(c)))
		}
		rows = append(rows, ImportRow{row.Number, cells})
	}
	return rows
}
