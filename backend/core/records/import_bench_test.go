package records_test

import (
	"fmt"
	"strings"
	"testing"

	"xingke/backend/core/records"
)

// customersFile is a file of n customers in eight columns.
func customersFile(n int) string {
	var b strings.Builder
	b.WriteString("客户名称,客户编号,电话,级别,年收入,创建时间,负责人,标签\n")
	for i := range n {
		fmt.Fprintf(&b, "华东科技第%d有限公司,C%06d,138%08d,%s,\"%d,234.5\",2026-01-%02d 08:30,rep,\"重点,老客户\"\n", i, i, i, []string{"A 级", "B 级"}[i%2], i%900+1, i%28+1)
	}
	return b.String()
}

func BenchmarkImport50000(b *testing.B) {
	file := customersFile(50_000)
	for b.Loop() {
		bk := openBook(b)
		out := bk.run(records.ImportInput{Entity: "customer", File: bk.upload("客户.csv", file)})
		if out.Created != 50_000 {
			b.Fatalf("%+v", out)
		}
	}
}

func BenchmarkExport100000x20(b *testing.B) {
	bk := openBook(b)
	bk.run(records.ImportInput{Entity: "customer", File: bk.upload("客户.csv", customersFile(100_000))})
	columns := []string{}
	for range 3 {
		columns = append(columns, "name", "code", "phone", "level", "revenue", "ownerId", "createdAt")
	}
	for b.Loop() {
		started, err := bk.s.Export(bk.ctx, records.ExportInput{Entity: "customer", Columns: columns[:20], Sort: []records.Sort{{Field: "name"}}})
		if err != nil {
			b.Fatal(err)
		}
		var out records.ExportResult
		bk.result(started.Job.ID, &out)
		if out.Rows != 100_000 {
			b.Fatalf("%+v", out)
		}
	}
}
