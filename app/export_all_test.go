package app

import (
	"archive/zip"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"strings"
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/base/who"
	"xingke/backend/core/records"
)

// unzipped is what an archive in the book's files holds, by name.
func unzipped(t *testing.T, a *App, hash string) map[string]string {
	t.Helper()
	f, err := a.book.files.Open(hash)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	raw, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, one := range archive.File {
		r, err := one.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[one.Name] = string(text)
	}
	return out
}

func TestEverythingIsExportedThatOneMayExport(t *testing.T) {
	a := open(t, Config{Owner: "王芳"})
	create(t, a, "甲", "乙")
	call(t, a, "records.create", `{"entity":"product","record":{"name":"水泵","price":100,"cost":60}}`)
	var done records.ExportResult
	if err := json.Unmarshal([]byte(finish(t, a, "export.all", `{}`)), &done); err != nil {
		t.Fatal(err)
	}
	got := unzipped(t, a, done.File)
	var customers []map[string]any
	if err := json.Unmarshal([]byte(got["json/customer.json"]), &customers); err != nil || len(customers) != 2 || customers[0]["name"] == "" {
		t.Errorf("%s %v", got["json/customer.json"], err)
	}
	if !strings.Contains(got["json/product.json"], `"cost":"60.00"`) || got["客户.xlsx"] == "" || got["json/setting.json"] != "" || got["json/auditEvent.json"] != "" {
		t.Errorf("%d parts, %s", len(got), got["json/product.json"])
	}
	if list := call(t, a, "audit.list", `{"kinds":["exportAll"]}`); !strings.Contains(list, `"total":1`) {
		t.Errorf("%s", list)
	}
	// Whoever owns nothing finds nothing of others in theirs, if they may export at all.
	stranger := who.With(context.Background(), who.User{ID: "stranger", Name: "张三", Roles: []string{"sales"}})
	raw, err := a.Call(stranger, "export.all", []byte(`{}`))
	if fault.Is(err, fault.Forbidden) {
		return
	}
	var begun struct{ Job records.Job }
	if err != nil || json.Unmarshal(raw, &begun) != nil {
		t.Fatal(err)
	}
	if raw, err = a.Call(stranger, "jobs.wait", []byte(`{"id":"`+begun.Job.ID+`"}`)); err != nil || json.Unmarshal(raw, &begun) != nil || json.Unmarshal(begun.Job.Result, &done) != nil {
		t.Fatalf("%s %v", raw, err)
	}
	for name, text := range unzipped(t, a, done.File) {
		if strings.Contains(text, "甲") || strings.Contains(text, "cost") {
			t.Errorf("%s: %s", name, text)
		}
	}
}
