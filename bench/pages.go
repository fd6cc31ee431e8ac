package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"xingke/backend/core/records"
)

const listBar = 50 * time.Millisecond

// the columns that a list of customers shows, for the peer
const shown = "id, name, status, level, industry, region, owner, phone, last, next"

const asked = `"columns":["name","status","level","industry","region","ownerId","phone","lastFollowUpOn","nextFollowUpOn"],"limit":100`

const containing = `{"entity":"followUp","where":{"field":"content","op":"contains","value":%q},"sort":[{"field":"at","desc":true}],"columns":["at","way","summary","result","nextStep","nextOn","customerId","ownerId"],"limit":100}`

// unasked gives pieces of what was said, each anew only when those asked for since have made it forgotten.
func (b *bench) unasked() func(i int) string {
	var pieces []string
	seen := map[string]bool{}
	for _, day := range slices.Sorted(maps.Keys(b.days)) {
		for k, one := range b.days[day] {
			said := []rune(one.said)
			for from := k % 7; from < len(said) && len(pieces) < 500; from += 11 {
				piece := strings.TrimSpace(string(said[from:min(len(said), from+1+len(pieces)%8)]))
				if piece != "" && !seen[piece] {
					seen[piece], pieces = true, append(pieces, piece)
				}
			}
		}
	}
	return func(i int) string { return pieces[(i+len(pieces))%len(pieces)] }
}

func (b *bench) list(input string) func(int) error {
	return func(int) error { return b.call("records.list", input) }
}

// pages are pages of lists as the pages call them: 100 rows, ten columns, the exact total.
func (b *bench) pages() ([]work, error) {
	deep, err := b.deepCursor()
	if err != nil {
		return nil, err
	}
	three := `"where":{"and":[{"field":"status","op":"eq","value":"customer"},{"field":"level","op":"in","value":["A","B"]},{"field":"industry","op":"eq","value":"manufacturing"}]}`
	unasked := b.unasked()
	threeSQL := "FROM customer WHERE status='customer' AND level IN ('A','B') AND industry='manufacturing'"
	return []work{
		{name: "customers, first page, as the pages call it", bar: listBar, grows: flat,
			ours: b.list(`{"entity":"customer",` + asked + `}`),
			peer: b.page(shown, "FROM customer", "ORDER BY id", 0)},
		{name: "customers by name (pinyin), as the pages call it", bar: listBar, grows: flat,
			ours: b.list(`{"entity":"customer","sort":[{"field":"name"}],` + asked + `}`),
			peer: b.page(shown, "FROM customer", "ORDER BY pinyin", 0)},
		{name: "customers by last follow-up, then name, as the pages call it", bar: listBar, grows: flat, note: "peer: index on the first key only",
			ours: b.list(`{"entity":"customer","sort":[{"field":"lastFollowUpOn","desc":true},{"field":"name"}],` + asked + `}`),
			peer: b.page(shown, "FROM customer", "ORDER BY last DESC, pinyin", 0)},
		{name: "customers, filter on 3 fields, by name, as the pages call it", bar: listBar, grows: flat,
			ours: b.list(`{"entity":"customer",` + three + `,"sort":[{"field":"name"}],` + asked + `}`),
			peer: b.page(shown, threeSQL, "ORDER BY pinyin", 0)},
		{name: "customers, name contains 科技, by name, as the pages call it", bar: listBar, grows: flat, note: "peer: LIKE",
			ours: b.list(`{"entity":"customer","where":{"field":"name","op":"contains","value":"科技"},"sort":[{"field":"name"}],` + asked + `}`),
			peer: b.page(shown, "FROM customer WHERE name LIKE '%科技%'", "ORDER BY pinyin", 0)},
		{name: "customers by name, a page at nine tenths, as the pages call it", bar: listBar, grows: flat, note: "peer: OFFSET",
			ours: b.list(deep),
			peer: b.page(shown, "FROM customer", "ORDER BY pinyin", b.report.Customers*9/10)},
		{name: "follow-ups, newest first, as the pages call it", bar: listBar, grows: flat,
			ours: b.list(`{"entity":"followUp","sort":[{"field":"at","desc":true}],"columns":["at","way","summary","result","nextStep","nextOn","customerId","ownerId"],"limit":100}`),
			peer: b.page("id, way, at, summary, result, next_step, next_on, customer, owner", "FROM followup", "ORDER BY at DESC", 0)},
		{name: "follow-ups by visit of customers in 浙江省, newest first, as the pages call it", bar: listBar, grows: flat, note: "peer: join",
			ours: b.list(`{"entity":"followUp","where":{"and":[{"field":"way","op":"eq","value":"visit"},{"field":"customerId.region","op":"startsWith","value":"浙江省"}]},"sort":[{"field":"at","desc":true}],"columns":["at","way","summary","result","nextStep","nextOn","customerId","ownerId"],"limit":100}`),
			peer: b.page("f.id, way, at, summary, result, next_step, next_on, f.customer, f.owner", "FROM followup f JOIN customer c ON c.id = f.customer WHERE way='visit' AND region >= '浙江省' AND region < '浙江眂'", "ORDER BY at DESC", 0)},
		{name: "follow-ups, content contains a word nobody asked for yet, newest first, as the pages call it", bar: listBar, grows: linear, note: "pieces of 1 to 8 characters from the texts, another each time; peer: LIKE",
			ours: func(i int) error { return b.call("records.list", fmt.Sprintf(containing, unasked(i))) },
			peer: func(i int) error {
				_, err := b.peer.Rows("SELECT id, way, at, summary, result, next_step, next_on, customer, owner FROM followup WHERE content LIKE ? ORDER BY at DESC LIMIT 100", "%"+unasked(i)+"%")
				return err
			}},
		{name: "count follow-ups: visits of this year and last with a next step, as the pages call it", bar: listBar, grows: linear, note: "peer: index on the day",
			ours: func(int) error {
				return b.call("records.aggregate", `{"entity":"followUp","where":{"and":[{"field":"way","op":"eq","value":"visit"},{"field":"at","op":"ge","value":"2025-01-01"},{"field":"nextStep","op":"notEmpty"}]},"measures":[{"op":"count"}]}`)
			},
			peer: func(int) error {
				_, err := b.peer.Rows("SELECT count(*) FROM followup WHERE way='visit' AND at >= 1735689600000 AND next_step <> ''")
				return err
			}},
	}, nil
}

