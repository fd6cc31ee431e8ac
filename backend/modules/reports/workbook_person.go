package reports

import (
	"strconv"

	"xingke/backend/base/lang"
	"xingke/backend/core/sheet"
)

// personPage is a salesperson's own sheet, with the places the cover points at.
type personPage struct {
	row                                              PersonRow
	page                                             *sheet.Page // nil for who has no deals
	won, wonCount, lost, openCount, open, openWeight sheet.Place
}

// personPages makes a sheet for each salesperson with deals.
func (b *book) personPages() {
	own := b.deals.byOwner()
	pages := 0
	for _, row := range b.f.People {
		one := personPage{row: row}
		if deals := own[row.ID]; len(deals) > 0 && pages < mostPages {
			pages++
			b.personPage(&one, deals)
		}
		b.people = append(b.people, one)
	}
}

// byOwner are the places of the opportunities of each person, "" of nobody.
func (d *deals) byOwner() map[string][]int32 {
	byCode := map[int64][]int32{}
	for i := range d.count() {
		code := d.found.Code(i, atOwner)
		byCode[code] = append(byCode[code], int32(i))
	}
	own := make(map[string][]int32, len(byCode))
	for _, list := range byCode {
		own[d.found.Value(int(list[0]), atOwner).Text] = list
	}
	return own
}

// Of a person's sheet: the columns it shows, and the rows where things stand.
var personColumns = []int{atState, atNumber, atName, atCustomer, atProduct, atStage, atAmount, atChance, atWeighted, atOpened, atClosed}

const (
	personStateColumn  = 0
	personAmountColumn = 6
	personWeightColumn = 8
	personSums         = 4 // row of the headings above the sums
	personTable        = 10
)

func (b *book) personPage(one *personPage, deals []int32) {
	p := b.Page(one.row.Name)
	one.page = p
	b.heading(p, one.row.Name, lang.Sayf("%s · %s", "%s · %s", lang.S(one.row.Department), lang.S(b.f.Period)).In(b.tag))
	looks := make([]look, len(personColumns))
	for i, column := range personColumns {
		looks[i] = dealLook[column]
	}
	area := b.grid(p, personTable, looks, len(deals), func(i int, line *sheet.Line) { b.dealLine(int(deals[i]), line, personColumns) })
	b.personSums(one, area)
	p.Filter(area)
	p.Freeze(p.At(personTable+1, 1))
	p.Print(sheet.Print{Landscape: true, TitleRows: personTable, FooterLeft: b.footer + " " + one.row.Name})
}

// personSums writes what the rows come to, by state, and what the filter shows.
func (b *book) personSums(one *personPage, area sheet.Area) {
	p, states, amounts, weights := one.page, area.Column(personStateColumn), area.Column(personAmountColumn), area.Column(personWeightColumn)
	for i, h := range []string{b.text("状态", "State"), b.text("单数", "Count"), b.text("金额", "Amount"), b.text("加权金额", "Weighted")} {
		p.Text(p.At(personSums, 1+i), h, headOf(i > 0))
	}
	line := func(row int, name lang.Text, count, amount, weight string) (counted, summed, weighed sheet.Place) {
		label := p.At(row, 1)
		p.Text(label, name.In(b.tag), sheet.Style{Line: true})
		counted, summed, weighed = p.At(row, 2), p.At(row, 3), p.At(row, 4)
		p.Formula(counted, sheet.CountIf(states, label), count, sheet.Style{Line: true, Format: "whole"})
		p.Formula(summed, sheet.SumIf(states, label, amounts), amount, sheet.Style{Line: true, Format: "money"})
		p.Formula(weighed, sheet.SumIf(states, label, weights), weight, sheet.Style{Line: true, Format: "money"})
		return
	}
	row := one.row
	one.wonCount, one.won, _ = line(personSums+1, stateWon, strconv.Itoa(row.WonCount), row.WonAmount.String(), row.WonAmount.String())
	one.lost, _, _ = line(personSums+2, stateLost, strconv.Itoa(row.LostCount), "", "0")
	one.openCount, one.open, one.openWeight = line(personSums+3, stateOpen, strconv.Itoa(row.OpenCount), row.OpenAmount.String(), row.Weighted.String())
	p.Text(p.At(personSums+4, 1), b.text("筛选合计", "As filtered"), sheet.TotalStyle)
	p.Formula(p.At(personSums+4, 2), sheet.SubtotalCount(states), "", sheet.TotalStyle.As("whole"))
	p.Formula(p.At(personSums+4, 3), sheet.Subtotal(amounts), "", sheet.TotalStyle.As("money"))
	p.Formula(p.At(personSums+4, 4), sheet.Subtotal(weights), "", sheet.TotalStyle.As("money"))
}

// headOf is the style of a heading, over figures or over words.
func headOf(figures bool) sheet.Style {
	head := sheet.HeadStyle
	if figures {
		head.Align = "right"
	}
	return head
}
