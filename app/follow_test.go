package app

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"xingke/backend/base/lang"
)

func TestACopyFollowsTheBook(t *testing.T) {
	home := t.TempDir()
	drive, away := filepath.Join(home, "usb"), filepath.Join(home, "pulled")
	a, err := Open(Config{Dir: filepath.Join(home, "book"), Owner: "王芳"}) // with all that goes on by itself
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = a.Close() })
	status := func() (s BackupStatus) {
		t.Helper()
		if err := json.Unmarshal([]byte(call(t, a, "backup.get", `{}`)), &s); err != nil {
			t.Fatal(err)
		}
		return s
	}
	until := func(what string, there func(BackupStatus) bool) {
		t.Helper()
		for end := time.Now().Add(time.Minute); !there(status()); time.Sleep(20 * time.Millisecond) {
			if time.Now().After(end) {
				t.Fatalf("%s: %+v", what, status())
			}
		}
	}
	caughtUp := func(s BackupStatus) bool {
		return s.Follow && s.FollowedAt != nil && s.FollowBehind == 0 && s.FollowProblem == ""
	}
	call(t, a, "backup.set", `{"folder":`+quoted(drive)+`}`)
	if s := status(); s.Follow || s.FollowedAt != nil {
		t.Errorf("switched on by itself: %+v", s)
	}
	call(t, a, "backup.set", `{"folder":`+quoted(drive)+`,"follow":true}`)
	if list := call(t, a, "audit.list", `{"kinds":["backup"]}`); !strings.Contains(list, "并随时更新副本") || !strings.Contains(list, `"total":2`) {
		t.Errorf("that a copy follows is not told: %s", list)
	}
	call(t, a, "backup.set", `{"folder":`+quoted(drive)+`,"follow":true}`) // nothing new
	if list := call(t, a, "audit.list", `{"kinds":["backup"]}`); !strings.Contains(list, `"total":2`) {
		t.Errorf("told again: %s", list)
	}
	ids := customersOf(t, a, "甲")
	file := handIn(t, a, context.Background(), "x.txt", "合同的内容")
	call(t, a, "attachments.add", `{"entity":"customer","id":"`+ids[0]+`","files":[{"file":"`+file+`"}]}`)
	until("a change is copied by itself", caughtUp)

	if err := os.Rename(drive, away); err != nil {
		t.Fatal(err)
	}
	customersOf(t, a, "乙")
	a.book.bringUp(context.Background())
	if s := status(); s.FollowBehind == 0 || !strings.Contains(s.FollowProblem, "找不到") {
		t.Errorf("the drive is away: %+v", s)
	}
	if _, err := os.Stat(drive); err == nil {
		t.Error("a drive that was pulled out is made up")
	}
	if err := os.Rename(away, drive); err != nil {
		t.Fatal(err)
	}
	a.book.bringUp(context.Background())
	last := status()
	if !caughtUp(last) || last.FollowFolder == "" {
		t.Fatalf("the drive is there again: %+v", last)
	}

	restored := filepath.Join(home, "restored")
	if report, err := Restore(context.Background(), last.FollowFolder, "", restored, lang.ZH); err != nil || !report.OK {
		t.Fatalf("%+v %v", report, err)
	}
	b := open(t, Config{Dir: restored})
	if list := call(t, b, "records.list", `{"entity":"customer"}`); !strings.Contains(list, "甲") || !strings.Contains(list, "乙") {
		t.Errorf("%s", list)
	}
	if w := fetch(b, context.Background(), "GET", "/files/"+file, ""); w.Body.String() != "合同的内容" {
		t.Errorf("the attachment: %d %s", w.Code, w.Body)
	}
}
