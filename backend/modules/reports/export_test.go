package reports_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	"xingke/backend/core/sheet"
)

// TestAListIsTheSameFromColumnsAsFromRecords exports lists as a filter finds them, which is from the columns, and again by
// the ids that came out, which is from the records.
func TestAListIsTheSameFromColumnsAsFromRecords(t *testing.T) {
	d := newDesk(t, 40)
	for _, in := range []map[string]any{
		{"entity": "customer", "sort": []map[string]string{{"field": "name"}}},
		{"entity": "contact"},
		{"entity": "followUp", "sort": []map[string]any{{"field": "at", "desc": true}}, "lang": "en"},
		{"entity": "order"},
		{"entity": "opportunity", "columns": []string{"name", "note", "customerId", "customerId.region", "customerId.ownerId", "customerId.parentId.name", "amount", "stage", "tags", "closedOn"}},
		{"entity": "opportunity", "columns": []string{"number", "stage", "stageSince"}},
	} {
		export := func() []byte {
			in["format"] = "csv"
			asked, err := json.Marshal(in)
			if err != nil {
				t.Fatal(err)
			}
			return d.file(call[jobAnswer](d, "export.run", string(asked)).Job.ID)
		}
		found := export()
		rows, err := csv.NewReader(bytes.NewReader(found)).ReadAll()
		if err != nil || len(rows) < 20 {
			t.Fatalf("%v: %d rows, %v", in, len(rows), err)
		}
		var ids []string
		for _, row := range rows[1:] {
			ids = append(ids, row[0])
		}
		in["ids"] = ids
		if named := export(); !bytes.Equal(found, named) {
			t.Errorf("%v differs:\n%.500s\n%.500s", in["entity"], found, named)
		}
	}
}

// TestASavedListStaysTogether runs a list that was saved as a report while it was put together by a field.
func TestASavedListStaysTogether(t *testing.T) {
	d := newDesk(t, 40)
	call[struct{ ID string }](d, "records.create", `{"entity":"report","record":{"name":"按级别","entity":"customer","sort":"[{\"field\":\"name\"}]","columns":"[\"name\"]","groups":"[\"level\"]"}}`)
	_, raw := d.made(`{"name":"按级别"}`)
	path := filepath.Join(t.TempDir(), "saved.xlsx")
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	book, err := sheet.Open(d.ctx, path, sheet.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = book.Close() })
	rows := rowsOf(t, d.ctx, book, "客户", 1)
	if len(rows) < 20 {
		t.Fatalf("%d rows", len(rows))
	}
	left, before := map[string]bool{}, ""
	for i, row := range rows {
		now := row["客户级别"]
		if now != before {
			left[before] = i > 0
		}
		if left[now] {
			t.Fatalf("%s stands in two places, again at row %d", now, i)
		}
		before = now
	}
	if len(left) < 2 {
		t.Error("all customers are of one level")
	}
}
