package app

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"xingke/backend/core/records"
)

// TestAttachmentsAreFoundAndTold attaches files, renames and removes one: the record is found by their names as they
// are, and its history tells of what came and went.
func TestAttachmentsAreFoundAndTold(t *testing.T) {
	a, err := Open(Config{Owner: "王芳", Patient: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := a.Close(); err != nil {
			t.Error(err)
		}
	})
	ctx := context.Background()
	ids := customersOf(t, a, "甲公司", "乙公司")
	attach := func(names ...string) (made records.AttachOutput) {
		t.Helper()
		var list []string
		for _, name := range names {
			list = append(list, `{"file":"`+handIn(t, a, ctx, "x.txt", name)+`","name":"`+name+`"}`)
		}
		if err := json.Unmarshal([]byte(call(t, a, "attachments.add", `{"entity":"customer","id":"`+ids[0]+`","files":[`+strings.Join(list, ",")+`]}`)), &made); err != nil {
			t.Fatal(err)
		}
		return made
	}
	found := func(text, want string) {
		t.Helper()
		var got records.SearchOutput
		if err := json.Unmarshal([]byte(call(t, a, "search.query", `{"text":"`+text+`"}`)), &got); err != nil {
			t.Fatal(err)
		}
		switch {
		case want == "" && len(got.Groups) > 0, want != "" && (len(got.Groups) != 1 || len(got.Groups[0].Hits) != 1):
			t.Errorf("%s: %+v", text, got)
		case want != "" && (got.Groups[0].Hits[0].ID != ids[0] || got.Groups[0].Hits[0].Snippet != want):
			t.Errorf("%s: %+v", text, got.Groups[0].Hits)
		}
	}
	made := attach("验收报告.pdf", "blueprint 7.dwg")
	found("验收报告", "附件：\x01验收报告\x02.pdf")
	found("blueprint", "附件：\x01blueprint\x02 7.dwg")
	call(t, a, "attachments.rename", `{"id":"`+made.IDs[0]+`","name":"终验单"}`)
	found("验收报告", "")
	found("终验单", "附件：\x01终验单\x02.pdf")
	var removed, undone records.ChangeRef
	if err := json.Unmarshal([]byte(call(t, a, "attachments.remove", `{"ids":["`+made.IDs[0]+`","`+made.IDs[1]+`"]}`)), &removed); err != nil {
		t.Fatal(err)
	}
	found("终验单", "")
	if err := json.Unmarshal([]byte(finish(t, a, "changes.undo", `{"change":"`+removed.Change+`"}`)), &undone); err != nil {
		t.Fatal(err)
	}
	found("终验单", "附件：\x01终验单\x02.pdf")
	call(t, a, "attachments.remove", `{"ids":["`+made.IDs[0]+`"]}`)
	attach("三.txt")

	var told records.AttachmentHistoryOutput
	if err := json.Unmarshal([]byte(call(t, a, "attachments.history", `{"entity":"customer","id":"`+ids[0]+`"}`)), &told); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, c := range told.Changes {
		line := c.ActorName + " " + c.Verb
		for _, f := range c.Files {
			if line += " " + f.Name; !f.Here {
				line += " (gone)"
			}
		}
		lines = append(lines, line)
	}
	want := "王芳 created 三.txt; 王芳 deleted 终验单.pdf (gone); 王芳 restored blueprint 7.dwg 终验单.pdf (gone); 王芳 deleted blueprint 7.dwg 终验单.pdf (gone); 王芳 created blueprint 7.dwg 验收报告.pdf (gone)"
	if got := strings.Join(lines, "; "); got != want {
		t.Errorf("%s\nwant %s", got, want)
	}
	if out := call(t, a, "attachments.history", `{"entity":"customer","id":"`+ids[1]+`"}`); out != `{"changes":[]}` {
		t.Errorf("another's: %s", out)
	}
}
