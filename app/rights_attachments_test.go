package app

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/core/access"
	"xingke/backend/core/records"
)

// fetch asks the files handler as whoever acts in ctx.
func fetch(a *App, ctx context.Context, method, target, body string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	a.Files().ServeHTTP(w, httptest.NewRequest(method, target, strings.NewReader(body)).WithContext(ctx))
	return w
}

// handIn hands in a file and gives its hash.
func handIn(t *testing.T, a *App, ctx context.Context, name, content string) string {
	t.Helper()
	w := fetch(a, ctx, http.MethodPost, "/files/?name="+name, content)
	var info struct{ File string }
	if err := json.Unmarshal(w.Body.Bytes(), &info); err != nil || info.File == "" {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	return info.File
}

// attach gives a canary an attachment that says its word: in its name and in what is in it. A program
// that did so is no person, who would have the file as their own.
func (v *aviary) attach(entity, id, word string) string {
	v.Helper()
	file := handIn(v.T, v.app, context.Background(), word+".txt", word+" inside")
	v.must(context.Background(), "attachments.add", `{"entity":%q,"id":%q,"files":[{"file":%q}]}`, entity, id, file)
	return file
}

// fetches asks for the content of what is attached: who may read the record has it, for others it is not there.
func (v *aviary) fetches(ctx context.Context, s *soul, c canary, may bool) {
	w := fetch(v.app, ctx, http.MethodGet, "/files/"+c.file, "")
	v.judge(s, "the file of "+c.word, w.Body.String()+w.Header().Get("Content-Disposition"), nil)
	if (w.Code == http.StatusOK) != may || !may && w.Code != http.StatusNotFound {
		v.Errorf("%s fetches the file of %s of %s: allowed %v, but %d", s.name, c.entity, c.owner.name, may, w.Code)
	}
}

// attaches adds an attachment, renames and removes it: who may change the record may.
func (v *aviary) attaches(ctx context.Context, s *soul, c canary, may bool) {
	file := handIn(v.T, v.app, ctx, "own.txt", s.name)
	out, err := v.ask(ctx, "attachments.add", `{"entity":%q,"id":%q,"files":[{"file":%q}]}`, c.entity, c.id, file)
	v.judge(s, "attachment to "+c.word, out, err)
	if (err == nil) != may {
		v.Errorf("%s attaches to %s of %s: allowed %v, but %v", s.name, c.entity, c.owner.name, may, err)
	}
	var got records.AttachmentsOutput
	if err := json.Unmarshal([]byte(v.must(context.Background(), "attachments.list", `{"entity":%q,"id":%q}`, c.entity, c.id)), &got); err != nil {
		v.Fatal(err)
	}
	one := got.Attachments[0]
	_, renamed := v.ask(ctx, "attachments.rename", `{"id":%q,"name":%q}`, one.ID, one.Name+"2.txt")
	_, removed := v.ask(ctx, "attachments.remove", `{"ids":[%q]}`, one.ID)
	if (renamed == nil) != may || (removed == nil) != may {
		v.Errorf("%s renames and removes what is attached to %s of %s: allowed %v, but %v, %v", s.name, c.entity, c.owner.name, may, renamed, removed)
	}
	if s != v.subjects[0] {
		return
	}
	for name, in := range map[string]string{
		"records.create": `{"entity":"attachment","record":{"name":"x","file":"` + c.file + `"}}`, "records.update": `{"entity":"attachment","id":"` + one.ID + `","rev":1,"set":{"name":"x"}}`,
		"records.delete": `{"entity":"attachment","id":"` + one.ID + `"}`, "records.restore": `{"entity":"attachment","id":"` + one.ID + `"}`,
	} {
		if _, err := v.ask(ctx, name, "%s", in); err == nil {
			v.Errorf("%s: %s of an attachment past its own operations", s.name, name)
		}
	}
}

func (v *aviary) foreignFile(s *soul) string {
	for _, c := range v.canaries {
		if !v.can(s, access.Read, c) {
			return c.file
		}
	}
	return ""
}

// customersOf makes customers and gives their ids.
func customersOf(t *testing.T, a *App, names ...string) (ids []string) {
	t.Helper()
	for _, name := range names {
		var made struct{ ID string }
		if err := json.Unmarshal([]byte(call(t, a, "records.create", `{"entity":"customer","record":{"name":"`+name+`"}}`)), &made); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, made.ID)
	}
	return ids
}

