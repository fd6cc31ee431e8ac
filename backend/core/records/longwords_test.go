package records_test

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"xingke/backend/base/clock"
	"xingke/backend/core/columns"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/pinyin"
	"xingke/backend/core/seal"
	"xingke/backend/core/search"
	"xingke/backend/core/store"
)

// memo has texts of both sorts: one that all may read, and one that few may.
type memo struct {
	entity.Base
	Title string `json:"title"`
	Text  string `json:"text"`
	Aside string `json:"aside"`
}

// memoBook is the parts that answer filters on long texts: the index tells the columns where words are.
type memoBook struct {
	testing.TB
	ctx  context.Context
	db   *store.DB
	cols *columns.Columns
	typ  *entity.Type
}

func openMemos(t testing.TB, dir string) *memoBook {
	t.Helper()
	b := &memoBook{TB: t, ctx: context.Background()}
	b.typ = entity.Define("memo", "便条", func(m *memo) []field.Field {
		return []field.Field{field.Text(&m.Title, "标题").Title().Search(3), field.LongText(&m.Text, "内容").Search(1), field.LongText(&m.Aside, "旁注").Search(1).Private("few")}
	}).Type
	types, keys := entity.NewSet(entity.Group{Module: "test", Types: []*entity.Type{b.typ}}), seal.New()
	var err error
	b.db, err = store.Open(store.Config{Dir: dir, Keys: keys, Types: types})
	b.must(err)
	b.cols, err = columns.Open(b.db, types, keys, "", clock.System{})
	b.must(err)
	within := dir
	if dir != "" {
		within += "/search"
	}
	x, err := search.Open(search.Config{Dir: within, Keys: keys, Types: types, Store: b.db})
	b.must(err)
	b.db.Follow(x)
	b.cols.Hint(x)
	t.Cleanup(func() { _, _, _ = x.Close(), b.cols.Close(), b.db.Close() })
	return b
}

