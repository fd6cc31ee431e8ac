package desktop

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
)

func TestThePlaceIsRemembered(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	t.Setenv("HOME", t.TempDir())
	if p := lastPlace("book"); p.Known || p.Width != firstWidth || p.Height != firstHeight {
		t.Fatalf("the first time: %+v", p)
	}
	place{X: 40, Y: 50, Width: 1200, Height: 800}.keep("book")
	if p := lastPlace("book"); !p.Known || p.X != 40 || p.Width != 1200 {
		t.Fatalf("not remembered: %+v", p)
	}
	if p := lastPlace("other"); p.Known {
		t.Fatal("another book's window stands elsewhere")
	}
	place{Width: 3, Height: 4}.keep("book")
	if p := lastPlace("book"); p.Known || p.Width != firstWidth {
		t.Fatalf("a senseless size was taken: %+v", p)
	}
}

func TestAWindowOffTheScreenComesBack(t *testing.T) {
	for _, c := range []struct {
		at   place
		want bool
	}{
		{place{X: 10, Y: 10, Known: true}, true},
		{place{X: 10, Y: 10}, false},
		{place{X: 2500, Y: 10, Known: true}, false},
		{place{X: -30, Y: 10, Known: true}, false},
		{place{X: 10, Y: 1060, Known: true}, false},
	} {
		if got := c.at.onScreen(1920, 1080); got != c.want {
			t.Errorf("%+v on screen: %v", c.at, got)
		}
	}
}

func TestTheBookIsNamedByFlagThenEnvironment(t *testing.T) {
	t.Setenv("XINGKE_BOOK", "/books/mine")
	if c, err := configure(nil); err != nil || c.Book != filepath.Clean("/books/mine") {
		t.Fatalf("got %+v %v", c, err)
	}
	c, err := configure([]string{"-book", "/books/other"})
	if err != nil || c.Book != filepath.Clean("/books/other") {
		t.Fatalf("got %+v %v", c, err)
	}
	t.Setenv("XINGKE_BOOK", "")
	own, err := configure(nil)
	if err != nil || !filepath.IsAbs(own.Book) || own.key() == c.key() {
		t.Fatalf("got %+v %v", own, err)
	}
}

func TestTheTitleSaysPractice(t *testing.T) {
	var b book
	if got := title(b); got != "行客" {
		t.Fatalf("before the book is open: %q", got)
	}
	b.Book.Name, b.Book.Practice, b.User.Lang = "华东办", true, lang.EN
	if got := title(b); got != "华东办 · Xingke (practice book)" {
		t.Fatalf("got %q", got)
	}
}

func TestAFaultBeforeTheBookIsOpen(t *testing.T) {
	b := newBridge()
	b.fault = fault.New(fault.Unavailable, "账套已被打开", "open already")
	close(b.opened)
	_, err := b.Invoke("app.describe", "{}")
	if !fault.Is(err, fault.Unavailable) {
		t.Fatalf("got %v", err)
	}
	if said, _ := b.format(err).(string); said != `{"kind":"unavailable","message":"账套已被打开"}` {
		t.Fatalf("the page reads %q", said)
	}
	answer := httptest.NewRecorder()
	b.files(answer, httptest.NewRequest(http.MethodGet, "/files/x", http.NoBody))
	if answer.Code != http.StatusServiceUnavailable || !strings.Contains(answer.Body.String(), "账套已被打开") {
		t.Fatalf("got %d %s", answer.Code, answer.Body)
	}
}

func TestSavedWholeOrNotAtAll(t *testing.T) {
	dir := t.TempDir()
	path := filepath.Join(dir, "a.csv")
	give := func(status int) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			_, _ = io.WriteString(w, "bytes")
		})
	}
	if err := saveTo(path, give(http.StatusOK), "hash"); err != nil {
		t.Fatal(err)
	}
	if got, err := os.ReadFile(path); err != nil || string(got) != "bytes" {
		t.Fatalf("got %q %v", got, err)
	}
	if err := saveTo(filepath.Join(dir, "b.csv"), give(http.StatusNotFound), "hash"); !fault.Is(err, fault.NotFound) {
		t.Fatalf("got %v", err)
	}
	if err := saveTo(filepath.Join(dir, "missing", "c.csv"), give(http.StatusOK), "hash"); !fault.Is(err, fault.Unavailable) {
		t.Fatalf("got %v", err)
	}
	if left, _ := os.ReadDir(dir); len(left) != 1 {
		t.Fatalf("something was left behind: %v", left)
	}
}
