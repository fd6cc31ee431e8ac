package desktop

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"xingke/app"
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
	place{Width: 3, Height: 4, Dark: true, Zoom: 9}.keep("book")
	if p := lastPlace("book"); p.Known || p.Width != firstWidth {
		t.Fatalf("a senseless size was taken: %+v", p)
	} else if !p.Dark || p.Zoom != mostZoom {
		t.Fatalf("the rest is forgotten, or senseless: %+v", p)
	}
	m := recall("book")
	m.change(func(p *place) { p.Width, p.Height, p.Silent = 1000, 700, true })
	if p := lastPlace("book"); !p.Known || p.Width != 1000 || !p.Silent || !p.Dark {
		t.Fatalf("a change is not kept at once: %+v", p)
	}
}

func TestAWindowSettlesWhereAllOfItIsSeen(t *testing.T) {
	one := extent{1440, 900}
	for _, c := range []struct {
		name             string
		was              place
		all              extent
		x, y, wide, high int
		toTheMiddle      bool
	}{
		{"as it was left", place{X: 60, Y: 20, Width: 1300, Height: 820, Known: true}, one, 60, 20, 1300, 820, false},
		{"as high as the screen, by the person", place{X: 0, Y: 0, Width: 1440, Height: 900, Known: true}, one, 0, 0, 1440, 900, false},
		{"the first time, on a low screen", place{Width: 1360, Height: 860}, one, 0, 0, 1360, 820, true},
		{"from a larger screen", place{X: 100, Y: 50, Width: 2500, Height: 1500, Known: true}, one, 0, 50, 1440, 820, false},
		{"its buttons beyond the right edge", place{X: 900, Y: 400, Width: 1100, Height: 700, Known: true}, one, 340, 200, 1100, 700, false},
		{"on a second screen", place{X: 1900, Y: 40, Width: 900, Height: 700, Known: true}, extent{2880, 900}, 1900, 40, 900, 700, false},
		{"on a screen that is gone", place{X: 3000, Y: 200, Width: 1100, Height: 700, Known: true}, one, 340, 200, 1100, 700, true},
		{"on a screen of no size", place{X: 10, Y: 10, Width: 3000, Height: 2000, Known: true}, extent{}, 0, 0, leastWidth, leastHeight, true},
	} {
		largest := extent{min(c.all.width, one.width), min(c.all.height, one.height)}
		at, middle := c.was.settled(c.all, largest)
		if middle != c.toTheMiddle || at.X != c.x || at.Y != c.y || at.Width != c.wide || at.Height != c.high {
			t.Errorf("%s: %d, %d, %d x %d, to the middle %v", c.name, at.X, at.Y, at.Width, at.Height, middle)
		}
	}
}

func TestAFileIsFoundAmongTheWordsOfAStart(t *testing.T) {
	folder := t.TempDir()
	for _, c := range []struct {
		args []string
		want string
	}{
		{nil, ""},
		{[]string{"-book", "a.xingke"}, ""},
		{[]string{"b.xingke"}, filepath.Join(folder, "b.xingke")},
		{[]string{"-book", "a", "b.xingke"}, filepath.Join(folder, "b.xingke")},
		{[]string{"-book=a", filepath.Join(folder, "x", "..", "c.csv")}, filepath.Join(folder, "c.csv")},
	} {
		if got := fileOf(c.args, folder); got != c.want {
			t.Errorf("%v: %q, want %q", c.args, got, c.want)
		}
	}
	c, err := configure([]string{"-book", folder, "a.XINGKE"})
	if err != nil || !filepath.IsAbs(c.File) || filepath.Base(c.File) != "a.XINGKE" {
		t.Fatalf("got %+v %v", c, err)
	}
}

