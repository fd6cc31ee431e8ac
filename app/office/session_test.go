package office

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"
)

// browser is another person's browser at the door.
type browser struct {
	*door
	client *http.Client
}

func (d *door) browser() *browser {
	d.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		d.Fatal(err)
	}
	return &browser{d, &http.Client{Jar: jar}}
}

func (b *browser) post(operation, input string) (int, string) {
	b.Helper()
	code, _, text := b.send(b.client, http.MethodPost, "/rpc/"+operation, asJSON, strings.NewReader(input))
	return code, text
}

// gets holds how operations, files, what happens and pages answer.
func (b *browser) gets(what string, operations, files int) {
	b.Helper()
	if code, text := b.post("records.list", `{"entity":"customer"}`); code != operations {
		b.Errorf("%s: a list answers %d %.200s", what, code, text)
	}
	if code, _, text := b.send(b.client, http.MethodGet, "/files/"+strings.Repeat("0", 64), nil, nil); code != files {
		b.Errorf("%s: a file answers %d %.200s", what, code, text)
	}
	if operations == http.StatusOK || operations == http.StatusForbidden {
		return // the line would stay open
	}
	if code, _, text := b.send(b.client, http.MethodGet, "/events", nil, nil); code == http.StatusOK {
		b.Errorf("%s: what happens is told: %.200s", what, text)
	}
}

func (b *browser) secret() string {
	at, err := url.Parse(b.base)
	if err != nil {
		b.Fatal(err)
	}
	for _, c := range b.client.Jar.Cookies(at) {
		if c.Name == b.server.cookie {
			return c.Value
		}
	}
	return ""
}

// with sends a list's request with a secret that somebody kept.
func (b *browser) with(secret string) int {
	b.Helper()
	head := map[string]string{"Content-Type": "application/json", "Cookie": b.server.cookie + "=" + secret}
	code, _, _ := b.send(&http.Client{}, http.MethodPost, "/rpc/records.list", head, strings.NewReader(`{"entity":"customer"}`))
	return code
}

func (d *door) must(operation, format string, args ...interface{}) string {
	d.Helper()
	code, text := d.call(operation, fmt.Sprintf(format, args...))
	if code != http.StatusOK {
		d.Fatalf("%s: %d %s", operation, code, text)
	}
	return text
}

