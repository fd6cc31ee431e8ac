package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"

	"xingke/backend/base/clock"
	"xingke/backend/base/day"
	"xingke/backend/base/id"
	"xingke/backend/base/money"
	"xingke/backend/core/columns"
	"xingke/backend/core/entity"
	"xingke/backend/core/seal"
	"xingke/backend/core/store"
	"xingke/backend/modules/customers"
	"xingke/backend/modules/sales"

	"xingke/bench/peers"
)

// market is a book of its own with ten order lines for each customer of the book, and the same lines
// at SQLite: few customers order most of it, and more is ordered in spring and autumn.
type market struct {
	db      *store.DB
	columns *columns.Columns
	peer    *peers.SQLite
	lines   int
}

// seasons is how much is ordered in each month, in percent of the busiest.
var seasons = [12]int{45, 25, 90, 100, 85, 70, 55, 60, 95, 80, 75, 50}

// lines is the step of the sums over order lines.
func (b *bench) lines() (err error) {
	dir := filepath.Join(b.dir, "lines")
	defer os.RemoveAll(dir)
	m := &market{}
	defer func() { err = errors.Join(err, m.close()) }()
	if err := b.furnish(m, dir); err != nil {
		return err
	}
	return b.works(func() ([]work, error) { return b.lineSums(m), nil })()
}

func (m *market) close() error {
	var err error
	if m.columns != nil {
		err = m.columns.Close()
	}
	if m.db != nil {
		err = errors.Join(err, m.db.Close())
	}
	if m.peer != nil {
		err = errors.Join(err, m.peer.Close())
	}
	return err
}

func (b *bench) furnish(m *market, dir string) (err error) {
	keys, types := seal.New(), entity.NewSet(groups()...)
	if m.db, err = store.Open(store.Config{Dir: filepath.Join(dir, "book"), Keys: keys, Types: types}); err != nil {
		return err
	}
	if m.peer, err = peers.Make(filepath.Join(dir, "peer"), peers.Lines); err != nil {
		return err
	}
	var firms []*customers.Customer
	var goods []*sales.Product
	err = m.db.Write(b.ctx, func(ctx context.Context) error {
		for i := range max(1, min(len(b.firms), b.report.Customers)) {
			c := b.stranger(i)
			if err := m.db.Put(ctx, c); err != nil {
				return err
			}
			firms = append(firms, c)
		}
		for i := range 36 {
			p := sales.Products.New().(*sales.Product)
			p.Name, p.Code = fmt.Sprintf("伺服驱动器 %d 型", i), fmt.Sprintf("P%03d", i)
			if err := m.db.Put(ctx, p); err != nil {
				return err
			}
			goods = append(goods, p)
		}
		return nil
	})
	if err != nil {
		return err
	}
	r := rand.New(rand.NewPCG(1, 3))
	few := rand.NewZipf(r, 1.2, 20, uint64(len(firms)-1))
	for n := 0; m.lines < b.report.Customers*10; {
		var orders []*sales.Order
		for len(orders) < 500 && m.lines < b.report.Customers*10 {
			o := orderOf(r, firms[few.Uint64()], goods, n)
			n, m.lines, orders = n+1, m.lines+len(o.Lines), append(orders, o)
		}
		if err := m.put(b.ctx, orders, firms); err != nil {
			return err
		}
	}
	if _, err := m.peer.Exec(peers.LinesIndexes); err != nil {
		return err
	}
	m.columns, err = columns.Open(m.db, types, keys, "", clock.System{})
	return err
}

func orderOf(r *rand.Rand, c *customers.Customer, goods []*sales.Product, n int) *sales.Order {
	o := sales.Orders.New().(*sales.Order)
	o.Number, o.CustomerID = fmt.Sprintf("SO%08d", n), id.Of[customers.Customer](c.ID)
	for o.OrderedOn = 0; o.OrderedOn == 0; {
		on := day.Of(2024, 1, 1) + day.Day(r.IntN(731))
		if _, month, _ := on.Date(); r.IntN(100) < seasons[month-1] {
			o.OrderedOn = on
		}
	}
	for range 1 + r.IntN(7) {
		p := goods[int(float64(len(goods))*r.Float64()*r.Float64())]
		l := sales.OrderLine{ProductID: id.Of[sales.Product](p.ID), Quantity: money.Quantity(1+r.IntN(50)) * money.One, UnitPrice: money.Amount(100 + r.IntN(2_000_000))}
		l.Amount = l.UnitPrice * money.Amount(l.Quantity/money.One)
		o.Lines = append(o.Lines, l)
	}
	return o
}

func (m *market) put(ctx context.Context, orders []*sales.Order, firms []*customers.Customer) error {
	err := m.db.Write(ctx, func(ctx context.Context) error {
		for _, o := range orders {
			if err := m.db.Put(ctx, o); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	regions := map[id.Of[customers.Customer]]string{}
	for _, c := range firms {
		regions[id.Of[customers.Customer](c.ID)], _, _ = strings.Cut(c.Region, "/")
	}
	return m.peer.Insert("line(month, region, product, customer, quantity, amount)", 6, func(put *sql.Stmt) error {
		for _, o := range orders {
			for _, l := range o.Lines {
				if _, err := put.Exec(o.OrderedOn.String()[:7], regions[o.CustomerID], string(l.ProductID), string(o.CustomerID), int64(l.Quantity), int64(l.Amount)); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (b *bench) lineSums(m *market) []work {
	amount, count := columns.Measure{Op: "sum", Field: "amount"}, columns.Measure{Op: "count"}
	month, region := columns.Group{Field: "orderId.orderedOn", By: "month"}, columns.Group{Field: "orderId.customerId.region", By: "province"}
	sums := func(name, sql string, q columns.Aggregate) work {
		q.Entity = "order.lines"
		return work{
			name: "sums, engine: order lines, " + name, bar: engineBar, need: withCovered, felt: true, grows: linear, n: m.lines, note: fmt.Sprintf("%s lines; peer: covering index", grouped(m.lines)),
			ours: b.sums(m.columns, q),
			peer: func(int) error { _, err := m.peer.Rows(sql); return err },
		}
	}
	pivot := columns.Aggregate{Groups: []columns.Group{month, region, {Field: "productId"}}, Measures: []columns.Measure{amount, count}}
	all := sums("month × region × product", "SELECT month, region, product, sum(amount), count(*) FROM line GROUP BY month, region, product", pivot)
	all.more = []rival{{"without that index", 0, func(int) error {
		_, err := m.peer.Rows("SELECT month, region, product, sum(amount), count(*) FROM line GROUP BY +month, +region, +product")
		return err
	}}}
	return []work{
		all,
		sums("distinct customers by region", "SELECT region, count(DISTINCT customer) FROM line GROUP BY region",
			columns.Aggregate{Groups: []columns.Group{region}, Measures: []columns.Measure{{Op: "distinct", Field: "orderId.customerId"}}}),
		sums("top 20 customers by amount", "SELECT customer, sum(amount) AS s FROM line GROUP BY customer ORDER BY s DESC LIMIT 20",
			columns.Aggregate{Groups: []columns.Group{{Field: "orderId.customerId"}}, Measures: []columns.Measure{amount}, Sort: &columns.By{Desc: true}, Limit: 20}),
	}
}