func (b *memoBook) must(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

func wordWhere(field, op, word string) *columns.Filter {
	where := columns.Where(field, op, word)
	return &where
}

// inOneLine is a text as filters read it.
func inOneLine(s string) string {
	return strings.Map(pinyin.FoldLine, strings.Join(strings.Fields(s), " "))
}

// TestWordsWhereTheIndexTells asks for words right after texts change, while the index is behind, and when it is not:
// what is listed is always what the records have.
func TestWordsWhereTheIndexTells(t *testing.T) {
	b := openMemos(t, "")
	rng := rand.New(rand.NewPCG(5, 6))
	pieces := strings.Split("报 价 合 同 回 报价 合同 ， , 。 a B ab12 １2 100-2 Ｃé x@y.z % \n", " ")
	pieces = append(pieces, "  ", "　", strings.Repeat("long", 12), "https://ab.cd/"+strings.Repeat("x-", 30)+"ab/")
	made := func() string {
		var text strings.Builder
		for range 1 + rng.IntN(7) {
			text.WriteString(pieces[rng.IntN(len(pieces))])
		}
		return text.String()
	}
	var memos []*memo
	for range 60 {
		for range 1 + rng.IntN(4) {
			m := &memo{Title: made()}
			if len(memos) > 20 && rng.IntN(2) == 0 {
				m = memos[rng.IntN(len(memos))]
			} else {
				memos = append(memos, m)
			}
			switch living := m.ID == "" || !m.Deleted(); {
			case living && m.ID != "" && rng.IntN(4) == 0:
				b.must(b.db.Delete(b.ctx, b.typ, m.ID, 0))
			case !living:
				b.must(b.db.Restore(b.ctx, b.typ, m.ID))
			default:
				m.Text, m.Aside = made(), made()
				b.must(b.db.Put(b.ctx, m))
				continue
			}
			rec, err := b.db.Find(b.ctx, b.typ, m.ID)
			b.must(err)
			*m = *rec.(*memo)
		}
		if rng.IntN(3) == 0 {
			b.must(b.db.Wait(b.ctx, "search", b.db.Seq()))
		}
		for range 4 {
			b.ask(rng, memos, made())
		}
	}
}

// ask compares a list with the records.
func (b *memoBook) ask(rng *rand.Rand, memos []*memo, text string) {
	b.Helper()
	name, op, deleted := []string{"text", "text", "aside"}[rng.IntN(3)], []string{"contains", "contains", "startsWith"}[rng.IntN(3)], rng.IntN(4) == 0
	runes := []rune(inOneLine(text))
	if len(runes) == 0 {
		return
	}
	from := rng.IntN(len(runes))
	word := strings.TrimSpace(string(runes[from : from+1+rng.IntN(min(4, len(runes)-from))]))
	var want []string
	for _, m := range memos {
		line := inOneLine(map[string]string{"text": m.Text, "aside": m.Aside}[name])
		if m.Deleted() == deleted && (op == "contains" && strings.Contains(line, word) || strings.HasPrefix(line, word)) {
			want = append(want, m.ID)
		}
	}
	page, err := b.cols.List(b.ctx, columns.Query{Entity: "memo", Where: wordWhere(name, op, word), Deleted: deleted, Limit: 1000})
	b.must(err)
	slices.Sort(want)
	if slices.Sort(page.IDs); !slices.Equal(page.IDs, want) {
		b.Fatalf("%s %s %q (%t): %d listed, want %d", name, op, word, deleted, len(page.IDs), len(want))
	}
}

var memoSize = flag.Int("bench.memos", 100_000, "texts in the benchmark")

var memoPhrases = strings.Split(`客户对报价有异议，希望再优惠一些。 已寄出样品，等待测试结果。 约定下周三上门演示新产品。 合同条款需要法务审核。 竞争对手报价更低，需要申请特价。
对售后服务很满意，愿意续约。 财务反馈回款要到月底。 Sent the quotation by mail, they will reply soon. 电话联系采购经理，确认交货期。 现场勘查了包装线，需要改造两台设备。 电磁兼容报告已经提交给客户。
客户要求提供电磁兼容测试的第三方报告。 RFQ 已收到，本周内回复。 拜访了技术总监，介绍了新一代控制器。 讨论了年度框架协议的付款方式。 质量问题已转交售后处理。 客户暂无预算，明年再谈。 参加了招标答疑会。 warranty terms were discussed again.
对方工程师对方案很感兴趣，安排下一次交流。 发票已开具并寄出。 交付计划延后两周，已取得客户谅解。`, "\n")

// BenchmarkFirstWord asks for words that were not asked for before.
func BenchmarkFirstWord(bm *testing.B) {
	b := openMemos(bm, bm.TempDir())
	rng := rand.New(rand.NewPCG(1, 2))
	var phrases []string
	for _, line := range memoPhrases {
		phrases = append(phrases, strings.SplitAfter(line, "。")...)
	}
	for from := 0; from < *memoSize; from += 1000 {
		b.must(b.db.Write(b.ctx, func(ctx context.Context) error {
			for range 1000 {
				m := &memo{Title: phrases[rng.IntN(len(phrases))]}
				for range 3 + rng.IntN(3) {
					m.Text += phrases[rng.IntN(len(phrases))]
				}
				m.Text += fmt.Sprintf("%s单号 SO%d-%05d，金额 %d 元", string([]rune{rune(0x4e00 + rng.IntN(3000)), rune(0x4e00 + rng.IntN(3000))}), 2020+rng.IntN(6), rng.IntN(100000), rng.IntN(100000))
				if err := b.db.Put(ctx, m); err != nil {
					return err
				}
			}
			return nil
		}))
	}
	b.must(b.db.Wait(b.ctx, "search", b.db.Seq()))
	count := func(op, word string) int {
		n, err := b.cols.Count(b.ctx, columns.Query{Entity: "memo", Where: wordWhere("text", op, word)})
		b.must(err)
		return n
	}
	others := columns.Filter{Or: []columns.Filter{}}
	for i := range 20 {
		others.Or = append(others.Or, columns.Where("text", "contains", fmt.Sprint("鼍龘", i)))
	}
	round := 0
	forget := func() { // what was asked for lately takes the place of what was asked for before
		for range 2 {
			round++
			for i := range others.Or {
				others.Or[i].Value.Raw, _ = json.Marshal(fmt.Sprint("鼍龘", i, "-", round))
			}
			_, err := b.cols.Count(b.ctx, columns.Query{Entity: "memo", Where: &others})
			b.must(err)
		}
	}
	for _, c := range [][2]string{
		{"contains", "户"}, {"contains", "客户"}, {"contains", "鼎"}, {"contains", "电磁兼容报告"}, {"contains", "包装线"}, {"contains", "rfq"}, {"contains", "o"}, {"contains", "warranty terms"},
		{"contains", "2024"}, {"contains", "so2024-123"}, {"contains", "，"}, {"contains", "异议，希望"}, {"startsWith", "客户"}, {"startsWith", "客户要求"}, {"startsWith", "s"},
	} {
		bm.Run(c[0]+"/"+c[1], func(bm *testing.B) {
			n := 0
			for bm.Loop() {
				bm.StopTimer()
				forget()
				bm.StartTimer()
				n = count(c[0], c[1])
			}
			bm.ReportMetric(float64(n), "hits")
		})
	}
}
