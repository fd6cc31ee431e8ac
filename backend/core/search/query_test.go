package search

import (
	"context"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"xingke/backend/base/id"
	"xingke/backend/base/who"
	"xingke/backend/core/entity"
)

func TestFinds(t *testing.T) {
	b := newBook(t, "")
	b.build()
	huawei := &firm{Name: "深圳市华为技术有限公司", Code: "KH-2026-00417", Phone: "010-8812 3456转801", Level: "key", Note: "重要：GTX-500 型号，Ｆｕｌｌ width，Café Zürich"}
	chongqing := &firm{Name: "重庆长安汽车股份有限公司", Phone: "13800138000", Level: "plain"}
	shanxian := &firm{Name: "单县食品厂"}
	zeng := &firm{Name: "曾国藩"}
	isdyne := &firm{Name: "Isdyne Holdings", Short: "ISD"}
	b.save(huawei, chongqing, shanxian, zeng, isdyne)
	call := &visit{FirmID: id.Of[firm](huawei.ID), Content: "讨论了售后服务与 2027 年框架协议", At: time.Date(2026, 3, 8, 3, 0, 0, 0, time.UTC)}
	order := &sale{Number: "CA-2017-152156", FirmID: id.Of[firm](chongqing.ID), Lines: []saleLine{{Item: "不锈钢轴承"}, {Item: "Chair 42", From: id.Of[firm](isdyne.ID)}}}
	b.save(call, order)

	for _, c := range []struct {
		text string
		want []entity.Record
		not  []entity.Record
	}{
		{"华为", []entity.Record{huawei, call}, []entity.Record{chongqing, order}},
		{"华", []entity.Record{huawei}, []entity.Record{chongqing}},
		{"司", []entity.Record{huawei, chongqing}, []entity.Record{zeng}},
		{"厂", []entity.Record{shanxian}, []entity.Record{zeng}},
		{"技术有限", []entity.Record{huawei}, []entity.Record{chongqing}},
		{"有限 华为", []entity.Record{huawei}, []entity.Record{chongqing}},
		{"huawei", []entity.Record{huawei}, []entity.Record{chongqing}},
		{"hwjs", []entity.Record{huawei}, []entity.Record{chongqing}},
		{"szshw", []entity.Record{huawei}, nil},
		{"hw", []entity.Record{huawei}, nil},
		{"chongqing", []entity.Record{chongqing}, nil},
		{"cqca", []entity.Record{chongqing}, nil},
		{"shanxian", []entity.Record{shanxian}, nil},
		{"zengguofan", []entity.Record{zeng}, nil},
		{"zgf", []entity.Record{zeng}, nil},
		{"8812", []entity.Record{huawei}, []entity.Record{chongqing}},
		{"123", []entity.Record{huawei}, []entity.Record{chongqing}},
		{"88123456", []entity.Record{huawei}, nil},
		{"0138", []entity.Record{chongqing}, []entity.Record{huawei}},
		{"138000", []entity.Record{chongqing}, nil},
		{"801", []entity.Record{huawei}, nil},
		{"00417", []entity.Record{huawei}, nil},
		{"kh-2026", []entity.Record{huawei}, []entity.Record{chongqing}},
		{"CA-2017-152156", []entity.Record{order}, nil},
		{"ca2017152156", []entity.Record{order}, nil},
		{"152156", []entity.Record{order}, []entity.Record{huawei}},
		{"2017", []entity.Record{order}, []entity.Record{call}},
		{"GTX-500", []entity.Record{huawei}, nil},
		{"gtx500", []entity.Record{huawei}, nil},
		{"gtx 500", []entity.Record{huawei}, nil},
		{"500", []entity.Record{huawei}, nil},
		{"full", []entity.Record{huawei}, nil},
		{"ＦＵＬＬ", []entity.Record{huawei}, nil},
		{"zurich cafe", []entity.Record{huawei}, nil},
		{"wid", []entity.Record{huawei}, nil},
		{"重点客户", []entity.Record{huawei}, []entity.Record{chongqing}},
		{"key account", []entity.Record{huawei}, []entity.Record{chongqing}},
		{"框架协议", []entity.Record{call}, []entity.Record{huawei}},
		{"华为 售后", []entity.Record{call}, []entity.Record{huawei}},
		{"华为 -售后", []entity.Record{huawei}, []entity.Record{call}},
		{`"售后服务与"`, []entity.Record{call}, []entity.Record{huawei}},
		{`“售后服务”`, []entity.Record{call}, nil},
		{`"服务售后"`, nil, []entity.Record{call}},
		{"轴承", []entity.Record{order}, nil},
		{"chair 42", []entity.Record{order}, nil},
		{"isdyne", []entity.Record{isdyne, order}, nil},
		{"isdine", []entity.Record{isdyne}, []entity.Record{huawei}},
		{"长安 152156", []entity.Record{order}, []entity.Record{chongqing}},
	} {
		for _, rec := range c.want {
			if !b.finds(c.text, rec) {
				t.Errorf("%q does not find %s", c.text, b.typeOf(rec).Title(rec))
			}
		}
		for _, rec := range c.not {
			if b.finds(c.text, rec) {
				t.Errorf("%q finds %s", c.text, b.typeOf(rec).Title(rec))
			}
		}
	}
}

