package sheet

import "strings"

// common are headings that tables of customers and sales bear in China and elsewhere; they help to find
// the heading row of a file before it is known which entity it holds.
var common = func() map[string]bool {
	words := `序号 编号 编码 代码 名称 姓名 客户 客户名称 公司 公司名称 单位 单位名称 企业名称 联系人 电话 手机 手机号 联系电话 邮箱 地址 地区 省份 城市 行业 来源 级别 等级 类型 状态 阶段
		负责人 业务员 销售 部门 日期 时间 创建时间 创建人 更新时间 备注 说明 标签 产品 产品名称 规格 型号 单位 单价 数量 金额 折扣 利润 成本 价格 合计 订单号 订单编号 下单日期 发货日期 合同号
		商机 商机名称 预计成交日期 赢率 跟进方式 跟进内容 下次跟进时间 职位 性别 生日 网址 传真 邮编 税号 统一社会信用代码
		id no name customer customername account company contact phone mobile tel email address region country state city sector industry source level type status stage owner salesagent agent manager
		department date time created createdat updated note notes remark tags product productname productid category subcategory price salesprice quantity qty amount sales discount profit cost total
		orderid orderdate shipdate shipmode segment postalcode customerid dealstage engagedate closedate closevalue opportunityid revenue employees rowid title website`
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[normal(w)] = true
	}
	return set
}()

// knownHeading tells whether a normalised text is a heading that some field goes by.
func knownHeading(name string) bool { return common[unbracket(name)] }
