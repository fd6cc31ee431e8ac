package app

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"xingke/backend/base/clock"
	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
)

func create(t *testing.T, a *App, names ...string) {
	t.Helper()
	for _, name := range names {
		call(t, a, "records.create", `{"entity":"customer","record":{"name":"`+name+`"}}`)
	}
}

func quoted(text string) string {
	raw, _ := json.Marshal(text)
	return string(raw)
}

func status(t *testing.T, a *App) (s BackupStatus) {
	t.Helper()
	if err := json.Unmarshal([]byte(call(t, a, "backup.get", `{}`)), &s); err != nil {
		t.Fatal(err)
	}
	return s
}

func TestABackupIsProvedByRestoringIt(t *testing.T) {
	dir, drive := filepath.Join(t.TempDir(), "book"), filepath.Join(t.TempDir(), "usb")
	a := open(t, Config{Dir: dir, Owner: "王芳", Passphrase: "芝麻开门"})
	create(t, a, "甲", "乙")
	if s := status(t, a); s.Days != -1 || !s.Warn || s.Folder != "" || !s.Possible {
		t.Errorf("before: %+v", s)
	}
	for _, bad := range []string{"relative", dir, filepath.Join(dir, "in"), filepath.Join(drive, "no", "such")} {
		if _, err := a.Call(context.Background(), "backup.set", []byte(`{"folder":`+quoted(bad)+`}`)); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", bad, err)
		}
	}
	call(t, a, "backup.set", `{"folder":`+quoted(drive)+`,"auto":true}`)
	var first, second BackupDone
	if err := json.Unmarshal([]byte(finish(t, a, "backup.run", `{}`)), &first); err != nil || !first.Verified || first.Records == 0 {
		t.Fatalf("%+v %v", first, err)
	}
	if s := status(t, a); s.Days != 0 || s.Warn || !s.There || s.GoodAt == nil || s.ProvedAt == nil || s.Problem != "" {
		t.Errorf("after: %+v", s)
	}
	create(t, a, "丙")
	if err := json.Unmarshal([]byte(finish(t, a, "backup.run", `{}`)), &second); err != nil || second.Written == 0 || second.Records <= first.Records {
		t.Fatalf("%+v %v", second, err)
	}
	finish(t, a, "backup.drill", `{}`)
	left, err := os.ReadDir(filepath.Join(dir, "tmp"))
	if err != nil || len(left) != 0 {
		t.Errorf("a drill left %v %v", left, err)
	}
	if list := call(t, a, "audit.list", `{"kinds":["backup","drill"]}`); strings.Count(list, `"kind":"backup"`) != 3 || !strings.Contains(list, "备份位置：") || strings.Count(list, `"kind":"drill"`) != 1 {
		t.Errorf("%s", list)
	}
	nothingIn(t, drive, "甲", "王芳", "customer")
	// The drive is pulled out, then damaged.
	if err := os.Rename(drive, drive+".away"); err != nil {
		t.Fatal(err)
	}
	if problem := failed(t, a, "backup.run"); !strings.Contains(problem, "找不到") {
		t.Errorf("%s", problem)
	}
	if s := status(t, a); s.There || !strings.Contains(s.Problem, "找不到") || s.Days != 0 {
		t.Errorf("away: %+v", s)
	}
	if err := os.Rename(drive+".away", drive); err != nil {
		t.Fatal(err)
	}
	damageOne(t, drive)
	if problem := failed(t, a, "backup.drill"); !strings.Contains(problem, "损坏") {
		t.Errorf("%s", problem)
	}
	if done := finish(t, a, "backup.run", `{}`); !strings.Contains(done, `"verified":true`) { // puts right what is missing
		t.Errorf("%s", done)
	}
}

