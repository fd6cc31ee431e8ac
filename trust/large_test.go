package trust_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"xingke/trust"
)

// What a large book may take: to be opened after a kill, and with what is read off from the journal made anew.
const (
	mostReopening  = 2 * time.Second
	mostRebuilding = time.Minute
)

// largeDamages are what a large book loses of what is read off from the journal.
var largeDamages = []struct {
	name     string
	patterns []string
	silent   bool // it may pass without a word
}{
	{name: "the view's MANIFEST", patterns: []string{"view-*/MANIFEST"}},
	{name: "the columns of customers", patterns: []string{"columns/customer.xkc"}, silent: true},
	{name: "the description of the search index", patterns: []string{"search/index-*/index_meta.json"}},
	{name: "records, indexes, columns and search index", patterns: []string{"view-*", "store.json", "columns", "search"}, silent: true},
}

// A large book is killed at work and opened again, and loses what is read off from its journal. It opens in time, shows
// what it showed, and makes anew what is lost.
func TestLarge(t *testing.T) {
	if !trust.Nightly() {
		t.Skip("part of make nightly")
	}
	dir, f := t.TempDir(), &found{}
	book := filepath.Join(dir, "book")
	demo(t, book, trust.Customers())
	size := fmt.Sprintf("a book of %d customers", trust.Customers())
	l := newLedger(t, dir)
	r := serve(t, book)
	l.settled(r)
	l.makeGroup(r)
	kills, reopening := trust.Size(1, 10), time.Duration(0)
	for range kills {
		l.killAtWork(r, f)
		began := time.Now()
		r = serve(t, book)
		reopening = max(reopening, time.Since(began))
		l.check(r, f, false)
	}
	l.check(r, f, true)
	trust.Record(t, "Killed", size+" killed in the middle of forms, imports, bulk changes and undos",
		trust.Count("kills at work", kills), trust.Count("acknowledged answers", int(l.acks.Load())),
		trust.Lost("acknowledged writes lost", f.lost), trust.Lost("half transactions", f.halves), trust.Lost("other findings", f.wrong),
		trust.Took("slowest reopening, from starting the process to its answer", reopening, mostReopening))
	want := content{bytes: bytes.Repeat([]byte("合同扫描件"), 4000), most: 4}
	file, err := r.Upload(t.Context(), "合同.txt", bytes.NewReader(want.bytes))
	must(t, err)
	want.file = file
	want.read(t, r, true)
	facts := []trust.Fact{}
	lost := &found{}
	for _, damage := range largeDamages {
		r.stop(t)
		for _, pattern := range damage.patterns {
			all, err := filepath.Glob(filepath.Join(book, pattern))
			must(t, err)
			for _, path := range all {
				must(t, os.RemoveAll(path))
			}
		}
		began := time.Now()
		r = serve(t, book)
		opened := time.Since(began)
		if said := notes(t, r); len(said) == 0 && !damage.silent {
			lost.add(&lost.halves, "%s deleted: nothing was said", damage.name)
		}
		got := want
		if faults := got.read(t, r, false); got.records != want.records || faults != "" {
			lost.add(&lost.lost, "%s deleted: it shows something else: %s", damage.name, faults)
		}
		l.settled(r)
		facts = append(facts, trust.Took(damage.name+" deleted: open again after", opened, mostRebuilding), trust.Took("— and the search index whole after", time.Since(began), 0))
	}
	r.stop(t)
	began := time.Now()
	if out, err := command(t, "verify", "--book", book); err != nil {
		lost.add(&lost.wrong, "verify: %v %s", err, out)
	}
	for _, text := range append(f.said, lost.said...) {
		t.Error(text)
	}
	facts = append(facts, trust.Took("the whole book checked by xingke verify in", time.Since(began), 0),
		trust.Lost("wrong or missing values shown", lost.lost), trust.Lost("not noticed", lost.halves), trust.Lost("other findings", lost.wrong))
	trust.Record(t, "Damaged", size+" loses what is read off from its journal", facts...)
}

// settled waits until the search index holds everything.
func (l *ledger) settled(r *running) {
	l.t.Helper()
	for !l.caughtUp(r) {
		time.Sleep(200 * time.Millisecond) // it takes minutes
	}
}
