package office

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"xingke/app"
	"xingke/backend/base/lang"
	"xingke/backend/core/rpc"
)

var pages = fstest.MapFS{
	"index.html":           {Data: []byte("<!doctype html><title>行客</title>")},
	"favicon.svg":          {Data: []byte("<svg/>")},
	"assets/app-1a2b3c.js": {Data: []byte("export {}")},
}

// door is an office of a book in memory, on a listener of its own.
type door struct {
	*testing.T
	server *Server
	app    *app.App
	base   string
	signed *http.Client // has the cookie
}

func openDoor(t *testing.T) *door {
	t.Helper()
	a, err := app.Open(app.Config{Owner: "王芳", Lang: lang.EN})
	if err != nil {
		t.Fatal(err)
	}
	s, err := Open(a, "127.0.0.1:0", pages, lang.EN)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := errors.Join(<-ended, a.Close()); err != nil {
			t.Error(err)
		}
	})
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	d := &door{t, s, a, strings.SplitAfter(s.Address(), s.port)[0], &http.Client{Jar: jar}}
	if code, _, _ := d.send(d.signed, http.MethodGet, strings.TrimPrefix(s.Address(), d.base), nil, nil); code != http.StatusOK {
		t.Fatalf("signing in: %d", code)
	}
	return d
}

func (d *door) send(client *http.Client, method, path string, head map[string]string, body io.Reader) (int, http.Header, string) {
	d.Helper()
	r, err := http.NewRequest(method, d.base+path, body)
	if err != nil {
		d.Fatal(err)
	}
	for name, value := range head {
		if name == "Host" {
			r.Host = value
		}
		r.Header.Set(name, value)
	}
	w, err := client.Do(r)
	if err != nil {
		d.Fatal(err)
	}
	defer w.Body.Close()
	text, err := io.ReadAll(w.Body)
	if err != nil {
		d.Fatal(err)
	}
	return w.StatusCode, w.Header, string(text)
}

var asJSON = map[string]string{"Content-Type": "application/json"}

func (d *door) call(operation, input string) (int, string) {
	d.Helper()
	code, _, text := d.send(d.signed, http.MethodPost, "/rpc/"+operation, asJSON, strings.NewReader(input))
	return code, text
}

func TestSignIn(t *testing.T) {
	d := openDoor(t)
	stranger := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for _, path := range []string{"/", "/customers", "/files/", "/events", "/assets/app-1a2b3c.js", "/?token=wrong", "/?token="} {
		if code, head, _ := d.send(stranger, http.MethodGet, path, nil, nil); code != http.StatusUnauthorized || head.Get("Set-Cookie") != "" {
			t.Errorf("%s without the cookie: %d", path, code)
		}
	}
	if code, _, text := d.send(stranger, http.MethodPost, "/rpc/app.describe", asJSON, strings.NewReader("{}")); code != http.StatusUnauthorized || !json.Valid([]byte(text)) {
		t.Errorf("an operation without the cookie: %d %s", code, text)
	}
	code, head, _ := d.send(stranger, http.MethodGet, strings.TrimPrefix(d.server.Address(), d.base), nil, nil)
	cookie := head.Get("Set-Cookie")
	if code != http.StatusSeeOther || head.Get("Location") != "/" || !strings.Contains(cookie, "HttpOnly") || !strings.Contains(cookie, "SameSite=Strict") {
		t.Errorf("the printed address: %d %v", code, head)
	}
	if strings.Contains(cookie, d.server.token) {
		t.Error("the cookie is the token of the address")
	}
	if code, _, text := d.send(stranger, http.MethodGet, strings.TrimPrefix(d.server.Address(), d.base), map[string]string{"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate"}, nil); code != http.StatusOK || !strings.Contains(text, "refresh") {
		t.Errorf("a link from a mail: %d %s", code, text)
	}
}

