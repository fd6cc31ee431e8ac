package segment

import (
	"encoding/binary"
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/RoaringBitmap/roaring/v2"
	"github.com/blevesearch/bleve/v2/document"
	index "github.com/blevesearch/bleve_index_api"
	api "github.com/blevesearch/scorch_segment_api/v2"

	"xingke/backend/base/id"
)

// line is a field whose terms are the letters of a text, each at its place, and other terms without one.
type line struct {
	words
	text string
}

func (l *line) EachPlace(add func(term []byte, place int)) {
	for _, one := range []string{"all", "c"} { // a term may be found before it is known where it stands
		if one == "all" || strings.Contains(l.text, one) {
			add([]byte(one), Nowhere)
		}
	}
	for i := range len(l.text) {
		add([]byte(l.text[i:i+1]), i)
	}
}

func lines(r *rand.Rand, n int) ([]index.Document, map[string]string) {
	var docs []index.Document
	texts := map[string]string{}
	for range n {
		text := make([]byte, 1+r.IntN(200)*r.IntN(2)+r.IntN(8))
		for i := range text {
			text[i] = "aaaabbbcd"[r.IntN(9)]
		}
		l := &line{words{name: "t"}, string(text)}
		l.list = append(strings.Split(l.text, ""), "all")
		doc := document.NewDocument("memo:" + id.New())
		doc.AddField(l)
		doc.AddIDField()
		docs, texts[doc.ID()] = append(docs, doc), l.text
	}
	r.Shuffle(len(docs), func(i, j int) { docs[i], docs[j] = docs[j], docs[i] })
	return docs, texts
}

// spelt asks for letters in a row; a dot is any of c and d.
func spelt(t *testing.T, s api.Segment, letters string, first bool, among *roaring.Bitmap) []string {
	t.Helper()
	var pieces []Piece
	for i, letter := range strings.Split(letters, "") {
		if letter == "." {
			pieces = append(pieces, Piece{At: i, Stretches: [][2]string{{"c", "e"}}, Within: func(term []byte, into []int) []int {
				if len(term) != 1 {
					return into
				}
				return append(into, 0)
			}})
		} else {
			pieces = append(pieces, Term(letter, i))
		}
	}
	asked, _ := Of(s)
	found, err := asked.Lined("t", pieces, first, among)
	if err != nil {
		t.Fatal(err)
	}
	return named(t, s, found)
}

func compareLines(t *testing.T, r *rand.Rand, s api.Segment, texts map[string]string, drop *roaring.Bitmap) {
	t.Helper()
	asked, _ := Of(s)
	all, err := asked.Having("t", "all", drop)
	if err != nil || all == nil && len(texts) > 0 {
		t.Fatal(all, err)
	}
	for range 60 {
		letters := make([]byte, 1+r.IntN(5))
		for i := range letters {
			letters[i] = "aabbcd."[r.IntN(7)]
		}
		first := r.IntN(3) == 0
		var want []string
		for name, text := range texts {
			for at := range text {
				if (at == 0 || !first) && matches(text[at:], string(letters)) {
					want = append(want, name)
					break
				}
			}
		}
		slices.Sort(want)
		if got := spelt(t, s, string(letters), first, all); !slices.Equal(got, want) {
			t.Fatalf("%s (%t): %d texts, want %d", letters, first, len(got), len(want))
		}
	}
}

func matches(text, letters string) bool {
	if len(text) < len(letters) {
		return false
	}
	for i := range len(letters) {
		if text[i] != letters[i] && (letters[i] != '.' || text[i] < 'c') {
			return false
		}
	}
	return true
}

