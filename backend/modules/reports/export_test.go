package reports_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"testing"
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
