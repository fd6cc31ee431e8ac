package peers

import (
	"encoding/csv"
	"errors"
	"fmt"
	"os"

	"github.com/xuri/excelize/v2"
)

// WriteRows writes rows with excelize's stream writer, the bare floor of an export.
func WriteRows(path string, rows int, row func(i int) []any) error {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	for i := range rows {
		at, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return err
		}
		if err := w.SetRow(at, row(i)); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return whole(path, func(out *os.File) error { return f.Write(out) })
}

// WriteCSV writes rows with the writer of the standard library.
func WriteCSV(path string, rows int, row func(i int) []any) error {
	return whole(path, func(out *os.File) error {
		w := csv.NewWriter(out)
		var texts []string
		for i := range rows {
			texts = texts[:0]
			for _, cell := range row(i) {
				texts = append(texts, fmt.Sprint(cell))
			}
			if err := w.Write(texts); err != nil {
				return err
			}
		}
		w.Flush()
		return w.Error()
	})
}

// whole makes a file, and takes it away again.
func whole(path string, write func(*os.File) error) error {
	out, err := os.Create(path)
	if err != nil {
		return err
	}
	err = errors.Join(write(out), out.Close())
	return errors.Join(err, os.Remove(path))
}

// ReadWorkbook reads the rows of the first sheet with excelize.
func ReadWorkbook(path string, yield func(cells []string) error) error {
	f, err := excelize.OpenFile(path)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }()
	rows, err := f.Rows(f.GetSheetName(0))
	if err != nil {
		return err
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		cells, err := rows.Columns()
		if err == nil {
			err = yield(cells)
		}
		if err != nil {
			return err
		}
	}
	return rows.Error()
}
