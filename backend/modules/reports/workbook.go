package reports

import (
	"context"
	"fmt"
	"io"
	"time"

	"xingke/backend/base/heap"
	"xingke/backend/base/lang"
	"xingke/backend/base/who"
	"xingke/backend/core/records"
	"xingke/backend/core/sheet"
)

// book is a sales report in the making.
type book struct {
	*sheet.Workbook
	tag    lang.Tag
	f      Figures
	deals  *deals
	orders *listing
	footer string

	cover  *sheet.Page
	people []personPage // in the order of the figures' people; without a page for who has no deals
}

// mostPages is how many people get a sheet of their own.
const mostPages = 80

// monthly makes the workbook of a month and keeps it as a file.
func (s *Service) monthly(ctx context.Context, when period, p *records.Progress) (RunResult, error) {
	defer heap.Tightly()()
	tag := who.Lang(ctx)
	b := &book{Workbook: sheet.NewWorkbook(), tag: tag}
	var err error
	if b.f, err = s.figures(ctx, when); err != nil {
		return RunResult{}, err
	}
	p.Set(1, 5)
	if b.deals, err = s.deals(ctx, when); err != nil {
		return RunResult{}, err
	}
	p.Set(2, 5)
	if b.orders, err = s.orders(ctx, when); err != nil {
		return RunResult{}, err
	}
	p.Set(3, 5)
	b.footer = b.f.Title + " " + b.f.Period
	b.Describe(b.footer, b.f.Book)
	b.make(s.Clock.Now().In(s.Zone))
	p.Set(4, 5)
	name := fmt.Sprintf("%s %s.xlsx", b.f.Title, b.f.Period)
	if b.f.Book != "" {
		name = b.f.Book + " " + name
	}
	out, err := s.Files.Create(ctx, name)
	if err != nil {
		return RunResult{}, err
	}
	if err := b.Save(until{ctx, out}); err != nil {
		out.Abort()
		return RunResult{}, err
	}
	if err := s.Records.Exported(ctx, "", "", name, 0); err != nil {
		out.Abort()
		return RunResult{}, err
	}
	info, err := out.Commit()
	return RunResult{File: info.Hash, Name: info.Name}, err
}

// until writes until its context ends.
type until struct {
	ctx context.Context
	to  io.Writer
}

// Write implements io.Writer.
func (u until) Write(b []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.to.Write(b)
}

// make lays out every sheet. The cover is the first, but is filled last, for it points at the others.
func (b *book) make(at time.Time) {
	b.cover = b.Page(lang.Of("封面", "Cover").In(b.tag))
	var detail, orders *sheet.Page
	var dealArea, orderArea sheet.Area
	b.personPages()
	if b.deals.count() > 0 {
		detail, dealArea = b.dealPage()
	}
	if b.orders.count() > 0 {
		orders, orderArea = b.orderPage()
	}
	b.pivotPage(detail, dealArea, orders, orderArea)
	b.fillCover(at)
}

// text is a word in the book's language.
func (b *book) text(zh, en string) string { return lang.Of(zh, en).In(b.tag) }

// heading writes the title of a sheet, what it is about, and the way back.
func (b *book) heading(p *sheet.Page, title, about string) {
	p.Text(p.At(1, 1), title, sheet.TitleStyle)
	p.Height(1, 30)
	p.Text(p.At(2, 1), about, sheet.NoteStyle)
	p.Link(p.At(2, 9), b.text("返回封面", "Back to the cover"), b.cover, sheet.LinkStyle)
}

// look is how a column of a table looks: its heading, how wide, and whether it holds figures or days.
type look struct {
	heading lang.Text
	width   float64
	align   string
}

// grid writes a table in looks, its heading on a row of the page, and returns where the rows stand. Nothing
// stands below it.
func (b *book) grid(p *sheet.Page, row int, looks []look, count int, fill func(i int, line *sheet.Line)) sheet.Area {
	styles := make([]sheet.Style, len(looks))
	for i, l := range looks {
		head := sheet.HeadStyle
		head.Align = l.align
		p.Text(p.At(row, i+1), l.heading.In(b.tag), head)
		p.Width(i+1, i+1, l.width)
		styles[i] = sheet.Style{Line: true, Align: l.align}
	}
	return p.Rows(sheet.Rows{Top: row + 1, Count: count, Columns: styles, Paints: stateStyles, Fill: fill})
}

