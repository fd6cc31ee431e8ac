package reports

import "xingke/backend/core/sheet"

// charts are native: they follow the tables.
func (b *book) charts(at placed) {
	p := b.cover
	name := func(a sheet.Area, column int) sheet.Place { return a.WithHeading().Place(0, column) }
	draw := func(kind sheet.ChartKind, row, column, width int, title string, series ...sheet.Series) {
		p.Chart(sheet.Chart{Kind: kind, Title: title, Series: series, At: p.At(chartsRow+row*chartRows, column), Width: width, Height: chartHeight, Format: "whole"})
	}
	split := func(kind sheet.ChartKind, row, column int, title string, a sheet.Area, value int) {
		if a.Rows() > mostBars {
			a.Bottom = a.Top + mostBars - 1
		}
		draw(kind, row, column, chartWidth, title, sheet.Series{Name: name(a, value), Labels: a.Column(0), Values: a.Column(value)})
	}
	if len(b.f.Months) > 0 {
		months := at.months.Column(0)
		series := []sheet.Series{{Name: name(at.months, 1), Labels: months, Values: at.months.Column(1)}}
		if n := b.f.Totals.OrderCount; n != nil && *n > 0 {
			series = append(series, sheet.Series{Name: name(at.months, 3), Labels: months, Values: at.months.Column(3)})
		}
		draw(sheet.ColumnChart, 0, coverLeft, wideChart, b.text("按月份", "By month"), series...)
	}
	if len(b.f.Stages) > 0 {
		title, value := b.text("在谈商机漏斗（金额）", "Open pipeline (amount)"), 2
		if b.f.Totals.OpenAmount == 0 {
			title, value = b.text("在谈商机漏斗（数量）", "Open pipeline (count)"), 3
		}
		split(sheet.FunnelChart, 1, coverLeft, title, at.stages, value)
	} else if len(b.f.Categories) > 0 {
		split(sheet.BarChart, 1, coverLeft, b.text("订单按产品类别", "Orders by product category"), at.categories, 2)
	}
	if whole, title := b.whole(at); title != "" {
		split(sheet.PieChart, 1, coverMiddle, title, whole, 2)
	}
	if len(b.people) > 0 {
		value := 2
		if b.f.Totals.WonAmount == 0 {
			value = 7 // what is open
			if b.f.Totals.OrderAmount != nil {
				value = firstBeside
			}
		}
		split(sheet.BarChart, 2, coverLeft, b.text("按销售人员", "By salesperson"), at.people, value)
	}
	switch {
	case len(b.f.Regions) > 0:
		split(sheet.BarChart, 2, coverMiddle, b.text("赢单按客户地区", "Won by customer region"), at.regions, 2)
	case len(b.f.Orders) > 0:
		split(sheet.BarChart, 2, coverMiddle, b.text("订单按销售区域", "Orders by sales region"), at.orders, 2)
	}
}

// whole is what the pie shows: the split that says most.
func (b *book) whole(at placed) (sheet.Area, string) {
	switch {
	case len(b.f.Departments) > 1:
		return at.departments, b.text("赢单按部门", "Won by department")
	case len(b.f.Categories) > 0:
		return at.categories, b.text("订单按产品类别", "Orders by product category")
	case len(b.f.Departments) > 0:
		return at.departments, b.text("赢单按部门", "Won by department")
	}
	return sheet.Area{}, ""
}
