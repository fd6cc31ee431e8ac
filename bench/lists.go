package main

import (
	"fmt"
	"strings"
	"time"

	"xingke/backend/core/columns"
)

const (
	engineBar   = 5 * time.Millisecond
	withIndex   = 1.0
	withoutIt   = 0.2  // of SQLite without the perfect index
	withCovered = 0.05 // of SQLite with a covering index
)

// engineLists are pages of 100 and the exact total: which records they are, and how many.
func (b *bench) engineLists() ([]work, error) {
	owner, err := b.someOwner()
	if err != nil {
		return nil, err
	}
	three := threeFilters(owner)
	// A plus before a column keeps SQLite from using an index for it.
	threeSQL := fmt.Sprintf("WHERE way='visit' AND owner='%s' AND at >= 1756684800000", owner)
	plain := strings.NewReplacer("WHERE way", "WHERE +way", "AND owner", "AND +owner", "AND at", "AND +at")
	deep := b.report.FollowUps * 9 / 10
	by := func(field string, desc bool) []columns.Sort { return []columns.Sort{{Field: field, Desc: desc}} }
	list := func(name, entity, table, field, column string, desc bool, where *columns.Filter, sql string, skip int) work {
		w := work{name: "list, engine: " + name, bar: engineBar, need: withIndex, felt: true, grows: flat, note: "peer: the perfect index"}
		q := columns.Query{Entity: entity, Where: where, Skip: skip}
		if field != "" {
			q.Sort = by(field, desc)
		}
		order := "ORDER BY " + column
		if desc {
			order += " DESC"
		}
		w.ours = b.lists(q)
		w.peer = b.page("id", "FROM "+table+" "+sql, order, skip)
		if column != "id" {
			w.more = []rival{{"without that index", withoutIt, b.page("id", "FROM "+table+" "+plain.Replace(sql), strings.Replace(order, "BY ", "BY +", 1), skip)}}
		}
		return w
	}
	works := []work{list("follow-ups, no filter", "followUp", "followup", "", "id", false, nil, "", 0)}
	for _, one := range []struct {
		name, field, column string
		desc                bool
	}{
		{"newest first", "at", "at", true}, {"by customer's name (pinyin)", "customerId", "customer_pinyin", false}, {"by owner", "ownerId", "owner", false},
		{"by way", "way", "way", false}, {"by summary (pinyin)", "summary", "summary_pinyin", false}, {"by result (pinyin)", "result", "result_pinyin", false},
		{"by next day", "nextOn", "next_on", true}, {"by day of entry", "createdAt", "created", true},
	} {
		works = append(works, list("follow-ups "+one.name, "followUp", "followup", one.field, one.column, one.desc, nil, "", 0))
	}
	works = append(works,
		list("follow-ups, 3 filters, newest first", "followUp", "followup", "at", "at", true, &three, threeSQL, 0),
		list("follow-ups newest first, a page at nine tenths", "followUp", "followup", "at", "at", true, nil, "", deep),
		list("follow-ups by customer's name (pinyin), a page in the middle", "followUp", "followup", "customerId", "customer_pinyin", false, nil, "", b.report.FollowUps/2),
		list("follow-ups by way, a page in the middle", "followUp", "followup", "way", "way", false, nil, "", b.report.FollowUps/2),
		list("customers by name (pinyin)", "customer", "customer", "name", "pinyin", false, nil, "", 0),
		list("customers by level", "customer", "customer", "level", "level", false, nil, "", 0),
		list("customers by last follow-up", "customer", "customer", "lastFollowUpOn", "last", true, nil, "", 0),
		list("customers by name (pinyin), a page at nine tenths", "customer", "customer", "name", "pinyin", false, nil, "", b.report.Customers*9/10))
	count := work{name: "count, engine: follow-ups with 3 filters", bar: engineBar, need: withIndex, felt: true, grows: flat, note: "peer: the perfect index",
		ours: func(int) error {
			_, err := b.engine.columns.Count(b.ctx, columns.Query{Entity: "followUp", Where: &three})
			return err
		},
		peer: b.query("SELECT count(*) FROM followup " + threeSQL),
		more: []rival{{"without that index", withoutIt, b.query("SELECT count(*) FROM followup " + plain.Replace(threeSQL))}},
	}
	return append(works, count), nil
}

// threeFilters are the visits of one owner since a day.
func threeFilters(owner string) columns.Filter {
	return columns.All(columns.Where("way", "eq", "visit"), columns.Where("ownerId", "eq", owner), columns.Where("at", "ge", "2025-09-01"))
}

// someOwner is somebody with many follow-ups.
func (b *bench) someOwner() (owner string, err error) {
	return owner, b.peer.QueryRow("SELECT owner FROM followup GROUP BY owner ORDER BY count(*) DESC, owner LIMIT 1 OFFSET 2").Scan(&owner)
}

// nearer is where the i-th page begins that is asked for instead of one so deep in a list: people turn
// pages, nobody asks for the same one over and over.
func nearer(deep, i int) int { return deep - min(100, deep/320)*((i+1)%32) }

// query asks the peer and reads what it answers.
func (b *bench) query(sql string, args ...any) func(int) error {
	return func(int) error {
		_, err := b.peer.Rows(sql, args...)
		return err
	}
}

// page is a page of a list at the peer, with the exact number of rows that the list has.
func (b *bench) page(what, where, order string, offset int) func(int) error {
	list := fmt.Sprintf("SELECT %s %s %s LIMIT 100 OFFSET ?", what, where, order)
	count := "SELECT count(*) " + where
	return func(i int) error {
		if _, err := b.peer.Rows(list, nearer(offset, i)); err != nil {
			return err
		}
		_, err := b.peer.Rows(count)
		return err
	}
}

// engineSums are sums over the book itself; those over order lines have a store of their own.
func (b *bench) engineSums() ([]work, error) {
	count, sum := columns.Measure{Op: "count"}, columns.Measure{Op: "sum", Field: "amount"}
	return []work{
		{name: "sums, engine: funnel, opportunities and amount by stage", bar: engineBar, need: withCovered, felt: true, grows: linear, note: "peer: covering index",
			ours: b.sums(b.engine.columns, columns.Aggregate{Entity: "opportunity", Groups: []columns.Group{{Field: "stage"}}, Measures: []columns.Measure{count, sum}}),
			peer: b.query("SELECT stage, count(*), sum(amount) FROM opportunity GROUP BY stage")},
		{name: "sums, engine: follow-ups by month × owner", bar: engineBar, need: withCovered, felt: true, grows: linear, note: "peer: covering index",
			ours: b.sums(b.engine.columns, columns.Aggregate{Entity: "followUp", Groups: []columns.Group{{Field: "at", By: "month"}, {Field: "ownerId"}}, Measures: []columns.Measure{count}}),
			peer: b.query("SELECT month, owner, count(*) FROM followup GROUP BY month, owner")},
	}, nil
}