// stateStyles tell states apart at a glance.
var stateStyles = []sheet.Style{asWon: {Line: true, Color: "1B8A5F"}, asLost: {Line: true, Color: "8A9099"}, asOpen: {Line: true, Color: "14709F"}}

// dealLine fills a row with columns of an opportunity, the first of which is its state.
func (b *book) dealLine(i int, line *sheet.Line, columns []int) {
	for k, column := range columns {
		line.Cells[k] = b.deals.shown(i, column)
	}
	line.Paint(0, b.deals.state(i))
}

// dealPage lists all opportunities of the report.
func (b *book) dealPage() (*sheet.Page, sheet.Area) {
	p := b.Page(b.text("商机明细", "Opportunities"))
	b.heading(p, b.text("商机明细", "Opportunities"), b.text("本期赢单和输单，以及现在在谈的商机；合计随筛选变化", "Won and lost in the period, and open now; totals follow the filter"))
	area := b.grid(p, 4, dealLook[:], b.deals.count(), func(i int, line *sheet.Line) { b.dealLine(i, line, dealColumns) })
	b.subtotals(p, area, 3, atAmount, atWeighted)
	p.Filter(area)
	p.Freeze(p.At(5, 1))
	p.Print(sheet.Print{Landscape: true, TitleRows: 4, FooterLeft: b.footer})
	return p, area
}

// subtotals writes, on a row above a table, sums of some of its columns that follow the filter.
func (b *book) subtotals(p *sheet.Page, area sheet.Area, row int, at ...int) {
	p.Paint(p.Area(row, 1, row, area.Right), sheet.TotalStyle)
	p.Text(p.At(row, 1), b.text("合计", "Total"), sheet.TotalStyle)
	for _, column := range at {
		p.Formula(p.At(row, column+1), sheet.Subtotal(area.Column(column)), "", sheet.TotalStyle.As("money"))
	}
}

// orderPage lists all orders of the report.
func (b *book) orderPage() (*sheet.Page, sheet.Area) {
	p := b.Page(b.text("订单明细", "Orders"))
	b.heading(p, b.text("订单明细", "Orders"), b.text("本期订单，不含已取消；合计随筛选变化", "Orders of the period without cancelled ones; totals follow the filter"))
	area := b.grid(p, 4, orderLook, b.orders.count(), func(i int, line *sheet.Line) {
		for column := range line.Cells {
			line.Cells[column] = b.orders.orderCell(i, column)
		}
	})
	b.subtotals(p, area, 3, atOrderTotal)
	p.Filter(area)
	p.Freeze(p.At(5, 1))
	p.Print(sheet.Print{Landscape: true, TitleRows: 4, FooterLeft: b.footer})
	return p, area
}

// pivotPage holds tables that the reader turns as he likes.
func (b *book) pivotPage(deals *sheet.Page, dealArea sheet.Area, orders *sheet.Page, orderArea sheet.Area) {
	if deals == nil && orders == nil {
		return
	}
	p := b.Page(b.text("透视表", "Pivot"))
	b.heading(p, b.text("透视表", "Pivot"), b.text("字段可以拖动；打开时自动计算", "Drag the fields as you like; computed on opening"))
	p.Width(1, 1, 18)
	p.Width(2, 12, 15)
	at := func(of []look, i int) string { return of[i].heading.In(b.tag) }
	row := 5
	if deals != nil {
		p.Pivot(sheet.Pivot{
			Source: dealArea.WithHeading(), At: p.Area(row, 1, row+len(b.people)+3, 5),
			Rows: []string{at(dealLook[:], atOwner)}, Columns: []string{at(dealLook[:], atState)},
			Values: []sheet.PivotValue{{Column: at(dealLook[:], atAmount), Name: b.text("金额合计", "Sum of amount")}},
		})
		row += len(b.people) + 8
	}
	if orders != nil {
		p.Pivot(sheet.Pivot{
			Source: orderArea.WithHeading(), At: p.Area(row, 1, row+8, 8),
			Rows: []string{at(orderLook, atOrderMonth)}, Columns: []string{at(orderLook, atOrderRegion)},
			Values: []sheet.PivotValue{{Column: at(orderLook, atOrderTotal), Name: b.text("订单金额合计", "Sum of total")}},
		})
	}
	p.Print(sheet.Print{Landscape: true, FooterLeft: b.footer})
}