func TestEverySubstringIsFound(t *testing.T) {
	b := newBook(t, "")
	b.build()
	rng := rand.New(rand.NewPCG(1, 2))
	chars := []rune("客户反馈产品质量问题需要尽快处理华为重庆单县技术有限公司联系电话合同回款上海北京")
	var recs []*visit
	var list []entity.Record
	for range 60 {
		text := make([]rune, 8+rng.IntN(30))
		for i := range text {
			text[i] = chars[rng.IntN(len(chars))]
		}
		if rng.IntN(2) == 0 {
			text[rng.IntN(len(text)-2)+1] = '，'
		}
		v := &visit{Content: string(text), At: b.clk.Now()}
		recs, list = append(recs, v), append(list, v)
	}
	b.save(list...)
	tried := map[string]bool{}
	for _, v := range recs {
		runes := []rune(v.Content)
		for from := range runes {
			for to := from + 1; to <= len(runes); to++ {
				text := string(runes[from:to])
				if tried[text] || strings.ContainsRune(text, '，') || to-from > 6 && rng.IntN(10) > 0 {
					continue
				}
				tried[text] = true
				found := map[string]bool{}
				for _, id := range b.query(Query{Text: text, Limit: maxLimit})["visit"] {
					found[id] = true
				}
				for _, other := range recs {
					if want := strings.Contains(other.Content, text); want != found[other.ID] {
						t.Fatalf("%q in %q: is %t, found %t", text, other.Content, want, found[other.ID])
					}
				}
			}
		}
	}
}

func TestEveryFragmentOfANumberIsFound(t *testing.T) {
	b := newBook(t, "")
	b.build()
	rng := rand.New(rand.NewPCG(3, 4))
	digits := func(n int) string {
		d := make([]byte, n)
		for i := range d {
			d[i] = byte('0' + rng.IntN(10))
		}
		return string(d)
	}
	var firms []*firm
	var list []entity.Record
	for range 80 {
		f := &firm{Name: "公司", Phone: "1" + digits(10), Code: "KH" + digits(4) + "-" + digits(5)}
		firms, list = append(firms, f), append(list, f)
	}
	b.save(list...)
	for _, f := range firms[:20] {
		for _, number := range []string{f.Phone, f.Code} {
			for from := range number {
				for to := from + 3; to <= len(number); to++ {
					text := number[from:to]
					if len(bare(text)) < 3 || !hasDigit(text) || text[0] == '-' {
						continue
					}
					if !b.finds(text, f) {
						t.Fatalf("%q does not find %s", text, number)
					}
				}
			}
		}
	}
}

