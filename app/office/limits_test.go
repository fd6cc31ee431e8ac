package office

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
)

// soon is long enough for anything here, and ends a test that would wait for ever.
const soon = 30 * time.Second

// within serves a handler within limits until the test ends, and gives its address.
func within(t *testing.T, l limits, h http.HandlerFunc) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := l.server(h)
	ended := make(chan struct{})
	go func() { defer close(ended); _ = server.Serve(l.few(listener)) }()
	t.Cleanup(func() { _ = server.Close(); <-ended })
	return listener.Addr().String()
}

func dial(t *testing.T, address, text string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	_ = conn.SetDeadline(time.Now().Add(soon))
	if _, err := io.WriteString(conn, text); err != nil {
		t.Fatal(err)
	}
	return conn
}

// ended reads to where the other side hangs up, and gives what it said.
func ended(t *testing.T, conn net.Conn) string {
	t.Helper()
	said, err := io.ReadAll(conn)
	if err, late := err.(net.Error); late && err.Timeout() {
		t.Fatal("it waits for ever")
	}
	return string(said)
}

func TestWhoSpeaksSlowlyIsLeft(t *testing.T) {
	l := usual
	l.header, l.body, l.piece = 20*time.Millisecond, 20*time.Millisecond, 20*time.Millisecond
	address := within(t, l, func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.ReadAll(r.Body); err != nil {
			w.WriteHeader(http.StatusRequestTimeout)
		}
	})
	for name, text := range map[string]string{
		"nothing":          "",
		"half a line":      "POST /rpc/x HT",
		"half of the head": "POST /rpc/x HTTP/1.1\r\nHost: x\r\nX-A: b\r\n",
	} {
		if said := ended(t, dial(t, address, text)); strings.Contains(said, "200 OK") {
			t.Errorf("%s: %s", name, said)
		}
	}
	for name, path := range map[string]string{"an operation": "/rpc/x", "a file": "/files/?name=a"} {
		said := ended(t, dial(t, address, "POST "+path+" HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"))
		if !strings.HasPrefix(said, "HTTP/1.1 408") {
			t.Errorf("%s: %s", name, said)
		}
	}
}

func TestAnAnswerMayTakeLongerThanTheQuestion(t *testing.T) {
	l := usual
	l.body = 10 * time.Millisecond
	address := within(t, l, func(w http.ResponseWriter, r *http.Request) {
		if _, err := io.ReadAll(r.Body); err != nil {
			w.WriteHeader(http.StatusRequestTimeout)
			return
		}
		select {
		case <-r.Context().Done():
			w.WriteHeader(http.StatusGone)
		case <-time.After(5 * l.body):
		}
	})
	conn := dial(t, address, "POST /rpc/x HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}")
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil || answer.StatusCode == http.StatusGone {
		t.Errorf("%v %v", answer, err)
	}
}

func TestSoManyAtOnce(t *testing.T) {
	l := usual
	l.callers = 2
	address := within(t, l, func(http.ResponseWriter, *http.Request) {})
	const ask = "GET / HTTP/1.1\r\nHost: x\r\n\r\n"
	answered := func(conn net.Conn) {
		t.Helper()
		if answer, err := http.ReadResponse(bufio.NewReader(conn), nil); err != nil || answer.StatusCode != http.StatusOK {
			t.Fatalf("%v %v", answer, err)
		}
	}
	first, second := dial(t, address, ask), dial(t, address, ask)
	answered(first)
	answered(second)
	third := dial(t, address, ask)
	_ = third.SetReadDeadline(time.Now().Add(20 * time.Millisecond))
	if n, _ := third.Read(make([]byte, 1)); n > 0 {
		t.Fatal("one more than may was answered")
	}
	_ = first.Close() // who goes makes room
	_ = third.SetReadDeadline(time.Now().Add(soon))
	answered(third)
}

