package app

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"golang.org/x/text/encoding/simplifiedchinese"

	"xingke/backend/core/audit"
	"xingke/trust"
)

// What a child program is told: where the book lies, and after what it stands still to be killed.
const (
	canaryBook   = "XINGKE_TEST_CANARY_BOOK"
	canaryMoment = "XINGKE_TEST_CANARY_MOMENT"
)

// The words that must be found nowhere. Every one begins like this, so that few patterns find them all.
const (
	canaryZH = "金丝雀"
	canaryEN = "Qzcanary"
)

// Moments at which the program is killed.
var canaryMoments = []string{"records", "upload", "import", "export", "report", "draft", "locked"}

// A program writes words into every kind of field, into files, searches, imports, exports and reports, and is
// killed in the middle of it. Nothing on the disk, nor what it said, holds any of the words.
func TestNothingOnTheDiskCanBeRead(t *testing.T) {
	root := t.TempDir()
	book, tmp := filepath.Join(root, "book"), filepath.Join(root, "tmp")
	if err := os.Mkdir(tmp, 0o700); err != nil {
		t.Fatal(err)
	}
	patterns := canaryPatterns(t)
	for name, pattern := range patterns { // what lies open would be found
		if !bytes.Contains(lower(slices.Concat([]byte{0, 0xff, 0xc3}, pattern, []byte("Z"))), pattern) {
			t.Fatalf("%s is not found where it lies open", name)
		}
	}
	for _, moment := range canaryMoments {
		if !trust.Nightly() && (moment == "records" || moment == "import" || moment == "report" || moment == "draft") {
			continue // those that come after pass it
		}
		said := runCanary(t, book, tmp, moment, nil)
		for name, pattern := range patterns {
			if bytes.Contains(lower(said), pattern) {
				t.Errorf("%s: the program says a word (%s)", moment, name)
			}
		}
		for _, path := range filesBelow(t, root) {
			raw, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			raw = append(lower(raw), strings.ToLower(filepath.Base(path))...) // its name counts, too
			for name, pattern := range patterns {
				if at := bytes.Index(raw, pattern); at >= 0 {
					t.Errorf("after %s: %s holds a word at %d (%s)", moment, strings.TrimPrefix(path, root), at, name)
				}
			}
		}
	}
}

// canaryPatterns are the beginnings of the words in small letters, in every encoding a disk may hold them in.
func canaryPatterns(t *testing.T) map[string][]byte {
	t.Helper()
	gbk, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(canaryZH))
	if err != nil {
		t.Fatal(err)
	}
	wide := func(text string, big bool) (out []byte) {
		for _, unit := range utf16.Encode([]rune(text)) {
			if big {
				out = append(out, byte(unit>>8), byte(unit))
			} else {
				out = append(out, byte(unit), byte(unit>>8))
			}
		}
		return out
	}
	all := map[string][]byte{
		"UTF-8": []byte(canaryZH), "GBK": gbk, "UTF-16LE": wide(canaryZH, false), "UTF-16BE": wide(canaryZH, true), "pinyin": []byte("jinsique"),
		"latin": []byte(canaryEN), "latin UTF-16LE": wide(canaryEN, false), "latin UTF-16BE": wide(canaryEN, true),
	}
	for name, pattern := range all {
		all[name] = lower(pattern) // as the bytes they are compared with
	}
	return all
}

// lower makes letters small and leaves every other byte alone.
func lower(raw []byte) []byte {
	out := bytes.Clone(raw)
	for i, b := range out {
		if 'A' <= b && b <= 'Z' {
			out[i] = b + 'a' - 'A'
		}
	}
	return out
}

