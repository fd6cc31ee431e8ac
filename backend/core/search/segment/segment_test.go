package segment

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"
	api "github.com/blevesearch/scorch_segment_api/v2"

	"xingke/backend/base/id"
	"xingke/backend/core/seal"
)

// words is a field of a document in a test.
type words struct {
	name string
	list []string
}

func (w *words) Name() string                                     { return w.name }
func (w *words) Value() []byte                                    { return nil }
func (w *words) ArrayPositions() []uint64                         { return nil }
func (w *words) EncodedFieldType() byte                           { return 't' }
func (w *words) Analyze()                                         {}
func (w *words) Options() index.FieldIndexingOptions              { return index.IndexField }
func (w *words) AnalyzedLength() int                              { return 0 }
func (w *words) AnalyzedTokenFrequencies() index.TokenFrequencies { return nil }
func (w *words) NumPlainTextBytes() uint64                        { return 0 }
func (w *words) Size() int                                        { return 0 }
func (w *words) EachTerm(add func([]byte)) {
	for _, t := range w.list {
		add([]byte(t))
	}
}

// truth is what segments are compared with: terms of a field, by document.
type truth map[string]map[string][]string

func (tr truth) having(field string, terms ...string) (docs []string) {
	for doc, fields := range tr {
		if slices.ContainsFunc(fields[field], func(s string) bool { return slices.Contains(terms, s) }) {
			docs = append(docs, doc)
		}
	}
	slices.Sort(docs)
	return docs
}

