package sales

import (
	"xingke/backend/base/money"
	"xingke/backend/core/entity"
	"xingke/backend/core/field"
)

// Product 产品 is something we sell.
type Product struct {
	entity.Base
	Name        string       `json:"name"`
	Code        string       `json:"code"`
	Category    string       `json:"category"`
	SubCategory string       `json:"subCategory"`
	Series      string       `json:"series"`
	Spec        string       `json:"spec"`
	Unit        string       `json:"unit"`
	Price       money.Amount `json:"price"`
	Cost        money.Amount `json:"cost"`
	Active      bool         `json:"active"`
	Description string       `json:"description"`
}

// Products declares the entity.
var Products = entity.Define("product", "产品", func(p *Product) []field.Field {
	return []field.Field{
		field.Text(&p.Name, "产品名称").Required().Max(200).Search(5).Title().EN("Name").
			Alias("产品", "名称", "品名", "商品", "商品名称", "货品名称", "product", "product name", "item", "item name", "goods"),
		field.Text(&p.Code, "产品编号").Max(60).Unique().Search(4).EN("Code").
			Alias("编号", "编码", "产品编码", "产品代码", "货号", "料号", "型号编码", "商品编码", "product id", "product code", "sku", "item no", "part number"),
		field.Text(&p.Category, "产品类别").Max(60).Search(1).EN("Category").Alias("类别", "分类", "品类", "大类", "产品分类", "product category", "category"),
		field.Text(&p.SubCategory, "子类别").Max(60).Search(1).EN("Subcategory").Alias("小类", "子类", "二级分类", "sub-category", "sub category", "subcategory"),
		field.Text(&p.Series, "系列").Max(60).Search(1).Alias("产品系列", "product series", "line", "product line"),
		field.Text(&p.Spec, "规格型号").Max(200).Search(2).EN("Specification").Alias("规格", "型号", "model", "spec"),
		field.Text(&p.Unit, "单位").Max(20).Alias("计量单位", "uom", "unit of measure"),
		field.Money(&p.Price, "标准价格").AtLeast(0).ZeroEmpty().EN("List price").
			Alias("价格", "单价", "售价", "标准价", "销售价", "目录价", "sales_price", "sales price", "price", "list price", "unit price"),
		field.Money(&p.Cost, "成本价").AtLeast(0).ZeroEmpty().Private("finance").EN("Cost").Alias("成本", "进价", "采购价", "unit cost", "purchase price"),
		field.Flag(&p.Active, "在售").EN("On sale").Alias("状态", "是否在售", "启用", "active"),
		field.LongText(&p.Description, "产品说明").Search(1).EN("Description").Alias("说明", "备注", "描述", "notes"),
	}
}).As("package")

// Defaults makes a new product one that is on sale.
func (p *Product) Defaults() { p.Active, p.Unit = true, "台" }
