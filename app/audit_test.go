package app

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"xingke/backend/base/clock"
	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/audit"
)

func TestAnomalies(t *testing.T) {
	noon := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	event := func(kind audit.Kind, user string, at time.Time, count int) *audit.Event {
		return &audit.Event{Kind: kind, UserName: user, At: at, Count: count, What: "导出"}
	}
	many := func(n int, kind audit.Kind, user string, at time.Time, count int) (list []*audit.Event) {
		for i := range n {
			list = append(list, event(kind, user, at.Add(time.Duration(i)*time.Minute), count))
		}
		return list
	}
	for name, c := range map[string]struct {
		events []*audit.Event
		want   string // rules and people, newest first
	}{
		"nothing":               {nil, ""},
		"small export":          {many(3, audit.Export, "王芳", noon, 499), ""},
		"large export":          {many(1, audit.Export, "王芳", noon, 500), "export 王芳"},
		"many exports in a day": {many(5, audit.Export, "王芳", noon, 400), "export 王芳"},
		"over two days":         {append(many(3, audit.Export, "王芳", noon, 400), many(3, audit.Export, "王芳", noon.AddDate(0, 0, 1), 400)...), ""},
		"everything":            {many(1, audit.ExportAll, "李雷", noon, 0), "export 李雷"},
		"by day":                {many(1, audit.SignIn, "王芳", noon, 0), ""},
		"at six":                {many(1, audit.SignIn, "王芳", noon.Add(-6*time.Hour), 0), ""},
		"late":                  {many(1, audit.SignIn, "王芳", noon.Add(10*time.Hour), 0), "night 王芳"},
		"early":                 {many(1, audit.SignIn, "王芳", noon.Add(-7*time.Hour), 0), "night 王芳"},
		"four failures":         {many(4, audit.SignInFailed, "王芳", noon, 0), ""},
		"seven failures":        {many(7, audit.SignInFailed, "王芳", noon, 0), "failures 王芳"},
		"with a success between": {append(append(many(4, audit.SignInFailed, "王芳", noon, 0), event(audit.SignIn, "王芳", noon.Add(time.Hour), 0)),
			many(4, audit.SignInFailed, "王芳", noon.Add(2*time.Hour), 0)...), ""},
		"refusals":      {many(2, audit.Refused, "张三", noon, 10), "refused 张三"},
		"few refusals":  {many(2, audit.Refused, "张三", noon, 9), ""},
		"private reads": {many(1, audit.Read, "张三", noon, 200), "read 张三"},
		"two people":    {append(many(1, audit.Export, "王芳", noon, 600), many(1, audit.Export, "李雷", noon.Add(time.Hour), 700)...), "export 李雷, export 王芳"},
	} {
		var got []string
		for _, a := range findAnomalies(c.events, time.UTC, lang.ZH) {
			got = append(got, a.Rule+" "+a.UserName)
		}
		if strings.Join(got, ", ") != c.want {
			t.Errorf("%s: %v, want %s", name, got, c.want)
		}
	}
}

func TestTheAuditTellsOfExportsReadsAndRefusals(t *testing.T) {
	noon := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	a := open(t, Config{Owner: "王芳", Clock: clock.At(noon), Zone: time.UTC})
	made := call(t, a, "records.create", `{"entity":"product","record":{"name":"水泵","price":100,"cost":60}}`)
	var product struct{ ID string }
	if err := json.Unmarshal([]byte(made), &product); err != nil {
		t.Fatal(err)
	}
	finish(t, a, "export.run", `{"entity":"product"}`)
	call(t, a, "audit.printed", `{"entity":"product","id":"`+product.ID+`","title":"水泵"}`)
	clerk := who.With(context.Background(), who.User{ID: "clerk", Name: "张三", Roles: []string{"sales"}})
	for range 30 {
		if _, err := a.Call(clerk, "audit.list", []byte(`{}`)); !fault.Is(err, fault.Forbidden) {
			t.Fatalf("a clerk reads the audit: %v", err)
		}
	}
	if err := a.book.watch.Close(); err != nil { // writes what it gathered
		t.Fatal(err)
	}
	var out AuditOutput
	if err := json.Unmarshal([]byte(call(t, a, "audit.list", `{"from":"2026-11-20","to":"2026-11-20"}`)), &out); err != nil {
		t.Fatal(err)
	}
	seen := map[audit.Kind]AuditEvent{}
	for _, e := range out.Events {
		seen[e.Kind] = e
	}
	if e := seen[audit.Export]; e.UserName != "王芳" || e.Entity != "product" || e.Count != 1 || e.Door != "本机窗口" || !strings.Contains(e.What, "1 行") {
		t.Errorf("export: %+v", e)
	}
	if e := seen[audit.Read]; e.Title != "水泵" || e.RecordID != product.ID {
		t.Errorf("read: %+v", e)
	}
	if e := seen[audit.Print]; e.Title != "水泵" || e.What != "打印“水泵”" {
		t.Errorf("print: %+v", e)
	}
	if e := seen[audit.Refused]; e.UserName != "张三" || e.Count != 30 || !strings.Contains(e.What, "audit.list") {
		t.Errorf("refused: %+v", e)
	}
	if out.Total != len(out.Events) || len(out.People) != 2 {
		t.Errorf("%d of %d, %v", len(out.Events), out.Total, out.People)
	}
	for filter, want := range map[string]int{`{"user":"张三"}`: 1, `{"kinds":["print"]}`: 1, `{"text":"水泵"}`: 2, `{"to":"2026-11-19"}`: 0} {
		var some AuditOutput
		if err := json.Unmarshal([]byte(call(t, a, "audit.list", filter)), &some); err != nil || some.Total != want {
			t.Errorf("%s: %d, want %d (%v)", filter, some.Total, want, err)
		}
	}
	if found := call(t, a, "audit.anomalies", `{}`); !strings.Contains(found, "一天被拒绝 30 次") {
		t.Errorf("%s", found)
	}
	if done := finish(t, a, "audit.export", `{}`); !strings.Contains(done, ".xlsx") {
		t.Errorf("%s", done)
	}
	if changes := call(t, a, "changes.list", `{}`); strings.Contains(changes, "auditEvent") {
		t.Errorf("events stand in the history: %s", changes)
	}
}

// finish runs an operation that starts a job and returns its result.
func finish(t *testing.T, a *App, name, input string) string {
	t.Helper()
	var begun struct{ Job struct{ ID string } }
	if err := json.Unmarshal([]byte(call(t, a, name, input)), &begun); err != nil {
		t.Fatal(err)
	}
	var done struct {
		Job struct {
			State         string
			Error, Result json.RawMessage
		}
	}
	if err := json.Unmarshal([]byte(call(t, a, "jobs.wait", `{"id":"`+begun.Job.ID+`"}`)), &done); err != nil || done.Job.State != "done" {
		t.Fatalf("%s %s: %s %s %v", name, input, done.Job.State, done.Job.Error, err)
	}
	return string(done.Job.Result)
}