// deepCursor walks the list by name to nine tenths and gives the question for the page there.
func (b *bench) deepCursor() (string, error) {
	in := records.ListInput{Entity: "customer", Sort: []records.Sort{{Field: "name"}}, Columns: []string{"name"}, Limit: 500}
	for seen := 0; seen < b.report.Customers*9/10; seen += in.Limit {
		out, err := ask[struct{ Next string }](b.app, "records.list", in)
		if err != nil {
			return "", err
		}
		if out.Next == "" {
			break
		}
		in.After = out.Next
	}
	after, err := json.Marshal(in.After)
	return `{"entity":"customer","sort":[{"field":"name"}],"after":` + string(after) + `,` + asked + `}`, err
}

// pivots are sums over everything.
func (b *bench) pivots() ([]work, error) {
	return []work{
		{name: "follow-ups by month × owner, as the pages call it", bar: listBar, grows: linear, note: "peer: covering index on month, owner",
			ours: func(int) error {
				return b.call("records.aggregate", `{"entity":"followUp","groups":[{"field":"at","by":"month"},{"field":"ownerId"}],"measures":[{"op":"count"}]}`)
			},
			peer: func(int) error {
				_, err := b.peer.Rows("SELECT month, owner, count(*) FROM followup GROUP BY month, owner")
				return err
			}},
		{name: "follow-ups by customer's status × way, distinct customers, as the pages call it", bar: listBar, grows: linear, note: "peer: join",
			ours: func(int) error {
				return b.call("records.aggregate", `{"entity":"followUp","groups":[{"field":"customerId.status"},{"field":"way"}],"measures":[{"op":"count"},{"op":"distinct","field":"customerId"}]}`)
			},
			peer: func(int) error {
				_, err := b.peer.Rows("SELECT c.status, way, count(*), count(DISTINCT f.customer) FROM followup f JOIN customer c ON c.id = f.customer GROUP BY c.status, way")
				return err
			}},
		{name: "won and open amount by month × customer's region, as the pages call it", bar: listBar, grows: linear,
			ours: func(int) error {
				return b.call("records.aggregate", `{"entity":"opportunity","groups":[{"field":"closedOn","by":"month"},{"field":"customerId.region","by":"province"},{"field":"stage"}],"measures":[{"op":"sum","field":"amount"},{"op":"count"}]}`)
			}},
	}, nil
}
