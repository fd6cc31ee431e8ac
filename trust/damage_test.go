package trust_test

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"xingke/backend/base/fault"
	"xingke/trust"
)

// fileClass is one sort of file of a book.
type fileClass struct {
	name    string
	pattern string
	refused bool // the book may refuse to open, with a sentence
	unasked bool // what befalls it may pass without a word, as long as nothing shown is wrong
}

var fileClasses = []fileClass{
	{name: "journal", pattern: "journal/*.journal"},
	{name: "Badger table", pattern: "view-*/*.sst"},
	{name: "Badger write-ahead log", pattern: "view-*/*.mem", unasked: true}, // what it holds beyond the sentinel is read from the journal, as after any crash
	{name: "Badger value log", pattern: "view-*/*.vlog", unasked: true},      // no value lies in it
	{name: "MANIFEST", pattern: "view-*/MANIFEST"},
	{name: "KEYREGISTRY", pattern: "view-*/KEYREGISTRY"},
	{name: "search index, segment", pattern: "search/index-*/store/*.zap", unasked: true}, // shows when it is read; then it is built anew
	{name: "search index, root", pattern: "search/index-*/store/root.bolt", unasked: true},
	{name: "search index, description", pattern: "search/index-*/index_meta.json"},
	{name: "columns snapshot", pattern: "columns/customer.xkc"},
	{name: "attachment", pattern: "files/*/*[0-9a-f]"},
	{name: "attachment's description", pattern: "files/*/*.info"},
	{name: "key file", pattern: "key*.json", unasked: true}, // the other copy stands in, and both are made alike again
	{name: "sentinel", pattern: "store.json", unasked: true},
}

var damages = map[string]func(path string, raw []byte) error{
	"bit flipped": func(path string, raw []byte) error {
		used := len(bytes.TrimRight(raw, "\x00"))
		if used == 0 {
			used = len(raw)
		}
		raw[rand.IntN(used)] ^= 1 << rand.IntN(8)
		return os.WriteFile(path, raw, 0o600)
	},
	"cut short": func(path string, raw []byte) error {
		used := max(1, len(bytes.TrimRight(raw, "\x00")))
		return os.WriteFile(path, raw[:rand.IntN(used)], 0o600)
	},
	"deleted": func(path string, _ []byte) error { return os.Remove(path) },
	"zeroed":  func(path string, raw []byte) error { return os.WriteFile(path, make([]byte, len(raw)), 0o600) },
}

// content is what a book shows.
type content struct {
	records [sha256.Size]byte
	some    flat   // one customer, to search for
	file    string // an attachment
	bytes   []byte
	most    int // pages of each list that are read; 0 reads all of them
}

// Each class of file of a book is damaged in each way. The program notices, shows no wrong value,
// makes what it can make anew by itself and says so, keeps the damaged original, and opens the
// book again afterwards without a word.
func TestDamage(t *testing.T) {
	if testing.Short() {
		t.Skip("starts processes")
	}
	base := filepath.Join(t.TempDir(), "base")
	customers := trust.Size(30, 400)
	demo(t, base, customers)
	r := serve(t, base)
	want := content{bytes: bytes.Repeat([]byte("合同扫描件"), 4000)}
	file, err := r.Upload(t.Context(), "合同.txt", bytes.NewReader(want.bytes))
	must(t, err)
	want.file = file
	want.read(t, r, true)
	r.kill() // so that there is a write-ahead log
	f, began := &found{}, time.Now()
	var tried atomic.Int64
	var slowest atomic.Int64
	var both sync.WaitGroup
	work := make(chan func(), len(fileClasses)*len(damages))
	for range 2 {
		both.Go(func() {
			for do := range work {
				do()
			}
		})
	}
	for i, class := range fileClasses {
		for how := range damages {
			if others := []string{"cut short", "deleted", "zeroed"}; !trust.Nightly() && how != "bit flipped" && how != others[(i+2)%3] {
				continue
			}
			work <- func() {
				dir := filepath.Join(t.TempDir(), "book")
				copyBook(t, base, dir)
				if !hurt(t, dir, class, how) {
					return
				}
				tried.Add(1)
				took := want.survives(t, dir, class, how, f)
				slowest.Store(max(slowest.Load(), int64(took)))
				must(t, os.RemoveAll(dir))
			}
		}
	}
	close(work)
	both.Wait()
	for _, text := range f.said {
		t.Error(text)
	}
	trust.Record(t, "Damaged", fmt.Sprintf("each class of file of a book of %d customers × {bit flipped, cut short, deleted, zeroed}", customers),
		trust.Count("cases", int(tried.Load())), trust.Lost("wrong or missing values shown", f.lost), trust.Lost("not noticed", f.halves),
		trust.Lost("not opened again, or not sound", f.wrong), trust.Took("slowest opening, with the view made anew", time.Duration(slowest.Load()), time.Minute),
		trust.Took("all cases", time.Since(began), 0))
}

// copyBook copies the files of a book, but not what a program leaves that has it open.
func copyBook(t testing.TB, from, to string) {
	t.Helper()
	must(t, filepath.WalkDir(from, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		name, err := filepath.Rel(from, path)
		switch {
		case err != nil:
			return err
		case d.IsDir():
			return os.MkdirAll(filepath.Join(to, name), 0o700)
		case !d.Type().IsRegular() || name == "lock" || strings.HasPrefix(name, "xingke."):
			return nil
		}
		raw, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, name), raw, 0o600)
	}))
}

