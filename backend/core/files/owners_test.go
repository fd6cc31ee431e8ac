package files

import (
	"bytes"
	"context"
	"encoding/binary"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"xingke/backend/base/who"
	"xingke/backend/core/seal"
)

func by(name string) context.Context {
	return who.With(context.Background(), who.User{ID: name})
}

func TestAFileIsHadByWhoPutItIn(t *testing.T) {
	s := open(t, t.TempDir(), seal.New())
	at := time.Now()
	s.now = func() time.Time { return at }
	info, err := s.Put(by("li"), "报价.pdf", strings.NewReader("%PDF-1.4 x"))
	if err != nil {
		t.Fatal(err)
	}
	h := &Handler{Store: s, Fail: serve(t).h.Fail}
	asks := func(ctx context.Context, hash string) int {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", "/files/"+hash, nil).WithContext(ctx))
		return w.Code
	}
	for name, want := range map[string]int{"li": 200, "wang": 404, "": 404} {
		if got := asks(by(name), info.Hash); got != want {
			t.Errorf("%q gets %d", name, got)
		}
	}
	if got := asks(context.Background(), info.Hash); got != 404 {
		t.Errorf("nobody gets %d", got)
	}
	if _, err := s.Put(by("wang"), "b.pdf", strings.NewReader("%PDF-1.4 x")); err != nil { // the same content
		t.Fatal(err)
	}
	if asks(by("li"), info.Hash) != 200 || asks(by("wang"), info.Hash) != 200 {
		t.Error("who puts in what is there already shares it")
	}
	at = at.Add(Keeps + time.Minute)
	if asks(by("li"), info.Hash) != 404 {
		t.Error("it is theirs for ever")
	}
	h.May = func(_ context.Context, hash string) (bool, error) { return hash == info.Hash, nil }
	if asks(by("li"), info.Hash) != 200 || asks(by("li"), strings.Repeat("0", 64)) != 404 {
		t.Error("what a record holds is open")
	}
}

func TestSweep(t *testing.T) {
	dir := t.TempDir()
	s := open(t, dir, seal.New())
	held, old, young := put(t, s, "held", []byte("1")), put(t, s, "old", []byte("2")), put(t, s, "young", []byte("3"))
	long := time.Now().Add(-Keeps - time.Hour)
	for _, one := range []Info{held, old} {
		if err := os.Chtimes(s.path(one.Hash)+".info", long, long); err != nil {
			t.Fatal(err)
		}
	}
	done, err := s.Sweep(context.Background(), func(hash string) bool { return hash == held.Hash })
	if err != nil || done.Files != 1 || done.Bytes == 0 {
		t.Fatalf("%+v %v", done, err)
	}
	for hash, there := range map[string]bool{held.Hash: true, young.Hash: true, old.Hash: false} {
		if _, err := s.Open(hash); (err == nil) != there {
			t.Errorf("%s: %v", hash, err)
		}
	}
	put(t, s, "again", []byte("2"))
	if string(read(t, s, old.Hash)) != "2" {
		t.Error("what was taken away cannot be put in again")
	}
}

func TestHostileNames(t *testing.T) {
	for given, want := range map[string]string{
		"合同\u202egpj.exe": "合同gpj.exe", "a\u200b\ufeffb\u2066.png": "ab.png", "x\u0085\u2028y": "xy", "\u202e": "file", "CON\r\nSet-Cookie: a.txt": "CONSet-Cookie: a.txt",
	} {
		if got := CleanName(given); got != want {
			t.Errorf("%q is %q, want %q", given, got, want)
		}
	}
}

// photo is a picture of two halves, red left and blue right, as a camera writes it that was held in some way.
func photo(t *testing.T, w, h int, held byte) []byte {
	t.Helper()
	picture := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			picture.Set(x, y, color.RGBA{R: 255, A: 255})
			if x >= w/2 {
				picture.Set(x, y, color.RGBA{B: 255, A: 255})
			}
		}
	}
	var plain bytes.Buffer
	if err := jpeg.Encode(&plain, picture, nil); err != nil {
		t.Fatal(err)
	}
	exif := append([]byte("Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00"), held, 0, 0, 0, 0, 0, 0)
	out := append([]byte{0xff, 0xd8, 0xff, 0xe1}, binary.BigEndian.AppendUint16(nil, uint16(len(exif)+2))...)
	return append(append(out, exif...), plain.Bytes()[2:]...)
}

func TestThumbs(t *testing.T) {
	for held, want := range map[byte][2]int{1: {192, 96}, 3: {192, 96}, 6: {96, 192}, 8: {96, 192}} {
		small, err := thumb(bytes.NewReader(photo(t, 400, 200, held)))
		if err != nil {
			t.Fatal(err)
		}
		got, err := jpeg.Decode(bytes.NewReader(small))
		if err != nil || got.Bounds().Dx() != want[0] || got.Bounds().Dy() != want[1] {
			t.Fatalf("held %d: %v %v", held, got.Bounds(), err)
		}
		at := map[byte][2]int{1: {10, 48}, 3: {180, 48}, 6: {48, 10}, 8: {48, 180}}[held] // where red must be
		if r, _, b, _ := got.At(at[0], at[1]).RGBA(); r < 0xc000 || b > 0x4000 {
			t.Errorf("held %d: it lies on its side", held)
		}
	}
	var huge bytes.Buffer // says that it is large; there is nothing behind it
	if err := png.Encode(&huge, image.NewGray(image.Rect(0, 0, 1, 1))); err != nil {
		t.Fatal(err)
	}
	bomb := bytes.Clone(huge.Bytes())
	binary.BigEndian.PutUint32(bomb[16:], 1<<20)
	for name, content := range map[string][]byte{"no picture": []byte("hello"), "bomb": bomb, "cut": photo(t, 400, 200, 1)[:600], "empty": nil} {
		if _, err := thumb(bytes.NewReader(content)); err == nil {
			t.Errorf("%s has a thumb", name)
		}
	}
}

func TestWhatIsShownIsWhatItSays(t *testing.T) {
	s := serve(t)
	var dot bytes.Buffer
	if err := png.Encode(&dot, image.NewGray(image.Rect(0, 0, 2, 2))); err != nil {
		t.Fatal(err)
	}
	page := []byte("<!doctype html><script>alert(1)</script>")
	for _, one := range []struct {
		name    string
		content []byte
		inline  bool
		sandbox bool
	}{
		{"a.png", dot.Bytes(), true, true}, {"a.png", page, false, true}, {"a.html", page, false, true}, {"a.svg", []byte("<svg onload='alert(1)'/>"), false, true},
		{"a.pdf", []byte("%PDF-1.7 one"), true, false}, {"a.pdf", page, false, true}, {"a.pdf.html", []byte("%PDF-1.7 two"), false, true},
	} {
		_, info := s.do("POST", "/files/?name="+url.QueryEscape(one.name), bytes.NewReader(one.content))
		w, _ := s.do("GET", "/files/"+info.Hash+"?inline=1&name="+url.QueryEscape(one.name), nil)
		head := w.Header()
		if got := strings.HasPrefix(head.Get("Content-Disposition"), "inline"); got != one.inline {
			t.Errorf("%s: %v", one.name, head)
		}
		policy := head.Get("Content-Security-Policy")
		if strings.Contains(policy, "sandbox") != one.sandbox || !strings.HasPrefix(policy, "default-src 'none'") || head.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %v", one.name, head)
		}
	}
}
