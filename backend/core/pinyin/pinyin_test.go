package pinyin

import (
	"bytes"
	"slices"
	"strings"
	"testing"
)

func TestFullAndInitials(t *testing.T) {
	for _, c := range []struct{ text, full, initials string }{
		{"重庆", "chongqing", "cq"},
		{"长沙", "changsha", "cs"},
		{"单县", "shanxian", "sx"},
		{"厦门", "xiamen", "xm"},
		{"六安", "luan", "la"},
		{"行长", "hangzhang", "hz"},
		{"曾国藩", "zengguofan", "zgf"},
		{"单雄信", "shanxiongxin", "sxx"},
		{"解珍", "xiezhen", "xz"},
		{"仇英", "qiuying", "qy"},
		{"区小姐", "ouxiaojie", "oxj"},
		{"查良镛", "zhaliangyong", "zly"},
		{"单位", "danwei", "dw"},
		{"查询", "chaxun", "cx"},
		{"吕布", "lvbu", "lb"},
		{"华为技术有限公司", "huaweijishuyouxiangongsi", "hwjsyxgs"},
		{"中国工商银行", "zhongguogongshangyinhang", "zggsyh"},
		{"长虹电器", "changhongdianqi", "chdq"},
		{"深圳（华为）P50", "shenzhenhuaweip50", "szhwp50"},
		{"Ａｃｍé 公司", "acmegongsi", "acmegs"},
		{"〇一", "lingyi", "ly"},
		{"", "", ""},
		{"--", "", ""},
	} {
		if got := Full(c.text); got != c.full {
			t.Errorf("Full(%q) = %q, want %q", c.text, got, c.full)
		}
		if got := Initials(c.text); got != c.initials {
			t.Errorf("Initials(%q) = %q, want %q", c.text, got, c.initials)
		}
	}
}

func TestReadings(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"重", []string{"zhong", "chong"}},
		{"重庆", []string{"chongqing"}},
		{"单老师", []string{"shanlaoshi", "danlaoshi"}},
		{"贾", []string{"jia", "gu"}},
		{"翟让", []string{"zhairang", "dirang"}},
		{"乐", []string{"le", "yue"}},
	} {
		got := Readings(c.text)
		for _, w := range c.want {
			if !slices.Contains(got, w) {
				t.Errorf("Readings(%q) = %q, without %q", c.text, got, w)
			}
		}
		if got[0] != c.want[0] {
			t.Errorf("Readings(%q) begins with %q, want %q", c.text, got[0], c.want[0])
		}
	}
	if got := Readings("重长行乐都会角调"); len(got) > maxReadings {
		t.Errorf("%d readings, more than %d", len(got), maxReadings)
	}
}

func TestKeys(t *testing.T) {
	for _, c := range []struct {
		text string
		want []string
	}{
		{"深圳市华为技术", []string{"shenzhenshihuaweijishu", "szshwjs", "huaweijishu", "hwjs"}},
		{"浙江省杭州市阿里巴巴", []string{"hangzhoushialibaba", "alibaba", "albb"}},
		{"重庆长安汽车", []string{"chongqing", "cqcaqc", "changanqiche", "caqc"}},
		{"单县食品厂", []string{"shanxianshipinchang", "spc"}},
		{"重阳木", []string{"chongyangmu"}},
	} {
		got := Keys(c.text)
		for _, w := range c.want {
			if !slices.ContainsFunc(got, func(k string) bool { return strings.HasPrefix(k, w) }) {
				t.Errorf("Keys(%q) = %q, none begins with %q", c.text, got, w)
			}
		}
	}
	if got := Keys("Acme 500"); got != nil {
		t.Errorf("a Latin name has keys %q", got)
	}
	if got := AfterPlace("北京"); got != "" {
		t.Errorf("nothing follows a mere place, got %q", got)
	}
}

func TestSortOrder(t *testing.T) {
	ordered := []string{
		"", " x", "(x)", "2号店", "10号店", "100", "Apple", "apple 2", "apple 10", "阿里巴巴", "安踏", "Baidu", "百度", "长沙银行",
		"重庆啤酒", "华为", "李宁", "李四", "里昂", "Tencent", "腾讯", "厦门航空", "zoom", "曾国藩", "中国银行", "あ", "한국",
	}
	for i := 1; i < len(ordered); i++ {
		if bytes.Compare(Sort(ordered[i-1]), Sort(ordered[i])) >= 0 {
			t.Errorf("%q does not sort before %q", ordered[i-1], ordered[i])
		}
	}
}

func TestSortKeepsFamiliesTogether(t *testing.T) {
	names := []string{"李四", "黎明", "李白", "黎平", "里昂", "李云"}
	slices.SortFunc(names, func(a, b string) int { return bytes.Compare(Sort(a), Sort(b)) })
	joined := strings.Join(names, " ")
	first, last := strings.Index(joined, "李"), strings.LastIndex(joined, "李")
	if strings.ContainsAny(joined[first:last], "黎里") {
		t.Errorf("a family name is split: %s", joined)
	}
}

func TestEveryCommonCharacterHasAReading(t *testing.T) {
	for r, common := range commonCharacters() {
		if !common {
			continue
		}
		full := Full(string(r))
		if full == "" || strings.Trim(full, "abcdefghijklmnopqrstuvwxyz") != "" {
			t.Errorf("%c reads %q", r, full)
		}
	}
}

func FuzzPinyin(f *testing.F) {
	for _, s := range []string{"重庆", "a\xff中", "深圳市", "\xe4\xb8", "曾国", "𠮷野家", "007", "٣٤", "DŽ", strings.Repeat("重", 100)} {
		f.Add(s, "长沙 10")
	}
	f.Fuzz(func(t *testing.T, a, b string) {
		Full(a)
		Initials(a)
		AfterPlace(a)
		if n := len(Readings(a)); n > maxReadings {
			t.Fatalf("%d readings", n)
		}
		for _, k := range Keys(a) {
			if k == "" {
				t.Fatal("an empty key")
			}
		}
		ka, kb := Sort(a), Sort(b)
		if (a == b) != bytes.Equal(ka, kb) {
			t.Fatalf("%q and %q: equal keys are not equal texts", a, b)
		}
		// A text comes right before what begins with it, whatever third text there is: the order is by units.
		if a != "" && bytes.Compare(Sort(""), ka) >= 0 {
			t.Fatalf("%q sorts before nothing", a)
		}
	})
}

var names = []string{"深圳市华为技术有限公司", "重庆长安汽车股份有限公司", "王小明", "曾国藩", "北京字节跳动科技有限公司", "Acme 上海贸易", "厦门大学", "李宁"}

func BenchmarkFull(b *testing.B) {
	Full("")
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		Full(names[i%len(names)])
	}
}

func BenchmarkKeys(b *testing.B) {
	Full("")
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		Keys(names[i%len(names)])
	}
}

func BenchmarkSort(b *testing.B) {
	Full("")
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		Sort(names[i%len(names)])
	}
}

func BenchmarkFillTable(b *testing.B) {
	for b.Loop() {
		fillTable()
	}
}
