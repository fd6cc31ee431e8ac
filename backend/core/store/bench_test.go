package store

import (
	"context"
	"fmt"
	"testing"

	"xingke/backend/base/day"
	"xingke/backend/core/entity"
)

func benchFirm(i int) *firm {
	return &firm{
		Name: fmt.Sprint("杭州行客信息技术有限公司", i), Code: fmt.Sprint("C", i), Level: "a", Size: i % 1000, Worth: 1234500,
		Since: day.Of(2015, 3, 8), Words: []string{"重点", "华东"}, Note: "来自展会，负责人对价格敏感，三季度有扩建计划，适合推荐年度服务。请按月回访，注意节假日问候。",
	}
}

func benchBook(b *testing.B) *DB {
	db := openAt(b, b.TempDir())
	b.Cleanup(func() { _ = db.Close() })
	return db
}

// One acknowledged save: checked, indexed, sealed, on disk.
func BenchmarkSave(b *testing.B) {
	db := benchBook(b)
	for i := 0; b.Loop(); i++ {
		must(b, db.Put(bg, benchFirm(i)))
	}
}

func BenchmarkSaveParallel(b *testing.B) {
	db := benchBook(b)
	b.SetParallelism(8)
	b.RunParallel(func(pb *testing.PB) {
		for pb.Next() {
			must(b, db.Put(bg, &firm{Name: "行客"}))
		}
	})
}

// Groups of 500, as an import saves them.
func BenchmarkBulk(b *testing.B) {
	db := benchBook(b)
	n := 0
	for b.Loop() {
		must(b, db.Write(bg, func(ctx context.Context) error {
			for range 500 {
				n++
				must(b, db.Put(ctx, benchFirm(n)))
			}
			return nil
		}))
	}
	b.ReportMetric(float64(n)/b.Elapsed().Seconds(), "records/s")
}

func filled(b *testing.B, n int) (*DB, []string) {
	db := benchBook(b)
	var ids []string
	for len(ids) < n {
		must(b, db.Write(bg, func(ctx context.Context) error {
			for range 500 {
				f := benchFirm(len(ids))
				must(b, db.Put(ctx, f))
				ids = append(ids, f.ID)
			}
			return nil
		}))
	}
	return db, ids
}

func BenchmarkGet(b *testing.B) {
	db, ids := filled(b, 20_000)
	i := 0
	for b.Loop() {
		i = (i + 7919) % len(ids)
		if _, err := Get(bg, db, firms, ids[i]); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkEach(b *testing.B) {
	db, ids := filled(b, 20_000)
	for b.Loop() {
		must(b, db.Each(bg, firms.Type, func(entity.Record) bool { return true }))
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(ids)), "ns/record")
}

func BenchmarkChanges(b *testing.B) {
	db, ids := filled(b, 20_000)
	for b.Loop() {
		for after := uint64(0); after < uint64(len(ids)); after += 1000 {
			if _, err := db.Changes(bg, after, 1000); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/float64(len(ids)), "ns/change")
}

func BenchmarkRebuild(b *testing.B) {
	db, ids := filled(b, 20_000)
	for b.Loop() {
		must(b, db.Rebuild(bg, nil))
	}
	b.ReportMetric(float64(len(ids)*b.N)/b.Elapsed().Seconds(), "records/s")
}

func BenchmarkDecode(b *testing.B) {
	p := newPlan(types().Type("firm"))
	raw := appendRecord(nil, state{rev: 1, pairs: p.pairs(benchFirm(1))})
	b.SetBytes(int64(len(raw)))
	for b.Loop() {
		if _, err := p.decode("id", raw); err != nil {
			b.Fatal(err)
		}
	}
}

// Opening a book of 100,000 records that was closed properly.
func BenchmarkOpen(b *testing.B) {
	dir := b.TempDir()
	db := openAt(b, dir)
	for n := 0; n < 100_000; {
		must(b, db.Write(bg, func(ctx context.Context) error {
			for range 500 {
				n++
				must(b, db.Put(ctx, benchFirm(n)))
			}
			return nil
		}))
	}
	must(b, db.Close())
	for b.Loop() {
		db := openAt(b, dir)
		b.StopTimer()
		must(b, db.Close())
		b.StartTimer()
	}
}
