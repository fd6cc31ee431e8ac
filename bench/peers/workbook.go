package peers

import (
	"os"

	"github.com/xuri/excelize/v2"
)

// WriteWorkbook writes rows with excelize's stream writer, the bare floor of an export.
func WriteWorkbook(path string, rows func(yield func(cells []any) error) error) error {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		return err
	}
	line := 0
	err = rows(func(cells []any) error {
		line++
		at, err := excelize.CoordinatesToCellName(1, line)
		if err != nil {
			return err
		}
		return w.SetRow(at, cells)
	})
	if err == nil {
		err = w.Flush()
	}
	if err != nil {
		return err
	}
	out, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := f.Write(out); err != nil {
		_ = out.Close()
		return err
	}
	return out.Close()
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