// say sends a request letter by letter as it is, with the cookie of who is signed in, and gives the answer.
func (d *door) say(request string) (code int, text string) {
	d.Helper()
	conn, err := net.Dial("tcp", "127.0.0.1:"+d.server.port)
	if err != nil {
		d.Fatal(err)
	}
	defer func() { _ = conn.Close() }()
	_ = conn.SetDeadline(time.Now().Add(soon))
	origin, err := http.NewRequest(http.MethodGet, d.base, nil)
	if err != nil {
		d.Fatal(err)
	}
	for _, c := range d.signed.Jar.Cookies(origin.URL) {
		request = strings.Replace(request, "\r\n", "\r\nCookie: "+c.Name+"="+c.Value+"\r\n", 1)
	}
	if _, err := io.WriteString(conn, request); err != nil {
		return 0, ""
	}
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return 0, ""
	}
	said, _ := io.ReadAll(io.LimitReader(answer.Body, 1<<20))
	return answer.StatusCode, string(said)
}

func TestRequestsAsNoBrowserSendsThem(t *testing.T) {
	d := openDoor(t)
	t.Run("paths that lead out", func(t *testing.T) { pathsDoNotLeadOut(t, d) })
	t.Run("too large, or two in one", func(t *testing.T) { oddRequests(t, d) })
}

func pathsDoNotLeadOut(t *testing.T, d *door) {
	for _, path := range []string{
		"/../../../../etc/passwd", "/assets/../../../../etc/passwd", "/..%2f..%2f..%2fetc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/assets/%2e%2e%2f%2e%2e%2fgo.mod", `/..\..\..\etc\passwd`, "//etc/passwd", "/./../key.json",
		"/files/../../key.json", "/files/..%2f..%2fkey.json", "/files/%2e%2e/key.json", "/files//etc/passwd", "/files/" + strings.Repeat("0", 62) + "/..", "/files/" + strings.Repeat("../", 30) + "etc/passwd", "/files/%00", "/files/key.json",
		"/rpc/../../key.json", "/rpc/%2e%2e%2fapp.describe", "/events/../key.json",
	} {
		code, text := d.say(fmt.Sprintf("GET %s HTTP/1.1\r\nHost: 127.0.0.1:%s\r\n\r\n", path, d.server.port))
		if strings.Contains(text, "root:") || strings.Contains(text, "argon2id") || strings.Contains(text, "module xingke") {
			t.Errorf("%s: %d %.100s", path, code, text)
		}
		if strings.HasPrefix(path, "/files/") && code == http.StatusOK && !strings.Contains(text, "<html") {
			t.Errorf("%s: %d %.100s", path, code, text)
		}
	}
}

func oddRequests(t *testing.T, d *door) {
	host := "Host: 127.0.0.1:" + d.server.port + "\r\n"
	for name, c := range map[string]struct {
		request string
		code    int
	}{
		"a large head":       {"GET / HTTP/1.1\r\n" + host + "X-A: " + strings.Repeat("a", 200<<10) + "\r\n\r\n", http.StatusRequestHeaderFieldsTooLarge},
		"a long address":     {"GET /" + strings.Repeat("a", 200<<10) + " HTTP/1.1\r\n" + host + "\r\n", http.StatusRequestHeaderFieldsTooLarge},
		"a file too large":   {"POST /files/?name=a HTTP/1.1\r\n" + host + "Content-Length: 99999999999\r\n\r\nx", http.StatusUnprocessableEntity},
		"two lengths":        {"POST /rpc/app.describe HTTP/1.1\r\n" + host + "Content-Length: 2\r\nContent-Length: 40\r\n\r\n{}", http.StatusBadRequest},
		"a length and parts": {"POST /rpc/app.describe HTTP/1.1\r\n" + host + "Content-Length: 2\r\nTransfer-Encoding: xchunked\r\n\r\n{}", http.StatusNotImplemented},
		"two hosts":          {"GET / HTTP/1.1\r\n" + host + "Host: evil.example\r\n\r\n", http.StatusBadRequest},
		"no host":            {"GET / HTTP/1.1\r\n\r\n", http.StatusBadRequest},
		"another protocol":   {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 0},
	} {
		code, text := d.say(c.request)
		if name == "a file too large" && code == 0 {
			t.Errorf("%s: no answer", name)
		}
		if code != c.code && c.code != 0 && code != 0 { // it may hang up before all is read
			t.Errorf("%s: %d %.200s", name, code, text)
		}
	}
}