func (tr truth) terms(field string) (list []string) {
	for _, fields := range tr {
		list = append(list, fields[field]...)
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func testBox(t *testing.T) seal.Box {
	box := seal.New().For("test")
	Register(func(string) (seal.Box, error) { return box, nil })
	t.Cleanup(func() { boxFor.Store(nil) })
	return box
}

// sample makes documents: a few words are in many, many words in a few, some in all.
func sample(r *rand.Rand, n int) ([]index.Document, truth) {
	var docs []index.Document
	tr := truth{}
	for i := range n {
		name := []string{"firm:", "order:", "orderLine:"}[r.IntN(3)] + id.New()
		if i%50 == 0 {
			name = fmt.Sprintf("user:somebody-%06d", r.IntN(1_000_000))
		}
		fields := map[string][]string{"a": {"everybody"}, "k": {}}
		for range 10 {
			fields["a"] = append(fields["a"], fmt.Sprintf("w%d", int(math.Pow(2000, r.Float64()))))
		}
		if r.IntN(3) == 0 {
			fields["k"] = append(fields["k"], "third", fmt.Sprintf("only%d", r.IntN(1_000_000_000)))
		}
		tr[name] = fields
		doc := document.NewDocument(name)
		for f, list := range fields {
			doc.AddField(&words{f, list})
		}
		doc.AddIDField()
		docs = append(docs, doc)
	}
	return docs, tr
}

func compare(t *testing.T, s api.Segment, tr truth) {
	t.Helper()
	if s.Count() != uint64(len(tr)) {
		t.Fatalf("%d documents, want %d", s.Count(), len(tr))
	}
	asked, ok := Of(s)
	if !ok {
		t.Fatal("the segment cannot be asked")
	}
	for _, field := range []string{"a", "k", "none"} {
		d, err := s.Dictionary(field)
		if err != nil {
			t.Fatal(err)
		}
		all := tr.terms(field)
		if list := walked(t, d.AutomatonIterator(nil, nil, nil)); !slices.Equal(list, all) || d.Cardinality() != len(all) {
			t.Fatalf("%s: %d terms, want %d", field, len(list), len(all))
		}
		in := slices.DeleteFunc(slices.Clone(all), func(term string) bool { return term < "w15" || term >= "w16" })
		if list := walked(t, d.AutomatonIterator(nil, []byte("w15"), []byte("w16"))); !slices.Equal(list, in) {
			t.Fatalf("%s: %v, want %v", field, list, in)
		}
		for i := 0; i < len(all); i += 1 + len(all)/100 {
			if got, want := having(t, s, field, all[i], nil), tr.having(field, all[i]); !slices.Equal(got, want) {
				t.Fatalf("%s: %d documents have %s, want %d", field, len(got), all[i], len(want))
			}
		}
		few := in[:min(len(in), 7)]
		some, err := asked.HavingAny(field, "w15", "w16", 7, nil)
		if got, want := named(t, s, some), tr.having(field, few...); err != nil || !slices.Equal(got, want) {
			t.Fatalf("%s: %d documents have a word of a range, want %d; %v", field, len(got), len(want), err)
		}
		if having(t, s, field, "w15x", nil) != nil || having(t, s, field, "", nil) != nil {
			t.Error("documents have what none has")
		}
	}
	for name := range tr {
		found, err := s.DocNumbers([]string{"firm:" + id.New(), name, "zzz", ""})
		if err != nil || found.GetCardinality() != 1 {
			t.Fatalf("%s: %v, %v", name, found, err)
		}
		if back, err := s.DocID(uint64(found.Minimum())); string(back) != name || err != nil {
			t.Fatalf("%s is called %s, %v", name, back, err)
		}
	}
}

func walked(t *testing.T, it api.DictionaryIterator) (list []string) {
	t.Helper()
	for {
		e, err := it.Next()
		if err != nil {
			t.Fatal(err)
		}
		if e == nil {
			return list
		}
		list = append(list, e.Term)
	}
}

// named are the ids of documents, in order.
func named(t *testing.T, s api.Segment, found *roaring.Bitmap) (docs []string) {
	t.Helper()
	if found == nil {
		return nil
	}
	for it := found.Iterator(); it.HasNext(); {
		name, err := s.DocID(uint64(it.Next()))
		if err != nil {
			t.Fatal(err)
		}
		docs = append(docs, string(name))
	}
	if docs == nil {
		t.Error("no documents are told as some")
	}
	slices.Sort(docs)
	return docs
}

func having(t *testing.T, s api.Segment, field, term string, drop *roaring.Bitmap) []string {
	t.Helper()
	asked, _ := Of(s)
	found, err := asked.Having(field, term, drop)
	if err != nil {
		t.Fatal(err)
	}
	return named(t, s, found)
}

// onDiskOf is a segment as it lies in a file.
func onDiskOf(t *testing.T, s api.Segment) api.Segment {
	t.Helper()
	path := filepath.Join(t.TempDir(), "one")
	if err := s.(api.UnpersistedSegment).Persist(path); err != nil {
		t.Fatal(err)
	}
	return openedAt(t, path)
}

func openedAt(t *testing.T, path string) api.Segment {
	t.Helper()
	s, err := plugin{Version}.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

func mergedOf(t *testing.T, parts []api.Segment, drops []*roaring.Bitmap) (merged api.Segment, numbers [][]uint64) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "merged")
	numbers, _, err := plugin{Version}.Merge(parts, drops, path, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return openedAt(t, path), numbers
}

func TestAgainstBruteForce(t *testing.T) {
	testBox(t)
	r := rand.New(rand.NewPCG(1, 2))
	var parts []api.Segment
	var drops []*roaring.Bitmap
	all := truth{}
	for i, n := range []int{700, 1, 300, 64} {
		docs, tr := sample(r, n)
		s, _, err := plugin{Version}.New(docs)
		if err != nil {
			t.Fatal(err)
		}
		compare(t, s, tr)
		onDisk := onDiskOf(t, s)
		compare(t, onDisk, tr)
		if i%2 == 0 { // one is merged from memory, the next from disk
			s = onDisk
		}
		var drop *roaring.Bitmap
		if n > 1 {
			drop = roaring.New()
			for num := range n {
				if name, _ := s.DocID(uint64(num)); r.IntN(4) == 0 {
					drop.Add(uint32(num))
					delete(tr, string(name))
				}
			}
			if got := having(t, s, "a", "everybody", drop); len(got) != len(tr) {
				t.Errorf("%d are left, want %d", len(got), len(tr))
			}
		}
		for name, fields := range tr {
			all[name] = fields
		}
		parts, drops = append(parts, s), append(drops, drop)
	}
	merged, numbers := mergedOf(t, parts, drops)
	compare(t, merged, all)
	for i, s := range parts {
		for num := range s.Count() {
			name, _ := s.DocID(num)
			if n := numbers[i][num]; n == dropped != (drops[i] != nil && drops[i].Contains(uint32(num))) {
				t.Fatalf("%s has the number %d", name, n)
			} else if back, _ := merged.DocID(n); n != dropped && string(back) != string(name) {
				t.Fatalf("%s is %s now", name, back)
			}
		}
	}
}

// near finds words that differ by their last letter.
type beginning string

func (b beginning) Start() int               { return 0 }
func (b beginning) IsMatch(s int) bool       { return s == len(b)+1 }
func (b beginning) CanMatch(s int) bool      { return s >= 0 && s <= len(b)+1 }
func (b beginning) WillAlwaysMatch(int) bool { return false }
func (b beginning) Accept(s int, c byte) int {
	if s < 0 || s > len(b) || s < len(b) && b[s] != c {
		return -1
	}
	return s + 1
}

func TestAutomaton(t *testing.T) {
	testBox(t)
	docs, tr := sample(rand.New(rand.NewPCG(3, 4)), 300)
	s, _, err := plugin{Version}.New(docs)
	if err != nil {
		t.Fatal(err)
	}
	d, _ := s.Dictionary("a")
	want := slices.DeleteFunc(tr.terms("a"), func(term string) bool { return len(term) != 4 || !strings.HasPrefix(term, "w12") })
	if got := walked(t, d.AutomatonIterator(beginning("w12"), nil, nil)); !slices.Equal(got, want) || len(got) == 0 {
		t.Errorf("the automaton takes %v, want %v", got, want)
	}
	asked, _ := Of(s)
	for _, begin := range []string{"w12", "w1", "e", "x"} { // whole pages are passed over
		takes := slices.DeleteFunc(tr.terms("a"), func(term string) bool { return len(term) != len(begin)+1 || !strings.HasPrefix(term, begin) })
		found, err := asked.HavingTaken("a", beginning(begin), 1000, nil)
		if got, want := named(t, s, found), tr.having("a", takes...); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %d documents, want %d; %v", begin, len(got), len(want), err)
		}
	}
}

// A byte that is not as it was written is an error or no harm, and never another answer.
func TestEveryDamageShows(t *testing.T) {
	testBox(t)
	docs, tr := sample(rand.New(rand.NewPCG(5, 6)), 200)
	s, _, err := plugin{Version}.New(docs)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "one")
	if err := s.(api.UnpersistedSegment).Persist(path); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if strings.Contains(string(whole), "everybody") || strings.Contains(string(whole), "somebody") {
		t.Error("the file can be read")
	}
	try := func(what string, data []byte) {
		t.Helper()
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		if read(path, tr) == nil {
			t.Errorf("%s: no error", what)
		}
	}
	for at := 0; at < len(whole); at += 331 {
		bad := slices.Clone(whole)
		bad[at] ^= 0x10
		try(fmt.Sprintf("byte %d of %d", at, len(whole)), bad)
	}
	for _, n := range []int{0, 3, headSize, len(whole) / 2, len(whole) - 1} {
		try(fmt.Sprintf("cut at %d of %d", n, len(whole)), whole[:n])
	}
	try("longer", append(slices.Clone(whole), 0))
}

// read reads everything.
func read(path string, tr truth) (err error) {
	s, err := plugin{Version}.Open(path)
	if err != nil {
		return err
	}
	defer s.Close()
	for _, field := range []string{"a", "k"} {
		for _, term := range tr.terms(field) {
			if _, err := s.(Segment).Having(field, term, nil); err != nil {
				return err
			}
		}
	}
	for num := range s.Count() {
		if _, err := s.DocID(num); err != nil {
			return err
		}
	}
	return nil
}
