package sales

import (
	"fmt"
	"math/big"

	"xingke/backend/base/day"
	"xingke/backend/base/fault"
	"xingke/backend/base/id"
	"xingke/backend/base/lang"
	"xingke/backend/base/money"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
	"xingke/backend/modules/customers"
)

// OrderStatus says how far an order is.
type OrderStatus string

// The statuses of an order, in the order it goes through them.
const (
	Draft          OrderStatus = "draft"
	Confirmed      OrderStatus = "confirmed"
	FinanceChecked OrderStatus = "financeChecked"
	Picking        OrderStatus = "picking"
	Shipped        OrderStatus = "shipped"
	Received       OrderStatus = "received"
	Closed         OrderStatus = "closed"
	Cancelled      OrderStatus = "cancelled"
)

// Closed tells that nothing more happens to the order.
func (s OrderStatus) Closed() bool { return s == Closed || s == Cancelled }

// Binding tells that the customer has really bought.
func (s OrderStatus) Binding() bool { return s != Draft && s != Cancelled && s != "" }

// OrderLine is one product of an order.
type OrderLine struct {
	ProductID   id.Of[Product] `json:"productId"`
	Description string         `json:"description"`
	Quantity    money.Quantity `json:"quantity"`
	UnitPrice   money.Amount   `json:"unitPrice"`
	Discount    int            `json:"discount"`
	Amount      money.Amount   `json:"amount"`
	Profit      money.Amount   `json:"profit"`
}

// Order 订单 is what a customer bought.
type Order struct {
	entity.Base
	Number        string                    `json:"number"`
	CustomerID    id.Of[customers.Customer] `json:"customerId"`
	OpportunityID id.Of[Opportunity]        `json:"opportunityId"`
	Status        OrderStatus               `json:"status"`
	OrderedOn     day.Day                   `json:"orderedOn"`
	Total         money.Amount              `json:"total"`
	Segment       string                    `json:"segment"`
	Region        string                    `json:"region"`
	Lines         []OrderLine               `json:"lines"`
	ShippedOn     day.Day                   `json:"shippedOn"`
	ShipMode      string                    `json:"shipMode"`
	Country       string                    `json:"country"`
	State         string                    `json:"state"`
	City          string                    `json:"city"`
	Address       string                    `json:"address"`
	PostalCode    string                    `json:"postalCode"`
	Note          string                    `json:"note"`
}

// Orders declares the entity.
var Orders = entity.Define("order", "订单", func(o *Order) []field.Field {
	return []field.Field{
		field.Text(&o.Number, "订单编号").Required().Max(60).Unique().Search(5).Title().EN("Number").
			Alias("订单号", "编号", "单号", "合同号", "order id", "order number", "order no", "order_id"),
		field.Ref(&o.CustomerID, "客户").EN("Customer").
			Alias("客户名称", "公司", "公司名称", "购货单位", "customer", "customer name", "account", "account name", "client"),
		field.Ref(&o.OpportunityID, "商机").EN("Opportunity").Alias("来源商机", "商机编号", "opportunity", "opportunity id"),
		field.Choice(&o.Status, "状态", orderStatuses()...).Required().Alias("订单状态", "order status"),
		field.Day(&o.OrderedOn, "下单日期").EN("Ordered on").Alias("订单日期", "订购日期", "日期", "签单日期", "order date", "date"),
		field.Money(&o.Total, "订单金额").Hint("有明细时等于各行金额之和", "With lines it is their sum").EN("Total").
			Alias("总金额", "合计", "总价", "total", "order total", "order amount"),
		field.Choice(&o.Segment, "客户群", field.Is("consumer", "个人消费者").In("Consumer"), field.Is("corporate", "企业").In("Corporate"), field.Is("homeOffice", "家庭办公").In("Home Office")).
			Dictated().EN("Segment").Alias("细分", "客户细分", "客户分群", "customer segment"),
		field.Text(&o.Region, "销售区域").Max(60).Search(1).EN("Region").Alias("区域", "大区", "地区", "region", "sales region"),
		field.Lines(&o.Lines, "明细", describeOrderLine).Alias("订单明细", "lines", "items"),
		field.Day(&o.ShippedOn, "发货日期").EN("Shipped on").Section("发货", "Delivery").Alias("出货日期", "交货日期", "ship date", "shipping date", "delivery date"),
		field.Choice(&o.ShipMode, "运输方式",
			field.Is("standard", "标准").In("Standard Class").Or("普通", "standard"), field.Is("second", "二级").In("Second Class"),
			field.Is("first", "一级").In("First Class").Or("加急", "快递"), field.Is("sameDay", "当日达").In("Same Day"),
		).Dictated().Alias("发货方式", "配送方式", "物流方式", "ship mode", "shipping method"),
		field.Text(&o.Country, "国家").Max(60).Alias("country/region", "国家/地区"),
		field.Text(&o.State, "省份").Max(60).EN("State").Alias("省", "州", "province", "state/province"),
		field.Text(&o.City, "城市").Max(60).Alias("市", "town"),
		field.Text(&o.Address, "收货地址").Max(300).Search(1).Alias("地址", "送货地址", "delivery address", "ship to"),
		field.Text(&o.PostalCode, "邮编").Max(20).Alias("邮政编码", "postal code", "zip", "zip code", "postcode"),
		field.LongText(&o.Note, "备注").Search(1).Alias("说明", "remark", "remarks", "notes"),
	}
}).As("receipt-text")