func TestOnlyFilesThatWereGivenAreRead(t *testing.T) {
	dir := t.TempDir()
	given, other := filepath.Join(dir, "客户.csv"), filepath.Join(dir, "other.csv")
	for _, path := range []string{given, other} {
		if err := os.WriteFile(path, []byte("a,b"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	file, ok := openedOf(given)
	if !ok || file.Kind != "table" || file.Name != "客户.csv" {
		t.Fatalf("%+v %v", file, ok)
	}
	if archive, ok := openedOf("x.Xingke"); !ok || archive.Kind != "archive" {
		t.Fatalf("%+v %v", archive, ok)
	}
	if _, ok := openedOf(filepath.Join(dir, "photo.png")); ok {
		t.Fatal("a picture is not for us")
	}
	var h handed
	h.put(file)
	if files := h.take(); len(files) != 1 || files[0] != file {
		t.Fatalf("%v", files)
	}
	if files := h.take(); files == nil || len(files) != 0 {
		t.Fatalf("taken twice: %v", files)
	}
	status := func(path string) int {
		answer := httptest.NewRecorder()
		h.read(answer, httptest.NewRequest(http.MethodGet, "/opened/?path="+url.QueryEscape(path), http.NoBody))
		return answer.Code
	}
	if status(given) != http.StatusOK || status(other) != http.StatusNotFound || status("") != http.StatusNotFound {
		t.Fatal("given:", status(given), "other:", status(other))
	}
	if files := h.allow([]string{dir, other, filepath.Join(dir, "gone.csv")}); len(files) != 1 || files[0] != other {
		t.Fatalf("dropped: %v", files)
	}
	if status(other) != http.StatusOK || status(dir) != http.StatusNotFound {
		t.Fatal("a file that was dropped may be read, a folder may not")
	}
}

func TestARestoredBookStandsBesideTheOther(t *testing.T) {
	dir := t.TempDir()
	first, err := newFolder(dir, "备份")
	if err != nil || first != filepath.Join(dir, "备份") {
		t.Fatal(first, err)
	}
	if err := os.Mkdir(first, 0o700); err != nil {
		t.Fatal(err)
	}
	if second, err := newFolder(dir, "备份"); err != nil || second != filepath.Join(dir, "备份-2") {
		t.Fatal(second, err)
	}
	if nameless, err := newFolder(dir, "."); err != nil || nameless != filepath.Join(dir, "restored") {
		t.Fatal(nameless, err)
	}
}

func TestTheMenuSpeaksBothLanguagesAndNamesItsKeys(t *testing.T) {
	t.Setenv("XDG_CONFIG_HOME", t.TempDir())
	t.Setenv("HOME", t.TempDir())
	w := &window{memory: recall("menu"), bridge: newBridge()}
	m := w.systemMenu(lang.EN)
	if m == nil || len(m.Items) < len(menus) {
		t.Fatalf("no menu: %+v", m)
	}
	for _, each := range menus {
		for _, one := range each.items {
			if one.command != "" && (one.words.ZH == "" || one.words.EN == "") {
				t.Errorf("%s lacks a word", one.command)
			}
		}
	}
	if got := spokenKeys("mod+p"); got != "Ctrl+P" {
		t.Fatalf("got %q", got)
	}
	w.memory.change(func(p *place) { p.NoMenu = true })
	if runtime.GOOS != "darwin" && w.systemMenu(lang.ZH) != nil {
		t.Fatal("a menu that is not wanted")
	}
}

func TestDuePlansAreToldInOneLine(t *testing.T) {
	var due duePlans
	if err := json.Unmarshal([]byte(`{"total":3,"rows":[{"goal":"回电话","customerId":"c1"},{"goal":"寄样品"}],"titles":{"c1":"华东机械"}}`), &due); err != nil {
		t.Fatal(err)
	}
	title, body := due.words(lang.ZH)
	if title != "今天有 3 条跟进计划到期" || body != "华东机械：回电话；寄样品……" {
		t.Fatalf("%q %q", title, body)
	}
	if title, _ := due.words(lang.EN); title != "3 follow-ups are due" {
		t.Fatalf("%q", title)
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
		if got := c.at.onScreen(extent{1920, 1080}); got != c.want {
			t.Errorf("%+v on screen: %v", c.at, got)
		}
	}
}

func TestAWindowThatIsGoneIsAskedNothing(t *testing.T) {
	w := &window{bridge: newBridge(), memory: recall("book")} // there is no window: to ask it would end the test
	w.leaving.Store(true)
	w.gone.Store(true)
	w.quit()
	if w.leave(t.Context()) {
		t.Error("the program stays, though it was let go")
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
	b.fault = fault.New(fault.Unavailable, "账套已被打开", "already open")
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

func TestDuePlansAreCountedInTheBook(t *testing.T) {
	book, err := app.Open(app.Config{Practice: true, Plan: app.Practice{Customers: 20, Seed: 1}, Quiet: true})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = book.Close() }()
	b := newBridge()
	b.ctx, b.book = t.Context(), book
	close(b.opened)
	w := &window{bridge: b}
	none, err := w.due("2000-01-01")
	if err != nil || none.Total != 0 {
		t.Fatalf("before anything was planned: %+v %v", none, err)
	}
	all, err := w.due("2999-12-31")
	if err != nil || all.Total == 0 || len(all.Rows) == 0 || all.Rows[0].Goal == "" || all.Titles[all.Rows[0].CustomerID] == "" {
		t.Fatalf("at the end of time: %+v %v", all, err)
	}
	if w.busy() {
		t.Fatal("nothing is being done")
	}
}
