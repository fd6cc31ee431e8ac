package main

import (
	"fmt"
	"time"

	"xingke/backend/core/search"

	"xingke/bench/peers"
)

const (
	wordBar    = 20 * time.Millisecond
	fuzzyBar   = 5 * time.Millisecond
	suggestBar = 100 * time.Microsecond
)

// both are the entities that the peer has too.
var both = []string{"followUp", "customer"}

// query asks the index. What finds nothing though it should is a mistake of the bench.
func (b *bench) seek(q search.Query) func(int) error {
	return func(int) error {
		found, err := b.engine.search.Query(b.ctx, q)
		if err == nil && len(found.Groups) == 0 {
			err = fmt.Errorf("%q is not found", q.Text)
		}
		return err
	}
}

// hits counts those of a search's answer.
func (b *bench) hits(q search.Query) func() (int, error) {
	return func() (n int, err error) {
		found, err := b.engine.search.Query(b.ctx, q)
		for _, g := range found.Groups {
			n += len(g.Hits)
		}
		return n, err
	}
}

// ranked and newest are the first 20 at the peer; counted is the first few and how many there are of each entity.
func (b *bench) ranked(match string) func(int) error {
	return b.query("SELECT d.entity, d.id, d.title, d.body FROM fts JOIN docs d ON d.row = fts.rowid WHERE fts MATCH ? ORDER BY rank LIMIT 20", match)
}

func (b *bench) newest(match string) func(int) error {
	return b.query("SELECT d.entity, d.id, d.title, d.body FROM fts JOIN docs d ON d.row = fts.rowid WHERE fts MATCH ? ORDER BY d.at DESC LIMIT 20", match)
}

func (b *bench) counted(match string) func(int) error {
	list := b.ranked(match)
	return func(i int) error {
		if err := list(i); err != nil {
			return err
		}
		return b.query("SELECT d.entity, count(*) FROM fts JOIN docs d ON d.row = fts.rowid WHERE fts MATCH ? GROUP BY d.entity", match)(i)
	}
}

// words are searches asked of the index directly.
func (b *bench) words() ([]work, error) {
	text := func(words string, order search.Order) func(int) error {
		return b.seek(search.Query{Text: words, Entities: both, Limit: 20, Order: order})
	}
	one := func(name string, need float64, ours, peer func(int) error) work {
		return work{name: "search, engine: " + name, bar: wordBar, need: need, felt: true, grows: flat, note: "peer: FTS5 pairs", ours: ours, peer: peer}
	}
	whole := b.busiest.Name
	piece := []rune(whole)
	works := []work{
		one("frequent word of 2 characters (客户), first 20", 0.25, text("客户", search.ByRelevance), b.ranked(peers.Match("客户"))),
		one("frequent word, newest first", 0.6, text("客户", search.ByDate), b.newest(peers.Match("客户"))),
		one("frequent word, with counts by entity", 0.6, b.seek(search.Query{Text: "客户", Limit: 20}), b.counted(peers.Match("客户"))),
		one("usual word (演示), newest first", 1.5, text("演示", search.ByDate), b.newest(peers.Match("演示"))),
		one("phrase of 4 characters (电磁兼容)", 1, text("电磁兼容", search.ByRelevance), b.ranked(peers.Match("电磁兼容"))),
		one("English word (warranty)", 1, text("warranty", search.ByRelevance), b.ranked(peers.Match("warranty"))),
		one("prefix of 3 letters (pur)", 1, text("pur", search.ByRelevance), b.ranked("pur*")),
		one("within one customer (演示)", 1, b.seek(search.Query{Text: `"` + whole + `"`, Entities: []string{"followUp"}, Limit: 20}),
			b.newest(peers.Match(whole))),
	}
	works[len(works)-1].name = "search, engine: within the customer with most follow-ups, newest first"
	misspelt := search.Query{Text: "halversen", Entities: both, Limit: 20}
	fuzzy := work{name: "search, engine: misspelt English name (halversen)", bar: fuzzyBar, grows: flat, note: "FTS5 cannot", found: b.hits(misspelt), ours: b.seek(misspelt)}
	return append(works, append([]work{fuzzy}, b.guesses(string(piece[2:min(5, len(piece))]))...)...), nil
}

// guesses are names while somebody types, in pickers and in the palette.
func (b *bench) guesses(middle string) []work {
	names := b.engine.search.Status().Names
	phone := digitsOf(b.firms[len(b.firms)/3].Phone)
	phone = phone[max(0, len(phone)-6):]
	like := func(column, begin string) func(int) error {
		return b.query("SELECT id, name FROM customer WHERE "+column+" >= ? AND "+column+" < ? ORDER BY "+column+" LIMIT 10", begin, begin+"{")
	}
	var works []work
	for _, w := range []struct {
		name, text string
		entities   []string
		peer       func(int) error
		note       string
	}{
		{"picker, beginning of a name (上海)", "上海", []string{"customer"}, b.query("SELECT id, name FROM customer WHERE name >= '上海' AND name < '上涸' ORDER BY name LIMIT 10"), "peer: range on the index of names"},
		{"picker, pinyin initials (shdz)", "shdz", []string{"customer"}, like("initials", "shdz"), "peer: range on an index of initials, which must begin so"},
		{"picker, pinyin (shanghai)", "shanghai", []string{"customer"}, nil, ""},
		{"picker, the end of a phone number", phone, []string{"customer"}, b.query("SELECT id, name FROM customer WHERE phone LIKE ? LIMIT 10", "%"+phone+"%"), "peer: LIKE"},
		{"palette, all entities, initials (shdz)", "shdz", nil, nil, ""},
		{"palette, all entities, middle of a name", middle, nil, nil, ""},
	} {
		works = append(works, work{name: "suggest, engine: " + w.name, bar: suggestBar, grows: flat, n: names, note: w.note, peer: w.peer, ours: func(int) error {
			_, err := b.engine.search.Suggest(b.ctx, search.SuggestQuery{Text: w.text, Entities: w.entities, Limit: 10})
			return err
		}})
	}
	return works
}