func TestAttachments(t *testing.T) {
	a := open(t, Config{Owner: "王芳"})
	ctx := context.Background()
	ids := customersOf(t, a, "甲")
	file := handIn(t, a, ctx, "..%2F..%2F%E2%80%AEgnp.exe", "合同的内容")
	if w := fetch(a, ctx, http.MethodGet, "/files/"+file, ""); w.Body.String() != "合同的内容" {
		t.Fatalf("what was put in just now: %d %s", w.Code, w.Body)
	}
	list := func() (got records.AttachmentsOutput) {
		t.Helper()
		if err := json.Unmarshal([]byte(call(t, a, "attachments.list", `{"entity":"customer","id":"`+ids[0]+`"}`)), &got); err != nil {
			t.Fatal(err)
		}
		return got
	}
	var made records.AttachOutput
	if err := json.Unmarshal([]byte(call(t, a, "attachments.add", `{"entity":"customer","id":"`+ids[0]+`","files":[{"file":"`+file+`"}]}`)), &made); err != nil {
		t.Fatal(err)
	}
	got := list()
	if len(got.Attachments) != 1 || !got.May || got.Attachments[0].Name != "gnp.exe" || got.Attachments[0].Size != 15 || got.Attachments[0].ByName != "王芳" {
		t.Fatalf("%+v", got)
	}
	call(t, a, "attachments.rename", `{"id":"`+made.IDs[0]+`","rev":1,"name":"a/b\\合同"}`)
	if name := list().Attachments[0].Name; name != "合同.exe" {
		t.Errorf("renamed: %s", name)
	}
	var removed, done records.ChangeRef
	if err := json.Unmarshal([]byte(call(t, a, "attachments.remove", `{"ids":["`+made.IDs[0]+`"]}`)), &removed); err != nil || len(list().Attachments) != 0 {
		t.Fatal(err, list())
	}
	if last := call(t, a, "changes.last", `{}`); !strings.Contains(last, removed.Change) || !strings.Contains(last, "删除附件“合同.exe”") {
		t.Errorf("%s", last)
	}
	if err := json.Unmarshal([]byte(finish(t, a, "changes.undo", `{"change":"`+removed.Change+`"}`)), &done); err != nil || len(list().Attachments) != 1 {
		t.Fatal(err, list())
	}
	call(t, a, "records.delete", `{"entity":"customer","id":"`+ids[0]+`"}`)
	if got := list(); len(got.Attachments) != 1 || got.May {
		t.Errorf("in the recycle bin: %+v", got)
	}
	if _, err := a.Call(ctx, "attachments.add", []byte(`{"entity":"customer","id":"`+ids[0]+`","files":[{"file":"`+file+`"}]}`)); !fault.Is(err, fault.NotFound) {
		t.Errorf("added to what is deleted: %v", err)
	}
	call(t, a, "records.restore", `{"entity":"customer","id":"`+ids[0]+`"}`)
	if got := list(); len(got.Attachments) != 1 || !got.May {
		t.Errorf("restored: %+v", got)
	}
	for _, in := range []string{
		`{"entity":"customer","id":"` + ids[0] + `","files":[{"file":"` + strings.Repeat("0", 64) + `"}]}`, `{"entity":"customer","id":"` + ids[0] + `","files":[]}`,
		`{"entity":"setting","id":"x","files":[{"file":"` + file + `"}]}`, `{"entity":"tag","id":"x","files":[{"file":"` + file + `"}]}`,
	} {
		if _, err := a.Call(ctx, "attachments.add", []byte(in)); err == nil {
			t.Errorf("%s was taken", in)
		}
	}
	if swept, err := a.book.records.SweepFiles(ctx); err != nil || swept.Files != 0 {
		t.Errorf("%+v %v", swept, err)
	}
}

func TestAttachmentsAreExportedWithEverything(t *testing.T) {
	a := open(t, Config{Owner: "王芳"})
	ctx := context.Background()
	ids := customersOf(t, a, "../../甲:一", "NUL")
	for i, id := range ids {
		for _, name := range []string{"合同.txt", "合同.TXT", "=cmd.txt"} {
			file := handIn(t, a, ctx, "x.txt", name+id)
			call(t, a, "attachments.add", `{"entity":"customer","id":"`+ids[i]+`","files":[{"file":"`+file+`","name":"`+name+`"}]}`)
		}
	}
	call(t, a, "records.delete", `{"entity":"customer","id":"`+ids[1]+`"}`)
	var done records.ExportResult
	if err := json.Unmarshal([]byte(finish(t, a, "export.all", `{}`)), &done); err != nil {
		t.Fatal(err)
	}
	parts := unzipped(t, a, done.File)
	folder := "附件/客户/.._.._甲_一/"
	want := map[string]string{folder + "合同.txt": "合同.txt" + ids[0], folder + "合同 (2).TXT": "合同.TXT" + ids[0], folder + "=cmd.txt": "=cmd.txt" + ids[0]}
	for name, content := range want {
		if parts[name] != content {
			t.Errorf("%s: %q", name, parts[name])
		}
	}
	for name := range parts {
		if strings.HasPrefix(name, "附件/") && want[name] == "" {
			t.Errorf("%s is there", name)
		}
	}
	if parts["附件.xlsx"] == "" || parts["json/attachment.json"] != "" {
		t.Error("the table of attachments is not there")
	}
}
