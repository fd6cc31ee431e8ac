package reports

import (
	"strconv"
	"time"

	"xingke/backend/base/lang"
	"xingke/backend/base/money"
	"xingke/backend/core/sheet"
)

// The grid of the cover: a margin, then eleven columns, of which the middle one keeps side by side tables
// apart; charts first, the tables they show below. Charts are measured as the library counts: 19 to a row.
const (
	coverLeft   = 2
	coverMiddle = 8
	coverRight  = 12
	tilesRow    = 5
	chartsRow   = 12
	chartRows   = 20
	rowPoints   = 15.75
	tablesRow   = chartsRow + 3*chartRows + 1
	chartWidth  = 524
	wideChart   = 1184
	chartHeight = 370
	mostBars    = 12
)

// placed is where the tables of the cover came to stand; tiles and charts point at them.
type placed struct {
	people, departments, stages, months, regions, orders, categories sheet.Area
	wonTotal, wonCount, lostCount, openTotal, openWeight             sheet.Place
	orderTotal, followUps                                            sheet.Place
	next                                                             int // free row
}

func (b *book) fillCover(at time.Time) {
	p := b.cover
	p.Width(1, 1, 2)
	p.Width(coverLeft, coverRight, 13)
	p.Width(coverLeft, coverLeft, 17)
	for row := chartsRow; row < tablesRow; row++ {
		p.Height(row, rowPoints)
	}
	p.Height(2, 34)
	p.Text(p.At(2, coverLeft), b.f.Title, sheet.Style{Bold: true, Size: 24, Color: "14709F"})
	about := b.f.Period
	if b.f.Book != "" {
		about = b.f.Book + " · " + about
	}
	p.Text(p.At(3, coverLeft), about+" · "+lang.Sayf("生成于 %s", "made on %s", lang.S(at.Format("2006-01-02 15:04"))).In(b.tag), sheet.NoteStyle)
	at2 := placed{next: tablesRow}
	b.peopleTable(&at2)
	b.sideTables(&at2)
	b.monthTable(&at2)
	b.tiles(at2)
	b.charts(at2)
	p.Break(tablesRow)
	p.Print(sheet.Print{FooterLeft: b.footer})
}

// section writes the heading of a table.
func (b *book) section(row, column int, zh, en string) {
	b.cover.Text(b.cover.At(row, column), b.text(zh, en), sheet.Style{Bold: true, Size: 13, Color: "14709F"})
}

var (
	lineText  = sheet.Style{Line: true}
	lineMoney = sheet.Style{Line: true, Format: "money"}
	lineWhole = sheet.Style{Line: true, Format: "whole"}
	lineShare = sheet.Style{Line: true, Format: "share"}
	lineLink  = sheet.Style{Line: true, Color: "14709F"}
)

// peopleTable lists the salespeople; what a person's sheet adds up is taken from there.
func (b *book) peopleTable(at *placed) {
	p := b.cover
	b.section(at.next, coverLeft, "按销售人员", "By salesperson")
	head := at.next + 1
	heads := []lang.Text{
		lang.Of("姓名", "Name"), lang.Of("部门", "Department"), lang.Of("赢单金额", "Won"), lang.Of("赢单数", "Wins"), lang.Of("输单数", "Losses"),
		lang.Of("赢单率", "Win rate"), lang.Of("在谈数", "Open count"), lang.Of("在谈金额", "Open"), lang.Of("加权金额", "Weighted"),
	}
	for _, one := range b.besides(b.f.Totals.OrderAmount, b.f.Totals.FollowUps) {
		heads = append(heads, one.heading)
	}
	for i, h := range heads {
		p.Text(p.At(head, coverLeft+i), h.In(b.tag), headOf(i > 1))
	}
	right := coverLeft + len(heads) - 1
	row := head
	for _, one := range b.people {
		row++
		b.personLine(row, one)
	}
	if len(b.people) == 0 {
		row++
	}
	at.people = p.Area(head+1, coverLeft, row, right)
	row++
	at.next = row + 2
	b.peopleTotals(at, row)
}

