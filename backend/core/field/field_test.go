package field_test

import (
	"bytes"
	"encoding/json"
	"testing"
	"unsafe"

	"xingke/backend/base/day"
	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/base/money"
	"xingke/backend/core/field"
)

type stage string

type line struct {
	Product  string         `json:"product"`
	Quantity money.Quantity `json:"quantity"`
	Amount   money.Amount   `json:"amount"`
}

type deal struct {
	Name        string       `json:"name"`
	Note        string       `json:"note"`
	Stage       stage        `json:"stage"`
	Amount      money.Amount `json:"amount"`
	Chance      int          `json:"chance"`
	Employees   int          `json:"employees"`
	ExpectedOn  day.Day      `json:"expectedOn"`
	Region      string       `json:"region"`
	Phone       string       `json:"phone"`
	Email       string       `json:"email"`
	Urgent      bool         `json:"urgent"`
	Subject     id.Link      `json:"subject"`
	Tags        []string     `json:"tags"`
	Lines       []line       `json:"lines"`
	CustomerID  id.Of[deal]  `json:"customerId"`
	Website     string       `json:"website"`
	Channels    []string     `json:"channels"`
	ignoredByUs int
}

func specs() (*deal, []*field.Spec) {
	d := &deal{}
	return d, field.Describe(d, []field.Field{
		field.Text(&d.Name, "名称").Required().Max(10),
		field.LongText(&d.Note, "备注"),
		field.Choice(&d.Stage, "阶段", field.Is(stage("won"), "赢单").Or("Closed Won"), field.Is(stage("lost"), "输单")),
		field.Money(&d.Amount, "金额").AtLeast(0),
		field.Percent(&d.Chance, "赢率"),
		field.Number(&d.Employees, "人数").ZeroEmpty(),
		field.Day(&d.ExpectedOn, "预计成交"),
		field.Region(&d.Region, "地区"),
		field.Phone(&d.Phone, "电话"),
		field.Email(&d.Email, "邮箱"),
		field.Flag(&d.Urgent, "加急"),
		field.Link(&d.Subject, "关于"),
		field.Tags(&d.Tags, "标签"),
		field.Lines(&d.Lines, "明细", func(l *line) []field.Field {
			return []field.Field{
				field.Text(&l.Product, "产品").Required(), field.Decimal(&l.Quantity, "数量"), field.Money(&l.Amount, "金额"),
			}
		}),
		field.Ref(&d.CustomerID, "客户"),
		field.URL(&d.Website, "网站"),
		field.Choices(&d.Channels, "渠道", field.Is("web", "网络"), field.Is("call", "电话")),
	})
}

func spec(t *testing.T, all []*field.Spec, name string) *field.Spec {
	t.Helper()
	for _, s := range all {
		if s.Name == name {
			return s
		}
	}
	t.Fatalf("no field %s", name)
	return nil
}

// Every kind reads back what it writes, into the struct, JSON and a cell.
func TestSamplesRoundTrip(t *testing.T) {
	d, all := specs()
	for _, s := range all {
		for n := range 5 {
			v, err := field.Check(s, s.Kind.Sample(s, n))
			if err != nil && !fault.Is(err, fault.Invalid) {
				t.Fatal(err)
			}
			if err != nil && !s.Required && s.Kind.Name() != "ref" {
				t.Errorf("%s: own sample refused: %v", s.Name, err)
			}
			s.Write(unsafe.Pointer(d), v)
			if got := s.Read(unsafe.Pointer(d)); !got.Equal(v) && !v.Empty() {
				t.Errorf("%s: struct gives %v for %v", s.Name, got, v)
			}
			raw := s.Kind.JSON(nil, s, v)
			back, err := s.Kind.FromJSON(s, json.RawMessage(raw))
			if err != nil || !back.Equal(v) && s.Kind.Name() != "flag" {
				t.Errorf("%s: JSON %s gives %v (%v) for %v", s.Name, raw, back, err, v)
			}
			if k := s.Kind.Name(); k == "lines" || k == "ref" {
				continue
			}
			back, err = s.Kind.FromCell(s, s.Kind.Cell(s, v, lang.ZH))
			if err != nil || !back.Equal(v) {
				t.Errorf("%s: cell gives %v (%v) for %v", s.Name, back, err, v)
			}
		}
	}
}

func TestCheckSpeaksOfTheField(t *testing.T) {
	_, all := specs()
	for _, c := range []struct {
		field string
		value field.Value
		ok    bool
	}{
		{"name", field.None, false}, {"name", field.OfText("  华为  "), true}, {"name", field.OfText("一二三四五六七八九十一"), false},
		{"amount", field.OfInt(-1), false}, {"chance", field.OfInt(101), false}, {"stage", field.OfText("open"), false},
		{"phone", field.OfText("１３８ ００１３ ８０００"), true}, {"phone", field.OfText("call me"), false},
		{"email", field.OfText("a@b.cn"), true}, {"email", field.OfText("a b"), false}, {"email", field.OfText("a@b"), false}, {"email", field.OfText("a@b."), false},
		{"region", field.OfText("浙江 杭州 西湖区"), true}, {"region", field.OfText("浙江省/昆明市"), false}, {"region", field.OfText("United States"), true},
		{"website", field.OfText("javascript:alert(1)"), false}, {"website", field.OfText("example.com"), true},
		{"lines", field.OfRows([]field.Row{{"quantity": field.OfInt(1)}}), false},
		{"expectedOn", field.OfInt(1), false},
	} {
		_, err := field.Check(spec(t, all, c.field), c.value)
		if (err == nil) != c.ok {
			t.Errorf("%s %v: %v", c.field, c.value, err)
		}
		if err != nil && len(fault.From(err).Fields) == 0 {
			t.Errorf("%s %v: the fault names no field", c.field, c.value)
		}
	}
}

