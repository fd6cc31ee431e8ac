package records_test

import (
	"encoding/json"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"xingke/backend/base/fault"
	"xingke/backend/core/columns"
	"xingke/backend/core/records"
)

func TestAFileHasTheGroupsOfTheListAndWhatTheyComeTo(t *testing.T) {
	b := openBook(t)
	b.run(records.ImportInput{Entity: "customer", File: b.upload("c.csv", "客户名称,级别,年收入\n甲,A,100\n乙,B,20\n丙,A,3.5\n丁,,7\n")})
	where := func(text string) *columns.Filter {
		var f columns.Filter
		if err := json.Unmarshal([]byte(text), &f); err != nil {
			t.Fatal(err)
		}
		return &f
	}
	groups := records.ExportGroups{By: "级别", Sums: []string{"revenue", "secret"}, List: []records.ExportGroup{
		{Name: "没有级别", Where: where(`{"field":"level","op":"empty"}`)}, {Name: "A 级", Where: where(`{"field":"level","op":"eq","value":"A"}`)},
	}}
	ask := records.ExportInput{Entity: "customer", Lang: "zh", Columns: []string{"name", "level", "revenue"}, Groups: &groups,
		Sort: []records.Sort{{Field: "revenue"}}, Where: where(`{"field":"level","op":"ne","value":"B"}`)}
	started, err := b.s.Export(b.ctx, ask)
	if err != nil {
		t.Fatal(err)
	}
	var out records.ExportResult
	b.result(started.Job.ID, &out)
	if got := b.tableOf(out.File, "客户"); out.Rows != 3 || !slices.Equal(got, []string{"丁||7.00", "丙|A 级|3.50", "甲|A 级|100.00"}) {
		t.Errorf("%d rows %q", out.Rows, got)
	}
	if got := b.tableOf(out.File, "分组小计"); !slices.Equal(got, []string{"没有级别|1|7.00", "A 级|2|103.50", "合计|3|110.50"}) {
		t.Errorf("%q", got)
	}
	ask.Columns = []string{"name", "level"} // what is no column is not added up either
	if started, err = b.s.Export(b.ctx, ask); err != nil {
		t.Fatal(err)
	}
	b.result(started.Job.ID, &out)
	if got := b.tableOf(out.File, "分组小计"); !slices.Equal(got, []string{"没有级别|1", "A 级|2", "合计|3"}) {
		t.Errorf("%q", got)
	}
	groups.List[0].Where = where(`{"field":"secret","op":"empty"}`)
	if _, err := b.s.Export(as("rep", "sales"), ask); !fault.Is(err, fault.Forbidden) {
		t.Errorf("rows were put together by what may not be read: %v", err)
	}
}

// tableOf reads a sheet of a workbook below its headings, a text for each row; identities are left out.
func (b *book) tableOf(hash, name string) []string {
	b.Helper()
	f, err := b.f.Open(hash)
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = f.Close() }()
	file, err := excelize.OpenReader(io.NewSectionReader(f, 0, 1<<20))
	if err != nil {
		b.Fatal(err)
	}
	rows, err := file.GetRows(name)
	if err != nil || len(rows) == 0 {
		b.Fatalf("%v %v", rows, err)
	}
	var list []string
	for _, row := range rows[1:] {
		if rows[0][0] == "ID" {
			row = row[1:]
		}
		list = append(list, strings.Join(row, "|"))
	}
	return list
}