func describeOrderLine(l *OrderLine) []field.Field {
	return []field.Field{
		field.Ref(&l.ProductID, "产品").EN("Product").Alias("产品名称", "商品名称", "品名", "货品", "product", "product name", "item"),
		field.Text(&l.Description, "描述").Max(300).Search(1).Alias("摘要", "item description"),
		field.Decimal(&l.Quantity, "数量").Alias("qty", "quantity", "件数"),
		field.Money(&l.UnitPrice, "单价").ZeroEmpty().Alias("成交单价", "unit price", "price"),
		field.Percent(&l.Discount, "折扣").Hint("减去的百分比：20 表示八折", "Percent taken off").Alias("折扣率", "discount", "discount %"),
		field.Money(&l.Amount, "金额").Alias("销售额", "小计", "销售金额", "sales", "amount", "line total", "subtotal"),
		field.Money(&l.Profit, "利润").Private("finance").Alias("毛利", "profit", "margin"),
	}
}

func orderStatuses() []field.Option {
	return []field.Option{
		field.Is(Draft, "草稿").Or("新建", "new"),
		field.Is(Confirmed, "已确认").As("accent").Or("确认", "已下单", "已审核"),
		field.Is(FinanceChecked, "财务已审").As("accent").Or("财务审核"),
		field.Is(Picking, "配货中").As("accent").Or("备货", "备货中", "processing"),
		field.Is(Shipped, "已发货").As("accent").Or("发货", "已出库"),
		field.Is(Received, "已签收").As("good").Or("签收", "已收货", "delivered"),
		field.Is(Closed, "已完成").As("good").Or("完成", "关闭", "completed"),
		field.Is(Cancelled, "已取消").As("bad").Or("取消", "作废", "canceled"),
	}
}

// Defaults makes a new order a draft.
func (o *Order) Defaults() { o.Status = Draft }

// Prepare computes the money of the lines and of the whole. A new order that was shipped is no draft.
func (o *Order) Prepare(before *Order) {
	if o.Status == "" {
		o.Status = Draft
	}
	if before == nil && o.Status == Draft && o.ShippedOn != 0 {
		o.Status = Shipped
	}
	if len(o.Lines) == 0 {
		return
	}
	lines, total := make([]OrderLine, len(o.Lines)), money.Amount(0)
	for i, l := range o.Lines {
		if l.UnitPrice != 0 && l.Quantity != 0 {
			l.Amount = lineAmount(l)
		}
		total += l.Amount
		lines[i] = l
	}
	o.Lines, o.Total = lines, total
}

// lineAmount is price × quantity × (100 − discount) %, rounded once, half away from zero, to the fen.
func lineAmount(l OrderLine) money.Amount {
	const unit = int64(money.One) * 100
	n := new(big.Int).Mul(big.NewInt(int64(l.UnitPrice)), big.NewInt(int64(l.Quantity)))
	n.Mul(n, big.NewInt(int64(100-l.Discount)))
	half := big.NewInt(unit / 2 * int64(n.Sign()))
	return money.Amount(n.Add(n, half).Quo(n, big.NewInt(unit)).Int64())
}

// Check asks every line what it sells, and keeps the shipping after the order.
func (o *Order) Check(*Order) error {
	var faults fault.Faults
	for i, l := range o.Lines {
		if l.ProductID == "" && l.Description == "" {
			faults.Add(fmt.Sprintf("lines.%d.productId", i), lang.Sayf("第 %s 行：请选择产品或填写描述", "Line %s: choose a product or write a description", lang.N(i+1)))
		}
	}
	if o.OrderedOn != 0 && o.ShippedOn != 0 && o.ShippedOn < o.OrderedOn {
		faults.Add("shippedOn", lang.Of("发货日期不能早于下单日期", "An order cannot be shipped before it was placed"))
	}
	return faults.Err()
}
