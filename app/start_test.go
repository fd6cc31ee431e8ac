package app

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/base/who"
	"xingke/backend/core/records"
)

// settle runs an operation that answers with a job and gives the job's end.
func settle(t *testing.T, a *App, name, input string) records.Job {
	t.Helper()
	var started struct {
		Job records.Job `json:"job"`
	}
	if err := json.Unmarshal([]byte(call(t, a, name, input)), &started); err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal([]byte(call(t, a, "jobs.wait", `{"id":"`+started.Job.ID+`"}`)), &started); err != nil {
		t.Fatal(err)
	}
	return started.Job
}

func into[T any](t *testing.T, text string) (out T) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &out); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return out
}

type listed struct {
	Rows []struct {
		ID    string `json:"id"`
		Rev   uint64 `json:"rev"`
		Stage string `json:"stage"`
	} `json:"rows"`
	Total int `json:"total"`
}

func TestPracticeDataComesInAndGoesOut(t *testing.T) {
	a := open(t, Config{})
	call(t, a, "records.create", `{"entity":"customer","record":{"name":"自己的"}}`)
	before := call(t, a, "start.get", "{}")
	stop, watched := make(chan struct{}), make(chan struct{})
	go func() { // what is lent never looks like one's own, not even while it comes in
		defer close(watched)
		for {
			select {
			case <-stop:
				return
			default:
			}
			var now Start
			raw, err := a.Call(context.Background(), "start.get", nil)
			if err == nil {
				err = json.Unmarshal(raw, &now)
			}
			if err != nil || now.Own["customer"] != 1 || now.Own["followUp"]+now.Own["opportunity"]+now.Moved > 0 {
				t.Errorf("%+v, %v", now, err)
				return
			}
		}
	}()
	job := settle(t, a, "demo.fill", "{}")
	close(stop)
	<-watched
	if job.State != records.Done {
		t.Fatalf("%+v", job)
	}
	within := into[Start](t, call(t, a, "start.get", "{}"))
	if within.Lent == nil || within.Lent.Records < 200 || within.Own["customer"] != 1 || within.Own["opportunity"] != 0 || within.Moved != 0 {
		t.Errorf("%+v", within)
	}
	if _, err := a.Call(context.Background(), "demo.fill", nil); !fault.Is(err, fault.Conflict) {
		t.Errorf("twice: %v", err)
	}

	// Somebody works with it: a deal is moved on, a follow-up recorded at an invented customer.
	deal := into[listed](t, call(t, a, "records.list", `{"entity":"opportunity","where":{"field":"stage","op":"eq","value":"qualify"},"limit":1}`))
	if len(deal.Rows) != 1 {
		t.Fatal("no deal in the first stage")
	}
	call(t, a, "records.update", `{"entity":"opportunity","id":"`+deal.Rows[0].ID+`","rev":`+fmtRev(deal.Rows[0].Rev)+`,"set":{"stage":"discover"}}`)
	lentCustomer := into[listed](t, call(t, a, "records.list", `{"entity":"customer","where":{"field":"name","op":"ne","value":"自己的"},"limit":1}`))
	call(t, a, "records.create", `{"entity":"followUp","record":{"customerId":"`+lentCustomer.Rows[0].ID+`","content":"问过了","way":"call","at":"2026-03-08T10:00:00Z"}}`)
	if worked := into[Start](t, call(t, a, "start.get", "{}")); worked.Moved != 1 || worked.Own["followUp"] != 1 {
		t.Errorf("%+v", worked)
	}

	if job := settle(t, a, "demo.remove", "{}"); job.State != records.Done {
		t.Fatalf("%+v", job)
	}
	after := into[Start](t, call(t, a, "start.get", "{}"))
	if after.Lent != nil || after.Own["customer"] != 1 || after.Own["followUp"] != 1 {
		t.Errorf("%+v, before %s", after, before)
	}
	for _, entity := range []string{"opportunity", "order", "product", "contact", "tag"} {
		if left := into[listed](t, call(t, a, "records.list", `{"entity":"`+entity+`"}`)); left.Total != 0 {
			t.Errorf("%d of %s are left", left.Total, entity)
		}
	}
	if left := into[listed](t, call(t, a, "records.list", `{"entity":"user"}`)); left.Total != 1 {
		t.Errorf("%d users are left", left.Total)
	}
	if job := settle(t, a, "demo.fill", "{}"); job.State != records.Done {
		t.Errorf("a second time: %+v", job.Error)
	}
	stranger := who.With(context.Background(), who.User{ID: "stranger"})
	if _, err := a.Call(stranger, "demo.remove", nil); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a stranger: %v", err)
	}
}

func fmtRev(rev uint64) string {
	raw, _ := json.Marshal(rev)
	return string(raw)
}

func TestTheBeginningOfABookCannotBeUndone(t *testing.T) {
	a := open(t, Config{})
	found := into[struct {
		Sets []struct {
			Set     string `json:"set"`
			Lasting bool   `json:"lasting"`
		} `json:"sets"`
	}](t, call(t, a, "changes.list", "{}"))
	first := found.Sets[len(found.Sets)-1]
	if !first.Lasting {
		t.Errorf("%+v", found)
	}
	if _, err := a.Call(context.Background(), "changes.undo", []byte(`{"change":"`+first.Set+`"}`)); !fault.Is(err, fault.Forbidden) {
		t.Errorf("%v", err)
	}
}