// TestLines asks for letters in a row of segments in memory, on disk and merged, of texts that come one among the other
// and of which some are left out.
func TestLines(t *testing.T) {
	testBox(t)
	r := rand.New(rand.NewPCG(10, 11))
	docs, texts := lines(r, 900)
	others, _ := sample(r, 50) // without such a field
	parts, drops := []api.Segment{}, []*roaring.Bitmap{}
	left := maps.Clone(texts)
	for i, some := range [][]index.Document{docs[:400], others, docs[400:420], docs[420:]} {
		s, _, err := plugin{Version}.New(some)
		if err != nil {
			t.Fatal(err)
		}
		var drop *roaring.Bitmap
		for num := range s.Count() {
			if name, _ := s.DocID(num); i != 2 && r.IntN(5) == 0 {
				if drop == nil {
					drop = roaring.New()
				}
				drop.Add(uint32(num))
				delete(left, string(name))
			}
		}
		disk := onDiskOf(t, s)
		if i != 1 {
			here := map[string]string{}
			for num := range s.Count() {
				name, _ := s.DocID(num)
				if _, living := left[string(name)]; living {
					here[string(name)] = left[string(name)]
				}
			}
			compareLines(t, r, s, here, drop)
			compareLines(t, r, disk, here, drop)
		}
		parts, drops = append(parts, disk), append(drops, drop)
	}
	whole, _ := mergedOf(t, parts, make([]*roaring.Bitmap, len(parts)))
	compareLines(t, r, whole, texts, nil)
	merged, _ := mergedOf(t, parts, drops)
	compareLines(t, r, merged, left, nil)
	again, _ := mergedOf(t, []api.Segment{merged}, []*roaring.Bitmap{nil})
	compareLines(t, r, again, left, nil)
}

// eachPlace reads the places of one document.
func eachPlace(these []byte, yield func(place int)) {
	v, n := binary.Uvarint(these)
	if v == 0 {
		return
	}
	place := int(v>>1) - 1
	yield(place)
	for these = these[n:]; len(these) > 0; these = these[n:] {
		v, n = binary.Uvarint(these)
		place += int(v >> 1)
		yield(place)
	}
}

// TestPlaces writes places and reads them as they were, also of a term of many documents that lies over several pages.
func TestPlaces(t *testing.T) {
	testBox(t)
	var docs []index.Document
	want := map[int]int{}
	for i := range 9000 {
		l := &line{words{name: "t"}, strings.Repeat("b", i%150) + "a"}
		want[i] = i % 150
		doc := document.NewDocument(fmt.Sprintf("memo:%05d", i))
		doc.AddField(l)
		doc.AddIDField()
		docs = append(docs, doc)
	}
	s, _, err := plugin{Version}.New(docs)
	if err != nil {
		t.Fatal(err)
	}
	b := s.(*inMemory).body
	d := dictionary{s: b, field: b.fieldNamed("t")}
	found, err := d.find([]byte("a"))
	if err != nil {
		t.Fatal(err)
	}
	rest, err := found.places(nil)
	if err != nil || len(b.fieldNamed("t").places) < 3 {
		t.Fatal(len(b.fieldNamed("t").places), err)
	}
	for i := range 9000 {
		var these []byte
		these, rest = nextPlaces(rest)
		v := -1
		eachPlace(these, func(place int) { v = place })
		if v != want[i] {
			t.Fatalf("%d stands at %d, want %d", i, v, want[i])
		}
	}
	if len(rest) > 0 {
		t.Error("places of no document")
	}
}

// TestEarlierVersion makes and merges segments as they were before terms had places: they answer as ever.
func TestEarlierVersion(t *testing.T) {
	testBox(t)
	docs, texts := lines(rand.New(rand.NewPCG(12, 13)), 30)
	s, _, err := plugin{1}.New(docs)
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "merged")
	if _, _, err := (plugin{1}).Merge([]api.Segment{s}, []*roaring.Bitmap{nil}, path, nil, nil); err != nil {
		t.Fatal(err)
	}
	if wrong, err := (plugin{Version}).Open(path); err == nil {
		_ = wrong.Close()
		t.Error("a segment of another version opens")
	}
	merged, err := plugin{1}.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer merged.Close()
	if got := having(t, merged, "t", "all", nil); len(got) != len(texts) {
		t.Errorf("%d documents, want %d", len(got), len(texts))
	}
	asked, _ := Of(merged)
	if _, err := asked.Lined("t", []Piece{Term("a", 0)}, false, roaring.BitmapOf(0)); err == nil {
		t.Error("it tells where terms stand")
	}
}