func TestRanking(t *testing.T) {
	b := newBook(t, "")
	b.build()
	whole := &firm{Name: "华为"}
	begins := &firm{Name: "华为技术有限公司"}
	within := &firm{Name: "深圳华为技术有限公司"}
	noted := &firm{Name: "某某贸易", Note: "华为的供应商"}
	b.save(noted, within, begins, whole)
	got := b.query(Query{Text: "华为"})["firm"]
	want := []string{whole.ID, begins.ID, within.ID, noted.ID}
	if strings.Join(got, " ") != strings.Join(want, " ") {
		t.Errorf("order is %v, want %v", got, want)
	}
	b.clk.Move(time.Hour)
	b.save(noted)
	if got := b.query(Query{Text: "华为", Order: ByDate})["firm"]; got[0] != noted.ID {
		t.Errorf("the newest is not first: %v", got)
	}
}

func TestSnippets(t *testing.T) {
	b := newBook(t, "")
	b.build()
	f := &firm{Name: "深圳市华为技术", Code: "KH-2026-00417", Note: strings.Repeat("前文很长。", 30) + "\n这里提到 Ｇａｔｅｗａｙ 网关\x01设备" + strings.Repeat("后文。", 50)}
	b.save(f)
	for text, want := range map[string]string{
		"华为":      "深圳市\x01华为\x02技术",
		"hwjs":    "深圳市\x01华为技术\x02",
		"huaw":    "深圳市\x01华为\x02技术",
		"2600417": "KH-20\x0126-00417\x02",
		"gateway": "\x01Ｇａｔｅｗａｙ\x02 网关设备",
		"网关":      "Ｇａｔｅｗａｙ \x01网关\x02设备",
	} {
		res, err := b.x.Query(context.Background(), Query{Text: text})
		if err != nil || len(res.Groups) != 1 {
			t.Fatalf("%q: %v, %d groups", text, err, len(res.Groups))
		}
		if got := res.Groups[0].Hits[0].Snippet; !strings.Contains(got, want) || len([]rune(got)) > snippetRunes+10 {
			t.Errorf("%q: snippet %q, want %q", text, got, want)
		}
	}
}

func TestFilters(t *testing.T) {
	b := newBook(t, "")
	b.build()
	old := &visit{Content: "框架协议", At: time.Date(2025, 12, 30, 12, 0, 0, 0, time.Local)}
	spring := &visit{Content: "框架协议", At: time.Date(2026, 3, 8, 12, 0, 0, 0, time.Local)}
	mine := &firm{Name: "框架协议公司"}
	old.OwnerID, spring.OwnerID, mine.OwnerID = "wang", "li", "wang"
	b.save(old, spring, mine)
	day := func(m time.Month, d int) time.Time { return time.Date(2026, m, d, 0, 0, 0, 0, time.Local) }
	for _, c := range []struct {
		name string
		q    Query
		want []string
	}{
		{"all", Query{Text: "框架"}, []string{old.ID, spring.ID, mine.ID}},
		{"owner", Query{Text: "框架", OwnerID: "wang"}, []string{old.ID, mine.ID}},
		{"entity", Query{Text: "框架", Entities: []string{"visit"}}, []string{old.ID, spring.ID}},
		{"from", Query{Text: "框架", Entities: []string{"visit"}, From: day(1, 1)}, []string{spring.ID}},
		{"to", Query{Text: "框架", Entities: []string{"visit"}, To: day(1, 1)}, []string{old.ID}},
		{"one day", Query{Text: "框架", Entities: []string{"visit"}, From: day(3, 8), To: day(3, 9)}, []string{spring.ID}},
		{"the day after", Query{Text: "框架", Entities: []string{"visit"}, From: day(3, 9), To: day(3, 12)}, nil},
		{"years", Query{Text: "框架", Entities: []string{"visit"}, From: day(-13, 1), To: day(15, 1)}, []string{old.ID, spring.ID}},
	} {
		n := 0
		for _, ids := range b.query(c.q) {
			for _, id := range ids {
				if !strings.Contains(strings.Join(c.want, " "), id) {
					t.Errorf("%s: %s found", c.name, id)
				}
				n++
			}
		}
		if n != len(c.want) {
			t.Errorf("%s: %d found, want %d", c.name, n, len(c.want))
		}
	}
}