func (b *book) personLine(row int, one personPage) {
	p, r := b.cover, one.row
	cell := func(i int) sheet.Place { return p.At(row, coverLeft+i) }
	won, lost := cell(3), cell(4)
	if one.page == nil {
		p.Text(cell(0), r.Name, lineText)
		b.amount(cell(2), r.WonAmount, lineMoney)
		p.Number(won, strconv.Itoa(r.WonCount), lineWhole)
		p.Number(lost, strconv.Itoa(r.LostCount), lineWhole)
		p.Number(cell(6), strconv.Itoa(r.OpenCount), lineWhole)
		b.amount(cell(7), r.OpenAmount, lineMoney)
		b.amount(cell(8), r.Weighted, lineMoney)
	} else {
		p.Link(cell(0), r.Name, one.page, lineLink)
		p.Formula(cell(2), sheet.Same(one.won), r.WonAmount.String(), lineMoney)
		p.Formula(won, sheet.Same(one.wonCount), strconv.Itoa(r.WonCount), lineWhole)
		p.Formula(lost, sheet.Same(one.lost), strconv.Itoa(r.LostCount), lineWhole)
		p.Formula(cell(6), sheet.Same(one.openCount), strconv.Itoa(r.OpenCount), lineWhole)
		p.Formula(cell(7), sheet.Same(one.open), r.OpenAmount.String(), lineMoney)
		p.Formula(cell(8), sheet.Same(one.openWeight), r.Weighted.String(), lineMoney)
	}
	p.Text(cell(1), r.Department, lineText)
	p.Formula(cell(5), sheet.Part(won, lost), part(r.WonCount, r.LostCount), lineShare)
	for i, one := range b.besides(r.OrderAmount, r.FollowUps) {
		p.Number(cell(firstBeside+i), one.value, lineText.As(one.format))
	}
}

// firstBeside is where, in the table of people, the figures stand that are not of opportunities.
const firstBeside = 9

// beside is such a figure: who may not read orders or follow-ups has none of it.
type beside struct {
	heading       lang.Text
	value, format string
	orders        bool
}

func (b *book) besides(orders *money.Amount, talks *int) (list []beside) {
	if orders != nil {
		list = append(list, beside{lang.Of("订单金额", "Orders"), orders.String(), "money", true})
	}
	if talks != nil {
		list = append(list, beside{lang.Of("跟进次数", "Follow-ups"), strconv.Itoa(*talks), "whole", false})
	}
	return list
}

// part is one of the sum of both as a plain decimal, "" if both are zero.
func part(one, other int) string {
	if one+other == 0 {
		return ""
	}
	return strconv.FormatFloat(float64(one)/float64(one+other), 'f', 6, 64)
}

func (b *book) amount(at sheet.Place, a money.Amount, style sheet.Style) {
	b.cover.Number(at, a.String(), style)
}

func (b *book) peopleTotals(at *placed, row int) {
	p, t := b.cover, b.f.Totals
	p.Paint(p.Area(row, coverLeft, row, at.people.Right), sheet.TotalStyle)
	p.Text(p.At(row, coverLeft), b.text("合计", "Total"), sheet.TotalStyle)
	sum := func(i int, value, format string) sheet.Place {
		place := p.At(row, coverLeft+i)
		p.Formula(place, sheet.Sum(at.people.Column(i)), value, sheet.TotalStyle.As(format))
		return place
	}
	at.wonTotal, at.wonCount = sum(2, t.WonAmount.String(), "money"), sum(3, strconv.Itoa(t.WonCount), "whole")
	at.lostCount = sum(4, strconv.Itoa(t.LostCount), "whole")
	p.Formula(p.At(row, coverLeft+5), sheet.Part(at.wonCount, at.lostCount), part(t.WonCount, t.LostCount), sheet.TotalStyle.As("share"))
	sum(6, strconv.Itoa(t.OpenCount), "whole")
	at.openTotal, at.openWeight = sum(7, t.OpenAmount.String(), "money"), sum(8, t.Weighted.String(), "money")
	for i, one := range b.besides(t.OrderAmount, t.FollowUps) {
		if place := sum(firstBeside+i, one.value, one.format); one.orders {
			at.orderTotal = place
		} else {
			at.followUps = place
		}
	}
}