// A session is one secret from the sign-in to its end, whatever ends it; what was kept of an old one opens nothing.
func TestASessionFromItsBeginningToItsEnd(t *testing.T) {
	d := openDoor(t)
	lina := idIn(t, d.must("records.create", `{"entity":"user","record":{"name":"李娜","login":"lina"}}`))
	d.must("accounts.setPassword", `{"userId":%q,"password":"first-one"}`, lina)
	her, elsewhere := d.browser(), d.browser()
	in := func(b *browser, password string) {
		t.Helper()
		if code, text := b.post("door.signIn", `{"login":"lina","password":"`+password+`"}`); code != http.StatusOK {
			t.Fatalf("%d %s", code, text)
		}
	}
	at, err := url.Parse(d.base)
	if err != nil {
		t.Fatal(err)
	}
	her.client.Jar.SetCookies(at, []*http.Cookie{{Name: d.server.cookie, Value: "planted", Path: "/"}})
	her.gets("a stranger", http.StatusUnauthorized, http.StatusUnauthorized)
	in(her, "first-one")
	first := her.secret()
	if first == "planted" || len(first) < 32 || her.with("planted") != http.StatusUnauthorized {
		t.Errorf("a secret of somebody else's choice became hers: %q", first)
	}
	her.gets("who must change the password", http.StatusLocked, http.StatusLocked)
	if code, text := her.post("account.setPassword", `{"old":"first-one","new":"second-one"}`); code != http.StatusOK {
		t.Fatal(text)
	}
	her.gets("signed in", http.StatusForbidden, http.StatusNotFound) // she has no role yet

	in(her, "second-one")
	if her.secret() == first || her.with(first) != http.StatusUnauthorized {
		t.Error("a new sign-in keeps the old secret")
	}
	second := her.secret()
	if code, _ := her.post("door.signIn", `{"login":"lina","password":"wrong-one"}`); code != http.StatusForbidden || her.secret() != second {
		t.Errorf("a wrong password: %d", code)
	}
	for _, step := range [][2]string{{"door.lock", `{}`}, {"door.unlock", `{"secret":"second-one"}`}} {
		if code, text := her.post(step[0], step[1]); code != http.StatusOK {
			t.Fatalf("%s: %d %s", step[0], code, text)
		}
	}
	if her.secret() == second || her.with(second) != http.StatusUnauthorized {
		t.Error("unlocking keeps the old secret")
	}
	roles := d.must("roles.list", `{}`)
	_, after, _ := strings.Cut(roles, `"key":"sales"`)
	start := strings.LastIndex(roles[:len(roles)-len(after)], `"id":"`) + len(`"id":"`)
	d.must("records.update", `{"entity":"user","id":%q,"rev":1,"set":{"roleIds":[%q]}}`, lina, roles[start:start+36])
	her.gets("with a role", http.StatusOK, http.StatusNotFound)
	d.must("records.update", `{"entity":"user","id":%q,"rev":2,"set":{"roleIds":[]}}`, lina)
	her.gets("the role is gone again", http.StatusForbidden, http.StatusNotFound)

	in(elsewhere, "second-one")
	if code, text := elsewhere.post("account.setPassword", `{"old":"second-one","new":"third-one"}`); code != http.StatusOK {
		t.Fatal(text)
	}
	her.gets("after a new password elsewhere", http.StatusUnauthorized, http.StatusUnauthorized)
	kept := elsewhere.secret()
	if code, _ := elsewhere.post("door.signOut", `{}`); code != http.StatusOK {
		t.Error(code)
	}
	elsewhere.gets("signed out", http.StatusUnauthorized, http.StatusUnauthorized)
	if code := elsewhere.with(kept); code != http.StatusUnauthorized {
		t.Errorf("the secret of before the sign-out: %d", code)
	}
	for what, end := range map[string]func(){
		"everywhere, by herself":  func() { her.post("account.endSessions", `{"secret":"third-one"}`) },
		"everywhere, by an owner": func() { d.must("accounts.endSessions", `{"userId":%q}`, lina) },
	} {
		in(her, "third-one")
		end()
		her.gets(what, http.StatusUnauthorized, http.StatusUnauthorized)
	}
	in(her, "third-one")
	d.must("records.update", `{"entity":"user","id":%q,"rev":3,"set":{"active":false}}`, lina)
	her.gets("not active any more", http.StatusUnauthorized, http.StatusUnauthorized)
	if code, _ := her.post("door.signIn", `{"login":"lina","password":"third-one"}`); code != http.StatusForbidden {
		t.Errorf("who is not active signs in: %d", code)
	}
}

