package search

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"xingke/backend/base/id"
)

var benchSize = flag.Int("bench.firms", 20_000, "companies in the benchmarks; there are five visits for each")

var (
	places   = []string{"北京", "上海市", "深圳市", "重庆", "杭州", "广州市", "成都", "武汉", "南京", "苏州工业园区"}
	marks    = []string{"华为", "长安", "中科", "金蝶", "宏图", "东方", "瑞丰", "恒通", "天元", "博雅", "鼎盛", "创新", "远景", "蓝海", "星河", "万达"}
	trades   = []string{"科技", "贸易", "信息技术", "电子", "食品", "建材", "医疗器械", "教育咨询", "物流", "机械设备"}
	forms    = []string{"有限公司", "股份有限公司", "集团有限公司", "厂", "有限责任公司"}
	phrases  = []string{"客户对报价有异议，希望再优惠一些。", "已寄出样品，等待测试结果。", "约定下周三上门演示新产品。", "合同条款需要法务审核。", "竞争对手报价更低，需要申请特价。", "对售后服务很满意，愿意续约。", "财务反馈回款要到月底。", "Sent the quotation by mail, they will reply soon."}
	families = []rune("王李张刘陈杨黄赵周吴徐孙马朱胡林郭何高罗")
)

// fillBench makes companies and visits like those of a real book.
func fillBench(b *book, n, visits int) {
	rng := rand.New(rand.NewPCG(7, 7))
	pick := func(list []string) string { return list[rng.IntN(len(list))] }
	for i := range n {
		name := pick(places) + pick(marks) + string(families[rng.IntN(len(families))]) + string(rune(0x4e00+rng.IntN(3000))) + pick(trades) + pick(forms)
		f := &firm{Name: name, Code: fmt.Sprintf("KH-%d-%06d", 2020+rng.IntN(7), i), Phone: fmt.Sprintf("1%010d", rng.Int64N(1e10)), Level: "plain", Note: pick(phrases)}
		b.put(f)
		for range visits {
			at := b.clk.Now().Add(-time.Duration(rng.IntN(700*24)) * time.Hour)
			b.put(&visit{FirmID: id.Of[firm](f.ID), Content: pick(phrases) + pick(phrases) + pick(marks), At: at})
		}
	}
}

func BenchmarkBuild(bm *testing.B) {
	b := newBook(bm, bm.TempDir())
	fillBench(b, *benchSize, 5)
	bm.ResetTimer()
	for bm.Loop() {
		b.x.mu.Lock()
		b.x.built = true // so that Build begins anew
		b.x.mu.Unlock()
		b.build()
	}
	bm.ReportMetric(float64(b.seq)*float64(bm.N)/bm.Elapsed().Seconds(), "records/s")
}

func BenchmarkQuery(bm *testing.B) {
	b := newBook(bm, bm.TempDir())
	fillBench(b, *benchSize, 5)
	b.build()
	for _, text := range []string{"华为", "客户", "有限公司", "华", "报价有异议", "星河 武汉", "hwkj", "changan", "quotation", "8812", "13800", "KH-2024-0012", "quotatoin"} {
		bm.Run(text, func(bm *testing.B) {
			var times []time.Duration
			n := 0
			for bm.Loop() {
				start := time.Now()
				res, err := b.x.Query(context.Background(), Query{Text: text})
				if err != nil {
					bm.Fatal(err)
				}
				times = append(times, time.Since(start))
				n = 0
				for _, g := range res.Groups {
					n += g.Total
				}
			}
			slices.Sort(times)
			bm.ReportMetric(float64(n), "hits")
			bm.ReportMetric(float64(times[len(times)*95/100].Microseconds())/1000, "p95-ms")
		})
	}
}

func BenchmarkSave(bm *testing.B) {
	b := newBook(bm, bm.TempDir())
	fillBench(b, *benchSize/4, 5)
	b.build()
	f := &firm{Name: "刚刚保存的公司"}
	for bm.Loop() {
		b.save(f)
	}
}

func BenchmarkSuggest(bm *testing.B) {
	b := newBook(bm, "")
	fillBench(b, *benchSize, 0)
	start := time.Now()
	if err := b.x.LoadNames(context.Background()); err != nil {
		bm.Fatal(err)
	}
	bm.Logf("%d names in %v", b.x.suggest.count(), time.Since(start))
	types, _ := b.x.wanted(nil)
	for _, text := range []string{"h", "华为", "hwkj", "szhw", "changan", "为技", "138", "88123", "", "没有这个"} {
		bm.Run("memory/"+text, func(bm *testing.B) {
			for bm.Loop() {
				b.x.guess(context.Background(), text, types, spare*defaultSuggest)
			}
		})
		bm.Run("whole/"+text, func(bm *testing.B) {
			for bm.Loop() {
				if _, err := b.x.Suggest(context.Background(), SuggestQuery{Text: text}); err != nil {
					bm.Fatal(err)
				}
			}
		})
	}
}