// runCanary runs the program until it stands still at a moment, has it looked at, and kills it. It returns what the
// program said.
func runCanary(t *testing.T, book, tmp, moment string, look func(t *testing.T, pid int)) []byte {
	t.Helper()
	child := exec.Command(os.Args[0], "-test.run=^$")
	child.Env = append(os.Environ(), canaryBook+"="+book, canaryMoment+"="+moment, "TMPDIR="+tmp, "TMP="+tmp, "TEMP="+tmp)
	var said, complaints bytes.Buffer // each has a writer of its own
	child.Stderr = &complaints
	out, err := child.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(out)
	reached := false
	for !reached && lines.Scan() {
		reached = lines.Text() == "at "+moment
		said.WriteString(lines.Text())
	}
	if reached && look != nil {
		look(t, child.Process.Pid)
	}
	_ = child.Process.Kill() // it may have ended by itself, which is said below
	_, _ = io.Copy(&said, out)
	_ = child.Wait()
	said.Write(complaints.Bytes())
	if !reached {
		t.Fatalf("%s was not reached: %s", moment, said.String())
	}
	return said.Bytes()
}

// singer is the program that writes the words.
type singer struct {
	app    *App
	visit  *Visit
	moment string
	count  int
	tag    string
}

func singAndWait(dir, moment string) {
	a, err := Open(Config{Dir: dir, Passphrase: "芝麻开门", Attended: true})
	if err != nil {
		fail(err)
	}
	c := &singer{app: a, moment: moment, tag: fmt.Sprint(time.Now().UnixNano() % 1e9)}
	c.visit = a.NewVisit(audit.Place{Door: audit.Window}, true, "")
	c.sing()
	fail(fmt.Errorf("it did not stand still at %s; %d words", moment, c.count))
}

func fail(err error) {
	_, _ = os.Stderr.WriteString(err.Error())
	os.Exit(3)
}

// at stands still at the moment that was asked for, until the program is killed.
func (c *singer) at(moment string) {
	if moment != c.moment {
		return
	}
	if c.count < 50 {
		fail(fmt.Errorf("only %d words were written", c.count))
	}
	_, _ = os.Stdout.WriteString("at " + moment + "\n")
	select {}
}

func (c *singer) word() string {
	c.count++
	if c.count%2 == 0 {
		return fmt.Sprintf("%s%d%s", canaryEN, c.count, c.tag)
	}
	return fmt.Sprintf("%s%d号%s", canaryZH, c.count, c.tag)
}

func (c *singer) call(name string, input any, out any) error {
	raw, err := json.Marshal(input)
	if err != nil {
		return err
	}
	var answer json.RawMessage
	done := make(chan struct{})
	go func() { // as doors do: what lay on its stack goes with it
		defer close(done)
		answer, err = c.app.Call(WithVisit(context.Background(), c.visit), name, raw)
	}()
	<-done
	if err == nil && out != nil {
		err = json.Unmarshal(answer, out)
	}
	return err
}

func (c *singer) do(name string, input any, out any) {
	if err := c.call(name, input, out); err != nil {
		fail(fmt.Errorf("%s: %w", name, err))
	}
}

// upload hands in a file through the door's own handler.
func (c *singer) upload(name string, content io.Reader) (hash string) {
	ctx, err := c.app.Enter(WithVisit(context.Background(), c.visit), "")
	if err != nil {
		fail(err)
	}
	r := httptest.NewRequest(http.MethodPost, "/files/?name="+name, content).WithContext(ctx)
	w := httptest.NewRecorder()
	c.app.Files().ServeHTTP(w, r)
	var info struct {
		File string `json:"file"`
	}
	if err := json.Unmarshal(w.Body.Bytes(), &info); err != nil || info.File == "" {
		fail(errors.Join(errors.New("upload: "+w.Body.String()), err))
	}
	return info.File
}