func TestOtherSitesAreRefused(t *testing.T) {
	d := openDoor(t)
	for name, head := range map[string]map[string]string{
		"origin":          {"Origin": "https://evil.example"},
		"origin null":     {"Origin": "null"},
		"another port":    {"Origin": "http://127.0.0.1:1"},
		"https":           {"Origin": "https://127.0.0.1:" + d.server.port},
		"host":            {"Host": "evil.example"},
		"rebound host":    {"Host": "evil.example:" + d.server.port},
		"host of no port": {"Host": "127.0.0.1"},
		"fetch from site": {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors"},
		"same site":       {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "cors"},
	} {
		given := map[string]string{"Content-Type": "application/json"}
		for k, v := range head {
			given[k] = v
		}
		if code, _, text := d.send(d.signed, http.MethodPost, "/rpc/settings.get", given, strings.NewReader("{}")); code != http.StatusForbidden {
			t.Errorf("%s: %d %s", name, code, text)
		}
	}
	own := map[string]string{"Content-Type": "application/json", "Origin": "http://localhost:" + d.server.port, "Sec-Fetch-Site": "same-origin"}
	if code, _, text := d.send(d.signed, http.MethodPost, "/rpc/settings.get", own, strings.NewReader("{}")); code != http.StatusOK {
		t.Errorf("our own page: %d %s", code, text)
	}
	if code, _, _ := d.send(d.signed, http.MethodPost, "/rpc/settings.get", map[string]string{"Content-Type": "text/plain"}, strings.NewReader("{}")); code == http.StatusOK {
		t.Error("a form of another site could send this")
	}
}

func TestListensHereOnly(t *testing.T) {
	for _, address := range []string{"0.0.0.0:0", ":0", "192.0.2.1:0", "nonsense", "example.com:80", "[::]:0"} {
		if s, err := Open(nil, address, pages, lang.EN); err == nil {
			_ = s.listen.Close()
			t.Errorf("listens on %s", address)
		}
	}
}

func TestOperationsAndTheirFaults(t *testing.T) {
	d := openDoor(t)
	code, text := d.call("records.create", `{"entity":"customer","record":{"name":"<华为>"}}`)
	if code != http.StatusOK || !strings.Contains(text, `"<华为>"`) {
		t.Fatalf("%d %s", code, text)
	}
	var made struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal([]byte(text), &made); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		operation, input string
		code             int
		kind             string
	}{
		{"records.create", `{"entity":"customer","record":{}}`, 422, "invalid"},
		{"records.get", `{"entity":"customer","id":"none"}`, 404, "notFound"},
		{"no.operation", `{}`, 404, "notFound"},
		{"records.update", `{"entity":"customer","id":"` + made.ID + `","rev":7,"set":{"phone":"1"}}`, 409, "conflict"},
		{"practice.reset", `{}`, 403, "forbidden"},
		{"records.get", `{"entity":`, 422, "invalid"},
		{"records.list", `{"entity":"customer","after":"` + strings.Repeat("x", rpc.MaxInput) + `"}`, 422, "invalid"},
	} {
		code, text := d.call(c.operation, c.input)
		var said rpc.Fault
		if err := json.Unmarshal([]byte(text), &said); err != nil || code != c.code || string(said.Kind) != c.kind || said.Message == "" {
			t.Errorf("%s: %d %.200s", c.operation, code, text)
		}
	}
}

// What is only asked ends when nobody waits for it; what is to be done is done.
func TestAQuestionEndsWithWhoAsked(t *testing.T) {
	d := openDoor(t)
	gone, cancel := context.WithCancel(context.Background())
	cancel()
	ask := func(operation, input string, question bool) int {
		r := httptest.NewRequestWithContext(gone, http.MethodPost, "/rpc/"+operation, strings.NewReader(input))
		r.SetPathValue("operation", operation)
		r.Header.Set("Content-Type", "application/json")
		if question {
			r.Header.Set("Xingke-Question", "1")
		}
		w := httptest.NewRecorder()
		call(d.app, w, r, lang.EN)
		return w.Code
	}
	if code := ask("records.create", `{"entity":"customer","record":{"name":"华为"}}`, false); code != http.StatusOK {
		t.Errorf("what was to be done is not: %d", code)
	}
	if code := ask("records.list", `{"entity":"customer"}`, false); code != http.StatusOK {
		t.Errorf("an answer that somebody may wait for: %d", code)
	}
	for operation, input := range map[string]string{
		"records.list":      `{"entity":"customer","where":{"field":"note","op":"contains","value":"年"}}`,
		"records.aggregate": `{"entity":"customer","measures":[{"op":"count"}]}`,
		"search.query":      `{"text":"华为"}`,
	} {
		if code := ask(operation, input, true); code == http.StatusOK {
			t.Errorf("%s was worked out for nobody", operation)
		}
	}
}

func TestOperationsArePosted(t *testing.T) {
	d := openDoor(t)
	for _, method := range []string{http.MethodGet, http.MethodPut} {
		if code, _, _ := d.send(d.signed, method, "/rpc/app.describe", nil, nil); code != http.StatusMethodNotAllowed {
			t.Errorf("%s: %d", method, code)
		}
	}
}

func TestPages(t *testing.T) {
	d := openDoor(t)
	for path, want := range map[string]string{
		"/": "text/html", "/customers/1": "text/html", "/favicon.svg": "image/svg", "/assets/app-1a2b3c.js": "javascript",
	} {
		code, head, _ := d.send(d.signed, http.MethodGet, path, nil, nil)
		if code != http.StatusOK || !strings.Contains(head.Get("Content-Type"), want) {
			t.Errorf("%s: %d %v", path, code, head)
		}
		csp := head.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'self'") || strings.Contains(csp, "script-src") || !strings.Contains(csp, "object-src 'none'; base-uri 'none'") || head.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %v", path, head)
		}
		if long := strings.Contains(head.Get("Cache-Control"), "immutable"); long != strings.HasPrefix(path, "/assets/") {
			t.Errorf("%s is kept: %s", path, head.Get("Cache-Control"))
		}
	}
	for _, path := range []string{"/assets/gone.js", "/robots.txt", "/assets/"} {
		if code, _, _ := d.send(d.signed, http.MethodGet, path, nil, nil); code != http.StatusNotFound {
			t.Errorf("%s: %d", path, code)
		}
	}
}

