package app

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"xingke/backend/base/who"
	"xingke/backend/core/entity"
	"xingke/backend/core/seal"
	"xingke/backend/core/store"
	"xingke/trust"
)

const eraseBook = "XINGKE_TEST_ERASE_BOOK"

// eraseAndDie erases the contact of a book, or goes on with it, and ends the process without a word at a step.
func eraseAndDie(dir, at, contact string) {
	dieAt(at)
	a, err := Open(Config{Dir: dir, Passphrase: "芝麻开门", Quiet: true})
	if err != nil {
		fail(err)
	}
	user, err := a.User(context.Background())
	if err != nil {
		fail(err)
	}
	ctx := who.With(context.Background(), user)
	plan := &erasePlan{GoOn: true}
	if a.book.erasePlanned() == nil {
		t, _ := a.book.types.Need("contact")
		found, err := a.book.db.FindErased(ctx, []store.Ref{{Entity: "contact", ID: contact}}, erasable["contact"], nil)
		if err != nil {
			fail(err)
		}
		words := []string{}
		for _, w := range found.Known {
			words = append(words, w.Text)
		}
		plan = a.book.erasing(ctx, t, contact, found, words)
	}
	if _, err = a.book.erase(ctx, "芝麻开门", plan, func(int, int) {}); err != nil {
		fail(err)
	}
	os.Exit(0)
}

// person is a contact of whom something stands in every place that takes words.
type person struct {
	id, followUp, plan string
	word               func() string
	files              []string
}

// writePerson fills a book with somebody's data: imported, changed, attached, talked to, searched for, typed and not saved.
func writePerson(t *testing.T, a *App, me *guest, customer string) (p person) {
	t.Helper()
	c := &singer{app: a, visit: me.visit, tag: "7"}
	fields := map[string][]canaryField{}
	var described struct {
		Entities []struct {
			Name   string        `json:"name"`
			Fields []canaryField `json:"fields"`
		} `json:"entities"`
	}
	me.do("app.describe", m{}, &described)
	for _, e := range described.Entities {
		fields[e.Name] = e.Fields
	}
	name := c.word()
	rows := "姓名,客户,微信,备注\n" + name + ",留下的公司," + c.word() + "," + c.word() + "\n"
	job(me, "import.run", m{"entity": "contact", "file": handIn(t, a, t.Context(), "list.csv", rows), "match": "none"})
	p.id = onlyOf(t, a, "contact", name)
	p.word = c.word
	for rev := 1; rev <= 2; rev++ {
		set := m{"phone": "139 2468 1357", "note": c.word()}
		for _, f := range fields["contact"] {
			if f.Kind == "text" && !f.ReadOnly && !f.System {
				set[f.Name] = c.word()
			}
		}
		me.do("records.update", m{"entity": "contact", "id": p.id, "rev": rev, "set": set}, nil)
	}
	p.followUp = c.record(fields["followUp"], "followUp", m{"customerId": customer, "contactId": p.id, "at": "2026-11-20T08:00:00Z"})
	p.plan = c.record(fields["followUpPlan"], "followUpPlan", m{"customerId": customer, "contactId": p.id, "dueOn": "2026-11-25"})
	for _, to := range []m{{"entity": "contact", "id": p.id}, {"entity": "followUp", "id": p.followUp}} {
		file := handIn(t, a, t.Context(), canaryEN+".txt", c.word())
		p.files = append(p.files, file)
		to["files"] = []m{{"file": file, "name": c.word() + ".txt"}}
		me.do("attachments.add", to, nil)
	}
	job(me, "export.run", m{"entity": "contact", "format": "csv"})
	me.do("draft.keep", m{"text": c.word()}, nil)
	return p
}

// job runs an operation to its end.
func job(me *guest, name string, input any) json.RawMessage {
	me.Helper()
	var begun, done struct {
		Job struct {
			ID     string          `json:"id"`
			State  string          `json:"state"`
			Result json.RawMessage `json:"result"`
			Error  json.RawMessage `json:"error"`
		} `json:"job"`
	}
	me.do(name, input, &begun)
	me.do("jobs.wait", m{"id": begun.Job.ID}, &done)
	if done.Job.State != "done" {
		me.Fatalf("%s: %s %s", name, done.Job.State, done.Job.Error)
	}
	return done.Job.Result
}

func onlyOf(t *testing.T, a *App, name, title string) (found string) {
	t.Helper()
	typ, err := a.book.types.Need(name)
	if err != nil {
		t.Fatal(err)
	}
	err = a.book.db.Each(t.Context(), typ, func(rec entity.Record) bool {
		if typ.Title(rec) == title {
			found = rec.Meta().ID
		}
		return true
	})
	if err != nil || found == "" {
		t.Fatalf("%s %s is not there: %v", name, title, err)
	}
	return found
}