func TestTheRecoveryKeyIsShownOnceAndMadeAnew(t *testing.T) {
	dir := t.TempDir()
	a := open(t, Config{Dir: dir, Passphrase: "芝麻开门"})
	first := into[RecoveryKey](t, call(t, a, "book.recovery", "{}"))
	if again := into[RecoveryKey](t, call(t, a, "book.recovery", "{}")); first.Recovery == "" || again.Recovery != "" {
		t.Errorf("%+v %+v", first, again)
	}
	if list := call(t, a, "audit.list", `{"kinds":["key"],"text":"显示了恢复密钥"}`); !strings.Contains(list, `"total":1`) {
		t.Errorf("that it was shown once is not told: %s", list)
	}
	if _, err := a.Call(context.Background(), "book.renewRecovery", []byte(`{"passphrase":"不对"}`)); !fault.Is(err, fault.Forbidden) {
		t.Errorf("a wrong passphrase: %v", err)
	}
	if list := call(t, a, "audit.list", `{"kinds":["signInFailed"]}`); !strings.Contains(list, "账套口令不对") {
		t.Errorf("the wrong passphrase is not told: %s", list)
	}
	if next := into[RecoveryKey](t, call(t, a, "book.renewRecovery", `{"passphrase":"芝麻开门"}`)); next.Recovery == "" || next == first {
		t.Errorf("%+v", next)
	}
	plain := open(t, Config{Dir: t.TempDir()})
	if _, err := plain.Call(context.Background(), "book.renewRecovery", []byte(`{"passphrase":""}`)); !fault.Is(err, fault.Conflict) {
		t.Errorf("a book without a passphrase: %v", err)
	}
}

func TestABackupIsRestoredIntoAnEmptyBook(t *testing.T) {
	old := filepath.Join(t.TempDir(), "old")
	a := open(t, Config{Dir: old, Passphrase: "芝麻开门"})
	call(t, a, "records.create", `{"entity":"customer","record":{"name":"甲"}}`)
	archive := filepath.Join(t.TempDir(), "book.backup")
	if _, err := Backup(context.Background(), old, "芝麻开门", archive); err != nil {
		t.Fatal(err)
	}
	fresh := open(t, Config{Dir: filepath.Join(t.TempDir(), "new")})
	hand := func(path string) string {
		file, err := os.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		defer file.Close()
		owner, err := fresh.User(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		info, err := fresh.book.files.Put(who.With(t.Context(), owner), "book.backup", file)
		if err != nil {
			t.Fatal(err)
		}
		return info.Hash
	}
	// One file out of a folder of backups, and no folder of backups: said what to choose instead.
	drive := t.TempDir()
	call(t, a, "backup.set", `{"folder":`+quoted(drive)+`}`)
	finish(t, a, "backup.run", `{}`)
	alone, err := filepath.Glob(filepath.Join(drive, "*", "*.xkbackup"))
	if err != nil || len(alone) != 1 {
		t.Fatal(alone, err)
	}
	if job := settle(t, fresh, "book.restore", `{"file":"`+hand(alone[0])+`","passphrase":"芝麻开门"}`); job.State != records.Failed || !strings.Contains(job.Error.Message, "整个文件夹") {
		t.Errorf("one file alone: %+v", job.Error)
	}
	for _, wrong := range []string{"relative", t.TempDir(), filepath.Join(drive, "none")} {
		if _, err := fresh.Call(t.Context(), "book.restore", []byte(`{"folder":`+quoted(wrong)+`}`)); err == nil || fault.From(err).Fields["folder"].ZH == "" {
			t.Errorf("%s: %v", wrong, err)
		}
	}
	another := open(t, Config{Dir: filepath.Join(t.TempDir(), "another")})
	if job := settle(t, another, "book.restore", `{"folder":`+quoted(drive)+`,"passphrase":"芝麻开门"}`); job.State != records.Done || !strings.Contains(string(job.Result), `"customer":1`) {
		t.Errorf("from the folder: %+v %+v", job, job.Error)
	}
	hash := hand(archive)
	if job := settle(t, fresh, "book.restore", `{"file":"`+hash+`","passphrase":"不对"}`); job.State != records.Failed || job.Error.Kind != fault.Forbidden {
		t.Errorf("a wrong passphrase: %+v", job)
	}
	if job := settle(t, fresh, "book.restore", `{"file":"`+hash+`","passphrase":"芝麻开门"}`); job.State != records.Done || !strings.Contains(string(job.Result), `"customer":1`) {
		t.Fatalf("%+v %+v", job, job.Error)
	}
	if out := call(t, fresh, "records.list", `{"entity":"customer"}`); !strings.Contains(out, `甲`) {
		t.Errorf("%s", out)
	}
	if _, err := fresh.Call(context.Background(), "book.restore", []byte(`{"file":"`+hash+`"}`)); !fault.Is(err, fault.Conflict) {
		t.Errorf("over a book that holds something: %v", err)
	}
}

func TestFlagsAndTheSizeOfTypeAreKept(t *testing.T) {
	a := open(t, Config{})
	call(t, a, "settings.set", `{"fontSize":16,"flags":{"steps":"off","begun":"1"}}`)
	call(t, a, "settings.set", `{"theme":"dark","flags":{"begun":""}}`)
	if out := call(t, a, "settings.get", "{}"); !strings.Contains(out, `"fontSize":16`) || !strings.Contains(out, `"flags":{"steps":"off"}`) {
		t.Errorf("%s", out)
	}
	for _, wrong := range []string{`{"fontSize":11}`, `{"fontSize":17}`, `{"flags":{"":"1"}}`} {
		if _, err := a.Call(context.Background(), "settings.set", []byte(wrong)); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: %v", wrong, err)
		}
	}
}