func TestFiles(t *testing.T) {
	d := openDoor(t)
	content := bytes.Repeat([]byte("行客,"), 50_000)
	code, _, text := d.send(d.signed, http.MethodPost, "/files/?name="+url.QueryEscape("客户.csv"), nil, bytes.NewReader(content))
	var info struct {
		File string `json:"file"`
		Name string `json:"name"`
	}
	if err := json.Unmarshal([]byte(text), &info); err != nil || code != http.StatusOK || info.Name != "客户.csv" {
		t.Fatalf("%d %s", code, text)
	}
	code, head, got := d.send(d.signed, http.MethodGet, "/files/"+info.File, nil, nil)
	if code != http.StatusOK || got != string(content) || !strings.HasPrefix(head.Get("Content-Disposition"), "attachment") {
		t.Errorf("%d %v", code, head)
	}
	if code, _, text := d.send(d.signed, http.MethodGet, "/files/"+strings.Repeat("0", 64), nil, nil); code != http.StatusNotFound || !json.Valid([]byte(text)) {
		t.Errorf("%d %s", code, text)
	}
	if code, _, text := d.send(d.signed, http.MethodPost, "/rpc/import.open", asJSON, strings.NewReader(`{"file":{"path":"/etc/hostname"}}`)); code == http.StatusOK {
		t.Errorf("a browser reads files of the machine: %s", text)
	}
}

// event is one server-sent event.
type event struct{ id, data string }

// listen opens the feed and gives its events until the test ends.
func (d *door) listen(last string) (events <-chan event, leave func()) {
	d.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, d.base+"/events", nil)
	if err != nil {
		d.Fatal(err)
	}
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	w, err := d.signed.Do(r)
	if err != nil {
		d.Fatal(err)
	}
	if w.StatusCode != http.StatusOK || w.Header.Get("Content-Type") != "text/event-stream; charset=utf-8" {
		d.Fatalf("%d %v", w.StatusCode, w.Header)
	}
	out := make(chan event, 100)
	go func() {
		defer close(out)
		defer w.Body.Close()
		var now event
		for lines := bufio.NewScanner(w.Body); lines.Scan(); {
			switch name, value, _ := strings.Cut(lines.Text(), ": "); name {
			case "id":
				now.id = value
			case "data":
				now.data = value
			case "":
				if now.data != "" {
					out <- now
				}
				now = event{}
			}
		}
	}()
	return out, cancel
}

// next waits for an event that tells of something.
func (d *door) next(events <-chan event, part string) event {
	d.Helper()
	late := time.After(10 * time.Second)
	for {
		select {
		case e, listening := <-events:
			if !listening {
				d.Fatalf("the feed ended before it told of %s", part)
			}
			if strings.Contains(e.data, part) {
				return e
			}
		case <-late:
			d.Fatalf("no event tells of %s", part)
		}
	}
}

func (d *door) create(name string) string {
	d.Helper()
	code, text := d.call("records.create", `{"entity":"customer","record":{"name":"`+name+`"}}`)
	if code != http.StatusOK {
		d.Fatalf("%d %s", code, text)
	}
	return idIn(d.T, text)
}

func idIn(t *testing.T, answer string) string {
	t.Helper()
	var made struct {
		ID string `json:"id"`
	}
	if err := json.Unmarshal([]byte(answer), &made); err != nil || made.ID == "" {
		t.Fatalf("%v %s", err, answer)
	}
	return made.ID
}

func TestFeedAndItsResuming(t *testing.T) {
	d := openDoor(t)
	events, leave := d.listen("")
	d.create("甲")
	seen := d.next(events, `"entity":"customer"`)
	if !strings.Contains(seen.data, `"seq":`) {
		t.Errorf("event: %s", seen.data)
	}
	leave()
	d.create("乙")
	again, leave := d.listen(seen.id)
	defer leave()
	if e := d.next(again, `"entity":"customer"`); strings.Contains(e.data, "reset") {
		t.Errorf("resumed: %s", e.data)
	}
	lost, leave := d.listen("anothertime-3")
	defer leave()
	d.next(lost, "reset") // what came between is not known: everything may have changed
}

func TestJobsAreTold(t *testing.T) {
	d := openDoor(t)
	events, leave := d.listen("")
	defer leave()
	id := d.create("甲")
	d.call("records.bulkDelete", `{"entity":"customer","ids":["`+id+`"]}`)
	if e := d.next(events, `"state":"done"`); !strings.Contains(e.data, "records.bulkDelete") {
		t.Errorf("job: %s", e.data)
	}
}
