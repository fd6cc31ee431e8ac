package main

import (
	"encoding/json"
	"time"

	"xingke/bench/peers"
)

const (
	findBar   = 50 * time.Millisecond
	findLimit = 8 // hits of each entity
)

// find searches all entities, eight hits of each, with totals, titles and snippets.
func (b *bench) find(text, order string) func(int) error {
	raw, _ := json.Marshal(map[string]any{"text": text, "limit": findLimit, "order": order})
	return func(int) error { return b.call("search.query", string(raw)) }
}

// foundBy counts the hits of find's answer.
func (b *bench) foundBy(text string) func() (int, error) {
	return func() (n int, err error) {
		answer, err := ask[struct{ Groups []struct{ Hits []struct{} } }](b.app, "search.query", map[string]any{"text": text, "limit": findLimit})
		for _, g := range answer.Groups {
			n += len(g.Hits)
		}
		return n, err
	}
}

// match asks FTS5 for the best or newest and for how many there are, and reads what is shown.
func (b *bench) match(text string, newest bool) func(int) error {
	order := "ORDER BY rank"
	if newest {
		order = "ORDER BY d.at DESC"
	}
	found := "SELECT d.entity, d.id, d.title, d.body FROM fts JOIN docs d ON d.row = fts.rowid WHERE fts MATCH ? " + order + " LIMIT 16"
	return func(int) error {
		if _, err := b.peer.Rows(found, peers.Match(text)); err != nil {
			return err
		}
		_, err := b.peer.Rows("SELECT count(*) FROM fts WHERE fts MATCH ?", peers.Match(text))
		return err
	}
}

// finds are searches in everything; the peer has customers and follow-ups only.
func (b *bench) finds() ([]work, error) {
	name := []rune(b.firms[len(b.firms)/2].Name)
	middle := string(name[2:min(6, len(name))])
	phone := digitsOf(b.firms[len(b.firms)/3].Phone)
	piece := phone[max(0, len(phone)-6):]
	return []work{
		{name: "frequent word, 2 characters (客户), as the pages call it", bar: findBar, grows: flat, ours: b.find("客户", ""), peer: b.match("客户", false)},
		{name: "frequent word, newest first, as the pages call it", bar: findBar, grows: flat, ours: b.find("客户", "newest"), peer: b.match("客户", true)},
		{name: "usual word (演示), newest first, as the pages call it", bar: findBar, grows: flat, ours: b.find("演示", "newest"), peer: b.match("演示", true)},
		{name: "phrase of 6 characters (电磁兼容报告), as the pages call it", bar: findBar, grows: flat, ours: b.find("电磁兼容报告", ""), peer: b.match("电磁兼容报告", false)},
		{name: "two words (上海 演示), as the pages call it", bar: findBar, grows: flat,
			found: b.foundBy("上海 演示"), ours: b.find("上海 演示", ""), peer: b.match("上海 演示", false)},
		{name: "middle of a company's name, as the pages call it", bar: findBar, grows: flat, ours: b.find(middle, ""), peer: b.match(middle, false)},
		{name: "six digits of a phone number, as the pages call it", bar: findBar, grows: flat, ours: b.find(piece, ""), peer: b.match(piece, false)},
		{name: "nothing found, as the pages call it", bar: findBar, grows: flat, ours: b.find("鼍龘靐齉", ""), peer: b.match("鼍龘靐齉", false)},
		{name: "pinyin initials (shdz), search, as the pages call it", bar: findBar, grows: flat, note: "peer: LIKE on a column of initials, customers only",
			found: b.foundBy("shdz"), ours: b.find("shdz", ""), peer: b.initials("shdz")},
		{name: "pinyin initials (shdz), while typing, as the pages call it", bar: findBar, grows: flat, note: "same",
			ours: b.suggest("shdz"), peer: b.initials("shdz")},
		{name: "beginning of a name (上海), while typing, as the pages call it", bar: findBar, grows: flat, note: "peer: range on the index of names, customers only",
			ours: b.suggest("上海"), peer: func(int) error {
				_, err := b.peer.Rows("SELECT id, name FROM customer WHERE name >= '上海' AND name < '上涸' ORDER BY name LIMIT 10")
				return err
			}},
	}, nil
}

func (b *bench) suggest(text string) func(int) error {
	raw, _ := json.Marshal(map[string]any{"text": text, "limit": 10})
	return func(int) error { return b.call("search.suggest", string(raw)) }
}

func (b *bench) initials(letters string) func(int) error {
	return func(int) error {
		_, err := b.peer.Rows("SELECT id, name FROM customer WHERE initials >= ? AND initials < ? ORDER BY initials LIMIT 10", letters, letters+"{")
		return err
	}
}

func digitsOf(s string) string {
	var out []byte
	for i := range len(s) {
		if s[i] >= '0' && s[i] <= '9' {
			out = append(out, s[i])
		}
	}
	return string(out)
}
