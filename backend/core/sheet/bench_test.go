package sheet_test

import (
	"bytes"
	"fmt"
	"io"
	"testing"

	"xingke/backend/base/day"
	"xingke/backend/base/lang"
	"xingke/backend/core/field"
	"xingke/backend/core/sheet"
)

func wideRows(b *testing.B, w io.Writer, format sheet.Format, rows int) {
	headings := make([]sheet.Heading, 20)
	cells := make([]field.Cell, 20)
	for i := range headings {
		headings[i].Text = fmt.Sprintf("列%d", i)
		switch i % 4 {
		case 0:
			cells[i] = field.OfCellText("华东科技有限公司 East")
		case 1:
			cells[i] = field.Cell{Form: field.NumberCell, Text: "12345.67", Format: "money"}
		case 2:
			cells[i] = field.Cell{Form: field.DayCell, Day: day.Of(2026, 3, 8)}
		case 3:
			cells[i] = field.OfCellText("13800138000")
		}
	}
	out, err := sheet.NewWriter(w, format, "客户", headings, lang.ZH)
	if err != nil {
		b.Fatal(err)
	}
	for range rows {
		if err := out.Row(cells); err != nil {
			b.Fatal(err)
		}
	}
	if err := out.Close(); err != nil {
		b.Fatal(err)
	}
}

func BenchmarkWrite(b *testing.B) {
	for _, format := range []sheet.Format{sheet.XLSX, sheet.CSV} {
		b.Run(string(format)+"_100000x20", func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				wideRows(b, io.Discard, format, 100_000)
			}
		})
	}
}

func BenchmarkRead(b *testing.B) {
	for _, format := range []sheet.Format{sheet.XLSX, sheet.CSV} {
		var file bytes.Buffer
		wideRows(b, &file, format, 50_000)
		b.Run(string(format)+"_50000x20", func(b *testing.B) {
			b.SetBytes(int64(file.Len()))
			for b.Loop() {
				book, err := sheet.Read(b.Context(), bytes.NewReader(file.Bytes()), int64(file.Len()), sheet.Options{})
				if err != nil {
					b.Fatal(err)
				}
				table, err := book.Table(b.Context(), "", 0)
				if err != nil || len(table.Rows) != 50_000 {
					b.Fatal(err, len(table.Rows))
				}
			}
		})
	}
}