// everything is what a book holds, opened: every change with its set, every record, every file.
func everything(t *testing.T, a *App) string {
	t.Helper()
	var all bytes.Buffer
	out := json.NewEncoder(&all)
	out.SetEscapeHTML(false)
	b := a.book
	changes, err := b.db.Changes(t.Context(), 0, 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	sets, err := b.db.Sets(t.Context(), 0, 1_000_000)
	if err != nil {
		t.Fatal(err)
	}
	_ = out.Encode([]any{changes, sets})
	for _, typ := range b.types.All() {
		err := b.db.Each(t.Context(), typ, func(rec entity.Record) bool { return out.Encode(rec) == nil && out.Encode(rec.Meta().Extra) == nil })
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, path := range filesBelow(t, filepath.Join(b.app.config.Dir, "files")) {
		if hash, is := strings.CutSuffix(filepath.Base(path), ".info"); is && len(hash) == 64 {
			info, err := b.files.Stat(hash)
			if err != nil {
				t.Fatal(err)
			}
			all.WriteString(info.Name + download(t, a, hash))
		}
	}
	return string(lower(all.Bytes()))
}

// others are all records but those of some entities, as JSON by id.
func others(t *testing.T, a *App, without ...string) map[string]string {
	t.Helper()
	skip := map[string]bool{"setting": true, "auditEvent": true} // the program's own, which go on
	for _, id := range without {
		skip[id] = true
	}
	list := map[string]string{}
	for _, typ := range a.book.types.All() {
		err := a.book.db.Each(t.Context(), typ, func(rec entity.Record) bool {
			if raw, err := json.Marshal(rec); err == nil && !skip[typ.Name] && !skip[rec.Meta().ID] {
				list[typ.Name+rec.Meta().ID] = string(raw)
			}
			return true
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return list
}

// Somebody is erased by a program that is killed at every step, one after the other. Whenever the book is opened in
// between it is whole; at the end nothing of them is left in it, and everything else is as it was.
func TestAPersonIsErasedThoughTheProgramIsKilledAtEveryStep(t *testing.T) {
	dir := t.TempDir()
	a := open(t, Config{Dir: dir, Passphrase: "芝麻开门", Owner: "王芳"})
	me := at(t, a, true)
	var customer struct {
		ID string `json:"id"`
	}
	me.do("records.create", m{"entity": "customer", "record": m{"name": "留下的公司"}}, &customer)
	stays := handIn(t, a, t.Context(), "contract.txt", "盖章的合同")
	me.do("attachments.add", m{"entity": "customer", "id": customer.ID, "files": []m{{"file": stays, "name": "合同.txt"}}}, nil)
	p := writePerson(t, a, me, customer.ID)
	me.do("records.create", m{"entity": "customer", "record": m{"name": "另一家", "note": "13924681357 介绍"}}, nil)
	patterns := canaryPatterns(t)
	if all := everything(t, a); !strings.Contains(all, canaryZH) || !strings.Contains(all, "13924681357") {
		t.Fatal("the words are not found where they are")
	}
	gone := []string{p.id, p.followUp, p.plan, onlyOf(t, a, "customer", "另一家")}
	gone = append(gone, attachmentsOf(t, a, p.files)...)
	was := others(t, a, gone...)
	book := a.book.db.Book()
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	old, err := seal.Unlock(dir, "芝麻开门")
	if err != nil {
		t.Fatal(err)
	}
	steps := []string{"planned", "journal#3", "witnessed", "ready"} // what comes then is the same as when a book is sealed anew
	if trust.Nightly() {
		steps = []string{"planned", "journal#2", "file#1", "copied", "witnessed", "ready"}
	}
	check := func(step string) {
		t.Helper()
		a, err := Open(Config{Dir: dir, Passphrase: "芝麻开门", Quiet: true})
		if err != nil {
			t.Fatalf("after %s: %v", step, err)
		}
		defer func() {
			if err := a.Close(); err != nil {
				t.Fatal(err)
			}
		}()
		report, err := a.Verify(t.Context(), "en", nil)
		if err != nil || !report.OK || a.book.db.Book() != book {
			t.Fatalf("after %s: %+v %v", step, report, err)
		}
	}
	for _, step := range steps {
		child := exec.Command(os.Args[0], "-test.run=^$")
		child.Env = append(os.Environ(), eraseBook+"="+dir, childStep+"="+step, canaryMoment+"="+p.id)
		out, err := child.CombinedOutput()
		var ended *exec.ExitError
		if errors.As(err, &ended) && ended.ExitCode() == 3 {
			t.Fatalf("%s: %v %s", step, err, out)
		}
		check(step)
	}
	a = open(t, Config{Dir: dir, Passphrase: "芝麻开门"})
	if all := everything(t, a); strings.Contains(all, canaryZH) || strings.Contains(all, strings.ToLower(canaryEN)) || strings.Contains(all, "13924681357") {
		at := max(strings.Index(all, canaryZH), strings.Index(all, strings.ToLower(canaryEN)), strings.Index(all, "13924681357"))
		t.Errorf("a word is left: …%s…", all[max(0, at-300):min(len(all), at+100)])
	}
	for _, path := range filesBelow(t, dir) {
		raw, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for name, pattern := range patterns {
			if bytes.Contains(lower(raw), pattern) {
				t.Errorf("%s holds a word (%s)", path, name)
			}
		}
		if strings.HasSuffix(path, ".journal") {
			if _, err := old.For("journal").Open(nil, raw[80:80+14+seal.Overhead], raw[16:80]); err == nil {
				t.Errorf("%s opens with the old key", path)
			}
		}
	}
	now := others(t, a, gone...)
	for key, record := range was {
		if now[key] != record {
			t.Errorf("%s\nbecame %s", record, now[key])
		}
	}
	if len(now) != len(was) {
		t.Errorf("%d other records, there were %d", len(now), len(was))
	}
	if got := download(t, a, stays); got != "盖章的合同" {
		t.Errorf("the contract says %q", got)
	}
	var bin, call map[string]any
	me = at(t, a, true)
	me.do("records.get", m{"entity": "contact", "id": p.id}, &bin)
	me.do("records.get", m{"entity": "followUp", "id": p.followUp}, &call)
	if bin["name"] != "已删除的联系人" || bin["phone"] != nil || call["content"] != "已删除" || call["at"] != "2026-11-20T08:00:00Z" {
		t.Errorf("%+v %+v", bin, call)
	}
}

func attachmentsOf(t *testing.T, a *App, files []string) (ids []string) {
	t.Helper()
	typ, err := a.book.types.Need("attachment")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		err := a.book.db.Each(t.Context(), typ, func(rec entity.Record) bool {
			raw, err := json.Marshal(rec)
			if err == nil && strings.Contains(string(raw), file) {
				ids = append(ids, rec.Meta().ID)
			}
			return true
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return ids
}

// A customer that is a person goes with the contacts; orders and figures stay under its empty record. Somebody who left
// is erased as well, and what they did stays under their id. One erasing after the other keeps the journal whole.
func TestACustomerAndAFormerColleagueAreErased(t *testing.T) {
	a := open(t, Config{Dir: t.TempDir(), Owner: "王芳"})
	me := at(t, a, true)
	create := func(entity string, record m) string {
		var made struct {
			ID string `json:"id"`
		}
		me.do("records.create", m{"entity": entity, "record": record}, &made)
		return made.ID
	}
	customer := create("customer", m{"name": "金丝雀", "code": "jsq-1", "level": "A", "phone": "0571-8888666"})
	create("customer", m{"name": "金丝雀花鸟市场", "phone": "0571-8888666"})
	contact := create("contact", m{"name": "金丝雀", "customerId": customer, "wechat": "jsq_2468"})
	product := create("product", m{"name": "鸟笼"})
	order := create("order", m{"number": "SO-1", "customerId": customer, "lines": []m{{"productId": product, "quantity": 2, "unitPrice": "3.50", "description": "jsq-1 专用"}}})
	colleague := create("user", m{"name": "雀金丝", "login": "quejinsi", "phone": "13900001111"})
	create("customer", m{"name": "由同事建立", "ownerId": colleague})
	erase := func(entity, id, name string) ErasePreview {
		t.Helper()
		var look ErasePreview
		if err := json.Unmarshal(job(me, "erase.look", m{"entity": entity, "id": id}), &look); err != nil {
			t.Fatal(err)
		}
		words := []string{}
		for _, w := range look.Words {
			if w.Suggest {
				words = append(words, w.Text)
			}
		}
		job(me, "erase.run", m{"entity": entity, "id": id, "name": name, "words": words})
		if report, err := a.Verify(t.Context(), "en", nil); err != nil || !report.OK {
			t.Fatalf("%s: %+v %v", entity, report, err)
		}
		return look
	}
	look := erase("customer", customer, "金丝雀")
	doubts := map[string]EraseDoubted{}
	for _, w := range look.Words {
		doubts[w.Text] = w.Doubt
	}
	if doubts["金丝雀"] != EraseNamesake || doubts["0571-8888666"] != EraseShared || doubts["jsq-1"] != "" || len(look.Whole) != 1 || len(look.Others) != 1 {
		t.Errorf("%+v", look)
	}
	var got, line, person map[string]any
	me.do("records.get", m{"entity": "customer", "id": customer}, &got)
	me.do("records.get", m{"entity": "order", "id": order}, &line)
	me.do("records.get", m{"entity": "contact", "id": contact}, &person)
	said, _ := json.Marshal(line)
	if got["name"] != "已删除的客户" || got["code"] != nil || got["phone"] != nil || got["deletedAt"] != nil || line["total"] != "7.00" || strings.Contains(string(said), "jsq-1") || person["name"] != "已删除的联系人" {
		t.Errorf("%v\n%s\n%v", got, said, person)
	}
	me.wants("conflict", "erase.look", m{"entity": "user", "id": colleague}) // still active
	me.do("records.update", m{"entity": "user", "id": colleague, "rev": 1, "set": m{"active": false}}, nil)
	erase("user", colleague, "雀金丝")
	all := everything(t, a)
	if strings.Contains(all, "雀金丝") || strings.Contains(all, "quejinsi") || strings.Contains(all, "13900001111") || strings.Contains(all, "jsq_2468") {
		t.Error("something of them is left")
	}
	if !strings.Contains(all, "金丝雀花鸟市场") || !strings.Contains(all, "0571-8888666") {
		t.Error("what belongs to another is gone")
	}
}