// sideTables stand in two columns.
func (b *book) sideTables(at *placed) {
	left, right := at.next, at.next
	at.departments = b.shareTable(&left, coverLeft, lang.Of("赢单按部门", "Won by department"), b.f.Departments)
	if b.f.Regions != nil {
		at.regions = b.shareTable(&left, coverLeft, lang.Of("赢单按客户地区", "Won by customer region"), b.f.Regions)
	}
	at.stages = b.stageTable(&right)
	if named(b.f.LostReasons) {
		b.shareTable(&right, coverMiddle, lang.Of("输单原因", "Why opportunities were lost"), b.f.LostReasons)
	}
	if b.orders.count() > 0 {
		at.orders = b.shareTable(&left, coverLeft, lang.Of("订单按销售区域", "Orders by sales region"), b.f.Orders)
		at.categories = b.shareTable(&right, coverMiddle, lang.Of("订单按产品类别", "Orders by product category"), b.f.Categories)
	}
	at.next = max(left, right)
}

// named tells that at least one part of a whole has a name of its own.
func named(parts []ShareRow) bool {
	for _, one := range parts {
		if one.Name != unnamed.ZH && one.Name != unnamed.EN {
			return true
		}
	}
	return false
}

// shareTable is a whole in its parts: name over two columns, amount, count, share.
func (b *book) shareTable(row *int, column int, title lang.Text, parts []ShareRow) sheet.Area {
	p := b.cover
	b.section(*row, column, title.ZH, title.EN)
	head := *row + 1
	for i, h := range []string{b.text("名称", "Name"), "", b.text("金额", "Amount"), b.text("数量", "Count"), b.text("占比", "Share")} {
		p.Text(p.At(head, column+i), h, headOf(i > 1))
	}
	last := head + max(len(parts), 1)
	area, total := p.Area(head+1, column, last, column+4), p.At(last+1, column+2)
	sum, number := money.Amount(0), 0
	for _, one := range parts {
		sum, number = sum+one.Amount, number+one.Count
	}
	for i, one := range parts {
		at := area.Place(i, 0)
		p.Text(at, one.Name, lineText)
		p.Paint(p.Area(at.Row, column+1, at.Row, column+1), lineText)
		b.amount(area.Place(i, 2), one.Amount, lineMoney)
		p.Number(area.Place(i, 3), strconv.Itoa(one.Count), lineWhole)
		p.Formula(area.Place(i, 4), sheet.Ratio(area.Place(i, 2), total), ratio(one.Amount, sum), lineShare)
	}
	p.Paint(p.Area(last+1, column, last+1, column+4), sheet.TotalStyle)
	p.Text(p.At(last+1, column), b.text("合计", "Total"), sheet.TotalStyle)
	p.Formula(total, sheet.Sum(area.Column(2)), sum.String(), sheet.TotalStyle.As("money"))
	p.Formula(p.At(last+1, column+3), sheet.Sum(area.Column(3)), strconv.Itoa(number), sheet.TotalStyle.As("whole"))
	*row = last + 4
	return area
}

func ratio(part, whole money.Amount) string {
	if whole == 0 {
		return ""
	}
	return strconv.FormatFloat(part.Float()/whole.Float(), 'f', 6, 64)
}

// stageTable is what is open, by stage.
func (b *book) stageTable(row *int) sheet.Area {
	p := b.cover
	b.section(*row, coverMiddle, "在谈商机按阶段", "Open by stage")
	head := *row + 1
	for i, h := range []string{b.text("阶段", "Stage"), "", b.text("金额", "Amount"), b.text("数量", "Count"), b.text("加权金额", "Weighted")} {
		p.Text(p.At(head, coverMiddle+i), h, headOf(i > 1))
	}
	last := head + max(len(b.f.Stages), 1)
	area := p.Area(head+1, coverMiddle, last, coverRight)
	for i, one := range b.f.Stages {
		p.Text(area.Place(i, 0), one.Name, lineText)
		p.Paint(p.Area(area.Top+i, coverMiddle+1, area.Top+i, coverMiddle+1), lineText)
		b.amount(area.Place(i, 2), one.Amount, lineMoney)
		p.Number(area.Place(i, 3), strconv.Itoa(one.Count), lineWhole)
		b.amount(area.Place(i, 4), one.Weighted, lineMoney)
	}
	p.Paint(p.Area(last+1, coverMiddle, last+1, coverRight), sheet.TotalStyle)
	p.Text(p.At(last+1, coverMiddle), b.text("合计", "Total"), sheet.TotalStyle)
	t := b.f.Totals
	for i, value := range map[int][2]string{2: {t.OpenAmount.String(), "money"}, 3: {strconv.Itoa(t.OpenCount), "whole"}, 4: {t.Weighted.String(), "money"}} {
		p.Formula(p.At(last+1, coverMiddle+i), sheet.Sum(area.Column(i)), value[0], sheet.TotalStyle.As(value[1]))
	}
	*row = last + 4
	return area
}