// Whatever is answered, also a refusal, is dressed alike: nothing runs in it, frames it, guesses its kind or is told by it.
func TestEveryAnswerIsGuarded(t *testing.T) {
	d := openDoor(t)
	stranger := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	for _, c := range []struct {
		client       *http.Client
		method, path string
		head         map[string]string
		body         string
		code         int
	}{
		{d.signed, "GET", "/", nil, "", 200},
		{d.signed, "GET", "/customers/1", nil, "", 200},
		{d.signed, "GET", "/assets/app-1a2b3c.js", nil, "", 200},
		{d.signed, "GET", "/favicon.svg", nil, "", 200},
		{d.signed, "GET", "/assets/gone.js", nil, "", 404},
		{d.signed, "GET", "/assets", nil, "", 404},
		{d.signed, "GET", "/files/", nil, "", 404},
		{d.signed, "GET", "/files/" + strings.Repeat("0", 64), nil, "", 404},
		{d.signed, "PUT", "/files/x", nil, "", 405},
		{d.signed, "DELETE", "/", nil, "", 405},
		{d.signed, "OPTIONS", "/", nil, "", 405},
		{d.signed, "TRACE", "/", nil, "", 405},
		{d.signed, "HEAD", "/events", nil, "", 405},
		{d.signed, "POST", "/events", asJSON, "{}", 405},
		{d.signed, "GET", "/rpc/app.describe", nil, "", 405},
		{d.signed, "OPTIONS", "/rpc/app.describe", map[string]string{"Origin": d.base, "Access-Control-Request-Method": "POST"}, "", 405},
		{d.signed, "POST", "/rpc/app.describe", asJSON, "{}", 200},
		{d.signed, "POST", "/rpc/app.describe", asJSON, "{", 422},
		{d.signed, "POST", "/rpc/no.operation", asJSON, "{}", 404},
		{d.signed, "POST", "/rpc/app.describe", map[string]string{"Content-Type": "application/json", "Origin": "https://evil.example"}, "{}", 403},
		{stranger, "GET", "/", map[string]string{"Accept": "text/html"}, "", 401},
		{stranger, "POST", "/rpc/app.describe", asJSON, "{}", 401},
		{stranger, "GET", strings.TrimPrefix(d.server.Address(), d.base), nil, "", 303},
		{stranger, "GET", "/", map[string]string{"Host": "evil.example"}, "", 403},
	} {
		what := fmt.Sprintf("%s %s %v", c.method, c.path, c.head)
		var body io.Reader
		if c.body != "" {
			body = strings.NewReader(c.body)
		}
		code, head, text := d.send(c.client, c.method, c.path, c.head, body)
		if code != c.code {
			t.Errorf("%s: %d %.200s", what, code, text)
		}
		for name, want := range map[string]string{
			"Content-Security-Policy": "frame-ancestors 'none'", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
			"Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
		} {
			if !strings.Contains(head.Get(name), want) {
				t.Errorf("%s: %s is %q", what, name, head.Get(name))
			}
		}
		for name := range head {
			if strings.HasPrefix(name, "Access-Control-") || name == "Server" || name == "X-Powered-By" {
				t.Errorf("%s: it says %s", what, name)
			}
		}
		kind := head.Get("Content-Type")
		if text != "" && (kind == "" || (strings.HasPrefix(kind, "text/") || strings.Contains(kind, "xml")) && !strings.Contains(kind, "charset=utf-8")) {
			t.Errorf("%s: its kind is %q", what, kind)
		}
		if strings.HasPrefix(kind, "application/json") && head.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: it may be kept: %q", what, head.Get("Cache-Control"))
		}
	}
}

// Whoever tries to get round the guards leaves a line.
func TestWhatIsTurnedAwayIsNoted(t *testing.T) {
	d := openDoor(t)
	stranger := &http.Client{}
	d.send(stranger, "GET", "/", map[string]string{"Host": "evil.example"}, nil)
	d.send(d.signed, "POST", "/rpc/app.describe", map[string]string{"Content-Type": "application/json", "Origin": "https://evil.example"}, strings.NewReader("{}"))
	d.send(stranger, "GET", "/?token=guess", nil, nil)
	d.call("records.list", `{"entity":"customer","entity":"order"}`)
	d.call("records.list", `{"entity":"customer","Limit":1}`)
	var out struct {
		Events []struct {
			UserName, What string
			Count          int
		}
	}
	for begun := time.Now(); len(out.Events) < 4 && time.Since(begun) < 30*time.Second; time.Sleep(50 * time.Millisecond) {
		if err := json.Unmarshal([]byte(d.must("audit.list", `{"kinds":["refused"]}`)), &out); err != nil {
			t.Fatal(err)
		}
	}
	said := fmt.Sprint(out.Events)
	for _, want := range []string{"evil.example A request from another site or under another name (2 times) 2", "An address with a wrong token 1", "records.list: "} {
		if !strings.Contains(said, want) {
			t.Errorf("%q is not in %s", want, said)
		}
	}
}