// team lets people find what they or their department own.
type team struct{}

func (team) Scope(ctx context.Context, _ *entity.Type) Scope {
	u, _ := who.From(ctx)
	if u.ID == "boss" {
		return Scope{All: true}
	}
	if u.ID == "" {
		return Scope{}
	}
	return Scope{Owners: []string{u.ID}, Departments: []string{u.DepartmentID}}
}

func (team) Groups(ctx context.Context, _ *entity.Type) []string {
	if u, _ := who.From(ctx); u.ID == "boss" {
		return []string{"finance"}
	}
	return nil
}

func TestRights(t *testing.T) {
	b := newBook(t, "")
	b.look = team{}
	b.reopen()
	b.build()
	a := &firm{Name: "甲公司", Margin: "毛利三成"}
	c := &firm{Name: "乙公司"}
	d := &firm{Name: "丙公司"}
	a.OwnerID, c.OwnerID, d.OwnerID, d.DepartmentID = "wang", "li", "zhao", "east"
	b.save(a, c, d)
	for _, rec := range []entity.Record{a, c, d} {
		b.x.suggest.put(b.typeOf(rec), rec)
	}
	for _, one := range []struct {
		user  who.User
		text  string
		total int
	}{
		{who.User{ID: "boss"}, "公司", 3},
		{who.User{ID: "wang", DepartmentID: "west"}, "公司", 1},
		{who.User{ID: "li", DepartmentID: "east"}, "公司", 2},
		{who.User{}, "公司", 0},
		{who.User{ID: "boss"}, "毛利三成", 1},
		{who.User{ID: "wang"}, "毛利三成", 0},
		{who.User{ID: "wang"}, "毛利", 0},
	} {
		ctx := who.With(context.Background(), one.user)
		res, err := b.x.Query(ctx, Query{Text: one.text})
		if err != nil {
			t.Fatal(err)
		}
		total := 0
		for _, g := range res.Groups {
			total += g.Total
		}
		if total != one.total {
			t.Errorf("%s finds %d of %q, want %d", one.user.ID, total, one.text, one.total)
		}
		if one.text == "公司" {
			list, err := b.x.Suggest(ctx, SuggestQuery{Text: "公司"})
			if err != nil || len(list) != one.total {
				t.Errorf("%s is offered %d, want %d (%v)", one.user.ID, len(list), one.total, err)
			}
		}
	}
	b.hide = func(rec entity.Record) bool { return rec.Meta().ID == a.ID }
	res, err := b.x.Query(who.With(context.Background(), who.User{ID: "boss"}), Query{Text: "公司"})
	if err != nil || res.Groups[0].Total != 2 {
		t.Errorf("what the store refuses is counted: %+v, %v", res, err)
	}
}

func TestNewestOfABusyMonth(t *testing.T) {
	b := newBook(t, "")
	var want []string
	for i := range 300 { // ten a day, the days in a strange order
		day := i * 7 % 30
		v := &visit{Content: "谈了价格", At: time.Date(2026, 5, 1+day, 9, i/30, 0, 0, time.UTC)}
		b.put(v)
		if day >= 28 {
			want = append(want, v.ID)
		}
	}
	b.build()
	found := b.query(Query{Text: "价格", Order: ByDate, Limit: 20})["visit"]
	slices.Sort(found)
	slices.Sort(want)
	if !slices.Equal(found, want) {
		t.Errorf("the newest are not all there: %d of %d", len(found), len(want))
	}
}