// record makes a record of an entity with a word in every field that takes one.
func (c *singer) record(fields []canaryField, entity string, set m) string {
	record := m{}
	for _, f := range fields {
		if f.ReadOnly || f.Unlisted || f.System && f.Kind != "tags" {
			continue
		}
		switch f.Kind {
		case "text", "longtext":
			if f.Max == 0 || f.Max >= 30 {
				record[f.Name] = c.word()
			}
		case "email":
			record[f.Name] = strings.ToLower(canaryEN) + c.tag + "@example.com"
			c.count++
		case "url":
			record[f.Name] = "https://example.com/" + c.word()
		case "tags":
			record[f.Name] = []string{c.word()}
		}
	}
	for name, value := range set {
		record[name] = value
	}
	var made struct {
		ID string `json:"id"`
	}
	c.do("records.create", m{"entity": entity, "record": record}, &made)
	return made.ID
}

type canaryField struct {
	Name     string `json:"name"`
	Kind     string `json:"kind"`
	Max      int    `json:"max"`
	ReadOnly bool   `json:"readOnly"`
	Unlisted bool   `json:"unlisted"`
	System   bool   `json:"system"`
}

func (c *singer) sing() {
	var described struct {
		Entities []struct {
			Name   string        `json:"name"`
			Fields []canaryField `json:"fields"`
		} `json:"entities"`
	}
	c.do("app.describe", m{}, &described)
	fields := map[string][]canaryField{}
	for _, e := range described.Entities {
		fields[e.Name] = e.Fields
	}
	customer := c.record(fields["customer"], "customer", m{"creditCode": nil, "website": "https://example.com/" + c.word()})
	c.record(fields["contact"], "contact", m{"customerId": customer})
	c.record(fields["followUp"], "followUp", m{"customerId": customer, "at": "2026-11-20T08:00:00Z"})
	c.record(fields["followUpPlan"], "followUpPlan", m{"customerId": customer, "dueOn": "2026-11-25"})
	product := c.record(fields["product"], "product", m{"unit": nil})
	c.record(fields["opportunity"], "opportunity", m{"customerId": customer, "lostReason": nil})
	c.record(fields["order"], "order", m{"customerId": customer, "lines": []m{{"productId": product, "quantity": 2, "unitPrice": "3.50", "description": c.word()}}})
	c.record(fields["user"], "user", m{"login": "qz" + c.tag})
	c.record(fields["department"], "department", nil)
	c.record(fields["tag"], "tag", nil)
	c.do("settings.set", m{"bookName": c.word(), "flags": m{c.word(): c.word()}}, nil)
	for range 3 {
		c.do("search.query", m{"text": c.word()}, nil)
	}
	c.do("search.query", m{"text": canaryZH}, nil)
	c.at("records")
	if c.moment == "upload" { // in the middle of it
		reader, writer := io.Pipe()
		go func() {
			for range 20_000 {
				_, _ = io.WriteString(writer, c.word()+"，写进附件\n")
			}
			c.at("upload")
		}()
		c.upload("qz.txt", reader)
	}
	attached := c.upload(canaryEN+".jpg", strings.NewReader(c.word()))
	c.do("attachments.add", m{"entity": "customer", "id": customer, "files": []m{{"file": attached, "name": c.word() + ".jpg"}}}, nil)
	rows := "客户名称,客户编号,备注\n"
	for range 400 {
		rows += c.word() + "," + c.word() + "," + c.word() + "\n"
	}
	gbk, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(rows))
	if err != nil {
		fail(err)
	}
	file := c.upload("Qzcanary.csv", bytes.NewReader(gbk))
	c.do("import.open", m{"file": file}, nil)
	c.do("import.run", m{"entity": "customer", "file": file, "match": "none", "dryRun": true}, nil)
	c.do("import.run", m{"entity": "customer", "file": file, "match": "none"}, nil)
	c.at("import")
	c.do("export.run", m{"entity": "customer", "format": "xlsx"}, nil)
	c.do("export.run", m{"entity": "customer", "format": "csv"}, nil)
	c.at("export")
	c.do("reports.run", m{"name": ""}, nil)
	c.at("report")
	c.do("draft.keep", m{"text": c.word()}, nil)
	c.at("draft")
	for c.app.jobs.Busy() {
		time.Sleep(10 * time.Millisecond)
	}
	c.do("door.lock", m{}, nil)
	c.at("locked")
}
