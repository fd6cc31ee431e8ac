package files

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"xingke/backend/base/fault"
	"xingke/backend/base/lang"
	"xingke/backend/core/seal"
)

func open(t *testing.T, dir string, keys *seal.Keys) *Store {
	t.Helper()
	s, err := Open(dir, keys)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func put(t *testing.T, s *Store, name string, content []byte) Info {
	t.Helper()
	info, err := s.Put(context.Background(), name, bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	return info
}

func read(t *testing.T, s *Store, hash string) []byte {
	t.Helper()
	f, err := s.Open(hash)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	content, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// sample is n bytes that do not repeat.
func sample(n int) []byte {
	random := rand.New(rand.NewPCG(1, uint64(n)))
	content := make([]byte, n)
	for i := range content {
		content[i] = byte(random.Uint32())
	}
	return content
}

func TestContentComesBack(t *testing.T) {
	s := open(t, t.TempDir(), seal.New())
	for _, size := range []int{0, 1, 64 << 10, 64<<10 + 1, 300_000} {
		content := sample(size)
		info := put(t, s, "合同.pdf", content)
		if !bytes.Equal(read(t, s, info.Hash), content) || info.Size != int64(size) || info.Name != "合同.pdf" {
			t.Errorf("%d bytes: %+v", size, info)
		}
	}
	one, two := put(t, s, "a.txt", []byte("same")), put(t, s, "b.txt", []byte("same"))
	if one.Hash != two.Hash {
		t.Error("the same content has two hashes")
	}
	if known, err := s.Stat(one.Hash); err != nil || known.Name != "b.txt" {
		t.Errorf("%+v, %v", known, err)
	}
	if count, _ := s.Used(); count != 6 {
		t.Errorf("%d files", count)
	}
}

func TestNothingIsReadableInTheFolder(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, seal.New())
	info := put(t, s, "canary-name.txt", []byte("canary-content"))
	writer, err := s.Create(context.Background(), "canary-open.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer writer.Abort()
	if _, err := writer.Write(bytes.Repeat([]byte("canary-content"), 10_000)); err != nil {
		t.Fatal(err)
	}
	err = filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		raw, err := os.ReadFile(path)
		if strings.Contains(path, "canary") || bytes.Contains(raw, []byte("canary")) {
			t.Errorf("%s tells", path)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if other := open(t, t.TempDir(), seal.New()); put(t, other, "x", []byte("canary-content")).Hash == info.Hash {
		t.Error("the name of a file tells its content")
	}
}

func TestDamageIsNoticed(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, seal.New())
	one, two := put(t, s, "one", sample(100_000)), put(t, s, "two", sample(90_000))
	path := func(i Info) string { return filepath.Join(dir, "files", i.Hash[:2], i.Hash) }
	good, err := os.ReadFile(path(one))
	if err != nil {
		t.Fatal(err)
	}
	other, err := os.ReadFile(path(two))
	if err != nil {
		t.Fatal(err)
	}
	flipped := bytes.Clone(good)
	flipped[50_000] ^= 1
	for name, content := range map[string][]byte{"flipped": flipped, "cut": good[:70_000], "swapped": other, "empty": nil} {
		if err := os.WriteFile(path(one), content, 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := s.Open(one.Hash)
		if err == nil {
			_, err = io.ReadAll(f)
			_ = f.Close()
		}
		if err == nil {
			t.Errorf("%s: it opens", name)
		}
		put(t, s, "one", sample(100_000)) // uploading it again mends it
		if !bytes.Equal(read(t, s, one.Hash), sample(100_000)) {
			t.Errorf("%s: not mended", name)
		}
	}
	if _, err := open(t, dir, seal.New()).Open(one.Hash); !fault.Is(err, fault.Unavailable) {
		t.Errorf("another key: %v", err)
	}
}

func TestTemporaryFilesGo(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, seal.New())
	if _, err := s.Create(context.Background(), "left behind"); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(s.Temp(), "other"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	s = open(t, dir, seal.New())
	if left, err := os.ReadDir(s.Temp()); err != nil || len(left) > 0 {
		t.Errorf("%v, %v", left, err)
	}
}

func TestWhatIsKeptForAWhileGoes(t *testing.T) {
	dir := t.TempDir()
	keys := seal.New()
	s := open(t, dir, keys)
	brief := func(content string) string {
		w, err := s.Create(context.Background(), "rows.xlsx")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(content)); err != nil {
			t.Fatal(err)
		}
		info, err := w.Temporary()
		if err != nil {
			t.Fatal(err)
		}
		return info.Hash
	}
	first := brief("0")
	if string(read(t, s, first)) != "0" {
		t.Error("it cannot be read")
	}
	if count, _ := s.Used(); count != 0 {
		t.Error("it is counted among the files of the book")
	}
	for i := range briefly {
		brief(fmt.Sprint(i + 1))
	}
	if _, err := s.Open(first); !fault.Is(err, fault.NotFound) {
		t.Errorf("the oldest: %v", err)
	}
	lasting := put(t, s, "kept.xlsx", []byte("7")) // the same content, kept for good
	s = open(t, dir, keys)
	if string(read(t, s, lasting.Hash)) != "7" {
		t.Error("what is kept for good must outlive the other")
	}
	if _, err := s.Open(brief("8")); err != nil {
		t.Error(err)
	}
	s = open(t, dir, keys)
	if left, err := os.ReadDir(s.Temp()); err != nil || len(left) > 0 {
		t.Errorf("%v, %v", left, err)
	}
}

func TestNames(t *testing.T) {
	for given, want := range map[string]string{
		`C:\Users\me\报价.xlsx`: "报价.xlsx", "../../etc/passwd": "passwd", "": "file", "..": "file", "a\x00b\n.txt": "ab.txt", "/": "file",
	} {
		if got := CleanName(given); got != want {
			t.Errorf("%q is %q, want %q", given, got, want)
		}
	}
	if got := []rune(CleanName(strings.Repeat("长", 300) + ".xlsx")); len(got) > 150 || !strings.HasSuffix(string(got), ".xlsx") {
		t.Errorf("a long name: %d", len(got))
	}
}

func TestStrangeHashes(t *testing.T) {
	s := open(t, t.TempDir(), seal.New())
	for _, hash := range []string{"", "..", "../../key.json", strings.Repeat("a", 64), strings.Repeat("A", 64), strings.Repeat("a", 63)} {
		if _, err := s.Open(hash); !fault.Is(err, fault.NotFound) {
			t.Errorf("%q: %v", hash, err)
		}
	}
}

type served struct {
	*testing.T
	h *Handler
}

func serve(t *testing.T) served {
	t.Helper()
	return served{t, &Handler{Store: open(t, t.TempDir(), seal.New()), Fail: func(w http.ResponseWriter, _ *http.Request, err error) {
		http.Error(w, fault.From(err).Text.In(lang.EN), map[fault.Kind]int{fault.Invalid: 422, fault.NotFound: 404, fault.Conflict: 409, fault.Unavailable: 503}[fault.From(err).Kind])
	}}}
}

func (s served) do(method, target string, body io.Reader) (*httptest.ResponseRecorder, Info) {
	s.Helper()
	w := httptest.NewRecorder()
	s.h.ServeHTTP(w, httptest.NewRequest(method, target, body).WithContext(by("me")))
	var info Info
	if strings.HasPrefix(w.Header().Get("Content-Type"), "application/json") {
		if err := json.Unmarshal(w.Body.Bytes(), &info); err != nil {
			s.Fatal(err)
		}
	}
	return w, info
}

func TestHandler(t *testing.T) {
	s := serve(t)
	content := sample(150_000)
	w, info := s.do("POST", "/files/?name="+url.QueryEscape("表 格.html"), bytes.NewReader(content))
	if w.Code != 200 || info.Size != 150_000 {
		t.Fatalf("%d %+v", w.Code, info)
	}
	w, _ = s.do("GET", "/files/"+info.Hash, nil)
	if w.Code != 200 || !bytes.Equal(w.Body.Bytes(), content) {
		t.Errorf("%d, %d bytes", w.Code, w.Body.Len())
	}
	head := w.Header()
	if head.Get("Content-Type") != "application/octet-stream" || !strings.HasPrefix(head.Get("Content-Disposition"), "attachment") || head.Get("X-Content-Type-Options") != "nosniff" {
		t.Errorf("a page from outside must not run: %v", head)
	}
	for target, code := range map[string]int{"/files/": 404, "/files/" + strings.Repeat("0", 64): 404, "/files/../key.json": 404} {
		if w, _ := s.do("GET", target, nil); w.Code != code {
			t.Errorf("GET %s: %d", target, w.Code)
		}
	}
	if w, _ := s.do("DELETE", "/files/"+info.Hash, nil); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("DELETE: %d", w.Code)
	}
	if w, _ := s.do("POST", "/files/?name=big", io.LimitReader(zeros{}, MaxUpload+1)); w.Code != 422 {
		t.Errorf("over-large: %d", w.Code)
	}
	if count, _ := s.h.Store.Used(); count != 1 {
		t.Errorf("%d files are left", count)
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestUploadInPieces(t *testing.T) {
	s := serve(t)
	content := sample(100_000)
	piece := func(id string, from, to int) (*httptest.ResponseRecorder, Info) {
		return s.do("POST", fmt.Sprintf("/files/?name=a.csv&upload=%s&offset=%d&size=%d", id, from, len(content)), bytes.NewReader(content[from:to]))
	}
	if w, info := piece("x", 0, 40_000); w.Code != 200 || info.Hash != "" {
		t.Fatalf("%d %+v", w.Code, info)
	}
	if w, _ := piece("y", 40_000, 80_000); w.Code != 409 {
		t.Errorf("one that did not begin: %d", w.Code)
	}
	if w, _ := piece("x", 60_000, 80_000); w.Code != 409 {
		t.Errorf("a gap: %d", w.Code)
	}
	w, info := piece("x", 40_000, 100_000)
	if w.Code != 200 || !bytes.Equal(read(t, s.h.Store, info.Hash), content) {
		t.Errorf("%d %+v", w.Code, info)
	}
	if w, _ := s.do("POST", fmt.Sprintf("/files/?upload=z&offset=0&size=%d", MaxUpload+1), strings.NewReader("x")); w.Code != 422 {
		t.Errorf("over-large: %d", w.Code)
	}
	for i := range partialMost + 1 {
		w, _ = piece(fmt.Sprint("many", i), 0, 10)
	}
	if w.Code == 200 {
		t.Error("uploads without end")
	}
}