func TestRegionIsBroughtIntoForm(t *testing.T) {
	_, all := specs()
	s := spec(t, all, "region")
	for in, want := range map[string]string{
		"浙江-杭州-西湖区": "浙江省/杭州市/西湖区", "广西": "广西壮族自治区", "Central": "Central", "北京市朝阳区": "北京市/市辖区/朝阳区",
		"浙江省杭州市西湖区": "浙江省/杭州市/西湖区", "浙江杭州西湖区": "浙江省/杭州市/西湖区", "四川北路": "四川北路", "浙江省杭州市西湖区文三路1号": "浙江省/杭州市/西湖区/文三路1号",
		"北京 朝阳区": "北京市/市辖区/朝阳区", "重庆市/市辖区/渝中区": "重庆市/市辖区/渝中区", "United States": "United States",
	} {
		if got, _ := field.Check(s, field.OfText(in)); got.Text != want {
			t.Errorf("%s became %s, want %s", in, got.Text, want)
		}
	}
}

func TestChoiceKnowsLabelsAndAliases(t *testing.T) {
	_, all := specs()
	s := spec(t, all, "stage")
	for _, word := range []string{"won", "Won", "赢单", "closed won", "ＷＯＮ"} {
		if v, err := s.Kind.FromCell(s, field.OfCellText(word)); err != nil || v.Text != "won" {
			t.Errorf("%s read as %v, %v", word, v, err)
		}
	}
}

func TestPercentFromCells(t *testing.T) {
	_, all := specs()
	s := spec(t, all, "chance")
	for _, c := range []struct {
		cell field.Cell
		want int64
	}{
		{field.OfCellText("35%"), 35}, {field.OfCellText("35"), 35},
		{field.Cell{Form: field.NumberCell, Text: "0.35"}, 35}, {field.Cell{Form: field.NumberCell, Text: "35"}, 35},
	} {
		if v, err := s.Kind.FromCell(s, c.cell); err != nil || v.Int != c.want {
			t.Errorf("%+v read as %v, %v", c.cell, v, err)
		}
	}
}

func TestForgottenFieldPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Fatal("a forgotten field went through")
		}
	}()
	l := &line{}
	field.Describe(l, []field.Field{field.Text(&l.Product, "产品")})
}

func TestEnglishLabels(t *testing.T) {
	for name, want := range map[string]string{"ExpectedCloseOn": "Expected close", "CustomerID": "Customer", "firstVisit": "First visit", "Name": "Name", "ID": "Id", "VATNumber": "Vat number"} {
		if got := field.English(name); got != want {
			t.Errorf("%s -> %s, want %s", name, got, want)
		}
	}
}

func FuzzKeysOrder(f *testing.F) {
	f.Add(int64(-1), int64(1), "a", "a\x00")
	f.Fuzz(func(t *testing.T, a, b int64, s, u string) {
		if c := bytes.Compare(field.IntKey(nil, a), field.IntKey(nil, b)); (c < 0) != (a < b) {
			t.Fatalf("%d and %d order as %d", a, b, c)
		}
		ks, ku := field.TextKey(nil, s), field.TextKey(nil, u)
		if c := bytes.Compare(ks, ku); (c < 0) != (s < u) || (c == 0) != (s == u) {
			t.Fatalf("%q and %q order as %d", s, u, c)
		}
		if s != u && (bytes.HasPrefix(ks, ku) || bytes.HasPrefix(ku, ks)) {
			t.Fatalf("%q and %q: one key begins the other", s, u)
		}
	})
}

func TestNumbersThatPeopleType(t *testing.T) {
	_, all := specs()
	amount := all[3]
	for raw, want := range map[string]int64{
		`"1234.50"`: 123450, `1234.5`: 123450, `{"amount":"1234.50","currency":"CNY"}`: 123450, `{"amount":"5"}`: 500,
	} {
		if v, err := amount.Kind.FromJSON(amount, json.RawMessage(raw)); err != nil || v.Int != want {
			t.Errorf("%s: %v %v", raw, v.Int, err)
		}
	}
	for _, raw := range []string{`{"amount":"5","currency":"USD"}`, `{"currency":"CNY"}`, `{"amount":5}`, `[]`, `"5 apples"`} {
		if v, err := amount.Kind.FromJSON(amount, json.RawMessage(raw)); !fault.Is(err, fault.Invalid) {
			t.Errorf("%s is taken for %v", raw, v.Int)
		}
	}
	for text, want := range map[string]int64{"1,234.50": 123450, "￥1,234": 123400, "1,234,567": 123456700, "(5)": -500} {
		if v, err := amount.Kind.FromCell(amount, field.Cell{Form: field.TextCell, Text: text}); err != nil || v.Int != want {
			t.Errorf("%s: %v %v", text, v.Int, err)
		}
	}
	for _, text := range []string{"1,5", "12,34", "1.234,50", "1,23,456", ",5", "1234,567"} { // not 15, 1234 and so on
		if v, err := amount.Kind.FromCell(amount, field.Cell{Form: field.TextCell, Text: text}); err == nil {
			t.Errorf("%s is taken for %v", text, v.Int)
		}
	}
	phone := all[8]
	if v := phone.Kind.Clean(phone, field.OfText("\u202a138 0000 1234、139—1\u202c")); v.Text != "13800001234;139-1" {
		t.Errorf("%q", v.Text)
	}
}