// hurt damages one file of a class; false if there is none.
func hurt(t testing.TB, dir string, class fileClass, how string) bool {
	t.Helper()
	all, err := filepath.Glob(filepath.Join(dir, filepath.FromSlash(class.pattern)))
	must(t, err)
	if len(all) == 0 {
		return false
	}
	path := all[rand.IntN(len(all))]
	raw, err := os.ReadFile(path)
	must(t, err)
	if len(raw) == 0 {
		return false
	}
	must(t, damages[how](path, raw))
	return true
}

// survives opens a damaged book, twice, and compares.
func (c *content) survives(t testing.TB, dir string, class fileClass, how string, f *found) time.Duration {
	t.Helper()
	name := class.name + ", " + how
	began := time.Now()
	r, err := start(t, dir)
	if err != nil && class.name == "journal" && how == "deleted" { // it may only lie somewhere else: mended when asked
		if !strings.Contains(err.Error(), "xingke mend") {
			f.add(&f.wrong, "%s: no clear sentence: %v", name, err)
		}
		if out, failed := command(t, "mend", "--book", dir); failed != nil {
			f.add(&f.wrong, "%s: mend: %v %s", name, failed, out)
		}
		class.unasked = true // it was said by mend
		r, err = start(t, dir)
	}
	took := time.Since(began)
	if err != nil {
		if !class.refused {
			f.add(&f.wrong, "%s: %v", name, err)
		} else if !strings.Contains(err.Error(), `"message"`) || strings.Contains(err.Error(), `"internal"`) {
			f.add(&f.wrong, "%s: no clear sentence: %v", name, err)
		}
		return took
	}
	said := notes(t, r)
	got := *c
	faults := got.read(t, r, false)
	if got.records != c.records {
		f.add(&f.lost, "%s: the records are not what they were", name)
	}
	if faults != "" && !strings.HasPrefix(class.name, "attachment") {
		f.add(&f.lost, "%s: %s", name, faults)
	}
	if strings.HasPrefix(class.name, "attachment") && faults == "" {
		f.add(&f.halves, "%s: the attachment is read all the same", name)
	}
	if len(said) == 0 && faults == "" && !class.unasked && !(class.name == "columns snapshot" && how == "deleted") {
		f.add(&f.halves, "%s: nothing was said", name)
	}
	r.stop(t)
	if len(said) == 0 && !trust.Nightly() {
		return took // nothing was made anew
	}
	if out, err := command(t, "verify", "--book", dir); err != nil {
		f.add(&f.wrong, "%s: verify: %v %s", name, err, out)
	}
	r, err = start(t, dir)
	if err != nil {
		f.add(&f.wrong, "%s: opened again: %v", name, err)
		return took
	}
	if again := notes(t, r); len(again) > 0 {
		f.add(&f.wrong, "%s: opened again, it says %v", name, again)
	}
	got.read(t, r, false)
	if got.records != c.records {
		f.add(&f.lost, "%s: opened again, the records are not what they were", name)
	}
	r.kill()
	return took
}

func notes(t testing.TB, r *running) (said []string) {
	t.Helper()
	var health struct{ Notes []struct{ Text string } }
	must(t, r.ask(t.Context(), "health.get", flat{}, &health))
	for _, n := range health.Notes {
		said = append(said, n.Text)
	}
	return said
}

// read takes in what the book shows: the records of the main lists and how many there are, a search, an attachment. It
// returns what was refused. The first time it chooses what to search for.
func (c *content) read(t testing.TB, r *running, first bool) (faults string) {
	t.Helper()
	sum := sha256.New()
	for _, entity := range []string{"customer", "contact", "opportunity", "order", "followUp"} {
		for after, pages := "", 1; ; pages++ {
			var page listed
			in := flat{"entity": entity, "limit": 500, "sort": []flat{{"field": "createdAt"}, {"field": "id"}}}
			if after != "" {
				in["after"] = after
			}
			must(t, r.ask(t.Context(), "records.list", in, &page))
			fmt.Fprintln(sum, page.Total)
			for _, row := range page.Rows {
				raw, err := json.Marshal(row)
				must(t, err)
				sum.Write(raw)
			}
			if first && entity == "customer" && c.some == nil {
				c.some = page.Rows[len(page.Rows)/2]
			}
			if after = page.Next; after == "" || pages == c.most {
				break
			}
		}
	}
	copy(c.records[:], sum.Sum(nil))
	var hits struct {
		Groups []struct {
			Entity string
			Rows   []flat
			Hits   []flat
		}
	}
	err := r.ask(t.Context(), "search.query", flat{"text": c.some.text("name")}, &hits)
	for n := 0; fault.Is(err, fault.Unavailable) && n < 600; n++ { // damage that is met in reading: it is made anew, and says so
		time.Sleep(100 * time.Millisecond)
		err = r.ask(t.Context(), "search.query", flat{"text": c.some.text("name")}, &hits)
	}
	if err != nil {
		return "search: " + err.Error()
	}
	var back bytes.Buffer
	if err := r.Download(t.Context(), c.file, &back); err != nil {
		return err.Error()
	}
	if !bytes.Equal(back.Bytes(), c.bytes) {
		c.records = [sha256.Size]byte{}
		return "the attachment is another one"
	}
	return ""
}
