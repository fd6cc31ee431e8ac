package columns

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"xingke/backend/base/clock"
	"xingke/backend/base/day"
	"xingke/backend/base/id"
	"xingke/backend/base/money"
	"xingke/backend/base/who"
	"xingke/backend/core/seal"
	"xingke/backend/core/store"
)

// bulk is columns with many rows and no store: what it costs to query, not to load.
type bulk struct {
	*Columns
	ctx   context.Context
	ids   []string
	firms []*firm
}

var bigs = map[int]*bulk{}

// rowsToTry are the sizes of benchmarks; COLUMNS_ROWS sets one.
func rowsToTry() []int {
	if n, err := strconv.Atoi(os.Getenv("COLUMNS_ROWS")); err == nil {
		return []int{n}
	}
	return []int{100_000, 1_000_000}
}

func newBig(b *testing.B, rows int) *bulk {
	if bigs[rows] != nil {
		return bigs[rows]
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	c := &Columns{types: types(), clock: clock.At(noon), zone: shanghai, epoch: 1}
	c.reset()
	g := &bulk{Columns: c, ctx: who.With(context.Background(), who.System)}
	rnd := rand.New(rand.NewPCG(1, 2))
	chars := []rune("杭州宁波上海北京华为重庆深圳广东浙江科技贸易食品机械电子信息有限公司集团发展实业")
	users := make([]id.Of[who.User], 30)
	for i := range users {
		users[i] = id.Of[who.User](id.New())
		c.apply("user", string(users[i]), &person{Base: metaOf(string(users[i])), Name: fmt.Sprintf("员工%d", i)})
	}
	places := c.types.Type("firm").Spec("region")
	g.ids = make([]string, 0, rows/10)
	for i := range rows / 10 {
		f := &firm{Base: metaOf(id.New()), Level: []string{"A", "B", "C"}[rnd.IntN(3)], Size: rnd.IntN(5000), Revenue: money.Amount(rnd.IntN(1_000_000_00)), Active: rnd.IntN(2) == 0}
		f.OwnerID = users[rnd.IntN(len(users))]
		name := make([]rune, 6+rnd.IntN(6))
		for j := range name {
			name[j] = chars[rnd.IntN(len(chars))]
		}
		f.Name, f.Code = string(name), fmt.Sprintf("C%07d", i)
		f.Place = places.Kind.Sample(places, rnd.IntN(500)).Text
		f.Founded = day.Of(2015, 1, 1) + day.Day(rnd.IntN(3650))
		c.apply("firm", f.ID, f)
		g.ids = append(g.ids, f.ID)
		g.firms = append(g.firms, f)
	}
	for i := 0; i < rows; {
		o := &order{Base: metaOf(id.New()), Number: fmt.Sprintf("SO%08d", i), FirmID: id.Of[firm](g.ids[rnd.IntN(len(g.ids))]), Ordered: day.Of(2021, 1, 1) + day.Day(rnd.IntN(1826))}
		for range 1 + rnd.IntN(4) {
			o.Lines = append(o.Lines, line{What: "产品" + strconv.Itoa(rnd.IntN(1000)), Sort: []string{"goods", "service"}[rnd.IntN(2)], Pieces: money.Quantity(rnd.IntN(100) * 10000), Amount: money.Amount(rnd.IntN(1_000_000))})
			o.Total += o.Lines[len(o.Lines)-1].Amount
			i++
		}
		c.apply("order", o.ID, o)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.Logf("%d lines in %d orders of %d firms: %d MB", c.tables["order.lines"].live.total, c.tables["order"].live.total, len(g.ids), (after.HeapAlloc-before.HeapAlloc)>>20)
	bigs[rows] = g
	return g
}

func BenchmarkQueries(b *testing.B) {
	lists := map[string]Query{
		"first page":               {Entity: "order.lines"},
		"newest orders":            {Entity: "order", Sort: []Sort{{"orderedOn", true}}},
		"lines by amount":          {Entity: "order.lines", Sort: []Sort{{"amount", true}}},
		"filter sort amount":       {Entity: "order.lines", Where: parse(`{"and":[{"field":"sort","op":"eq","value":"goods"},{"field":"quantity","op":"ge","value":50}]}`), Sort: []Sort{{"amount", true}}},
		"filter over two refs":     {Entity: "order.lines", Where: parse(`{"field":"orderId.firmId.region","op":"startsWith","value":"浙江省"}`), Sort: []Sort{{"amount", true}}},
		"period, by firm's title":  {Entity: "order", Where: parse(`{"field":"orderedOn","op":"between","value":["2024-01-01","2024-12-31"]}`), Sort: []Sort{{"firmId", false}, {"orderedOn", true}}},
		"text contains":            {Entity: "order.lines", Where: parse(`{"field":"what","op":"contains","value":"品99"}`), Sort: []Sort{{"amount", true}}},
		"firm name contains":       {Entity: "firm", Where: parse(`{"field":"name","op":"contains","value":"重庆"}`), Sort: []Sort{{"name", false}}},
		"firms by name":            {Entity: "firm", Sort: []Sort{{"name", false}}},
		"lines by date of order":   {Entity: "order.lines", Sort: []Sort{{"orderId.orderedOn", true}}},
		"firms of me or big, open": {Entity: "firm", Where: parse(`{"or":[{"field":"level","op":"in","value":["A","B"]},{"field":"size","op":"gt","value":4000}]}`), Sort: []Sort{{"level", false}, {"revenue", true}}},
	}
	for name, q := range map[string]Query{
		"by day":               {Entity: "order.lines", Sort: []Sort{{"orderId.orderedOn", true}}},
		"by text":              {Entity: "order.lines", Sort: []Sort{{"what", false}, {"amount", true}}},
		"by choice":            {Entity: "order.lines", Sort: []Sort{{"sort", true}}},
		"by name":              {Entity: "order.lines", Sort: []Sort{{"orderId.firmId", false}}},
		"by nothing":           {Entity: "order.lines"},
		"by amount":            {Entity: "order.lines", Sort: []Sort{{"amount", false}}},
		"filtered, by amount":  {Entity: "order.lines", Where: parse(`{"field":"quantity","op":"ge","value":50}`), Sort: []Sort{{"amount", true}}},
		"firms by level, name": {Entity: "firm", Sort: []Sort{{"level", false}, {"name", true}}},
	} {
		lists["first "+name] = q
		q.Skip = 1 << 60 // tenths are set by the size
		lists["deep "+name] = q
	}
	pivots := map[string]Aggregate{
		"wide":                  {Entity: "order.lines", Groups: []Group{{"orderId.orderedOn", "month"}, {"orderId.firmId.region", "province"}, {"orderId.firmId.ownerId", ""}}, Measures: []Measure{{"sum", "amount"}, {"count", ""}}},
		"month × region × sort": {Entity: "order.lines", Groups: []Group{{"orderId.orderedOn", "month"}, {"orderId.firmId.region", "province"}, {"sort", ""}}, Measures: []Measure{{"sum", "amount"}, {"count", ""}}},
		"filtered":              {Entity: "order.lines", Where: parse(`{"field":"quantity","op":"ge","value":80}`), Groups: []Group{{"orderId.orderedOn", "month"}, {"sort", ""}}, Measures: []Measure{{"sum", "amount"}}},
		"by firm, distinct":     {Entity: "order", Groups: []Group{{"firmId.level", ""}}, Measures: []Measure{{"distinct", "firmId"}}},
		"top firms":             {Entity: "order", Groups: []Group{{"firmId", ""}}, Measures: []Measure{{"sum", "total"}}, Sort: &By{0, true}, Limit: 20},
		"distinct firms":        {Entity: "order.lines", Groups: []Group{{"orderId.firmId.region", "province"}}, Measures: []Measure{{"distinct", "orderId.firmId"}}},
		"top 20 firms, lines":   {Entity: "order.lines", Groups: []Group{{"orderId.firmId", ""}}, Measures: []Measure{{"sum", "amount"}}, Sort: &By{0, true}, Limit: 20},
		"owner × level":         {Entity: "firm", Groups: []Group{{"ownerId", ""}, {"level", ""}}, Measures: []Measure{{"count", ""}}},
	}
	for _, rows := range rowsToTry() {
		b.Run(strconv.Itoa(rows), func(b *testing.B) {
			g := newBig(b, rows)
			for name, q := range lists {
				q.Limit = 50
				if q.Skip > 0 {
					q.Skip = g.tables[q.Entity].live.total * 4 / 10
				}
				b.Run("list/"+name, func(b *testing.B) {
					measured(b, func() error { _, err := g.List(g.ctx, q); return err })
				})
			}
			for name, q := range pivots {
				b.Run("pivot/"+name, func(b *testing.B) {
					measured(b, func() error { _, err := g.Aggregate(g.ctx, q); return err })
				})
			}
		})
	}
}

// measured runs something once to warm up what is kept, then tells clock and processor time of each and the best of all.
func measured(b *testing.B, once func() error) {
	if err := once(); err != nil {
		b.Fatal(err)
	}
	before, n, best := cpuTime(), 0, time.Hour
	for b.Loop() {
		begin := time.Now()
		if err := once(); err != nil {
			b.Fatal(err)
		}
		best = min(best, time.Since(begin))
		n++
	}
	b.ReportMetric(float64(cpuTime()-before)/float64(n)/1e6, "cpu-ms/op")
	b.ReportMetric(float64(best)/1e6, "best-ms")
}

func parse(raw string) *Filter {
	f, err := ParseFilter([]byte(raw))
	if err != nil {
		panic(err)
	}
	return f
}

// BenchmarkUpdate changes one record after another, each seen by a query: what the commit takes, and what the
// query until it has its view.
func BenchmarkUpdate(b *testing.B) {
	for _, rows := range rowsToTry() {
		b.Run(strconv.Itoa(rows), func(b *testing.B) {
			g := newBig(b, rows)
			var commits, views time.Duration
			i := 0
			for b.Loop() {
				f := g.firms[(i*7919)%len(g.firms)]
				before := *f
				i++
				f.Size++
				f.Level = []string{"A", "B", "C"}[i%3]
				f.Code = fmt.Sprintf("C%07d", i)
				begun := time.Now()
				g.observe(store.Commit{Items: []store.Item{{Type: g.types.Type("firm"), Before: &before, After: f}}})
				done := time.Now()
				g.view()
				commits, views = commits+done.Sub(begun), views+time.Since(done)
			}
			b.ReportMetric(float64(commits.Nanoseconds())/float64(i)/1e3, "commit-µs")
			b.ReportMetric(float64(views.Nanoseconds())/float64(i)/1e3, "view-µs")
		})
	}
}

func BenchmarkFill(b *testing.B) {
	f := &firm{Name: "重庆啤酒股份有限公司", Code: "C0000001", Place: "浙江省/杭州市/西湖区", Level: "A", Size: 12, Revenue: 100, Founded: 739000}
	f.Tags = []string{"VIP"}
	c := &Columns{types: types(), clock: clock.At(noon), zone: shanghai, epoch: 1}
	c.reset()
	entityOf := c.tables["firm"]
	for b.Loop() {
		f.ID = id.New()
		entityOf.put(f)
	}
}

// BenchmarkSnapshot writes all tables sealed, and reads them back.
func BenchmarkSnapshot(b *testing.B) {
	for _, rows := range rowsToTry() {
		g := newBig(b, rows)
		g.dir, g.keys = b.TempDir(), seal.New()
		must(b, os.MkdirAll(filepath.Join(g.dir, folder), 0o700))
		w := g.view()
		b.Run(fmt.Sprint("save/", rows), func(b *testing.B) {
			measured(b, func() error {
				for name, t := range w.tables {
					if err := g.writeFile(filepath.Join(g.dir, folder, name+ending), name, heading{schema: g.tables[name].shape()}, g.ordered(t)); err != nil {
						return err
					}
				}
				return nil
			})
		})
		b.Run(fmt.Sprint("load/", rows), func(b *testing.B) {
			measured(b, func() error {
				c := &Columns{types: types(), clock: g.clock, zone: shanghai, epoch: 1, dir: g.dir, keys: g.keys}
				c.reset()
				files := map[*table]*snapFile{}
				for _, name := range c.order {
					s, err := openSnap(c.path(c.tables[name]), c.keys.For(folder), name)
					if err != nil {
						return err
					}
					files[c.tables[name]] = s
					defer s.f.Close()
					if err := s.makeRoom(c.tables[name]); err != nil {
						return err
					}
				}
				_, err := c.readAll(files)
				c.link(nil)
				return err
			})
		})
		for _, s := range g.Status().Tables {
			b.Logf("%s: %d rows, %.1f bytes a row in %d columns", s.Name, s.Live, float64(s.Bytes)/float64(max(1, s.Live)), len(g.tables[s.Name].columns))
		}
	}
}

// BenchmarkUpdateWhileReading changes records while others run long queries: how long a save waits for them.
func BenchmarkUpdateWhileReading(b *testing.B) {
	for _, rows := range rowsToTry() {
		g := newBig(b, rows)
		b.Run(strconv.Itoa(rows), func(b *testing.B) {
			ctx, stop := context.WithCancel(g.ctx)
			var wait sync.WaitGroup
			for range 2 {
				wait.Go(func() {
					for ctx.Err() == nil {
						_, _ = g.List(ctx, Query{Entity: "order.lines", Where: parse(`{"field":"what","op":"contains","value":"99"}`), Sort: []Sort{{"orderId.firmId", false}}})
					}
				})
			}
			var waits []time.Duration
			for i := 0; b.Loop(); i++ {
				f := g.firms[(i*7919)%len(g.firms)]
				f.Size++
				begin := time.Now()
				g.mu.Lock()
				waits = append(waits, time.Since(begin))
				g.apply("firm", f.ID, f)
				g.mu.Unlock()
			}
			stop()
			wait.Wait()
			slices.Sort(waits)
			b.ReportMetric(float64(waits[len(waits)/2])/1e3, "median-wait-µs")
			b.ReportMetric(float64(waits[len(waits)*99/100])/1e3, "p99-wait-µs")
		})
	}
}
