package sheet_test

import (
	"bytes"
	"errors"
	"testing"

	"github.com/xuri/excelize/v2"

	"xingke/backend/base/lang"
	"xingke/backend/core/field"
	"xingke/backend/core/sheet"
)

// Excel shows a point behind a whole number where decimals may follow: 12. for twelve pieces.
func TestWholeQuantitiesHaveNoPoint(t *testing.T) {
	decimal, _ := field.ByName("decimal")
	spec := &field.Spec{Name: "n", Kind: decimal}
	var out bytes.Buffer
	w, err := sheet.NewWriter(&out, sheet.XLSX, "明细", []sheet.Heading{{Text: "数量"}}, lang.ZH)
	for _, n := range []int64{12_0000, 12_5000} {
		err = errors.Join(err, w.Row([]field.Cell{decimal.Cell(spec, field.OfInt(n), lang.ZH)}))
	}
	if err = errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	file, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	for cell, want := range map[string]string{"A2": "#,##0", "A3": "#,##0.####"} {
		id, _ := file.GetCellStyle("明细", cell)
		style, err := file.GetStyle(id)
		if err != nil {
			t.Fatal(err)
		}
		got := map[int]string{3: "#,##0"}[style.NumFmt]
		if style.CustomNumFmt != nil {
			got = *style.CustomNumFmt
		}
		if got != want {
			t.Errorf("%s shows as %q", cell, got)
		}
	}
}