// A drive that loses what lay on it since an older backup: the next backup is whole all the same, counts, and says so.
func TestADriveThatSpoilsOlderBackups(t *testing.T) {
	drive := filepath.Join(t.TempDir(), "usb")
	a := open(t, Config{Dir: filepath.Join(t.TempDir(), "book"), Clock: clock.At(time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC))})
	handIn(t, a, t.Context(), "x.txt", strings.Repeat("合同的内容", 2000)) // which no later backup writes again
	call(t, a, "backup.set", `{"folder":`+quoted(drive)+`}`)
	run := func(problem string) {
		t.Helper()
		var done BackupDone
		if err := json.Unmarshal([]byte(finish(t, a, "backup.run", `{}`)), &done); err != nil || !done.Verified || !strings.Contains(done.Problem, problem) {
			t.Errorf("%+v %v", done, err)
		}
		if s := status(t, a); s.Warn || s.GoodAt == nil || !strings.Contains(s.Problem, problem) || (problem == "") != (s.Problem == "") {
			t.Errorf("%+v", s)
		}
	}
	run("")
	damageOne(t, drive)
	run("已重新写好")
	run("")
	shelf, err := a.book.shelf(who.With(t.Context(), who.System))
	if err != nil {
		t.Fatal(err)
	}
	// One of an earlier day that cannot be read: nothing is swept, but what is made counts.
	if err := os.WriteFile(filepath.Join(shelf.Dir(), "20261119T120000Z.xkbackup"), []byte("spoilt"), 0o600); err != nil {
		t.Fatal(err)
	}
	run("20261119T120000Z 读不出来")
}

