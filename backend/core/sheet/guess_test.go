package sheet_test

import (
	"testing"

	"xingke/backend/base/day"
	"xingke/backend/base/id"
	"xingke/backend/base/money"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/core/sheet"
)

type user struct {
	entity.Base
	Name string `json:"name"`
}

type department struct {
	entity.Base
	Name string `json:"name"`
}

type buyer struct {
	entity.Base
	Name   string `json:"name"`
	Code   string `json:"code"`
	Phone  string `json:"phone"`
	Level  string `json:"level"`
	Region string `json:"region"`
}

type item struct {
	entity.Base
	Name     string `json:"name"`
	Code     string `json:"code"`
	Category string `json:"category"`
}

type saleLine struct {
	ItemID   id.Of[item]    `json:"itemId"`
	Quantity money.Quantity `json:"quantity"`
	Amount   money.Amount   `json:"amount"`
}

type sale struct {
	entity.Base
	Number    string       `json:"number"`
	BuyerID   id.Of[buyer] `json:"buyerId"`
	OrderedOn day.Day      `json:"orderedOn"`
	Lines     []saleLine   `json:"lines"`
}

func set() *entity.Set {
	return entity.NewSet(entity.Group{Module: "test", Types: []*entity.Type{
		entity.Define("user", "用户", func(u *user) []field.Field { return []field.Field{field.Text(&u.Name, "姓名").Required().Title()} }).Type,
		entity.Define("department", "部门", func(d *department) []field.Field {
			return []field.Field{field.Text(&d.Name, "部门名称").Required().Title()}
		}).Type,
		entity.Define("customer", "客户", func(b *buyer) []field.Field {
			return []field.Field{
				field.Text(&b.Name, "客户名称").Required().Title().Index().Alias("公司名称", "account", "customer name"),
				field.Text(&b.Code, "客户编号").Unique().EN("Code").Alias("编号", "customer id"), field.Phone(&b.Phone, "电话").Alias("手机"),
				field.Choice(&b.Level, "级别", field.Is("A", "A 级"), field.Is("B", "B 级")), field.Region(&b.Region, "地区"),
			}
		}).Type,
		entity.Define("product", "产品", func(i *item) []field.Field {
			return []field.Field{
				field.Text(&i.Name, "产品名称").Required().Title().Index().Alias("品名", "product name"),
				field.Text(&i.Code, "产品编号").Unique().EN("Code").Alias("编号", "product id"), field.Text(&i.Category, "类别"),
			}
		}).Type,
		entity.Define("order", "订单", func(s *sale) []field.Field {
			return []field.Field{
				field.Text(&s.Number, "订单编号").Required().Unique().Title().Alias("order id"),
				field.Ref(&s.BuyerID, "客户").Alias("customer name"), field.Day(&s.OrderedOn, "下单日期").Alias("order date"),
				field.Lines(&s.Lines, "明细", func(l *saleLine) []field.Field {
					return []field.Field{field.Ref(&l.ItemID, "产品").Alias("product name"), field.Decimal(&l.Quantity, "数量"), field.Money(&l.Amount, "金额").Alias("sales")}
				}),
			}
		}).Type,
	}})
}

func TestMapKnowsWhereColumnsGo(t *testing.T) {
	for _, c := range []struct {
		entity, file string
		want         map[string]string
	}{
		{"order", "Row ID,Order ID,Order Date,Customer ID,Customer Name,Product ID,Category,Product Name,Sales,Quantity\n1,CA-1,2017-01-02,C1,Ann,P1,Office,Pen,1.5,2\n", map[string]string{
			"Row ID": "", "Order ID": "number", "Order Date": "orderedOn", "Customer ID": "buyerId.code", "Customer Name": "buyerId",
			"Product ID": "lines.itemId.code", "Category": "lines.itemId.category", "Product Name": "lines.itemId", "Sales": "lines.amount", "Quantity": "lines.quantity",
		}},
		{"customer", "序号,公司名称,手机,地区,级别,备用\n1,华东科技,13800000000,上海市,A 级,x\n", map[string]string{"序号": "", "公司名称": "name", "手机": "phone", "地区": "region", "级别": "level", "备用": ""}},
		{"customer", "客户名称（必填）,公司电话\n华东科技,13800000000\n", map[string]string{"客户名称（必填）": "name", "公司电话": "phone"}},
		{"customer", "account,customer_id\nAcme,77\n", map[string]string{"account": "name", "customer_id": "code"}},
		{"order", "编号,日期\nA-1,x\n", map[string]string{"编号": "", "日期": ""}},
	} {
		tab := table(t, []byte(c.file), "")
		types := set()
		for i, g := range sheet.Map(types, types.Type(c.entity), tab, nil) {
			if heading := tab.Columns[i].Heading; g.Path != c.want[heading] {
				t.Errorf("%s %q goes to %q (%.2f), want %q", c.entity, heading, g.Path, g.Confidence, c.want[heading])
			}
		}
	}
}

func TestMapHonoursWhatWasChosenBefore(t *testing.T) {
	tab := table(t, []byte("代号,客户名称,电话\nX1,华东科技,13800000000\n"), "")
	types := set()
	guesses := sheet.Map(types, types.Type("customer"), tab, map[string]string{"代号": "code", "电话": ""})
	if guesses[0].Path != "code" || guesses[0].Confidence != 1 || guesses[2].Path != "" {
		t.Fatalf("%+v", guesses)
	}
}

func TestNamesAreFoundAsPeopleWriteThem(t *testing.T) {
	names := sheet.NewNames()
	for i, title := range []string{"GTX Pro", "GTX Plus Pro", "MG Special", "华东科技有限公司", "上海单县食品集团", "上海单县食品集团"} {
		names.Add(string(rune('a'+i)), title)
	}
	for text, want := range map[string]struct {
		id         string
		from, upto float64
	}{
		"GTX Pro": {"a", 1, 1}, "GTXPro": {"a", sheet.Sure, 0.99}, "gtx　pro": {"a", sheet.Sure, 0.99}, "GTX Prro": {"a", 0.8, 0.949},
		"华东科技股份有限公司": {"d", 0.8, 0.949}, "华东科技": {"d", 0.8, 0.949}, "上海单县食品集团": {"e", 0.1, 0.6},
	} {
		m, ok := names.Near(text)
		if !ok || m.ID != want.id || m.Confidence < want.from || m.Confidence > want.upto {
			t.Errorf("%q: %+v", text, m)
		}
	}
	if m, ok := names.Near("完全不同"); ok {
		t.Errorf("a stranger is taken for %+v", m)
	}
}