// monthTable is the trend.
func (b *book) monthTable(at *placed) {
	p := b.cover
	b.section(at.next, coverLeft, "按月份", "By month")
	head := at.next + 1
	heads := []string{b.text("月份", "Month"), b.text("赢单金额", "Won"), b.text("赢单数", "Wins")}
	if b.f.Totals.OrderAmount != nil {
		heads = append(heads, b.text("订单金额", "Orders"), b.text("订单数", "Order count"))
	}
	for i, h := range heads {
		p.Text(p.At(head, coverLeft+i), h, headOf(i > 0))
	}
	at.months = p.Area(head+1, coverLeft, head+max(len(b.f.Months), 1), coverLeft+len(heads)-1)
	for i, m := range b.f.Months {
		p.Text(at.months.Place(i, 0), m.Month, lineText)
		b.amount(at.months.Place(i, 1), m.WonAmount, lineMoney)
		p.Number(at.months.Place(i, 2), strconv.Itoa(m.WonCount), lineWhole)
		if m.OrderAmount != nil {
			b.amount(at.months.Place(i, 3), *m.OrderAmount, lineMoney)
			p.Number(at.months.Place(i, 4), strconv.Itoa(*m.OrderCount), lineWhole)
		}
	}
	at.next = at.months.Bottom + 3
}

// tiles are the key figures on top, each computed from the tables.
func (b *book) tiles(at placed) {
	t := b.f.Totals
	mean := ""
	if t.WonCount > 0 {
		mean = strconv.FormatFloat(t.WonAmount.Float()/float64(t.WonCount), 'f', 2, 64)
	}
	tiles := []tile{
		{"赢单金额", "Won", sheet.Same(at.wonTotal), t.WonAmount.String(), "money"},
		{"赢单数", "Wins", sheet.Same(at.wonCount), strconv.Itoa(t.WonCount), "whole"},
		{"赢单率", "Win rate", sheet.Part(at.wonCount, at.lostCount), part(t.WonCount, t.LostCount), "share"},
		{"平均单额", "Average win", sheet.Ratio(at.wonTotal, at.wonCount), mean, "money"},
		{"在谈金额", "Open", sheet.Same(at.openTotal), t.OpenAmount.String(), "money"},
		{"加权金额", "Weighted", sheet.Same(at.openWeight), t.Weighted.String(), "money"},
	}
	if t.OrderAmount != nil {
		tiles = append(tiles, tile{"订单金额", "Orders", sheet.Same(at.orderTotal), t.OrderAmount.String(), "money"},
			tile{"订单数", "Order count", sheet.Formula{}, strconv.Itoa(*t.OrderCount), "whole"})
	}
	if t.NewCustomers != nil {
		tiles = append(tiles, tile{"新增客户", "New customers", sheet.Formula{}, strconv.Itoa(*t.NewCustomers), "whole"})
	}
	if t.FollowUps != nil {
		tiles = append(tiles, tile{"跟进次数", "Follow-ups", sheet.Same(at.followUps), strconv.Itoa(*t.FollowUps), "whole"})
	}
	for i, one := range tiles {
		b.tile(tilesRow+3*(i/5), coverLeft+2*(i%5), one)
	}
}

// tile is one key figure.
type tile struct {
	zh, en  string
	formula sheet.Formula
	value   string
	format  string
}

func (b *book) tile(row, column int, one tile) {
	p := b.cover
	paper := sheet.Style{Fill: "F4F7FA", Color: "5B6169", Size: 10}
	figure := sheet.Style{Fill: "F4F7FA", Bold: true, Size: 16, Align: "left", Format: one.format}
	last := column + 1
	if last == coverRight-1 {
		last = coverRight
	}
	p.Paint(p.Area(row, column, row, last), paper)
	p.Paint(p.Area(row+1, column, row+1, last), figure)
	p.Merge(p.Area(row, column, row, last))
	p.Merge(p.Area(row+1, column, row+1, last))
	p.Height(row+1, 26)
	p.Text(p.At(row, column), b.text(one.zh, one.en), paper)
	if one.formula == (sheet.Formula{}) {
		p.Number(p.At(row+1, column), one.value, figure)
		return
	}
	p.Formula(p.At(row+1, column), one.formula, one.value, figure)
}