// What a restore left that was killed is no hindrance; what somebody else put there is not touched.
func TestARestoreIsBegunAnew(t *testing.T) {
	dir, archive := filepath.Join(t.TempDir(), "book"), filepath.Join(t.TempDir(), "book.xkbackup")
	create(t, open(t, Config{Dir: dir}), "甲")
	if _, err := Backup(t.Context(), dir, "", archive); err != nil {
		t.Fatal(err)
	}
	into := filepath.Join(t.TempDir(), "new")
	left := into + ".restoring"
	put := func(name string) {
		t.Helper()
		path := filepath.Join(left, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte("half"), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
	put("letter.txt")
	if _, err := Restore(t.Context(), archive, "", into, lang.ZH); !fault.Is(err, fault.Conflict) {
		t.Errorf("over what is not ours: %v", err)
	}
	if err := os.Remove(filepath.Join(left, "letter.txt")); err != nil {
		t.Fatal("it is gone: ", err)
	}
	put("key.json")
	put("journal/00000001.journal")
	if report, err := Restore(t.Context(), archive, "", into, lang.ZH); err != nil || !report.OK {
		t.Errorf("%+v %v", report, err)
	}
	if _, err := os.Stat(left); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("left behind: %v", err)
	}
}

// failed runs an operation that starts a job and returns why it failed.
func failed(t *testing.T, a *App, name string) string {
	t.Helper()
	out, err := a.Call(context.Background(), name, []byte(`{}`))
	if err != nil {
		return err.Error()
	}
	var begun struct{ Job struct{ ID string } }
	if err := json.Unmarshal(out, &begun); err != nil {
		t.Fatal(err)
	}
	done := call(t, a, "jobs.wait", `{"id":"`+begun.Job.ID+`"}`)
	if !strings.Contains(done, `"state":"failed"`) {
		t.Errorf("%s did not fail: %s", name, done)
	}
	return done
}

func eachFile(t *testing.T, root string, yield func(path string)) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			yield(path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func nothingIn(t *testing.T, root string, words ...string) {
	t.Helper()
	eachFile(t, root, func(path string) {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range words {
			if filepath.Base(path) != "README.txt" && strings.Contains(string(raw), word) {
				t.Errorf("%s lies open in %s", word, path)
			}
		}
	})
}

func damageOne(t *testing.T, drive string) {
	t.Helper()
	var largest string
	var size int64
	eachFile(t, drive, func(path string) {
		if info, err := os.Stat(path); err == nil && info.Size() > size && filepath.Base(filepath.Dir(filepath.Dir(path))) == "pieces" {
			largest, size = path, info.Size()
		}
	})
	raw, err := os.ReadFile(largest)
	if err != nil {
		t.Fatal(err)
	}
	raw[len(raw)/2] ^= 1
	if err := os.WriteFile(largest, raw, 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestTheBookAsItWas(t *testing.T) {
	dir, drive := filepath.Join(t.TempDir(), "book"), t.TempDir()
	a := open(t, Config{Dir: dir})
	create(t, a, "甲", "乙")
	then := time.Now()
	for !time.Now().After(then) {
	}
	create(t, a, "丙", "丁", "戊")
	call(t, a, "backup.set", `{"folder":`+quoted(drive)+`}`)
	var made BackupDone
	if err := json.Unmarshal([]byte(finish(t, a, "backup.run", `{}`)), &made); err != nil {
		t.Fatal(err)
	}
	at, _ := json.Marshal(then)
	for name, in := range map[string]string{"live": `"at":` + string(at), "backup": `"id":"` + made.ID + `","at":` + string(at), "whole": `"id":"` + made.ID + `"`} {
		folder := filepath.Join(t.TempDir(), "as it was")
		var done RestoredTo
		if err := json.Unmarshal([]byte(finish(t, a, "backup.restoreTo", `{`+in+`,"folder":`+quoted(folder)+`}`)), &done); err != nil {
			t.Fatal(err)
		}
		want := 2
		if name == "whole" {
			want = 5
		}
		past := open(t, Config{Dir: folder})
		if out := call(t, past, "records.list", `{"entity":"customer"}`); !strings.Contains(out, `"total":`+string(rune('0'+want))) {
			t.Errorf("%s: %s", name, out)
		}
		if s := status(t, past); s.Folder != "" || s.Auto {
			t.Errorf("a copy writes among the backups of the first one: %+v", s)
		}
		if name != "whole" && (done.Gone == 0 || done.At.After(then)) {
			t.Errorf("%s: %+v", name, done)
		}
	}
	if out := call(t, a, "records.list", `{"entity":"customer"}`); !strings.Contains(out, `"total":5`) {
		t.Errorf("the open book changed: %s", out)
	}
	for _, bad := range []string{dir, filepath.Join(dir, "x"), drive, "x"} {
		if _, err := a.Call(context.Background(), "backup.restoreTo", []byte(`{"folder":`+quoted(bad)+`}`)); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", bad, err)
		}
	}
}

func TestWhenABackupIsDue(t *testing.T) {
	noon := time.Date(2026, 11, 20, 12, 0, 0, 0, time.UTC)
	night := time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)
	plan := backupPlan{Folder: "/usb", Auto: true}
	for name, c := range map[string]struct {
		kept backupState
		plan backupPlan
		now  time.Time
		want bool
	}{
		"never made":        {backupState{}, plan, noon, true},
		"switched off":      {backupState{}, backupPlan{Folder: "/usb"}, noon, false},
		"no place":          {backupState{}, backupPlan{Auto: true}, noon, false},
		"made at noon":      {backupState{GoodAt: night.Add(-14 * time.Hour)}, plan, night, false},
		"night":             {backupState{GoodAt: night.Add(-21 * time.Hour)}, plan, night, true},
		"by day":            {backupState{GoodAt: noon.Add(-25 * time.Hour)}, plan, noon, false},
		"the machine slept": {backupState{GoodAt: noon.Add(-27 * time.Hour)}, plan, noon, true},
		"failed just now":   {backupState{GoodAt: noon.Add(-48 * time.Hour), TriedAt: noon.Add(-time.Minute), ProblemZH: "满"}, plan, noon, false},
		"failed long ago":   {backupState{GoodAt: noon.Add(-48 * time.Hour), TriedAt: noon.Add(-2 * time.Hour), ProblemZH: "满"}, plan, noon, true},
		"drive away":        {backupState{GoodAt: noon.Add(-48 * time.Hour), TriedAt: noon.Add(-time.Minute), ProblemZH: "找不到", Missing: true}, plan, noon, true},
	} {
		if got := c.kept.due(c.plan, c.now); got != c.want {
			t.Errorf("%s: %v", name, got)
		}
	}
}
